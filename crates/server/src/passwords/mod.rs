//! Slow hashes: Argon2id in a small pool with a bounded queue, so that a flood of logins leaves token requests alone.

mod hashers;
mod rank;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use engine::secret::Plain;
use hashers::{Hashers, Rank};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Too many are waiting: answer 503 and let them come again.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

/// Where no hash has ended for so long, the cores are all taken by what comes before hashes.
const STARVED: Duration = Duration::from_secs(1);

/// The longest password, in bytes.
pub const LONGEST: usize = 1024;

/// A hash of nothing: checking it makes an unknown name as slow as a wrong password.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The pool.
#[derive(Debug)]
pub struct Passwords {
    queue: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    hashers: Arc<Hashers>,
    /// Hashes that the workers have ended.
    ended: Arc<AtomicU64>,
    /// One worker of a better rank, for when the others starve.
    relief: Arc<Semaphore>,
    relievers: Arc<Hashers>,
    worked: AtomicU64,
}

impl Passwords {
    /// One worker a gigabyte-poor machine can afford (19 MiB each), and `queue` waiting places.
    pub fn new(workers: usize, queue: usize) -> Self {
        Self {
            queue: Arc::new(Semaphore::new(workers + queue)),
            workers: Arc::new(Semaphore::new(workers)),
            hashers: Arc::new(Hashers::new(Rank::Last)),
            ended: Arc::default(),
            relief: Arc::new(Semaphore::new(1)),
            relievers: Arc::new(Hashers::new(Rank::Equal)),
            worked: AtomicU64::default(),
        }
    }

    /// How many slow hashes it has computed.
    pub fn worked(&self) -> u64 {
        self.worked.load(Ordering::Relaxed)
    }

    /// Gives back the memory that no hash has needed since the last call.
    pub fn rest(&self) {
        self.hashers.rest();
        self.relievers.rest();
    }

    /// Hashes a password to a PHC string.
    pub async fn hash(&self, password: Plain, salt: [u8; 16]) -> Result<String, Busy> {
        self.run(move |blocks| hash_with(blocks, &password, salt)).await?.ok_or(Busy)
    }

    /// Whether the password has this hash. Without one, and with a text that is no hash because nobody has chosen a password yet, as slow
    /// and false.
    pub async fn verify(&self, password: Plain, stored: Option<String>) -> Result<bool, Busy> {
        self.verify_holding((), password, stored).await
    }

    /// The same; `held` goes when the hash is done, also where nobody waits for that any more.
    pub async fn verify_holding(
        &self,
        held: impl Send + 'static,
        password: Plain,
        stored: Option<String>,
    ) -> Result<bool, Busy> {
        let own = stored.as_deref().and_then(parsed);
        let known = own.is_some();
        let Some(stored) = own.or_else(|| parsed(DECOY)) else { return Ok(false) };
        let compare = move |blocks: &mut Vec<Block>| {
            let fits = fits(blocks, &password, &stored);
            drop(held);
            fits
        };
        let fits = self.run(compare).await?;
        Ok(fits && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let _place = self.queue.try_acquire().map_err(|_| Busy)?;
        let done = tokio::select! {
            worker = Arc::clone(&self.workers).acquire_owned() => {
                let (worker, ended) = (worker.map_err(|_| Busy)?, Arc::clone(&self.ended));
                self.worked.fetch_add(1, Ordering::Relaxed);
                let counted = move |blocks: &mut Vec<Block>| {
                    let result = work(blocks);
                    ended.fetch_add(1, Ordering::Relaxed);
                    result
                };
                self.hashers.run(worker, counted).await
            }
            worker = self.relief() => {
                let worker = worker?;
                self.worked.fetch_add(1, Ordering::Relaxed);
                self.relievers.run(worker, work).await
            }
        };
        done.ok_or(Busy)
    }

    /// A turn, once the workers starve: on cores that are busy without a break they would get 3 of 1,000 parts of one.
    async fn relief(&self) -> Result<OwnedSemaphorePermit, Busy> {
        loop {
            let before = self.ended.load(Ordering::Relaxed);
            tokio::time::sleep(STARVED).await;
            if self.ended.load(Ordering::Relaxed) == before {
                return Arc::clone(&self.relief).acquire_owned().await.map_err(|_| Busy);
            }
        }
    }
}

const ALGORITHM: Algorithm = Algorithm::Argon2id;
const VERSION: Version = Version::V0x13;

fn parsed(stored: &str) -> Option<PasswordHash> {
    PasswordHash::new(stored).ok()
}

/// 19 MiB, two passes, one lane (OWASP), as a PHC string.
fn hash_with(blocks: &mut Vec<Block>, password: &Plain, salt: [u8; 16]) -> Option<String> {
    let params = Params::default();
    let named = ParamsString::try_from(&params).ok()?;
    let argon = Argon2::new(ALGORITHM, VERSION, params);
    let hash = output(blocks, &argon, (password, &salt), Params::DEFAULT_OUTPUT_LEN)?;
    let salt = Salt::new(&salt).ok()?;
    let made = PasswordHash {
        algorithm: ALGORITHM.ident(),
        version: Some(VERSION.into()),
        params: named,
        salt: Some(salt),
        hash: Some(hash),
    };
    Some(made.to_string())
}

/// Compared in constant time; what the stored hash says of its making is taken from it.
fn fits(blocks: &mut Vec<Block>, password: &Plain, stored: &PasswordHash) -> bool {
    let mut computed = || {
        let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
        let version = stored.version.map_or(Ok(VERSION), Version::try_from).ok()?;
        let argon = Argon2::new(algorithm, version, Params::try_from(stored).ok()?);
        let salt: &[u8] = stored.salt.as_ref()?;
        output(blocks, &argon, (password, salt), stored.hash.as_ref()?.len())
    };
    computed().is_some_and(|computed| stored.hash == Some(computed))
}

fn output(
    blocks: &mut Vec<Block>,
    argon: &Argon2<'_>,
    (password, salt): (&Plain, &[u8]),
    length: usize,
) -> Option<Output> {
    let mut output = [0; Output::MAX_LENGTH];
    let output = output.get_mut(..length)?;
    blocks.resize(argon.params().block_count(), Block::new());
    argon.hash_password_into_with_memory(password.expose().as_bytes(), salt, output, blocks).ok()?;
    Output::new(output).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn hash_now(password: &Plain, salt: [u8; 16]) -> Option<String> {
        hash_with(&mut Vec::new(), password, salt)
    }

    fn verifies_now(password: &Plain, stored: &str) -> bool {
        parsed(stored).is_some_and(|stored| fits(&mut Vec::new(), password, &stored))
    }

    #[test]
    fn a_hash_fits_its_password_and_no_other() {
        let made = hash_now(&Plain::new("a password"), [7; 16]).unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"), "{made}");
        assert!(verifies_now(&Plain::new("a password"), &made));
        assert!(!verifies_now(&Plain::new("another password"), &made));
        assert!(!verifies_now(&Plain::new("a password"), &made.replace("t=2", "t=3")));
        assert!(!verifies_now(&Plain::new("a password"), "$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw"));
        assert!(!verifies_now(&Plain::new("a password"), "no hash"));
    }

    #[test]
    fn the_decoy_takes_as_long_as_a_hash_of_ours() {
        let params = |text: &str| text.rsplitn(3, '$').last().unwrap().to_owned();
        assert_eq!(params(DECOY), params(&hash_now(&Plain::new("a password"), [7; 16]).unwrap()));
        let decoy = parsed(DECOY).unwrap();
        assert_eq!((decoy.salt.unwrap().as_ref().len(), decoy.hash.unwrap().len()), (16, Params::DEFAULT_OUTPUT_LEN));
    }

    #[tokio::test]
    async fn whoever_finds_no_place_is_told_at_once() {
        let passwords = Passwords::new(1, 1);
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let first = passwords.run(move |_| wait.recv().is_ok());
        let second = passwords.run(|_| true);
        let third = async {
            let told = tokio::time::timeout(Duration::from_secs(1), passwords.run(|_| true)).await;
            go.send(()).unwrap();
            assert!(told.expect("at once").is_err());
        };
        let (first, second, ()) = tokio::join!(first, second, third);
        assert!(first.unwrap() && second.unwrap());
        assert!(passwords.run(|_| true).await.is_ok());
    }

    /// The workers hang like ones that get no core; whoever waits for them is served all the same, one after the other.
    #[tokio::test]
    async fn whoever_waits_behind_workers_that_starve_is_relieved() {
        let passwords = Passwords::new(1, 4);
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let starving = passwords.run(move |_| wait.recv().is_ok());
        let others = async {
            let served = tokio::join!(passwords.run(|_| 1), passwords.run(|_| 2), passwords.run(|_| 3));
            go.send(()).unwrap();
            (served.0.unwrap(), served.1.unwrap(), served.2.unwrap())
        };
        let both = async { tokio::join!(starving, others) };
        let (first, others) = tokio::time::timeout(Duration::from_secs(30), both).await.expect("nobody waits for ever");
        assert_eq!((first.unwrap(), others), (true, (1, 2, 3)));
        assert_eq!(passwords.worked(), 4);
    }

    /// Made by the reference implementation (argon2-cffi 25.1).
    #[test]
    fn hashes_of_other_programs_are_understood() {
        for stored in [
            "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxNmJ5dGVzIQ$rPzDAz+r+5f8/AkY7uZQBQGL+covuEsKGiSlMWKufl4",
            "$argon2i$v=19$m=4096,t=3,p=2$c29tZXNhbHQ$/ozG2ZohhXcpucENAJxdDdqKBd72oWw6",
        ] {
            assert!(verifies_now(&Plain::new("a password"), stored), "{stored}");
            assert!(!verifies_now(&Plain::new("another password"), stored), "{stored}");
        }
    }
}
