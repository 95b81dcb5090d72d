//! Pieces of the page, each with one job.

mod card;
mod footer;
mod header;
mod heading;
mod notices;
mod options;
mod why;

pub use card::Card;
pub use footer::{AsOf, Footer};
pub use header::{Header, Tabs, search_href};
pub use heading::Heading;
pub use notices::Notices;
pub use options::{Choice, Options};
pub use why::why;
