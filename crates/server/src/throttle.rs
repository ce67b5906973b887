//! Slows guessing at sign-in: only failures count, per account and per address, in memory, bounded.
//!
//! A try is paid for before its password is checked and given back when that was right: many at once are as many as one after the other.
//! A try that is refused costs nothing, so the owner is never locked out for long: a name lets one through every `PER_NAME` seconds however
//! many failed, and a browser that has signed in as this account before has a budget of its own (see `flow::sign_in`).

use engine::secret::Hashed;
use engine::time::Now;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

/// Failures that are free.
const BURST: i64 = 10;
/// Seconds that one more failure of one name costs.
const PER_NAME: i64 = 15;
/// Seconds that one more failure from one address costs; many people may share one.
const PER_ADDRESS: i64 = 3;
const ADDRESS_BURST: i64 = 30;
/// Buckets kept; beyond it those that are whole again go, and where that frees none, all.
const MOST: usize = 100_000;

/// Whose budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Budget {
    /// A user name in a realm (or the same with a known browser), hashed so that memory holds no names.
    Name(Hashed),
    /// An address; of IPv6 the network, since each of its hosts has 2^64 addresses.
    Address(IpAddr),
}

impl Budget {
    /// The budget of whoever comes from this address.
    pub fn of(address: IpAddr) -> Self {
        Self::Address(match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(whole) => Ipv6Addr::from_bits(whole.to_bits() & !u128::from(u64::MAX)).into(),
        })
    }

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
    /// Takes one try from each of these budgets and gives 0; where one of them has none left, takes nothing and gives the seconds to wait.
    pub fn take(&self, budgets: &[Budget], now: Now) -> i64 {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let over = |budget: &Budget| {
            let debt = whole_at.get(budget).map_or(0, |whole| (whole - now.0).max(0));
            debt + budget.cost_ms() - budget.burst_ms()
        };
        let worst = budgets.iter().map(over).max().unwrap_or(0);
        if worst > 0 {
            return (worst + 999) / 1000;
        }
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
        0
    }

    /// Gives a try back that was right, or was not checked.
    pub fn give_back(&self, budgets: &[Budget]) {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        for budget in budgets {
            if let Some(whole) = whole_at.get_mut(budget) {
                *whole -= budget.cost_ms();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_are_free_and_then_one_try_is_let_through_in_a_stated_time_however_many_came() {
        let throttle = Throttle::default();
        let name = [Budget::Name(Hashed::of(b"demo"))];
        for _ in 0..10 {
            assert_eq!(throttle.take(&name, Now(0)), 0);
        }
        for _ in 0..1000 {
            assert_eq!(throttle.take(&name, Now(0)), PER_NAME);
        }
        assert_eq!(throttle.take(&name, Now(PER_NAME * 1000)), 0);
        assert_eq!(throttle.take(&name, Now(PER_NAME * 1000)), PER_NAME);
    }

    #[test]
    fn a_try_that_was_right_costs_nothing() {
        let throttle = Throttle::default();
        let name = [Budget::Name(Hashed::of(b"demo"))];
        for _ in 0..100 {
            assert_eq!(throttle.take(&name, Now(0)), 0);
            throttle.give_back(&name);
        }
    }

    #[test]
    fn another_name_is_not_slowed() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            throttle.take(&[Budget::Name(Hashed::of(b"demo"))], Now(0));
        }
        assert_eq!(throttle.take(&[Budget::Name(Hashed::of(b"other"))], Now(0)), 0);
    }

    #[test]
    fn a_network_of_ipv6_has_one_budget() {
        let of = |text: &str| Budget::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
