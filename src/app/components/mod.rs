//! Pieces of the page, each with one job.
//!
//! A view in a list or an option is made an `AnyView`: each list of another type is a few hundred
//! bytes more for everybody to load. What a view follows is a `Signal` for the same reason, or a
//! closure that stands in the view itself, which the compiler is told to make one of; see
//! `.cargo/config.toml`.

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
