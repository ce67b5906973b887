//! Under what a token is kept: where its row lies, and what proves that a text is the one.

use crate::secret::{Hashed, Key, Plain};
use aws_lc_rs::constant_time;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a token's row lies. Positive: counted along with the time by whoever made the token, and carried by its text, so that rows lie in the
/// order in which they are written. Negative: taken from SHA-256 of the text, where that has no room for an id or was made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TokenId(pub i64);

/// How a token is kept: its id, and as much of SHA-256 of its text as the id does not hold.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenHash {
    id: TokenId,
    rest: [u8; 24],
}

impl TokenHash {
    /// Of a text that carries this id.
    pub fn carried(id: TokenId, hash: Hashed) -> Self {
        Self { id, ..Self::of(hash) }
    }

    /// Of a text that carries none.
    pub fn of(hash: Hashed) -> Self {
        let (mut head, mut rest) = ([0; 8], [0; 24]);
        head.copy_from_slice(&hash.as_bytes()[..8]);
        rest.copy_from_slice(&hash.as_bytes()[8..]);
        Self { id: TokenId(i64::from_be_bytes(head) | i64::MIN), rest }
    }

    /// From the store's id and 24 bytes.
    pub fn stored(id: TokenId, rest: [u8; 24]) -> Self {
        Self { id, rest }
    }

    /// Where the row lies.
    pub fn id(&self) -> TokenId {
        self.id
    }

    /// The last 24 bytes of SHA-256 of the text.
    pub fn rest(&self) -> &[u8; 24] {
        &self.rest
    }

    /// Whether `plain` is the text, compared in constant time.
    pub fn matches(&self, plain: &Plain) -> bool {
        constant_time::verify_slices_are_equal(&self.rest, &Self::of(plain.hashed()).rest).is_ok()
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// Hides ids in texts: an outsider does not even learn when a token was made, or how many were.
#[derive(Clone, Debug)]
pub struct Mask(Key);

impl Mask {
    /// Under this key.
    pub fn new(key: &Key) -> Self {
        Self(key.clone())
    }

    /// 64 bits of SHA-256 over the key and the text. Nobody without the key can tell them from chance, and they are others for every text: XORed
    /// with an id they hide it, and once more show it.
    pub fn over(&self, text: &[u8]) -> u64 {
        let mut bits = [0; 8];
        bits.copy_from_slice(&Hashed::of_all(&[&self.0.0, text]).as_bytes()[..8]);
        u64::from_be_bytes(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_hashes_never_meet_ids_of_the_time() {
        for number in 0..64_u8 {
            let plain = Plain::new(format!("token {number}"));
            let by_hash = TokenHash::of(plain.hashed());
            let carried = TokenHash::carried(TokenId(i64::from(number)), plain.hashed());
            assert!(by_hash.id() < TokenId(0));
            assert_eq!((carried.id(), carried.rest()), (TokenId(i64::from(number)), by_hash.rest()));
            assert!(by_hash.matches(&plain) && carried.matches(&plain));
            assert!(!by_hash.matches(&Plain::new("another")));
            assert_eq!(by_hash.rest(), &plain.hashed().as_bytes()[8..]);
        }
    }

    #[test]
    fn a_mask_is_anothers_under_another_key_or_text() {
        let (one, two) = (Mask::new(&Key([1; 32])), Mask::new(&Key([2; 32])));
        assert_eq!(one.over(b"text"), one.clone().over(b"text"));
        assert_ne!(one.over(b"text"), two.over(b"text"));
        assert_ne!(one.over(b"text"), one.over(b"texu"));
    }
}
