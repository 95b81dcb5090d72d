//! The columns that are understood, by the names that stand above them.

use raupe_core::text;

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
            pub(super) fn named(name: &str) -> Option<Self> {
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
    Id = "Kennung" ["id" "uuid" "guid" "angebotsid" "angebotsnummer" "angebotsnr"]
    /// What it is called.
    Title = "Titel" [
        "title" "titeldesangebots" "namedesangebots" "angebotstitel" "angebotsname" "kurstitel" "kursname"
        "veranstaltungstitel" "titelderveranstaltung" "namederveranstaltung" "nameangebot"
    ]
    /// What it is.
    Description = "Beschreibung" [
        "beschreibungstext" "inhalt" "inhalte" "text" "kurzbeschreibung" "angebotsbeschreibung" "kursbeschreibung"
        "beschreibungdesangebots" "kursinhalt" "leistungen"
    ]
    /// Who offers it.
    Organisation = "Träger" [
        "anbieter" "organisation" "einrichtung" "veranstalter" "traegerin" "anbieterin" "institution"
        "veranstalterin" "traegeranbieter" "anbietertraeger" "traegereinrichtung" "traegerverein"
        "namedereinrichtung" "namedestraegers" "einrichtungsname" "verein"
    ]
    /// The youngest age.
    AgeFrom = "Alter von" ["mindestalter" "alterab" "altermin" "abalter" "alterminimum" "alterbeginn"]
    /// The oldest age.
    AgeTo = "Alter bis" ["hoechstalter" "altermax" "bisalter" "maximalalter" "altermaximum" "alterende"]
    /// Both ages in one cell.
    Ages = "Alter" [
        "altersgruppe" "alteravonbis" "altervonbis" "altersgruppen" "altersangabe" "altersbereich" "altersspanne"
        "alterderkinder" "alterkinder" "altersgruppevonbis" "altersempfehlung"
    ]
    /// Phases of life.
    Phase = "Lebensphase" ["lebensphasen"]
    /// Languages spoken there.
    Languages = "Sprachen" ["sprache" "kurssprache" "sprachangebot" "angebotssprache" "angebotssprachen"]
    /// The neighbourhood.
    Place = "Ort" [
        "stadtteil" "ortstadtteil" "ortoderstadtteil" "sozialraum" "ortsteil" "quartier" "stadtbezirk" "viertel"
        "stadtviertel" "stadtteile" "ortschaft" "teilort"
    ]
    /// The town of the address, where another column names the neighbourhood.
    Town = "Postort" ["wohnort" "ortpostalisch"]
    /// The municipality; it is the place if nothing smaller is named.
    Municipality = "Gemeinde" ["stadt" "kommune" "stadtgemeinde" "samtgemeinde" "gemeindestadt"]
    /// Who may come from where.
    Area = "Gilt für" ["gebiet" "einzugsgebiet" "einzugsbereich"]
    /// What the place is called.
    Venue = "Treffpunkt" [
        "veranstaltungsort" "raum" "veranstaltungsortname" "namedesveranstaltungsorts" "kursort" "standort"
        "veranstaltungsstaette" "treffpunktort" "ortdesangebots" "ortderveranstaltung" "durchfuehrungsort"
    ]
    /// Where the place is.
    Address = "Adresse" ["anschrift" "postanschrift" "adressedesangebots"]
    /// The street of the address, perhaps with the number of the house.
    Street = "Straße" [
        "str" "strassehausnummer" "strasseundhausnummer" "strassehausnr" "strasseundhausnr" "strassenr"
        "strasseundnr" "strassehnr" "strasseundnummer" "strassennameundhausnummer" "strassenname"
    ]
    /// The number of the house.
    HouseNumber = "Hausnummer" ["hausnr" "hnr"]
    /// The postal code, perhaps with the town.
    PostalCode = "PLZ" ["postleitzahl" "plzort" "plzundort" "postleitzahlort" "postleitzahlundort" ]
    /// The address is kept back.
    Confidential = "Adresse vertraulich" ["vertraulich"]
    /// How to get there.
    Directions = "Anfahrt" ["anreise" "wegbeschreibung" "anfahrtsbeschreibung" "oepnv" "anfahrtoepnv"]
    /// The stop of a bus or train.
    Stop = "Haltestelle" ["bushaltestelle" "naechstehaltestelle" "haltestellen" "haltestelleoepnv"]
    /// Latitude and longitude.
    Position = "Koordinaten" ["geokoordinaten" "gps" "gpskoordinaten" "latlon" "breitelaenge"]
    /// The latitude alone.
    Latitude = "Breitengrad" ["lat" "latitude" "geobreite" "geographischebreite"]
    /// The longitude alone.
    Longitude = "Längengrad" ["lon" "lng" "long" "longitude" "geolaenge" "geographischelaenge"]
    /// When it takes place.
    When = "Wann" [
        "termin" "termine" "offen" "uebungszeit" "uebungszeiten" "oeffnungszeiten" "oeffnungszeit" "sprechzeiten" "sprechzeit" "sprechstunde"
        "sprechstunden" "terminezeiten" "zeitenundtermine" "terminundzeit" "kurstermine" "tagundzeit"
        "taguhrzeit" "tagunduhrzeit" "wochentaguhrzeit" "wochentagunduhrzeit" "datumuhrzeit" "datumunduhrzeit"
        "datumzeit" "tagzeit" "wochentagzeit"
    ]
    /// What it costs.
    Cost = "Kosten" [
        "preis" "preise" "gebuehr" "gebuehren" "beitrag" "teilnahmebeitrag" "teilnahmegebuehr" "kursgebuehr"
        "eintritt" "entgelt" "kostenbeitrag" "unkostenbeitrag" "teilnehmerbeitrag"
    ]
    /// What it costs, in sentences.
    CostDetails = "Kosten genauer" ["kostenhinweis" "kostendetails" "ermaessigung"]
    /// How to take part.
    Application = "Anmeldung" [
        "anmeldungerforderlich" "anmeldungnotwendig" "anmeldungnoetig" "anmeldehinweis" "anmeldungunter"
        "anmeldeinformation" "voranmeldung"
    ]
    /// Telephone numbers.
    Phone = "Telefon" [
        "tel" "telefonnummer" "rufnummer" "telefonnr" "telnr" "telefonnummern" "festnetz" "fon" "kontakttelefon"
        "telefonkontakt" "telefonfestnetz"
    ]
    /// Telephone numbers that are carried about.
    Mobile = "Mobil" ["handy" "mobiltelefon" "mobilnummer" "handynummer" "mobilfunk" "telefonmobil" "mobilnr"]
    /// Numbers that nobody should call.
    Fax = "Fax" ["telefax" "faxnummer" "telefaxnummer" "faxnr"]
    /// Who answers.
    Person = "Ansprechperson" [
        "ansprechpartner" "ansprechpartnerin" "ansprechpartnerinnen" "ansprechpersonen" "kontaktperson"
        "kontaktname" "ansprechpartnername" "ansprechpersonname" "kontaktpersonname" "ansprechpartnerinname"
    ]
    /// E-mail addresses.
    Email = "E-Mail" ["mail" "emailadresse" "emailadressen" "mailadresse" "emailkontakt" "kontaktemail" "emails"]
    /// Pages about it.
    Link = "Link" [
        "links" "url" "internet" "webseite" "website" "homepage" "web" "internetadresse" "internetseite" "www"
        "webadresse" "webseiteurl" "homepageurl" "linkzurwebseite" "linkzurwebsite"
    ]
    /// Steps, lifts, toilets.
    Accessibility = "Barrierefreiheit" ["barrierefrei" "zugaenglichkeit" "rollstuhlgerecht"]
    /// What it is about.
    Topic = "Thema" ["themen" "kategorie" "kategorien" "rubrik" "themenbereich" "themenfeld"]
    /// On site, at home, online, by telephone.
    Channel = "Form" ["angebotsform"]
    /// What is good to know.
    GoodToKnow = "Gut zu wissen" []
    /// Who may come, in words.
    Eligibility = "Für wen" ["zielgruppe" "zielgruppen" "zielpublikum" "teilnehmerkreis"]
    /// What one must know first.
    Notice = "Hinweis" [
        "wichtigerhinweis" "hinweise" "bemerkung" "bemerkungen" "anmerkung" "anmerkungen" "sonstiges"
        "zusatzinformation" "zusatzinformationen" "besonderheiten"
    ]
    /// Made up, to show what the directory looks like.
    Example = "Beispiel" []
    /// Whether it takes place at all.
    Status = "Status" []
    /// When somebody last confirmed all this.
    Assured = "geprüft am" [
        "geprueft" "bestaetigtam" "stand" "standvom" "letztepruefung" "datenstand" "aktualisiertam"
        "letzteaktualisierung" "aktualisierungsdatum" "zuletztgeprueft" "zuletztaktualisiert" "letzteaenderung"
    ]
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
pub(super) fn key(name: &str) -> String {
    text::slug(name).replace('-', "")
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
            ("E-Mail-Adresse", Some(Column::Email)),
            ("Traeger", Some(Column::Organisation)),
            ("Träger:", Some(Column::Organisation)),
            ("Alter von", Some(Column::AgeFrom)),
            ("Ort/Stadtteil", Some(Column::Place)),
            ("Geprüft am", Some(Column::Assured)),
            ("gut zu wissen", Some(Column::GoodToKnow)),
            ("Bemerkungen", Some(Column::Notice)),
            ("Ansprechpartner*in", Some(Column::Person)),
            ("Ansprechpartner/in", Some(Column::Person)),
            ("Straße und Hausnummer", Some(Column::Street)),
            ("Straße / Hausnr.", Some(Column::Street)),
            ("PLZ, Ort", Some(Column::PostalCode)),
            ("Telefax", Some(Column::Fax)),
            ("Farbe", None),
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
}
