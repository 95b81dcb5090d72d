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
/// What stands before it and says how.
const HOW: &[&str] = &[
    "telefonischer",
    "vorheriger",
    "personlicher",
    "individueller",
];

/// A word that says that one comes by appointment, also "Terminvereinbarung".
fn is_appointment(word: &str) -> bool {
    APPOINTMENT.iter().any(|end| word.ends_with(end))
}

impl Reader {
    /// Whether it says that one comes by appointment.
    pub(in crate::sheet::when) fn says_by_appointment(&self) -> bool {
        self.appointment().is_some()
    }

    /// Where in the sentence hours end and "und nach Vereinbarung" or "+ nach Vereinbarung" begin,
    /// up to its end.
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
        ];
        let appointment = self.appointment()?;
        let mut begins = None;
        for at in (0..appointment).rev() {
            if self.is_word_at(at, LINKS) || self.tokens[at].kind == Kind::Plus {
                begins = Some(at);
            } else if !(self.is_word_at(at, BETWEEN) || self.is_word_at(at, HOW)) {
                // ", nach telefonischer Vereinbarung" could be how one comes at these hours.
                let comma = self.tokens[at].kind == Kind::Comma && at + 2 == appointment;
                begins = begins.or_else(|| comma.then_some(at));
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
        hour.is_some_and(|hour| (hour + 1..appointment).any(|at| !self.is_how_one_comes(at)))
    }

    /// Whether a note says that one only comes by appointment: "nur nach Vereinbarung", but not
    /// "sonst nach Vereinbarung" or "Hausbesuche nach Vereinbarung".
    pub(in crate::sheet::when) fn is_only_by_appointment(&self) -> bool {
        let Some(appointment) = self.appointment() else {
            return false;
        };
        let clause = (0..appointment)
            .rev()
            .take_while(|at| self.tokens[*at].kind != Kind::Comma);
        let mut before = clause.peekable();
        before.peek().is_some() && before.all(|at| self.is_how_one_comes(at))
    }

    /// "nur", "nach", "auf", "vorheriger": what belongs to "Vereinbarung".
    fn is_how_one_comes(&self, at: usize) -> bool {
        const WORDS: &[&str] = &[
            "nur",
            "ausschliesslich",
            "lediglich",
            "nach",
            "auf",
            "mit",
            "termin",
            "termine",
        ];
        self.is_word_at(at, WORDS) || self.is_word_at(at, HOW)
    }

    fn appointment(&self) -> Option<usize> {
        const BEFORE: &[&str] = &["nach", "auf", "mit"];
        (0..self.tokens.len()).find(|at| {
            let Some(word) = self.word_at(*at) else {
                return false;
            };
            // "Terminvereinbarung" alone is what the hours are for.
            let after = |words| {
                at.checked_sub(1)
                    .is_some_and(|at| self.is_word_at(at, words))
            };
            APPOINTMENT.contains(&word) || (is_appointment(word) && (after(BEFORE) || after(HOW)))
        })
    }
}
