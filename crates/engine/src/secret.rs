//! Plain and hashed secrets as different types. `Debug` of either shows nothing.

use aws_lc_rs::{constant_time, digest, hkdf, hmac};
use std::fmt;
use zeroize::Zeroizing;

/// A secret as it travels: a token, a code, an app's secret, a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(Zeroizing<String>);

impl Plain {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself: for the answer that hands it out and for hashing, nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// SHA-256 of the text, the only form that is stored.
    pub fn hashed(&self) -> Hashed {
        Hashed::of(self.0.as_bytes())
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain(…)")
    }
}

/// SHA-256 of a secret with at least 112 random bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hashed([u8; 32]);

impl Hashed {
    /// Hashes `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut out = [0; 32];
        out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
        Self(out)
    }

    /// Hashes `parts` as one text, which is put together nowhere: a key among them is copied to no memory that is not wiped.
    pub fn of_all(parts: &[&[u8]]) -> Self {
        let mut hash = digest::Context::new(&digest::SHA256);
        parts.iter().for_each(|part| hash.update(part));
        let mut out = [0; 32];
        out.copy_from_slice(hash.finish().as_ref());
        Self(out)
    }

    /// From the store's 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether `plain` hashes to this, compared in constant time.
    pub fn matches(&self, plain: &Plain) -> bool {
        constant_time::verify_slices_are_equal(&self.0, &plain.hashed().0).is_ok()
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hashed(…)")
    }
}

/// 32 random bytes from which a dialect makes a text in its own shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// A seed of its own for each use of the same decision: SHA-256 over this one, which nobody knows, and the label.
    pub fn derive(&self, label: &str) -> Self {
        Self(*Hashed::of_all(&[&self.0, label.as_bytes()]).as_bytes())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// A named key of the server.
#[derive(Clone)]
pub struct Key(pub [u8; 32]);

impl Key {
    /// The key of that name under this root: HKDF-SHA-256 (RFC 5869) with the salt `grantor` and the name as info.
    pub fn named(&self, name: &str) -> Self {
        Self::derived(&self.0, name)
    }

    /// The key of that name under a secret that is shared with somebody else, by the same derivation.
    pub fn shared(secret: &Plain, name: &str) -> Self {
        Self::derived(secret.expose().as_bytes(), name)
    }

    fn derived(root: &[u8], name: &str) -> Self {
        let mut out = [0; 32];
        let info = [name.as_bytes()];
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, b"grantor").extract(root);
        // 32 bytes are well under HKDF's bound of 255 blocks, so neither step can fail.
        if let Ok(okm) = prk.expand(&info, hkdf::HKDF_SHA256) {
            let _ = okm.fill(&mut out);
        }
        Self(out)
    }

    /// HMAC-SHA-256 over length-prefixed parts, so that no two lists of parts collide.
    pub fn seed(&self, parts: &[&[u8]]) -> Seed {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let mut ctx = hmac::Context::with_key(&key);
        for part in parts {
            ctx.update(&(part.len() as u64).to_be_bytes());
            ctx.update(part);
        }
        let mut out = [0; 32];
        out.copy_from_slice(ctx.sign().as_ref());
        Seed(out)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}
