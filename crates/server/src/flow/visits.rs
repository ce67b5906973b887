//! When sessions were last seen: noted in memory, written in batches within a second.

use engine::model::{AccountKey, RealmKey};
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

/// By session: whose it is, and when it was seen.
type Notes = HashMap<(RealmKey, Hashed), (AccountKey, i64)>;

/// Notes that are not written yet.
#[derive(Debug, Default)]
pub struct Visits {
    notes: Mutex<Notes>,
}

impl Visits {
    /// When the session was last seen, in seconds, also where that is not written yet.
    pub fn seen_at(&self, session: &Session) -> i64 {
        let noted = self.lock().get(&(session.realm, session.hash)).copied();
        noted.map_or(session.seen_at, |(_, noted)| noted.max(session.seen_at))
    }

    /// The session was seen.
    pub fn note(&self, session: &Session, at: i64) {
        if at - self.seen_at(session) >= FRESH {
            self.put(session, at);
        }
    }

    /// The session has begun: its account was seen.
    pub fn begun(&self, session: &Session) {
        self.put(session, session.seen_at);
    }

    fn put(&self, session: &Session, at: i64) {
        let mut notes = self.lock();
        if notes.len() < MOST {
            notes.insert((session.realm, session.hash), (session.account, at));
        }
    }

    /// Writes what there is. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let notes: Vec<_> = self.lock().iter().map(|(key, note)| (*key, *note)).collect();
        if notes.is_empty() {
            return;
        }
        let seen = |((realm, hash), (account, at)): &((RealmKey, Hashed), (AccountKey, i64))| SessionSeen {
            realm: *realm,
            hash: *hash,
            account: *account,
            at: *at,
        };
        if store.note_sessions(notes.iter().map(seen).collect()).await.is_ok() {
            let mut left = self.lock();
            for (key, note) in notes {
                if left.get(&key) == Some(&note) {
                    left.remove(&key);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
