//! Last uses of apps' secrets: noted in memory, written in batches within a second, so that a developer sees when the old one is unused.

use super::cache::KnownSecret;
use engine::model::{AppKey, RealmKey};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};
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
}

#[derive(Debug, Default)]
struct Noted {
    /// By handle. Apps are read anew whenever something changes in their realm.
    last: HashMap<(RealmKey, AppKey, String), i64>,
    waiting: Vec<SecretUse>,
}

impl SecretUses {
    /// The secret was proven. Nearly always that is no news, which stands beside it: no lock, no hash.
    pub fn note(&self, realm: RealmKey, own: KnownSecret<'_>, at: i64) {
        let KnownSecret { app, secret, noted } = own;
        let last = noted.load(Ordering::Relaxed);
        let is_first = || noted.compare_exchange(last, at, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if at.saturating_sub(last) >= FRESH && is_first() {
            let last = self.lock().keep(SecretUse { realm, app, secret: secret.handle(), at });
            noted.store(last, Ordering::Relaxed);
        }
    }

    /// Writes what there is; what cannot be written is lost.
    pub async fn flush(&self, store: &dyn Store) {
        let waiting = std::mem::take(&mut self.lock().waiting);
        if waiting.is_empty() {
            return;
        }
        if let Err(broken) = store.note_secrets(waiting).await {
            tracing::warn!(%broken, "last uses of secrets could not be written");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Noted {
    /// When the secret was noted last, which may be now.
    fn keep(&mut self, seen: SecretUse) -> i64 {
        let (key, at) = ((seen.realm, seen.app, seen.secret.clone()), seen.at);
        if let Some(last) = self.last.get(&key).filter(|last| at - **last < FRESH) {
            return *last;
        }
        if self.last.len() >= MOST {
            self.last.clear();
        }
        self.last.insert(key, at);
        if self.waiting.len() < MOST {
            self.waiting.push(seen);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::model::AppSecret;
    use std::sync::atomic::AtomicI64;

    /// A secret of an app that was read just now.
    struct Own(AppSecret, AtomicI64);

    impl Own {
        fn new(stored: &str) -> Self {
            let secret = AppSecret { stored: stored.to_owned(), created_at: 0, name: String::new() };
            Self(secret, AtomicI64::new(i64::MIN))
        }

        fn known(&self) -> KnownSecret<'_> {
            KnownSecret { app: AppKey(2), secret: &self.0, noted: &self.1 }
        }
    }

    #[test]
    fn a_secret_in_steady_use_is_noted_once_a_minute_however_often_its_app_is_read() {
        let uses = SecretUses::default();
        let (mut a, b) = (Own::new("a"), Own::new("b"));
        for at in 0..120 {
            if at % 7 == 0 {
                a = Own::new("a");
            }
            uses.note(RealmKey(1), a.known(), at);
        }
        uses.note(RealmKey(1), b.known(), 5);
        let noted = uses.lock();
        let waiting: Vec<_> = noted.waiting.iter().map(|note| (note.secret.as_str(), note.at)).collect();
        let (a, b) = (a.0.handle(), b.0.handle());
        assert_eq!(waiting, [(a.as_str(), 0), (a.as_str(), 60), (b.as_str(), 5)]);
    }

    #[test]
    fn while_a_note_is_fresh_nobody_takes_the_lock() {
        let (uses, own) = (SecretUses::default(), Own::new("a"));
        uses.note(RealmKey(1), own.known(), 100);
        let held = uses.lock();
        std::thread::scope(|scope| {
            let others = scope.spawn(|| (100..160).for_each(|at| uses.note(RealmKey(1), own.known(), at)));
            let ends = std::time::Instant::now() + std::time::Duration::from_secs(20);
            while !others.is_finished() && std::time::Instant::now() < ends {
                std::thread::yield_now();
            }
            assert!(others.is_finished(), "they wait for the lock");
            drop(held);
        });
        assert_eq!(uses.lock().waiting.len(), 1);
    }
}
