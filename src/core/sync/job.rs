//! What takes long, as a value: it can be done elsewhere than where the machine runs.
//!
//! A page that compiles ten thousand offers does not react meanwhile. So the machine hands the work
//! out with [`super::Effect::Compile`], whole and in need of nothing else; it can be taken apart,
//! sent to somebody and done there.

use std::fmt;

use super::failure::Failure;
use super::generation::{Bytes, Generation, Head, rebuild};
use super::verify::{self, Announced};

/// What comes of a [`Job`]: a generation, or `None` if the page that came is the one in use.
pub type Compiled = Result<Option<Generation>, Failure>;

/// A generation to be made: to verify, read and compile what was fetched or stored.
#[derive(Clone, PartialEq)]
pub struct Job {
    pub(super) task: Box<Task>,
    /// What the task is about: the snapshot as it came, or for a delta what it starts from.
    pub(super) about: Bytes,
    /// For a delta alone.
    pub(super) delta: Vec<u8>,
}

/// What is to be done, and the little that has to be known for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Task {
    /// A snapshot that was fetched, for somebody who has `current`.
    Snapshot {
        announced: Announced,
        current: Option<Head>,
    },
    /// A delta that was fetched, and the stored snapshot that it starts from.
    Delta { announced: Announced, current: Head },
    /// A page without manifest that was fetched.
    Page {
        address: String,
        fetched_at: String,
        current: Option<Head>,
    },
    /// A stored snapshot whose image has another form.
    Rebuild(Head),
}

impl Job {
    pub(super) fn new(task: Task, about: Bytes, delta: Vec<u8>) -> Self {
        Self {
            task: Box::new(task),
            about,
            delta,
        }
    }

    /// Compiles the directory anew from a stored snapshot, for a start after an update of the app
    /// that reads another form of image.
    pub fn rebuild(head: Head, snapshot: Vec<u8>) -> Self {
        let stored = Bytes {
            snapshot,
            ..Bytes::default()
        };
        Self::new(Task::Rebuild(head), stored, Vec::new())
    }

    /// Does it. Nothing else is needed, and nothing else changes.
    ///
    /// A delta that is odd in any way fails with [`Failure::Damaged`] or [`Failure::Unreadable`]:
    /// the snapshot then is the way.
    pub fn run(self) -> Compiled {
        let Self { task, about, delta } = self;
        let Bytes { image, snapshot } = about;
        match *task {
            Task::Snapshot { announced, current } => {
                verify::from_snapshot(&announced, current.as_ref(), snapshot).map(Some)
            }
            Task::Delta { announced, current } => {
                let patched =
                    verify::from_delta(&announced, &current, Bytes { image, snapshot }, &delta);
                patched.unwrap_or(Err(Failure::Damaged)).map(Some)
            }
            Task::Page {
                address,
                fetched_at,
                current,
            } => verify::from_page(&address, &fetched_at, current.as_ref(), snapshot),
            Task::Rebuild(head) => {
                let directory = rebuild(&head, &snapshot).map_err(Failure::Unreadable)?;
                Ok(Some(Generation {
                    image: directory.into_image(),
                    head,
                    snapshot,
                }))
            }
        }
    }

    /// How many bytes there are to be read.
    pub fn size(&self) -> usize {
        self.about.snapshot.len() + self.delta.len()
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Job({:?}, {} B)", self.task, self.size())
    }
}
