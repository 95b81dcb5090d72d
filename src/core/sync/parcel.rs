//! Jobs and what comes of them in a form that can be sent.

use super::failure::Failure;
use super::generation::{Bytes, Generation, Head};
use super::job::{Compiled, Job, Task};
use super::verify::Announced;
use crate::feed::{Manifest, PublicKey, Unreadable};

/// A [`Job`] or what came of it, in a form that can be sent: a short text, and byte arrays that may
/// change hands without being copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    /// JSON of some kilobytes.
    pub label: String,
    /// Up to some megabytes each; empty where there is nothing to send.
    pub bytes: [Vec<u8>; 4],
}

/// What stands on a label, as JSON a list. One form for everything, and no names: each would add its
/// code to the client.
#[derive(Default)]
struct Label {
    what: String,
    head: Option<Head>,
    keys: Vec<PublicKey>,
    texts: Vec<String>,
    numbers: Vec<u64>,
}

impl Label {
    fn new(what: &str) -> Self {
        Self {
            what: what.to_owned(),
            ..Self::default()
        }
    }

    fn read(json: &str) -> Option<Self> {
        let (what, head, keys, texts, numbers) = serde_json::from_str(json).ok()?;
        Some(Self {
            what,
            head,
            keys,
            texts,
            numbers,
        })
    }

    fn text(&self, at: usize) -> String {
        self.texts.get(at).cloned().unwrap_or_default()
    }

    fn number(&self, at: usize) -> u64 {
        self.numbers.get(at).copied().unwrap_or_default()
    }

    /// For what counts things in memory.
    fn size(&self, at: usize) -> usize {
        usize::try_from(self.number(at)).unwrap_or(usize::MAX)
    }

    fn on(&self, bytes: [Vec<u8>; 4]) -> Parcel {
        let list = (
            &self.what,
            &self.head,
            &self.keys,
            &self.texts,
            &self.numbers,
        );
        Parcel {
            // Texts and numbers always serialise.
            label: serde_json::to_string(&list).unwrap_or_default(),
            bytes,
        }
    }
}

impl From<Job> for Parcel {
    fn from(job: Job) -> Self {
        let Job { task, about, delta } = job;
        let mut manifest = Vec::new();
        let mut announce = |label: &mut Label, announced: Announced| {
            manifest = announced.bytes;
            label.keys = announced.keys;
        };
        let mut label;
        match *task {
            Task::Snapshot { announced, current } => {
                label = Label::new("snapshot");
                label.head = current;
                announce(&mut label, announced);
            }
            Task::Delta { announced, current } => {
                label = Label::new("delta");
                label.head = Some(current);
                announce(&mut label, announced);
            }
            Task::Page {
                address,
                fetched_at,
                current,
            } => {
                label = Label::new("page");
                label.head = current;
                label.texts = vec![address, fetched_at];
            }
            Task::Rebuild(head) => {
                label = Label::new("rebuild");
                label.head = Some(head);
            }
        }
        label.on([about.image, about.snapshot, delta, manifest])
    }
}

impl Parcel {
    /// The job that was sent. `None` if it is something else.
    pub fn into_job(self) -> Option<Job> {
        let label = Label::read(&self.label)?;
        let [image, snapshot, delta, manifest] = self.bytes;
        let (address, fetched_at) = (label.text(0), label.text(1));
        let announced = |keys| {
            let read = Manifest::read(&manifest).ok()?;
            Some(Announced::new(read, &manifest, keys))
        };
        let task = match label.what.as_str() {
            "snapshot" => Task::Snapshot {
                announced: announced(label.keys)?,
                current: label.head,
            },
            "delta" => Task::Delta {
                announced: announced(label.keys)?,
                current: label.head?,
            },
            "page" => Task::Page {
                address,
                fetched_at,
                current: label.head,
            },
            "rebuild" => Task::Rebuild(label.head?),
            _ => return None,
        };
        Some(Job::new(task, Bytes { image, snapshot }, delta))
    }

    /// What came of the job that was sent.
    pub fn into_compiled(self) -> Compiled {
        let [image, snapshot, ..] = self.bytes;
        let label = Label::read(&self.label).unwrap_or_default();
        let (one, other) = (label.size(0), label.size(1));
        let why = label.text(0);
        let unreadable = |why| Err(Failure::Unreadable(why));
        match (label.what.as_str(), label.head) {
            ("generation", Some(head)) => Ok(Some(Generation {
                head,
                image,
                snapshot,
            })),
            ("same", _) => Ok(None),
            ("damaged", _) => Err(Failure::Damaged),
            ("too many broken", _) => Err(Failure::TooManyBroken {
                broken: one,
                records: other,
            }),
            ("no offers", _) => Err(Failure::NoOffers),
            ("far fewer", _) => Err(Failure::FarFewer {
                before: one as u64,
                now: other as u64,
            }),
            ("empty", _) => unreadable(Unreadable::Empty),
            ("too large", _) => unreadable(Unreadable::TooLarge(one)),
            ("not UTF-8", _) => unreadable(Unreadable::NotUtf8(one)),
            ("HTML", _) => unreadable(Unreadable::Html),
            ("not JSON", _) => unreadable(Unreadable::NotJson {
                line: one,
                column: other,
                message: why,
            }),
            ("no services", _) => unreadable(Unreadable::NoServices),
            _ => Err(Failure::Uncompiled(why)),
        }
    }
}

impl From<Compiled> for Parcel {
    fn from(compiled: Compiled) -> Self {
        let mut bytes = Self::default().bytes;
        let label = match compiled {
            Ok(Some(generation)) => {
                [bytes[0], bytes[1]] = [generation.image, generation.snapshot];
                Label {
                    head: Some(generation.head),
                    ..Label::new("generation")
                }
            }
            Ok(None) => Label::new("same"),
            Err(failure) => label_of(failure),
        };
        label.on(bytes)
    }
}

fn label_of(failure: Failure) -> Label {
    let (what, numbers, text) = match failure {
        Failure::Damaged => ("damaged", [0, 0], None),
        Failure::TooManyBroken { broken, records } => ("too many broken", [broken, records], None),
        Failure::NoOffers => ("no offers", [0, 0], None),
        Failure::FarFewer { before, now } => {
            let size = |number| usize::try_from(number).unwrap_or(usize::MAX);
            ("far fewer", [size(before), size(now)], None)
        }
        Failure::Unreadable(why) => match why {
            Unreadable::Empty => ("empty", [0, 0], None),
            Unreadable::TooLarge(bytes) => ("too large", [bytes, 0], None),
            Unreadable::NotUtf8(at) => ("not UTF-8", [at, 0], None),
            Unreadable::Html => ("HTML", [0, 0], None),
            Unreadable::NotJson {
                line,
                column,
                message,
            } => ("not JSON", [line, column], Some(message)),
            Unreadable::NoServices => ("no services", [0, 0], None),
        },
        Failure::Uncompiled(why) => ("uncompiled", [0, 0], Some(why)),
        // No job fails in another way.
        other => ("uncompiled", [0, 0], Some(other.to_string())),
    };
    Label {
        numbers: numbers.map(|number| number as u64).to_vec(),
        texts: text.into_iter().collect(),
        ..Label::new(what)
    }
}
