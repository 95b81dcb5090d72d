//! The screens: each renders the state and sends commands.

mod age;
mod ended;
mod facts;
mod filters;
mod missing;
mod offer;
mod results;
mod search;
mod stand;
mod start;
mod waiting;

pub use missing::Missing;
pub use offer::OfferPage;
pub use search::Search;
pub use stand::Stand;
pub use start::Start;
