//! The only place that asks the system for the time.

use engine::time::Now;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds by which it can be moved on in all.
const CENTURY: i64 = 100 * 366 * 86_400;

/// The server's clock. It can be moved on, for trying lifetimes from outside, and held, for tests that compare bytes.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_ms: AtomicI64,
    held_ms: Option<i64>,
}

impl Clock {
    /// Stands at `ms` since 1970 until it is moved on.
    pub fn held_at(ms: i64) -> Self {
        Self { ahead_ms: AtomicI64::new(0), held_ms: Some(ms) }
    }

    /// The present.
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Now {
        let base = self.held_ms.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX / 2)
        });
        Now(base.saturating_add(self.ahead_ms.load(Ordering::Relaxed)))
    }

    /// Whole seconds that it was moved on.
    pub fn ahead(&self) -> i64 {
        self.ahead_ms.load(Ordering::Relaxed) / 1000
    }

    /// Seconds by which it can still be moved on: a century in all.
    pub fn room(&self) -> i64 {
        CENTURY - self.ahead()
    }

    /// Moves on by whole seconds, as far as there is room.
    pub fn advance(&self, seconds: i64) {
        let ahead = self.ahead().saturating_add(seconds.max(0)).min(CENTURY);
        self.ahead_ms.store(ahead * 1000, Ordering::Relaxed);
    }
}
