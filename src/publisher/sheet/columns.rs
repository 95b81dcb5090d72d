//! The columns that are understood, by the names that stand above them.

use raupe_core::offer::LanguageTag;
use raupe_core::text;

use super::table::{Row, Table};

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident = $name:literal [$($other:literal)*])*) => {
        /// A column that is understood.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Column { $($(#[$doc])* $column),* }

        impl Column {
            /// All columns, in the order in which they are written.
            pub const ALL: &[Self] = &[$(Self::$column),*];

            /// The name in the first row.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$column => $name),* }
            }

            /// The column that is called so, also in other spellings.
            fn named(name: &str) -> Option<Self> {
                let name = key(name);
                $(
                    let others: &[&str] = &[$($other),*];
                    if key($name) == name || others.contains(&name.as_str()) {
                        return Some(Self::$column);
                    }
                )*
                None
            }
        }
    };
}

columns! {
    /// Names the offer for ever.
    Id = "Kennung" ["id" "uuid" "nr" "nummer" "angebotsnummer"]
    /// What it is called.
    Title = "Titel" ["title" "titeldesangebots" "namedesangebots"]
    /// What it is.
    Description = "Beschreibung" ["beschreibungstext" "inhalt" "text"]
    /// Who offers it.
    Organisation = "Träger" ["anbieter" "organisation" "einrichtung" "veranstalter" "traegerin"]
    /// The youngest age.
    AgeFrom = "Alter von" ["von" "mindestalter" "alterab" "altermin" "abalter"]
    /// The oldest age.
    AgeTo = "Alter bis" ["bis" "hoechstalter" "altermax" "bisalter"]
    /// Both ages in one cell.
    Ages = "Alter" ["altersgruppe" "alteravonbis" "altervonbis"]
    /// Phases of life.
    Phase = "Lebensphase" ["lebensphasen"]
    /// Languages spoken there.
    Languages = "Sprachen" ["sprache"]
    /// The neighbourhood.
    Place = "Ort" ["stadtteil" "ortstadtteil" "ortoderstadtteil" "sozialraum" "ortsteil" "gemeinde" "quartier"]
    /// Who may come from where.
    Area = "Gilt für" ["gebiet" "einzugsgebiet"]
    /// What the place is called.
    Venue = "Treffpunkt" ["veranstaltungsort" "raum"]
    /// Where the place is.
    Address = "Adresse" ["anschrift"]
    /// The address is kept back.
    Confidential = "Adresse vertraulich" ["vertraulich"]
    /// How to get there.
    Directions = "Anfahrt" ["anreise" "haltestelle"]
    /// Latitude and longitude.
    Position = "Koordinaten" ["geokoordinaten" "gps"]
    /// When it takes place.
    When = "Wann" ["zeit" "zeiten" "termin" "termine" "oeffnungszeiten" "wochentag"]
    /// What it costs.
    Cost = "Kosten" ["preis" "gebuehr" "gebuehren" "beitrag" "teilnahmebeitrag"]
    /// What it costs, in sentences.
    CostDetails = "Kosten genauer" ["kostenhinweis" "kostendetails"]
    /// How to take part.
    Application = "Anmeldung" ["anmeldungerforderlich"]
    /// Telephone numbers.
    Phone = "Telefon" ["tel" "telefonnummer" "rufnummer"]
    /// E-mail addresses.
    Email = "E-Mail" ["mail" "emailadresse"]
    /// Pages about it.
    Link = "Link" ["links" "url" "internet" "webseite" "website" "homepage" "web"]
    /// Steps, lifts, toilets.
    Accessibility = "Barrierefreiheit" ["barrierefrei" "zugaenglichkeit"]
    /// What it is about.
    Topic = "Thema" ["themen" "kategorie" "kategorien"]
    /// On site, at home, online, by telephone.
    Channel = "Form" ["angebotsform"]
    /// What is good to know.
    GoodToKnow = "Gut zu wissen" []
    /// Who may come, in words.
    Eligibility = "Für wen" ["zielgruppe" "zielgruppen"]
    /// What one must know first.
    Notice = "Hinweis" ["wichtigerhinweis"]
    /// Made up, to show what the directory looks like.
    Example = "Beispiel" []
    /// Whether it takes place at all.
    Status = "Status" []
    /// When somebody last confirmed all this.
    Assured = "geprüft am" ["geprueft" "bestaetigtam" "stand" "standvom" "letztepruefung"]
}

impl Column {
    /// The columns that can have translations, with the fields of HSDS that they become.
    pub(super) const TRANSLATED: [(Self, &'static str); 6] = [
        (Self::Title, "name"),
        (Self::Description, "description"),
        (Self::Eligibility, "eligibility_description"),
        (Self::Notice, "alert"),
        (Self::Application, "application_process"),
        (Self::CostDetails, "fees_description"),
    ];
}

/// A name without capitals, umlauts, blanks and signs: `E-Mail` and `EMail` are the same.
fn key(name: &str) -> String {
    text::slug(name).replace('-', "")
}

/// What a name in the first row means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Known(Column),
    /// A translation of this field into the language with this BCP 47 tag.
    Translation(&'static str, String),
    /// A translation of something that has none here, or into no language.
    BadTranslation,
    Unknown,
}

fn heading(name: &str) -> Heading {
    let Some((field, language)) = name
        .trim()
        .strip_suffix(']')
        .and_then(|it| it.split_once('['))
    else {
        return Column::named(name).map_or(Heading::Unknown, Heading::Known);
    };
    let field = Column::named(field).and_then(|column| {
        let translated = Column::TRANSLATED.iter().find(|(it, _)| *it == column)?;
        Some(translated.1)
    });
    match (field, LanguageTag::new(language.trim())) {
        (Some(field), Some(tag)) => Heading::Translation(field, tag.as_str().to_owned()),
        _ => Heading::BadTranslation,
    }
}

/// The row with the names, and what they mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// The number of the row.
    pub(super) row: u32,
    /// What stands above the columns, as it is written; empty where nothing stands.
    pub(super) names: Vec<String>,
    pub(super) headings: Vec<Heading>,
}

impl Header {
    /// Where a column is. Of two with the same name the first counts.
    pub(super) fn position(&self, column: Column) -> Option<usize> {
        self.headings
            .iter()
            .position(|heading| *heading == Heading::Known(column))
    }

    /// How many columns are known.
    pub(super) fn known(&self) -> usize {
        let known = |heading: &&Heading| matches!(heading, Heading::Known(_));
        self.headings.iter().filter(known).count()
    }
}

/// The first row in which a title is named.
pub(super) fn find(table: &Table) -> Option<Header> {
    table.rows.iter().map(header).find(is_header)
}

/// Whether a row names columns: among them must be one for titles.
pub(super) fn is_header(header: &Header) -> bool {
    header.position(Column::Title).is_some()
}

pub(super) fn header(row: &Row) -> Header {
    let names: Vec<_> = row
        .cells
        .iter()
        .map(|cell| text::clean_line(&cell.shown()))
        .collect();
    Header {
        row: row.number,
        headings: names.iter().map(|name| heading(name)).collect(),
        names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_as_people_spell_them() {
        for (name, column) in [
            ("Titel", Some(Column::Title)),
            (" TITEL ", Some(Column::Title)),
            ("E-Mail", Some(Column::Email)),
            ("Email", Some(Column::Email)),
            ("e mail", Some(Column::Email)),
            ("Traeger", Some(Column::Organisation)),
            ("Träger:", Some(Column::Organisation)),
            ("Alter von", Some(Column::AgeFrom)),
            ("von", Some(Column::AgeFrom)),
            ("Ort/Stadtteil", Some(Column::Place)),
            ("Geprüft am", Some(Column::Assured)),
            ("gut zu wissen", Some(Column::GoodToKnow)),
            ("Bemerkung", None),
            ("", None),
        ] {
            assert_eq!(Column::named(name), column, "{name}");
        }
    }

    #[test]
    fn no_name_means_two_columns() {
        for column in Column::ALL {
            assert_eq!(Column::named(column.name()), Some(*column));
        }
    }

    #[test]
    fn translations_name_a_field_and_a_language() {
        let of = |field, language: &str| Heading::Translation(field, language.into());
        for (name, expected) in [
            ("Titel [tr]", of("name", "tr")),
            ("beschreibung[AR]", of("description", "ar")),
            ("Hinweis [de-simple]", of("alert", "de-simple")),
            ("Telefon [tr]", Heading::BadTranslation),
            ("Titel [klingonisch]", Heading::BadTranslation),
            ("Titel []", Heading::BadTranslation),
        ] {
            assert_eq!(heading(name), expected, "{name}");
        }
    }
}
