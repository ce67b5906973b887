//! A counter for each word of a closed set.

use super::words::Word;
use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counters that only go up.
pub struct Counts<W>(Box<[AtomicU64]>, PhantomData<fn() -> W>);

impl<W: Word> Default for Counts<W> {
    fn default() -> Self {
        Self(W::ALL.iter().map(|_| AtomicU64::new(0)).collect(), PhantomData)
    }
}

impl<W: Word> Counts<W> {
    /// One more.
    pub fn add(&self, word: W) {
        if let Some(counter) = self.0.get(word.index()) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Each word with its count.
    pub fn each(&self) -> impl Iterator<Item = (W, u64)> {
        W::ALL.iter().copied().zip(self.0.iter().map(|counter| counter.load(Ordering::Relaxed)))
    }

    /// All together.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|counter| counter.load(Ordering::Relaxed)).sum()
    }
}

impl<W: Word> fmt::Debug for Counts<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.each().map(|(word, count)| (word.word(), count))).finish()
    }
}
