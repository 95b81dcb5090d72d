//! HTML from the editors of other systems into text.
//!
//! Written here: readers of HTML that know all of it weigh more than the rest of the core on the phone. This one is not
//! there to make markup safe – texts never become markup – but to make it legible, so it need not understand all.

/// Elements that editors make. What is in angle brackets and is none of these is text: `<3`, `<Name des Kindes>`.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "noscript",
    "o:p",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
];

/// Elements whose content is no text for readers.
const UNSEEN: &[&str] = &[
    "script", "style", "head", "template", "iframe", "object", "svg", "video",
];

/// Elements that are a paragraph, or several.
const PARAGRAPHS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "table",
    "section",
    "article",
    "figure",
    "pre",
    "hr",
    "form",
];

/// Elements that begin a line.
const LINES: &[&str] = &[
    "br",
    "div",
    "li",
    "tr",
    "dt",
    "dd",
    "address",
    "aside",
    "caption",
    "center",
    "figcaption",
    "footer",
    "header",
    "main",
    "nav",
    "body",
    "html",
];

/// The entities of Latin 1 in their order, from U+00A0.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
                     sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc \
                     Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve \
                     Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute \
                     acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde \
                     ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Others that editors write.
const OTHERS: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("hellip", '…'),
    ("bull", '•'),
    ("euro", '€'),
    ("trade", '™'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("minus", '−'),
    ("rarr", '→'),
    ("larr", '←'),
    ("hearts", '♥'),
    ("check", '✓'),
];

/// The text of what is HTML: its paragraphs, lines and lists, its characters instead of entities, and where its links
/// lead. `None` if a text has neither tags nor entities, and so is what it is.
pub fn from_html(text: &str) -> Option<String> {
    // Hardly any text gets further.
    if !text.contains(['<', '&']) {
        return None;
    }
    if has_tags(text) {
        return Some(without_tags(text));
    }
    let plain = without_entities(text);
    if plain == text {
        return None;
    }
    // Some systems encode it twice.
    Some(if has_tags(&plain) {
        without_tags(&plain)
    } else {
        plain
    })
}

/// The longest tag or comment that is looked for, so that many that do not end cost no more than that each.
const MOST_BYTES: usize = 4096;

fn has_tags(text: &str) -> bool {
    text.match_indices('<')
        .any(|(at, _)| Tag::at(&text[at..]).is_some())
}

/// A tag or a comment at the beginning of a text.
struct Tag<'t> {
    /// In small letters; empty for comments and declarations.
    name: String,
    is_end: bool,
    attributes: &'t str,
    /// How long it is, in bytes.
    length: usize,
}

impl<'t> Tag<'t> {
    fn at(text: &'t str) -> Option<Self> {
        let silent = |length| Self {
            name: String::new(),
            is_end: false,
            attributes: "",
            length,
        };
        if let Some(comment) = text.strip_prefix("<!--") {
            let mut ends = comment.as_bytes().windows(3).take(MOST_BYTES);
            let end = ends.position(|end| end == b"-->");
            return end.map(|end| silent(end + 7));
        }
        let lower = text.get(..9).unwrap_or_default().to_ascii_lowercase();
        if lower == "<!doctype" || lower.starts_with("<?xml") {
            return text.find('>').map(|end| silent(end + 1));
        }
        let inner = text.strip_prefix('<')?;
        let (inner, is_end) = inner
            .strip_prefix('/')
            .map_or((inner, false), |rest| (rest, true));
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != ':')?;
        let name = inner[..end].to_ascii_lowercase();
        if !ELEMENTS.contains(&name.as_str())
            || !inner[end..].starts_with(['>', '/', ' ', '\n', '\t', '\r'])
        {
            return None;
        }
        let close = end + closing(&inner[end..])?;
        Some(Self {
            name,
            is_end,
            attributes: &inner[end..close],
            length: text.len() - inner.len() + close + 1,
        })
    }

    /// Where a link leads, if that is a place of its own.
    fn address(&self) -> Option<String> {
        let lower = self.attributes.to_ascii_lowercase();
        let at = lower.find("href=")? + "href=".len();
        let value = &self.attributes[at..];
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => value[1..].split(quote).next()?,
            None => value.split([' ', '\n', '\t', '/', '>']).next()?,
        };
        let value = without_entities(value.trim());
        let known = ["https://", "http://", "mailto:", "tel:"];
        let scheme = known.iter().find(|scheme| value.starts_with(*scheme))?;
        Some(if scheme.ends_with("//") {
            value
        } else {
            value[scheme.len()..].to_owned()
        })
    }
}

/// Where the tag is closed: the first `>` that is not in quotes.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices().take(MOST_BYTES) {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // A quotation mark that nobody closes.
    text.bytes().take(MOST_BYTES).position(|byte| byte == b'>')
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where there are tags for lines, those of the source mean nothing.
    let is_flowing = text.match_indices('<').any(|(at, _)| {
        Tag::at(&text[at..]).is_some_and(|tag| {
            let name = tag.name.as_str();
            PARAGRAPHS.contains(&name) || LINES.contains(&name)
        })
    });
    let mut link: Option<(usize, String)> = None;
    let mut rest = text;
    while !rest.is_empty() {
        let next = rest
            .match_indices('<')
            .find_map(|(at, _)| Some((at, Tag::at(&rest[at..])?)));
        let (before, tag) = match &next {
            Some((at, tag)) => (&rest[..*at], Some(tag)),
            None => (rest, None),
        };
        push_text(&mut out, before, is_flowing);
        let Some(tag) = tag else { break };
        rest = &rest[before.len() + tag.length..];
        let name = tag.name.as_str();
        if UNSEEN.contains(&name) && !tag.is_end {
            rest = after_end_of(name, rest);
        } else if PARAGRAPHS.contains(&name) {
            out.push_str("\n\n");
        } else if LINES.contains(&name) {
            // The end of a line and the beginning of the next are one break.
            let is_new = out.trim_end_matches(' ').ends_with('\n');
            if name == "br" && !tag.is_end || name != "br" && !is_new {
                out.push('\n');
            }
            if name == "li" && !tag.is_end {
                out.push_str("• ");
            }
        } else if matches!(name, "td" | "th") {
            out.push(' ');
        } else if name == "a" {
            if let Some((from, address)) = link.take()
                && !out[from..].contains(&address)
            {
                out.push_str(" (");
                out.push_str(&address);
                out.push(')');
            }
            link = (!tag.is_end)
                .then(|| tag.address())
                .flatten()
                .map(|address| (out.len(), address));
        }
    }
    out
}

fn push_text(out: &mut String, text: &str, is_flowing: bool) {
    if is_flowing {
        let text = text.replace(['\n', '\r', '\t'], " ");
        out.push_str(&without_entities(&text));
    } else {
        out.push_str(&without_entities(text));
    }
}

/// What comes after the end of an element; nothing if it has none.
fn after_end_of<'t>(name: &str, text: &'t str) -> &'t str {
    let ends = text.match_indices("</").find_map(|(at, _)| {
        let tag = Tag::at(&text[at..])?;
        (tag.name == name).then_some(at + tag.length)
    });
    ends.map_or("", |end| &text[end..])
}

/// A text with characters instead of entities. What is no entity stays.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        if let Some((end, c)) = end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    if let Some((_, c)) = OTHERS.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    let at = LATIN.split_whitespace().position(|known| known == name)?;
    char::from_u32(0xA0 + u32::try_from(at).ok()?)
}
