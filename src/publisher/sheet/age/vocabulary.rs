//! Words of a cell about ages.

/// How ages are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Years,
    Months,
    Weeks,
    /// The first year of life is that before the first birthday; so with months and weeks.
    LifeYear,
    LifeMonth,
    LifeWeek,
    Birthday,
    /// A class of a school.
    Class,
}

impl Unit {
    /// Whether it counts: "the 4th", not "4".
    pub(super) const fn is_ordinal(self) -> bool {
        !matches!(self, Self::Years | Self::Months | Self::Weeks)
    }

    /// The unit that a word names.
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "j" | "jahr" | "jahre" | "jahren" | "jahrig" | "jahrige" | "jahrigen" | "jahriger"
            | "jahriges" => Self::Years,
            "m" | "mon" | "monat" | "monate" | "monaten" => Self::Months,
            "wo" | "woche" | "wochen" => Self::Weeks,
            "lebensjahr" | "lebensjahres" => Self::LifeYear,
            "lebensmonat" | "lebensmonats" => Self::LifeMonth,
            "lebenswoche" => Self::LifeWeek,
            "geburtstag" => Self::Birthday,
            "kl" | "klasse" | "klassen" | "schuljahr" | "klassenstufe" | "jahrgangsstufe" => {
                Self::Class
            }
            _ => return None,
        })
    }
}

/// A point in life that has a name instead of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Birth,
    Pregnancy,
    /// At the sixth birthday, as with [`raupe_core::offer::LifePhase`].
    School,
    /// At the eighteenth birthday.
    Majority,
}

impl Event {
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "geburt" => Self::Birth,
            "schwangerschaft" => Self::Pregnancy,
            "schuleintritt" | "schulbeginn" | "schulanfang" | "einschulung" | "schulstart" => {
                Self::School
            }
            "volljahrigkeit" => Self::Majority,
            _ => return None,
        })
    }
}

/// Who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum People {
    /// Children: of which age, the cell has to say.
    Children,
    /// Somebody whose own age is meant: girls, women, people.
    Others,
    /// Somebody whose child's age is meant.
    Parents,
    /// Parents and children.
    Families,
    Pregnant,
    /// A part of life: its first and last month, and whether everybody draws the line there.
    Of(u16, Option<u16>, bool),
}

/// Bounds of phases of life, in months.
pub(super) const SCHOOL: u16 = 72;
const SECONDARY: u16 = 120;
const YOUTH: u16 = 192;
const ADULT: u16 = 18 * 12;

impl People {
    /// Whom a word names.
    ///
    /// "Säugling" is a child in its first year of life; "Jugendliche", "junge Volljährige" and adults
    /// are those of § 7 SGB VIII. "Kleinkind", kindergarten and schools are phases of life as the
    /// directory bounds them.
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "kind" | "kinder" | "kindern" | "kids" => Self::Children,
            "madchen" | "jungen" | "jungs" | "menschen" | "personen" | "leute" | "frauen"
            | "manner" => Self::Others,
            "eltern"
            | "elternteil"
            | "mutter"
            | "muttern"
            | "mama"
            | "mamas"
            | "vater"
            | "vatern"
            | "papas"
            | "alleinerziehende"
            | "erziehungsberechtigte"
            | "angehorige"
            | "fachkrafte" => Self::Parents,
            "familie" | "familien" => Self::Families,
            "schwangere" | "schwangeren" => Self::Pregnant,
            "neugeborene" | "neugeborenen" => Self::Of(0, Some(0), false),
            "baby" | "babys" | "babies" | "saugling" | "sauglinge" | "sauglingen"
            | "sauglingsalter" => Self::Of(0, Some(11), true),
            "kleinkind" | "kleinkinder" | "kleinkindern" | "kleinkindalter" => {
                Self::Of(12, Some(35), false)
            }
            "kindergartenkind"
            | "kindergartenkinder"
            | "kindergartenkindern"
            | "kindergartenalter" => Self::Of(36, Some(SCHOOL - 1), false),
            "grundschule" | "grundschulkind" | "grundschulkinder" | "grundschulkindern"
            | "grundschuler" | "grundschulern" | "grundschulerinnen" | "grundschulalter"
            | "primarstufe" => Self::Of(SCHOOL, Some(SECONDARY - 1), false),
            "schulkind" | "schulkinder" | "schulkindern" | "schuler" | "schulern"
            | "schulerinnen" | "schulalter" => Self::Of(SCHOOL, Some(YOUTH - 1), false),
            "jugendliche" | "jugendlichen" => Self::Of(14 * 12, Some(ADULT - 1), false),
            "minderjahrige" | "minderjahrigen" => Self::Of(0, Some(ADULT - 1), true),
            "erwachsene" | "erwachsenen" | "volljahrige" => Self::Of(ADULT, None, true),
            _ => return None,
        })
    }

    /// Whether somebody of this kind is grown up.
    pub(super) const fn is_grown_up(self) -> bool {
        matches!(self, Self::Of(ADULT.., ..))
    }
}

/// The months of a class: those of the phase of life that it belongs to.
pub(super) const fn months_of_class(class: u16) -> Option<(u16, u16)> {
    match class {
        1..=4 => Some((SCHOOL, SECONDARY - 1)),
        5..=10 => Some((SECONDARY, YOUTH - 1)),
        11..=13 => Some((YOUTH, 28 * 12 - 1)),
        _ => None,
    }
}

/// Words that say nothing about an age and change nothing.
pub(super) fn is_glue(word: &str) -> bool {
    matches!(
        word,
        "im" | "alter"
            | "alters"
            | "altersgruppe"
            | "altersklasse"
            | "altersstufe"
            | "fur"
            | "der"
            | "die"
            | "das"
            | "dem"
            | "den"
            | "deren"
            | "ihre"
            | "ihren"
    )
}

/// Whether a whole cell, folded, says that everybody may come.
pub(super) fn is_everybody(cell: &str) -> bool {
    let cell = cell.strip_prefix("fur ").unwrap_or(cell);
    matches!(
        cell,
        "alle"
            | "alle alter"
            | "alle altersgruppen"
            | "alle altersstufen"
            | "alle altersklassen"
            | "alle generationen"
            | "alle interessierten"
            | "alle menschen"
            | "alle familien"
            | "offen fur alle"
            | "willkommen sind alle"
            | "alle sind willkommen"
            | "familien"
            | "die ganze familie"
            | "jedes alter"
            | "jeden alters"
            | "allen alters"
            | "jede altersgruppe"
            | "menschen jeden alters"
            | "jung und alt"
            | "jung alt"
            | "alt und jung"
            | "alt jung"
            | "gross und klein"
            | "jung und alt gross und klein"
            | "jung und alt fur gross und klein"
            | "altersunabhangig"
            | "unabhangig vom alter"
            | "altersubergreifend"
            | "generationenubergreifend"
            | "generationsubergreifend"
            | "egal"
            | "unbegrenzt"
            | "keine altersbeschrankung"
            | "keine altersbeschrankungen"
            | "keine altersbegrenzung"
            | "keine altersgrenze"
            | "ohne altersbeschrankung"
            | "ohne altersbegrenzung"
            | "ohne altersgrenze"
    )
}
