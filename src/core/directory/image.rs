//! The directory as bytes, as it is stored on the phone.

use std::fmt;

use super::Directory;

/// The version of the image. To be raised whenever the bytes of the same directory change; an
/// image of another version is compiled anew from the stored snapshot.
pub const FORMAT: u16 = 2;

const MAGIC: &[u8; 6] = b"raupe\0";

/// Why bytes are no image of a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// Written by another version of this code.
    OtherFormat,
    /// Damaged, or something else.
    Damaged,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherFormat => "an image of another version",
            Self::Damaged => "not an image of a directory",
        })
    }
}

impl std::error::Error for ImageError {}

impl Directory {
    /// The directory as bytes.
    pub fn to_image(&self) -> Vec<u8> {
        let mut image = MAGIC.to_vec();
        image.extend(FORMAT.to_le_bytes());
        // Writing into memory fails only for types that postcard does not know; a test writes all.
        postcard::to_extend(self, image).unwrap_or_default()
    }

    /// Opens what [`Directory::to_image`] wrote.
    pub fn open(image: &[u8]) -> Result<Self, ImageError> {
        let rest = image.strip_prefix(MAGIC).ok_or(ImageError::Damaged)?;
        let (format, rest) = rest.split_first_chunk().ok_or(ImageError::Damaged)?;
        if u16::from_le_bytes(*format) != FORMAT {
            return Err(ImageError::OtherFormat);
        }
        let (directory, left) =
            postcard::take_from_bytes::<Self>(rest).map_err(|_| ImageError::Damaged)?;
        (left.is_empty() && directory.fits())
            .then_some(directory)
            .ok_or(ImageError::Damaged)
    }

    /// Whether every position names something, so that no later step can reach beyond an end.
    fn fits(&self) -> bool {
        let within = |positions: &[u16], len: usize| {
            positions
                .iter()
                .all(|position| usize::from(*position) < len)
        };
        self.words.fits(self.listings.len())
            && self.listings.iter().all(|listing| {
                within(&listing.neighbourhoods, self.neighbourhoods.len())
                    && within(&listing.topics, self.topics.len())
                    && within(&listing.languages, self.languages.len())
            })
    }
}
