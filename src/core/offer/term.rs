//! Terms from the feed's vocabularies: neighbourhoods and topics.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::text;

/// A named thing with an ASCII name for links. Two terms with the same slug are the same term,
/// however their labels are spelt ("SÜDSTADT", "Südstadt"). They are in the order of their slugs, with
/// numbers as people count them.
macro_rules! term {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $name {
            slug: Box<str>,
            label: Box<str>,
        }

        impl $name {
            /// The term with this label, or `None` if nothing readable is in it.
            pub fn new(label: &str) -> Option<Self> {
                let label = text::clean(label);
                let slug = text::slug(&label);
                (!slug.is_empty()).then(|| Self { slug: slug.into(), label: label.into() })
            }

            /// Its name in links: ASCII.
            pub fn slug(&self) -> &str {
                &self.slug
            }

            /// What it is called, as the feed writes it.
            pub fn label(&self) -> &str {
                &self.label
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.slug == other.slug
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.slug.hash(state);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                text::natural(&self.slug, &other.slug)
            }
        }
    };
}

term! {
    /// A part of a town, or a municipality: the smallest area by which families look.
    Neighbourhood
}

term! {
    /// What an offer is about. The [`STANDARD_TOPICS`] have names in every language of the
    /// client; any other topic is shown as the feed writes it.
    Topic
}

impl Topic {
    /// The topic with this label; the standard one if the label is one of its names.
    pub fn named(label: &str) -> Option<Self> {
        let topic = Self::new(label)?;
        let standard = STANDARD_TOPICS
            .iter()
            .find(|standard| standard.slug == &*topic.slug || standard.is_called(&topic.slug));
        Some(standard.map_or(topic, StandardTopic::topic))
    }
}

/// A topic that the client can name in each of its languages.
#[derive(Clone, Copy, Debug)]
pub struct StandardTopic {
    /// Its name in links.
    pub slug: &'static str,
    /// What feeds call it, the preferred name first, in German and English.
    pub names: &'static [&'static str],
}

impl StandardTopic {
    /// The topic itself.
    pub fn topic(&self) -> Topic {
        Topic {
            slug: self.slug.into(),
            label: self.names[0].into(),
        }
    }

    fn is_called(&self, slug: &str) -> bool {
        // Every name begins with an ASCII letter, so few have to be spelled out.
        let mut names = self.names.iter().filter(|name| {
            let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
            first(name) == first(slug)
        });
        names.any(|name| text::slug(name) == slug)
    }
}

/// The topics of a Präventionskette, from birth to work.
pub const STANDARD_TOPICS: &[StandardTopic] = &[
    StandardTopic {
        slug: "birth",
        names: &[
            "Schwangerschaft und Geburt",
            "Schwangerschaft",
            "Geburt",
            "Pregnancy and birth",
        ],
    },
    StandardTopic {
        slug: "health",
        names: &["Gesundheit", "Health"],
    },
    StandardTopic {
        slug: "early-help",
        names: &["Frühe Hilfen", "Early help"],
    },
    StandardTopic {
        slug: "meeting",
        names: &["Treffpunkt", "Treffpunkte", "Meeting place"],
    },
    StandardTopic {
        slug: "parenting",
        names: &[
            "Erziehung und Elternbildung",
            "Erziehung",
            "Elternbildung",
            "Parenting",
        ],
    },
    StandardTopic {
        slug: "advice",
        names: &["Beratung", "Advice", "Counselling"],
    },
    StandardTopic {
        slug: "language",
        names: &[
            "Sprache lernen",
            "Sprachkurs",
            "Deutsch lernen",
            "Language learning",
        ],
    },
    StandardTopic {
        slug: "school",
        names: &["Kita und Schule", "Kita", "Schule", "School"],
    },
    StandardTopic {
        slug: "learning",
        names: &[
            "Lernen und Hausaufgaben",
            "Hausaufgaben",
            "Lernhilfe",
            "Learning support",
        ],
    },
    StandardTopic {
        slug: "sport",
        names: &["Sport und Bewegung", "Sport", "Bewegung"],
    },
    StandardTopic {
        slug: "leisure",
        names: &[
            "Freizeit und Kultur",
            "Freizeit",
            "Kultur",
            "Leisure and culture",
        ],
    },
    StandardTopic {
        slug: "work",
        names: &[
            "Ausbildung und Beruf",
            "Ausbildung",
            "Beruf",
            "Training and work",
        ],
    },
    StandardTopic {
        slug: "money",
        names: &["Geld und Anträge", "Geld", "Anträge", "Money"],
    },
    StandardTopic {
        slug: "crisis",
        names: &["Krise und Schutz", "Krise", "Notfall", "Crisis"],
    },
    StandardTopic {
        slug: "inclusion",
        names: &[
            "Behinderung und Inklusion",
            "Inklusion",
            "Behinderung",
            "Disability",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_make_another_neighbourhood() {
        let one = Neighbourhood::new("Südstadt").unwrap();
        let other = Neighbourhood::new(" SÜDSTADT ").unwrap();
        assert_eq!(one, other);
        assert_eq!(one.slug(), "suedstadt");
        assert_eq!(Neighbourhood::new(" - "), None);
    }

    #[test]
    fn a_topic_is_known_by_any_of_its_names() {
        for (label, slug, shown) in [
            ("Frühe Hilfen", "early-help", "Frühe Hilfen"),
            ("deutsch lernen", "language", "Sprache lernen"),
            ("Health", "health", "Gesundheit"),
            (
                "Montessori-Pädagogik",
                "montessori-paedagogik",
                "Montessori-Pädagogik",
            ),
        ] {
            let topic = Topic::named(label).unwrap();
            assert_eq!((topic.slug(), topic.label()), (slug, shown));
        }
    }

    #[test]
    fn standard_topics_have_different_names() {
        let mut names: Vec<_> = STANDARD_TOPICS
            .iter()
            .flat_map(|topic| topic.names.iter().map(|name| text::slug(name)))
            .collect();
        assert!(
            names
                .iter()
                .all(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        );
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
