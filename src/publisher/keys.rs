//! The keys of a feed: made, kept in files, and used to sign.
//!
//! Files and signatures are those of [minisign](https://jedisct1.github.io/minisign/): its own tool
//! reads what is written here, and what it writes can be used here.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use minisign::{KeyPair, SecretKeyBox};
use raupe_core::feed::PublicKey;

use crate::files::sibling;

/// Where the password of a key that has one is looked for.
pub const PASSWORD: &str = "RAUPE_KEY_PASSWORD";

/// Why there is no key.
#[derive(Debug)]
pub enum KeyError {
    /// The file cannot be read or written.
    Io(PathBuf, io::Error),
    /// A key of this name is there; it is not written over.
    Exists(PathBuf),
    /// The file is no secret key.
    NotAKey(PathBuf),
    /// It is the public key: the other file is the secret one.
    PublicKey(PathBuf),
    /// The file is no public key.
    NotAPublicKey(PathBuf),
    /// The key has a password, and [`PASSWORD`] is not set.
    NoPassword(PathBuf),
    /// The password is not that of the key.
    WrongPassword(PathBuf),
    /// The system gives no random numbers, or the key cannot sign. (minisign's message)
    Failed(String),
}

/// The two files of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// To be kept by the county, and nowhere else.
    pub secret: PathBuf,
    /// For the app.
    pub public: PathBuf,
    /// The line of the public file that the app's settings need.
    pub line: String,
}

/// Makes a pair of keys: `NAME.key` and `NAME.pub`. Overwrites nothing.
pub fn generate(name: &Path) -> Result<Pair, KeyError> {
    let (secret, public) = (sibling(name, "key"), sibling(name, "pub"));
    for path in [&secret, &public] {
        if path.exists() {
            return Err(KeyError::Exists(path.clone()));
        }
    }
    let failed = |error: minisign::PError| KeyError::Failed(error.to_string());
    let pair = KeyPair::generate_unencrypted_keypair().map_err(failed)?;
    let line = pair.pk.to_base64();
    let secret_box = pair.sk.to_box(None).map_err(failed)?.into_string();
    let public_box = pair.pk.to_box().map_err(failed)?.into_string();
    create(&secret, &secret_box, Access::OwnerAlone)?;
    if let Err(error) = create(&public, &public_box, Access::Everybody) {
        // Half a pair is of no use.
        let _ = fs::remove_file(&secret);
        return Err(error);
    }
    Ok(Pair {
        secret,
        public,
        line,
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Access {
    OwnerAlone,
    Everybody,
}

fn create(path: &Path, text: &str, access: Access) -> Result<(), KeyError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::OwnerAlone {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
    });
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => KeyError::Exists(path.to_owned()),
        _ => KeyError::Io(path.to_owned(), error),
    })
}

/// A comment, then 158 bytes as base64 that begin with the name of the algorithm.
fn looks_like_a_key(text: &str) -> bool {
    text.lines().nth(1).is_some_and(is_secret_line)
}

fn is_secret_line(line: &str) -> bool {
    let key = line.trim();
    key.len() == 212 && key.starts_with("RW")
}

/// How long the file of a secret key is at most, in bytes: two lines, of which minisign allows the
/// comment 1,024.
const LONGEST: usize = 2048;

/// Whether the content of a file is a secret key, whatever the file is called.
pub fn is_secret(bytes: &[u8]) -> bool {
    bytes.len() <= LONGEST
        && std::str::from_utf8(bytes).is_ok_and(|text| text.lines().any(is_secret_line))
}

/// Whether a file of this name may be a secret key or a copy of one: `peine.key`, `PEINE.KEY`,
/// `peine.key.bak`, `peine.key~`.
pub fn is_named_as_key(name: &str) -> bool {
    let mut endings = name.split('.').skip(1);
    endings.any(|ending| {
        let ending = ending.trim_end_matches([' ', '~']);
        ending.eq_ignore_ascii_case("key")
    })
}

/// A secret key in a folder or in the folders below it, whatever it is called. What is not there, or
/// must not be read, has none. Links to folders are not followed.
pub fn secret_in(folder: &Path) -> io::Result<Option<PathBuf>> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in unless_out_of_reach(fs::read_dir(&folder))?
            .into_iter()
            .flatten()
        {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if is_small_file(&path)
                && unless_out_of_reach(fs::read(&path))?.is_some_and(|bytes| is_secret(&bytes))
            {
                return Ok(Some(path));
            }
        }
    }
    Ok(None)
}

fn unless_out_of_reach<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Ok(None),
            _ => Err(error),
        },
    }
}

/// Behind links, too; one that leads nowhere is no file.
fn is_small_file(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|it| it.is_file() && it.len() <= LONGEST as u64)
}

/// Reads a public key: `NAME.pub`.
pub fn public(path: &Path) -> Result<PublicKey, KeyError> {
    let text = fs::read_to_string(path).map_err(|error| KeyError::Io(path.to_owned(), error))?;
    PublicKey::read(&text).ok_or_else(|| KeyError::NotAPublicKey(path.to_owned()))
}

/// A key that signs.
pub struct Signer(KeyPair);

impl Signer {
    /// Reads a secret key. `password` is asked for only if the key has one.
    pub fn load(path: &Path, password: impl FnOnce() -> Option<String>) -> Result<Self, KeyError> {
        let text =
            fs::read_to_string(path).map_err(|error| KeyError::Io(path.to_owned(), error))?;
        let not_a_key = || KeyError::NotAKey(path.to_owned());
        if PublicKey::read(&text).is_some() {
            return Err(KeyError::PublicKey(path.to_owned()));
        }
        let parsed = |text: &str| SecretKeyBox::from_string(text).map_err(|_| not_a_key());
        if !looks_like_a_key(&text) {
            return Err(not_a_key());
        }
        // Whether it has a password, only trying tells.
        let secret = if let Ok(secret) = parsed(&text)?.into_unencrypted_secret_key() {
            secret
        } else {
            let password = password().ok_or_else(|| KeyError::NoPassword(path.to_owned()))?;
            parsed(&text)?
                .into_secret_key(Some(password))
                .map_err(|_| KeyError::WrongPassword(path.to_owned()))?
        };
        let public = minisign::PublicKey::from_secret_key(&secret).map_err(|_| not_a_key())?;
        Ok(Self(KeyPair {
            pk: public,
            sk: secret,
        }))
    }

    /// The public key as one line.
    pub fn public(&self) -> String {
        self.0.pk.to_base64()
    }

    /// A signature of these bytes. `comment` is signed as well and shown by minisign's tool.
    pub fn sign(&self, bytes: &[u8], comment: &str) -> Result<Vec<u8>, KeyError> {
        let KeyPair { pk, sk } = &self.0;
        minisign::sign(
            Some(pk),
            sk,
            bytes,
            Some(comment),
            Some("signature of a Raupe feed"),
        )
        .map(|signature| signature.into_string().into_bytes())
        .map_err(|error| KeyError::Failed(error.to_string()))
    }
}
