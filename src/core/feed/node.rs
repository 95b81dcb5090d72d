//! A place in a record's JSON that knows its path and reports what does not fit.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use super::json::{Fields, Json};
use super::report::{Finding, JsonType, Problem};
use super::values;
use crate::text;

/// The findings about one record.
pub(super) struct Notes {
    record: String,
    findings: RefCell<Vec<Finding>>,
}

impl Notes {
    pub(super) fn new(record: String) -> Self {
        Self {
            record,
            findings: RefCell::default(),
        }
    }

    pub(super) fn add(&self, path: String, problem: Problem) {
        let finding = Finding {
            record: self.record.clone(),
            path,
            problem,
        };
        self.findings.borrow_mut().push(finding);
    }

    /// What was found, each once: some parts of a record are read for more than one purpose.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        let mut seen = HashSet::new();
        findings.retain(|finding| seen.insert(finding.clone()));
        findings
    }
}

/// The way to a value, kept on the stack: most paths are never written out.
#[derive(Clone, Copy)]
enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Self::Root, key) => f.write_str(key),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// A JSON object within a record.
pub(super) struct Node<'p> {
    fields: &'p Fields<'p>,
    path: Path<'p>,
    notes: &'p Notes,
}

impl<'p> Node<'p> {
    pub(super) fn root(fields: &'p Fields<'p>, notes: &'p Notes) -> Self {
        Self {
            fields,
            path: Path::Root,
            notes,
        }
    }

    /// Reports a problem with the field `key`, or with this object if it is empty.
    pub(super) fn report(&self, key: &str, problem: Problem) {
        let path = if key.is_empty() {
            self.path.to_string()
        } else {
            Path::Key(&self.path, key).to_string()
        };
        self.notes.add(path, problem);
    }

    /// Whether there is anything in the field.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Whether there is anything in the field, and not only an empty list.
    pub(super) fn says(&self, key: &str) -> bool {
        let value = self.value(key);
        value.is_some_and(|value| !matches!(value, Json::List(items) if items.is_empty()))
    }

    /// The names of all fields. What is in them comes from strangers as well.
    pub(super) fn names(&self) -> impl Iterator<Item = &'p str> {
        self.fields.names()
    }

    /// The value of a field. Nulls, empty texts and the text "null" count as absent.
    fn value(&self, key: &str) -> Option<&'p Json<'p>> {
        self.fields.get(key).filter(|value| match value {
            Json::Null => false,
            Json::Text(text) => !matches!(text.trim(), "" | "null" | "NULL"),
            _ => true,
        })
    }

    /// A text of any length, cleaned. Numbers and truth values are taken as they are written.
    ///
    /// What is HTML, as editors of other systems write it, becomes its text.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        let raw = self.written(key)?;
        let Some(text) = text::from_html(&raw) else {
            return Some(text::clean(&raw)).filter(|text| !text.is_empty());
        };
        self.report(key, Problem::MarkupRead(Problem::quote(&raw)));
        Some(text::clean(&text)).filter(|text| !text.is_empty())
    }

    fn written(&self, key: &str) -> Option<Cow<'p, str>> {
        match self.value(key)? {
            Json::Text(text) => Some(Cow::Borrowed(text)),
            _ => self.raw(key).map(Cow::Owned),
        }
    }

    /// A text in one line, cleaned.
    pub(super) fn line(&self, key: &str) -> Option<String> {
        let line = text::clean_line(&self.written(key)?);
        if looks_like_html(&line) {
            self.report(key, Problem::Markup(Problem::quote(&line)));
        }
        (!line.is_empty()).then_some(line)
    }

    /// A text as it stands in the feed, for values that have their own reading.
    pub(super) fn raw(&self, key: &str) -> Option<String> {
        match self.value(key)? {
            Json::Text(text) => Some(text.as_ref().to_owned()),
            Json::Number(number) => Some(number.to_string()),
            Json::Bool(truth) => Some(truth.to_string()),
            other => {
                self.report(key, wrong_type(JsonType::Text, other));
                None
            }
        }
    }

    /// A number, also written as text, also with a decimal comma. `problem` names what it should be.
    pub(super) fn number(&self, key: &str, problem: fn(String) -> Problem) -> Option<f64> {
        let number = match self.value(key)? {
            Json::Number(number) => number.as_f64(),
            _ => values::number(&self.raw(key)?),
        };
        if number.is_none() {
            self.report_value(key, problem);
        }
        number
    }

    /// Reports a problem with the field `key` that quotes what stands there.
    pub(super) fn report_value(&self, key: &str, problem: fn(String) -> Problem) {
        let raw = self.raw(key).unwrap_or_default();
        self.report(key, problem(Problem::quote(&raw)));
    }

    /// Whether the field holds the JSON value `true`, or the word.
    pub(super) fn is_true(&self, key: &str) -> bool {
        match self.value(key) {
            Some(Json::Bool(truth)) => *truth,
            Some(Json::Text(word)) => matches!(word.trim(), "true" | "ja" | "yes"),
            _ => false,
        }
    }

    /// An object within this one.
    pub(super) fn object<'c>(&'c self, key: &'c str) -> Option<Node<'c>> {
        match self.value(key)? {
            Json::Object(fields) => Some(Node {
                fields,
                path: Path::Key(&self.path, key),
                notes: self.notes,
            }),
            other => {
                self.report(key, wrong_type(JsonType::Object, other));
                None
            }
        }
    }

    /// Calls `each` with every object in a list. One object without a list around it is taken as
    /// a list of one.
    pub(super) fn each(&self, key: &str, mut each: impl FnMut(&Node<'_>)) {
        let path = Path::Key(&self.path, key);
        match self.value(key) {
            None => {}
            Some(Json::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let path = Path::Index(&path, index);
                    match item {
                        Json::Object(fields) => {
                            each(&Node {
                                fields,
                                path,
                                notes: self.notes,
                            });
                        }
                        Json::Null => {}
                        other => self
                            .notes
                            .add(path.to_string(), wrong_type(JsonType::Object, other)),
                    }
                }
            }
            Some(Json::Object(fields)) => each(&Node {
                fields,
                path,
                notes: self.notes,
            }),
            Some(other) => self.report(key, wrong_type(JsonType::List, other)),
        }
    }

    /// The texts in a list, or in one text separated by commas.
    pub(super) fn words(&self, key: &str) -> Vec<String> {
        match self.value(key) {
            Some(Json::List(items)) => items
                .iter()
                .filter_map(|item| match item {
                    Json::Text(word) => Some(word.trim().to_owned()),
                    Json::Number(number) => Some(number.to_string()),
                    other => {
                        self.report(key, wrong_type(JsonType::Text, other));
                        None
                    }
                })
                .filter(|word| !word.is_empty())
                .collect(),
            Some(_) => self
                .raw(key)
                .iter()
                .flat_map(|text| text.split([',', ';']))
                .map(|word| word.trim().to_owned())
                .filter(|word| !word.is_empty())
                .collect(),
            None => Vec::new(),
        }
    }
}

fn wrong_type(expected: JsonType, found: &Json<'_>) -> Problem {
    let found = match found {
        Json::Null => JsonType::Null,
        Json::Bool(_) => JsonType::Bool,
        Json::Number(_) => JsonType::Number,
        Json::Text(_) => JsonType::Text,
        Json::List(_) => JsonType::List,
        Json::Object(_) => JsonType::Object,
    };
    Problem::WrongType { expected, found }
}

/// Whether a text was probably meant to be read by a browser. It never is.
fn looks_like_html(text: &str) -> bool {
    let signs = [
        "</", "<br", "<p>", "<script", "<img", "&nbsp;", "&amp;", "&quot;",
    ];
    // Hardly any text gets as far as the signs.
    text.bytes().any(|byte| matches!(byte, b'<' | b'&'))
        && signs.iter().any(|sign| text.contains(sign))
}
