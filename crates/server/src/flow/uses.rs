//! First and last uses of access tokens: noted in memory, written in batches within a second, asked when a refresh token comes again.

use engine::model::{AccessToken, RealmKey};
use engine::secret::Hashed;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::Store;
use store::ops::Use;

/// A use is noted again only when the last noted one is older, in seconds.
const FRESH: i64 = 300;
/// Notes held between two writes; more are dropped, since last uses may lose their last second anyway.
const MOST: usize = 65_536;

/// Notes that are not written yet.
#[derive(Debug, Default)]
pub struct Uses {
    notes: Mutex<HashMap<(RealmKey, Hashed), i64>>,
}

impl Uses {
    /// The token was seen in use.
    pub fn note(&self, realm: RealmKey, token: &AccessToken, now: i64) {
        if token.used_at.is_some_and(|used| now - used < FRESH) {
            return;
        }
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() < MOST {
            notes.insert((realm, token.hash), now);
        }
    }

    /// Whether any of these was seen since the last write.
    pub fn seen(&self, realm: RealmKey, hashes: &[Hashed]) -> bool {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        hashes.iter().any(|hash| notes.contains_key(&(realm, *hash)))
    }

    /// Writes what there is. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let notes: Vec<((RealmKey, Hashed), i64)> =
            self.notes.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(key, at)| (*key, *at)).collect();
        if notes.is_empty() {
            return;
        }
        let uses = notes.iter().map(|((realm, hash), at)| Use { realm: *realm, hash: *hash, at: *at }).collect();
        if store.note_uses(uses).await.is_ok() {
            let mut left = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, at) in notes {
                if left.get(&key) == Some(&at) {
                    left.remove(&key);
                }
            }
        }
    }
}
