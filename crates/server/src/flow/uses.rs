//! First and last uses of access tokens, and renewals: noted in memory, written in batches within a second, asked when a refresh token comes again.

use engine::model::{AccessToken, AccountKey, AppKey, RealmKey, RefreshToken};
use engine::token::TokenId;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use store::ops::Use;
use store::{Broken, Store};

/// A use is noted again only when the last noted one is older, in seconds.
const FRESH: i64 = 300;
/// Notes held between two writes; more are dropped, since last uses may lose their last second anyway.
const MOST: usize = 65_536;
/// Notes of one write: others' writes wait for no more than that.
const PART: usize = 256;

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

    /// Writes what there is, a part at a time, so that others' writes come in between. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let mut notes: Vec<((RealmKey, Of), Note)> =
            self.notes.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(key, note)| (*key, *note)).collect();
        // What is about one app comes together: its own row is written once for each part.
        notes.sort_unstable_by_key(|((realm, _), note)| (realm.0, note.app.0));
        for part in notes.chunks(PART) {
            let uses = part.iter().map(|(key, note)| note.written(*key)).collect();
            match store.note_uses(uses).await {
                Ok(()) => self.forget(part),
                // The others would not fare better.
                Err(Broken::Unavailable(_)) => return,
                Err(broken) => tracing::warn!(%broken, "last uses could not be written"),
            }
        }
    }

    /// What was seen again meanwhile is kept.
    fn forget(&self, written: &[((RealmKey, Of), Note)]) {
        let mut left = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, note) in written {
            if left.get(key) == Some(note) {
                left.remove(key);
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
