//! Whether every word and number of a cell that claims dates can be found again in them.
//!
//! Written apart from the grammar, from lists of its own, so that what both overlook is no slip of
//! the same hand. The fuzzer uses it as well.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use raupe_core::offer::{Recurrence, Schedule, Weekday};

/// Words that may stand in a cell with dates without being found in them, in small letters.
const SILENT: &[&str] = &[
    // Days and hours.
    "am",
    "an",
    "um",
    "uhr",
    "h",
    "von",
    "bis",
    "ab",
    "und",
    "u",
    "sowie",
    "zwischen",
    "gegen",
    "ca",
    "circa",
    "etwa",
    "zum",
    "den",
    "dem",
    "der",
    "im",
    "in",
    "des",
    "pro",
    "die",
    "das",
    "jede",
    "jeden",
    "jedem",
    "jeder",
    "jedes",
    "alle",
    "tag",
    "tage",
    "täglich",
    "jeweils",
    "immer",
    "stets",
    "regelmäßig",
    "wochenende",
    "wochenenden",
    "oder",
    "bzw",
    "morgens",
    "früh",
    "vormittag",
    "vormittags",
    "vorm",
    "vm",
    "mittag",
    "mittags",
    "nachmittag",
    "nachmittags",
    "nachm",
    "nm",
    "abend",
    "abends",
    "nachts",
    "frühmorgens",
    "halb",
    "viertel",
    "nach",
    "vor",
    "rund",
    // How often.
    "woche",
    "wochen",
    "monat",
    "monate",
    "monats",
    "eines",
    "wöchentlich",
    "monatlich",
    "zweimonatlich",
    "tägig",
    "tägl",
    "vierzehntägig",
    "vierzehntäglich",
    "zweiwöchentlich",
    "zweiwöchig",
    "wöchig",
    "vierzehn",
    "zwei",
    "zweite",
    "zweiten",
    "zweiter",
    "andere",
    "anderen",
    "drei",
    "dritte",
    "dritten",
    "dritter",
    "vier",
    "vierte",
    "vierten",
    "vierter",
    "sechs",
    "acht",
    "erste",
    "ersten",
    "erster",
    "erstes",
    "fünfte",
    "fünften",
    "letzte",
    "letzten",
    "letzter",
    "vorletzte",
    "vorletzten",
    "vorletzter",
    "zweites",
    "drittes",
    "letztes",
    "gerade",
    "geraden",
    "gerader",
    "ungerade",
    "ungeraden",
    "ungerader",
    "kalenderwoche",
    "kalenderwochen",
    "kw",
    "kws",
    "nur",
    "allen",
    // From when, until when, when not.
    "gültig",
    "vom",
    "seit",
    "beginn",
    "beginnend",
    "start",
    "erstmals",
    "zeitraum",
    "einschließlich",
    "termine",
    "treffen",
    "mal",
    "x",
    "abende",
    "vormittage",
    "nachmittage",
    "einheiten",
    "kurstage",
    "kurstermine",
    "insgesamt",
    "nicht",
    "außer",
    "außerhalb",
    "ausgenommen",
    "ohne",
    "kein",
    "keine",
    "keinen",
    "während",
    "gesetzlichen",
    "ferien",
    "schulferien",
    "ferienzeit",
    "ferienzeiten",
    "schulzeit",
    "feiertag",
    "feiertage",
    "feiertagen",
    "feiertags",
    "entfällt",
    "entfallen",
    "fällt",
    "fallen",
    "aus",
    "geschlossen",
    "frei",
    "zu",
    "ruhetag",
    "ruhetage",
    "abgesagt",
    "schließtag",
    "pause",
    "ist",
    "sind",
    "bleibt",
    "bleiben",
    "haben",
    "hat",
    "findet",
    "finden",
    "gibt",
    "es",
    "statt",
    "termin",
    "kurs",
    "kurse",
    "gruppe",
    "angebot",
    "angebote",
    "sprechstunde",
    "sprechzeit",
    "betrieb",
    "beratung",
    "unterricht",
    "training",
    "probe",
    // What says nothing.
    "zusätzlich",
    "ganztägig",
    "geöffnet",
    "offen",
    "trifft",
    "sich",
    "wir",
    "uns",
    "öffnungszeiten",
    "öffnungszeit",
    "sprechzeiten",
    "zeiten",
    "bürozeiten",
    "wann",
    "uhrzeit",
    "br",
];

const MONTHS: &[&str] = &[
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jänner",
    "mrz",
];

const DAYS: [(&str, &[&str]); 8] = [
    ("montag", &["mo", "mon", "mont"]),
    ("dienstag", &["di", "dien", "dienst", "die"]),
    ("mittwoch", &["mi", "mitt", "mittw"]),
    ("donnerstag", &["do", "don", "donn", "donnerst"]),
    ("freitag", &["fr", "fre", "freit"]),
    ("samstag", &["sa", "sam", "samst"]),
    ("sonntag", &["so", "son", "sonnt"]),
    ("sonnabend", &["sonnab"]),
];

/// What of a cell is in none of its schedules: the first word or number, if there is one.
pub fn lost(cell: &str, schedules: &[Schedule]) -> Option<String> {
    let mut shown = String::new();
    for schedule in schedules {
        shown.push_str(
            &schedule
                .description
                .as_deref()
                .unwrap_or_default()
                .to_lowercase(),
        );
        shown.push('\n');
    }
    let (days, numbers) = told(schedules);
    let plain = without_brackets(cell).to_lowercase();
    // "täglich außer Mo" names a day on which nothing is on.
    let leaves_out = plain.contains("außer") || plain.contains("ausgenommen");
    let is_part = |c: char| c.is_alphanumeric();
    plain
        .split(|c: char| !is_part(c))
        .flat_map(runs)
        .find(|run| {
            let is_number = run.starts_with(|c: char| c.is_ascii_digit());
            let spelt = |run: &str| {
                run.replace("ae", "ä")
                    .replace("oe", "ö")
                    .replace("ue", "ü")
                    .replace('ß', "ss")
            };
            let is_silent = |run: &str| {
                SILENT
                    .iter()
                    .any(|word| *word == run || spelt(word) == spelt(run))
            };
            let known = if is_number {
                run.parse()
                    .is_ok_and(|number: u32| numbers.contains(&number))
            } else {
                is_silent(run)
                    || is_month(run)
                    || day(run).is_some_and(|day| leaves_out || days.contains(&day))
            };
            !known && !shown.contains(run)
        })
        .map(str::to_owned)
}

/// Letters and digits apart.
fn runs(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let digits = first.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let run;
        (run, rest) = rest.split_at(end);
        Some(run)
    })
}

fn is_month(word: &str) -> bool {
    word.chars().count() > 2 && MONTHS.iter().any(|month| month.starts_with(word))
}

/// The day that a word begins with.
fn day(word: &str) -> Option<Weekday> {
    let at = DAYS
        .iter()
        .position(|(long, short)| word.starts_with(long) || short.contains(&word))?;
    Some(Weekday::ALL[if at == 7 { 5 } else { at }])
}

/// All weekdays and numbers that schedules tell.
fn told(schedules: &[Schedule]) -> (Vec<Weekday>, BTreeSet<u32>) {
    let (mut days, mut numbers) = (Vec::new(), BTreeSet::new());
    for schedule in schedules {
        let mut interval = |n: u8| numbers.extend([u32::from(n), u32::from(n) * 7]);
        match &schedule.recurrence {
            Recurrence::Unstated => {}
            Recurrence::Once(date) => add_date(*date, &mut days, &mut numbers),
            Recurrence::Weekly {
                interval: n,
                days: own,
            } => {
                interval(*n);
                days.extend(own);
            }
            Recurrence::CalendarWeeks { days: own, .. } => {
                // "14-tägig, in geraden Wochen", "jeden 2. Freitag (gerade Wochen)".
                interval(2);
                days.extend(own);
            }
            Recurrence::Monthly {
                interval: n,
                days: own,
                month_days,
            } => {
                interval(*n);
                days.extend(own.iter().map(|day| day.day));
                let nths = own.iter().filter_map(|day| day.nth);
                let all = nths.chain(month_days.iter().copied());
                numbers.extend(all.map(|nth| u32::from(nth.unsigned_abs())));
            }
        }
        let dates = [schedule.start, schedule.valid.from(), schedule.valid.to()];
        for date in dates
            .into_iter()
            .flatten()
            .chain(schedule.except.iter().copied())
        {
            add_date(date, &mut days, &mut numbers);
        }
        numbers.extend(schedule.count.map(u32::from));
        for time in [schedule.opens, schedule.closes].into_iter().flatten() {
            add_time(time, &mut numbers);
        }
    }
    // A list of dates may say how many there are.
    let once = schedules
        .iter()
        .filter(|schedule| matches!(schedule.recurrence, Recurrence::Once(_)));
    numbers.insert(u32::try_from(once.count()).unwrap_or(0));
    (days, numbers)
}

fn add_date(date: Date, days: &mut Vec<Weekday>, numbers: &mut BTreeSet<u32>) {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let numbers_of = [
        i32::from(year),
        i32::from(year) % 100,
        month.into(),
        day.into(),
    ];
    numbers.extend(
        numbers_of
            .iter()
            .filter_map(|number| u32::try_from(*number).ok()),
    );
    let at = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    days.push(Weekday::ALL[at]);
}

fn add_time(time: Time, numbers: &mut BTreeSet<u32>) {
    let (hour, minute) = (
        u32::from(time.hour().unsigned_abs()),
        u32::from(time.minute().unsigned_abs()),
    );
    numbers.extend([hour, minute]);
    if hour == 0 {
        numbers.insert(24);
    }
    // "halb 10" is 9:30, "viertel vor 10" is 9:45, also in the evening.
    if minute == 30 || minute == 45 {
        numbers.extend([hour + 1, (hour + 1) % 12, (hour + 13) % 24]);
    }
    if minute == 15 || minute == 30 || minute == 45 {
        numbers.extend([hour % 12, if hour % 12 == 0 { 12 } else { 0 }]);
    }
    if minute == 0 && hour == 0 {
        numbers.insert(0);
    }
}

/// A text without what stands in brackets, if they close.
fn without_brackets(text: &str) -> String {
    if text.matches('(').count() != text.matches(')').count() {
        return text.to_owned();
    }
    let mut depth = 0_usize;
    let outside = text.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}
