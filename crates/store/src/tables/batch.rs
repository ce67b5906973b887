//! Writes that wait for their turn, are committed together, and are answered after the commit.

use super::doubt::Doubt;
use super::fault::Outcome;
use crate::ops::Ended;
use crate::work::Work;
use crate::{Broken, Result};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// Operations in one transaction: enough to spread an fsync thin, few enough that nobody waits long behind them.
pub(crate) const BATCH: usize = 256;
/// So long a batch lets others go first who may bring more of it.
pub(crate) const GATHER: Duration = Duration::from_millis(2);

/// How much was done.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) commits: AtomicU64,
    pub(crate) operations: AtomicU64,
    pub(crate) waiting: AtomicU64,
    pub(crate) refused: AtomicU64,
    pub(crate) tokens_ended: AtomicU64,
    pub(crate) families_ended: AtomicU64,
    pub(crate) grants_ended: AtomicU64,
}

impl Counts {
    /// Counts what was ended now.
    pub(crate) fn ended(counter: &AtomicU64, outcome: Result<Ended>) -> Result<Ended> {
        if matches!(outcome, Ok(Ended::Now)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        outcome
    }

    /// Counts a commit of so many operations.
    pub(crate) fn committed(&self, operations: usize) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.operations.fetch_add(operations as u64, Ordering::Relaxed);
    }

    /// Counts a write for which there is no place in a queue.
    pub(crate) fn refuses(&self) -> Broken {
        self.refused.fetch_add(1, Ordering::Relaxed);
        Broken::Busy
    }

    /// As they stand.
    pub(crate) fn work(&self) -> Work {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Work {
            commits: of(&self.commits),
            operations: of(&self.operations),
            waiting: of(&self.waiting),
            refused: of(&self.refused),
            tokens_ended: of(&self.tokens_ended),
            families_ended: of(&self.families_ended),
            grants_ended: of(&self.grants_ended),
        }
    }
}

/// What a job does; it stays on the thread that began it.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Outcome<()>> + 'a>>;

/// An operation that waits for its turn. It can be run again: a batch that failed is.
pub(crate) trait Job<D>: Send {
    /// Does it, unless whoever asked has been told. An error spoils the transaction; an outcome that does not is kept for [`Job::answer`].
    fn run<'a>(&'a mut self, db: &'a D) -> Running<'a>;
    /// It could not be done.
    fn fail(&mut self, broken: Broken);
    /// Nobody knows whether it was done: whoever asked is told now, unless it is to be run again.
    fn doubt(&mut self);
    /// Whether somebody waits for it.
    fn is_awaited(&self) -> bool;
    /// Tells whoever asked.
    fn answer(self: Box<Self>);
}

struct Asked<T, F> {
    work: F,
    doubt: Doubt<T>,
    outcome: Result<T>,
    /// What it said before the answer to its commit was lost.
    said: Option<T>,
    /// `None`: whoever asked has been told.
    to: Option<oneshot::Sender<Result<T>>>,
}

impl<T, F> Asked<T, F> {
    /// What there is to tell.
    fn told(&mut self) -> Result<T> {
        match (std::mem::replace(&mut self.outcome, Err(gone())), self.said.take(), &self.doubt) {
            (Ok(now), Some(said), Doubt::Again(both)) => Ok(both(said, now)),
            (outcome, ..) => outcome,
        }
    }
}

impl<D, T: Send, F: AsyncFn(&D) -> Outcome<T> + Send> Job<D> for Asked<T, F> {
    fn run<'a>(&'a mut self, db: &'a D) -> Running<'a> {
        Box::pin(async move {
            if self.to.is_none() {
                return Ok(());
            }
            match (self.work)(db).await {
                Err(fault) if fault.spoils() => return Err(fault),
                outcome => self.outcome = outcome.map_err(Broken::from),
            }
            Ok(())
        })
    }

    fn fail(&mut self, broken: Broken) {
        self.outcome = Err(broken);
    }

    fn doubt(&mut self) {
        self.said = self.told().ok();
        if let Doubt::Tell = self.doubt
            && let Some(to) = self.to.take()
        {
            let _ = to.send(Err(Broken::Unavailable("the answer to its commit was lost".to_owned())));
        }
    }

    fn is_awaited(&self) -> bool {
        self.to.as_ref().is_some_and(|to| !to.is_closed())
    }

    fn answer(mut self: Box<Self>) {
        let told = self.told();
        if let Some(to) = self.to {
            // Nobody listens any more when the client has gone; the write stands all the same.
            let _ = to.send(told);
        }
    }
}

fn gone() -> Broken {
    Broken::Unavailable("the writer has ended".to_owned())
}

/// Why a queue did not take a job.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unsent {
    /// As many wait as may.
    Full,
    /// Nobody takes from it any more.
    Gone,
}

/// What jobs wait in.
pub(crate) trait Queue<D> {
    /// Puts one behind the others, at once or not at all.
    fn put(&self, job: Box<dyn Job<D>>) -> std::result::Result<(), Unsent>;
}

/// How long the thread that writes is waited for at its end: a database that says nothing keeps no program from its own.
const ENDS: Duration = Duration::from_secs(3);

/// The way to the thread that writes. Dropping it drains the queue and ends the thread.
pub(crate) struct Writer<Q> {
    queue: Option<Q>,
    counts: Arc<Counts>,
    /// Hears nothing but the thread's end.
    ended: Mutex<Receiver<Infallible>>,
}

impl<Q> Writer<Q> {
    /// Starts the thread; `serve` takes from the other end of the queue until this end is gone.
    pub(crate) fn start(queue: Q, counts: Arc<Counts>, serve: impl FnOnce() + Send + 'static) -> Outcome<Self> {
        let (lives, ended) = mpsc::channel();
        let work = move || {
            serve();
            drop(lives);
        };
        std::thread::Builder::new().name("store-writer".to_owned()).spawn(work)?;
        Ok(Self { queue: Some(queue), counts, ended: Mutex::new(ended) })
    }

    /// Queues work and waits until it is durable.
    pub(crate) async fn write<D, T: Send + 'static>(
        &self,
        doubt: Doubt<T>,
        work: impl AsyncFn(&D) -> Outcome<T> + Send + 'static,
    ) -> Result<T>
    where
        Q: Queue<D>,
    {
        let (to, answer) = oneshot::channel();
        self.counts.waiting.fetch_add(1, Ordering::Relaxed);
        let job = Box::new(Asked { work, doubt, outcome: Err(gone()), said: None, to: Some(to) });
        let sent = self.queue.as_ref().map_or(Err(Unsent::Gone), |queue| queue.put(job));
        if sent.is_err() {
            self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        match sent {
            Ok(()) => answer.await.unwrap_or_else(|_| Err(gone())),
            Err(Unsent::Full) => Err(self.counts.refuses()),
            Err(Unsent::Gone) => Err(gone()),
        }
    }
}

impl<Q> Drop for Writer<Q> {
    fn drop(&mut self) {
        self.queue = None;
        let _ = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner).recv_timeout(ENDS);
    }
}

/// Of operations that are run one by one, so many may come to the end of their time: whoever is behind them has waited for each.
const TIMED_OUT: u32 = 2;

/// Runs the batch as one; one that fails, operation by operation, so that only the culprit suffers. `attempt` runs jobs in one transaction.
pub(crate) async fn settle<D>(
    batch: &mut [Box<dyn Job<D>>],
    mut attempt: impl AsyncFnMut(&mut [Box<dyn Job<D>>]) -> Outcome<()>,
) {
    let Err(fault) = attempt(batch).await else { return };
    if fault.hits_all() || batch.len() == 1 {
        return fail(batch, fault.into());
    }
    tracing::debug!(operations = batch.len(), ?fault, "a batch failed and is run one by one");
    let (mut rest, mut timed_out) = (batch, 0);
    while let Some((job, behind)) = rest.split_first_mut() {
        rest = behind;
        let Err(fault) = attempt(std::slice::from_mut(job)).await else { continue };
        timed_out += u32::from(fault.times_out());
        let all = fault.hits_all() || timed_out == TIMED_OUT;
        let broken = Broken::from(fault);
        if all {
            fail(rest, broken.shared());
            rest = &mut [];
        }
        job.fail(broken);
    }
}

/// None of them could be done.
fn fail<D>(jobs: &mut [Box<dyn Job<D>>], broken: Broken) {
    match jobs {
        [job] => job.fail(broken),
        jobs => {
            let shared = broken.shared();
            jobs.iter_mut().for_each(|job| job.fail(shared.clone()));
        }
    }
}
