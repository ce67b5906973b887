//! Memory of slow hashes: 19 MiB each, handed from one hash to the next while there are some, so that the system need not map 4,900 pages anew for
//! each; and given back when there are none.

use argon2::Block;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// As many as there were hashes at once.
#[derive(Default)]
pub(super) struct Buffers {
    free: Mutex<Vec<Vec<Block>>>,
    used: AtomicBool,
}

impl Buffers {
    /// Lends so many blocks. What is in them is of no meaning.
    pub(super) fn lend<T>(&self, blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        let mut buffer = self.lock().pop().unwrap_or_default();
        buffer.resize(blocks, Block::new());
        let result = work(&mut buffer);
        self.used.store(true, Ordering::Relaxed);
        self.lock().push(buffer);
        result
    }

    /// Whether there are some, and nobody has needed one since the last call.
    pub(super) fn are_unneeded(&self) -> bool {
        !self.used.swap(false, Ordering::Relaxed) && !self.lock().is_empty()
    }

    /// Gives back what is not lent.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Buffers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buffers").field("free", &self.lock().len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_buffer_serves_hashes_one_after_the_other_and_goes_when_there_are_none() {
        let buffers = Buffers::default();
        let place = || buffers.lend(8, |blocks| blocks.as_ptr());
        let first = place();
        assert_eq!(place(), first);
        assert!(!buffers.are_unneeded(), "it was needed since");
        assert!(buffers.are_unneeded());
        buffers.clear();
        assert!(!buffers.are_unneeded() && buffers.lock().is_empty());
    }

    #[test]
    fn two_hashes_at_once_have_one_each() {
        let buffers = Buffers::default();
        let apart = buffers.lend(8, |one| buffers.lend(8, |other| one.as_ptr() != other.as_ptr()));
        assert!(apart);
        assert_eq!(buffers.lock().len(), 2);
    }
}
