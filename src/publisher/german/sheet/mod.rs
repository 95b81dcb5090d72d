//! A sentence for everything that can be the matter with a spreadsheet.

mod times;

use raupe_core::feed::{self, SNAPSHOT_BYTES};
use raupe_core::text;

use super::{number, severity, size};
use crate::sheet::write::Loss;
use crate::sheet::{
    FINDINGS, Finding, LETTERS, NoOffer, Place, Problem, ROWS, Spot, UNPACKED_BYTES, Unreadable,
};

/// A whole row is meant, or the whole sheet.
pub const WHOLE_ROW: &str = "ganze Zeile";

/// A finding in one line: how bad, which row, which column, what.
pub fn sheet_finding(finding: &Finding) -> String {
    line(
        finding.severity(),
        &finding.place,
        &sheet_problem(&finding.problem),
    )
}

fn line(of: feed::Severity, place: &Place, problem: &str) -> String {
    let title = place.title.as_deref().map(shortened);
    let title = title.map(|title| format!(" „{title}“")).unwrap_or_default();
    let column = match &place.column {
        Some(spot) => format!(" · {}", column(spot)),
        None => String::new(),
    };
    format!(
        "{:<7}  {}{title}{column} · {problem}",
        severity(of),
        row(place)
    )
}

fn shortened(title: &str) -> String {
    const MOST: usize = 60;
    match title.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &title[..at]),
        None => title.to_owned(),
    }
}

/// `Blatt „Angebote“, Zeile 5`.
fn row(place: &Place) -> String {
    let sheet = text::clean_line(&place.sheet);
    match (sheet.is_empty(), place.row) {
        (true, 0) => "ganze Datei".into(),
        (true, row) => format!("Zeile {row}"),
        (false, 0) => format!("Blatt „{sheet}“"),
        (false, row) => format!("Blatt „{sheet}“, Zeile {row}"),
    }
}

/// `Spalte E „Alter von“`.
pub fn column(spot: &Spot) -> String {
    let name = text::clean_line(&spot.name);
    if name.is_empty() {
        format!("Spalte {}", spot.letters)
    } else {
        format!("Spalte {} „{}“", spot.letters, shortened(&name))
    }
}

/// The kind of a problem in a few words, the same for all problems of the kind.
pub const fn sheet_kind(problem: &Problem) -> &'static str {
    match problem {
        Problem::GuessedEncoding(_) => "Zeichenkodierung erraten",
        Problem::TwiceDecoded { .. } => "Umlaute berichtigt",
        Problem::LostLetters => "Buchstaben verloren",
        Problem::HiddenSheet => "Blatt ausgeblendet",
        Problem::NoHeader => "Blatt ohne Kopfzeile",
        Problem::UnknownColumn => "unbekannte Spalte",
        Problem::UnreadColumn(..) => "Spalte nicht gelesen",
        Problem::UnnamedColumn => "Spalte ohne Überschrift",
        Problem::SecondColumn => "Spalte doppelt",
        Problem::BadTranslation => "unbekannte Übersetzung",
        Problem::NoTitle => "kein Titel",
        Problem::Broken(_) => "Formel ohne Ergebnis",
        Problem::Merged(_) => "verbundene Zellen",
        Problem::HiddenRows(_) => "Zeilen ausgeblendet",
        Problem::StruckRows(_) => "Zeilen durchgestrichen",
        Problem::StruckCell(_) => "durchgestrichen",
        Problem::HiddenUnseen => "Ausgeblendetes unerkannt",
        Problem::NoOffer(..) => "Zeile ohne Angebot",
        Problem::CountedIds(_) => "durchgezählte Kennungen",
        Problem::BadAge(_) => "Alter nur als Text",
        Problem::DateForAge(_) => "Datum statt Alter",
        Problem::DateForHours(_) => "Datum statt Uhrzeit",
        Problem::UnsureTimes(_) => "Zeit unsicher",
        Problem::TakenForAge => "von und bis als Alter",
        Problem::MadePublic => "für alle lesbar",
        Problem::BadDate(_) => "kein Datum",
        Problem::LostZero { .. } => "Null verloren",
        Problem::UnclearPhone(_) => "Vorwahl unklar",
        Problem::NoPhone(_) => "keine Telefonnummer",
        Problem::NoAreaCode(_) => "Telefon ohne Vorwahl",
        Problem::Shortened(_) => "Nummer gekürzt",
        Problem::AddedScheme(_) => "https:// ergänzt",
        Problem::Unclear(_) => "Zeit nicht verstanden",
        Problem::Counted(_) => "Zahl der Termine mit Ferien",
        Problem::NoBeginning(_) => "Zeit ohne Beginn",
        Problem::BadPosition(_) => "keine Koordinaten",
        Problem::BadYesNo(_) => "weder ja noch nein",
        Problem::BadStatus(_) => "unbekannter Status",
        Problem::BadId(_) => "unbrauchbare Kennung",
        Problem::SameRow(_) => "Zeile doppelt",
        Problem::SameOffer(_) => "Angebot ähnlich",
        Problem::SameId(_) => "Kennung vergeben",
        Problem::Service(problem) => super::kind(problem),
    }
}

/// What is the matter with a sheet and what to do about it.
#[expect(
    clippy::too_many_lines,
    reason = "a table: a sentence for each problem"
)]
pub fn sheet_problem(problem: &Problem) -> String {
    match problem {
        Problem::GuessedEncoding(encoding) => format!(
            "Die Datei ist nicht in UTF-8 geschrieben und wurde als {encoding} gelesen. Stimmen die \
             Umlaute nicht, bitte in Excel als „CSV UTF-8“ speichern."
        ),
        Problem::TwiceDecoded { was, now } => format!(
            "Aus „{}“ wurde „{}“: Die Umlaute waren bei einem früheren Öffnen oder Speichern \
             verdorben worden. Das gilt für alle solchen Wörter; bitte prüfen und als „CSV UTF-8“ \
             oder .xlsx speichern.",
            quoted(was),
            quoted(now)
        ),
        Problem::LostLetters => {
            "Hier steht „\u{FFFD}“, wo ein Buchstabe war. Er ist bei einem früheren Speichern \
             verloren gegangen; bitte neu eintippen."
                .into()
        }
        Problem::HiddenSheet => {
            "Das Blatt ist ausgeblendet und wird nicht gelesen. Soll es gelesen werden, bitte \
             einblenden."
                .into()
        }
        Problem::NoHeader => {
            "Das Blatt hat keine Zeile mit der Überschrift „Titel“ und wird nicht gelesen. Stehen \
             hier Angebote, bitte die Überschriften darüberschreiben."
                .into()
        }
        Problem::UnknownColumn => {
            "Die Überschrift ist unbekannt, und die Spalte wird nicht gelesen. Soll sie gelesen \
             werden, bitte so nennen, wie es die Anleitung (README) zeigt."
                .into()
        }
        Problem::UnreadColumn(filled, rows) => format!(
            "Die Überschrift ist unbekannt, und die Spalte wird nicht gelesen, obwohl in {} von {} \
             Zeilen etwas darin steht. Soll es gelesen werden, bitte so nennen, wie es die Anleitung \
             (README) zeigt; ist es nur für das Amt, bitte „(intern)“ hinter die Überschrift \
             schreiben.",
            number(*filled),
            number(*rows)
        ),
        Problem::UnnamedColumn => {
            "Hier steht etwas in einer Spalte ohne Überschrift. Es wird nicht gelesen; bitte eine \
             Überschrift eintragen oder die Spalte leeren."
                .into()
        }
        Problem::SecondColumn => {
            "Diese Überschrift gibt es weiter links schon, und nur die erste Spalte wird gelesen. \
             Bitte eine der beiden umbenennen."
                .into()
        }
        Problem::BadTranslation => {
            "Diese Übersetzung ist unbekannt und wird nicht gelesen. Erwartet wird zum Beispiel \
             „Titel [tr]“ oder „Beschreibung [de-simple]“; übersetzt werden Titel, Beschreibung, \
             Für wen, Hinweis, Anmeldung und Kosten genauer."
                .into()
        }
        Problem::NoTitle => {
            "Der Titel fehlt. Bitte eintragen oder die Zeile leeren; ohne Titel fehlt das Angebot \
             in der Liste."
                .into()
        }
        Problem::Broken(error) if error == "=" => {
            "Die Formel hat noch kein Ergebnis. Bitte die Datei in Excel oder LibreOffice öffnen \
             und neu speichern."
                .into()
        }
        Problem::Broken(error) => format!(
            "Die Formel ergibt „{}“ statt eines Werts. Bitte die Formel berichtigen oder den Wert \
             eintippen.",
            text::clean_line(error)
        ),
        Problem::Merged(last) => format!(
            "Die Zellen sind bis Zeile {last} verbunden. Der Wert gilt für alle diese Zeilen."
        ),
        Problem::HiddenRows(rows) => format!(
            "Ausgeblendet oder weggefiltert und deshalb nicht veröffentlicht: {}. Sollen sie in die \
             Liste, bitte den Filter löschen oder die Zeilen einblenden und neu speichern.",
            quoted_rows(rows)
        ),
        Problem::StruckRows(rows) => format!(
            "Durchgestrichen und deshalb nicht veröffentlicht: {}. Sollen sie in die Liste, bitte \
             das Durchstreichen aufheben.",
            quoted_rows(rows)
        ),
        Problem::StruckCell(text) => format!(
            "„{}“ ist durchgestrichen und wird nicht veröffentlicht. Gilt es noch, bitte das \
             Durchstreichen aufheben; sonst bitte die Zelle leeren.",
            quoted(text)
        ),
        Problem::HiddenUnseen => "In diesem Dateiformat lässt sich nicht erkennen, ob Zeilen \
             ausgeblendet oder durchgestrichen sind; solche werden veröffentlicht. Gibt es welche, \
             bitte löschen oder als „Excel-Arbeitsmappe (.xlsx)“ speichern."
            .into(),
        Problem::NoOffer(why, shown) => no_offer(*why, shown),
        Problem::CountedIds(rows) => format!(
            "Die Kennungen zählen nur die Zeilen (1 bis {}). Wer umsortiert oder eine Zeile löscht \
             und neu zählt, gibt sie anderen Angeboten, und geteilte Links führen zum falschen. \
             Bitte jedem Angebot eine bleibende Kennung geben oder die Spalte „Nr.“ nennen, dann \
             wird sie nicht gelesen.",
            number(*rows)
        ),
        Problem::BadAge(age) => format!(
            "„{}“ wird so gezeigt, wie es dasteht, aber nicht als Alter verstanden: Das Angebot \
             erscheint bei jedem Alter. Verstanden wird zum Beispiel: 3, 1,5, 6 Monate, 3–6 Jahre, \
             ab 6, unter 3, Schwangere und Babys, 3 Jahre bis Schuleintritt, 1.–4. Klasse. Wörter \
             gehören in die Spalte „Für wen“.",
            quoted(age)
        ),
        Problem::DateForAge(date) => format!(
            "Hier steht ein Datum ({}) statt eines Alters: Aus einer Angabe wie „3-6“ macht Excel \
             beim Eintippen ein Datum. Bitte die Spalte als Text formatieren und das Alter neu \
             eintippen, oder „3 bis 6“ schreiben.",
            quoted(date)
        ),
        Problem::DateForHours(date) => format!(
            "Hier steht ein Datum ({}) statt einer Uhrzeit: Aus einer Angabe wie „9-11“ macht Excel \
             beim Eintippen ein Datum. Es wird nicht gezeigt. Bitte die Spalte als Text formatieren \
             und die Uhrzeit neu eintippen, zum Beispiel „9–11 Uhr“.",
            quoted(date)
        ),
        Problem::UnsureTimes(words) => format!(
            "Aus „{}“ geht nicht sicher hervor, wann etwas stattfindet. Es wird so gezeigt, wie es \
             dasteht; Termine und Alter werden daraus nicht berechnet. Bitte die Spalten „Uhrzeit \
             von“ und „Uhrzeit bis“ oder „Alter von“ und „Alter bis“ nennen und in jede Zelle nur \
             eine Angabe schreiben, oder alles in eine Spalte „Wann“, zum Beispiel: Di 9–11 Uhr.",
            quoted(words)
        ),
        Problem::TakenForAge => "Die Zahlen in dieser Spalte gelten als Alter in Jahren. Sind sie \
             etwas anderes, bitte die Überschrift ändern, zum Beispiel in „Uhrzeit von“; sonst bitte \
             in „Alter von“ oder „Alter bis“."
            .into(),
        Problem::MadePublic => "Was in dieser Spalte steht, können alle lesen. Ist es nur für das \
             Amt, bitte „(intern)“ hinter die Überschrift schreiben: Solche Spalten werden nicht \
             gelesen."
            .into(),
        Problem::BadDate(date) => format!(
            "„{}“ ist kein Datum. Erwartet wird Tag, Monat und Jahr, zum Beispiel 3.11.2026.",
            quoted(date)
        ),
        Problem::LostZero { was, now } => format!(
            "Aus „{}“ wurde „{}“, denn die Null am Anfang ist wohl verloren gegangen. Bitte \
             prüfen und die Spalte in Excel als Text formatieren.",
            quoted(was),
            quoted(now)
        ),
        Problem::UnclearPhone(phone) => format!(
            "Bei „{}“ fehlt am Anfang eine Null oder, wenn 49 für Deutschland steht, ein Plus. \
             Bitte mit 0 oder +49 eintragen und die Spalte in Excel als Text formatieren.",
            quoted(phone)
        ),
        Problem::NoPhone(words) => format!(
            "„{}“ ist keine Telefonnummer, die man wählen kann, und steht bei der Anmeldung. Erwartet \
             wird zum Beispiel 05171 401-0; mehrere mit Semikolon trennen, Erläuterungen in Klammern.",
            quoted(words)
        ),
        Problem::NoAreaCode(phone) => format!(
            "Der Telefonnummer „{}“ fehlt die Vorwahl. Sie wird gezeigt, lässt sich aber nicht antippen, \
             weil sonst jemand in einem anderen Ort erreicht wird. Bitte ganz eintragen, zum Beispiel \
             05171 401-0; mehrere mit Semikolon trennen.",
            quoted(phone)
        ),
        Problem::Shortened(phone) => format!(
            "„{}“ ist keine Telefonnummer mehr: Excel hat sie beim Speichern gekürzt. Bitte die \
             Nummer neu eintippen und die Spalte als Text formatieren.",
            quoted(phone)
        ),
        Problem::AddedScheme(link) => format!(
            "Vor „{}“ wurde https:// ergänzt. Bitte prüfen, ob die Seite so zu öffnen ist.",
            quoted(link)
        ),
        Problem::Unclear(unclear) => times::unclear(unclear),
        Problem::Counted(counted) => times::counted(counted),
        Problem::NoBeginning(rule) => format!(
            "Ohne „ab TT.MM.JJJJ“ lässt sich für „{}“ kein Termin berechnen. Bitte den ersten \
             Termin dahinterschreiben, zum Beispiel: alle 2 Wochen Fr 9 Uhr ab 4.9.2026.",
            quoted(rule)
        ),
        Problem::BadPosition(position) => format!(
            "„{}“ sind keine Koordinaten. Erwartet werden Breite und Länge, zum Beispiel \
             52.3203, 10.2335.",
            quoted(position)
        ),
        Problem::BadYesNo(answer) => {
            format!(
                "„{}“ ist weder „ja“ noch „nein“. Es gilt nein.",
                quoted(answer)
            )
        }
        Problem::BadStatus(status) => format!(
            "Der Status „{}“ ist unbekannt. Das Angebot wird gezeigt; erwartet wird nichts, \
             „aktiv“, „ruht“ oder „beendet“.",
            quoted(status)
        ),
        Problem::BadId(id) => format!(
            "Die Kennung „{}“ ist zu lang oder enthält unsichtbare Zeichen. Bitte eine kurze \
             eintragen oder die Zelle leeren, dann wird eine gebildet.",
            quoted(id)
        ),
        Problem::SameRow(row) => format!(
            "Die Zeile sagt dasselbe wie Zeile {row} und zählt nur einmal. Bitte eine der beiden \
             löschen."
        ),
        Problem::SameOffer(row) => format!(
            "Titel, Träger und Ort sind dieselben wie in Zeile {row}. Es werden zwei Angebote \
             daraus; bitte die Titel unterscheiden oder in der Spalte „Kennung“ jedem eine eigene \
             geben, sonst hängt von der Reihenfolge ab, welches welches ist."
        ),
        Problem::SameId(row) => format!(
            "Die Kennung hat schon Zeile {row}, die etwas anderes sagt. Bitte eine andere \
             eintragen oder die Zelle leeren, dann wird eine gebildet."
        ),
        Problem::Service(problem) => row_problem(problem),
    }
}

fn no_offer(why: NoOffer, shown: &str) -> String {
    let what = match why {
        NoOffer::Heading => "als Zwischenüberschrift",
        NoOffer::Total => "als Summe",
        NoOffer::Note => "als Anmerkung zur Liste",
    };
    format!(
        "„{}“ gilt {what} und wird nicht veröffentlicht. Ist es ein Angebot, bitte in der Zeile noch \
         etwas eintragen, zum Beispiel Träger und Ort oder in der Spalte „Status“ das Wort „aktiv“.",
        quoted(shown)
    )
}

/// `Zeile 5`, `Zeilen 5–7, 9`.
fn quoted_rows(rows: &str) -> String {
    if rows.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("Zeile {rows}")
    } else {
        format!("Zeilen {rows}")
    }
}

fn quoted(text: &str) -> String {
    const MOST: usize = 80;
    let line = text::clean_line(text);
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// What is the matter with a service that was a row, in the words of a sheet.
fn row_problem(problem: &feed::Problem) -> String {
    use feed::Problem as P;
    match problem {
        P::NoAges => "Weder Alter noch Lebensphase sind zu erkennen. Das Angebot erscheint bei \
             jedem Alter."
            .into(),
        P::NoNeighbourhood => "Weder „Ort“ noch „Gilt für“ ist eingetragen. Wer nach einem Ort \
             sucht, findet das Angebot nicht."
            .into(),
        P::NeverConfirmed => "In der Spalte „geprüft am“ steht kein Datum. Bitte eintragen, wann \
             die Angaben zuletzt bestätigt wurden, zum Beispiel 3.11.2026."
            .into(),
        P::ReversedAges(_) => "„Alter von“ ist höher als „Alter bis“. Das Alter wird nicht \
             benutzt; bitte prüfen, ob es vertauscht ist."
            .into(),
        P::UnknownLanguage(language) => format!(
            "Die Sprache „{language}“ ist unbekannt. Sie wird gezeigt, aber nach ihr kann niemand \
             suchen. Erwartet werden Namen oder Kürzel mit Komma dazwischen, zum Beispiel \
             Deutsch, Türkisch."
        ),
        P::UnknownTerm { taxonomy, name } => format!(
            "„{name}“ gehört nicht zur Liste „{taxonomy}“ und wird nur unter den weiteren Angaben \
             gezeigt. Erwartet wird: {}.",
            expected(taxonomy)
        ),
        P::BadPhone(phone) => format!(
            "„{phone}“ ist keine Telefonnummer, die man wählen kann. Erwartet wird zum Beispiel \
             030 23125 100; mehrere bitte mit Semikolon trennen, Erläuterungen in Klammern."
        ),
        P::BadLink(link) => format!(
            "„{link}“ ist keine Web-Adresse, die mit https:// beginnt, und wird nicht zum Link. \
             Mehrere bitte mit Semikolon trennen."
        ),
        P::BadEmail(email) => format!(
            "„{email}“ ist keine E-Mail-Adresse und wird nicht gezeigt. Mehrere bitte mit \
             Semikolon trennen."
        ),
        P::OffGlobe(position) => format!(
            "Diesen Ort gibt es auf der Erde nicht ({position}). Erwartet werden Breite und \
             Länge, zum Beispiel 52.3203, 10.2335."
        ),
        P::ConfidentialAddress => "Die Adresse soll vertraulich bleiben und steht trotzdem in der \
             Liste, wo jeder sie lesen kann. Bitte Straße, Anfahrt und Koordinaten herausnehmen."
            .into(),
        other => super::problem(other),
    }
}

fn expected(taxonomy: &str) -> &'static str {
    match taxonomy {
        "Lebensphase" => {
            "Schwangerschaft, 0–11 Monate, 1–2 Jahre, 3–5 Jahre, 6–9 Jahre, 10–15 Jahre, \
             16–27 Jahre"
        }
        "Form" => "vor Ort, Hausbesuch, online, Telefon",
        _ => "ohne Anmeldung, mit Anmeldung, anonym, stufenlos, Begleitung, Kinderbetreuung",
    }
}

/// Why a file with sheets cannot be read at all; a sentence that goes on from the file's name.
pub(super) fn unreadable_sheet(why: &Unreadable) -> String {
    match why {
        Unreadable::TooLarge(bytes) => format!(
            "Sie ist mit {} zu groß für eine Liste. Bitte Bilder und andere Blätter herausnehmen.",
            size(*bytes)
        ),
        Unreadable::Unpacked => format!(
            "Sie wäre ausgepackt größer als {}. Das ist keine Liste; bitte die Angebote in eine \
             neue Datei kopieren.",
            size(usize::try_from(UNPACKED_BYTES).unwrap_or(usize::MAX))
        ),
        Unreadable::TooManyRows => format!(
            "Sie hat mehr als {} Zeilen. Bitte nur die Angebote eines Landkreises in die Datei \
             nehmen und Zeilen löschen, die leer aussehen.",
            number(ROWS)
        ),
        Unreadable::TooManyCells => "Sie hat viel mehr Zellen als eine Liste von Angeboten. Bitte \
             die Angebote in eine neue Datei kopieren."
            .into(),
        Unreadable::LongCell(row) => format!(
            "In Zeile {row} hat eine Zelle mehr als {} Zeichen. Bitte kürzen, oder prüfen, ob in ihr die Zeilen \
             danach stehen.",
            number(LETTERS)
        ),
        Unreadable::LargePage => format!(
            "Die Angebote darin werden zusammen größer als {}, mehr als die App liest. Bitte Texte kürzen.",
            size(SNAPSHOT_BYTES)
        ),
        Unreadable::TooManyFindings => format!(
            "An mehr als {} Stellen ist etwas nicht in Ordnung. Bitte prüfen, ob die Überschriften zu den Spalten \
             gehören; die ersten Zeilen allein zeigen, was fehlt.",
            number(FINDINGS)
        ),
        Unreadable::Protected => "Sie ist mit einem Kennwort geschützt. Bitte ohne Kennwort \
             speichern."
            .into(),
        Unreadable::NotAWorkbook => "Sie ist keine Tabelle von Excel oder LibreOffice, auch wenn \
             ihr Name so klingt. Bitte die Tabelle als .xlsx, .ods oder .csv speichern."
            .into(),
        Unreadable::OpenQuote(row) => format!(
            "In Zeile {row} beginnt eine Zelle mit einem Anführungszeichen (\"), das nicht dort \
             endet, wo die Zelle endet; die Zeilen danach gingen verloren. Bitte in dieser Zeile \
             das Anführungszeichen schließen, löschen oder durch „ und “ ersetzen."
        ),
        Unreadable::Damaged(what) => format!(
            "Sie ist beschädigt oder unvollständig ({}). Bitte noch einmal speichern oder kopieren.",
            quoted(what)
        ),
        Unreadable::NoHeader(sheets) => no_header(sheets),
    }
}

fn no_header(sheets: &[(String, Vec<String>)]) -> String {
    let found: Vec<_> = sheets
        .iter()
        .take(5)
        .map(|(sheet, names)| {
            let names: Vec<_> = names
                .iter()
                .map(|name| format!("„{}“", shortened(name)))
                .collect();
            let names = names.join(", ");
            if sheet.is_empty() {
                names
            } else {
                format!("im Blatt „{}“ {names}", text::clean_line(sheet))
            }
        })
        .collect();
    let found = match found.as_slice() {
        [] => "Sie ist leer".into(),
        found => format!("Gefunden wurde {}", found.join("; ")),
    };
    format!(
        "Keine Zeile darin hat eine Spalte „Titel“. {found}. Erwartet wird über den Angeboten eine \
         Zeile mit Überschriften: Titel, Beschreibung, Träger, Alter von, Alter bis, Ort, Wann und \
         weitere, wie es die Anleitung (README) zeigt."
    )
}

/// What a sheet has no room for.
pub fn loss(loss: &Loss) -> String {
    match loss {
        Loss::Record(at) => format!(
            "Der Datensatz {} ist fehlerhaft und steht nicht in der Tabelle. Was ihm fehlt, zeigt \
             raupe check.",
            number(*at)
        ),
        Loss::Parts { title, parts } => format!(
            "„{}“: Nicht oder nicht ganz in der Tabelle: {}.",
            shortened(title),
            parts.join(", ")
        ),
        Loss::Region(region) => format!(
            "Die Tabelle nennt den Landkreis nicht. Bitte beim Veröffentlichen angeben: --region \
             „{}“.",
            text::clean_line(region)
        ),
        Loss::Origins(languages) => format!(
            "Die Tabelle sagt nicht, welche Übersetzungen eine Maschine gemacht hat ({}). Werden \
             sie aus ihr gelesen, gelten sie als von Menschen gemacht.",
            languages.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests;
