//! The ways from the editions before to the new one.

use raupe_core::feed::{Contents, Delta, DeltaFile, Manifest, Page};

use super::draft::Draft;
use super::folder::{Edition, Folder};
use crate::files::Files;
use crate::publish::PublishError;

/// From how many editions before there is a delta.
pub const DELTAS: usize = 5;

/// The file of a delta, and what the manifest says about it.
pub(super) struct Made {
    pub(super) file: DeltaFile,
    /// The edition that it leads to.
    pub(super) to: u64,
    pub(super) bytes: Vec<u8>,
}

/// An edition before the new one.
struct Earlier {
    seq: u64,
    sha256: String,
    snapshot: Vec<u8>,
}

/// The deltas to `next` from the last editions of its epoch, as far as their snapshots are there.
///
/// Each is applied once before it is published: what does not lead to the digest of the manifest is
/// left out, and so is what is no smaller than the snapshot.
pub(super) fn deltas(
    folder: &Folder<'_, impl Files>,
    current: Option<&Edition>,
    draft: &Draft,
    next: &Manifest,
) -> Result<Vec<Made>, PublishError> {
    let Some(current) = current.filter(|current| current.manifest.epoch == next.epoch) else {
        return Ok(Vec::new());
    };
    let mut made = Vec::new();
    for earlier in earlier(folder, current)? {
        if let Some(bytes) = delta(&earlier, draft, next)
            && bytes.len() < draft.snapshot.len()
        {
            let file = DeltaFile::of(&bytes, earlier.seq, &earlier.sha256);
            made.push(Made {
                file,
                to: next.seq,
                bytes,
            });
        }
    }
    Ok(made)
}

/// The current edition and those that it has deltas from, the newest first.
fn earlier(
    folder: &Folder<'_, impl Files>,
    current: &Edition,
) -> Result<Vec<Earlier>, PublishError> {
    let manifest = &current.manifest;
    let mut editions: Vec<_> = current
        .snapshot
        .iter()
        .map(|snapshot| Earlier {
            seq: manifest.seq,
            sha256: manifest.sha256.clone(),
            snapshot: snapshot.clone(),
        })
        .collect();
    for delta in manifest.deltas.iter().take(DELTAS - 1) {
        if let Some((sha256, snapshot)) = folder.snapshot_by_digits(&delta.base)? {
            editions.push(Earlier {
                seq: delta.from,
                sha256,
                snapshot,
            });
        }
    }
    Ok(editions)
}

/// The deltas of an edition that has the draft's content already, as far as they can be made again
/// with the very same bytes.
pub(super) fn made_again(
    folder: &Folder<'_, impl Files>,
    draft: &Draft,
    manifest: &Manifest,
) -> Result<Vec<Made>, PublishError> {
    let mut made = Vec::new();
    for file in &manifest.deltas {
        let Some((sha256, snapshot)) = folder.snapshot_by_digits(&file.base)? else {
            continue;
        };
        let earlier = Earlier {
            seq: file.from,
            sha256,
            snapshot,
        };
        if let Some(bytes) = delta(&earlier, draft, manifest)
            && DeltaFile::of(&bytes, earlier.seq, &earlier.sha256) == *file
        {
            let file = file.clone();
            made.push(Made {
                file,
                to: manifest.seq,
                bytes,
            });
        }
    }
    Ok(made)
}

fn delta(earlier: &Earlier, draft: &Draft, next: &Manifest) -> Option<Vec<u8>> {
    let page = Page::open(&earlier.snapshot).ok()?;
    let base = Contents::of(&page)?;
    let bytes = Delta::between(&base, &draft.contents, earlier.seq, next.seq)?;
    let result = Delta::read(&bytes).ok()?.apply(&base).ok()?;
    (result.digest() == next.digest).then_some(bytes)
}
