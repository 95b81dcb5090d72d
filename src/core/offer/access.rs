//! How an offer can be reached, and what is good to know before going there.

use serde::{Deserialize, Serialize};

/// A small set of an enum's values, kept as bits.
macro_rules! flags {
    (
        $(#[$flag_doc:meta])* $flag:ident,
        $(#[$set_doc:meta])* $set:ident,
        { $($(#[$doc:meta])* $variant:ident = $slug:literal [$($name:literal),* $(,)?]),* $(,)? }
    ) => {
        $(#[$flag_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $flag { $($(#[$doc])* $variant),* }

        impl $flag {
            /// All values, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in links: ASCII.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),* }
            }

            /// The value with this name in links.
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.slug() == slug)
            }

            /// The value that feeds call by this name, in German or English.
            pub fn named(name: &str) -> Option<Self> {
                let name = $crate::text::slug(name);
                $(
                    let names: &[&str] = &[$slug, $($name),*];
                    if names.contains(&name.as_str()) {
                        return Some(Self::$variant);
                    }
                )*
                None
            }
        }

        $(#[$set_doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub struct $set(u16);

        impl $set {
            /// Whether nothing is in it.
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// Whether `value` is in it.
            pub const fn contains(self, value: $flag) -> bool {
                self.0 & (1 << value as u16) != 0
            }

            /// Puts `value` in.
            pub const fn insert(&mut self, value: $flag) {
                self.0 |= 1 << value as u16;
            }

            /// How many values there are.
            pub const fn len(self) -> usize {
                self.0.count_ones() as usize
            }

            /// The set with `value` if it was not in it, else without it.
            #[must_use]
            pub const fn toggled(self, value: $flag) -> Self {
                Self(self.0 ^ (1 << value as u16))
            }

            /// The values in the order in which they are shown.
            pub fn iter(self) -> impl Iterator<Item = $flag> {
                $flag::ALL.iter().copied().filter(move |value| self.contains(*value))
            }
        }

        impl Extend<$flag> for $set {
            fn extend<I: IntoIterator<Item = $flag>>(&mut self, values: I) {
                values.into_iter().for_each(|value| self.insert(value));
            }
        }

        impl FromIterator<$flag> for $set {
            fn from_iter<I: IntoIterator<Item = $flag>>(values: I) -> Self {
                let mut set = Self::default();
                set.extend(values);
                set
            }
        }
    };
}

pub(crate) use flags;

flags! {
    /// A way to take part.
    Channel,
    /// Ways to take part.
    Channels,
    {
        /// At a place one goes to.
        OnSite = "on-site" ["vor-ort", "in-person", "in-praesenz"],
        /// Somebody comes to the family's home.
        HomeVisit = "home-visit" ["hausbesuch", "hausbesuche", "kommt-nach-hause", "zu-hause"],
        /// By video or in a chat.
        Online = "online" ["virtual", "video", "chat"],
        /// By telephone.
        Telephone = "telephone" ["telefon", "telefonisch", "phone"],
    }
}

flags! {
    /// Something that decides whether a family dares to come, beyond place and time.
    GoodToKnow,
    /// What is good to know about an offer.
    GoodToKnowSet,
    {
        /// Costs nothing.
        Free = "free" ["kostenlos", "kostenfrei", "gratis", "free-of-charge"],
        /// Just come.
        NoRegistration = "no-registration" ["ohne-anmeldung", "keine-anmeldung"],
        /// One has to register first.
        Registration = "registration" ["mit-anmeldung", "anmeldung-erforderlich", "anmeldung"],
        /// Nobody asks for a name.
        Anonymous = "anonymous" ["anonym"],
        /// No step on the way in.
        StepFree = "step-free" [
            "stufenlos", "barrierefrei", "rollstuhlgerecht", "wheelchair-accessible", "wheelchair",
        ],
        /// Somebody comes along, or interprets.
        Companion = "companion" ["begleitung"],
        /// Children are looked after meanwhile.
        Childcare = "childcare" ["kinderbetreuung"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_feeds_are_understood() {
        assert_eq!(Channel::named("Kommt nach Hause"), Some(Channel::HomeVisit));
        assert_eq!(GoodToKnow::named("KOSTENLOS"), Some(GoodToKnow::Free));
        assert_eq!(GoodToKnow::named("Parkplatz"), None);
        for value in GoodToKnow::ALL {
            assert_eq!(GoodToKnow::named(value.slug()), Some(*value));
        }
    }

    #[test]
    fn a_set_keeps_the_order_of_showing() {
        let set: Channels = [Channel::Telephone, Channel::OnSite].into_iter().collect();
        assert_eq!(
            set.iter().collect::<Vec<_>>(),
            [Channel::OnSite, Channel::Telephone]
        );
    }
}
