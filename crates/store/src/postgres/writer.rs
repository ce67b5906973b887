//! Transactions of what has queued up. A few connections take from one queue, all on one thread; each answers after its commit.

use super::link::{Link, Place, Purpose};
use crate::tables::batch::{self, Counts, Job, Queue, Unsent};
use crate::tables::fault::{Fault, Outcome};
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::Mutex;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::LocalSet;

/// How often a transaction is tried that another one was in the way of.
const TRIES: u32 = 8;
/// The longest pause before the second try; it doubles with each further one.
const PAUSE: Duration = Duration::from_millis(4);

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
            batch::settle(&mut batch, async |jobs: &mut [Waiting]| self.attempt(&mut link, jobs).await).await;
            batch.into_iter().for_each(Job::answer);
        }
    }

    /// Until it is committed, or known not to be.
    async fn attempt(&self, link: &mut Option<Link>, jobs: &mut [Waiting]) -> Outcome<()> {
        let mut tried = 0;
        loop {
            tried += 1;
            match self.try_once(link, jobs).await {
                Ok(()) => {
                    self.counts.committed(jobs.len());
                    return Ok(());
                }
                Err(Failed::Before(fault)) if tried < TRIES && fault.passes() => pause(tried).await,
                Err(Failed::Before(fault) | Failed::AtCommit(fault)) => return Err(fault),
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

/// Where a transaction failed. Whether a commit whose answer is lost has happened nobody knows: whoever asked is told to ask again, and what they ask
/// finds out.
enum Failed {
    Before(Fault),
    AtCommit(Fault),
}

async fn transact(link: &Link, jobs: &mut [Waiting]) -> std::result::Result<(), Failed> {
    link.begin().await.map_err(Failed::Before)?;
    for job in jobs {
        job.run(link).await.map_err(Failed::Before)?;
    }
    link.execute("commit").await.map_err(|fault| match fault.passes() && !fault.loses_connection() {
        // The server says that it has not happened.
        true => Failed::Before(fault),
        false => Failed::AtCommit(fault),
    })
}

/// Longer each time, and never as long as the others that were in each other's way.
async fn pause(tried: u32) {
    let longest = PAUSE * 2_u32.saturating_pow(tried - 1);
    let share = RandomState::new().hash_one(tried) % 1_000;
    tokio::time::sleep(longest * (share as u32) / 1_000).await;
}
