//! When sessions were last seen: noted in memory, written in batches within a second.

use super::parts::{PART, Parts};
use super::shards::Shards;
use engine::model::{AccountKey, RealmKey};
use engine::secret::Hashed;
use store::Store;
use store::ops::Session;
use store::people::SessionSeen;

/// A session is noted again only when it was last seen longer ago, in seconds.
const FRESH: i64 = 60;
/// Notes held between two writes; more are dropped.
const MOST: usize = 65_536;

/// Notes that are not written yet.
#[derive(Debug)]
pub struct Visits {
    /// By session: whose it is, and when it was seen.
    notes: Shards<(RealmKey, Hashed), (AccountKey, i64)>,
}

impl Default for Visits {
    fn default() -> Self {
        Self { notes: Shards::new(MOST) }
    }
}

impl Visits {
    /// When the session was last seen, in seconds, also where that is not written yet.
    pub fn seen_at(&self, session: &Session) -> i64 {
        let noted = self.notes.get(&(session.realm, session.hash));
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
        self.notes.keep((session.realm, session.hash), (session.account, at));
    }

    /// Writes what there is, a part at a time. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let mut parts = Parts::default();
        for part in self.notes.all().chunks(PART) {
            let written = store.note_sessions(part.iter().map(seen).collect()).await;
            if written.is_ok() {
                self.notes.forget(part);
            }
            if parts.after(written, "when sessions were last seen").is_break() {
                return;
            }
        }
    }
}

fn seen(((realm, hash), (account, at)): &((RealmKey, Hashed), (AccountKey, i64))) -> SessionSeen {
    SessionSeen { realm: *realm, hash: *hash, account: *account, at: *at }
}
