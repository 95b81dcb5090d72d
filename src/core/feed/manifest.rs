//! What a published feed says about itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::digest::{is_hex, is_sha256, sha256};
use super::signature::PublicKey;
use super::values::text;

/// The largest manifest that is read, in bytes: 16 KiB.
pub const MANIFEST_BYTES: usize = 16 << 10;

/// So many keys are trusted at a time: the present one and the next.
pub const KEYS: usize = 2;

/// How the id of a list begins that has no manifest and so no name of its own.
pub(crate) const PAGE: &str = "page:";

/// The version of the manifest that this code writes and the newest that it reads.
pub const SCHEMA: u32 = 1;

/// The small file that a client looks at first. Unknown fields are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form; see [`SCHEMA`].
    pub schema: u32,
    /// The name of the feed, the same for ever. Not `page:…`, which are lists without a manifest.
    pub feed_id: String,
    /// Counts up when a feed has to start anew; beats `seq`.
    pub epoch: u64,
    /// Counts up with every change of the content.
    pub seq: u64,
    /// When the content was published: UTC, to the second, as `2026-11-20T08:00:00Z`.
    pub issued_at: String,
    /// The region whose offers these are, if the feed has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The file with the offers, relative to the manifest.
    pub snapshot: String,
    /// SHA-256 of the snapshot's bytes, as 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Size of the snapshot in bytes.
    pub bytes: u64,
    /// How many services are in the snapshot.
    pub count: u64,
    /// The digest of the contents, by which the result of a delta is proved; see
    /// [`super::Contents::digest`]. Empty in manifests from before there were deltas.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// The last edition of this epoch of which the publisher knows that it has far fewer offers
    /// than those before. It counts for those who come from an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mass_change: Option<u64>,
    /// The most offers of any edition since [`Self::mass_change`], if those were more than `count`: what
    /// somebody may have who missed the editions between. Small steps add up to a great one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u64>,
    /// The keys that are trusted from this edition on, the one that signed it first: at most
    /// [`KEYS`]. Without any, nothing changes. Only a signature makes it count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<PublicKey>,
    /// Ways from earlier editions of this epoch, the newest first.
    #[serde(default)]
    pub deltas: Vec<DeltaFile>,
}

/// Whether an edition has so many fewer offers than the one before, more than 30 %, that it is taken
/// for a mistake unless somebody says that it is meant; see [`Manifest::mass_change`].
pub fn is_mass_change(before: u64, now: u64) -> bool {
    now.saturating_mul(10) < before.saturating_mul(7)
}

/// A delta beside the manifest; see [`super::Delta`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeltaFile {
    /// The edition that it starts from.
    pub from: u64,
    /// The first 16 digits of that edition's [`Manifest::sha256`]: enough to find its snapshot.
    pub base: String,
    /// SHA-256 of the file, as 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// How many digits of a snapshot's SHA-256 tell it from its neighbours.
const BASE_DIGITS: usize = 16;

impl DeltaFile {
    /// The delta in `bytes`, which starts from the edition `from` with this SHA-256.
    pub fn of(bytes: &[u8], from: u64, base_sha256: &str) -> Self {
        Self {
            from,
            base: base_sha256.chars().take(BASE_DIGITS).collect(),
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
        }
    }

    /// Whether it starts from the edition with this number and this SHA-256.
    pub fn starts_from(&self, seq: u64, sha256: &str) -> bool {
        self.from == seq && sha256.starts_with(&self.base)
    }

    /// The name of the file, of the delta that leads to the edition `to`.
    pub fn name(&self, to: u64) -> String {
        format!("delta-{}-{to}-{}.json", self.from, self.sha256)
    }
}

/// Why a manifest is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestError {
    /// More than [`MANIFEST_BYTES`].
    TooLarge(usize),
    /// Not JSON, or a field is missing or of the wrong type. (serde's message)
    NotAManifest(String),
    /// Made by a newer version; the app has to be updated.
    NewerSchema(u32),
    /// A field whose content cannot be; its name.
    BadField(&'static str),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) => {
                write!(
                    f,
                    "a manifest of {bytes} bytes; at most {MANIFEST_BYTES} are read"
                )
            }
            Self::NotAManifest(message) => write!(f, "not a manifest: {message}"),
            Self::NewerSchema(schema) => {
                write!(f, "schema {schema} is newer than {SCHEMA}: update the app")
            }
            Self::BadField(name) => write!(f, "the field `{name}` of the manifest cannot be used"),
        }
    }
}

impl std::error::Error for ManifestError {}

/// The part of a manifest that every version has.
#[derive(Deserialize)]
struct AnySchema {
    schema: u32,
}

impl Manifest {
    /// Reads a manifest and checks each field.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.len() > MANIFEST_BYTES {
            return Err(ManifestError::TooLarge(bytes.len()));
        }
        let not_a_manifest =
            |error: serde_json::Error| ManifestError::NotAManifest(error.to_string());
        let json = text(bytes).map_err(ManifestError::NotAManifest)?;
        let AnySchema { schema } = serde_json::from_str(json).map_err(not_a_manifest)?;
        if schema > SCHEMA {
            return Err(ManifestError::NewerSchema(schema));
        }
        let manifest: Self = serde_json::from_str(json).map_err(not_a_manifest)?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), ManifestError> {
        let most = super::SNAPSHOT_BYTES as u64;
        let deltas = self.deltas.iter().all(|delta| {
            is_sha256(&delta.sha256)
                && is_hex(&delta.base, BASE_DIGITS)
                && delta.from < self.seq
                && delta.bytes <= most
        });
        let is_without_deltas = self.digest.is_empty() && self.deltas.is_empty();
        // A plain file name beside the manifest: nothing that could lead to another place.
        let file = !self.snapshot.is_empty()
            && self.snapshot.len() <= 200
            && !self.snapshot.starts_with('.')
            && self
                .snapshot
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        for (name, good) in [
            ("schema", self.schema >= 1),
            (
                "feed_id",
                !self.feed_id.trim().is_empty()
                    && self.feed_id.len() <= 200
                    && !self.feed_id.starts_with(PAGE),
            ),
            ("issued_at", super::values::is_moment(&self.issued_at)),
            ("snapshot", file),
            ("sha256", is_sha256(&self.sha256)),
            ("bytes", self.bytes <= most),
            ("digest", is_sha256(&self.digest) || is_without_deltas),
            ("keys", self.keys.len() <= KEYS),
            ("deltas", deltas),
        ] {
            if !good {
                return Err(ManifestError::BadField(name));
            }
        }
        Ok(())
    }

    /// The manifest as it is published: JSON with a line for each field.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Manifest {
        Manifest {
            schema: 1,
            feed_id: "de.example".into(),
            epoch: 1,
            seq: 7,
            issued_at: "2026-11-20T08:00:00Z".into(),
            region: Some("Landkreis Peine".into()),
            snapshot: "snapshot-00.json".into(),
            sha256: "0".repeat(64),
            bytes: 10,
            count: 1,
            digest: "1".repeat(64),
            mass_change: Some(3),
            most: Some(2),
            keys: Vec::new(),
            deltas: vec![DeltaFile {
                from: 6,
                base: "3".repeat(16),
                sha256: "2".repeat(64),
                bytes: 300,
            }],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Manifest::read(good().to_json().as_bytes()), Ok(good()));
    }

    /// A feed that was published before there were deltas goes on.
    #[test]
    fn manifests_from_before_deltas_are_read() {
        let old = Manifest {
            digest: String::new(),
            mass_change: None,
            deltas: Vec::new(),
            ..good()
        };
        let json = old.to_json();
        assert!(!json.contains("digest"));
        let json = json.replace(",\n  \"deltas\": []", "");
        assert!(!json.contains("deltas"));
        assert_eq!(Manifest::read(json.as_bytes()), Ok(old));
    }

    #[test]
    fn every_field_is_checked() {
        type Spoil = fn(&mut Manifest);
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        let keys = vec![PublicKey::read(key).unwrap(); 3];
        let cases: [(&str, Spoil); 15] = [
            ("feed_id", |m| m.feed_id = " ".into()),
            ("feed_id", |m| m.feed_id = "page:daten/x.json".into()),
            ("issued_at", |m| m.issued_at = "gestern".into()),
            ("snapshot", |m| m.snapshot = "../secret.json".into()),
            ("snapshot", |m| m.snapshot = "//host/x.json".into()),
            ("sha256", |m| m.sha256 = "0".repeat(63)),
            ("sha256", |m| m.sha256 = "G".repeat(64)),
            ("bytes", |m| m.bytes = u64::MAX),
            ("digest", |m| m.digest = "1".repeat(65)),
            ("digest", |m| m.digest = String::new()),
            ("keys", |m| m.keys.push(m.keys[0].clone())),
            ("deltas", |m| m.deltas[0].sha256 = "../x".into()),
            ("deltas", |m| m.deltas[0].base = "3".into()),
            ("deltas", |m| m.deltas[0].from = 7),
            ("deltas", |m| m.deltas[0].bytes = u64::MAX),
        ];
        for (field, spoil) in cases {
            let mut manifest = good();
            manifest.keys = keys[..2].to_vec();
            spoil(&mut manifest);
            let read = Manifest::read(manifest.to_json().as_bytes());
            assert_eq!(read, Err(ManifestError::BadField(field)), "{field}");
        }
    }

    #[test]
    fn a_newer_form_is_told_from_a_broken_one() {
        let newer = br#"{"schema": 2, "something": "else"}"#;
        assert_eq!(Manifest::read(newer), Err(ManifestError::NewerSchema(2)));
        for broken in [&b"<html>"[..], b"{}", b"", b"{\"schema\":1}"] {
            assert!(matches!(
                Manifest::read(broken),
                Err(ManifestError::NotAManifest(_))
            ));
        }
        let large = vec![b' '; MANIFEST_BYTES + 1];
        assert!(matches!(
            Manifest::read(&large),
            Err(ManifestError::TooLarge(_))
        ));
    }
}
