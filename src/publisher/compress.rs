//! Brotli and gzip beside the files, made once instead of for every request.
//!
//! Any static web host can hand out `app.js.br` for `app.js`, and so does [`crate::serve`].

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};

use crate::files::{self, Disk, sibling};

/// The endings of the compressed forms.
pub const ENDINGS: [&str; 2] = ["br", "gz"];

/// Files below this size travel in one packet anyway.
const LEAST_BYTES: usize = 1024;

/// What compresses well. Images and fonts are compressed already.
const COMPRESSIBLE: [&str; 10] = [
    "html",
    "js",
    "mjs",
    "css",
    "json",
    "webmanifest",
    "svg",
    "wasm",
    "txt",
    "map",
];

/// What came of compressing a folder. Sizes are in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many files have compressed forms now.
    pub files: usize,
    /// How large these files are.
    pub raw: usize,
    /// How large they are with Brotli.
    pub brotli: usize,
    /// How large they are with gzip.
    pub gzip: usize,
    /// How many compressed forms were deleted because they belong to nothing.
    pub removed: usize,
}

/// `bytes` with Brotli at its best and slowest.
pub fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: 11,
        lgwin: window(bytes.len()),
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

/// The smallest window, as a power of two, that covers `size` bytes: a larger one would cost memory
/// on every phone and save nothing. Browsers accept up to 2²⁴ (RFC 7932).
fn window(size: usize) -> i32 {
    // The format keeps 16 bytes of the window for itself.
    (16..24).find(|bits| size <= (1 << bits) - 16).unwrap_or(24)
}

/// `bytes` with gzip at its best. The same bytes always give the same result: no time is in it.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Whether `compressed`, by its `ending`, holds exactly `bytes`.
pub fn holds(ending: &str, compressed: &[u8], bytes: &[u8]) -> bool {
    let mut content = Vec::new();
    // One byte more than expected is enough to know, whatever a broken file unfolds to.
    let most = bytes.len() as u64 + 1;
    let read = match ending {
        "br" => brotli::Decompressor::new(compressed, 4096)
            .take(most)
            .read_to_end(&mut content),
        "gz" => GzDecoder::new(compressed)
            .take(most)
            .read_to_end(&mut content),
        _ => return false,
    };
    read.is_ok() && content == bytes
}

/// Compresses what is worth it in `folder` and the folders within, and deletes compressed forms
/// whose file is gone.
///
/// A compressed form is kept if it unfolds to the very bytes of its file: that it is younger does not prove
/// that it was made from it. Hidden files and links are left alone.
pub fn folder(folder: &Path) -> Result<Summary, (PathBuf, io::Error)> {
    let mut summary = Summary::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let at_folder = |error| (folder.clone(), error);
        let mut paths = Vec::new();
        for entry in fs::read_dir(&folder).map_err(at_folder)? {
            let entry = entry.map_err(at_folder)?;
            let kind = entry.file_type().map_err(at_folder)?;
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                paths.push(entry.path());
            }
        }
        for path in paths {
            file(&path, &mut summary).map_err(|error| (path, error))?;
        }
    }
    Ok(summary)
}

fn file(path: &Path, summary: &mut Summary) -> io::Result<()> {
    if ending(path).is_some_and(|ending| ENDINGS.contains(&ending)) {
        let source = path.with_extension("");
        if is_compressible(&source) && !source.exists() {
            fs::remove_file(path)?;
            summary.removed += 1;
        }
        return Ok(());
    }
    if !is_compressible(path) {
        return Ok(());
    }
    let bytes = fs::read(path)?;
    if bytes.len() < LEAST_BYTES {
        // It can have been larger before.
        for sibling in ENDINGS
            .map(|ending| sibling(path, ending))
            .iter()
            .filter(|it| it.exists())
        {
            fs::remove_file(sibling)?;
            summary.removed += 1;
        }
        return Ok(());
    }
    summary.files += 1;
    summary.raw += bytes.len();
    summary.brotli += form(path, "br", &bytes, brotli)?;
    summary.gzip += form(path, "gz", &bytes, gzip)?;
    Ok(())
}

/// Writes a compressed form unless it is there; returns its size.
fn form(
    path: &Path,
    ending: &str,
    bytes: &[u8],
    compress: impl Fn(&[u8]) -> io::Result<Vec<u8>>,
) -> io::Result<usize> {
    let place = sibling(path, ending);
    if let Ok(form) = fs::read(&place)
        && holds(ending, &form, bytes)
    {
        return Ok(form.len());
    }
    let form = compress(bytes)?;
    files::replace(&Disk, &place, &form)?;
    Ok(form.len())
}

fn ending(path: &Path) -> Option<&str> {
    path.extension().and_then(OsStr::to_str)
}

fn is_compressible(path: &Path) -> bool {
    ending(path).is_some_and(|ending| COMPRESSIBLE.contains(&ending))
}
