//! The screens and where they are: one list for the router, for links, and for packing. `src/xtask/pack.rs` reads
//! this very file and makes a page of its own for each, so that a deep link opens on any static host.

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// For whom?
    Start,
    /// What was found, as a list.
    Search,
    /// The dates of what was found.
    Week,
    /// One offer.
    Offer,
    /// Numbers to call in need.
    Help,
    /// What is on this device, and how fresh.
    Stand,
    /// How it looks.
    Display,
    /// Putting the app on the home screen.
    Install,
    /// What this is.
    About,
    /// Impressum.
    Imprint,
    /// Datenschutz.
    Privacy,
    /// Erklärung zur Barrierefreiheit.
    Accessibility,
    /// Every other address.
    Missing,
}

/// Each screen that has an address, and its folder within the app's: one level deep, since its page goes up with
/// `../`; empty for the start.
pub const ROUTES: &[(Screen, &str)] = &[
    (Screen::Start, ""),
    (Screen::Search, "suchen"),
    (Screen::Week, "woche"),
    (Screen::Offer, "angebot"),
    (Screen::Help, "hilfe"),
    (Screen::Stand, "stand"),
    (Screen::Display, "anzeige"),
    (Screen::Install, "installieren"),
    (Screen::About, "ueber"),
    (Screen::Imprint, "impressum"),
    (Screen::Privacy, "datenschutz"),
    (Screen::Accessibility, "barrierefreiheit"),
];
