//! How long an answer of the server is waited for. It gives up a statement that takes too long, but a machine that has frozen gives up nothing.

use super::link::Purpose;
use crate::Broken;
use crate::tables::fault::{Fault, Outcome};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// So long a connection is waited for on which nothing was heard since another one was found silent.
const DOUBT: Duration = Duration::from_secs(1);

/// Of all connections to a server: since when one was found to be silent.
pub(super) struct Silence {
    origin: Instant,
    /// Milliseconds from the origin to the question that nobody answered; 0: there was none.
    since: AtomicU64,
}

impl Silence {
    pub(super) fn none() -> Self {
        Self { origin: Instant::now(), since: AtomicU64::new(0) }
    }

    fn at(&self, instant: Instant) -> u64 {
        instant.saturating_duration_since(self.origin).as_millis() as u64 + 1
    }
}

/// With one connection.
pub(super) struct Patience {
    usual: Duration,
    purpose: Purpose,
    silence: Arc<Silence>,
    /// When something was heard last, by the clock of the silence.
    heard: AtomicU64,
    over: AtomicBool,
    told: Notify,
}

impl Patience {
    /// With a connection that has just been opened.
    pub(super) fn new(usual: Duration, purpose: Purpose, silence: Arc<Silence>) -> Self {
        let heard = AtomicU64::new(silence.at(Instant::now()));
        Self { usual, purpose, silence, heard, over: AtomicBool::new(false), told: Notify::new() }
    }

    /// Whether nobody waits for it any more.
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Returns when nobody waits for it any more.
    pub(super) async fn ends(&self) {
        self.told.notified().await;
    }

    /// Waits for an answer, and not for ever.
    ///
    /// Those who ask on one connection are answered one after the other: where others are, one's own turn may be yet to come, and is waited for once more as
    /// long; what comes for somebody who has gone is not heard. In a transaction all of them are one's own: then the connection is of no use.
    pub(super) async fn answered<T>(&self, answer: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let (mut answer, asked) = (pin!(answer), Instant::now());
        let at_last = asked + 2 * self.usual;
        let mut until = asked + self.now();
        loop {
            if let Ok(outcome) = timeout_at(until, answer.as_mut()).await {
                self.heard.store(self.silence.at(Instant::now()), Ordering::Relaxed);
                return outcome;
            }
            if until >= at_last {
                return Err(match self.purpose {
                    Purpose::Reads => Broken::Busy.into(),
                    Purpose::Writes => self.end("it takes longer than anybody waits"),
                });
            }
            let heard = self.silence.origin + Duration::from_millis(self.heard.load(Ordering::Relaxed));
            let further = at_last.min(heard + self.now());
            if further <= until {
                // One that was doubted itself has shown too little.
                if until >= asked + self.usual {
                    self.silence.since.fetch_max(self.silence.at(asked), Ordering::Relaxed);
                }
                return Err(self.end("it says nothing any more"));
            }
            until = further;
        }
    }

    fn end(&self, why: &str) -> Fault {
        self.over.store(true, Ordering::Relaxed);
        self.told.notify_one();
        Fault::unavailable(why)
    }

    fn now(&self) -> Duration {
        match self.heard.load(Ordering::Relaxed) <= self.silence.since.load(Ordering::Relaxed) {
            true => self.usual.min(DOUBT),
            false => self.usual,
        }
    }
}
