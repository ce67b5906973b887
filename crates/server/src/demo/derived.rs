//! Password, ids and secrets of a demo follow from its root key, so a kept data folder shows the same again although it holds hashes only.

use crate::keys::Keys;
use engine::secret::{Key, Plain, Seed};

/// Somebody of a demo.
pub struct Who {
    /// What they sign in with.
    pub username: &'static str,
    /// Their address.
    pub email: &'static str,
    /// First and last.
    pub(super) names: (&'static str, &'static str),
    /// What their id is derived from.
    pub(super) seed: &'static str,
}

/// Whose links and apps there are to try, in every realm.
pub const PERSON: Who =
    Who { username: "demo", email: "demo@example.com", names: ("Dana", "Example"), seed: "account" };
/// Somebody else in every realm, with the same password: apps have more users than their owner.
pub(super) const FRIEND: Who =
    Who { username: "robin", email: "robin@example.com", names: ("Robin", "Example"), seed: "friend" };
/// The administrator.
pub const OFFICER: Who =
    Who { username: "admin", email: "admin@example.com", names: ("Alex", "Example"), seed: "account" };

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
