//! Slow hashes: Argon2id in a small pool with a bounded queue, so that a flood of logins leaves token requests alone.

use crate::dice::Dice;
use argon2::password_hash::phc::{PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use engine::secret::Plain;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// Too many are waiting: answer 503 and let them come again.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

/// The longest password, in bytes.
pub const LONGEST: usize = 1024;

/// The pool.
#[derive(Debug)]
pub struct Passwords {
    workers: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// A hash of nothing: checking it makes an unknown name as slow as a wrong password.
    decoy: Option<PasswordHash>,
    worked: AtomicU64,
}

impl Passwords {
    /// One worker a gigabyte-poor machine can afford (19 MiB each), and `queue` waiting places.
    pub fn new(workers: usize, queue: usize, dice: &dyn Dice) -> Self {
        Self {
            workers: Arc::new(Semaphore::new(workers)),
            queue: Arc::new(Semaphore::new(workers + queue)),
            decoy: hash_now(&Plain::new("nobody"), dice.salt()).as_deref().and_then(parsed),
            worked: AtomicU64::default(),
        }
    }

    /// How many slow hashes it has computed.
    pub fn worked(&self) -> u64 {
        self.worked.load(Ordering::Relaxed)
    }

    /// Hashes a password to a PHC string.
    pub async fn hash(&self, password: Plain, salt: [u8; 16]) -> Result<String, Busy> {
        self.run(move || hash_now(&password, salt)).await?.ok_or(Busy)
    }

    /// Whether the password has this hash. Without one, and with a text that is no hash because nobody has chosen a password yet, as slow
    /// and false.
    pub async fn verify(&self, password: Plain, stored: Option<String>) -> Result<bool, Busy> {
        let own = stored.as_deref().and_then(parsed);
        let known = own.is_some();
        let Some(stored) = own.or_else(|| self.decoy.clone()) else { return Ok(false) };
        let fits = self.run(move || verify_now(&password, &stored)).await?;
        Ok(fits && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let _place = self.queue.clone().try_acquire_owned().map_err(|_| Busy)?;
        let worker = self.workers.clone().acquire_owned().await.map_err(|_| Busy)?;
        self.worked.fetch_add(1, Ordering::Relaxed);
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(worker);
            result
        });
        done.await.map_err(|_| Busy)
    }
}

/// 19 MiB, two passes, one lane (OWASP).
fn argon2id() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Hashes at once, on this thread: for what happens before anybody is served.
pub(crate) fn hash_now(password: &Plain, salt: [u8; 16]) -> Option<String> {
    let salt = Salt::new(&salt).ok()?;
    let made = argon2id().hash_password_with_salt(password.expose().as_bytes(), &salt).ok()?;
    Some(made.to_string())
}

fn parsed(stored: &str) -> Option<PasswordHash> {
    PasswordHash::new(stored).ok()
}

/// Looks at once, on this thread: see [`hash_now`].
pub(crate) fn verifies_now(password: &Plain, stored: &str) -> bool {
    parsed(stored).is_some_and(|stored| verify_now(password, &stored))
}

fn verify_now(password: &Plain, stored: &PasswordHash) -> bool {
    argon2id().verify_password(password.expose().as_bytes(), stored).is_ok()
}
