//! Password, ids and secrets of a demo follow from its root key, so a kept data folder shows the same again although it holds hashes only.

use crate::keys::Keys;
use engine::secret::{Key, Plain, Seed};

/// What people sign in with, in every realm.
pub const USERNAME: &str = "demo";
/// Its address.
pub const EMAIL: &str = "demo@example.com";
/// Its names.
pub const NAMES: (&str, &str) = ("Dana", "Example");

/// What the administrator signs in with.
pub const ADMINISTRATOR: &str = "admin";
/// Their address.
pub const ADMINISTRATOR_EMAIL: &str = "admin@example.com";
/// Their names.
pub const ADMINISTRATOR_NAMES: (&str, &str) = ("Alex", "Example");

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

    /// The password of every account.
    pub fn password(&self) -> Plain {
        self.typed("password")
    }

    /// The administrator's.
    pub fn administrator_password(&self) -> Plain {
        self.typed("administrator's password")
    }

    /// Three groups of four letters (56 bits), easy to type from another screen.
    fn typed(&self, what: &str) -> Plain {
        let Seed(bytes) = self.seed("", what);
        let letters: Vec<char> = bytes.iter().take(12).map(|byte| char::from(b'a' + byte % 26)).collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Plain::new(groups.join("-"))
    }
}
