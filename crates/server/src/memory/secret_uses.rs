//! Last uses of apps' secrets: noted in memory, written in batches within a second, so that a developer sees when the old one is unused.

use super::cache::KnownSecret;
use super::parts::{PART, Parts};
use engine::model::{AppKey, RealmKey};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Store;
use store::developers::SecretUse;

/// A use is noted again only when the last noted one is older, in seconds.
const FRESH: i64 = 60;
/// Secrets that are remembered; beyond it all are forgotten, which costs a note each. And those that wait; more are dropped.
const MOST: usize = 65_536;

/// Uses that are not written yet, and when each secret was last noted.
#[derive(Debug, Default)]
pub struct SecretUses {
    noted: Mutex<Noted>,
}

/// A secret, by its handle: apps are read anew whenever something changes in their realm.
type Secret = (RealmKey, AppKey, String);

#[derive(Debug, Default)]
struct Noted {
    last: HashMap<Secret, i64>,
    waiting: HashMap<Secret, i64>,
}

impl SecretUses {
    /// The secret was proven. Nearly always that is no news, which stands beside it: no lock, no hash.
    pub fn note(&self, realm: RealmKey, own: KnownSecret<'_>, at: i64) {
        let KnownSecret { app, secret, noted } = own;
        let last = noted.load(Ordering::Relaxed);
        let is_first = || noted.compare_exchange(last, at, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if at.saturating_sub(last) >= FRESH && is_first() {
            let last = self.lock().keep((realm, app, secret.handle()), at);
            noted.store(last, Ordering::Relaxed);
        }
    }

    /// Writes what there is, a part at a time. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let notes: Vec<_> = self.lock().waiting.iter().map(|(secret, at)| (secret.clone(), *at)).collect();
        let mut parts = Parts::default();
        for part in notes.chunks(PART) {
            let written = store.note_secrets(part.iter().map(used).collect()).await;
            if written.is_ok() {
                self.lock().forget(part);
            }
            if parts.after(written, "last uses of secrets").is_break() {
                return;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn used(((realm, app, secret), at): &(Secret, i64)) -> SecretUse {
    SecretUse { realm: *realm, app: *app, secret: secret.clone(), at: *at }
}

impl Noted {
    /// When the secret was noted last, which may be now.
    fn keep(&mut self, secret: Secret, at: i64) -> i64 {
        if let Some(last) = self.last.get(&secret).filter(|last| at - **last < FRESH) {
            return *last;
        }
        if self.last.len() >= MOST {
            self.last.clear();
        }
        self.last.insert(secret.clone(), at);
        if self.waiting.len() < MOST || self.waiting.contains_key(&secret) {
            self.waiting.insert(secret, at);
        }
        at
    }

    /// Takes these away, but for what was noted anew meanwhile.
    fn forget(&mut self, written: &[(Secret, i64)]) {
        for (secret, at) in written {
            if self.waiting.get(secret) == Some(at) {
                self.waiting.remove(secret);
            }
        }
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
        let (first, second) = (a.0.handle(), b.0.handle());
        let waiting = || {
            let noted = uses.lock();
            let of = |handle: &String| noted.waiting.get(&(RealmKey(1), AppKey(2), handle.clone())).copied();
            (of(&first), of(&second))
        };
        for at in 0..120 {
            if at % 7 == 0 {
                a = Own::new("a");
            }
            uses.note(RealmKey(1), a.known(), at);
            assert_eq!(waiting(), (Some(at / 60 * 60), None));
        }
        uses.note(RealmKey(1), b.known(), 5);
        assert_eq!(waiting(), (Some(60), Some(5)));
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
