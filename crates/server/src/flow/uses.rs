//! First and last uses of access tokens, and renewals: noted in memory, written in batches within a second, asked when a refresh token comes again.

use engine::model::{AccessToken, AccountKey, AppKey, RealmKey, RefreshToken};
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
    notes: Mutex<HashMap<(RealmKey, Of), Note>>,
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    Token(TokenId),
    Renewal(AppKey, AccountKey),
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
        self.keep((realm, Of::Token(token.hash.id())), Note { seen, app: token.app, account: token.account });
    }

    /// Access was renewed with that refresh token. Of one that is itself fresh that is no news.
    pub fn note_renewal(&self, realm: RealmKey, token: &RefreshToken, seen: Seen) {
        if seen.at.div_euclid(FRESH) == token.issued_at.div_euclid(FRESH) {
            return;
        }
        let note = Note { seen, app: token.app, account: Some(token.account) };
        self.keep((realm, Of::Renewal(token.app, token.account)), note);
    }

    fn keep(&self, of: (RealmKey, Of), note: Note) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() < MOST {
            notes.insert(of, note);
        }
    }

    /// Whether any of these was seen since the last write.
    pub fn seen(&self, realm: RealmKey, tokens: &[TokenId]) -> bool {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.iter().any(|token| notes.contains_key(&(realm, Of::Token(*token))))
    }

    /// Writes what there is. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let notes: Vec<((RealmKey, Of), Note)> =
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
    fn written(self, (realm, of): (RealmKey, Of)) -> Use {
        let Self { seen, app, account } = self;
        let token = match of {
            Of::Token(token) => Some(token),
            Of::Renewal(..) => None,
        };
        Use { realm, token, app, account, at: seen.at, address: seen.address.to_string() }
    }
}
