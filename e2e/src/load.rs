//! Clients that work at both nodes in turn, whatever goes wrong, and write down what they were told.

use crate::deployment::Deployment;
use crate::http::{Answer, Request};
use crate::ledger::{Family, Known, Totals};
use crate::person::{End, Person};
use crate::speak::{Client, Tokens};
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Realms whose tokens differ in all that matters to nodes: opaque ones, short ones that go by their hash, and signed ones (HS256).
pub const REALMS: [&str; 3] = ["standard", "hidrive", "serble"];

/// After an answer that did not come.
const PAUSE: Duration = Duration::from_millis(20);
/// How often an app tries a code.
const TRIES: usize = 5;

/// What all workers share.
pub struct Site {
    /// Where the nodes are; one that has been started again is somewhere else.
    pub nodes: [Mutex<SocketAddr>; 2],
    /// A node is being killed: its connections may break.
    pub breaks: AtomicBool,
    /// The load ends.
    pub over: AtomicBool,
    /// Good answers.
    pub good: AtomicUsize,
    /// Answers that said to come again.
    pub later: AtomicUsize,
    /// Requests that broke off, as they may while a node ends.
    pub broken: AtomicUsize,
    /// Milliseconds that the slowest answer to an app took.
    pub slowest: AtomicU64,
}

impl Site {
    /// With nodes, or proxies, at these addresses.
    pub fn new(nodes: [SocketAddr; 2]) -> Self {
        let (over, breaks) = (AtomicBool::default(), AtomicBool::default());
        let [good, later, broken] = std::array::from_fn(|_| AtomicUsize::default());
        Self { nodes: nodes.map(Mutex::new), breaks, over, good, later, broken, slowest: AtomicU64::default() }
    }

    /// In turn.
    pub fn nth(&self, nth: usize) -> SocketAddr {
        *self.nodes[nth % 2].lock().unwrap()
    }

    /// The answer; `None`: come again. Anything else than these two is wrong.
    fn asked(&self, nth: usize, request: &Request) -> Option<Answer> {
        self.tried(nth, request).ok()
    }

    /// The answer, or how long to wait before coming again.
    fn tried(&self, nth: usize, request: &Request) -> Result<Answer, Duration> {
        let begun = Instant::now();
        let answer = request.clone().send(self.nth(nth));
        self.slowest.fetch_max(begun.elapsed().as_millis() as u64, Ordering::Relaxed);
        let answer = match answer {
            Ok(answer) => self.sorted(answer),
            Err(error) => Err(self.broke(&format!("{error} to {request:?}"))),
        };
        self.noted(answer.as_ref().ok());
        answer
    }

    fn sorted(&self, answer: Answer) -> Result<Answer, Duration> {
        if answer.status == 503 {
            assert!(!answer.body.contains("invalid_"), "{answer:?}");
            let wait = answer.header("retry-after").parse().unwrap_or_else(|_| panic!("no Retry-After in {answer:?}"));
            self.later.fetch_add(1, Ordering::Relaxed);
            return Err(Duration::from_secs(wait));
        }
        // A proxy had given the request to a node that has ended.
        if matches!(answer.status, 502 | 504) {
            return Err(self.broke(&format!("{answer:?}")));
        }
        Ok(answer)
    }

    /// Where nothing may break off that is wrong.
    fn broke(&self, what: &str) -> Duration {
        assert!(self.breaks.load(Ordering::Relaxed), "{what}");
        self.broken.fetch_add(1, Ordering::Relaxed);
        PAUSE
    }

    fn noted<T>(&self, answer: Option<T>) -> Option<T> {
        if answer.is_some() {
            self.good.fetch_add(1, Ordering::Relaxed);
        } else {
            std::thread::sleep(PAUSE);
        }
        answer
    }

    /// The same of a request that nothing is wrong with.
    fn done(&self, nth: usize, request: &Request) -> Option<Answer> {
        let answer = self.asked(nth, request)?;
        assert!(answer.status < 300, "{answer:?} to {request:?}");
        Some(answer)
    }
}

/// One app, the person who lets it, and its ledger.
pub struct Worker {
    client: Client,
    /// `None`: it gets tokens of its own.
    person: Option<Person>,
    ledger: Vec<Family>,
}

impl Worker {
    /// In each realm one for whom somebody signs in, and two for themselves.
    pub fn all(deployment: &Deployment, at: SocketAddr) -> Vec<Self> {
        let mut all: Vec<Self> =
            deployment.clients().map(|client| Self::for_somebody(client, deployment, at)).collect();
        let alone = deployment.clients().filter(|client| client.dialect == "standard");
        let own = alone.cycle().take(2).map(|client| Self { client, person: None, ledger: Vec::new() });
        all.extend(own);
        assert!(all.iter().any(|worker| worker.person.is_none()), "no app may have tokens of its own");
        all
    }

    /// Somebody has signed in before anything goes wrong.
    fn for_somebody(client: Client, deployment: &Deployment, at: SocketAddr) -> Self {
        let mut person = Person::new(at, deployment.line.account.clone());
        person.allow(&client.link());
        Self { client, person: Some(person), ledger: Vec::new() }
    }

    /// Works until it is over.
    pub fn run(&mut self, site: &Site) {
        let mut nth = 0;
        while !site.over.load(Ordering::Relaxed) {
            self.round(nth, site);
            nth += 1;
        }
    }

    /// `None`: something has to be tried again, and what is true is not known.
    fn round(&mut self, nth: usize, site: &Site) -> Option<()> {
        match &mut self.person {
            None => {
                let answer = site.done(nth, &self.client.own_token())?;
                self.ledger.push(Family::of_app(Tokens::of(&answer).unwrap()));
            }
            Some(person) => {
                person.moves_to(site.nth(nth));
                let code = match person.decide(&self.client.link(), "allow") {
                    Ok(End::App(url)) => site.noted(Some(self.client.brought(&url)))?,
                    Ok(End::Page(page)) => {
                        let shown = format!("{page:?}");
                        assert!(site.noted(site.sorted(page).ok()).is_none(), "{shown}");
                        return None;
                    }
                    Err(error) => {
                        site.broke(&format!("{error} to a person"));
                        return site.noted(None);
                    }
                };
                self.ledger.push(Family::of_code(code.clone()));
                let family = self.ledger.last_mut().unwrap();
                redeem(site, nth + 1, (&self.client, &code), family)?;
            }
        }
        self.go_on(nth, site)
    }

    fn go_on(&mut self, nth: usize, site: &Site) -> Option<()> {
        let family = self.ledger.last_mut().unwrap();
        // At the other node, which has to know it.
        let access = family.access.last().unwrap().clone();
        site.done(nth, &self.client.whoami(&access))?;
        if nth % 3 == 1
            && let Some(request) = family.refresh.as_deref().and_then(|token| self.client.refresh(token))
        {
            // Whoever gets no answer to a refresh asks again.
            let answer = site.done(nth, &request).or_else(|| site.done(nth + 1, &request))?;
            family.got(Tokens::of(&answer).unwrap());
        }
        let token = family.refresh.as_ref().unwrap_or(&family.access[0]);
        if !usize::is_multiple_of(nth, 4)
            && let Some(request) = self.client.revoke(token)
        {
            family.revoked = Known::Maybe;
            site.done(nth, &request)?;
            family.revoked = Known::Yes;
            let answer = site.asked(nth + 1, &self.client.whoami(&access))?;
            assert!((400..500).contains(&answer.status), "revoked at the other node: {answer:?}");
        }
        Some(())
    }

    /// Holds the nodes to what they said.
    pub fn check(&mut self, site: &Site, totals: &mut Totals) {
        for (nth, family) in self.ledger.iter_mut().enumerate() {
            // A code that was refused though nothing had spent it would work now.
            let suspect = family.spent;
            family.check(&self.client, site.nth(nth), totals);
            if suspect || nth % 2 == 0 {
                family.replay(&self.client, site.nth(nth + 1), totals);
                family.check(&self.client, site.nth(nth), totals);
            }
        }
    }
}

/// Whoever gets no answer to a code tries it again when they are told to. A try that was not answered may have spent it; the next one is a replay then, and
/// ends what the first one brought.
fn redeem(site: &Site, nth: usize, (client, code): (&Client, &str), family: &mut Family) -> Option<()> {
    let request = client.exchange(code);
    for tried in 0..TRIES {
        match site.tried(nth + tried, &request) {
            Ok(answer) if answer.status < 300 => {
                family.got(Tokens::of(&answer).unwrap());
                return Some(());
            }
            Ok(answer) => {
                assert!(tried > 0 && client.is_spent(&answer), "{answer:?} to {request:?}");
                family.refused();
                return None;
            }
            Err(wait) => std::thread::sleep(wait),
        }
    }
    None
}
