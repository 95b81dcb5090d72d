//! Ids that come from what they name: the same words give the same id, on every machine.

use sha2::{Digest, Sha256};

/// A UUID from texts, of version 8 (RFC 9562): their SHA-256, shortened.
pub(super) fn derived(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"raupe sheet");
    for part in parts {
        // A length before each part: ("ab", "c") is not ("a", "bc").
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_same_for_ever() {
        let id = derived(&["muttercafe", "haus", "sudstadt"]);
        assert_eq!(id, derived(&["muttercafe", "haus", "sudstadt"]));
        assert_ne!(id, derived(&["muttercafe", "haussudstadt", ""]));
        assert_eq!((id.len(), &id[14..15]), (36, "8"));
        // Written down once: whoever changes this makes every offer another one.
        assert_eq!(
            derived(&["a", "b", "c"]),
            "6ebbc266-a986-845a-be1c-27a3c1925fdd"
        );
    }
}
