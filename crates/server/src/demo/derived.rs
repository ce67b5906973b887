//! Password, ids and secrets of a demo follow from its root key, so a kept data folder shows the same again although it holds hashes only.

use crate::keys::Keys;
use engine::secret::{Key, Plain, Seed};

/// What people sign in with, in every realm.
pub const USERNAME: &str = "demo";
/// Its address.
pub const EMAIL: &str = "demo@example.com";
/// Its names.
pub const NAMES: (&str, &str) = ("Dana", "Example");

/// Seeds of a demo.
pub struct Derived {
    key: Key,
}

impl Derived {
    /// Under this root key.
    pub fn new(keys: &Keys) -> Self {
        Self { key: keys.named("demo") }
    }

    /// The seed of that use in that realm.
    pub fn seed(&self, realm: &str, what: &str) -> Seed {
        self.key.seed(&[realm.as_bytes(), what.as_bytes()])
    }

    /// The password of every account: three groups of four letters (56 bits), easy to type from another screen.
    pub fn password(&self) -> Plain {
        let Seed(bytes) = self.seed("", "password");
        let letters: Vec<char> = bytes.iter().take(12).map(|byte| char::from(b'a' + byte % 26)).collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Plain::new(groups.join("-"))
    }
}
