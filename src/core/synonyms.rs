//! Words that mean the same to those who look for help: a county's settings name them.

use std::fmt;

use crate::text;

/// The shortest entry, in letters, of which other forms are known by their beginning.
const SHORTEST_STEM: usize = 5;

/// The longest ending, in letters, that makes another form of an entry.
const LONGEST_ENDING: usize = 2;

/// Groups of single words that mean the same. Empty by default.
///
/// A word is taken for an entry, too, if it is the entry and at most two letters more, which is
/// how nearly all German endings are (Hebamme-n, Kinderarzt-es, Behinderung-en). That needs an entry of
/// at least five letters: of "Geld" no other forms are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// Folded words, each once in its group.
    groups: Vec<Vec<String>>,
    /// The group and the place in it of every entry, in ascending order of words.
    entries: Vec<(u16, u16)>,
}

/// Why groups of words cannot be used. Groups are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SynonymsError {
    /// There are so many groups.
    TooManyGroups(usize),
    /// This group has too many words.
    TooManyWords(usize),
    /// This group has not two different words.
    TooFewWords(usize),
    /// In this group is what is not one word.
    NotOneWord(usize, String),
}

impl fmt::Display for SynonymsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyGroups(groups) => {
                write!(f, "{groups} groups; {} are the most", Synonyms::MOST_GROUPS)
            }
            Self::TooManyWords(group) => {
                let most = Synonyms::MOST_WORDS;
                write!(f, "group {group} has more than {most} words")
            }
            Self::TooFewWords(group) => {
                write!(f, "group {group} needs at least two different words")
            }
            Self::NotOneWord(group, entry) => {
                write!(f, "in group {group}, {entry:?} is not one word")
            }
        }
    }
}

impl std::error::Error for SynonymsError {}

impl Synonyms {
    /// The most groups that are accepted.
    pub const MOST_GROUPS: usize = 500;

    /// The most words in a group.
    pub const MOST_WORDS: usize = 20;

    /// Folds and checks groups of words.
    ///
    /// ```
    /// # use raupe_core::synonyms::Synonyms;
    /// let synonyms = Synonyms::new(&[["Kita", "Kindergarten", "Krippe"]]).unwrap();
    /// let others: Vec<_> = synonyms.of("krippen").collect();
    /// assert_eq!(others, ["kindergarten", "kita", "krippe"]);
    /// ```
    pub fn new<G, W>(groups: &[G]) -> Result<Self, SynonymsError>
    where
        G: AsRef<[W]>,
        W: AsRef<str>,
    {
        if groups.len() > Self::MOST_GROUPS {
            return Err(SynonymsError::TooManyGroups(groups.len()));
        }
        let folded = groups.iter().zip(1..);
        let groups: Vec<_> = folded
            .map(|(group, number)| fold(group.as_ref(), number))
            .collect::<Result<_, _>>()?;
        let mut entries = Vec::new();
        for (at, group) in (0_u16..).zip(&groups) {
            entries.extend((0_u16..).zip(group).map(|(word, _)| (at, word)));
        }
        entries.sort_unstable_by_key(|entry| word(&groups, *entry));
        Ok(Self { groups, entries })
    }

    /// The other words of all groups that a folded word is in, each once, in ascending order.
    ///
    /// An entry counts before the entries whose other form the word may be; for another form the
    /// entry itself is among the others.
    pub fn of<'s>(&'s self, folded_word: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let entries = stems(folded_word)
            .map(|stem| self.entries(stem))
            .find(|entries| !entries.is_empty())
            .unwrap_or_default();
        let groups = entries
            .iter()
            .filter_map(|(group, _)| self.groups.get(usize::from(*group)));
        let mut others: Vec<_> = groups
            .flatten()
            .map(String::as_str)
            .filter(|other| *other != folded_word)
            .collect();
        others.sort_unstable();
        others.dedup();
        others.into_iter()
    }

    fn entries(&self, wanted: &str) -> &[(u16, u16)] {
        let of = |entry: &(u16, u16)| word(&self.groups, *entry);
        let start = self.entries.partition_point(|entry| of(entry) < wanted);
        let end = self.entries.partition_point(|entry| of(entry) <= wanted);
        self.entries.get(start..end).unwrap_or_default()
    }
}

fn fold<W: AsRef<str>>(group: &[W], number: usize) -> Result<Vec<String>, SynonymsError> {
    if group.len() > Synonyms::MOST_WORDS {
        return Err(SynonymsError::TooManyWords(number));
    }
    let mut words = Vec::new();
    for entry in group {
        let word = text::fold(entry.as_ref());
        if word.is_empty() || word.contains(' ') {
            return Err(SynonymsError::NotOneWord(number, entry.as_ref().to_owned()));
        }
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() < 2 {
        return Err(SynonymsError::TooFewWords(number));
    }
    Ok(words)
}

fn word(groups: &[Vec<String>], (group, at): (u16, u16)) -> &str {
    let word = groups
        .get(usize::from(group))
        .and_then(|group| group.get(usize::from(at)));
    word.map_or("", String::as_str)
}

/// The word, and what of it can be an entry with an ending: the longest first.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    let letters = word.chars().count();
    let ends = word.char_indices().rev().map(|(at, _)| at);
    let shorter = ends
        .take(LONGEST_ENDING.min(letters.saturating_sub(SHORTEST_STEM)))
        .filter_map(|end| word.get(..end));
    std::iter::once(word).chain(shorter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn others(synonyms: &Synonyms, word: &str) -> String {
        synonyms.of(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_word_has_the_others_of_its_groups() {
        let synonyms = Synonyms::new(&[
            vec!["Hebamme", "Geburtshilfe", "HEBAMME"],
            vec!["Kita", "Kindergarten", "Kindertagesstätte"],
            vec!["Sport", "Turnen"],
            vec!["Turnen", "Gymnastik", "Sport"],
            vec!["Psychologe", "Psychologen", "Beratung"],
        ])
        .unwrap();
        for (word, expected) in [
            ("hebamme", "geburtshilfe"),
            ("geburtshilfe", "hebamme"),
            ("turnen", "gymnastik sport"),
            ("kita", "kindergarten kindertagesstatte"),
            // With a German ending.
            ("hebammen", "geburtshilfe hebamme"),
            ("kindergartens", "kindergarten kindertagesstatte kita"),
            ("sportes", "gymnastik sport turnen"),
            ("psychologen", "beratung psychologe"),
            // Too short, too long, or another word.
            ("kitas", ""),
            ("sportler", ""),
            ("hebam", ""),
            ("h", ""),
            ("", ""),
            ("дитина", ""),
        ] {
            assert_eq!(others(&synonyms, word), expected, "{word}");
        }
        assert_eq!(others(&Synonyms::default(), "hebamme"), "");
    }

    #[test]
    fn what_is_refused_and_why() {
        let many = |count: usize| (0..count).map(|at| format!("wort{at}")).collect::<Vec<_>>();
        let pair = ["eins".to_owned(), "zwei".to_owned()].to_vec();
        for (groups, error, sentence) in [
            (
                vec![pair.clone(), vec!["Eltern-Kind-Gruppe".into()]],
                SynonymsError::NotOneWord(2, "Eltern-Kind-Gruppe".into()),
                "in group 2, \"Eltern-Kind-Gruppe\" is not one word",
            ),
            (
                vec![vec!["–".into(), "eins".into()]],
                SynonymsError::NotOneWord(1, "–".into()),
                "in group 1, \"–\" is not one word",
            ),
            (
                vec![vec![]],
                SynonymsError::TooFewWords(1),
                "group 1 needs at least two different words",
            ),
            (
                vec![vec!["Träger".into(), "TRAEGER".into()]],
                SynonymsError::TooFewWords(1),
                "group 1 needs at least two different words",
            ),
            (
                vec![many(21)],
                SynonymsError::TooManyWords(1),
                "group 1 has more than 20 words",
            ),
            (
                vec![pair.clone(); 501],
                SynonymsError::TooManyGroups(501),
                "501 groups; 500 are the most",
            ),
        ] {
            assert_eq!(Synonyms::new(&groups), Err(error.clone()));
            assert_eq!(error.to_string(), sentence);
        }
        assert!(Synonyms::new(&vec![many(20); 500]).is_ok());
    }

    proptest! {
        #[test]
        fn words_of_a_group_find_each_other(
            groups in proptest::collection::vec(proptest::collection::vec("[a-zäß]{1,7}", 2..5), 0..6),
            other in "[a-zä]{0,9}",
        ) {
            let Ok(synonyms) = Synonyms::new(&groups) else { return Ok(()) };
            for group in &groups {
                let words: Vec<_> = group.iter().map(|word| text::fold(word)).collect();
                for word in &words {
                    let found: Vec<_> = synonyms.of(word).collect();
                    prop_assert!(words.iter().all(|it| it == word || found.contains(&it.as_str())));
                    prop_assert!(!found.contains(&word.as_str()));
                }
            }
            let found: Vec<_> = synonyms.of(&text::fold(&other)).collect();
            prop_assert!(found.is_sorted_by(|one, next| one < next));
        }
    }
}
