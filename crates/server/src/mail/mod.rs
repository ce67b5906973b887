//! Mail: letters that `pages` has written wait in a bounded queue and go out in the background, so no page waits for a mail server.
//!
//! # Layout
//! - [`Mail`]: the queue; [`Letter`]: what waits in it. `carrier`: the connection to the mail server; `message`: a letter as it travels;
//!   `delivery`: how often and how long a letter is tried.
//!
//! Letters live in memory: what has not gone out when the server ends is lost, and people ask again. A log line tells of each, by its kind
//! and id, never by its text or address.

mod carrier;
mod delivery;
mod message;
#[cfg(test)]
mod tests;

pub use carrier::{Carrier, Unmailable};
pub use lettre::Address;

use crate::clock::Clock;
use crate::pages::Written;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};

/// Letters that may wait at a time.
const MOST: usize = 1000;
/// Connections to the mail server at a time.
const LINES: usize = 4;

/// A letter and when it loses its sense.
#[derive(Clone)]
pub struct Letter {
    /// By what the log knows it.
    pub id: String,
    /// What it is about, in a word, for the log.
    pub kind: &'static str,
    /// The realm's name, for the log.
    pub realm: String,
    /// From whom it comes where the configuration names only an address.
    pub sender: String,
    /// To whom.
    pub to: Address,
    /// What it says.
    pub written: Written,
    /// First second in which it need not be sent any more.
    pub good_until: i64,
}

/// A letter with its place in the queue.
struct Waiting {
    letter: Letter,
    _place: OwnedSemaphorePermit,
}

/// The way out for letters.
pub struct Mail {
    carrier: Carrier,
    clock: Arc<Clock>,
    places: Arc<Semaphore>,
    queue: mpsc::Sender<Waiting>,
    /// Until the worker takes it.
    waiting: Mutex<Option<mpsc::Receiver<Waiting>>>,
    ending: watch::Sender<bool>,
}

impl Mail {
    /// An empty queue in front of a mail server.
    pub fn new(carrier: Carrier, clock: Arc<Clock>) -> Self {
        let (queue, waiting) = mpsc::channel(MOST);
        let places = Arc::new(Semaphore::new(MOST));
        Self { carrier, clock, places, queue, waiting: Mutex::new(Some(waiting)), ending: watch::Sender::new(false) }
    }

    /// Puts a letter into the queue; where that is full it is dropped, and the log says so.
    pub fn post(&self, letter: Letter) {
        let (kind, realm) = (letter.kind, letter.realm.clone());
        let place = self.places.clone().try_acquire_owned().ok();
        let posted = place.map(|place| self.queue.try_send(Waiting { letter, _place: place }).is_ok());
        if posted != Some(true) {
            tracing::error!(%realm, letter = kind, "a letter was dropped: {MOST} others wait for the mail server");
        }
    }

    /// Delivers what is posted, until [`Mail::settle`]. A second call finds nothing to do.
    pub async fn work(self: Arc<Self>) {
        let taken = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut waiting) = taken else { return };
        let lines = Arc::new(Semaphore::new(LINES));
        while let Some(next) = waiting.recv().await {
            let (mail, lines) = (self.clone(), lines.clone());
            tokio::spawn(async move {
                delivery::deliver(&mail, &next.letter, &lines, &delivery::WAITS).await;
                drop(next);
            });
        }
    }

    /// Lets what is on its way arrive for at most so long; what waits for another try is dropped.
    pub async fn settle(&self, patience: Duration) {
        self.ending.send_replace(true);
        // Whoever holds all places knows that nothing waits any more.
        let all = u32::try_from(MOST).unwrap_or(u32::MAX);
        let _ = tokio::time::timeout(patience, self.places.acquire_many(all)).await;
    }
}
