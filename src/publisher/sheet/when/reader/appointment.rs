//! Hours beside "nach Vereinbarung": "Mo–Fr 8–12 Uhr und nach Vereinbarung".

use super::super::tokens::Kind;
use super::Reader;

/// What says that one comes by appointment.
const APPOINTMENT: &[&str] = &["vereinbarung", "absprache", "anfrage"];
/// What joins it to the hours at which one can simply come.
const LINKS: &[&str] = &[
    "und",
    "u",
    "oder",
    "sowie",
    "sonst",
    "ansonsten",
    "auch",
    "zusatzlich",
    "weitere",
    "ausserhalb",
];

impl Reader {
    /// Whether it says that one comes by appointment.
    pub(in crate::sheet::when) fn says_by_appointment(&self) -> bool {
        self.appointment().is_some()
    }

    /// Where in the sentence hours end and "und nach Vereinbarung" begins, up to its end.
    pub(in crate::sheet::when) fn appointment_besides(&self) -> Option<usize> {
        const BETWEEN: &[&str] = &[
            "nach",
            "auf",
            "gern",
            "gerne",
            "jederzeit",
            "termin",
            "termine",
            "dieser",
            "zeiten",
            "telefonischer",
            "vorheriger",
            "personlicher",
        ];
        let appointment = self.appointment()?;
        let mut begins = None;
        for at in (0..appointment).rev() {
            if self.is_word_at(at, LINKS) {
                begins = Some(at);
            } else if !self.is_word_at(at, BETWEEN) {
                break;
            }
        }
        let begins = begins.filter(|at| *at > 0)?;
        // "nach Anmeldung und Absprache" is one thing.
        let is_own = (begins..appointment).any(|at| self.is_word_at(at, &["nach", "auf"]));
        is_own.then(|| self.tokens[begins].start)
    }

    /// Whether hours may stand beside it all the same: "Mo 8–12 Uhr und Sa nach Vereinbarung".
    pub(in crate::sheet::when) fn has_hours_besides_appointment(&self) -> bool {
        let Some(appointment) = self.appointment() else {
            return false;
        };
        let is_hour = |at: &usize| {
            matches!(self.tokens[*at].kind, Kind::Time(_)) || self.is_word_at(*at, &["uhr", "h"])
        };
        let hour = (0..appointment).rev().find(is_hour);
        hour.is_some_and(|hour| (hour..appointment).any(|at| self.is_word_at(at, LINKS)))
    }

    fn appointment(&self) -> Option<usize> {
        (0..self.tokens.len()).find(|at| self.is_word_at(*at, APPOINTMENT))
    }
}
