//! The screens: each renders the state and sends commands.

mod about;
mod age;
mod chips;
mod display;
mod ended;
mod facts;
mod filters;
mod help;
mod install;
mod missing;
mod next;
mod offer;
mod results;
mod search;
mod stand;
mod start;
mod waiting;
mod week;

pub use about::{About, CountyPage};
pub use display::Display;
pub use help::Help;
pub use install::Install;
pub use missing::Missing;
pub use offer::OfferPage;
pub use search::{Search, View};
pub use stand::Stand;
pub use start::Start;
