//! Threads for slow hashes. Each has a buffer of 19 MiB, which goes from one hash to the next while there are some, so that the system need not map
//! 4,900 pages anew for each; and ends with it when there are none.

use super::rank::step_back;
use argon2::Block;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::{io, thread};
use tokio::sync::oneshot;

/// Which of them have a core when there are not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// Whatever else wants to run does so first. Among equals a hash keeps everybody who wakes up waiting for the system's next tick, and a request
    /// for a token wakes up three times.
    Last,
    /// As everybody else.
    Equal,
}

/// As many as there were hashes at once.
pub(super) struct Hashers {
    rank: Rank,
    free: Mutex<Vec<Hasher>>,
    used: AtomicBool,
}

type Job = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// A thread, which ends with this.
struct Hasher(mpsc::Sender<Job>);

impl Hashers {
    pub(super) fn new(rank: Rank) -> Self {
        Self { rank, free: Mutex::default(), used: AtomicBool::default() }
    }

    /// Has one of them do it, to its end, whether somebody waits for that or not. `held` goes when it is done. `None`: the system gives no thread, or
    /// the work has panicked.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        held: impl Send + 'static,
        work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Option<T> {
        let free = self.lock().pop();
        let hasher = free.map_or_else(|| Hasher::start(self.rank), Ok).ok()?;
        let (tell, told) = oneshot::channel();
        let (hashers, jobs) = (Arc::clone(self), hasher.0.clone());
        let job: Job = Box::new(move |blocks| {
            let result = work(blocks);
            hashers.used.store(true, Ordering::Relaxed);
            hashers.lock().push(hasher);
            drop(held);
            // Whoever asked may have gone.
            let _ = tell.send(result);
        });
        jobs.send(job).ok()?;
        told.await.ok()
    }

    /// Ends those that nobody has needed since the last call, and their memory with them.
    pub(super) fn rest(&self) {
        if !self.used.swap(false, Ordering::Relaxed) {
            self.lock().clear();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Hasher>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Hashers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hashers").field("rank", &self.rank).field("free", &self.lock().len()).finish()
    }
}

impl Hasher {
    fn start(rank: Rank) -> io::Result<Self> {
        let (jobs, asked) = mpsc::channel::<Job>();
        thread::Builder::new().name("hasher".to_owned()).spawn(move || {
            if rank == Rank::Last
                && let Err(error) = step_back()
            {
                tracing::debug!(%error, "slow hashes have the same rank as everything else");
            }
            let mut blocks = Vec::new();
            while let Ok(job) = asked.recv() {
                job(&mut blocks);
            }
        })?;
        Ok(Self(jobs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::sync::Barrier;
    use std::time::Duration;

    thread_local! {
        static END: RefCell<Option<mpsc::Sender<()>>> = const { RefCell::new(None) };
    }

    /// Of the buffer, which is made where there is none.
    fn place(blocks: &mut Vec<Block>) -> usize {
        blocks.resize(8, Block::new());
        blocks.as_ptr().addr()
    }

    #[tokio::test]
    async fn one_thread_serves_hashes_one_after_the_other_and_ends_when_there_are_none() {
        let hashers = Arc::new(Hashers::new(Rank::Last));
        let first = hashers.run((), place).await.unwrap();
        assert_eq!(hashers.run((), place).await, Some(first));
        let (ended, end) = mpsc::channel();
        hashers.run((), |_| END.set(Some(ended))).await.unwrap();
        hashers.rest();
        assert_eq!(hashers.lock().len(), 1, "it was needed since");
        hashers.rest();
        assert!(hashers.lock().is_empty());
        assert_eq!(end.recv_timeout(Duration::from_secs(10)), Err(mpsc::RecvTimeoutError::Disconnected));
    }

    #[tokio::test]
    async fn two_hashes_at_once_have_a_thread_each() {
        let hashers = Arc::new(Hashers::new(Rank::Last));
        let both = Arc::new(Barrier::new(2));
        let meets = |both: Arc<Barrier>| move |_: &mut Vec<Block>| both.wait().is_leader();
        let (one, other) = (hashers.run((), meets(Arc::clone(&both))), hashers.run((), meets(both)));
        let (one, other) = tokio::join!(one, other);
        assert_ne!(one.unwrap(), other.unwrap());
    }

    #[tokio::test]
    async fn what_panics_is_nobodys_answer_and_gives_back_what_it_held() {
        let hashers = Arc::new(Hashers::new(Rank::Equal));
        let held = Arc::new(());
        let answer: Option<()> = hashers.run(Arc::clone(&held), |_| panic!("on purpose")).await;
        assert!(answer.is_none());
        assert!(hashers.run((), place).await.is_some(), "another thread does the next");
        assert_eq!(Arc::strong_count(&held), 1);
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_hash_comes_behind_everything_else_where_that_is_its_rank() {
        // proc_pid_stat(5): the policy is field 41, and field 3 the first behind the name.
        let policy = |_: &mut Vec<Block>| {
            let said = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            said.rsplit(')').next().unwrap().split_whitespace().nth(41 - 3).unwrap().to_owned()
        };
        let of = async |rank| Arc::new(Hashers::new(rank)).run((), policy).await;
        assert_eq!((of(Rank::Last).await.as_deref(), of(Rank::Equal).await.as_deref()), (Some("5"), Some("0")));
    }
}
