//! Who says what a manifest says: minisign signatures.
//!
//! The format is that of the tool of the same name (Ed25519 over `BLAKE2b`), so anybody can check a
//! published feed with it: `minisign -V -p NAME.pub -m manifest.json`.

use std::fmt;

use minisign_verify::{PublicKey as Ed25519, Signature};
use serde::{Deserialize, Serialize};

/// The largest signature that is read, in bytes: a signature has about 350, its comment the rest.
pub const SIGNATURE_BYTES: usize = 2 << 10;

/// A minisign public key: the second line of a `.pub` file, 56 characters of base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey(String);

impl PublicKey {
    /// The key in a text: the line with the key, or a whole `.pub` file.
    pub fn read(text: &str) -> Option<Self> {
        let key = text.trim().lines().last()?.trim();
        Ed25519::from_base64(key).ok()?;
        Some(Self(key.to_owned()))
    }

    /// The short name of the key, as minisign tells it: 16 hexadecimal digits. It tells keys apart
    /// and proves nothing.
    pub fn id(&self) -> String {
        // Two bytes of the algorithm, then the name; six bits in each character.
        let value = |c: u8| match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        let bits = self
            .0
            .bytes()
            .take(16)
            .fold(0_u128, |bits, c| bits << 6 | u128::from(value(c)));
        let mut name = [0; 8];
        name.copy_from_slice(&bits.to_be_bytes()[6..14]);
        format!("{:016X}", u64::from_le_bytes(name))
    }

    /// The key as one line of base64.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PublicKey {
    type Error = SignatureError;

    fn try_from(text: String) -> Result<Self, SignatureError> {
        Self::read(&text).ok_or(SignatureError::NotAKey)
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.0
    }
}

/// Why bytes are not accepted as signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureError {
    /// Not a minisign public key.
    NotAKey,
    /// Not a minisign signature.
    NotASignature,
    /// By a key that is not trusted.
    UnknownKey,
    /// By a trusted key, but of other bytes.
    OtherBytes,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAKey => "not a minisign public key",
            Self::NotASignature => "not a minisign signature",
            Self::UnknownKey => "signed with a key that is not trusted",
            Self::OtherBytes => "the signature does not fit",
        })
    }
}

impl std::error::Error for SignatureError {}

/// Whether one of the keys has signed these very bytes. To be asked before anything in the bytes
/// is read.
pub fn verify(keys: &[PublicKey], bytes: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
    let text = std::str::from_utf8(signature).map_err(|_| SignatureError::NotASignature)?;
    let signature = Signature::decode(text).map_err(|_| SignatureError::NotASignature)?;
    let mut why = SignatureError::UnknownKey;
    for key in keys {
        let key = Ed25519::from_base64(&key.0).map_err(|_| SignatureError::NotAKey)?;
        match key.verify(bytes, &signature, false) {
            Ok(()) => return Ok(()),
            Err(minisign_verify::Error::UnexpectedKeyId) => {}
            Err(_) => why = SignatureError::OtherBytes,
        }
    }
    Err(why)
}

#[cfg(test)]
mod tests {
    use minisign::KeyPair;

    use super::*;

    fn key(pair: &KeyPair) -> PublicKey {
        PublicKey::read(&pair.pk.to_base64()).unwrap()
    }

    fn sign(pair: &KeyPair, bytes: &[u8]) -> Vec<u8> {
        let signature = minisign::sign(None, &pair.sk, bytes, Some("edition 7"), None).unwrap();
        signature.to_string().into_bytes()
    }

    #[test]
    fn either_key_suffices_and_no_other() {
        let pair = || KeyPair::generate_unencrypted_keypair().unwrap();
        let (now, next, other) = (pair(), pair(), pair());
        let keys = [key(&now), key(&next)];
        let bytes = b"{\"schema\":1}";
        for (who, result) in [
            (&now, Ok(())),
            (&next, Ok(())),
            (&other, Err(SignatureError::UnknownKey)),
        ] {
            assert_eq!(verify(&keys, bytes, &sign(who, bytes)), result);
        }
        let of_others = sign(&now, b"{\"schema\":2}");
        let forged = verify(&keys, bytes, &of_others);
        assert_eq!(forged, Err(SignatureError::OtherBytes));
        assert!(verify(&[], bytes, &sign(&now, bytes)).is_err());
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        let (keys, bytes) = ([key(&pair)], b"{\"schema\":1}".to_vec());
        let signature = sign(&pair, &bytes);
        for at in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            assert!(verify(&keys, &flipped, &signature).is_err(), "bit {at}");
        }
        // The first line is a comment that nobody vouches for.
        let first = signature.iter().position(|byte| *byte == b'\n').unwrap();
        for at in first + 1..signature.trim_ascii_end().len() {
            assert!(
                verify(&keys, &bytes, &signature[..at]).is_err(),
                "cut at {at}"
            );
            let mut other = signature.clone();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            assert!(verify(&keys, &bytes, &other).is_err(), "byte {at}");
        }
        for junk in [&b""[..], b"<html>", b"\xFF", b"a\nb\nc\nd\n"] {
            let error = verify(&keys, &bytes, junk);
            assert_eq!(error, Err(SignatureError::NotASignature));
        }
    }

    #[test]
    fn keys_are_read_from_a_line_or_a_file() {
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        let file = pair.pk.to_box().unwrap().into_string();
        assert_eq!(PublicKey::read(&file), Some(key(&pair)));
        let json = serde_json::to_string(&key(&pair)).unwrap();
        assert_eq!(
            serde_json::from_str::<PublicKey>(&json).unwrap(),
            key(&pair)
        );
        let name = key(&pair).id();
        assert!(
            file.lines().next().unwrap().ends_with(&name),
            "{name}: {file}"
        );
        for text in ["", "RWQ", "untrusted comment: x", &pair.pk.to_base64()[1..]] {
            assert_eq!(PublicKey::read(text), None, "{text}");
        }
    }
}
