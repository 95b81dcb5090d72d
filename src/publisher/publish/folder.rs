//! The folder of a feed: what is in it, and how the next edition gets there.

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use raupe_core::feed::{Manifest, ManifestError, PublicKey, is_sha256, sha256, verify};
use raupe_core::sync::{MANIFEST, SIGNATURE, signature_of};

use super::deltas::DELTAS;
use super::{PublishError, Refused};
use crate::compress;
use crate::files::{self, Files};
use crate::plain;

/// How many snapshots stay: the current one and those that have a delta. Clients that read an older
/// manifest still find theirs.
pub const KEPT: usize = DELTAS + 1;

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
    /// The manifest's own bytes.
    pub(super) bytes: Vec<u8>,
    /// The snapshot's bytes, if they are those of the manifest.
    pub(super) snapshot: Option<Vec<u8>>,
    /// Whether all that belongs to the manifest is as it should be; see [`Folder::look`].
    pub(super) whole: bool,
    /// Whether the folder has a signature, good or bad.
    signed: bool,
    /// The plain page, if its compressed forms hold the same.
    pub(super) page: Option<Vec<u8>>,
}

impl Current {
    pub(super) fn manifest(&self) -> Option<&Manifest> {
        match self {
            Self::Edition(edition) => Some(&edition.manifest),
            _ => None,
        }
    }

    pub(super) fn edition(&self) -> Option<&Edition> {
        match self {
            Self::Edition(edition) => Some(edition),
            _ => None,
        }
    }

    pub(super) fn snapshot(&self) -> Option<&[u8]> {
        self.edition()?.snapshot.as_deref()
    }

    pub(super) fn is_signed(&self) -> bool {
        self.edition().is_some_and(|edition| edition.signed)
    }
}

/// A data file in all its forms.
pub(super) struct Forms {
    name: String,
    raw: Vec<u8>,
    pub(super) brotli: Vec<u8>,
    pub(super) gzip: Vec<u8>,
}

impl Forms {
    pub(super) fn new(name: impl Into<String>, raw: Vec<u8>) -> io::Result<Self> {
        Ok(Self {
            name: name.into(),
            brotli: compress::brotli(&raw)?,
            gzip: compress::gzip(&raw)?,
            raw,
        })
    }

    /// Each form by its name, the file first: a server tells by the age of the others that they
    /// belong to it.
    fn files(&self) -> [(String, &[u8]); 3] {
        let Self {
            name,
            raw,
            brotli,
            gzip,
        } = self;
        [
            (name.clone(), raw),
            (format!("{name}.br"), brotli),
            (format!("{name}.gz"), gzip),
        ]
    }
}

/// A manifest and what vouches for it.
pub(super) struct Announcement {
    /// The manifest's bytes.
    pub(super) manifest: Vec<u8>,
    /// Its signature, if the county has a key.
    pub(super) signature: Option<Vec<u8>>,
}

impl<'a, F: Files> Folder<'a, F> {
    pub(super) fn new(files: &'a F, path: &'a Path) -> Self {
        Self { files, path }
    }

    pub(super) fn failed(&self, error: io::Error) -> PublishError {
        PublishError::Io(self.path.to_owned(), error)
    }

    /// What is in the folder. Reads only.
    ///
    /// An edition is whole if its snapshot is there in all forms, and its deltas, and if `key` is
    /// given, its signature by that key.
    pub(super) fn look(&self, key: Option<&PublicKey>) -> Result<Current, PublishError> {
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
        let snapshot = self.data(&manifest.snapshot, &manifest.sha256)?;
        let mut whole = match &snapshot {
            Some(snapshot) => self.has_forms(&manifest.snapshot, snapshot)?,
            None => false,
        };
        for delta in &manifest.deltas {
            let name = delta.name(manifest.seq);
            whole = whole
                && match self.data(&name, &delta.sha256)? {
                    Some(bytes) => self.has_forms(&name, &bytes)?,
                    // Without the edition that it starts from it cannot be made again.
                    None => self.snapshot_by_digits(&delta.base)?.is_none(),
                };
        }
        let page = match self.read(plain::FILE)? {
            Some(page) if self.has_forms(plain::FILE, &page)? => Some(page),
            _ => None,
        };
        let signature = self.read(SIGNATURE)?;
        let fixed = self.read(&signature_of(&sha256(&bytes)))?;
        if let Some(key) = key {
            let good = signature.as_ref().is_some_and(|signature| {
                verify(std::slice::from_ref(key), &bytes, signature).is_ok()
            });
            whole = whole && good && fixed == signature;
        }
        Ok(Current::Edition(Box::new(Edition {
            signed: signature.is_some(),
            manifest,
            bytes,
            snapshot,
            whole,
            page,
        })))
    }

    /// A data file, if it is there and has this SHA-256.
    fn data(&self, name: &str, hash: &str) -> Result<Option<Vec<u8>>, PublishError> {
        Ok(self.read(name)?.filter(|bytes| sha256(bytes) == hash))
    }

    /// Whether the compressed forms of a data file are as they should be.
    fn has_forms(&self, name: &str, raw: &[u8]) -> Result<bool, PublishError> {
        for ending in compress::ENDINGS {
            let form = self.read(&format!("{name}.{ending}"))?;
            if !form.is_some_and(|form| compress::holds(ending, &form, raw)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The snapshot whose SHA-256 begins with these digits, with its whole SHA-256.
    pub(super) fn snapshot_by_digits(
        &self,
        digits: &str,
    ) -> Result<Option<(String, Vec<u8>)>, PublishError> {
        let snapshots = self.snapshots().map_err(|error| self.failed(error))?;
        for (name, _) in snapshots {
            if let Some(hash) = hash_of(&name, "snapshot-")
                && hash.starts_with(digits)
                && let Some(bytes) = self.data(&name, hash)?
            {
                return Ok(Some((hash.to_owned(), bytes)));
            }
        }
        Ok(None)
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

    /// Writes data files, each in all its forms. Nothing refers to them yet; the plain page of the
    /// next edition beside the manifest of this one does no harm.
    pub(super) fn write_data(&self, data: &[Forms]) -> Result<(), PublishError> {
        for forms in data {
            for (name, bytes) in forms.files() {
                self.write(&name, bytes)?;
            }
        }
        self.sync()
    }

    /// Writes a signature: first under the name that never changes, by which clients find it
    /// whichever manifest they have; then under the usual one.
    pub(super) fn write_signature(&self, by: &Announcement) -> Result<(), PublishError> {
        let Some(signature) = &by.signature else {
            return Ok(());
        };
        self.write(&signature_of(&sha256(&by.manifest)), signature)?;
        self.sync()?;
        self.write(SIGNATURE, signature)?;
        self.sync()
    }

    /// Writes an edition: its data first, its manifest last.
    ///
    /// Stopped anywhere, this leaves the old feed or the new one, each with all that belongs to it.
    pub(super) fn write_edition(
        &self,
        data: &[Forms],
        by: &Announcement,
    ) -> Result<(), PublishError> {
        self.write_data(data)?;
        self.write_signature(by)?;
        self.write(MANIFEST, &by.manifest)?;
        self.sync()
    }

    /// Deletes what neither the new edition nor the one before refers to, but for the last
    /// snapshots. Clients that have just read the manifest before still need its files. Returns how
    /// many snapshots.
    pub(super) fn tidy(&self, new: &Announcement, before: Option<&Edition>) -> io::Result<usize> {
        let mut kept = Kept::default();
        let new_manifest = Manifest::read(&new.manifest).ok();
        let manifests = [
            new_manifest
                .as_ref()
                .map(|manifest| (manifest, &new.manifest)),
            before.map(|before| (&before.manifest, &before.bytes)),
        ];
        for (manifest, bytes) in manifests.into_iter().flatten() {
            kept.refer(manifest, bytes);
        }
        let mut snapshots = self.snapshots()?;
        // Times can be equal on a fast disk; the name then makes the order a stated one.
        snapshots.sort_unstable_by(|(one, one_time), (other, other_time)| {
            let rank = |name: &String| !kept.names.contains(name);
            rank(one)
                .cmp(&rank(other))
                .then(other_time.cmp(one_time))
                .then(one.cmp(other))
        });
        let old = snapshots.split_off(snapshots.len().min(KEPT));
        kept.names
            .extend(snapshots.into_iter().map(|(name, _)| name));
        for entry in self.files.list(self.path)? {
            if kept.is_left_over(&entry.name) {
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
        let snapshots = entries
            .into_iter()
            .filter(|entry| hash_of(&entry.name, "snapshot-").is_some());
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

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let path = self.path.join(name);
        files::replace(self.files, &path, bytes).map_err(|error| PublishError::Io(path, error))
    }

    fn sync(&self) -> Result<(), PublishError> {
        self.files
            .sync(self.path)
            .map_err(|error| self.failed(error))
    }
}

/// The files that stay.
#[derive(Default)]
struct Kept {
    names: HashSet<String>,
}

impl Kept {
    /// The files that a manifest refers to, or that refer to it.
    fn refer(&mut self, manifest: &Manifest, bytes: &[u8]) {
        let deltas = manifest.deltas.iter();
        self.names
            .extend(deltas.map(|delta| delta.name(manifest.seq)));
        self.names.insert(manifest.snapshot.clone());
        self.names.insert(signature_of(&sha256(bytes)));
    }

    /// Whether a file is ours and of no use: what belongs to an edition that is gone, its
    /// compressed forms, and what a publisher left behind that was killed while writing. Nothing
    /// else in the folder is ever deleted.
    fn is_left_over(&self, name: &str) -> bool {
        if let Some(unfinished) = name
            .strip_prefix('.')
            .and_then(|rest| rest.strip_suffix(".tmp"))
        {
            return is_ours(&source(unfinished));
        }
        let source = source(name);
        is_ours(&source) && !self.names.contains(&source)
    }
}

/// The file that a compressed form belongs to; other names as they are.
fn source(name: &str) -> String {
    let form = compress::ENDINGS
        .iter()
        .find_map(|ending| name.strip_suffix(ending)?.strip_suffix('.'));
    form.unwrap_or(name).to_owned()
}

/// `snapshot-<hash>.json`, `delta-<from>-<to>-<hash>.json`, `manifest-<hash>.minisig`.
fn is_ours(name: &str) -> bool {
    hash_of(name, "snapshot-").is_some()
        || hash_of(name, "delta-").is_some()
        || name
            .strip_prefix("manifest-")
            .is_some_and(|rest| rest.strip_suffix(".minisig").is_some_and(is_sha256))
}

/// The hash in the name of a data file, which ends with it.
fn hash_of<'n>(name: &'n str, kind: &str) -> Option<&'n str> {
    let stem = name.strip_prefix(kind)?.strip_suffix(".json")?;
    stem.rsplit('-').next().filter(|hash| is_sha256(hash))
}
