//! Pieces of the page, each with one job.
//!
//! A view in a list or an option is made an `AnyView`: each list of another type is a few hundred
//! bytes more for everybody to load. What a view follows is a `Signal` for the same reason, or a
//! closure that stands in the view itself, which the compiler is told to make one of; see
//! `.cargo/config.toml`.

mod card;
mod count;
mod footer;
mod header;
mod heading;
mod icon;
mod install;
mod notices;
mod options;
mod outside;
mod sheet;
pub mod spoken;
mod why;

pub use card::{List, card, marked, offer_href, place};
pub use count::Count;
pub use footer::{AsOf, Footer};
pub use header::{Header, Tabs, search_href, week_href};
pub use heading::Heading;
pub use icon::{drawing, icon};
pub use install::InstallCard;
pub use notices::Notices;
pub use options::{Choice, Choices};
pub use outside::outside;
pub use sheet::Sheet;
pub use why::why;
