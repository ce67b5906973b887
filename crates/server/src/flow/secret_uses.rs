//! Last uses of apps' secrets: noted in memory, written in batches within a second, so that a developer sees when the old one is unused.

use engine::model::{AppKey, AppSecret, RealmKey};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};
use store::Store;
use store::developers::SecretUse;

/// A use is noted again only when the last noted one is older, in seconds.
const FRESH: i64 = 60;
/// Secrets that are remembered; beyond it all are forgotten, which costs a note each.
const MOST: usize = 65_536;

/// Uses that are not written yet, and when each secret was last noted.
#[derive(Debug, Default)]
pub struct SecretUses {
    noted: Mutex<Noted>,
    hasher: RandomState,
}

#[derive(Debug, Default)]
struct Noted {
    last: HashMap<(RealmKey, AppKey, u64), i64>,
    waiting: Vec<SecretUse>,
}

impl SecretUses {
    /// The secret was proven. Its handle costs a hash, so it is made only where there is something to write.
    pub fn note(&self, realm: RealmKey, app: AppKey, secret: &AppSecret, at: i64) {
        let key = (realm, app, self.hasher.hash_one(&secret.stored));
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.last.get(&key).is_some_and(|last| at - last < FRESH) {
            return;
        }
        if noted.last.len() >= MOST {
            noted.last.clear();
        }
        noted.last.insert(key, at);
        if noted.waiting.len() < MOST {
            noted.waiting.push(SecretUse { realm, app, secret: secret.handle(), at });
        }
    }

    /// Writes what there is; what cannot be written is lost.
    pub async fn flush(&self, store: &dyn Store) {
        let waiting = std::mem::take(&mut self.noted.lock().unwrap_or_else(PoisonError::into_inner).waiting);
        if waiting.is_empty() {
            return;
        }
        if let Err(broken) = store.note_secrets(waiting).await {
            tracing::warn!(%broken, "last uses of secrets could not be written");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_steady_use_is_noted_once_a_minute() {
        let uses = SecretUses::default();
        let secret = |stored: &str| AppSecret { stored: stored.to_owned(), created_at: 0, name: String::new() };
        for at in 0..120 {
            uses.note(RealmKey(1), AppKey(2), &secret("a"), at);
        }
        uses.note(RealmKey(1), AppKey(2), &secret("b"), 5);
        let noted = uses.noted.lock().unwrap();
        let waiting: Vec<_> = noted.waiting.iter().map(|note| (note.secret.as_str(), note.at)).collect();
        let (a, b) = (secret("a").handle(), secret("b").handle());
        assert_eq!(waiting, [(a.as_str(), 0), (a.as_str(), 60), (b.as_str(), 5)]);
    }
}
