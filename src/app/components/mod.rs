//! Pieces of the page, each with one job.

mod card;
mod footer;
mod header;
mod heading;
mod options;

pub use card::Card;
pub use footer::{Footer, why};
pub use header::{Header, Tabs, UpdateNotice, search_href};
pub use heading::Heading;
pub use options::{Choice, Options};
