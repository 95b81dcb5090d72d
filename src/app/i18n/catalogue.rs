//! A language's texts: one JSON file with a text or the plural forms of a text for each name.

use std::fmt;

use serde_json::{Map, Value};

use super::keys::{Plural, Text};

/// Makes an enum of text names and one of plural names.
macro_rules! catalogue {
    (texts { $($text:ident = $text_key:literal,)* } plurals { $($plural:ident = $plural_key:literal,)* }) => {
        /// A text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the catalogues say what each is")]
        pub enum Text { $($text),* }

        impl Text {
            /// All texts and their names in a catalogue.
            pub const ALL: &[(Self, &str)] = &[$((Self::$text, $text_key)),*];
        }

        /// A text with a number, in the plural forms of its language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the catalogues say what each is")]
        pub enum Plural { $($plural),* }

        impl Plural {
            /// All plurals and their names in a catalogue.
            pub const ALL: &[(Self, &str)] = &[$((Self::$plural, $plural_key)),*];
        }
    };
}
pub(super) use catalogue;

/// The texts of one language, complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    texts: Vec<Box<str>>,
    /// Each with its forms: the name of the form, and the text.
    plurals: Vec<Vec<(Box<str>, Box<str>)>>,
}

/// What is wrong with a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError(String);

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CatalogueError {}

impl Catalogue {
    /// Reads a catalogue. It must hold every name, each in its kind, and no other.
    pub fn read(json: &str) -> Result<Self, CatalogueError> {
        let error = |message: String| Err(CatalogueError(message));
        let entries = match serde_json::from_str(json) {
            Ok(Value::Object(entries)) => entries,
            Ok(_) => return error("not a catalogue: no JSON object".to_owned()),
            Err(cause) => return error(format!("not a catalogue: {cause}")),
        };
        let mut texts = Vec::with_capacity(Text::ALL.len());
        for (_, name) in Text::ALL {
            match entries.get(*name) {
                Some(Value::String(text)) => texts.push(text.as_str().into()),
                _ => return error(format!("the text `{name}` is missing")),
            }
        }
        let mut plurals = Vec::with_capacity(Plural::ALL.len());
        for (_, name) in Plural::ALL {
            match entries.get(*name).and_then(forms) {
                Some(forms) => plurals.push(forms),
                None => {
                    return error(format!(
                        "the plural `{name}` or its form `other` is missing"
                    ));
                }
            }
        }
        if entries.len() > texts.len() + plurals.len() {
            return error(format!("nothing is called `{}`", unknown(&entries)));
        }
        Ok(Self { texts, plurals })
    }

    /// A text.
    pub fn text(&self, text: Text) -> &str {
        &self.texts[text as usize]
    }

    /// The text with this name, for names that are put together, such as `topic.` and a slug.
    pub fn named(&self, name: &str) -> Option<&str> {
        let (text, _) = Text::ALL.iter().find(|(_, known)| *known == name)?;
        Some(self.text(*text))
    }

    /// The form of a plural for a CLDR category (`one`, `few`, …), or the form `zero` if the
    /// number is zero and the catalogue has one.
    pub fn form(&self, plural: Plural, category: &str, is_zero: bool) -> &str {
        let forms = &self.plurals[plural as usize];
        let form = |category: &str| forms.iter().find(|(name, _)| **name == *category);
        let zero = is_zero.then(|| form("zero")).flatten();
        zero.or_else(|| form(category))
            .or_else(|| form("other"))
            .map_or("", |(_, form)| form)
    }
}

/// The forms of a plural, among them `other`.
fn forms(entry: &Value) -> Option<Vec<(Box<str>, Box<str>)>> {
    let forms = entry.as_object()?;
    let form =
        |(name, form): (&String, &Value)| Some((name.as_str().into(), form.as_str()?.into()));
    forms.contains_key("other").then_some(())?;
    forms.iter().map(form).collect()
}

/// The first name that neither a text nor a plural has.
fn unknown(entries: &Map<String, Value>) -> &str {
    let mut names = entries.keys().map(String::as_str);
    let is_known = |name: &str| {
        Text::ALL.iter().any(|(_, known)| *known == name)
            || Plural::ALL.iter().any(|(_, known)| *known == name)
    };
    names.find(|name| !is_known(name)).unwrap_or_default()
}

/// `template` with `{name}` replaced for each pair of name and value.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let value = after.find('}').and_then(|close| {
            let (_, value) = values.iter().find(|(name, _)| *name == &after[..close])?;
            Some((value, close))
        });
        rest = if let Some((value, close)) = value {
            out.push_str(value);
            &after[close + 1..]
        } else {
            out.push('{');
            after
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::i18n::LANGUAGES;

    fn catalogue(tag: &str) -> Catalogue {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/locales");
        let json = std::fs::read_to_string(format!("{folder}/{tag}.json")).unwrap();
        Catalogue::read(&json).unwrap_or_else(|error| panic!("{tag}: {error}"))
    }

    fn placeholders(template: &str) -> BTreeSet<&str> {
        template
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect()
    }

    #[test]
    fn every_language_has_every_text_with_the_same_placeholders() {
        let german = catalogue("de");
        for language in LANGUAGES {
            let other = catalogue(language.tag);
            assert_eq!(other.text(Text::LanguageName), language.endonym);
            for (text, name) in Text::ALL {
                assert!(
                    !other.text(*text).trim().is_empty(),
                    "{}: {name} is empty",
                    language.tag
                );
                assert_eq!(
                    placeholders(other.text(*text)),
                    placeholders(german.text(*text)),
                    "{}: {name}",
                    language.tag
                );
            }
            for (plural, name) in Plural::ALL {
                assert_eq!(
                    placeholders(other.form(*plural, "other", false)),
                    placeholders(german.form(*plural, "other", false)),
                    "{}: {name}",
                    language.tag
                );
            }
        }
    }

    /// The plural categories of whole numbers, from CLDR 48: `common/supplemental/plurals.xml`, read at
    /// <https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html>.
    const CATEGORIES: &[(&str, &[&str])] = &[
        ("de", &["one", "other"]),
        ("en", &["one", "other"]),
        ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ];

    #[test]
    fn every_plural_has_a_form_for_each_category_of_its_language() {
        for language in LANGUAGES {
            let tag = language.tag;
            let (_, categories) = CATEGORIES.iter().find(|(of, _)| *of == tag).unwrap();
            let catalogue = catalogue(tag);
            for (plural, name) in Plural::ALL {
                let forms = &catalogue.plurals[*plural as usize];
                for category in *categories {
                    let has_form = forms.iter().any(|(known, _)| **known == **category);
                    assert!(has_form, "{tag}: {name} has no form `{category}`");
                }
                let allowed = placeholders(catalogue.form(*plural, "other", false));
                for (category, form) in forms {
                    let known = **category == *"zero" || categories.contains(&&**category);
                    assert!(known, "{tag}: {name} has a form `{category}`");
                    assert!(!form.trim().is_empty(), "{tag}: {name}, {category}");
                    let strange = placeholders(form).difference(&allowed).next().copied();
                    assert_eq!(strange, None, "{tag}: {name}, {category}");
                }
            }
        }
    }

    #[test]
    fn standard_topics_phases_and_badges_have_names() {
        use raupe_core::offer::{Channel, GoodToKnow, LifePhase, STANDARD_TOPICS};
        let german = catalogue("de");
        for topic in STANDARD_TOPICS {
            let name = german.named(&format!("topic.{}", topic.slug));
            assert_eq!(name, Some(topic.names[0]));
        }
        let phases = LifePhase::ALL.map(|phase| format!("phase.{}", phase.slug()));
        let badges = GoodToKnow::ALL
            .iter()
            .map(|value| format!("good.{}", value.slug()));
        let channels = Channel::ALL
            .iter()
            .map(|value| format!("channel.{}", value.slug()));
        for name in phases.into_iter().chain(badges).chain(channels) {
            assert!(german.named(&name).is_some(), "{name}");
        }
    }

    #[test]
    fn an_incomplete_catalogue_is_refused() {
        for (json, error) in [
            (
                "",
                "not a catalogue: EOF while parsing a value at line 1 column 0",
            ),
            ("{}", "the text `language.name` is missing"),
        ] {
            assert_eq!(Catalogue::read(json), Err(CatalogueError(error.into())));
        }
    }

    #[test]
    fn values_are_filled_in_once() {
        for (template, values, expected) in [
            ("{a} und {b}", &[("a", "{b}"), ("b", "2")][..], "{b} und 2"),
            ("kein Platz", &[("a", "1")], "kein Platz"),
            ("{unbekannt} {a", &[("a", "1")], "{unbekannt} {a"),
        ] {
            assert_eq!(fill(template, values), expected);
        }
    }
}
