//! Times that are words, and dates that holidays take away.

use super::super::counted as number_of;
use super::quoted;
use crate::sheet::{Counted, Doubt, Left, Unclear};

/// How many dates are left where some fall into holidays.
pub(super) fn counted(counted: &Counted) -> String {
    let rule = quoted(&counted.rule);
    let dates = |count: usize| number_of(count, "Termin", "Termine");
    let named = dates(counted.count.into());
    let advice = "Sind mehr gemeint, bitte die Zahl erhöhen oder statt ihrer das Ende hinschreiben, zum \
                  Beispiel: bis 30.6.2027";
    match &counted.left {
        None => format!(
            "„{rule}“ nennt {named}; was davon in die Ferien oder auf Feiertage fällt, zählt mit und fällt \
             aus. Wie viele bleiben und welcher der letzte ist, sagt raupe check mit --settings \
             region.json. {advice}."
        ),
        Some(Left { last: None, .. }) => format!(
            "„{rule}“ nennt {named}, und alle fallen in die Ferien oder auf Feiertage. {advice}."
        ),
        Some(Left {
            dates: left,
            is_sure,
            ..
        }) => {
            let last = counted.last_day().unwrap_or_default();
            let known = if *is_sure {
                ""
            } else {
                ", soweit die Ferien in den Einstellungen stehen"
            };
            format!(
                "„{rule}“ nennt {named}; ohne Ferien und Feiertage bleiben {}{known}, der letzte am {}. \
                 {advice}.",
                dates(*left),
                last
            )
        }
    }
}

/// Why a cell has no dates, and how to write it so that they are reckoned.
pub(super) fn unclear(Unclear { cell, doubt }: &Unclear) -> String {
    let why = match doubt {
        Doubt::Words(words) => format!(
            "Nicht verstanden wurde „{}“. Ist es nur eine Bemerkung, bitte in Klammern setzen; \
             ändert es etwas an den Terminen, bitte anders schreiben",
            quoted(words)
        ),
        Doubt::Number(number) => format!(
            "Ob „{0}“ eine Uhrzeit ist, steht nicht da. Bitte „{0} Uhr“ schreiben oder eine \
             Bemerkung in Klammern setzen",
            quoted(number)
        ),
        Doubt::Note(note) => format!(
            "„{}“ könnte Termine ausfallen lassen. Bitte so schreiben, dass es sich berechnen lässt",
            quoted(note)
        ),
        Doubt::Together => "Die Angaben können Verschiedenes bedeuten. Bitte eine Regel je Zeile, \
             erst die Tage, dann ihre Uhrzeiten"
            .to_owned(),
    };
    format!(
        "„{}“ wird so gezeigt, wie es dasteht; Termine werden daraus nicht berechnet. {why}. \
         Verstanden wird zum Beispiel: jeden Di 9:30–11:30; Mo–Fr 8–12 Uhr; 1. und 3. Do im Monat \
         16 Uhr; alle 2 Wochen Fr 9 Uhr ab 4.9.2026; 16.1.2027, 10–16 Uhr; hinter einer Regel \
         auch: nicht in den Ferien, außer 23.12.2026, bis 30.6.2027. Lässt es sich so nicht sagen, \
         kann es stehen bleiben.",
        quoted(cell)
    )
}
