//! Telephone numbers, e-mail addresses and web pages: typed, so that a feed cannot smuggle in code.
//!
//! Only `https`, `mailto` and `tel` ever become links. A full URL parser is left out on purpose: its
//! tables for international host names weigh more than the rest of the core, and the browser
//! parses the address once more anyway.

use crate::text;

/// Whom to ask, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// A person, a role or a department, in the feed's words.
    pub name: Option<String>,
    /// Telephone numbers.
    pub phones: Vec<Phone>,
    /// E-mail addresses.
    pub emails: Vec<Email>,
}

/// A telephone number that can be dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    shown: String,
    dialled: String,
    extension: Option<String>,
    /// Whether it is a text telephone, for people who do not hear.
    pub is_text_telephone: bool,
    /// When it is answered, what it is for.
    pub note: Option<String>,
}

/// What stands before an extension, as a name for links.
const EXTENSIONS: [&str; 8] = [
    "ext",
    "extn",
    "extension",
    "x",
    "durchwahl",
    "dw",
    "app",
    "apparat",
];

impl Phone {
    /// The number in `text`: digits, perhaps after a `+`, with blanks, dots, slashes, hyphens and
    /// brackets between them. `None` for anything else, above all for codes such as `*#06#`.
    pub fn new(text: &str) -> Option<Self> {
        let shown = text::clean_line(text.trim_matches(['"', '\'']));
        // "+49 (0) 5171": the zero in brackets is dialled only within the country.
        let number = if shown.starts_with('+') || shown.starts_with("00") {
            shown.replace("(0)", "")
        } else {
            shown.clone()
        };
        let mut dialled = String::new();
        for (at, c) in number.chars().enumerate() {
            match c {
                '0'..='9' => dialled.push(c),
                '+' if at == 0 => dialled.push(c),
                ' ' | '.' | '/' | '-' | '\u{2010}'..='\u{2013}' | '(' | ')' => {}
                _ => return None,
            }
        }
        let digits = dialled.trim_start_matches('+').len();
        (3..=15).contains(&digits).then_some(Self {
            shown,
            dialled,
            extension: None,
            is_text_telephone: false,
            note: None,
        })
    }

    /// The number with its extension, which is reached after it has answered: `12`, `ext. 12`, `Durchwahl 12`. `None`
    /// if the extension is none.
    pub fn with_extension(mut self, text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        let before = text::slug(&text[..text.len() - digits.len()]);
        let is_named = before.is_empty() || EXTENSIONS.contains(&before.as_str());
        let is_number =
            (1..=10).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_named && is_number).then(|| {
            self.extension = Some(digits.to_owned());
            self
        })
    }

    /// A number with its extension behind it: `05171 4010 ext. 12`.
    pub fn with_its_extension(text: &str) -> Option<Self> {
        let digits = text.len()
            - text
                .trim_end()
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .len();
        let (before, extension) = text.split_at(text.len() - digits);
        let number =
            before.trim_end_matches(|c: char| c.is_ascii_alphabetic() || " .,;:=#".contains(c));
        let word = text::slug(&before[number.len()..]);
        // Without a word for it, it is a part of the number.
        let is_named = EXTENSIONS.contains(&word.as_str());
        Self::new(number)
            .filter(|_| is_named)?
            .with_extension(extension)
    }

    /// The number as the feed writes it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// What to dial when it has answered, in digits.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// Whether it reaches the same telephone from everywhere in Germany: it begins with a plus, with the
    /// zero of its area code, or is one of the short numbers that need none. A local number would ring
    /// in another town; with several endings ("401-2345/46") it would be another number.
    pub fn can_be_dialled(&self) -> bool {
        let digits = self.dialled.trim_start_matches('+');
        let whole = match self.dialled.as_bytes() {
            [b'+', b'4', b'9', b'0', ..] => false,
            [b'+', ..] => digits.len() >= 7,
            [b'0', ..] => digits.len() >= 6,
            _ => is_short_number(digits),
        };
        let begins = self
            .shown
            .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('));
        let parts: Vec<_> = self.shown.split('/').collect();
        let one_ending = match parts.as_slice() {
            [_] => true,
            [area, _] => is_area_code(area),
            _ => false,
        };
        whole && begins && one_ending
    }

    /// The link that dials it, rebuilt from digits and `+`. Not all telephones know what to do with an extension
    /// (RFC 3966, 5.3), so it is to be shown as well.
    pub fn href(&self) -> String {
        let extension = self.extension.as_deref();
        let extension = extension.map(|digits| format!(";ext={digits}"));
        format!("tel:{}{}", self.dialled, extension.unwrap_or_default())
    }
}

/// Numbers without an area code that are the same everywhere: of authorities, for emergencies, of directory
/// enquiries (Bundesnetzagentur, 11x), and of ambulances.
fn is_short_number(digits: &str) -> bool {
    matches!(digits, "110" | "112" | "115" | "19222")
        || matches!(digits.len(), 5 | 6) && digits.starts_with("118")
        || digits.len() == 6 && digits.starts_with("116")
}

/// Whether the first part of a number can be no more than an area code: "05171", "+49 (0)5171".
fn is_area_code(text: &str) -> bool {
    const MOST: usize = 6;
    let national = ["+49", "0049"].iter().find_map(|it| text.strip_prefix(it));
    let national = national.unwrap_or(text).replace("(0)", "");
    let national = national.trim().trim_matches(['(', ')']);
    let is_digits = national.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && (1..=MOST).contains(&national.len())
}

/// An e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address in `text`, or `None` if it could not be one.
    pub fn new(text: &str) -> Option<Self> {
        let address = text.trim();
        let address = address.strip_prefix("mailto:").unwrap_or(address);
        let (local, host) = address.split_once('@')?;
        let local_ok = !local.is_empty()
            && local
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$*+-./=_~".contains(&b));
        (local_ok && is_host(host)).then(|| Self(address.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The link that writes to it.
    pub fn href(&self) -> String {
        format!("mailto:{}", self.0)
    }
}

/// A web page, reached by `https` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    href: String,
    /// What the feed calls it.
    pub label: Option<String>,
}

impl Link {
    /// The address in `text`, or `None` unless it is an `https` address without a user name,
    /// control characters or blanks.
    pub fn new(text: &str) -> Option<Self> {
        let href = text.trim();
        let rest = href
            .get(..8)
            .filter(|scheme| scheme.eq_ignore_ascii_case("https://"))?;
        let rest = &href[rest.len()..];
        let authority = rest.split(['/', '?', '#']).next()?;
        let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let port_ok =
            !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
        let clean = !href.chars().any(|c| {
            c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"' | '`')
        }) && text::clean(href) == href;
        (clean && port_ok && is_host(host)).then(|| Self {
            href: format!("https://{rest}"),
            label: None,
        })
    }

    /// The address, beginning with `https://`.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// The host that it leads to, without a port.
    pub fn host(&self) -> &str {
        let authority = self.href[8..].split(['/', '?', '#', ':']).next();
        authority.unwrap_or_default()
    }

    /// The host that it leads to, if its label names another one: that is to be shown as well.
    pub fn host_unlike_label(&self) -> Option<&str> {
        let host = self.host();
        let mut named = self
            .label
            .as_deref()?
            .split_whitespace()
            .filter_map(host_in);
        let is_other = |named: String| {
            let is_within = host
                .to_lowercase()
                .strip_suffix(&named)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'));
            !is_within
        };
        named.any(is_other).then_some(host)
    }

    /// What to show: the label, else the address without its scheme.
    pub fn shown(&self) -> &str {
        self.label
            .as_deref()
            .unwrap_or_else(|| self.href[8..].trim_end_matches('/'))
    }
}

/// The host that a word of a label names, in lower case and without `www.`: `(www.Example.org/pfad)`.
fn host_in(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = word
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let host = word.split(['/', '?', '#', ':', ',', ';', ')']).next()?;
    let host = host.trim_end_matches(|c: char| !c.is_alphanumeric());
    let host = host.trim_start_matches("www.");
    let ending = host.rsplit('.').next()?;
    let is_ending = ending.len() >= 2 && ending.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_ending && is_host(host)).then(|| host.to_owned())
}

/// A host name with a dot in it; letters of other scripts are allowed, the browser encodes them.
fn is_host(host: &str) -> bool {
    host.contains('.')
        && host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_links_are_made_of_digits() {
        for (text, href) in [
            ("05171 / 401-0", Some("tel:051714010")),
            ("+49 (0)5171 4010", Some("tel:+4951714010")),
            ("\"+44 1234 234567\"", Some("tel:+441234234567")),
            ("116 016", Some("tel:116016")),
            ("112", Some("tel:112")),
            ("*#06#", None),
            ("tel:123", None),
            ("12", None),
            ("auf Anfrage", None),
            ("05171\u{202E}4010", Some("tel:051714010")),
        ] {
            assert_eq!(
                Phone::new(text).map(|phone| phone.href()).as_deref(),
                href,
                "{text}"
            );
        }
    }

    #[test]
    fn an_extension_is_dialled_after_the_number() {
        let number = || Phone::new("05171 4010").unwrap();
        for (extension, href) in [
            ("12", Some("tel:051714010;ext=12")),
            (" ext. 12 ", Some("tel:051714010;ext=12")),
            ("Durchwahl: 012", Some("tel:051714010;ext=012")),
            ("#12", Some("tel:051714010;ext=12")),
            ("", None),
            ("12 oder 13", None),
            ("Frau Muster 12", None),
            ("12;phone-context=x", None),
            ("12345678901", None),
        ] {
            let phone = number().with_extension(extension);
            assert_eq!(phone.map(|it| it.href()).as_deref(), href, "{extension}");
        }
        for (text, shown, href) in [
            (
                "05171 4010 ext. 12",
                "05171 4010",
                Some("tel:051714010;ext=12"),
            ),
            (
                "05171/4010, Durchwahl 12",
                "05171/4010",
                Some("tel:051714010;ext=12"),
            ),
            (
                "+44 1234 567890 x12",
                "+44 1234 567890",
                Some("tel:+441234567890;ext=12"),
            ),
            (
                "+49 5171 4010;ext=12",
                "+49 5171 4010",
                Some("tel:+4951714010;ext=12"),
            ),
            ("05171 4010 12", "", None),
            ("05171;phone-context=x", "", None),
            ("oder 12", "", None),
            ("ext. 12", "", None),
            ("", "", None),
        ] {
            let phone = Phone::with_its_extension(text);
            assert_eq!(phone.as_ref().map(Phone::href).as_deref(), href, "{text}");
            assert_eq!(phone.as_ref().map(Phone::shown).unwrap_or_default(), shown);
        }
    }

    #[test]
    fn only_whole_numbers_can_be_dialled() {
        for (text, can) in [
            ("05171 401-2345", true),
            ("05171/4010", true),
            ("05171 / 401-0", true),
            ("(05171) 4010", true),
            ("0170/1234567", true),
            ("+49 (0)5171 4010", true),
            ("+49 (0)5171/4010", true),
            ("0049 5171 4010", true),
            ("+44 1234 234567", true),
            ("112", true),
            ("116 117", true),
            ("19222", true),
            ("401-2345", false),
            ("12345", false),
            ("5171 4010", false),
            ("-2346", false),
            ("05171", false),
            ("+49 05171 4010", false),
            ("05171/401-2345/46", false),
            ("05171 401234/35", false),
        ] {
            let phone = Phone::new(text).unwrap();
            assert_eq!(phone.can_be_dialled(), can, "{text}");
        }
    }

    #[test]
    fn only_safe_pages_become_links() {
        for (text, good) in [
            ("https://example.org/pfad?a=1#b", true),
            ("HTTPS://example.org", true),
            ("https://münchen.example/", true),
            ("https://example.org:8443/", true),
            ("http://example.org", false),
            ("javascript:alert(1)", false),
            ("java\tscript:alert(1)", false),
            ("https://user@example.org", false),
            ("https://", false),
            ("https://localhost/", false),
            ("https://example.org/\u{202E}gpj", false),
            ("https://example.org/a b", false),
            ("//example.org", false),
            ("äöü", false),
        ] {
            assert_eq!(Link::new(text).is_some(), good, "{text:?}");
        }
    }

    #[test]
    fn a_label_that_names_another_host_is_told() {
        for (label, other) in [
            ("Anmeldung", false),
            ("example.org", false),
            ("www.example.org", false),
            ("https://Example.org/kurse", false),
            ("(example.org).", false),
            ("Kurse bei example.org", false),
            ("z.B. Dr. Muster", false),
            ("12.5.2027", false),
            ("familie.example.org", true),
            ("ample.org", true),
            ("landkreis-peine.de", true),
            ("https://landkreis-peine.de/hilfe", true),
            ("Zum Landkreis (landkreis-peine.de)", true),
        ] {
            let mut link = Link::new("https://www.example.org:8443/a?b").unwrap();
            assert_eq!(link.host(), "www.example.org");
            link.label = Some(label.into());
            assert_eq!(link.host_unlike_label().is_some(), other, "{label}");
        }
        assert_eq!(
            Link::new("https://example.org")
                .unwrap()
                .host_unlike_label(),
            None
        );
    }

    #[test]
    fn an_address_needs_two_halves() {
        for (text, good) in [
            ("kita@example.org", true),
            ("mailto:kita@example.org", true),
            ("kita@", false),
            ("@example.org", false),
            ("a b@example.org", false),
            ("kita@example.org?bcc=x@example.org", false),
        ] {
            assert_eq!(Email::new(text).is_some(), good, "{text}");
        }
    }
}
