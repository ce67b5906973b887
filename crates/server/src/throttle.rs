//! Slows guessing at sign-in: only failures count, per account and per address, in memory, bounded.
//!
//! The owner is never locked out for long: a name lets one try through every [`PER_NAME`] seconds however many failed, and a browser
//! that has signed in as this account before has a budget of its own (see `flow::sign_in`).

use engine::secret::Hashed;
use engine::time::Now;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Failures that are free.
const BURST: i64 = 10;
/// Seconds that one more failure of one name costs.
const PER_NAME: i64 = 15;
/// Seconds that one more failure from one address costs; many people may share one.
const PER_ADDRESS: i64 = 3;
const ADDRESS_BURST: i64 = 30;
/// Buckets kept; beyond it those that are full again go, then the oldest.
const MOST: usize = 100_000;

/// Whose budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Budget {
    /// A user name in a realm (or the same with a known browser), hashed so that memory holds no names.
    Name(Hashed),
    /// An address.
    Address(std::net::IpAddr),
}

impl Budget {
    fn cost_ms(self) -> i64 {
        match self {
            Self::Name(_) => PER_NAME * 1000,
            Self::Address(_) => PER_ADDRESS * 1000,
        }
    }

    fn burst_ms(self) -> i64 {
        match self {
            Self::Name(_) => BURST * PER_NAME * 1000,
            Self::Address(_) => ADDRESS_BURST * PER_ADDRESS * 1000,
        }
    }
}

/// When each budget is whole again, in milliseconds (a leaky bucket as one number).
#[derive(Debug, Default)]
pub struct Throttle {
    whole_at: Mutex<HashMap<Budget, i64>>,
}

impl Throttle {
    /// Seconds to wait before any of these budgets allows another try; 0: go on.
    pub fn wait(&self, budgets: &[Budget], now: Now) -> i64 {
        let whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let over = |budget: &Budget| {
            let debt = whole_at.get(budget).map_or(0, |whole| whole - now.0);
            debt + budget.cost_ms() - budget.burst_ms()
        };
        let worst = budgets.iter().map(over).max().unwrap_or(0);
        (worst.max(0) + 999) / 1000
    }

    /// A try failed.
    pub fn failed(&self, budgets: &[Budget], now: Now) {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if whole_at.len() >= MOST {
            whole_at.retain(|_, whole| *whole > now.0);
        }
        if whole_at.len() >= MOST {
            whole_at.clear();
        }
        for budget in budgets {
            let whole = whole_at.entry(*budget).or_insert(now.0);
            *whole = (*whole).max(now.0) + budget.cost_ms();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_are_free_and_the_next_waits_a_stated_time() {
        let throttle = Throttle::default();
        let name = [Budget::Name(Hashed::of(b"demo"))];
        for _ in 0..10 {
            assert_eq!(throttle.wait(&name, Now(0)), 0);
            throttle.failed(&name, Now(0));
        }
        assert_eq!(throttle.wait(&name, Now(0)), PER_NAME);
        assert_eq!(throttle.wait(&name, Now(PER_NAME * 1000)), 0);
    }

    #[test]
    fn another_name_is_not_slowed() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            throttle.failed(&[Budget::Name(Hashed::of(b"demo"))], Now(0));
        }
        assert_eq!(throttle.wait(&[Budget::Name(Hashed::of(b"other"))], Now(0)), 0);
    }
}
