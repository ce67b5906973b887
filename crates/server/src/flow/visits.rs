//! When sessions were last seen: noted in memory, written in batches within a second.

use engine::model::RealmKey;
use engine::secret::Hashed;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Store;
use store::ops::Session;
use store::people::SessionSeen;

/// A session is noted again only when it was last seen longer ago, in seconds.
const FRESH: i64 = 60;
/// Notes held between two writes; more are dropped.
const MOST: usize = 65_536;

/// Notes that are not written yet.
#[derive(Debug, Default)]
pub struct Visits {
    notes: Mutex<HashMap<(RealmKey, Hashed), i64>>,
}

impl Visits {
    /// When the session was last seen, in seconds, also where that is not written yet.
    pub fn seen_at(&self, session: &Session) -> i64 {
        let noted = self.lock().get(&(session.realm, session.hash)).copied();
        noted.map_or(session.seen_at, |noted| noted.max(session.seen_at))
    }

    /// The session was seen.
    pub fn note(&self, session: &Session, at: i64) {
        if at - self.seen_at(session) < FRESH {
            return;
        }
        let mut notes = self.lock();
        if notes.len() < MOST {
            notes.insert((session.realm, session.hash), at);
        }
    }

    /// Writes what there is. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let notes: Vec<_> = self.lock().iter().map(|(key, at)| (*key, *at)).collect();
        if notes.is_empty() {
            return;
        }
        let seen = notes.iter().map(|((realm, hash), at)| SessionSeen { realm: *realm, hash: *hash, at: *at });
        if store.note_sessions(seen.collect()).await.is_ok() {
            let mut left = self.lock();
            for (key, at) in notes {
                if left.get(&key) == Some(&at) {
                    left.remove(&key);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(RealmKey, Hashed), i64>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
