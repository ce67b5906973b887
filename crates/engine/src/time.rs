//! Time as the rules see it: an argument, in milliseconds since 1970; rows keep whole seconds.

use serde::{Deserialize, Serialize};

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Now(pub i64);

impl Now {
    /// Whole seconds since 1970, rounded down: what lifetimes are counted in.
    pub fn secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// What is left of the second, in milliseconds.
    pub fn millis(self) -> u16 {
        self.0.rem_euclid(1000) as u16
    }
}

/// How long something lives, in seconds; `None` is without end.
pub type Lifetime = Option<i64>;

/// The first second in which something with this lifetime is refused.
pub fn end_of(start: i64, life: Lifetime) -> Option<i64> {
    life.map(|seconds| start.saturating_add(seconds))
}

/// Valid in the last second, refused in the next.
pub fn has_ended(ends_at: Option<i64>, now: Now) -> bool {
    ends_at.is_some_and(|end| now.secs() >= end)
}
