//! Ids of tokens and families, in the order in which they are made.

use crate::dice::Dice;
use engine::model::FamilyKey;
use engine::time::Now;
use engine::token::TokenId;
use std::sync::atomic::{AtomicI64, Ordering};

/// Bits below the millisecond: with 42 for the time, ids last until 2109.
const BELOW: u32 = 21;

/// Counts ids along with the time: one process never makes the same twice, and two begin each millisecond at numbers of their own. Where these are so
/// near that one comes upon an id of the other's, it begins anew ([`Ids::begin_anew`]): of two among two million that is rare, and would stay so.
#[derive(Debug)]
pub struct Ids {
    start: AtomicI64,
    last: AtomicI64,
}

impl Ids {
    /// Begins at a random number within the millisecond.
    pub fn new(dice: &dyn Dice) -> Self {
        Self { start: AtomicI64::new(drawn(dice)), last: AtomicI64::new(0) }
    }

    /// From the next millisecond on begins at another number: somebody else has made an id of ours.
    pub fn begin_anew(&self, dice: &dyn Dice) {
        self.start.store(drawn(dice), Ordering::Relaxed);
    }

    /// The next id of a token.
    pub fn token(&self, now: Now) -> TokenId {
        TokenId(self.next(now))
    }

    /// The next family.
    pub fn family(&self, now: Now) -> FamilyKey {
        FamilyKey(self.next(now))
    }

    fn next(&self, now: Now) -> i64 {
        let at = now.0.max(0) << BELOW & i64::MAX | self.start.load(Ordering::Relaxed);
        let after = |last: i64| at.max(last.saturating_add(1));
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last)));
        after(last.unwrap_or_default())
    }
}

fn drawn(dice: &dyn Dice) -> i64 {
    dice.key() >> (63 - BELOW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::SeededDice;

    #[test]
    fn ids_grow_even_where_the_clock_stands_still_or_goes_back() {
        let ids = Ids::new(&SeededDice::new(1));
        let mut last = TokenId(0);
        for ms in [5, 5, 5, 6, 4, 1_800_000_000_000, 1_800_000_000_000, 7] {
            let next = ids.token(Now(ms));
            assert!(next > last && ids.family(Now(ms)).0 > next.0);
            last = TokenId(ids.next(Now(ms)));
        }
        assert_eq!(last.0 >> BELOW, 1_800_000_000_000, "the time stands in them");
    }

    #[test]
    fn two_processes_begin_apart() {
        let (one, two) = (Ids::new(&SeededDice::new(1)), Ids::new(&SeededDice::new(2)));
        assert_ne!(one.token(Now(1)), two.token(Now(1)));
    }

    #[test]
    fn who_begins_anew_is_elsewhere_in_the_next_millisecond_and_never_goes_back() {
        let dice = SeededDice::new(1);
        let ids = Ids::new(&dice);
        let (first, begun) = (ids.token(Now(1)), ids.start.load(Ordering::Relaxed));
        ids.begin_anew(&dice);
        assert!(ids.token(Now(1)) > first);
        let next = ids.token(Now(2)).0;
        assert_eq!(next >> BELOW, 2);
        assert_ne!(next & ((1 << BELOW) - 1), begun);
    }
}
