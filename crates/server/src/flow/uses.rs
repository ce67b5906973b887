//! First and last uses of access tokens: noted in memory, written in batches within a second, asked when a refresh token comes again.

use engine::model::{AccessToken, AccountKey, AppKey, RealmKey};
use engine::token::TokenId;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use store::Store;
use store::ops::Use;

/// A use is noted again only when the last noted one is older, in seconds.
const FRESH: i64 = 300;
/// Notes held between two writes; more are dropped, since last uses may lose their last second anyway.
const MOST: usize = 65_536;

/// When and from where a token was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// In seconds.
    pub at: i64,
    /// The caller's address.
    pub address: IpAddr,
}

/// Notes that are not written yet.
#[derive(Debug, Default)]
pub struct Uses {
    notes: Mutex<HashMap<(RealmKey, TokenId), Note>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Note {
    seen: Seen,
    app: AppKey,
    account: Option<AccountKey>,
}

impl Uses {
    /// The token was seen in use.
    pub fn note(&self, realm: RealmKey, token: &AccessToken, seen: Seen) {
        if token.used_at.is_some_and(|used| seen.at - used < FRESH) {
            return;
        }
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() < MOST {
            notes.insert((realm, token.hash.id()), Note { seen, app: token.app, account: token.account });
        }
    }

    /// Whether any of these was seen since the last write.
    pub fn seen(&self, realm: RealmKey, tokens: &[TokenId]) -> bool {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.iter().any(|token| notes.contains_key(&(realm, *token)))
    }

    /// Writes what there is. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let notes: Vec<((RealmKey, TokenId), Note)> =
            self.notes.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(key, note)| (*key, *note)).collect();
        if notes.is_empty() {
            return;
        }
        let uses = notes.iter().map(|(key, note)| note.written(*key)).collect();
        if store.note_uses(uses).await.is_ok() {
            let mut left = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, note) in notes {
                if left.get(&key) == Some(&note) {
                    left.remove(&key);
                }
            }
        }
    }
}

impl Note {
    fn written(self, (realm, token): (RealmKey, TokenId)) -> Use {
        let Self { seen, app, account } = self;
        Use { realm, token, app, account, at: seen.at, address: seen.address.to_string() }
    }
}
