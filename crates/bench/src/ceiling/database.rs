//! One table in the cheapest layout: a counted key, a hash, a text. Reads inline, one writer with group commit.

use crate::Outcome;
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tokio::sync::oneshot;

/// Rows that are there from the start.
const ROWS: u32 = 10_000;
/// Writes of one transaction at most.
const BATCH: usize = 256;

/// A row to write.
pub(super) struct Row {
    /// 32 bytes.
    pub(super) hash: [u8; 32],
    /// A text.
    pub(super) scope: String,
}

type Job = (Row, oneshot::Sender<()>);

/// The database.
pub(super) struct Database {
    path: PathBuf,
    queue: SyncSender<Job>,
}

thread_local! {
    static READER: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// The first 32 bytes of a digest.
pub(super) fn hash(digest: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.iter_mut().zip(digest).for_each(|(own, byte)| *own = *byte);
    hash
}

impl Database {
    /// Makes it, with its rows, and starts the writer.
    pub(super) fn open(path: &Path) -> Outcome<Self> {
        let db = Connection::open(path)?;
        db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        db.pragma_update(None, "synchronous", "full")?;
        db.execute_batch(
            "create table written (id integer primary key, hash blob not null, scope text not null, ends_at integer not null) strict;
             create table known (hash blob not null primary key, scope text not null, ends_at integer not null) strict, without rowid;",
        )?;
        let filling = db.unchecked_transaction()?;
        for number in 0..ROWS {
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, super::token(number).as_bytes());
            db.prepare_cached("insert into known values (?1, 'read write', 9999999999)")?.execute([digest.as_ref()])?;
        }
        filling.commit()?;
        let (queue, jobs) = sync_channel(4096);
        std::thread::Builder::new().name("writer".to_owned()).spawn(move || write(&db, &jobs))?;
        Ok(Self { path: path.to_owned(), queue })
    }

    /// A point read on this thread's connection.
    pub(super) fn holds(&self, hash: &[u8; 32]) -> Outcome<bool> {
        READER.with_borrow_mut(|reader| {
            let db = match reader {
                Some(db) => db,
                None => reader.insert(Connection::open(&self.path)?),
            };
            let mut find = db.prepare_cached("select scope, ends_at from known where hash = ?1")?;
            let found =
                find.query_row([hash], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).optional()?;
            Ok(found.is_some())
        })
    }

    /// Writes a row; it is durable when this returns.
    pub(super) async fn insert(&self, row: Row) -> Outcome<()> {
        let (sender, done) = oneshot::channel();
        self.queue.try_send((row, sender)).map_err(|_| "the queue is full")?;
        Ok(done.await?)
    }
}

/// A batch that fails drops its senders, which tells those who wait.
fn write(db: &Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        batch.extend(jobs.try_iter().take(BATCH - 1));
        if commit(db, &batch).is_ok() {
            for (_, done) in batch {
                // Whoever has gone needs no answer.
                let _ = done.send(());
            }
        }
    }
}

fn commit(db: &Connection, batch: &[Job]) -> rusqlite::Result<()> {
    let transaction = db.unchecked_transaction()?;
    for (row, _) in batch {
        let mut insert = db.prepare_cached("insert into written (hash, scope, ends_at) values (?1, ?2, 9999999999)")?;
        insert.execute(params![row.hash, row.scope])?;
    }
    transaction.commit()
}
