//! What a command did.

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::Path;

use super::{counted, io_error, key_ids, number, size};
use crate::compress::Summary;
use crate::keys::Pair;
use crate::publish::{ClockDoubt, KEPT, Published, Step, Written};
use crate::serve::HostFiles;

/// That the server is ready. The tests and `cargo xtask serve` wait for this line.
pub fn ready(address: SocketAddr) -> String {
    format!("Raupe läuft: http://{address}/")
}

/// What came of publishing into the folder `out`.
pub fn published(out: &Path, published: &Published) -> String {
    let manifest = &published.manifest;
    let count = usize::try_from(manifest.count).unwrap_or(usize::MAX);
    let offers = counted(count, "Angebot", "Angebote");
    let edition = format!(
        "Feed „{}“, Ausgabe {}, Epoche {}",
        manifest.feed_id,
        number(manifest.seq),
        number(manifest.epoch)
    );
    let out = out.display();
    let mut text = match &published.step {
        Step::Nothing => {
            format!("Nichts zu tun: {out} enthält diese {offers} schon ({edition}).\n")
        }
        Step::Repaired(_) => format!(
            "Repariert: Was in {out} fehlte oder beschädigt war, ist wieder da ({offers}; {edition}, \
             unverändert).\n"
        ),
        Step::NewEdition(_) => format!("Veröffentlicht: {offers} in {out} ({edition}).\n"),
    };
    if let Step::NewEdition(written) | Step::Repaired(written) = &published.step {
        let raw = usize::try_from(manifest.bytes).unwrap_or(usize::MAX);
        let (brotli, gzip) = (size(written.brotli), size(written.gzip));
        let _ = writeln!(
            text,
            "Größe: {}, mit Brotli {brotli}, mit gzip {gzip}.",
            size(raw)
        );
        // The first is from the edition before, which most phones have.
        if let Some((from, bytes)) = written.deltas.first() {
            let _ = writeln!(
                text,
                "Wer Ausgabe {} hat, lädt davon nur {}.",
                number(*from),
                size(*bytes)
            );
        }
        text.push_str(&signature(written));
        if written.signed.is_some() && !manifest.keys.is_empty() {
            let keys = key_ids(&manifest.keys);
            let _ = writeln!(
                text,
                "Wer diese Ausgabe hat, nimmt weitere nur von diesen Schlüsseln an: {keys}."
            );
        }
    }
    if let Some(doubt) = &published.clock {
        text.push_str(&clock(doubt, &manifest.issued_at));
    }
    if let (Step::NewEdition(written), Some(changes)) = (&published.step, published.changes) {
        let _ = writeln!(
            text,
            "Seit der vorigen Ausgabe: {} neu, {} geändert, {} entfernt.",
            number(changes.new),
            number(changes.changed),
            number(changes.removed)
        );
        if changes.moved > 0 {
            let _ = writeln!(
                text,
                "Achtung: Unter {} steht jetzt ein Angebot, das vorher eine andere hatte. Wer einen \
                 alten Link öffnet, kommt zum falschen Angebot. Bitte jedem Angebot seine Kennung \
                 zurückgeben, neuen Angeboten neue geben und noch einmal veröffentlichen.",
                counted(changes.moved, "Kennung", "Kennungen")
            );
        }
        text.push_str(&old_editions(written));
    }
    if published.ended + published.broken > 0 {
        let _ = writeln!(
            text,
            "Nicht im Feed: {} beendete oder ruhende und {} fehlerhafte Datensätze.",
            number(published.ended),
            number(published.broken)
        );
    }
    if let Step::NewEdition(Written {
        found_remains: true,
        ..
    }) = published.step
    {
        text.push_str(
            "Achtung: Im Ordner lagen Daten ohne manifest.json, und die Zählung hat bei 1 begonnen. \
             War dieser Feed schon einmal öffentlich, lehnt die App die Ausgabe ab; dann bitte noch \
             einmal mit --epoch 2 veröffentlichen.\n",
        );
    }
    text
}

fn signature(written: &Written) -> String {
    match &written.signed {
        Some(key) => format!("Unterschrieben; prüfen lässt es sich mit dem Schlüssel {key}.\n"),
        None => {
            "Nicht unterschrieben: Die App nimmt die Ausgabe nur an, wenn ihre Einstellungen das \
                 erlauben (siehe raupe keygen).\n"
                .to_owned()
        }
    }
}

/// Why the date of an edition may be wrong, and what to do.
fn clock(doubt: &ClockDoubt, now: &str) -> String {
    let what = match doubt {
        ClockDoubt::Earlier(before) => {
            format!("Diese Ausgabe ist vom {now}, die vorige aber von später: {before}")
        }
        ClockDoubt::MuchLater(before) => {
            format!("Diese Ausgabe ist vom {now}, die vorige mehr als ein Jahr älter: {before}")
        }
    };
    format!(
        "Achtung: {what}. Die Uhr dieses Rechners geht falsch, oder sie ging damals falsch. Die App nimmt die \
         Ausgabe an, zeigt aber ein falsches Datum, wenn es jetzt nicht stimmt. Dann bitte die Uhr stellen und \
         mit --confirm noch einmal veröffentlichen.\n"
    )
}

/// What making keys has left.
pub fn keys_made(pair: &Pair) -> String {
    format!(
        "Angelegt: {} (geheim) und {} (öffentlich).\n\
         Der geheime Schlüssel gehört nur dem Landkreis: bitte sicher aufbewahren und eine Kopie \
         davon machen. Ohne ihn nimmt die App keine neue Ausgabe an.\n\
         In die Einstellungen der App (region.json, „keys“) gehört diese Zeile:\n{}\n\
         Ist er der nächste und unterschreibt noch nicht, macht ihn der bisherige bekannt: raupe publish … \
         --key BISHERIGER.key --next-key {}\n",
        pair.secret.display(),
        pair.public.display(),
        pair.line,
        pair.public.display()
    )
}

fn old_editions(written: &Written) -> String {
    match &written.deleted {
        Ok(0) => String::new(),
        Ok(deleted) => format!(
            "Gelöscht: {}; die letzten {KEPT} bleiben.\n",
            counted(*deleted, "alte Ausgabe", "alte Ausgaben")
        ),
        Err(error) => format!(
            "Alte Ausgaben ließen sich nicht löschen ({}). Das schadet nicht.\n",
            io_error(error)
        ),
    }
}

/// What was exported into the file `out`.
pub fn exported(out: &Path, offers: usize) -> String {
    format!(
        "Geschrieben: {} in {}.",
        counted(offers, "Angebot", "Angebote"),
        out.display()
    )
}

/// What was written for other web servers.
pub fn headers_written(folder: &Path, files: &HostFiles) -> String {
    let folder = folder.display();
    let mut text = format!("Geschrieben in {folder}: {}.\n", files.written.join(", "));
    if !files.kept.is_empty() {
        let _ = writeln!(
            text,
            "Nicht von Raupe und deshalb unverändert: {}. Bitte umbenennen, noch einmal schreiben und \
             beides zusammenführen.",
            files.kept.join(", ")
        );
    }
    text
}

/// What came of compressing the folder `path`.
pub fn compressed(path: &Path, summary: &Summary) -> String {
    let mut text = format!(
        "Komprimiert: {} in {}: {}, mit Brotli {}, mit gzip {}.\n",
        counted(summary.files, "Datei", "Dateien"),
        path.display(),
        size(summary.raw),
        size(summary.brotli),
        size(summary.gzip)
    );
    if summary.removed > 0 {
        let _ = writeln!(
            text,
            "Gelöscht: {} ohne Datei dazu.",
            number(summary.removed)
        );
    }
    text
}
