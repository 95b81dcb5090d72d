//! What is the matter with a county's settings.

use std::fmt::Write;
use std::path::Path;

use raupe_core::calendar::State;
use raupe_core::feed::Severity;
use raupe_core::region::{RegionError, Wanted};
use raupe_core::synonyms::{Synonyms, SynonymsError};
use raupe_core::text;

use super::{io_error, number, severity};
use crate::region::{Finding, LEAST_CONTRAST, Problem, SettingsError};

/// Why settings cannot be read at all.
pub fn settings_error(path: &Path, error: &SettingsError) -> String {
    let file = path.display();
    match error {
        SettingsError::Io(error) => format!(
            "Die Datei {file} lässt sich nicht lesen: {}. Bitte Namen und Ordner prüfen.",
            io_error(error)
        ),
        SettingsError::NotUtf8(at) => format!(
            "Die Datei {file} ist nicht in UTF-8 geschrieben (zuerst beim Byte {}). Bitte beim \
             Speichern die Zeichenkodierung UTF-8 wählen.",
            number(at + 1)
        ),
        SettingsError::Unusable(error) => {
            format!(
                "Die Einstellungen in {file} sind unbrauchbar: {}",
                region_error(error)
            )
        }
        SettingsError::NotJson(error) if error.is_eof() => format!(
            "Die Datei {file} hört in Zeile {} mittendrin auf. Bitte prüfen, ob am Ende eine \
             Klammer oder ein Anführungszeichen fehlt.",
            number(error.line())
        ),
        SettingsError::NotJson(error) => format!(
            "Die Datei {file} ist kein gültiges JSON. Die Stelle ist Zeile {}, Zeichen {}. Oft \
             fehlt davor ein Komma, oder es ist eines zu viel.",
            number(error.line()),
            number(error.column())
        ),
    }
}

/// All findings, a line for each, and how many there are.
pub fn settings_checked(path: &Path, findings: &[Finding]) -> String {
    let mut text = String::new();
    for it in findings {
        let place = match &*it.place {
            "" => String::new(),
            // Names of fields come from the file; they must not reorder what a terminal shows.
            place => format!("{} · ", text::clean_line(place)),
        };
        let sentence = settings_problem(&it.problem);
        let _ = writeln!(text, "{:<7}  {place}{sentence}", severity(it.severity()));
    }
    let count = |wanted| findings.iter().filter(|it| it.severity() == wanted).count();
    let _ = match (findings.len(), count(Severity::Error)) {
        (0, _) => writeln!(text, "Alles in Ordnung: {}.", path.display()),
        (_, 0) => writeln!(
            text,
            "\nKeine Fehler. Warnungen: {}, Hinweise: {}.",
            number(count(Severity::Warning)),
            number(count(Severity::Hint))
        ),
        (_, errors) => writeln!(
            text,
            "\nFehler: {}. So können diese Einstellungen nicht in die App.",
            number(errors)
        ),
    };
    text
}

/// That a list is called otherwise than the feed that the app is set to.
pub fn other_feed(named: &str, id: &str) -> String {
    format!(
        "{:<7}  Der Feed dieser Datei heißt „{}“, die App ist aber auf „{}“ eingestellt und nimmt keinen \
         anderen an. Bitte mit --feed-id {} veröffentlichen oder den Namen in der Datei ändern.",
        severity(Severity::Warning),
        text::clean_line(id),
        text::clean_line(named),
        text::clean_line(named)
    )
}

fn settings_problem(problem: &Problem) -> String {
    match problem {
        Problem::Unusable(error) => region_error(error),
        Problem::UnknownField => "Diese Angabe kennt die App nicht und beachtet sie nicht. Bitte \
             die Schreibweise prüfen."
            .into(),
        Problem::NoKey => "Es fehlt der öffentliche Schlüssel; ohne ihn nimmt die App keine Liste \
             an. Beim Packen schreibt ihn cargo xtask dist --key NAME.key hinein; oder Sie tragen die \
             Zeile ein, die raupe keygen gezeigt hat."
            .into(),
        Problem::Unsigned => "Die App nimmt die Liste ohne Unterschrift an. Sicherer ist ein \
             Schlüssel: raupe keygen --out NAME."
            .into(),
        Problem::NeedlessUnsigned => "Mit einem Schlüssel gilt „unsigned“ nicht. Bitte weglassen, \
             damit es niemand missversteht."
            .into(),
        Problem::SignedPage => "Unterschriebene Listen liegen in einem Ordner. Bitte die Adresse mit \
             einem Schrägstrich enden lassen, zum Beispiel feed/. Eine einzelne Datei geht nur ohne \
             Schlüssel und mit „unsigned“."
            .into(),
        Problem::SameKey => "Beide Schlüssel sind derselbe. Der zweite soll der nächste sein."
            .into(),
        Problem::Missing => "Das fehlt. Bitte ergänzen.".into(),
        Problem::Advisable => "Das fehlt; die App geht auch ohne.".into(),
        Problem::Untranslated(tags) => format!(
            "Der Text fehlt in diesen Sprachen der App: {}. Dort steht er auf Deutsch.",
            tags.join(", ")
        ),
        Problem::NoEmergencyCall => "Keine Nummer ist die 112. Bitte ergänzen.".into(),
        Problem::SameNumber(name) => format!("Diese Nummer hat schon „{}“.", text::clean_line(name)),
        Problem::ListedTwice(name) => format!(
            "Dieser Ort steht schon bei „{name}“. Gezeigt wird er nur dort; bitte einmal streichen."
        ),
        Problem::Overlap(other) => format!(
            "Diese Ferien überschneiden sich mit „{other}“. Bitte erste und letzte Tage prüfen."
        ),
        Problem::AllPassed => "Alle Ferien sind vorbei. Bitte die nächsten eintragen: Sonst zeigt \
             die App Termine, die in den Ferien ausfallen."
            .into(),
        Problem::NoSummer(year) => format!(
            "Für dieses Schuljahr fehlen die Sommerferien {year}. Bitte die Ferien des ganzen \
             Schuljahrs eintragen."
        ),
        Problem::NoNextSummer(year) => format!(
            "Für das nächste Schuljahr fehlen die Sommerferien {year}. Bitte bald ergänzen."
        ),
        Problem::LowContrast {
            contrast,
            surface,
            is_too_pale,
        } => format!(
            "Der Kontrast zum Hintergrund {surface} ist nur {}:1. Nötig ist {}:1, damit alle es lesen \
             können; bitte die Farbe {} wählen.",
            decimal(*contrast),
            decimal(LEAST_CONTRAST),
            if *is_too_pale { "dunkler" } else { "heller" }
        ),
        Problem::SameWord(word) => format!(
            "Das Wort „{}“ steht schon in dieser Gruppe; Groß- und Kleinschreibung zählt nicht.",
            text::clean_line(word)
        ),
    }
}

/// A number with one place, cut off: 6.99 is not yet 7.
fn decimal(number: f64) -> String {
    format!("{:.1}", (number * 10.0).floor() / 10.0).replace('.', ",")
}

fn region_error(error: &RegionError) -> String {
    match error {
        RegionError::NotSettings {
            line,
            column,
            message,
        } => format!(
            "Zeile {}, Zeichen {}: {}",
            number(*line),
            number(*column),
            shape(message)
        ),
        RegionError::Value {
            field,
            given,
            wanted,
        } => {
            let given = match &*text::clean_line(given) {
                "" => "steht nichts Brauchbares".to_owned(),
                given => format!("ist „{given}“ nicht möglich"),
            };
            format!(
                "Bei „{field}“ {given}. Dorthin gehört {}.",
                expected(*wanted)
            )
        }
        RegionError::Address(address) => format!(
            "„{}“ ist für „feed.address“ nicht möglich. Dort steht ein Pfad unterhalb der App, zum \
             Beispiel „feed/“: kein anderer Server, kein „..“ und kein „/“ am Anfang.",
            text::clean_line(address)
        ),
        RegionError::TooManyKeys(keys) => format!(
            "„feed.keys“ hat {} Schlüssel. Höchstens zwei sind möglich: der heutige und der nächste.",
            number(*keys)
        ),
        RegionError::Synonyms(error) => synonyms_error(error),
        RegionError::NobodyTrusted => settings_problem(&Problem::NoKey),
    }
}

/// What serde says about the shape of a value, in German where it is one of the usual things.
fn shape(message: &str) -> String {
    let quoted = |rest: &str| rest.split('`').next().unwrap_or_default().to_owned();
    if let Some(rest) = message.strip_prefix("missing field `") {
        return format!("Davor fehlt die Angabe „{}“. Bitte ergänzen.", quoted(rest));
    }
    if let Some(rest) = message.strip_prefix("duplicate field `") {
        return format!("Die Angabe „{}“ steht doppelt da.", quoted(rest));
    }
    let kinds = [
        ("a sequence", "eine Liste in eckigen Klammern"),
        ("a string", "ein Text in Anführungszeichen"),
        ("a boolean", "true oder false"),
        ("a map", "eine Gruppe in geschweiften Klammern"),
        ("a string, a list or an object", "ein Text oder eine Gruppe"),
    ];
    let wanted = message.rsplit_once(", expected ").map(|(_, wanted)| wanted);
    let known = wanted.and_then(|wanted| {
        let mut kinds = kinds.iter();
        kinds
            .find(|(name, _)| *name == wanted || (*name == "a map" && wanted.starts_with("struct")))
    });
    match known {
        Some((_, kind)) => format!("Hier muss {kind} stehen."),
        None => format!("Hier steht etwas anderes, als die App erwartet ({message})."),
    }
}

fn expected(wanted: Wanted) -> String {
    let words = match wanted {
        Wanted::Name => "ein Name mit mindestens einem Buchstaben",
        Wanted::German => "ein Text, und zwar mindestens auf Deutsch („de“)",
        Wanted::Tag => "bei jedem Text das Kürzel seiner Sprache, zum Beispiel „en“",
        Wanted::Language => "das Kürzel einer Sprache nach ISO 639, zum Beispiel „tr“",
        Wanted::Phone => "eine Telefonnummer, zum Beispiel „0800 1110550“",
        Wanted::Email => "eine E-Mail-Adresse",
        Wanted::Link => "eine Adresse, die mit https:// anfängt",
        Wanted::Key => "ein öffentlicher Schlüssel: die zweite Zeile der Datei NAME.pub",
        Wanted::State => {
            let states: Vec<_> = State::ALL.iter().map(|state| state.slug()).collect();
            return format!("eines dieser Länder: {}", states.join(", "));
        }
        Wanted::Date => "ein Datum, zum Beispiel „2026-10-12“",
        Wanted::LaterDate => "ein Datum, das nicht vor dem ersten Tag liegt",
        Wanted::Hours => "„always“ (rund um die Uhr) oder eine Liste von Tagen mit Zeiten",
        Wanted::Days => {
            "eine Folge von Wochentagen, zum Beispiel „MO,WE,FR“ (MO TU WE TH FR SA SU)"
        }
        Wanted::Time => "eine Uhrzeit, zum Beispiel „09:00“",
        Wanted::Colour => "eine Farbe, zum Beispiel „#0b4f6c“",
    };
    words.to_owned()
}

fn synonyms_error(error: &SynonymsError) -> String {
    match error {
        SynonymsError::TooManyGroups(groups) => format!(
            "„synonyms“ hat {} Gruppen. Höchstens {} sind möglich.",
            number(*groups),
            number(Synonyms::MOST_GROUPS)
        ),
        SynonymsError::TooManyWords(group) => format!(
            "In Gruppe {} von „synonyms“ sind mehr als {} Wörter. Bitte teilen.",
            number(*group),
            number(Synonyms::MOST_WORDS)
        ),
        SynonymsError::TooFewWords(group) => format!(
            "Gruppe {} von „synonyms“ braucht mindestens zwei verschiedene Wörter.",
            number(*group)
        ),
        SynonymsError::NotOneWord(group, entry) => format!(
            "In Gruppe {} von „synonyms“ ist „{}“ nicht genau ein Wort. Möglich sind nur einzelne \
             Wörter ohne Leerzeichen und Bindestrich.",
            number(*group),
            text::clean_line(entry)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_sentence;
    use super::*;

    #[test]
    fn what_the_core_refuses_is_said_in_german() {
        for (json, part) in [
            ("{}", "Davor fehlt die Angabe „name“"),
            (
                r#"{"name":7}"#,
                "Hier muss ein Text in Anführungszeichen stehen",
            ),
            (r#"{"name":"x","name":"y"}"#, "„name“ steht doppelt da"),
            (
                r#"{"name":"x","help":{}}"#,
                "Hier muss eine Liste in eckigen Klammern stehen",
            ),
            (
                r#"{"name":"x","feed":"feed/"}"#,
                "Hier muss eine Gruppe in geschweiften Klammern stehen",
            ),
            (
                r#"{"name":"x","pages":{"imprint":7}}"#,
                "Hier muss ein Text oder eine Gruppe stehen",
            ),
        ] {
            let error = raupe_core::region::Region::read(json).unwrap_err();
            assert_sentence(&region_error(&error), part);
        }
    }

    #[test]
    fn every_value_says_what_should_be_there() {
        for wanted in [
            Wanted::Name,
            Wanted::German,
            Wanted::Tag,
            Wanted::Language,
            Wanted::Phone,
            Wanted::Email,
            Wanted::Link,
            Wanted::Key,
            Wanted::State,
            Wanted::Date,
            Wanted::LaterDate,
            Wanted::Hours,
            Wanted::Days,
            Wanted::Time,
            Wanted::Colour,
        ] {
            let error = RegionError::Value {
                field: "help[2].phone".into(),
                given: "\u{202e}x".into(),
                wanted,
            };
            let sentence = "Bei „help[2].phone“ ist „x“ nicht möglich. Dorthin gehört ";
            assert_sentence(&region_error(&error), sentence);
        }
    }
}
