//! The folder of a feed: what is in it, and how the next edition gets there.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use raupe_core::feed::{Manifest, ManifestError};

use super::plan::Plan;
use super::{PublishError, Refused, Step, Written};
use crate::compress;
use crate::files::{self, Files, sha256, sibling};

/// How many snapshots stay: clients that read an older manifest still find theirs.
pub const KEPT: usize = 5;

const MANIFEST: &str = "manifest.json";

/// The folder of a feed.
pub(super) struct Folder<'a, F> {
    files: &'a F,
    path: &'a Path,
}

/// What is in the folder.
pub(super) enum Current {
    /// No feed.
    Nothing,
    /// Snapshots without a manifest: a first publication that was cut short, or a feed whose
    /// manifest somebody deleted.
    Remains,
    /// A manifest that cannot be read.
    Damaged(ManifestError),
    /// A feed.
    Edition(Box<Edition>),
}

/// An edition of a feed in its folder.
pub(super) struct Edition {
    pub(super) manifest: Manifest,
    /// The snapshot's bytes, if they are those of the manifest.
    pub(super) snapshot: Option<Vec<u8>>,
    /// Whether the snapshot and its compressed forms are as they should be.
    pub(super) whole: bool,
}

impl Current {
    pub(super) fn manifest(&self) -> Option<&Manifest> {
        match self {
            Self::Edition(edition) => Some(&edition.manifest),
            _ => None,
        }
    }

    pub(super) fn snapshot(&self) -> Option<&[u8]> {
        match self {
            Self::Edition(edition) => edition.snapshot.as_deref(),
            _ => None,
        }
    }
}

/// A snapshot in all its forms.
pub(super) struct Forms<'d> {
    raw: &'d [u8],
    brotli: Vec<u8>,
    gzip: Vec<u8>,
}

impl<'d> Forms<'d> {
    pub(super) fn new(raw: &'d [u8]) -> io::Result<Self> {
        Ok(Self {
            raw,
            brotli: compress::brotli(raw)?,
            gzip: compress::gzip(raw)?,
        })
    }
}

impl<'a, F: Files> Folder<'a, F> {
    pub(super) fn new(files: &'a F, path: &'a Path) -> Self {
        Self { files, path }
    }

    pub(super) fn failed(&self, error: io::Error) -> PublishError {
        PublishError::Io(self.path.to_owned(), error)
    }

    /// What is in the folder. Reads only.
    pub(super) fn look(&self) -> Result<Current, PublishError> {
        let Some(bytes) = self.read(MANIFEST)? else {
            let snapshots = self.snapshots().map_err(|error| self.failed(error))?;
            return Ok(if snapshots.is_empty() {
                Current::Nothing
            } else {
                Current::Remains
            });
        };
        let manifest = match Manifest::read(&bytes) {
            Ok(manifest) => manifest,
            Err(error) => return Ok(Current::Damaged(error)),
        };
        let snapshot = self.read(&manifest.snapshot)?;
        let snapshot = snapshot.filter(|bytes| sha256(bytes) == manifest.sha256);
        let mut whole = snapshot.is_some();
        for ending in compress::ENDINGS {
            let Some(snapshot) = snapshot.as_ref().filter(|_| whole) else {
                break;
            };
            let form = self.read(&format!("{}.{ending}", manifest.snapshot))?;
            whole = form.is_some_and(|form| compress::holds(ending, &form, snapshot));
        }
        Ok(Current::Edition(Box::new(Edition {
            manifest,
            snapshot,
            whole,
        })))
    }

    /// Keeps other publishers out until the result is dropped. Creates the folder if need be.
    pub(super) fn lock(&self) -> Result<File, PublishError> {
        fs::create_dir_all(self.path).map_err(|error| self.failed(error))?;
        let path = self.path.join(".raupe.lock");
        // The file stays: deleting it would let a third publisher lock a file of its own.
        let open = File::options().create(true).append(true).open(&path);
        let file = open.map_err(|error| PublishError::Io(path.clone(), error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Refused::Busy.into()),
            // Some network drives know no locks. Publishing there is still better than not at all.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(file)
            }
            Err(TryLockError::Error(error)) => Err(PublishError::Io(path, error)),
        }
    }

    /// Carries out a plan: data first, manifest last, then the old editions go.
    ///
    /// Stopped anywhere, it leaves the old feed or the new one, each with its snapshot.
    pub(super) fn carry_out(
        &self,
        plan: &Plan,
        forms: &Forms<'_>,
        before: &Current,
    ) -> Result<Step, PublishError> {
        let (Plan::Repair(manifest) | Plan::NewEdition(manifest)) = plan else {
            return Ok(Step::Nothing);
        };
        let snapshot = self.path.join(&manifest.snapshot);
        self.write(&snapshot, forms.raw)?;
        self.write(&sibling(&snapshot, "br"), &forms.brotli)?;
        self.write(&sibling(&snapshot, "gz"), &forms.gzip)?;
        self.sync()?;
        let mut written = Written {
            brotli: forms.brotli.len(),
            gzip: forms.gzip.len(),
            deleted: Ok(0),
            found_remains: matches!(before, Current::Remains),
        };
        if matches!(plan, Plan::Repair(_)) {
            return Ok(Step::Repaired(written));
        }
        self.write(&self.path.join(MANIFEST), manifest.to_json().as_bytes())?;
        self.sync()?;
        // Clients that have just read the manifest before this one still need its snapshot.
        let before = before.manifest().map(|before| before.snapshot.as_str());
        written.deleted = self.tidy(&manifest.snapshot, before);
        Ok(Step::NewEdition(written))
    }

    /// Deletes all snapshots but the last, and what belongs to none. Returns how many snapshots.
    fn tidy(&self, current: &str, before: Option<&str>) -> io::Result<usize> {
        let mut snapshots = self.snapshots()?;
        // Times can be equal on a fast disk; the name then makes the order a stated one.
        snapshots.sort_unstable_by(|(one, one_time), (other, other_time)| {
            let rank = |name: &str| (name != current, Some(name) != before);
            rank(one)
                .cmp(&rank(other))
                .then(other_time.cmp(one_time))
                .then(one.cmp(other))
        });
        let old = snapshots.split_off(snapshots.len().min(KEPT));
        for (name, _) in &old {
            self.files.remove(&self.path.join(name))?;
        }
        for entry in self.files.list(self.path)? {
            if belongs_to_none(&entry.name, &snapshots) {
                self.files.remove(&self.path.join(&entry.name))?;
            }
        }
        Ok(old.len())
    }

    /// The snapshots in the folder, by name and time of writing.
    fn snapshots(&self) -> io::Result<Vec<(String, SystemTime)>> {
        let entries = match self.files.list(self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let snapshots = entries.into_iter().filter(|entry| is_snapshot(&entry.name));
        Ok(snapshots
            .map(|entry| (entry.name, entry.modified))
            .collect())
    }

    /// The content of a file in the folder, if it is there.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, PublishError> {
        let path = self.path.join(name);
        match self.files.read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(PublishError::Io(path, error)),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
        files::replace(self.files, path, bytes)
            .map_err(|error| PublishError::Io(PathBuf::from(path), error))
    }

    fn sync(&self) -> Result<(), PublishError> {
        self.files
            .sync(self.path)
            .map_err(|error| self.failed(error))
    }
}

/// `snapshot-<64 hexadecimal digits>.json`. Nothing else in the folder is ever deleted.
fn is_snapshot(name: &str) -> bool {
    let hash = name
        .strip_prefix("snapshot-")
        .and_then(|rest| rest.strip_suffix(".json"));
    hash.is_some_and(|hash| {
        hash.len() == 64
            && hash
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Whether a file is the compressed form of a snapshot that is gone, or what a publisher left
/// behind that was killed while writing.
fn belongs_to_none(name: &str, snapshots: &[(String, SystemTime)]) -> bool {
    let form = |name: &str| {
        compress::ENDINGS
            .iter()
            .find_map(|ending| Some(name.strip_suffix(ending)?.strip_suffix('.')?.to_owned()))
    };
    if let Some(unfinished) = name
        .strip_prefix('.')
        .and_then(|rest| rest.strip_suffix(".tmp"))
    {
        return is_snapshot(&form(unfinished).unwrap_or_else(|| unfinished.to_owned()));
    }
    form(name).is_some_and(|source| {
        is_snapshot(&source) && snapshots.iter().all(|(snapshot, _)| *snapshot != source)
    })
}
