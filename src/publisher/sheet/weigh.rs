//! What an archive would become in memory, found out before calamine reads it.
//!
//! calamine reserves what a file says that it has, and makes whole values of a few bytes: `<font/>` becomes a
//! font, `uniqueCount="4000000000"` room for as many texts. Which parts it reads is decided by the file, so that
//! every part is weighed, whatever its name. Weighing keeps nothing.

use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::workbook::damaged;
use super::{Unreadable, binary};

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// How large a file may be once it is unpacked: 256 MiB, most of it pictures.
pub const UNPACKED_BYTES: u64 = 256 << 20;
/// More bytes of XML than this, and no list has so many.
const MOST_XML: usize = 96 << 20;
/// More elements than this: two million cells, and the texts in them.
pub(super) const MOST_ELEMENTS: usize = 8_000_000;
/// More text than this in all cells, as it stands in the file.
const MOST_TEXT: usize = 64 << 20;
/// More memory than this for what is kept of elements.
const MOST_KEPT: usize = 64 << 20;
/// More parts than this.
const MOST_PARTS: usize = 10_000;
/// A longer tag than this.
const MOST_TAG: usize = 4 << 20;

/// What the parts so far come to.
#[derive(Default)]
pub(super) struct Weight {
    xml: usize,
    elements: usize,
    text: usize,
    kept: usize,
    /// The most records of a binary part.
    pub(super) most_records: usize,
    /// The longest tag: a format may carry a copy of any font and any pattern.
    longest: usize,
}

/// Unpacks everything once without keeping it: what the archive says about sizes is not believed.
pub(super) fn weigh(archive: &mut Archive<'_>, most: u64) -> Result<Weight, Unreadable> {
    let mut left = most;
    let mut weight = Weight::default();
    let is_binary = archive.index_for_name("xl/workbook.bin").is_some();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(damaged)?;
        let is_records = is_binary && entry.name().is_ok_and(|name| binary::is_records(&name));
        let mut entry = BufReader::new(entry.take(left + 1));
        if is_records {
            binary::weigh(&mut entry, &mut weight)?;
        } else {
            weight.part(&mut entry)?;
        }
        // What comes after something that is no XML is unpacked as well.
        let io = |error: io::Error| Unreadable::Damaged(error.to_string());
        io::copy(&mut entry, &mut io::sink()).map_err(io)?;
        left = entry
            .get_ref()
            .limit()
            .checked_sub(1)
            .ok_or(Unreadable::Unpacked)?;
    }
    Ok(weight)
}

/// Whether an archive has more parts than any workbook, before a list of them is made.
pub(super) fn has_too_many_parts(bytes: &[u8]) -> bool {
    // What each entry of the archive's directory begins with.
    let entries = bytes.windows(4).filter(|it| it == b"PK\x01\x02");
    entries.count() > MOST_PARTS
}

impl Weight {
    /// Adds what a part comes to; as far as it is XML.
    fn part(&mut self, part: &mut impl io::BufRead) -> Result<(), Unreadable> {
        let most = MOST_XML.saturating_sub(self.xml);
        let mut reader = Reader::from_reader(part.take(most as u64 + 1));
        // As calamine has it, or the two would stop at different places.
        let config = reader.config_mut();
        config.check_end_names = false;
        config.check_comments = false;
        // The most shared texts that are said to be there.
        let mut claimed = 0;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(element) | Event::Empty(element)) => {
                    self.element(&element)?;
                    if element.local_name().as_ref() == "sst" {
                        claimed = claimed.max(count(&element, "uniqueCount"));
                    }
                }
                Ok(Event::Text(text)) => self.text(text.len())?,
                Ok(Event::CData(text)) => self.text(text.len())?,
                // Pictures and others are no XML.
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        if reader.get_ref().limit() == 0 {
            return Err(Unreadable::Unpacked);
        }
        let bytes = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        // calamine makes room for them, and the shortest, `<si/>`, takes five bytes.
        if claimed > bytes / 5 {
            return Err(Unreadable::Damaged(format!("uniqueCount=\"{claimed}\"")));
        }
        self.xml = self.xml.saturating_add(bytes);
        Ok(())
    }

    fn element(&mut self, element: &BytesStart<'_>) -> Result<(), Unreadable> {
        self.elements += 1;
        let tag = element.len();
        self.longest = self.longest.max(tag);
        let kept = match element.local_name().as_ref() {
            // A text that is shared.
            "si" => 64,
            "font" | "fill" | "border" => 128,
            // It has a copy of its font with its name, and of its format.
            "xf" => 256 + 2 * self.longest,
            "numFmt" | "sheet" | "definedName" | "Relationship" | "mergeCell" | "style"
            | "table" | "named-range" | "named-expression" => 256 + 4 * tag,
            _ => 0,
        };
        self.keep(kept)?;
        match self.elements {
            too_many if too_many > MOST_ELEMENTS => Err(Unreadable::TooManyCells),
            _ if tag > MOST_TAG => Err(Unreadable::TooManyCells),
            _ => Ok(()),
        }
    }

    /// Adds a record of so many bytes.
    pub(super) fn record(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.elements += 1;
        self.xml = self.xml.saturating_add(bytes);
        match (self.elements, self.xml) {
            (elements, bytes) if elements > MOST_ELEMENTS || bytes > MOST_XML => {
                Err(Unreadable::TooManyCells)
            }
            _ => Ok(()),
        }
    }

    /// Adds so many bytes that stay in memory.
    pub(super) fn keep(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.kept = self.kept.saturating_add(bytes);
        match self.kept {
            too_many if too_many > MOST_KEPT => Err(Unreadable::TooManyCells),
            _ => Ok(()),
        }
    }

    /// Adds so many bytes of text.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.text = self.text.saturating_add(bytes);
        match self.text {
            too_many if too_many > MOST_TEXT => Err(Unreadable::TooManyCells),
            _ => Ok(()),
        }
    }
}

/// A number in an attribute; 0 if there is none.
fn count(element: &BytesStart<'_>, name: &str) -> usize {
    let attribute = element.try_get_attribute(name).ok().flatten();
    let value = attribute.and_then(|it| it.normalized_value(XmlVersion::Implicit1_0).ok());
    value
        .and_then(|value| value.trim().parse().ok())
        .unwrap_or(0)
}

/// An archive that can be read a few times and no more: a file may name one part as a thousand sheets.
pub(super) struct Metered<'b> {
    bytes: Cursor<&'b [u8]>,
    left: usize,
}

impl<'b> Metered<'b> {
    /// Each part is read once, the list of parts a few times.
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes: Cursor::new(bytes),
            left: bytes.len().saturating_mul(4).saturating_add(1 << 15),
        }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read)
            .ok_or_else(|| io::Error::other("parts that are read too often"))?;
        Ok(read)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_archive_says_about_its_size_is_not_believed() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for name in ["one", "two"] {
            writer.start_file(name, options).unwrap();
            io::Write::write_all(&mut writer, &[0; 600]).unwrap();
        }
        let honest = writer.finish().unwrap().into_inner();
        // The length 600 stands in the archive's directory; now it says 0.
        let mut lying = honest.clone();
        for at in 0..lying.len() - 4 {
            if lying[at..at + 4] == 600_u32.to_le_bytes() {
                lying[at..at + 4].fill(0);
            }
        }
        let measured = |bytes: &[u8], most| {
            let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
            weigh(&mut archive, most).map(drop)
        };
        assert_eq!(measured(&honest, 1200), Ok(()));
        assert_eq!(measured(&honest, 1199), Err(Unreadable::Unpacked));
        assert!(measured(&lying, 1199).is_err());
    }
}
