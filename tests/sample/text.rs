//! Titles and sentences.

use crate::random::Random;
use crate::words::{
    HEADS, HOUSES, MANNERS, MIDDLES, NATURE, NOUNS, ORGANISATIONS, PEOPLE, PLACES, TAILS, TIMES,
    VERBS,
};

/// A compound with its article, such as `("die", "Elterngruppe")`.
fn compound(random: &mut Random) -> (&'static str, String) {
    let head = random.often(HEADS);
    let (article, tail) = TAILS[random.zipf(TAILS.len())];
    let middle = if random.chance(20) {
        MIDDLES[random.below(MIDDLES.len())]
    } else {
        ""
    };
    (article, format!("{head}{middle}{tail}"))
}

fn word(random: &mut Random) -> String {
    compound(random).1
}

/// The name of the neighbourhood with this number; there are 350 different ones.
pub fn neighbourhood(at: usize) -> String {
    let (nature, place) = (
        NATURE[at % NATURE.len()],
        PLACES[at / NATURE.len() % PLACES.len()],
    );
    format!("{nature}{place}")
}

/// The name of a house.
pub fn house(random: &mut Random) -> String {
    format!("{}{}", random.any(NATURE), random.often(HOUSES))
}

/// The name of an organisation. The record says that it is an example.
pub fn organisation(random: &mut Random) -> String {
    let (kind, name) = (random.often(ORGANISATIONS), random.any(NATURE));
    format!("{kind} {name}blick")
}

/// What an offer is called.
pub fn title(random: &mut Random, place: &str) -> String {
    let subject = word(random);
    match random.below(6) {
        0 => format!("{subject} {place}"),
        1 => format!("{subject} für {}", random.often(PEOPLE)),
        2 => format!("{subject} und {}", word(random)),
        3 => format!("{subject} im {}", house(random)),
        _ => subject,
    }
}

/// One sentence about an offer: short words between the long ones, as people write.
pub fn sentence(random: &mut Random, place: &str) -> String {
    let r = random;
    // What a sentence is filled with, in this order; not every sentence takes all of it.
    let (subject, time, manner) = (subject(r), r.often(TIMES), r.often(MANNERS));
    let (who, whom) = (r.often(PEOPLE), r.often(PEOPLE));
    let (what, more) = (r.often(NOUNS), r.often(NOUNS));
    let (act, also) = (r.often(VERBS), r.often(VERBS));
    match r.below(12) {
        0 => format!("{subject} ist für {who} und für {whom}, die gerne mit uns {act} und {also}."),
        1 => format!("{time} {act} und {also} wir {manner} mit allen, die da sind."),
        2 => format!(
            "Wer {what} sucht, ist bei uns richtig: Wir haben auch {}.",
            word(r)
        ),
        3 => format!("Bitte {what} und, wenn es geht, auch {more} mitbringen."),
        4 => format!(
            "Wir helfen {manner} bei {what}, bei {more} und mit {}.",
            word(r)
        ),
        5 => format!("Und wer mag, hat danach noch Zeit für {what} und für {more}."),
        6 => format!("{time} sind {who} da, die in {place} mit uns {act} und {also}."),
        7 => format!("{who} mit {what} oder {more} sind bei uns {manner} willkommen."),
        8 => format!("Dazu gibt es {} und, wer es mag, auch {what}.", word(r)),
        9 => format!("{time} geht es bei uns um {what} oder um {more}, so wie es passt."),
        10 => format!("Hier {act} {who} mit {whom}, und das geht {manner} und ohne {what}."),
        _ => format!(
            "{subject} geht über {} Wochen und ist für alle da, auch {manner}.",
            2 + r.below(11)
        ),
    }
}

/// A compound with its article at the beginning of a sentence.
fn subject(random: &mut Random) -> String {
    let (article, word) = compound(random);
    let article = match article {
        "der" => "Der",
        "die" => "Die",
        _ => "Das",
    };
    format!("{article} {word}")
}
