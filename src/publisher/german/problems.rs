//! A sentence for every problem in a record.

use raupe_core::feed::{Finding, JsonType, Problem, RECORD_BYTES, RECORD_DEPTH, Severity};
use raupe_core::text;

use super::size;

/// How much a finding matters, in one word.
pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Fehler",
        Severity::Warning => "Warnung",
        Severity::Hint => "Hinweis",
    }
}

/// A finding in one line: how bad, which record, where in it, what.
pub fn finding(finding: &Finding, title: Option<&str>) -> String {
    // The id comes from strangers; it must not reorder or hide what a terminal shows.
    let record = text::clean_line(&finding.record);
    let title = title.map(|title| format!(" „{title}“")).unwrap_or_default();
    format!(
        "{:<7}  {record}{title} · {} · {}",
        severity(finding.severity()),
        path(&finding.path),
        problem(&finding.problem)
    )
}

/// The place in a record, or that the whole record is meant.
pub fn path(path: &str) -> &str {
    if path.is_empty() {
        "ganzer Datensatz"
    } else {
        path
    }
}

/// The kind of a problem in a few words, the same for all problems of the kind.
pub const fn kind(problem: &Problem) -> &'static str {
    match problem {
        Problem::NotJson(_) => "kein gültiges JSON",
        Problem::NotAnObject => "kein Datensatz",
        Problem::TooLarge(_) => "zu groß",
        Problem::TooDeep => "zu tief verschachtelt",
        Problem::NoId => "keine Kennung",
        Problem::NoTitle => "kein Name",
        Problem::DuplicateId => "Kennung doppelt",
        Problem::WrongType { .. } => "falsche Art von Wert",
        Problem::UnknownStatus(_) => "unbekannter Status",
        Problem::NotActive(_) => "beendet oder ruhend",
        Problem::BadAge(_) => "kein Alter",
        Problem::ReversedAges(_) => "Alter verkehrt herum",
        Problem::NoAges => "kein Alter angegeben",
        Problem::AgesFromPlaces => "Alter aus Platzzahlen",
        Problem::UnknownLanguage(_) => "unbekannte Sprache",
        Problem::UnknownTerm { .. } => "unbekanntes Schlagwort",
        Problem::BadDate(_) => "kein Datum",
        Problem::BadTime(_) => "keine Uhrzeit",
        Problem::ReversedDates(_) => "Zeitraum verkehrt herum",
        Problem::BadRecurrence(_) => "unlesbare Wiederholung",
        Problem::UnreadRule(_) => "unverstandene Wiederholung",
        Problem::OtherClock(_) => "Uhrzeit in Weltzeit",
        Problem::BadPhone(_) => "keine Telefonnummer",
        Problem::BadEmail(_) => "keine E-Mail-Adresse",
        Problem::BadLink(_) => "keine Web-Adresse",
        Problem::OffGlobe(_) => "Ort nicht auf der Erde",
        Problem::BadAmount(_) => "kein Geldbetrag",
        Problem::NoNeighbourhood => "kein Ort",
        Problem::NeverConfirmed => "nie bestätigt",
        Problem::ConfidentialAddress => "vertrauliche Adresse",
        Problem::UnknownTag(_) => "unbekanntes Sprachkürzel",
        Problem::SecondTranslation(_) => "Übersetzung doppelt",
        Problem::UnknownOrigin(_) => "unbekannte Herkunft",
        Problem::Markup(_) => "HTML im Text",
        Problem::MarkupRead(_) => "Text aus HTML",
    }
}

/// What is the matter and what to do about it.
#[expect(
    clippy::too_many_lines,
    reason = "a table: a sentence for each problem"
)]
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::NotJson(message) => {
            format!("Der Datensatz ist kein gültiges JSON ({message}). Er fehlt in der Liste.")
        }
        Problem::NotAnObject => {
            "Das ist kein Datensatz in geschweiften Klammern. Er fehlt in der Liste.".into()
        }
        Problem::TooLarge(bytes) => format!(
            "Der Datensatz ist mit {} größer als {} und fehlt in der Liste. Bitte Texte kürzen.",
            size(*bytes),
            size(RECORD_BYTES)
        ),
        Problem::TooDeep => format!(
            "Der Datensatz ist mehr als {RECORD_DEPTH} Ebenen tief verschachtelt und fehlt in der \
             Liste."
        ),
        Problem::NoId => {
            "Die Kennung (id) fehlt oder ist unbrauchbar. Ohne sie fehlt das Angebot in der Liste."
                .into()
        }
        Problem::NoTitle => {
            "Der Name (name) fehlt. Ohne ihn fehlt das Angebot in der Liste.".into()
        }
        Problem::DuplicateId => {
            "Die Kennung kommt schon weiter oben vor. Nur der erste Datensatz zählt; bitte eine \
             eigene Kennung vergeben."
                .into()
        }
        Problem::WrongType { expected, found } => format!(
            "Hier steht {}, erwartet wird {}. Der Wert wird nicht benutzt.",
            json_type(*found),
            json_type(*expected)
        ),
        Problem::UnknownStatus(status) => format!(
            "Der Status „{status}“ ist unbekannt. Das Angebot wird gezeigt; bekannt sind active, \
             inactive, defunct und temporarily closed."
        ),
        Problem::NotActive(status) => {
            format!("Der Status ist „{status}“. Das Angebot wird nicht gezeigt.")
        }
        Problem::BadAge(age) => format!(
            "„{age}“ ist kein Alter in Jahren. Bitte eine Zahl ab 0 eintragen, zum Beispiel 0.5 \
             für sechs Monate."
        ),
        Problem::ReversedAges(ages) => format!(
            "Das Mindestalter ist höher als das Höchstalter ({ages}). Das Alter wird nicht \
             benutzt; bitte prüfen, ob es vertauscht ist."
        ),
        Problem::NoAges => {
            "Weder Alter noch Lebensphase sind angegeben. Das Angebot erscheint bei jedem Alter."
                .into()
        }
        Problem::AgesFromPlaces => {
            "Das Alter ist nicht angegeben und aus den Plätzen unter und ab drei Jahren \
             erschlossen."
                .into()
        }
        Problem::UnknownLanguage(language) => format!(
            "Die Sprache „{language}“ ist unbekannt. Sie wird gezeigt, aber nach ihr kann niemand \
             suchen; bitte ein Kürzel nach ISO 639 eintragen, zum Beispiel tr."
        ),
        Problem::UnknownTerm { taxonomy, name } => format!(
            "„{name}“ gehört nicht zur Liste „{taxonomy}“. Es wird nur unter den weiteren Angaben \
             gezeigt."
        ),
        Problem::BadDate(date) => format!(
            "„{date}“ ist kein Datum. Bitte als Jahr-Monat-Tag eintragen, zum Beispiel 2026-11-20."
        ),
        Problem::BadTime(time) => {
            format!("„{time}“ ist keine Uhrzeit. Bitte zum Beispiel 09:30 eintragen.")
        }
        Problem::ReversedDates(dates) => format!(
            "Der Zeitraum endet, bevor er beginnt ({dates}). Deshalb wird kein Termin gezeigt; bitte \
             prüfen, ob er vertauscht ist."
        ),
        Problem::BadRecurrence(rule) => format!(
            "„{rule}“ ist als Wiederholung nicht zu lesen. Bitte zum Beispiel WEEKLY und TU für \
             jeden Dienstag eintragen."
        ),
        Problem::UnreadRule(rule) => format!(
            "„{rule}“ begrenzt oder verschiebt die Termine auf eine Weise, die hier nicht verstanden wird. Deshalb wird \
             kein Termin gezeigt; bitte nach HSDS mit freq, byday und interval angeben, oder in description \
             beschreiben."
        ),
        Problem::OtherClock(time) => format!(
            "„{time}“ gilt auf einer anderen Uhr als der von Berlin, und im Sommer ist das eine andere Stunde als im \
             Winter. Deshalb wird keine Uhrzeit gezeigt; bitte ohne Zusatz eintragen, was die Uhr vor Ort zeigt, zum \
             Beispiel 09:30."
        ),
        Problem::BadPhone(phone) => format!(
            "„{phone}“ ist keine Telefonnummer, die man wählen kann. Bitte nur die Nummer \
             eintragen, Erläuterungen in description."
        ),
        Problem::BadEmail(email) => {
            format!("„{email}“ ist keine E-Mail-Adresse. Sie wird nicht gezeigt.")
        }
        Problem::BadLink(link) => format!(
            "„{link}“ ist keine Web-Adresse, die mit https:// beginnt. Sie wird nicht zum Link."
        ),
        Problem::OffGlobe(position) => format!(
            "Diesen Ort gibt es auf der Erde nicht ({position}). Breite (latitude) liegt zwischen \
             -90 und 90, Länge (longitude) zwischen -180 und 180."
        ),
        Problem::BadAmount(amount) => {
            format!("„{amount}“ ist kein Geldbetrag. Bitte eine Zahl eintragen, zum Beispiel 2.50.")
        }
        Problem::NoNeighbourhood => {
            "Weder Sozialraum noch Gebiet noch Ort sind angegeben. Wer nach einem Ort sucht, \
             findet das Angebot nicht."
                .into()
        }
        Problem::ConfidentialAddress => {
            "Die Adresse ist vertraulich (confidential_address) und steht trotzdem in der Datei, wo jeder sie \
             lesen kann. Bitte nehmen Sie Straße, Anfahrt (transportation) und Koordinaten heraus."
                .into()
        }
        Problem::NeverConfirmed => {
            "Es fehlt, wann die Angaben zuletzt bestätigt wurden (assured_date).".into()
        }
        Problem::UnknownTag(tag) => format!(
            "„{tag}“ ist kein Sprachkürzel nach BCP 47. Die Übersetzung wird nicht benutzt; bitte \
             zum Beispiel tr oder de-simple eintragen."
        ),
        Problem::SecondTranslation(tag) => format!(
            "Für „{tag}“ gibt es mehr als eine Übersetzung. Nur die erste zählt; bitte \
             zusammenfassen."
        ),
        Problem::UnknownOrigin(origin) => format!(
            "Die Herkunft „{origin}“ einer Übersetzung ist unbekannt. Die Übersetzung wird \
             benutzt; bekannt sind original, human und machine."
        ),
        Problem::Markup(text) => {
            format!("Der Text sieht nach HTML aus und wird genau so gezeigt: „{text}“.")
        }
        Problem::MarkupRead(text) => format!(
            "Der Text ist in HTML geschrieben. Gezeigt wird er ohne Auszeichnungen, mit Absätzen und Listen: „{text}“."
        ),
    }
}

const fn json_type(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::Null => "nichts (null)",
        JsonType::Bool => "wahr oder falsch",
        JsonType::Number => "eine Zahl",
        JsonType::Text => "ein Text",
        JsonType::List => "eine Liste",
        JsonType::Object => "ein Block in geschweiften Klammern",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::german::tests::{assert_distinct, assert_sentence};

    fn every_problem() -> Vec<(Problem, &'static str)> {
        use Problem as P;
        let wrong = P::WrongType {
            expected: JsonType::List,
            found: JsonType::Text,
        };
        let term = P::UnknownTerm {
            taxonomy: "Form",
            name: "Zoom".into(),
        };
        vec![
            (P::NotJson("oh".into()), "kein gültiges JSON (oh)"),
            (P::NotAnObject, "geschweiften Klammern"),
            (P::TooLarge(70_000), "mit 70,0 KB größer als 65,5 KB"),
            (P::TooDeep, "mehr als 32 Ebenen"),
            (P::NoId, "(id) fehlt"),
            (P::NoTitle, "(name) fehlt"),
            (P::DuplicateId, "schon weiter oben"),
            (wrong, "Hier steht ein Text, erwartet wird eine Liste."),
            (P::UnknownStatus("neu".into()), "„neu“ ist unbekannt"),
            (
                P::NotActive("defunct".into()),
                "„defunct“. Das Angebot wird nicht gezeigt.",
            ),
            (P::BadAge("drei".into()), "„drei“ ist kein Alter"),
            (P::ReversedAges("6 > 3".into()), "(6 > 3)"),
            (P::NoAges, "erscheint bei jedem Alter"),
            (P::AgesFromPlaces, "aus den Plätzen"),
            (
                P::UnknownLanguage("Klingonisch".into()),
                "„Klingonisch“ ist unbekannt",
            ),
            (term, "„Zoom“ gehört nicht zur Liste „Form“"),
            (P::BadDate("morgen".into()), "„morgen“ ist kein Datum"),
            (P::BadTime("mittags".into()), "„mittags“ ist keine Uhrzeit"),
            (
                P::ReversedDates("2 > 1".into()),
                "endet, bevor er beginnt (2 > 1)",
            ),
            (P::BadRecurrence("YEARLY".into()), "„YEARLY“"),
            (P::UnreadRule("3".into()), "„3“ begrenzt oder verschiebt"),
            (P::OtherClock("08:00Z".into()), "„08:00Z“ gilt auf einer"),
            (
                P::BadPhone("fragen".into()),
                "„fragen“ ist keine Telefonnummer",
            ),
            (
                P::BadEmail("a at b".into()),
                "„a at b“ ist keine E-Mail-Adresse",
            ),
            (
                P::BadLink("ftp://x".into()),
                "„ftp://x“ ist keine Web-Adresse",
            ),
            (P::OffGlobe("100, 200".into()), "(100, 200)"),
            (P::BadAmount("viel".into()), "„viel“ ist kein Geldbetrag"),
            (P::NoNeighbourhood, "Wer nach einem Ort sucht"),
            (P::NeverConfirmed, "(assured_date)"),
            (
                P::ConfidentialAddress,
                "Straße, Anfahrt (transportation) und Koordinaten",
            ),
            (
                P::UnknownTag("türkisch".into()),
                "„türkisch“ ist kein Sprachkürzel",
            ),
            (P::SecondTranslation("tr".into()), "Für „tr“"),
            (P::UnknownOrigin("DeepL".into()), "„DeepL“"),
            (P::Markup("<b>".into()), "„<b>“"),
            (P::MarkupRead("<p>".into()), "„<p>“"),
        ]
    }

    #[test]
    fn every_problem_has_a_sentence_in_one_line() {
        for (case, part) in every_problem() {
            assert_sentence(&problem(&case), part);
        }
    }

    #[test]
    fn every_kind_has_its_own_name() {
        assert_distinct(every_problem().iter().map(|(case, _)| kind(case)));
    }
}
