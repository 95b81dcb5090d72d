//! Whom to ask: contacts, telephone numbers, e-mail addresses and links.

use super::node::Node;
use super::report::Problem;
use crate::offer::{Contact, Email, Link, Phone};
use crate::text;

/// Everybody whom the service names, itself first; the same number is listed once.
pub(super) fn read(node: &Node<'_>) -> Vec<Contact> {
    let mut contacts = Vec::new();
    push(&mut contacts, contact(node, None));
    named(node, &mut contacts);
    node.each("service_at_locations", |at| {
        push(&mut contacts, contact(at, None));
        named(at, &mut contacts);
        if let Some(location) = at.object("location") {
            push(&mut contacts, contact(&location, location.line("name")));
            named(&location, &mut contacts);
        }
    });
    if contacts
        .iter()
        .all(|contact| contact.phones.is_empty() && contact.emails.is_empty())
        && let Some(organisation) = node.object("organization")
    {
        push(
            &mut contacts,
            contact(&organisation, organisation.line("name")),
        );
    }
    contacts
}

fn named(node: &Node<'_>, contacts: &mut Vec<Contact>) {
    node.each("contacts", |node| {
        let name: Vec<_> = ["name", "title", "department"]
            .iter()
            .filter_map(|key| node.line(key))
            .collect();
        let name = (!name.is_empty()).then(|| name.join(", "));
        push(contacts, contact(node, name));
    });
}

fn contact(node: &Node<'_>, name: Option<String>) -> Contact {
    let mut contact = Contact {
        name,
        ..Contact::default()
    };
    node.each("phones", |node| {
        // Seen in real feeds: phones without a number.
        let Some(raw) = node.raw("number") else {
            return;
        };
        let about = node.line("description");
        let kind = Kind::of(&node.words("type").join(" "), about.as_deref());
        if kind == Kind::Fax {
            return;
        }
        let Some(phone) = Phone::new(&raw).or_else(|| Phone::with_its_extension(&raw)) else {
            node.report("number", Problem::BadPhone(Problem::quote(&raw)));
            return;
        };
        let mut phone = with_extension(node, phone);
        phone.is_text_telephone = kind == Kind::Text;
        phone.note = about;
        contact.phones.push(phone);
    });
    // A call comes to a number at which somebody speaks, if there is one.
    contact.phones.sort_by_key(|phone| phone.is_text_telephone);
    if let Some(raw) = node.raw("email") {
        match Email::new(&raw) {
            Some(email) => contact.emails.push(email),
            None => node.report("email", Problem::BadEmail(Problem::quote(&raw))),
        }
    }
    contact
}

/// What answers at a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Voice,
    /// A text telephone.
    Text,
    Fax,
}

impl Kind {
    /// By the type, which HSDS takes from RFC 6350, else by the first word about it.
    fn of(types: &str, note: Option<&str>) -> Self {
        const VOICE: [&str; 8] = [
            "voice",
            "tel",
            "telefon",
            "telephone",
            "phone",
            "cell",
            "mobile",
            "mobil",
        ];
        const FAX: [&str; 5] = ["fax", "telefax", "facsimile", "faxnummer", "telefaxnummer"];
        const TEXT: [&str; 9] = [
            "textphone",
            "tty",
            "tdd",
            "minicom",
            "texttelephone",
            "textelephone",
            "typetalk",
            "schreibtelefon",
            "texttelefon",
        ];
        let types = text::slug(types);
        let has = |known: &[&str]| types.split('-').any(|word| known.contains(&word));
        let joined = types.replace('-', "");
        if has(&TEXT) || TEXT.contains(&joined.as_str()) {
            return Self::Text;
        }
        if has(&FAX) && !has(&VOICE) {
            return Self::Fax;
        }
        let about = note.map(text::slug).unwrap_or_default();
        match about.split('-').next().unwrap_or_default() {
            word if TEXT.contains(&word) => Self::Text,
            word if FAX.contains(&word) && !has(&VOICE) => Self::Fax,
            _ => Self::Voice,
        }
    }
}

/// The number with the extension that stands beside it; 0 says nothing.
fn with_extension(node: &Node<'_>, phone: Phone) -> Phone {
    let extension = node.raw("extension").filter(|raw| raw.trim() != "0");
    let Some(extension) = extension else {
        return phone;
    };
    phone.clone().with_extension(&extension).unwrap_or_else(|| {
        node.report("extension", Problem::BadPhone(Problem::quote(&extension)));
        phone
    })
}

/// Adds what `contact` says that nobody before it has said.
fn push(contacts: &mut Vec<Contact>, mut contact: Contact) {
    let said = |href: &str| {
        contacts.iter().any(|known: &Contact| {
            known.phones.iter().any(|phone| phone.href() == href)
                || known.emails.iter().any(|email| email.href() == href)
        })
    };
    contact.phones.retain(|phone| !said(&phone.href()));
    contact.emails.retain(|email| !said(&email.href()));
    let phones: Vec<_> = contact.phones.iter().map(Phone::href).collect();
    let mut at = 0;
    contact.phones.retain(|phone| {
        at += 1;
        !phones[..at - 1].contains(&phone.href())
    });
    if !contact.phones.is_empty() || !contact.emails.is_empty() {
        contacts.push(contact);
    }
}

/// The pages about a service, and the addresses that are shown but never become links: plain
/// `http` can be changed on the way.
pub(super) fn links(node: &Node<'_>) -> (Vec<Link>, Vec<String>) {
    let (mut links, mut insecure) = (Vec::<Link>::new(), Vec::new());
    let mut add = |node: &Node<'_>| {
        let Some(raw) = node.raw("url") else { return };
        if let Some(mut link) = Link::new(&raw) {
            link.label = node.line("label");
            if links.iter().all(|known| known.href() != link.href()) {
                links.push(link);
            }
            return;
        }
        node.report("url", Problem::BadLink(Problem::quote(&raw)));
        let address = raw.trim();
        let secure = address
            .strip_prefix("http://")
            .map(|rest| format!("https://{rest}"));
        if secure.is_some_and(|secure| Link::new(&secure).is_some()) {
            insecure.push(address.to_owned());
        }
    };
    add(node);
    node.each("additional_urls", &mut add);
    (links, insecure)
}
