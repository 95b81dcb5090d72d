//! What came of the last syncs, kept on the device for the page about the data.

use std::fmt::Write as _;

use crate::i18n::Text;
use crate::platform::{clock, memory};

/// What they are kept under.
const KEY: &str = "syncs";

/// As many syncs are kept.
const MOST: usize = 8;

/// What came of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// A new edition.
    News,
    /// Nothing new.
    Nothing,
    /// It failed.
    Failure,
}

impl Came {
    const ALL: [Self; 3] = [Self::News, Self::Nothing, Self::Failure];

    /// Its letter in the store.
    const fn letter(self) -> char {
        match self {
            Self::News => 'n',
            Self::Nothing => 's',
            Self::Failure => 'f',
        }
    }

    /// What it is called.
    pub const fn text(self) -> Text {
        match self {
            Self::News => Text::StandLogNews,
            Self::Nothing => Text::StandLogNothing,
            Self::Failure => Text::StandLogFailure,
        }
    }
}

/// A sync: when, in milliseconds since 1970, and what came of it.
pub type Entry = (f64, Came);

/// The last syncs, the newest first.
pub fn read() -> Vec<Entry> {
    parse(&memory::recall(KEY).unwrap_or_default())
}

/// Notes a sync.
pub fn note(came: Came) {
    let mut entries = read();
    entries.insert(0, (clock::now_ms(), came));
    entries.truncate(MOST);
    memory::remember(KEY, &write(&entries));
}

fn write(entries: &[Entry]) -> String {
    entries.iter().fold(String::new(), |mut text, (at, came)| {
        // Writing into a string cannot fail. Whole seconds: nobody syncs faster.
        #[expect(clippy::cast_possible_truncation, reason = "dates are far below 2^53")]
        let seconds = (at / 1000.0) as i64;
        let _ = write!(text, "{}{seconds} ", came.letter());
        text
    })
}

/// What cannot be read is left out.
fn parse(text: &str) -> Vec<Entry> {
    let entry = |word: &str| {
        let letter = word.chars().next()?;
        let came = Came::ALL.into_iter().find(|it| it.letter() == letter)?;
        let seconds: u32 = word.get(1..)?.parse().ok()?;
        Some((f64::from(seconds) * 1000.0, came))
    };
    text.split(' ').filter_map(entry).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let entries = [
            (1_795_000_000_000.0, Came::News),
            (1_794_000_000_000.0, Came::Failure),
            (1_793_000_000_000.0, Came::Nothing),
        ];
        assert_eq!(parse(&write(&entries)), entries);
    }

    #[test]
    fn what_is_no_entry_is_left_out() {
        for text in ["", "n", "x12", "n-5", "n12x", "ä1", "n99999999999999"] {
            assert_eq!(parse(text), [], "{text}");
        }
    }
}
