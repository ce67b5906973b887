//! First and last uses of access tokens, and renewals: noted in memory, written in batches within a second, asked when a refresh token comes again.

use super::parts::{PART, Parts};
use super::shards::Shards;
use engine::model::{AccessToken, AccountKey, AppKey, RealmKey, RefreshToken};
use engine::token::TokenId;
use std::net::IpAddr;
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
#[derive(Debug)]
pub struct Uses {
    notes: Shards<(RealmKey, Of), Note>,
}

impl Default for Uses {
    fn default() -> Self {
        Self { notes: Shards::new(MOST) }
    }
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
        self.notes.keep((realm, Of::Token(token.hash.id())), Note { seen, app: token.app, account: token.account });
    }

    /// Access was renewed with that refresh token. Of one that is itself fresh that is no news.
    pub fn note_renewal(&self, realm: RealmKey, token: &RefreshToken, seen: Seen) {
        if seen.at.div_euclid(FRESH) == token.issued_at.div_euclid(FRESH) {
            return;
        }
        let note = Note { seen, app: token.app, account: Some(token.account) };
        self.notes.keep((realm, Of::Renewal(token.app, token.account)), note);
    }

    /// Whether any of these was seen since the last write.
    pub fn seen(&self, realm: RealmKey, tokens: &[TokenId]) -> bool {
        tokens.iter().any(|token| self.notes.get(&(realm, Of::Token(*token))).is_some())
    }

    /// Writes what there is, a part at a time, so that others' writes come in between. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let mut notes = self.notes.all();
        // What is about one app comes together: its own row is written once for each part.
        notes.sort_unstable_by_key(|((realm, _), note)| (realm.0, note.app.0));
        let mut parts = Parts::default();
        for part in notes.chunks(PART) {
            let written = store.note_uses(part.iter().map(|(key, note)| note.written(*key)).collect()).await;
            if written.is_ok() {
                // What was seen again meanwhile is kept.
                self.notes.forget(part);
            }
            if parts.after(written, "last uses").is_break() {
                return;
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
