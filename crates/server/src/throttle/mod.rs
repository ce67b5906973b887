//! Slows guessing at sign-in: only failures count, per account and per address, in memory, bounded. The same keeps letters, new accounts and
//! what a signed-in account posts few: there each counts.
//!
//! A try counts from before its password is checked, so many at once are as many as one after the other; one that was right counts no more.
//! Those that could only be too many if others fail wait for these, in a line and as far as there are places: always for one that somebody is at, and
//! its end has the line looked at, by the time that it is then. A try that is refused costs nothing, so the owner is
//! never locked out for long: a name lets one through every `PER_NAME` seconds however many failed; a site from which nobody has failed for that
//! name in a day has one try all the same; and a browser that has signed in as this account before has a budget of its own (see `flow::guess`).

mod budget;

pub use budget::{Budget, site};

use engine::time::Now;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

/// Tries that wait for the end of others, all budgets together: as many as a core's slow hashes do in a second.
const WAITING: usize = 64;
/// For how long they wait.
const PATIENCE: Duration = Duration::from_secs(5);
/// Seconds after which whoever found no place, or waited for so long, may come again.
const FULL: i64 = 1;
/// Buckets kept; beyond it those that are whole again go, and where that frees none, all.
const MOST: usize = 100_000;

/// What was taken from a budget.
#[derive(Clone, Copy, Debug, Default)]
struct Debt {
    /// When it is whole again, in milliseconds (a leaky bucket as one number).
    whole_at: i64,
    /// Tries that nobody knows the end of yet.
    open: i64,
}

impl Debt {
    /// Milliseconds by which one more try is too many: where the open ones succeed (`open` is 0), or fail (1).
    fn over(self, budget: Budget, open: i64, now: Now) -> i64 {
        (self.whole_at - now.0).max(0) + (open * self.open + 1) * budget.cost_ms() - budget.burst_ms()
    }
}

/// Whole ones, rounded up.
fn seconds(milliseconds: i64) -> i64 {
    (milliseconds + 999) / 1000
}

/// The budgets of all names and addresses.
#[derive(Debug)]
pub struct Throttle {
    books: Mutex<Books>,
    patience: Duration,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { books: Mutex::default(), patience: PATIENCE }
    }
}

impl Throttle {
    /// One try on these budgets, or the seconds to wait where one of them has none left, or too many wait already. Whoever came first is heard first.
    pub async fn admit<const N: usize>(&self, budgets: [Budget; N], now: Now) -> Result<Attempt<'_, N>, i64> {
        self.admit_until(self.until(), budgets, now).await
    }

    /// One try on these budgets, or else on those; whoever has waited for the first waits no more than what is left. The seconds are the first's.
    pub async fn admit_either<const N: usize>(
        &self,
        first: [Budget; N],
        second: [Budget; N],
        now: Now,
    ) -> Result<Attempt<'_, N>, i64> {
        let (until, came) = (self.until(), Came { now, since: Instant::now() });
        match self.admit_until(until, first, now).await {
            Err(wait) => self.admit_until(until, second, came.by_now()).await.map_err(|_| wait),
            admitted => admitted,
        }
    }

    /// The end of a wait that begins now.
    pub fn until(&self) -> Instant {
        Instant::now() + self.patience
    }

    /// One try on these budgets; nobody waits for it any longer than until then.
    pub async fn admit_until<const N: usize>(
        &self,
        until: Instant,
        budgets: [Budget; N],
        now: Now,
    ) -> Result<Attempt<'_, N>, i64> {
        let came = Came { now, since: Instant::now() };
        let mut waiting = match self.enter(budgets, came) {
            Entered::Granted => return Ok(self.attempt(budgets, now)),
            Entered::Refused(seconds) => return Err(seconds),
            Entered::Waiting(turn) => Waiting { throttle: self, budgets: &budgets, turn },
        };
        let said = match timeout_at(until, &mut waiting.turn).await {
            Ok(said) => said.unwrap_or(Err(FULL)),
            Err(_) => waiting.last_look(came),
        };
        said.map(|()| self.attempt(budgets, came.by_now()))
    }

    /// Counts a failure that was admitted by other budgets.
    pub fn spend(&self, budget: Budget, now: Now) {
        let mut books = self.lock();
        make_room(&mut books.debts, now);
        let debt = books.debts.entry(budget).or_default();
        debt.whole_at = debt.whole_at.max(now.0) + budget.cost_ms();
    }

    /// Seconds that the next try on this budget has to wait; `None`: it need not.
    pub fn wait(&self, budget: Budget, now: Now) -> Option<i64> {
        let debt = self.lock().debts.get(&budget).copied().unwrap_or_default();
        Some(seconds(debt.over(budget, 0, now))).filter(|wait| *wait > 0)
    }

    /// Whether nothing is taken from it.
    #[cfg(test)]
    pub fn is_whole(&self, budget: Budget) -> bool {
        self.lock().debts.get(&budget).is_none_or(|debt| debt.open == 0 && debt.whole_at == 0)
    }

    fn enter(&self, budgets: impl AsRef<[Budget]>, came: Came) -> Entered {
        let mut books = self.lock();
        match books.take(budgets.as_ref(), came.now) {
            Taken::Granted => return Entered::Granted,
            Taken::Refused(seconds) => return Entered::Refused(seconds),
            Taken::Undecided => {}
        }
        if books.line.len() >= WAITING {
            books.line.retain(|waiter| !waiter.turn.is_closed());
        }
        if books.line.len() >= WAITING {
            return Entered::Refused(FULL);
        }
        let (sender, turn) = oneshot::channel();
        books.line.push_back(Waiter { budgets: budgets.as_ref().to_vec(), came, turn: sender });
        Entered::Waiting(turn)
    }

    fn attempt<const N: usize>(&self, budgets: [Budget; N], now: Now) -> Attempt<'_, N> {
        Attempt { throttle: self, budgets, now, end: End::Failed }
    }

    fn lock(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct Books {
    debts: HashMap<Budget, Debt>,
    /// Those who wait for the end of others, in the order in which they came.
    line: VecDeque<Waiter>,
}

/// When somebody came, who knows no other clock but the one that goes on since.
#[derive(Clone, Copy, Debug)]
struct Came {
    now: Now,
    since: Instant,
}

impl Came {
    fn by_now(self) -> Now {
        let since = i64::try_from(self.since.elapsed().as_millis()).unwrap_or(i64::MAX);
        Now(self.now.0.saturating_add(since))
    }
}

#[derive(Debug)]
struct Waiter {
    budgets: Vec<Budget>,
    came: Came,
    turn: oneshot::Sender<Result<(), i64>>,
}

impl Books {
    fn take(&mut self, budgets: &[Budget], now: Now) -> Taken {
        let debts = &mut self.debts;
        let over = |budget: &Budget, open: i64| debts.get(budget).copied().unwrap_or_default().over(*budget, open, now);
        let worst = |open: i64| budgets.iter().map(|budget| over(budget, open)).max().unwrap_or(0);
        let (failed, perhaps) = (worst(0), worst(1));
        if failed > 0 {
            return Taken::Refused(seconds(failed));
        }
        if perhaps > 0 {
            return Taken::Undecided;
        }
        make_room(debts, now);
        for budget in budgets {
            debts.entry(*budget).or_default().open += 1;
        }
        Taken::Granted
    }

    fn release(&mut self, budgets: &[Budget]) {
        for budget in budgets {
            self.debts.entry(*budget).or_default().open -= 1;
        }
    }

    /// Lets in who can be let in now, so that whoever comes next finds nothing free that somebody waits for.
    fn serve(&mut self) {
        for waiter in std::mem::take(&mut self.line) {
            if waiter.turn.is_closed() {
                continue;
            }
            match self.take(&waiter.budgets, waiter.came.by_now()) {
                Taken::Undecided => self.line.push_back(waiter),
                Taken::Refused(seconds) => drop(waiter.turn.send(Err(seconds))),
                Taken::Granted if waiter.turn.send(Ok(())).is_err() => self.release(&waiter.budgets),
                Taken::Granted => {}
            }
        }
    }
}

fn make_room(debts: &mut HashMap<Budget, Debt>, now: Now) {
    if debts.len() >= MOST {
        debts.retain(|_, debt| debt.whole_at > now.0 || debt.open > 0);
    }
    if debts.len() >= MOST {
        debts.retain(|_, debt| debt.open > 0);
    }
}

enum Taken {
    Granted,
    Refused(i64),
    /// It depends on tries that are still open.
    Undecided,
}

enum Entered {
    Granted,
    Refused(i64),
    Waiting(oneshot::Receiver<Result<(), i64>>),
}

/// A place in the line.
struct Waiting<'t> {
    throttle: &'t Throttle,
    budgets: &'t [Budget],
    turn: oneshot::Receiver<Result<(), i64>>,
}

impl Waiting<'_> {
    /// Leaves the line; what has become free by time alone is there for whoever was patient.
    fn last_look(&mut self, came: Came) -> Result<(), i64> {
        let mut books = self.throttle.lock();
        if let Ok(said) = self.turn.try_recv() {
            return said;
        }
        self.turn.close();
        match books.take(self.budgets, came.by_now()) {
            Taken::Granted => Ok(()),
            Taken::Refused(seconds) => Err(seconds),
            Taken::Undecided => Err(FULL),
        }
    }
}

impl Drop for Waiting<'_> {
    /// A turn that comes when its client has gone away, or has waited for too long, is the next one's.
    fn drop(&mut self) {
        let mut books = self.throttle.lock();
        if let Ok(Ok(())) = self.turn.try_recv() {
            books.release(self.budgets);
            books.serve();
        }
        self.turn.close();
    }
}

enum End {
    Failed,
    Forgiven,
}

/// One try. It has failed unless somebody says otherwise, also where its client went away.
pub struct Attempt<'t, const N: usize> {
    throttle: &'t Throttle,
    budgets: [Budget; N],
    now: Now,
    end: End,
}

impl<const N: usize> Attempt<'_, N> {
    /// Nothing is checked yet: until it has begun it costs nothing.
    pub fn idle(mut self) -> Self {
        self.end = End::Forgiven;
        self
    }

    /// What is checked from now on counts.
    pub fn begun(mut self) -> Self {
        self.end = End::Failed;
        self
    }

    /// It was right, or was not checked: it costs nothing.
    pub fn forgive(mut self) {
        self.end = End::Forgiven;
    }
}

impl<const N: usize> Drop for Attempt<'_, N> {
    fn drop(&mut self) {
        let mut books = self.throttle.lock();
        books.release(&self.budgets);
        for budget in self.budgets.iter().filter(|_| matches!(self.end, End::Failed)) {
            let debt = books.debts.entry(*budget).or_default();
            debt.whole_at = debt.whole_at.max(self.now.0) + budget.cost_ms();
        }
        books.serve();
    }
}

#[cfg(test)]
mod tests;
