//! The one thread that writes: it takes what has queued up, runs it in one transaction, and answers after the commit (group commit).

use super::checkpoint::Mover;
use super::connection::{FileId, Place};
use super::run::{Open, now};
use crate::tables::batch::{self, BATCH, Counts, GATHER, Job, Queue, Unsent};
use crate::tables::fault::{Fault, Outcome};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::yield_now;
use std::time::{Duration, Instant};

/// How often an idle writer looks whether the file is still there.
const LOOK: Duration = Duration::from_secs(1);
/// How long a lock is waited for after it has outlasted a whole wait: who queued behind that one has waited as well.
const ONCE_MORE: Duration = Duration::from_millis(50);

type Waiting = Box<dyn Job<Open>>;

/// The way to the thread.
pub(super) type Writer = batch::Writer<SyncSender<Waiting>>;

/// Starts the thread on an open connection to that file; `queue`: how many writes may wait.
pub(super) fn start(place: Arc<Place>, open: (Open, FileId), queue: usize, counts: Arc<Counts>) -> Outcome<Writer> {
    let (sender, jobs) = sync_channel(queue);
    let patience = place.busy();
    let mut desk = Desk { place, open: Some(open), patience, counts: Arc::clone(&counts), mover: Mover::default() };
    Writer::start(sender, counts, move || desk.serve(&jobs))
}

impl Queue<Open> for SyncSender<Waiting> {
    fn put(&self, job: Waiting) -> std::result::Result<(), Unsent> {
        self.try_send(job).map_err(|unsent| match unsent {
            TrySendError::Full(_) => Unsent::Full,
            TrySendError::Disconnected(_) => Unsent::Gone,
        })
    }
}

struct Desk {
    place: Arc<Place>,
    open: Option<(Open, FileId)>,
    /// How long the open connection waits for a lock.
    patience: Duration,
    counts: Arc<Counts>,
    mover: Mover,
}

impl Desk {
    fn serve(&mut self, jobs: &Receiver<Waiting>) {
        let mut last = 0;
        loop {
            match jobs.recv_timeout(LOOK) {
                Ok(first) => {
                    let mut batch = vec![first];
                    batch.extend(jobs.try_iter().take(BATCH - 1));
                    if last > 1 {
                        gather(jobs, &mut batch);
                    }
                    last = batch.len();
                    self.counts.waiting.fetch_sub(batch.len() as u64, Ordering::Relaxed);
                    self.settle(&mut batch);
                    batch.into_iter().for_each(Job::answer);
                    if let Some((db, _)) = &self.open {
                        self.mover.after_commit(&self.place, db);
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => {
                    // Beside a server that goes on, whoever did this would keep everybody's writes waiting.
                    if let Some((db, _)) = self.open.as_ref().filter(|_| self.place.is_finished()) {
                        self.mover.at_the_end(db);
                    }
                    return;
                }
            }
        }
    }

    fn settle(&mut self, batch: &mut [Waiting]) {
        let settled = now(async {
            batch::settle(batch, async |jobs: &mut [Waiting]| self.attempt(jobs)).await;
            Ok(())
        });
        debug_assert!(settled.is_ok(), "an operation on SQLite never waits");
    }

    fn attempt(&mut self, batch: &mut [Waiting]) -> Outcome<()> {
        self.look();
        let outcome = self.open().and_then(|db| commit(db, batch));
        match &outcome {
            Ok(()) => {
                self.counts.committed(batch.len());
                self.wait_for(self.place.busy());
            }
            Err(fault) if fault.is_lock() => self.wait_for(ONCE_MORE),
            Err(fault) if fault.loses_connection() => self.close(),
            Err(_) => {}
        }
        outcome
    }

    fn open(&mut self) -> Outcome<&Open> {
        if self.open.is_none() {
            let file = self.place.file_id()?;
            self.open = Some((Open::new(self.place.writer()?), file));
        }
        match &self.open {
            Some((db, _)) => Ok(db),
            None => Err(Fault::unavailable("no connection")),
        }
    }

    /// SQLite goes on writing into a file that was deleted or replaced under it; what it acknowledged there would be lost.
    fn look(&mut self) {
        let Some((_, file)) = &self.open else { return };
        if !self.place.file_id().is_ok_and(|now| now == *file) {
            tracing::warn!("the database file has gone or was replaced");
            self.close();
        }
    }

    fn wait_for(&mut self, patience: Duration) {
        let Some((db, _)) = self.open.as_ref().filter(|_| self.patience != patience) else { return };
        let set = db.connection().busy_timeout(patience);
        match set {
            Ok(()) => self.patience = patience,
            Err(_) => self.close(),
        }
    }

    fn close(&mut self) {
        self.open = None;
        self.patience = self.place.busy();
        self.place.forget_readers();
    }
}

/// Where several came at a time, more are on their way. Woken by the disk, this thread would take the core from whoever brings them, and the more
/// there is to do, the fewer would share an fsync: so others go first, for as long as that brings more. On a core that nobody else wants it is no wait.
fn gather<T>(jobs: &Receiver<T>, batch: &mut Vec<T>) {
    let begun = Instant::now();
    loop {
        let before = batch.len();
        yield_now();
        batch.extend(jobs.try_iter().take(BATCH - before));
        if batch.len() == before || batch.len() == BATCH || begun.elapsed() >= GATHER {
            return;
        }
    }
}

fn commit(db: &Open, batch: &mut [Waiting]) -> Outcome<()> {
    let step = |sql| db.connection().prepare_cached(sql)?.raw_execute().map(|_| ());
    step("begin immediate")?;
    let outcome = batch.iter_mut().try_for_each(|job| now(job.run(db))).and_then(|()| Ok(step("commit")?));
    // A fault may have ended the transaction by itself.
    if outcome.is_err() && !db.connection().is_autocommit() {
        step("rollback")?;
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::spawn;

    #[test]
    fn a_batch_takes_what_comes_up_to_its_bound_and_leaves_the_rest() {
        let (queue, jobs) = sync_channel(2 * BATCH);
        (1..BATCH + 10).for_each(|number| queue.send(number).unwrap());
        let mut batch = vec![0];
        gather(&jobs, &mut batch);
        assert!(batch.iter().copied().eq(0..BATCH));
        assert_eq!(jobs.try_iter().collect::<Vec<_>>(), (BATCH..BATCH + 10).collect::<Vec<_>>());
        batch.truncate(3);
        gather(&jobs, &mut batch);
        assert_eq!(batch, [0, 1, 2], "nobody brings more");
    }

    #[test]
    fn whoever_never_stops_does_not_keep_a_batch_for_ever() {
        let (queue, jobs) = sync_channel(1);
        let restless = spawn(move || while queue.send(()).is_ok() {});
        let mut batch = vec![()];
        gather(&jobs, &mut batch);
        assert!(batch.len() <= BATCH);
        drop(jobs);
        restless.join().unwrap();
    }
}
