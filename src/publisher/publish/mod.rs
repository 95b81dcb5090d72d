//! A file becomes the next edition of a feed, whole or not at all.
//!
//! Publishing has two halves. The first only reads: `draft` turns the file into the bytes of a
//! snapshot, `plan` compares them with the feed that is in the folder and decides what the next
//! edition is called. Everything that can be refused is refused here, before a single byte is
//! written. The second half, `folder`, writes in an order that leaves a whole feed in the folder
//! wherever it stops: data first, manifest last. `deltas` makes the ways from the editions before.

mod deltas;
mod draft;
mod folder;
mod plan;

use std::io;
use std::path::{self, Path, PathBuf};

use jiff::Timestamp;
use raupe_core::feed::{
    DeltaFile, Finding, Manifest, ManifestError, PublicKey, Severity, Unreadable,
};

pub use deltas::DELTAS;
pub use draft::Changes;
pub use folder::KEPT;

use deltas::{Made, deltas, made_again};
use draft::{Absent, Draft};
use folder::{Announcement, Current, Folder, Forms};
use plan::{Plan, plan};

use crate::files::{Disk, Files};
use crate::keys::{self, KeyError, Signer};
use crate::plain;
use crate::sheet;
use crate::source::{self, Source, SourceError};

/// What to publish, and where.
#[derive(Clone, Debug)]
pub struct Order {
    /// The county's file.
    pub file: PathBuf,
    /// The folder of the feed.
    pub out: PathBuf,
    /// The region, if the county says so on the command line.
    pub region: Option<String>,
    /// The name of the feed, if the county says so on the command line.
    pub feed_id: Option<String>,
    /// A new epoch, to begin anew.
    pub epoch: Option<u64>,
    /// What to do about broken records.
    pub broken: Broken,
    /// The secret key to sign with.
    pub key: Option<PathBuf>,
    /// The public key that will come next: from this edition on the app trusts it and the one that signs,
    /// and no other.
    pub next_key: Option<PathBuf>,
    /// Far fewer offers than before are meant.
    pub means_mass_change: bool,
    /// The county has looked through the list and found it as it was: a new edition, of today.
    pub confirms_unchanged: bool,
}

/// What to do about broken records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Publish nothing: offers that were there yesterday would be gone.
    Refuse,
    /// Publish the others.
    LeaveOut,
}

/// What came of publishing.
#[derive(Debug)]
pub struct Published {
    /// What happened to the folder.
    pub step: Step,
    /// The manifest that is in the folder now.
    pub manifest: Manifest,
    /// What is different from the edition before, where that one can still be read.
    pub changes: Option<Changes>,
    /// How many records are not in the feed because they have ended.
    pub ended: usize,
    /// How many records are not in the feed because they are broken.
    pub broken: usize,
    /// Why the date of this edition may be wrong.
    pub clock: Option<ClockDoubt>,
}

/// Why the clock of this computer, or of the one before it, may be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockDoubt {
    /// The edition before is from later; its [`Manifest::issued_at`].
    Earlier(String),
    /// The edition before is older than a year; its [`Manifest::issued_at`].
    MuchLater(String),
}

impl ClockDoubt {
    /// A clock may be wrong by so many minutes without a word.
    const MINUTES: i64 = 10;
    /// Between two editions are at most so many hours, a year, unless something is wrong.
    const HOURS: i64 = 366 * 24;

    fn of(before: &Manifest, now: Timestamp) -> Option<Self> {
        let issued_at = before.issued_at.clone();
        let age = now.duration_since(issued_at.parse().ok()?);
        if age.as_mins() < -Self::MINUTES {
            return Some(Self::Earlier(issued_at));
        }
        (age.as_hours() > Self::HOURS).then_some(Self::MuchLater(issued_at))
    }
}

/// What happened to the folder.
#[derive(Debug)]
pub enum Step {
    /// Nothing: the feed has this content already.
    Nothing,
    /// The snapshot was missing or damaged and is whole again; the manifest is as it was.
    Repaired(Written),
    /// There is a new edition.
    NewEdition(Written),
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The snapshot's size with Brotli, in bytes.
    pub brotli: usize,
    /// The snapshot's size with gzip, in bytes.
    pub gzip: usize,
    /// For each delta the edition it starts from and its size with Brotli, in bytes.
    pub deltas: Vec<(u64, usize)>,
    /// The public key that the edition is signed with.
    pub signed: Option<String>,
    /// How many old editions were deleted, or why that failed. The feed is whole in any case.
    pub deleted: io::Result<usize>,
    /// The folder held snapshots without a manifest. Perhaps it was a feed once.
    pub found_remains: bool,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum PublishError {
    /// The file cannot be read.
    Source(SourceError),
    /// The key cannot be used.
    Key(KeyError),
    /// It can be read, but publishing it would be a mistake.
    Refused(Refused),
    /// The disk does not take it.
    Io(PathBuf, io::Error),
}

/// What would be a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Records are broken and would be missing; what is wrong with them.
    BrokenRecords(Vec<Finding>),
    /// Rows of the sheet are broken and would be missing; what is wrong with them.
    BrokenRows(Vec<sheet::Finding>),
    /// No offer is left.
    NoOffers,
    /// The snapshot would have more bytes than clients read.
    TooLarge(usize),
    /// The file name gives no name for the feed.
    NoFeedId,
    /// A field of the manifest would be refused by clients; its name.
    BadField(&'static str),
    /// The folder holds another feed.
    OtherFeed {
        /// The feed in the folder.
        there: String,
        /// The feed that was to be published.
        wanted: String,
    },
    /// The manifest in the folder cannot be read, so nobody knows how far it had counted.
    DamagedManifest(ManifestError),
    /// The manifest in the folder was written by a newer version.
    NewerManifest(u32),
    /// The folder has a higher epoch already.
    LowerEpoch(u64),
    /// There is no number after this one.
    LastSeq(u64),
    /// Somebody else is publishing into the folder.
    Busy,
    /// The feed in the folder is signed; clients would refuse an edition that is not.
    KeyNeeded,
    /// The edition in the folder names the keys that are trusted, and this one, the first, is none of the others.
    UntrustedKey(PublicKey, Vec<PublicKey>),
    /// The next key is the one that signs.
    SameKey,
    /// There is a secret key in the folder, or in that of the app around it, where everybody can
    /// fetch it; its file.
    KeyInReach(PathBuf),
    /// More than 30 % fewer offers than before, and nobody says that it is meant.
    FarFewer {
        /// Offers in the current edition.
        before: u64,
        /// Offers in the one that was to be published.
        now: u64,
    },
}

impl From<KeyError> for PublishError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<Refused> for PublishError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<SourceError> for PublishError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<Unreadable> for PublishError {
    fn from(error: Unreadable) -> Self {
        Self::Source(error.into())
    }
}

/// Publishes a file as the edition of the time `now`.
pub fn publish(order: &Order, now: Timestamp) -> Result<Published, PublishError> {
    publish_with(&Disk, order, now)
}

/// [`publish`] on any disk.
pub fn publish_with(
    files: &impl Files,
    order: &Order,
    now: Timestamp,
) -> Result<Published, PublishError> {
    ensure_no_key_in_reach(&order.out)?;
    let source = source::load(&order.file)?;
    let rows = broken_rows(&source, order.broken)?;
    let page = source.page()?;
    let password = || std::env::var(keys::PASSWORD).ok();
    let signer = order.key.as_ref().map(|path| Signer::load(path, password));
    let signer = signer.transpose()?;
    let key = signer
        .as_ref()
        .and_then(|signer| PublicKey::read(&signer.public()));

    let next = order.next_key.as_deref().map(keys::public).transpose()?;

    let folder = Folder::new(files, &order.out);
    let current = folder.look(key.as_ref())?;
    // Nobody knows which offers the broken rows are.
    let absent = if rows == 0 {
        Absent::Ended
    } else {
        Absent::Unknown
    };
    let draft = Draft::new(order, &page, &current, absent, now);
    let draft = draft.map_err(|why| as_rows(why, &source))?;
    let named = plan::keys(&current, key.as_ref(), next)?;
    let next = plan(&draft, &current, order, named, now)?;
    let published = |manifest, step, current: &Current| Published {
        step,
        manifest,
        changes: current
            .snapshot()
            .and_then(|before| draft.changes_since(before)),
        ended: draft.ended,
        broken: draft.broken + rows,
        clock: None,
    };
    if let Plan::Nothing(manifest) = next {
        return Ok(published(manifest, Step::Nothing, &current));
    }
    // Compressing takes seconds, so it comes before the lock.
    let failed = |error| folder.failed(error);
    let name = format!("snapshot-{}.json", draft.sha256);
    let snapshot = Forms::new(name, draft.snapshot.clone()).map_err(failed)?;
    let issued_at = match &next {
        Plan::Nothing(manifest) | Plan::Repair(manifest) | Plan::NewEdition(manifest) => {
            &manifest.issued_at
        }
    };
    let page = draft.page(issued_at).into_bytes();
    let page = Forms::new(plain::FILE, page).map_err(failed)?;
    let _lock = folder.lock()?;
    let locked = folder.look(key.as_ref())?;
    if locked.edition().map(|edition| &edition.bytes)
        != current.edition().map(|edition| &edition.bytes)
    {
        // Somebody has published in the meantime, and the draft builds upon what was there before.
        return Err(Refused::Busy.into());
    }
    let mut written = Written {
        brotli: snapshot.brotli.len(),
        gzip: snapshot.gzip.len(),
        deltas: Vec::new(),
        signed: signer.as_ref().map(Signer::public),
        deleted: Ok(0),
        found_remains: matches!(locked, Current::Remains),
    };
    let mut data = vec![snapshot, page];
    let mut add = |made: Vec<Made>| -> Result<Vec<DeltaFile>, PublishError> {
        let mut list = Vec::new();
        for Made { file, bytes, to } in made {
            let forms = Forms::new(file.name(to), bytes).map_err(failed)?;
            written.deltas.push((file.from, forms.brotli.len()));
            data.push(forms);
            list.push(file);
        }
        Ok(list)
    };
    match next {
        Plan::Nothing(manifest) => Ok(published(manifest, Step::Nothing, &locked)),
        Plan::NewEdition(mut manifest) => {
            manifest.deltas = add(deltas(&folder, locked.edition(), &draft, &manifest)?)?;
            let announcement = announce(&manifest, manifest.to_json().into(), signer.as_ref())?;
            folder.write_edition(&data, &announcement)?;
            written.deleted = folder.tidy(&announcement, locked.edition());
            let before = locked.manifest();
            Ok(Published {
                clock: before.and_then(|before| ClockDoubt::of(before, now)),
                ..published(manifest, Step::NewEdition(written), &locked)
            })
        }
        Plan::Repair(manifest) => {
            add(made_again(&folder, &draft, &manifest)?)?;
            let bytes = locked.edition().map(|edition| edition.bytes.clone());
            let announcement = announce(&manifest, bytes.unwrap_or_default(), signer.as_ref())?;
            folder.write_data(&data)?;
            folder.write_signature(&announcement)?;
            Ok(published(manifest, Step::Repaired(written), &locked))
        }
    }
}

fn announce(
    manifest: &Manifest,
    bytes: Vec<u8>,
    signer: Option<&Signer>,
) -> Result<Announcement, KeyError> {
    let Manifest {
        feed_id,
        epoch,
        seq,
        issued_at,
        ..
    } = manifest;
    let comment = format!("{feed_id} {epoch}.{seq} {issued_at}");
    let signature = signer.map(|signer| signer.sign(&bytes, &comment));
    Ok(Announcement {
        signature: signature.transpose()?,
        manifest: bytes,
    })
}

/// Refuses a folder in which a host would find a secret key: who has it can sign in the county's name.
fn ensure_no_key_in_reach(out: &Path) -> Result<(), PublishError> {
    let served = served_with(out).map_err(|error| PublishError::Io(out.to_owned(), error))?;
    match keys::secret_in(&served) {
        Ok(None) => Ok(()),
        Ok(Some(path)) => Err(Refused::KeyInReach(path).into()),
        Err(error) => Err(PublishError::Io(served, error)),
    }
}

/// The folder that a host serves with this feed: that of the app, if the feed lies in it.
fn served_with(out: &Path) -> io::Result<PathBuf> {
    let out = out.canonicalize().or_else(|_| path::absolute(out))?;
    let app = out.parent().filter(|it| it.join("sw.js").is_file());
    Ok(app.map_or_else(|| out.clone(), Path::to_owned))
}

/// How many rows of a sheet are left out because they are broken, if that is wanted.
fn broken_rows(source: &Source, broken: Broken) -> Result<usize, Refused> {
    let Some(sheet) = source.sheet() else {
        return Ok(0);
    };
    if sheet.count(Severity::Error) > 0 && broken == Broken::Refuse {
        let errors = sheet.findings.iter();
        let errors = errors.filter(|finding| finding.severity() == Severity::Error);
        return Err(Refused::BrokenRows(errors.cloned().collect()));
    }
    Ok(sheet.broken)
}

/// A refusal because of records, which in a sheet are rows.
fn as_rows(refused: Refused, source: &Source) -> Refused {
    match (refused, source.sheet()) {
        (Refused::BrokenRecords(findings), Some(sheet)) => {
            Refused::BrokenRows(findings.iter().map(|it| sheet.locate(it)).collect())
        }
        (refused, _) => refused,
    }
}
