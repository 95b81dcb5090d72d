//! Why a file cannot be read, published or served, and what to do about it.

use std::io;
use std::path::Path;

use raupe_core::feed::{ManifestError, SNAPSHOT_BYTES, Unreadable};

use super::sheet::unreadable_sheet;
use super::{counted, finding, key_ids, number, sheet_finding, size};
use crate::export::ExportError;
use crate::keys::{self, KeyError};
use crate::publish::{PublishError, Refused};
use crate::serve::ServeError;
use crate::sheet;
use crate::source::SourceError;

/// How many broken records are listed before a refusal refers to `raupe check`.
const LISTED: usize = 10;

/// What the system says, in German where it is one of the usual things.
pub fn io_error(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "das gibt es nicht",
        io::ErrorKind::PermissionDenied => "der Zugriff ist nicht erlaubt",
        io::ErrorKind::IsADirectory => "das ist ein Ordner, keine Datei",
        io::ErrorKind::NotADirectory => "das ist kein Ordner",
        io::ErrorKind::ReadOnlyFilesystem => "der Datenträger ist schreibgeschützt",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "der Datenträger ist voll",
        io::ErrorKind::AddrInUse => "die Adresse benutzt schon ein anderes Programm",
        io::ErrorKind::AddrNotAvailable => "diese Adresse hat dieser Rechner nicht",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// Why a county's file cannot be read at all.
pub fn source_error(path: &Path, error: &SourceError) -> String {
    let file = path.display();
    match error {
        SourceError::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            format!("Die Datei {file} gibt es nicht. Bitte Namen und Ordner prüfen.")
        }
        SourceError::Io(error) => format!(
            "Die Datei {file} lässt sich nicht lesen: {}. Bitte prüfen, ob es die richtige Datei \
             ist und ob Sie sie öffnen dürfen.",
            io_error(error)
        ),
        SourceError::Unreadable(why) => {
            format!(
                "Die Datei {file} ist nicht zu gebrauchen: {}",
                unreadable(why)
            )
        }
        SourceError::Sheet(why) => {
            format!(
                "Die Datei {file} ist nicht zu gebrauchen: {}",
                unreadable_sheet(why)
            )
        }
    }
}

fn unreadable(why: &Unreadable) -> String {
    match why {
        Unreadable::Empty => "Sie ist leer. Bitte die Ausgabe neu erzeugen.".into(),
        Unreadable::TooLarge(bytes) => format!(
            "Sie ist mit {} zu groß; gelesen werden höchstens {}. Bitte nur die Angebote eines \
             Landkreises ausgeben.",
            size(*bytes),
            size(SNAPSHOT_BYTES)
        ),
        Unreadable::NotUtf8(at) => format!(
            "Sie ist nicht in UTF-8 geschrieben (zuerst beim Byte {}). Bitte beim Speichern die \
             Zeichenkodierung UTF-8 wählen.",
            number(at + 1)
        ),
        Unreadable::Html => "Sie enthält eine Internetseite statt Daten, vielleicht eine \
             Anmeldung oder eine Fehlermeldung. Bitte neu herunterladen und im Browser ansehen, \
             was kommt."
            .into(),
        Unreadable::NotJson { line, message, .. } if message.starts_with("EOF") => format!(
            "Sie hört in Zeile {} mittendrin auf. Bitte neu erzeugen oder noch einmal kopieren.",
            number(*line)
        ),
        Unreadable::NotJson {
            line,
            column,
            message,
        } => format!(
            "Sie ist kein gültiges JSON. Die Stelle ist Zeile {}, Zeichen {} ({message}). Oft ist \
             die Datei von Hand verändert; bitte neu erzeugen.",
            number(*line),
            number(*column)
        ),
        Unreadable::NoServices => "Sie ist JSON, enthält aber keine Angebote. Erwartet wird eine \
             HSDS-Seite mit der Liste „contents“."
            .into(),
    }
}

/// Why nothing was published. `file` is the county's file, `out` the folder of the feed.
pub fn publish_error(file: &Path, out: &Path, error: &PublishError) -> String {
    match error {
        PublishError::Source(error) => source_error(file, error),
        PublishError::Io(path, error) => format!(
            "Nicht veröffentlicht: {} – {}. Im Ordner liegt ein vollständiger Feed oder, beim \
             ersten Mal, noch keiner. Bitte die Ursache beheben und noch einmal veröffentlichen.",
            path.display(),
            io_error(error)
        ),
        PublishError::Key(error) => format!("Nicht veröffentlicht: {}", key_error(error)),
        PublishError::Refused(refused) => {
            format!("Nicht veröffentlicht: {}", refusal(file, out, refused))
        }
    }
}

fn refusal(file: &Path, out: &Path, refused: &Refused) -> String {
    let (file, out) = (file.display(), out.display());
    match refused {
        Refused::BrokenRecords(findings) => {
            let lines = findings.iter().map(|it| finding(it, None));
            broken_records(&file.to_string(), lines)
        }
        Refused::BrokenRows(findings) => broken_rows(&file.to_string(), findings),
        Refused::NoOffers => "In der Datei ist kein einziges laufendes Angebot. Ein leerer Feed \
             würde bei allen Familien alles löschen. Bitte die Datei prüfen."
            .into(),
        Refused::TooLarge(bytes) => format!(
            "Der Feed wäre mit {} zu groß; die App liest höchstens {}. Bitte Texte kürzen.",
            size(*bytes),
            size(SNAPSHOT_BYTES)
        ),
        Refused::NoFeedId => "Aus dem Namen der Datei lässt sich kein Name für den Feed bilden. \
             Bitte mit --feed-id angeben, zum Beispiel --feed-id de.landkreis-peine.familien."
            .into(),
        Refused::BadField("feed_id") => "Der Name des Feeds ist leer, zu lang oder fängt mit „page:“ an. \
             Bitte mit --feed-id einen anderen angeben, zum Beispiel --feed-id de.landkreis-peine.familien."
            .into(),
        Refused::BadField(name) => format!(
            "Die Angabe „{name}“ ist leer oder zu lang, so dass die App den Feed ablehnen würde. \
             Bitte ändern."
        ),
        Refused::OtherFeed { there, wanted } => format!(
            "Der Ordner {out} enthält schon den Feed „{there}“, veröffentlicht werden sollte \
             „{wanted}“. Bitte einen anderen Ordner wählen oder, wenn es derselbe Feed ist, \
             --feed-id {there} angeben."
        ),
        Refused::DamagedManifest(error) => damaged_manifest(&out.to_string(), error),
        Refused::NewerManifest(_) => format!(
            "Die Datei manifest.json im Ordner {out} stammt von einer neueren Fassung dieses \
             Programms. Bitte das Programm aktualisieren."
        ),
        Refused::LowerEpoch(there) => format!(
            "Der Feed im Ordner {out} hat schon die Epoche {there}. Eine niedrigere würde die App \
             ablehnen. Bitte --epoch weglassen oder eine höhere Zahl als {there} angeben."
        ),
        Refused::LastSeq(epoch) => format!(
            "Die Nummer der Ausgabe ist am Ende. Bitte mit --epoch {} neu beginnen.",
            epoch.saturating_add(1)
        ),
        Refused::Busy => format!(
            "In den Ordner {out} wird gerade schon veröffentlicht. Bitte warten, bis das fertig \
             ist, und es dann noch einmal versuchen."
        ),
        Refused::KeyNeeded => format!(
            "Der Feed im Ordner {out} ist unterschrieben; eine Ausgabe ohne Unterschrift würde die \
             App ablehnen. Bitte den geheimen Schlüssel angeben: --key NAME.key."
        ),
        Refused::KeyInReach(key) => format!(
            "Die Datei {} ist ein geheimer Schlüssel und liegt in einem Ordner, den der Webserver allen \
             zeigt. Wer sie hat, kann im Namen des Landkreises unterschreiben. Bitte an einen Ort \
             außerhalb verschieben. War der Ordner damit schon im Netz, ist der Schlüssel nicht mehr \
             geheim: bitte mit raupe keygen einen neuen anlegen und in die App aufnehmen.",
            key.display()
        ),
        Refused::UntrustedKey(key, named) => format!(
            "Die App nimmt von diesem Schlüssel ({}) nichts an. Nach der Ausgabe im Ordner {out} gelten \
             nur: {}. Bitte mit einem von diesen unterschreiben. Einen neuen macht der bisherige \
             bekannt: --key BISHERIGER.key --next-key NEUER.pub.",
            key.id(),
            key_ids(named)
        ),
        Refused::SameKey => "Der nächste Schlüssel ist derselbe, mit dem unterschrieben wird. Bitte mit \
             raupe keygen ein neues Paar anlegen und bei --next-key dessen öffentliche Datei angeben."
            .into(),
        Refused::FarFewer { before, now } => format!(
            "Nur noch {now} Angebote statt bisher {before}. Das sind mehr als 30 % weniger, und die \
             App würde es für einen Fehler halten. Bitte prüfen, ob in der Datei {file} etwas \
             fehlt. Ist es so gewollt: mit --mass-change veröffentlichen."
        ),
    }
}

/// Why there is no key to make or to sign with.
pub fn key_error(error: &KeyError) -> String {
    match error {
        KeyError::Io(path, error) if error.kind() == io::ErrorKind::NotFound => format!(
            "Die Datei {} gibt es nicht, oder ihr Ordner fehlt. Ein neues Schlüsselpaar macht: raupe \
             keygen --out NAME.",
            path.display()
        ),
        KeyError::Io(path, error) => format!(
            "Die Datei {} lässt sich nicht lesen oder schreiben: {}.",
            path.display(),
            io_error(error)
        ),
        KeyError::Exists(path) => format!(
            "Die Datei {} gibt es schon. Ein Schlüssel wird nie überschrieben: Ohne den alten \
             könnte niemand mehr Ausgaben unterschreiben, die die App annimmt. Bitte einen anderen \
             Namen wählen.",
            path.display()
        ),
        KeyError::NotAKey(path) => format!(
            "Die Datei {} enthält keinen geheimen Schlüssel. Erwartet wird die Datei NAME.key, die \
             raupe keygen oder minisign angelegt hat.",
            path.display()
        ),
        KeyError::PublicKey(path) => format!(
            "Die Datei {} ist der öffentliche Schlüssel. Unterschrieben wird mit dem geheimen: \
             bitte NAME.key angeben.",
            path.display()
        ),
        KeyError::NotAPublicKey(path) => format!(
            "Die Datei {} enthält keinen öffentlichen Schlüssel. Erwartet wird die Datei NAME.pub, die \
             raupe keygen oder minisign angelegt hat.",
            path.display()
        ),
        KeyError::NoPassword(path) => format!(
            "Der Schlüssel {} ist mit einem Passwort geschützt. Bitte in der Umgebungsvariablen {} \
             angeben.",
            path.display(),
            keys::PASSWORD
        ),
        KeyError::WrongPassword(path) => format!(
            "Das Passwort in {} passt nicht zum Schlüssel {}, oder die Datei ist beschädigt.",
            keys::PASSWORD,
            path.display()
        ),
        KeyError::Failed(message) => {
            format!("Mit dem Schlüssel ging etwas schief: {message}. Bitte noch einmal versuchen.")
        }
    }
}

fn broken_records(file: &str, findings: impl Iterator<Item = String>) -> String {
    format!(
        "{}Alles dazu zeigt: raupe check {file}\nBitte beheben, oder mit --leave-out-broken ohne \
         sie veröffentlichen.",
        would_be_missing(findings)
    )
}

fn broken_rows(file: &str, findings: &[sheet::Finding]) -> String {
    broken_records(file, findings.iter().map(sheet_finding))
}

/// The first of the errors, and how many there are.
fn would_be_missing(findings: impl Iterator<Item = String>) -> String {
    let findings: Vec<_> = findings.collect();
    let lines: Vec<_> = findings
        .iter()
        .take(LISTED)
        .map(|line| format!("  {line}\n"))
        .collect();
    let more = match findings.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!("  … und {} mehr\n", number(more)),
    };
    format!(
        "{} in der Datei. Diese Angebote würden fehlen:\n{}{more}",
        counted(findings.len(), "Fehler", "Fehler"),
        lines.concat()
    )
}

/// Why nothing was exported.
pub fn export_error(file: &Path, error: &ExportError) -> String {
    match error {
        ExportError::Source(error) => source_error(file, error),
        ExportError::Rows(findings) => format!(
            "Nicht geschrieben: {}Alles dazu zeigt: raupe check {}\nBitte beheben und noch einmal \
             schreiben.",
            would_be_missing(findings.iter().map(sheet_finding)),
            file.display()
        ),
    }
}

fn damaged_manifest(out: &str, error: &ManifestError) -> String {
    let what = match error {
        ManifestError::TooLarge(bytes) => format!("sie ist mit {} zu groß", size(*bytes)),
        ManifestError::NotAManifest(message) => format!("sie ist nicht zu lesen ({message})"),
        ManifestError::NewerSchema(schema) => format!("unbekannte Form {schema}"),
        ManifestError::BadField(name) => format!("das Feld „{name}“ ist falsch"),
    };
    format!(
        "Die Datei manifest.json im Ordner {out} ist beschädigt: {what}. Ohne sie ist nicht \
         bekannt, welche Nummer die nächste Ausgabe bekommt, und die App lehnt zu niedrige ab.\n\
         Bitte die Datei aus einer Sicherung oder vom Webserver zurückholen. Geht das nicht, neu \
         beginnen: mit --feed-id, dem bisherigen Namen des Feeds, und mit --epoch 2, oder einer \
         höheren Zahl, wenn schon einmal neu begonnen wurde."
    )
}

/// Why a file was not written.
pub fn not_written(path: &Path, error: &io::Error) -> String {
    format!(
        "Nicht geschrieben: {} – {}. War dort schon eine Datei, ist sie unverändert.",
        path.display(),
        io_error(error)
    )
}

/// Why there is no server.
pub fn serve_error(error: &ServeError) -> String {
    match error {
        ServeError::NoFolder { option, path } => format!(
            "Den Ordner {} gibt es nicht. Bitte die Angabe {option} prüfen.",
            path.display()
        ),
        ServeError::Listen { address, error } if error.kind() == io::ErrorKind::AddrInUse => {
            format!(
                "Die Adresse {address} benutzt schon ein anderes Programm, vielleicht dieses, schon \
                 einmal gestartet. Bitte das andere beenden oder mit --listen einen anderen Port \
                 wählen, zum Beispiel 127.0.0.1:8081."
            )
        }
        ServeError::Listen { address, error } => format!(
            "Unter der Adresse {address} lässt sich nichts anbieten: {}. Bitte --listen prüfen; \
             gemeint ist eine Angabe wie 127.0.0.1:8080.",
            io_error(error)
        ),
        ServeError::Io(error) => format!("Der Server musste aufhören: {}.", io_error(error)),
    }
}

/// Why a folder is not compressed.
pub fn compress_failed(path: &Path, error: &io::Error) -> String {
    format!(
        "Nicht komprimiert: {} – {}.",
        path.display(),
        io_error(error)
    )
}
