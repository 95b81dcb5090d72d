//! What is the matter with a county's settings, `region.json`.
//!
//! What the app cannot use, the core says; beyond that a county wants to know what is missing, what is out of date and
//! what some families could not read.
//!
//! - `fields`: names that the app does not know; `texts`: what is said, and in which languages.
//! - `dates`: school holidays; `colours`: contrast; `places`: municipalities.

mod colours;
mod dates;
mod fields;
mod places;
mod texts;

use std::path::Path;
use std::{fs, io};

use jiff::civil::Date;
use raupe_core::feed::Severity;
use raupe_core::region::{FeedSettings, Region, RegionError};
use serde_json::Value;

pub use colours::LEAST_CONTRAST;

/// The languages of the app besides German.
const TRANSLATIONS: [&str; 2] = ["en", "ar"];

/// Why there is nothing to check.
#[derive(Debug)]
pub enum SettingsError {
    /// The disk does not give it out.
    Io(io::Error),
    /// Not UTF-8, from this byte on.
    NotUtf8(usize),
    /// Not JSON.
    NotJson(serde_json::Error),
    /// They are JSON, and no settings.
    Unusable(RegionError),
}

/// Something about the settings that somebody should know.
#[derive(Debug, PartialEq)]
pub struct Finding {
    /// Where, such as `help[2].name`; entries are counted from 1.
    pub place: String,
    /// What.
    pub problem: Problem,
}

/// What there is to know about a place in settings.
#[derive(Debug, PartialEq)]
pub enum Problem {
    /// The app cannot use the settings. Nothing else was looked at.
    Unusable(RegionError),
    /// The app knows no field of this name.
    UnknownField,
    /// No key, and no permission to do without: packing has to write it.
    NoKey,
    /// The feed is accepted without signature.
    Unsigned,
    /// With keys, the permission to do without is not looked at.
    NeedlessUnsigned,
    /// Both keys are the same.
    SameKey,
    /// There are keys, and the address is that of a plain page, which cannot be signed.
    SignedPage,
    /// The app lacks something that families or the law need.
    Missing,
    /// The app would be better with it.
    Advisable,
    /// A text is missing in these languages.
    Untranslated(Vec<&'static str>),
    /// No help line has the number 112.
    NoEmergencyCall,
    /// Another help line has the same number.
    SameNumber(String),
    /// Another municipality has it already.
    ListedTwice(String),
    /// Two school holidays share days: this is the other.
    Overlap(String),
    /// All school holidays are in the past.
    AllPassed,
    /// There are no summer holidays in this year, which ends the school year of today.
    NoSummer(i16),
    /// The same for the next school year.
    NoNextSummer(i16),
    /// Not everybody can read what is written in this colour.
    LowContrast {
        /// The contrast, from 1 to 21.
        contrast: f64,
        /// What it stands on, as `#rrggbb`.
        surface: &'static str,
        /// Whether a darker colour would do, else a paler one.
        is_too_pale: bool,
    },
    /// A word stands twice in a group of synonyms.
    SameWord(String),
}

impl Finding {
    fn new(place: impl Into<String>, problem: Problem) -> Self {
        Self {
            place: place.into(),
            problem,
        }
    }

    /// How bad it is. With an error the settings are not packed.
    pub const fn severity(&self) -> Severity {
        match self.problem {
            Problem::Unusable(_) | Problem::SignedPage | Problem::LowContrast { .. } => {
                Severity::Error
            }
            Problem::NoKey
            | Problem::Unsigned
            | Problem::SameKey
            | Problem::Missing
            | Problem::Untranslated(_)
            | Problem::NoEmergencyCall
            | Problem::SameNumber(_)
            | Problem::ListedTwice(_)
            | Problem::Overlap(_)
            | Problem::AllPassed
            | Problem::NoSummer(_)
            | Problem::UnknownField => Severity::Warning,
            Problem::NeedlessUnsigned
            | Problem::Advisable
            | Problem::NoNextSummer(_)
            | Problem::SameWord(_) => Severity::Hint,
        }
    }
}

/// The settings in a file, into which somebody may yet have to write the keys.
pub fn read(file: &Path) -> Result<Region, SettingsError> {
    let bytes = fs::read(file).map_err(SettingsError::Io)?;
    let json =
        std::str::from_utf8(&bytes).map_err(|error| SettingsError::NotUtf8(error.valid_up_to()))?;
    Region::draft(json).map_err(SettingsError::Unusable)
}

/// Looks at the settings in a file, on a day.
pub fn check(file: &Path, today: Date) -> Result<Vec<Finding>, SettingsError> {
    let bytes = fs::read(file).map_err(SettingsError::Io)?;
    let json =
        std::str::from_utf8(&bytes).map_err(|error| SettingsError::NotUtf8(error.valid_up_to()))?;
    let written: Value = serde_json::from_str(json).map_err(SettingsError::NotJson)?;
    let mut findings = fields::unknown(&written);
    match Region::draft(json) {
        Err(error) => findings.push(Finding::new("", Problem::Unusable(error))),
        Ok(region) => {
            findings.extend(keys(&region.feed));
            findings.extend(texts::of(&region));
            findings.extend(dates::of(&region.holidays.school, today));
            findings.extend(places::of(&region.municipalities));
            findings.extend(colours::of(region.colours.as_ref()));
            findings.extend(synonyms(&written));
        }
    }
    Ok(findings)
}

fn keys(feed: &FeedSettings) -> Option<Finding> {
    if !feed.address.ends_with('/') && !feed.keys.is_empty() {
        return Some(Finding::new("feed.address", Problem::SignedPage));
    }
    let same = |keys: &[_]| matches!(keys, [one, next] if one == next);
    let problem = match (feed.keys.is_empty(), feed.unsigned) {
        (true, false) => Problem::NoKey,
        (true, true) => Problem::Unsigned,
        (false, true) => Problem::NeedlessUnsigned,
        (false, false) if same(&feed.keys) => Problem::SameKey,
        (false, false) => return None,
    };
    Some(Finding::new("feed.keys", problem))
}

/// Words that stand twice in their group, as the core compares them.
fn synonyms(written: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    let groups = written["synonyms"].as_array().into_iter().flatten();
    for (group, at) in groups.zip(1..) {
        let mut seen = Vec::new();
        for word in group
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            let folded = raupe_core::text::fold(word);
            if seen.contains(&folded) {
                let problem = Problem::SameWord(word.to_owned());
                findings.push(Finding::new(format!("synonyms[{at}]"), problem));
            }
            seen.push(folded);
        }
    }
    findings
}
