//! The styles of an ODS file, as far as they hide rows or strike text through.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Unreadable;

/// A style is named within its family: cells, rows, parts of texts.
type Name = (String, String);

/// What is known of styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    struck: HashMap<Name, bool>,
    flat: HashMap<Name, bool>,
    parents: HashMap<Name, String>,
    /// The style that is being read.
    current: Option<Name>,
    /// What was found for styles that were asked for, until there are others.
    known: HashMap<Name, bool>,
}

impl Styles {
    /// Reads the file of named styles.
    pub(super) fn read(xml: impl BufRead) -> Result<Self, Unreadable> {
        let mut styles = Self::default();
        let mut reader = Reader::from_reader(xml);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer);
            match event.map_err(|error| Unreadable::Damaged(error.to_string()))? {
                Event::Start(element) | Event::Empty(element) => styles.begin(&element),
                Event::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// Looks at an element that may be a style or a part of one.
    pub(super) fn begin(&mut self, element: &BytesStart<'_>) {
        if element.name().as_ref().starts_with("style:") {
            self.known = HashMap::new();
        }
        match element.name().as_ref() {
            "style:style" => {
                let of = |name| value(element, name);
                let name = of("style:family").zip(of("style:name"));
                if let (Some(name), Some(parent)) = (&name, of("style:parent-style-name")) {
                    self.parents.insert(name.clone(), parent);
                }
                self.current = name;
            }
            "style:text-properties" => {
                let lines = [
                    "style:text-line-through-style",
                    "style:text-line-through-type",
                ];
                let line = lines.into_iter().find_map(|name| value(element, name));
                if let (Some(name), Some(line)) = (&self.current, line) {
                    self.struck.insert(name.clone(), line != "none");
                }
            }
            "style:table-row-properties" => {
                let height = value(element, "style:row-height");
                if let (Some(name), Some(height)) = (&self.current, height) {
                    let number = height.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                    let is_flat = number
                        .trim()
                        .parse::<f64>()
                        .is_ok_and(|height| height <= 0.0);
                    self.flat.insert(name.clone(), is_flat);
                }
            }
            _ => {}
        }
    }

    /// Whether a style strikes through.
    pub(super) fn strikes(&mut self, family: &str, name: &str) -> bool {
        self.find(|styles| &styles.struck, family, name)
    }

    /// Whether a style makes rows that have no height.
    pub(super) fn flattens(&mut self, name: &str) -> bool {
        self.find(|styles| &styles.flat, "table-row", name)
    }

    /// What a style says, or the one that it is made from.
    fn find(
        &mut self,
        of: impl Fn(&Self) -> &HashMap<Name, bool>,
        family: &str,
        name: &str,
    ) -> bool {
        let name = (family.to_owned(), name.to_owned());
        if let Some(says) = self.known.get(&name) {
            return *says;
        }
        let says = self.inherited(of(self), name.clone());
        self.known.insert(name, says);
        says
    }

    fn inherited(&self, of: &HashMap<Name, bool>, mut name: Name) -> bool {
        /// Nobody builds styles on so many others; a ring of them has no end.
        const DEEPEST: usize = 16;
        for _ in 0..DEEPEST {
            if let Some(says) = of.get(&name) {
                return *says;
            }
            match self.parents.get(&name) {
                Some(parent) => name.1.clone_from(parent),
                None => return false,
            }
        }
        false
    }
}

/// An attribute of an element: a name or a measure, and none is longer than this.
pub(super) fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    const MOST: usize = 256;
    let attribute = element.try_get_attribute(name).ok()??;
    if attribute.value.len() > MOST {
        return None;
    }
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}
