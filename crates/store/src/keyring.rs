//! What the server signs and seals with, as it is kept: sealed. What is in it only the server knows.

use crate::Result;
use crate::ops::{Audit, Won};
use async_trait::async_trait;
use engine::model::RealmKey;

/// The keys of all nodes on a database.
#[async_trait]
pub trait Keyring: Send + Sync + 'static {
    /// All keys, in order of realm, purpose and id. Where there is none there never was one: [`crate::Store::begin_epoch`] leaves one without a purpose.
    async fn keyring(&self) -> Result<Vec<SealedKey>>;
    /// Whether there is an account or an app here, or ever was one.
    async fn is_settled(&self) -> Result<bool>;
    /// Keeps those of these keys in whose places there are none yet: of nodes that start at the same time one wins.
    async fn found_keyring(&self, first: Vec<SealedKey>) -> Result<()>;
    /// Puts a key behind the newest one of its purpose; none before it ends later than that one then. `Lost` when that is another one by now, or was sealed anew.
    async fn succeed_key(&self, succession: Succession) -> Result<Won>;
    /// Puts other seals in the place of those that these keys bear; `Lost`, and nothing is done, when one of them bears another one by now.
    async fn reseal_keyring(&self, keys: Vec<Resealed>) -> Result<Won>;
    /// Forgets keys that have ended; gives how many.
    async fn forget_keys(&self, now: i64) -> Result<u64>;
}

/// A key, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKey {
    /// Whose it is.
    pub realm: RealmKey,
    /// What it is for.
    pub purpose: String,
    /// Which of its purpose, counted from 1.
    pub id: i64,
    /// What is done with it.
    pub algorithm: String,
    /// The key, sealed.
    pub sealed: Vec<u8>,
    /// When it was made, in seconds.
    pub made_at: i64,
    /// First second in which it signs.
    pub active_from: i64,
    /// First second in which the next one does; `None`: there is no next one.
    pub retires_at: Option<i64>,
    /// First second in which nothing that it signed is good any more.
    pub ends_at: Option<i64>,
}

/// A key that takes the place of the one before it.
#[derive(Clone, Debug)]
pub struct Succession {
    /// The new one.
    pub next: SealedKey,
    /// What the one before it is sealed as.
    pub before: Vec<u8>,
    /// When that one ends.
    pub ends_at: i64,
    /// What is left of it.
    pub audit: Audit,
}

/// A key that is sealed anew.
#[derive(Clone, Debug)]
pub struct Resealed {
    /// As it was read.
    pub key: SealedKey,
    /// The new seal.
    pub sealed: Vec<u8>,
}
