//! How often, and for how long, what did not happen, or may not have, is tried again.

use crate::tables::fault::{Fault, Outcome};
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// How often a transaction is tried that another one was in the way of.
const TRIES: u32 = 8;
/// The longest pause before the second try; it doubles with each further one.
const PAUSE: Duration = Duration::from_millis(4);

/// Where it takes so long to find out that the database is away, whoever waits behind is told at once: it would take as long again.
pub(super) const LONG: Duration = Duration::from_secs(1);

/// Where a transaction failed.
#[derive(Debug)]
pub(super) enum Failed {
    /// It has not happened.
    Before(Fault),
    /// The answer to its commit was lost: whether it has happened nobody knows.
    AtCommit(Fault),
}

impl Failed {
    /// Of what commits.
    pub(super) fn committing(fault: Fault) -> Self {
        match fault.leaves_doubt() {
            true => Self::AtCommit(fault),
            // The server says that it has not happened.
            false => Self::Before(fault),
        }
    }
}

/// The tries of one transaction.
pub(super) struct Tries {
    made: u32,
    /// Since when nobody knows whether it has happened.
    doubt: Option<Instant>,
    /// How long that is borne.
    patience: Duration,
}

impl Tries {
    pub(super) fn new(patience: Duration) -> Self {
        Self { made: 0, doubt: None, patience }
    }

    /// Whether nobody knows if it has happened.
    pub(super) fn are_in_doubt(&self) -> bool {
        self.doubt.is_some()
    }

    /// Returns when it is time for the next try, or with the fault where there is none. What is in doubt is tried for longer: while the database is away,
    /// and while the transaction that nobody hears of still holds its rows.
    pub(super) async fn next(&mut self, failed: Failed) -> Outcome<()> {
        self.made += 1;
        let fault = match failed {
            Failed::Before(fault) => fault,
            Failed::AtCommit(fault) => {
                self.doubt.get_or_insert_with(Instant::now);
                fault
            }
        };
        let again = match self.doubt {
            None => self.made < TRIES && fault.passes(),
            Some(since) => {
                since.elapsed() < self.patience
                    && (fault.passes() || fault.leaves_doubt() || fault.hits_all() || fault.times_out())
            }
        };
        if !again {
            return Err(fault);
        }
        pause(self.made).await;
        Ok(())
    }
}

/// Longer each time, and never as long as the others that were in each other's way.
async fn pause(made: u32) {
    let longest = PAUSE * 2_u32.pow((made - 1).min(TRIES - 2));
    let share = RandomState::new().hash_one(made) % 1_000;
    tokio::time::sleep(longest * (share as u32) / 1_000).await;
}
