//! The embedded database: SQLite in WAL mode, `synchronous=FULL`, one writer thread with group commit, readers inline.
//!
//! # Layout
//! - [`Sqlite`]: opens a file. `connection`, `schema`: the file and its tables. `run`: statements. `writer`: the thread;
//!   `checkpoint`: moves what it has logged into the file.
//! - [`snapshot`], [`Alone`]: the file as a whole.

mod checkpoint;
mod connection;
mod run;
mod schema;
mod snapshot;
mod writer;

#[cfg(test)]
mod tests;

pub use snapshot::{Alone, snapshot};

use crate::tables::doubt::Doubt;
use crate::tables::fault::Outcome;
use crate::tables::{Database, Desk, Kind};
use crate::{Broken, Result, Tables, copy};
use connection::{FileId, Place};
use run::Open;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use writer::Writer;

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
    desk: Desk,
}

impl Sqlite {
    /// Opens the database at `path`; makes it, with mode 0600, where there is none, and brings its tables up to date.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, Patience::default())
    }

    /// As [`Sqlite::open`], with a patience of one's own.
    pub fn open_with(path: &Path, patience: Patience) -> Result<Self> {
        let (place, open) = Self::opened(path, patience)?;
        if run::now(copy::is_unfinished(&open.0, Kind::Sqlite))? {
            return Err(copy::unfinished());
        }
        Self::started(place, open, patience)
    }

    /// What tables there are in the file at `path`. Nothing is made, and nothing changed.
    pub fn tables(path: &Path) -> Result<Tables> {
        let db = Place::new(path, Patience::default().busy).reader()?;
        let found = schema::found(&db)?;
        match run::now(copy::is_unfinished(&Open::new(db), Kind::Sqlite))? {
            false => Ok(found),
            true => Err(copy::unfinished()),
        }
    }

    /// As [`Sqlite::open`], for a copy into it, which may have begun before.
    pub(crate) fn open_target(path: &Path) -> Result<Self> {
        connection::fit_library(rusqlite::version_number())?;
        let place = Place::new(path, Patience::default().busy);
        place.create()?;
        schema::begin_copy(&place.mover()?)?;
        let (place, open) = Self::opened(path, Patience::default())?;
        Self::started(place, open, Patience::default())
    }

    fn opened(path: &Path, patience: Patience) -> Result<(Place, (Open, FileId))> {
        connection::fit_library(rusqlite::version_number())?;
        let place = Place::new(path, patience.busy);
        place.create()?;
        // Which file it is, before it is opened: one that is put in its place in between is found to be another one.
        let file = place.file_id()?;
        let open = Open::new(place.writer()?);
        Ok((place, (open, file)))
    }

    fn started(place: Place, open: (Open, FileId), patience: Patience) -> Result<Self> {
        let (place, desk) = (Arc::new(place), Desk::default());
        let writer = writer::start(Arc::clone(&place), open, patience.queue, Arc::clone(&desk.counts))?;
        Ok(Self { place, writer, desk })
    }

    /// The version of the SQLite that is built in.
    pub fn library_version() -> &'static str {
        rusqlite::version()
    }
}

impl Database for Sqlite {
    const KIND: Kind = Kind::Sqlite;

    type Reader = Arc<Open>;
    type Writer = Open;

    fn reader(&self) -> Outcome<Arc<Open>> {
        self.place.reading()
    }

    /// The answer to a commit comes as long as the program runs.
    async fn write<T: Send + 'static>(
        &self,
        doubt: Doubt<T>,
        work: impl AsyncFn(&Open) -> Outcome<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.write(doubt, work).await
    }

    /// It reads the whole file, on a thread of its own.
    async fn examine(&self) -> Result<Vec<String>> {
        let place = Arc::clone(&self.place);
        let examined = tokio::task::spawn_blocking(move || {
            let db = place.reader()?;
            let mut check = db.prepare("pragma integrity_check")?;
            let found = check.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
            let wrong = found.into_iter().filter(|sentence| sentence != "ok");
            Ok(wrong.map(|sentence| format!("{sentence}: restore a backup")).collect())
        });
        let outcome: Outcome<Vec<String>> = examined.await.map_err(|error| Broken::Unavailable(error.to_string()))?;
        Ok(outcome?)
    }

    fn finish(&self) {
        self.place.finish();
    }

    fn desk(&self) -> &Desk {
        &self.desk
    }
}
