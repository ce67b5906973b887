//! The embedded database: SQLite in WAL mode, `synchronous=FULL`, one writer thread with group commit, readers inline.
//!
//! # Layout
//! - [`Sqlite`]: opens a file; its operations are one line each (`store`, `people`) and live in `codes`, `access`, `refresh`, `families`, `ends`,
//!   `grants`, `apps`, `accounts`, `account_changes`, `sessions`, `links`, `console`, `keys`, `audit` and `purge`.
//! - `connection`, `schema`: the file and its tables. `writer`: the thread. `sql`, `rows`, `page`: statements and what they give.

mod access;
mod account_changes;
mod accounts;
mod apps;
mod audit;
mod codes;
mod connection;
mod console;
mod ends;
mod families;
mod fault;
mod grants;
mod keys;
mod links;
mod page;
mod people;
mod purge;
mod refresh;
mod rows;
mod schema;
mod sessions;
mod sql;
mod store;
mod writer;

#[cfg(test)]
mod tests;

use crate::work::Work;
use crate::{Broken, Result};
use connection::Place;
use fault::Outcome;
use purge::Sweep;
use rusqlite::Connection;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use writer::{Counts, Writer};

/// How patient the store is.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long a write waits for another process's lock before it gives up.
    pub busy: Duration,
    /// How many writes may wait; the next one is refused at once.
    pub queue: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self { busy: Duration::from_secs(2), queue: 4_096 }
    }
}

/// A store in one file.
pub struct Sqlite {
    place: Arc<Place>,
    writer: Writer,
    counts: Arc<Counts>,
    sweep: Mutex<Sweep>,
}

impl Sqlite {
    /// Opens the database at `path`; makes it, with mode 0600, where there is none, and brings its tables up to date.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, Patience::default())
    }

    /// As [`Sqlite::open`], with a patience of one's own.
    pub fn open_with(path: &Path, patience: Patience) -> Result<Self> {
        connection::fit_library(rusqlite::version_number())?;
        let place = Arc::new(Place::new(path, patience.busy));
        place.create()?;
        let counts = Arc::new(Counts::default());
        let writer = Writer::start(Arc::clone(&place), place.writer()?, patience.queue, Arc::clone(&counts))?;
        Ok(Self { place, writer, counts, sweep: Mutex::new(Sweep::START) })
    }

    /// The version of the SQLite that is built in.
    pub fn library_version() -> &'static str {
        rusqlite::version()
    }

    /// How many transactions were committed, and how many operations they held.
    pub fn commits(&self) -> (u64, u64) {
        (self.counts.commits.load(Ordering::Relaxed), self.counts.operations.load(Ordering::Relaxed))
    }

    fn counted(&self) -> Work {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Work {
            commits: of(&self.counts.commits),
            operations: of(&self.counts.operations),
            waiting: of(&self.counts.waiting),
            tokens_ended: of(&self.counts.tokens_ended),
            families_ended: of(&self.counts.families_ended),
            grants_ended: of(&self.counts.grants_ended),
        }
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Outcome<T>) -> Result<T> {
        Ok(self.place.read(work)?)
    }

    /// What the database finds wrong with itself. It reads the whole file, on a thread of its own.
    async fn examine(&self) -> Result<Vec<String>> {
        let place = Arc::clone(&self.place);
        let examined = tokio::task::spawn_blocking(move || {
            let db = place.reader()?;
            let mut check = db.prepare("pragma integrity_check")?;
            let found = check.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
            Ok(found.into_iter().filter(|sentence| sentence != "ok").collect())
        });
        let outcome: Outcome<Vec<String>> = examined.await.map_err(|error| Broken::Unavailable(error.to_string()))?;
        Ok(outcome?)
    }
}
