//! The one thread that writes: it takes what has queued up, runs it in one transaction, and answers after the commit (group commit).

use super::connection::{FileId, Place};
use super::fault::{Fault, Outcome};
use crate::ops::Ended;
use crate::{Broken, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// Operations in one transaction: enough to spread an fsync thin, few enough that nobody waits long behind them.
const BATCH: usize = 256;
/// How often an idle writer looks whether the file is still there.
const LOOK: Duration = Duration::from_secs(1);

/// How much was committed.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) commits: AtomicU64,
    pub(super) operations: AtomicU64,
    pub(super) waiting: AtomicU64,
    pub(super) tokens_ended: AtomicU64,
    pub(super) families_ended: AtomicU64,
    pub(super) grants_ended: AtomicU64,
}

impl Counts {
    /// Counts what was ended now.
    pub(super) fn ended(counter: &AtomicU64, outcome: Result<Ended>) -> Result<Ended> {
        if matches!(outcome, Ok(Ended::Now)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        outcome
    }
}

/// The way to the thread. Dropping it drains the queue and ends the thread.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    counts: Arc<Counts>,
    thread: Option<JoinHandle<()>>,
}

/// An operation that waits for its turn. It can be run again: a batch that failed is.
trait Job: Send {
    fn run(&mut self, db: &Connection) -> std::result::Result<(), Fault>;
    fn fail(&mut self, broken: Broken);
    fn answer(self: Box<Self>);
}

struct Asked<T, F> {
    work: F,
    outcome: Result<T>,
    to: oneshot::Sender<Result<T>>,
}

impl<T: Send, F: Fn(&Connection) -> Outcome<T> + Send> Job for Asked<T, F> {
    fn run(&mut self, db: &Connection) -> std::result::Result<(), Fault> {
        match (self.work)(db) {
            Err(fault) if fault.spoils() => return Err(fault),
            outcome => self.outcome = outcome.map_err(Broken::from),
        }
        Ok(())
    }

    fn fail(&mut self, broken: Broken) {
        self.outcome = Err(broken);
    }

    fn answer(self: Box<Self>) {
        // Nobody listens any more when the client has gone; the write stands all the same.
        let _ = self.to.send(self.outcome);
    }
}

impl Writer {
    /// Starts the thread on an open connection.
    pub(super) fn start(place: Arc<Place>, open: Connection, queue: usize, counts: Arc<Counts>) -> Outcome<Self> {
        let (sender, jobs) = sync_channel(queue);
        let file = place.file_id()?;
        let mut desk = Desk { place, open: Some((open, file)), counts: Arc::clone(&counts) };
        let thread = std::thread::Builder::new().name("store-writer".to_owned()).spawn(move || desk.serve(&jobs))?;
        Ok(Self { queue: Some(sender), counts, thread: Some(thread) })
    }

    /// Queues work and waits until it is durable.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&Connection) -> Outcome<T> + Send + 'static,
    {
        let (to, answer) = oneshot::channel();
        let gone = || Broken::Unavailable("the writer has ended".to_owned());
        let job = Asked { work, outcome: Err(gone()), to };
        self.counts.waiting.fetch_add(1, Ordering::Relaxed);
        let sent = self.queue.as_ref().map(|queue| queue.try_send(Box::new(job)));
        if !matches!(sent, Some(Ok(()))) {
            self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        match sent {
            Some(Ok(())) => answer.await.unwrap_or_else(|_| Err(gone())),
            Some(Err(TrySendError::Full(_))) => Err(Broken::Unavailable("too many writes are waiting".to_owned())),
            Some(Err(TrySendError::Disconnected(_))) | None => Err(gone()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Desk {
    place: Arc<Place>,
    open: Option<(Connection, FileId)>,
    counts: Arc<Counts>,
}

impl Desk {
    fn serve(&mut self, jobs: &Receiver<Box<dyn Job>>) {
        loop {
            match jobs.recv_timeout(LOOK) {
                Ok(first) => {
                    let mut batch = vec![first];
                    batch.extend(jobs.try_iter().take(BATCH - 1));
                    self.counts.waiting.fetch_sub(batch.len() as u64, Ordering::Relaxed);
                    self.settle(&mut batch);
                    batch.into_iter().for_each(Job::answer);
                }
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Runs the batch as one; one that fails, operation by operation, so that only the culprit suffers.
    fn settle(&mut self, batch: &mut [Box<dyn Job>]) {
        let Err(fault) = self.attempt(batch) else { return };
        let all = fault.hits_all();
        let broken = Broken::from(fault);
        match batch {
            [job] => job.fail(broken),
            _ if all => {
                let sentence = broken.to_string();
                batch.iter_mut().for_each(|job| job.fail(Broken::Unavailable(sentence.clone())));
            }
            _ => {
                tracing::debug!(operations = batch.len(), %broken, "a batch failed and is run one by one");
                for job in batch {
                    if let Err(fault) = self.attempt(std::slice::from_mut(job)) {
                        job.fail(fault.into());
                    }
                }
            }
        }
    }

    fn attempt(&mut self, batch: &mut [Box<dyn Job>]) -> Outcome<()> {
        self.look();
        let outcome = self.connection().and_then(|db| commit(db, batch));
        match &outcome {
            Ok(()) => {
                self.counts.commits.fetch_add(1, Ordering::Relaxed);
                self.counts.operations.fetch_add(batch.len() as u64, Ordering::Relaxed);
            }
            Err(fault) if fault.loses_connection() => self.close(),
            Err(_) => {}
        }
        outcome
    }

    fn connection(&mut self) -> Outcome<&Connection> {
        if self.open.is_none() {
            let file = self.place.file_id()?;
            self.open = Some((self.place.writer()?, file));
        }
        match &self.open {
            Some((db, _)) => Ok(db),
            None => Err(Broken::Unavailable("no connection".to_owned()).into()),
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

    fn close(&mut self) {
        self.open = None;
        self.place.forget_readers();
    }
}

fn commit(db: &Connection, batch: &mut [Box<dyn Job>]) -> Outcome<()> {
    let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    for job in batch.iter_mut() {
        job.run(&transaction)?;
    }
    transaction.commit()?;
    Ok(())
}
