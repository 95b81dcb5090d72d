//! Where an offer takes place.

/// A place one can go to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// What it is called.
    pub name: Option<String>,
    /// Where it is. Absent if the feed has none or says that it is confidential.
    pub address: Option<Address>,
    /// The feed keeps the address back on purpose, as shelters do.
    pub confidential: bool,
    /// How to get there.
    pub directions: Option<String>,
    /// What the feed says about steps, lifts and toilets.
    pub accessibility: Vec<String>,
    /// Latitude and longitude in degrees (WGS 84), within their bounds.
    pub position: Option<(f64, f64)>,
}

impl Place {
    /// A position, or `None` if it is not on the globe.
    pub fn position(latitude: f64, longitude: f64) -> Option<(f64, f64)> {
        let on_globe = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        on_globe.then_some((latitude, longitude))
    }
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Street and number, perhaps in several lines.
    pub street: Vec<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The town.
    pub town: Option<String>,
}

impl Address {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.street.is_empty() && self.postal_code.is_none() && self.town.is_none()
    }

    /// The lines as one writes them on an envelope.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let town = [self.postal_code.as_deref(), self.town.as_deref()];
        let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
        self.street
            .iter()
            .cloned()
            .chain(Some(town).filter(|line| !line.is_empty()))
    }
}
