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
    pub(super) fn strikes(&self, family: &str, name: &str) -> bool {
        self.find(&self.struck, family, name)
    }

    /// Whether a style makes rows that have no height.
    pub(super) fn flattens(&self, name: &str) -> bool {
        self.find(&self.flat, "table-row", name)
    }

    /// What a style says, or the one that it is made from.
    fn find(&self, of: &HashMap<Name, bool>, family: &str, name: &str) -> bool {
        /// Nobody builds styles on so many others; a ring of them has no end.
        const DEEPEST: usize = 16;
        let mut name = (family.to_owned(), name.to_owned());
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

/// An attribute of an element.
pub(super) fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}
