//! A log that stays readable, and a disk that stays free, where thousands of requests fail alike: the first few of a second are told, the others counted.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// So many of a second are told.
const TOLD: u64 = 10;

/// What was told of something that may happen to every request.
#[derive(Debug, Default)]
pub struct Sparing {
    second: AtomicI64,
    told: AtomicU64,
    untold: AtomicU64,
}

impl Sparing {
    /// Whether one of that second is told: then how many were not since the last one that was.
    pub fn tells(&self, second: i64) -> Option<u64> {
        // Of several threads one may be late.
        if self.second.fetch_max(second, Ordering::Relaxed) < second {
            self.told.store(0, Ordering::Relaxed);
        }
        if self.told.fetch_add(1, Ordering::Relaxed) < TOLD {
            return Some(self.untold.swap(0, Ordering::Relaxed));
        }
        self.untold.fetch_add(1, Ordering::Relaxed);
        None
    }

    /// How many were not told before that second, where no other one has come since that would have said so.
    pub fn rest(&self, second: i64) -> Option<u64> {
        if self.second.load(Ordering::Relaxed) >= second || self.untold.load(Ordering::Relaxed) == 0 {
            return None;
        }
        Some(self.untold.swap(0, Ordering::Relaxed)).filter(|untold| *untold > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_second_are_told_and_the_others_counted() {
        let sparing = Sparing::default();
        let told: Vec<_> = (0..25).map(|_| sparing.tells(7)).collect();
        assert_eq!(told[..10], [Some(0); 10]);
        assert_eq!(told[10..], [None; 15]);
        assert_eq!([sparing.tells(8), sparing.tells(8)], [Some(15), Some(0)]);
        let late = (0..25).filter_map(|nth| sparing.tells(7 + nth % 2)).count();
        assert_eq!(late, 8, "seconds that come in turns are one");
    }

    #[test]
    fn what_was_not_told_when_it_ended_is_told_afterwards_and_once() {
        let sparing = Sparing::default();
        let _ = (0..25).filter_map(|_| sparing.tells(7)).count();
        assert_eq!([sparing.rest(7), sparing.rest(8), sparing.rest(9)], [None, Some(15), None]);
        assert_eq!(sparing.tells(9), Some(0));
    }
}
