//! The only place that asks the system for the time.

use engine::time::Now;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

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

    /// Moves on by whole seconds, at most 100 years in all.
    pub fn advance(&self, seconds: i64) {
        const CENTURY_MS: i64 = 100 * 366 * 86_400 * 1000;
        let step = seconds.clamp(0, CENTURY_MS / 1000) * 1000;
        let ahead = self.ahead_ms.load(Ordering::Relaxed).saturating_add(step).min(CENTURY_MS);
        self.ahead_ms.store(ahead, Ordering::Relaxed);
    }
}
