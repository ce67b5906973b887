//! Transactions of what has queued up. A few connections take from one queue, all on one thread; each answers after its commit.

use super::again::{Failed, LONG, Tries};
use super::link::{Link, Place, Purpose};
use crate::Broken;
use crate::tables::batch::{self, Counts, Job, Queue, Unsent};
use crate::tables::fault::{Fault, Outcome};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;
use tokio::runtime::Builder;
use tokio::sync::Mutex;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::LocalSet;

const AWAY: &str = "the database is away, as others found out who wanted to write";

type Waiting = Box<dyn Job<Link>>;

/// The way to the thread.
pub(super) type Writer = batch::Writer<Sender<Waiting>>;

/// Starts the thread.
pub(super) fn start(place: Arc<Place>, counts: Arc<Counts>) -> Outcome<Writer> {
    let (queue, jobs) = channel(place.options.queue);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let desk = Desk { place, counts: Arc::clone(&counts) };
    Writer::start(queue, counts, move || LocalSet::new().block_on(&runtime, desk.serve(jobs)))
}

impl Queue<Link> for Sender<Waiting> {
    fn put(&self, job: Waiting) -> std::result::Result<(), Unsent> {
        self.try_send(job).map_err(|unsent| match unsent {
            TrySendError::Full(_) => Unsent::Full,
            TrySendError::Closed(_) => Unsent::Gone,
        })
    }
}

struct Desk {
    place: Arc<Place>,
    counts: Arc<Counts>,
}

impl Desk {
    async fn serve(self, jobs: Receiver<Waiting>) {
        let (desk, jobs) = (Rc::new(self), Rc::new(Mutex::new(jobs)));
        let writers = (0..desk.place.options.writers.max(1)).map(|_| {
            let (desk, jobs) = (Rc::clone(&desk), Rc::clone(&jobs));
            tokio::task::spawn_local(async move { desk.write(&jobs).await })
        });
        for writer in writers.collect::<Vec<_>>() {
            let _ = writer.await;
        }
    }

    async fn write(&self, jobs: &Mutex<Receiver<Waiting>>) {
        let mut link = None;
        loop {
            let mut batch = Vec::new();
            let taken = jobs.lock().await.recv_many(&mut batch, self.place.batch()).await;
            if taken == 0 {
                return;
            }
            self.counts.waiting.fetch_sub(taken as u64, Ordering::Relaxed);
            let (begun, mut away) = (Instant::now(), false);
            let attempt = async |jobs: &mut [Waiting]| {
                let outcome = self.attempt(&mut link, jobs).await;
                away |= outcome.as_ref().is_err_and(Fault::hits_all);
                outcome
            };
            batch::settle(&mut batch, attempt).await;
            batch.into_iter().for_each(Job::answer);
            if away && begun.elapsed() >= LONG {
                self.turn_away(jobs);
            }
        }
    }

    /// Tells all who wait now. Where another connection holds the queue nobody does: it waits for whoever comes next.
    fn turn_away(&self, jobs: &Mutex<Receiver<Waiting>>) {
        let Ok(mut jobs) = jobs.try_lock() else { return };
        while let Ok(mut job) = jobs.try_recv() {
            self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
            job.fail(Broken::Unavailable(AWAY.to_owned()));
            job.answer();
        }
    }

    /// Until it is committed, or known not to be; or nobody waits for it any more who could be told.
    async fn attempt(&self, link: &mut Option<Link>, jobs: &mut [Waiting]) -> Outcome<()> {
        let mut tries = Tries::new(self.place.options.statement);
        loop {
            let Err(failed) = self.try_once(link, jobs).await else {
                self.counts.committed(jobs.len());
                return Ok(());
            };
            if let Failed::AtCommit(_) = failed {
                jobs.iter_mut().for_each(|job| job.doubt());
            }
            tries.next(failed).await?;
            if tries.are_in_doubt() && !jobs.iter().any(|job| job.is_awaited()) {
                return Ok(());
            }
        }
    }

    async fn try_once(&self, link: &mut Option<Link>, jobs: &mut [Waiting]) -> std::result::Result<(), Failed> {
        let open = match link.take().filter(|link| !link.is_lost()) {
            Some(open) => open,
            None => self.place.open(Purpose::Writes).await.map_err(Failed::Before)?.0,
        };
        let outcome = transact(&open, jobs).await;
        let keeps = match &outcome {
            Ok(()) => true,
            // An error inside a transaction leaves it open; its end is not waited for on a connection that is lost.
            Err(Failed::Before(fault)) => !fault.loses_connection() && open.execute("rollback").await.is_ok(),
            Err(Failed::AtCommit(fault)) => !fault.loses_connection(),
        };
        *link = Some(open).filter(|_| keeps);
        outcome
    }
}

async fn transact(link: &Link, jobs: &mut [Waiting]) -> std::result::Result<(), Failed> {
    link.begin().await.map_err(Failed::Before)?;
    for job in jobs {
        job.run(link).await.map_err(Failed::Before)?;
    }
    link.execute("commit").await.map_err(Failed::committing)
}
