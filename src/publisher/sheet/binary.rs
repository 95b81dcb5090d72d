//! The binary parts of an `.xlsb` archive, weighed before calamine reads them: it believes the length of a
//! record and the number of texts.
//!
//! A part is a stream of records: kind, length, content, the first two in groups of seven bits. The numbers of
//! records are those of [MS-XLSB].
//!
//! [MS-XLSB]: https://learn.microsoft.com/openspecs/office_file_formats/ms-xlsb

use std::io::{self, BufRead, Read};
use std::path::Path;

use super::Unreadable;
use super::weigh::Weight;

/// No record is longer: a cell has at most 32,767 letters.
const MOST_RECORD: u64 = 1 << 20;
/// No formula of a name is longer.
const MOST_NAME: u64 = 16 << 10;

/// Whether calamine may read a part of an `.xlsb` archive as records.
pub(super) fn is_records(name: &str) -> bool {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    matches!(
        name.as_str(),
        "xl/workbook.bin" | "xl/styles.bin" | "xl/sharedstrings.bin"
    ) || name.starts_with("xl/worksheets/")
        && Path::new(&name)
            .extension()
            .is_none_or(|ending| ending != "rels")
}

/// Adds what a part comes to; a record that goes on after the end of the part is refused.
pub(super) fn weigh(part: &mut impl BufRead, weight: &mut Weight) -> Result<(), Unreadable> {
    let mut records = 0;
    while let Some(first) = byte(part)? {
        records += 1;
        weight.most_records = weight.most_records.max(records);
        let kind = seven_bits(part, first, 2)?;
        let first = byte(part)?.ok_or_else(broken_off)?;
        let length = seven_bits(part, first, 4)?;
        let most = if kind == NAME { MOST_NAME } else { MOST_RECORD };
        if length > most {
            return Err(Unreadable::Damaged(format!("{length} B")));
        }
        let read = io::copy(&mut part.take(length), &mut io::sink()).map_err(damaged)?;
        if read < length {
            return Err(broken_off());
        }
        weight.record(usize::try_from(length).unwrap_or(usize::MAX))?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        match kind {
            TEXT => {
                weight.keep(64)?;
                // Two bytes a letter become up to three.
                weight.text(length + length / 2)?;
            }
            // A name may stand for long ones many times over: formulas are put together from its five bytes.
            NAME => weight.keep(256 + length * length / 4)?,
            SHEET => weight.keep(256 + 4 * length)?,
            _ => {}
        }
    }
    Ok(())
}

/// `BrtSSTItem`: a text that is shared.
const TEXT: u64 = 0x0013;
/// `BrtName`: a name for cells, with its formula.
const NAME: u64 = 0x0027;
/// `BrtBundleSh`: a sheet.
const SHEET: u64 = 0x009C;

fn byte(part: &mut impl BufRead) -> Result<Option<u8>, Unreadable> {
    let byte = part.bytes().next().transpose();
    byte.map_err(damaged)
}

/// A number of at most so many bytes, of which each but the last has its highest bit.
fn seven_bits(part: &mut impl BufRead, first: u8, most: u32) -> Result<u64, Unreadable> {
    let (mut byte_, mut number) = (first, 0);
    for at in 0..most {
        number |= u64::from(byte_ & 0x7F) << (7 * at);
        if byte_ & 0x80 == 0 || at + 1 == most {
            break;
        }
        byte_ = byte(part)?.ok_or_else(broken_off)?;
    }
    Ok(number)
}

fn broken_off() -> Unreadable {
    Unreadable::Damaged("unexpected end".into())
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn damaged(error: io::Error) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}
