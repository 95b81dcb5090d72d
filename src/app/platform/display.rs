//! How the page looks, as the user has chosen it: kept on the device, and told to the style sheets by
//! `data-theme`, `data-contrast` and `data-text` of the page's root. `early.js` sets them at the start,
//! before anything is drawn.

use super::{memory, page};

/// Something about the look that can be chosen. The first value is that of a new device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Light or dark.
    Theme,
    /// How strong lines and colours are.
    Contrast,
    /// How large texts are.
    Size,
}

impl Setting {
    /// Its name in the page and in the store.
    const fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Contrast => "contrast",
            Self::Size => "text",
        }
    }

    /// The values besides that of a new device.
    const fn values(self) -> &'static [&'static str] {
        match self {
            Self::Theme => &["light", "dark"],
            Self::Contrast => &["more"],
            Self::Size => &["large", "larger"],
        }
    }

    /// What is chosen; empty for the value of a new device.
    pub fn chosen(self) -> &'static str {
        let stored = memory::recall(self.name());
        let values = self.values().iter().copied();
        values
            .into_iter()
            .find(|value| stored.as_deref() == Some(value))
            .unwrap_or_default()
    }

    /// Chooses a value, and shows it at once.
    pub fn choose(self, value: &str) {
        if value.is_empty() {
            memory::forget(self.name());
        } else {
            memory::remember(self.name(), value);
        }
        page::set_data(self.name(), Some(value).filter(|value| !value.is_empty()));
    }
}
