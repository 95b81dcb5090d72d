//! What is said about a sheet, and where.

use raupe_core::feed::{self, Severity};

use super::counted::Counted;
use super::no_offer::NoOffer;
use super::table::letters;
use super::when::Unclear;

/// A place in a file, as people point to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The name of the sheet; empty in a CSV file, which has none.
    pub sheet: String,
    /// The number in the margin, from 1; 0 for the whole sheet.
    pub row: u32,
    /// The column, if one is meant.
    pub column: Option<Spot>,
    /// The title in that row, if it has one.
    pub title: Option<String>,
}

/// A column, as people point to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its letters, `AB`.
    pub letters: String,
    /// What stands above it; empty if nothing does.
    pub name: String,
}

impl Spot {
    /// The column at this position from 0.
    pub fn new(column: usize, name: &str) -> Self {
        Self {
            letters: letters(column),
            name: name.to_owned(),
        }
    }
}

/// One thing about a sheet that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

impl Finding {
    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        self.problem.severity()
    }
}

/// What can be the matter with a sheet. Texts are quoted as they stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A text file that does not say how it is encoded, and is not UTF-8; what it was taken for.
    GuessedEncoding(&'static str),
    /// Letters had been decoded wrongly, `FrÃ¼hstÃ¼ck`, and were put right.
    TwiceDecoded {
        /// The first word of these.
        was: String,
        /// What it is taken for.
        now: String,
    },
    /// Letters were lost before the file came here.
    LostLetters,
    /// The sheet is hidden.
    HiddenSheet,
    /// The sheet has no row with the names of columns.
    NoHeader,
    /// A name of a column that is not understood.
    UnknownColumn,
    /// A name that is not understood above a column with text in so many of so many rows.
    UnreadColumn(usize, usize),
    /// A column with content and without a name.
    UnnamedColumn,
    /// Two columns have the same name; the first counts.
    SecondColumn,
    /// A translation of something that has none, or into an unknown language.
    BadTranslation,
    /// The row has content and no title.
    NoTitle,
    /// The formula has no result.
    Broken(String),
    /// A value that was merged downwards counts for all rows to this one.
    Merged(u32),
    /// These rows are not shown.
    HiddenRows(String),
    /// These rows are struck through.
    StruckRows(String),
    /// What is in this cell is struck through.
    StruckCell(String),
    /// Which rows are hidden cannot be seen in this kind of file.
    HiddenUnseen,
    /// Why the row is no offer, and what it says.
    NoOffer(NoOffer, String),
    /// The ids count so many rows.
    CountedIds(usize),
    /// An age that is not understood as a whole, so that it is words only.
    BadAge(String),
    /// Excel made a date of an age.
    DateForAge(String),
    /// Excel made a date of hours.
    DateForHours(String),
    /// Which of the columns about times means what is not sure; what they say.
    UnsureTimes(String),
    /// "von" and "bis" were taken for ages.
    TakenForAge,
    /// Remarks or names of people, which everybody can read then.
    MadePublic,
    /// Neither a date of a calendar nor a number that is one.
    BadDate(String),
    /// Excel had taken a telephone number for a number.
    LostZero {
        /// What is in the cell.
        was: String,
        /// What it is taken for.
        now: String,
    },
    /// Begins like the country's code, but without a plus.
    UnclearPhone(String),
    /// Words where a telephone number was meant.
    NoPhone(String),
    /// A telephone number without an area code.
    NoAreaCode(String),
    /// A long number that Excel had shortened, `5,17E+09`.
    Shortened(String),
    /// `https://` was added.
    AddedScheme(String),
    /// Times that are not understood as a whole, so that they are words only.
    Unclear(Unclear),
    /// A rule that counts dates and leaves out holidays.
    Counted(Box<Counted>),
    /// A rule whose dates cannot be told without its beginning.
    NoBeginning(String),
    /// No latitude and longitude.
    BadPosition(String),
    /// Neither yes nor no.
    BadYesNo(String),
    /// No status that is known.
    BadStatus(String),
    /// The id is too long or has invisible characters.
    BadId(String),
    /// The row is the same as an earlier one with this number.
    SameRow(u32),
    /// Title, organisation and place are those of an earlier row, the rest is not.
    SameOffer(u32),
    /// The id is that of an earlier row, the rest is not.
    SameId(u32),
    /// What the reader of services found in the service that the row became.
    Service(feed::Problem),
}

impl Problem {
    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Service(problem) => problem.severity(),
            Self::NoTitle
            | Self::Broken(_)
            | Self::Shortened(_)
            | Self::BadId(_)
            | Self::SameId(_) => Severity::Error,
            Self::LostLetters
            | Self::UnreadColumn(..)
            | Self::SecondColumn
            | Self::BadTranslation
            | Self::DateForHours(_)
            | Self::UnsureTimes(_)
            | Self::HiddenRows(_)
            | Self::StruckRows(_)
            | Self::StruckCell(_)
            | Self::CountedIds(_)
            | Self::BadAge(_)
            | Self::DateForAge(_)
            | Self::BadDate(_)
            | Self::LostZero { .. }
            | Self::UnclearPhone(_)
            | Self::NoPhone(_)
            | Self::NoAreaCode(_)
            | Self::BadPosition(_)
            | Self::BadYesNo(_)
            | Self::BadStatus(_)
            | Self::SameRow(_)
            | Self::SameOffer(_) => Severity::Warning,
            Self::GuessedEncoding(_)
            | Self::TwiceDecoded { .. }
            | Self::HiddenSheet
            | Self::NoHeader
            | Self::UnknownColumn
            | Self::UnnamedColumn
            | Self::HiddenUnseen
            | Self::NoOffer(..)
            | Self::TakenForAge
            | Self::MadePublic
            | Self::Merged(_)
            | Self::AddedScheme(_)
            | Self::Unclear(_)
            | Self::Counted(_)
            | Self::NoBeginning(_) => Severity::Hint,
        }
    }
}
