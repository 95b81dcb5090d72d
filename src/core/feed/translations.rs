//! Translations: for each language an object, in it for each field of the service an object with
//! the text and how it came about.

use super::node::Node;
use super::report::Problem;
use super::schedules;
use crate::offer::{LanguageTag, Origin, Translation};
use crate::text;

/// The translations of a service, in ascending order of tag, each language once.
pub(super) fn read(node: &Node<'_>) -> Vec<Translation> {
    let mut found = Vec::<Translation>::new();
    let Some(languages) = node.object("translations") else {
        return found;
    };
    for name in languages.names() {
        let Some(tag) = LanguageTag::new(name) else {
            // Not in the path: it may hold anything.
            node.report("translations", Problem::UnknownTag(Problem::quote(name)));
            continue;
        };
        let known = found.iter().any(|translation| translation.tag == tag);
        if known {
            languages.report(name, Problem::SecondTranslation(tag.as_str().to_owned()));
        } else if let Some(fields) = languages.object(name) {
            found.extend(translation(tag, &fields));
        }
    }
    found.sort_unstable_by(|one, other| one.tag.cmp(&other.tag));
    found
}

/// A translation, or `None` if there is no text in it.
fn translation(tag: LanguageTag, fields: &Node<'_>) -> Option<Translation> {
    let mut checked = Vec::new();
    let mut read = |key| {
        let field = fields.object(key)?;
        let text = field.text("text")?;
        checked.push((origin(&field), schedules::date(&field, "reviewed_at")));
        Some(text)
    };
    let mut translation = Translation {
        tag,
        title: read("name").map(|title| text::clean_line(&title)),
        description: read("description"),
        notice: read("alert"),
        eligibility: read("eligibility_description"),
        application: read("application_process"),
        cost: read("fees_description"),
        origin: Origin::Unstated,
        reviewed_at: None,
    };
    translation.origin = checked.iter().map(|(origin, _)| *origin).max()?;
    // No date comes before all dates.
    translation.reviewed_at = checked.iter().map(|(_, date)| *date).min()?;
    Some(translation)
}

fn origin(field: &Node<'_>) -> Origin {
    let Some(word) = field.raw("origin") else {
        return Origin::Unstated;
    };
    Origin::named(&word).unwrap_or_else(|| {
        field.report("origin", Problem::UnknownOrigin(Problem::quote(&word)));
        Origin::Unstated
    })
}
