//! Interleaved rounds: in each, every kind of request is put to one server after the other.

use super::{Kind, Peer};
use crate::Outcome;
use crate::args::{PeerArgs, PeerName};
use crate::ceiling::{self, Bare};
use crate::load::{self, Ask, Slice};
use crate::open::{self, Outcomes, Schedule};
use crate::statistics::median;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Asked before the first round, so that no first time counts.
const WARM: Duration = Duration::from_secs(1);
/// A JVM compiles what is hot only after a while.
const WARM_OF_A_JVM: Duration = Duration::from_secs(12);

/// How long each is asked by the clock in each round.
const PACED: Duration = Duration::from_secs(2);
/// Whoever was halted first does what was due meanwhile.
const CATCH_UP: Duration = Duration::from_millis(500);

/// What was measured of one kind of request at one server.
pub(super) struct Series {
    /// Which server, by its place.
    pub(super) peer: usize,
    /// What was asked.
    pub(super) kind: Kind,
    /// One for each round.
    pub(super) slices: Vec<Slice>,
}

/// Runs them all, in turns. Whose turn it is not does nothing: a JVM has threads that work while nobody asks, on the core of all.
pub(super) async fn run(peers: &[Peer], args: &PeerArgs) -> Outcome<Vec<Series>> {
    let mut all: Vec<Series> = Vec::new();
    for kind in Kind::ALL {
        for (peer, own) in peers.iter().enumerate() {
            if slice(own, kind, args, own.warm()).await?.is_some() {
                all.push(Series { peer, kind, slices: Vec::new() });
            }
        }
    }
    peers.iter().try_for_each(|peer| peer.server.halt())?;
    let start = Instant::now();
    for round in 1..=args.rounds {
        for series in &mut all {
            let Some(own) = peers.get(series.peer) else { continue };
            let slice = own.alone(slice(own, series.kind, args, args.slice())).await?;
            series.slices.extend(slice);
        }
        eprintln!("round {round} of {} ({:.0} s)", args.rounds, start.elapsed().as_secs_f64());
    }
    Ok(all)
}

/// Tokens per second by the clock: what each of them can carry, and what only some can.
pub(super) const RATES: [f64; 2] = [200.0, 2000.0];

/// Tokens of one server by the clock.
pub(super) struct Paced {
    /// Which server, by its place; `None`: the bare one, which only writes a durable row.
    pub(super) peer: Option<usize>,
    /// Per second.
    pub(super) rate: f64,
    /// Of all rounds.
    pub(super) outcomes: Outcomes,
    /// p99 of each round, in milliseconds.
    pub(super) p99s: Vec<f64>,
}

/// Asks for the tokens that each gives by itself, by the clock, whoever does at least so many, in turns; and the bare server, whose row tells what the disk
/// alone takes. All are halted, as [`run`] leaves them.
pub(super) async fn paced(peers: &[Peer], bare: &Bare, series: &[Series], args: &PeerArgs) -> Outcome<Vec<Paced>> {
    let mut all = Vec::new();
    for rate in RATES {
        let given = |own: &&Series| peers.get(own.peer).is_some_and(|peer| peer.service.given() == own.kind);
        let tokens = series.iter().filter(given);
        let able = tokens.filter(|own| {
            median(own.slices.iter().map(|slice| slice.requests as f64 / slice.seconds).collect()) > 1.2 * rate
        });
        let who = [None].into_iter().chain(able.map(|own| Some(own.peer)));
        all.extend(who.map(|peer| Paced { peer, rate, outcomes: Outcomes::default(), p99s: Vec::new() }));
    }
    for round in 0..2 * args.rounds {
        // What the goal is about has twice as many rounds: a pause of the disk falls into some of them only.
        for own in all.iter_mut().filter(|own| own.rate == RATES[1] || round < args.rounds) {
            match own.peer.and_then(|peer| peers.get(peer)) {
                Some(peer) => peer.alone(own.ask(Some(peer), bare)).await?,
                None => own.ask(None, bare).await?,
            }
        }
    }
    Ok(all)
}

impl Paced {
    async fn ask(&mut self, peer: Option<&Peer>, bare: &Bare) -> Outcome<()> {
        let (at, request) = match peer {
            None => (bare.at, ceiling::form_of(0, bare.at, "/row")),
            Some(peer) => match peer.service.asks(peer.service.given(), 1).await?.and_then(|mut asks| asks.pop()) {
                Some(Ask::Same(request)) => (peer.service.at, request),
                _ => return Ok(()),
            },
        };
        let request = Arc::from(request);
        let asked = open::run(at, Schedule::usual(self.rate, PACED), |_| Arc::clone(&request)).await?;
        self.p99s.push(asked.p99());
        self.outcomes.add(asked);
        Ok(())
    }
}

impl Peer {
    /// Lets it work, has it asked, and halts it again.
    async fn alone<T>(&self, asked: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        self.server.go_on()?;
        tokio::time::sleep(CATCH_UP).await;
        let told = asked.await?;
        self.server.halt()?;
        Ok(told)
    }

    fn warm(&self) -> Duration {
        if self.facts.peer == Some(PeerName::Keycloak) { WARM_OF_A_JVM } else { WARM }
    }
}

async fn slice(peer: &Peer, kind: Kind, args: &PeerArgs, time: Duration) -> Outcome<Option<Slice>> {
    let asked = async {
        let Some(asks) = peer.service.asks(kind, args.connections).await? else { return Ok(None) };
        let (_, slice) = load::slice(asks, peer.service.at, (peer.server.family(), None), time).await?;
        Ok(Some(slice))
    };
    let slice: Outcome<_> = asked.await;
    slice.map_err(|fault| format!("{}, {kind:?}: {fault}", peer.facts.name()).into())
}
