//! The only place that asks the system for randomness.

use engine::secret::{Key, Seed};
use std::sync::atomic::{AtomicU64, Ordering};

/// Randomness as an argument.
pub trait Dice: Send + Sync + 'static {
    /// 32 random bytes.
    fn seed(&self) -> Seed;

    /// A fresh internal key: 63 random bits, never 0.
    fn key(&self) -> i64 {
        let [a, b, c, d, e, f, g, h, ..] = self.seed().0;
        (i64::from_be_bytes([a, b, c, d, e, f, g, h]) & i64::MAX).max(1)
    }

    /// 16 random bytes.
    fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        salt.copy_from_slice(&self.seed().0[..16]);
        salt
    }
}

/// The system's.
#[derive(Debug, Default)]
pub struct SystemDice;

impl Dice for SystemDice {
    #[allow(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "these are the dice; without randomness nothing may go on"
    )]
    fn seed(&self) -> Seed {
        let mut bytes = [0; 32];
        aws_lc_rs::rand::fill(&mut bytes).expect("the system gives randomness");
        Seed(bytes)
    }
}

/// The same throws every time: for what comes out the same when it is asked for again, and for tests that compare bytes.
#[derive(Debug)]
pub struct SeededDice {
    key: Key,
    thrown: AtomicU64,
}

impl SeededDice {
    /// Dice of that seed.
    pub fn new(seed: u8) -> Self {
        Self::of(Key([seed; 32]))
    }

    /// Dice of that key.
    pub fn of(key: Key) -> Self {
        Self { key, thrown: AtomicU64::new(0) }
    }
}

impl Dice for SeededDice {
    fn seed(&self) -> Seed {
        self.key.seed(&[&self.thrown.fetch_add(1, Ordering::Relaxed).to_be_bytes()])
    }
}
