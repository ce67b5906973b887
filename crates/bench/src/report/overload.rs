//! Twice as much as it can do: what is still answered, and how soon the rest is refused.

use super::Bench;
use crate::ceiling::{self, Bare};
use crate::cores::Core;
use crate::family::Family;
use crate::figure::figure;
use crate::fill;
use crate::grantor::{self, Account, Demo};
use crate::http::once;
use crate::load::{self, Ask, Slice};
use crate::machine::{Surroundings, open_files};
use crate::open::{self, Outcomes, Schedule};
use crate::person::Person;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::{Spread, median, quantile};
use crate::table::each;
use crate::works::By;
use crate::{Fault, Outcome};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// For so long the capacity is measured, before the overload and after.
const CLOSED: Duration = Duration::from_secs(2);
/// So long the overload lasts.
const TIME: Duration = Duration::from_secs(4);
const ROUNDS: u32 = 3;
/// Over so many connections a server does the most tokens, and over so many the most sign-ins.
const BEST: usize = 128;
const BEST_OF_SIGN_INS: usize = 4;
/// Connections of the overload at most. By itself a server lets 10,000 in (`connections`); beyond that it would be the listener that refuses.
const MOST: usize = 8_000;
/// Where not so many times the capacity left though there were connections, or where whoever asks was late by more than so many milliseconds, it was no overload.
const ENOUGH: f64 = 1.5;
const LATE: f64 = 100.0;
/// Descriptors that both processes need for other things.
const OTHERS: usize = 200;
/// People who sign in, and the addresses that they come from: of one alone the throttle would be measured, which lets nobody guess.
const PEOPLE: u32 = 500;
const ADDRESSES: u8 = 16;

/// What too much is put of.
struct Subject {
    what: &'static str,
    of: Of,
    at: SocketAddr,
    server: Family,
    /// One after the other, and again.
    requests: Vec<Arc<[u8]>>,
    /// Of its best.
    connections: usize,
    by: By,
    rounds: Vec<Round>,
    outcomes: Outcomes,
}

/// Each per second.
struct Round {
    capacity: f64,
    /// By the clock.
    due: f64,
    /// On the wire: whoever found no connection free did not leave.
    sent: f64,
    answered: f64,
    /// The server's CPU time meanwhile, of a core.
    share: f64,
}

impl Bench<'_> {
    /// The bare server's durable row, our tokens and our sign-ins at twice their capacity, in turns.
    pub(super) fn overload(&self) -> Outcome<Vec<Section>> {
        let before = Surroundings::now(self.data)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let bare = runtime.block_on(ceiling::start(self.data, Core::first()))?;
        let demo = grantor::start(self.binary, self.data, Core::first())?;
        let names = fill::people(&self.data.join(fill::DATABASE), &demo.app("standard")?.client_id, PEOPLE)?;
        let most = MOST.min(open_files()?.saturating_sub(OTHERS));
        let subjects = runtime.block_on(async {
            let mut subjects = [row(&bare), tokens(&demo)?, sign_ins(&demo, &names).await?];
            for _ in 0..self.args.rounds.min(ROUNDS) {
                for subject in &mut subjects {
                    subject.flood(most).await.map_err(|fault| format!("{}: {fault}", subject.what))?;
                }
            }
            Ok::<_, Fault>(subjects)
        })?;
        let after = Surroundings::now(self.data)?;
        Ok(vec![section(subjects, note(most, &Surroundings::told(&before, &after)))])
    }
}

fn row(bare: &Bare) -> Subject {
    let request = ceiling::form_of(0, bare.at, "/row").into();
    subject("ceiling: one durable row", Of::Other, (bare.at, bare.server.family()), vec![request])
}

fn tokens(demo: &Demo) -> Outcome<Subject> {
    let request = demo.token_request()?.into();
    Ok(subject("opaque token, durable", Of::Ours, (demo.at, demo.child.family()), vec![request]))
}

fn subject(what: &'static str, of: Of, (at, server): (SocketAddr, Family), requests: Vec<Arc<[u8]>>) -> Subject {
    let (rounds, outcomes) = (Vec::new(), Outcomes::default());
    Subject { what, of, at, server, requests, connections: BEST, by: By::Rate, rounds, outcomes }
}

async fn sign_ins(demo: &Demo, names: &[String]) -> Outcome<Subject> {
    let mut requests = Vec::new();
    for name in names {
        let account = Account { username: name.clone(), password: demo.account.password.clone() };
        requests.push(Arc::from(Person::new(demo.at, &account).sign_in("/standard/apps").await?));
    }
    let first = requests.first().ok_or("nobody signs in")?;
    once(demo.at, first, |answer| answer.sees_other()).await.map_err(|fault| format!("a sign-in: {fault}"))?;
    let subject = subject("sign-in (Argon2id)", Of::Ours, (demo.at, demo.child.family()), requests);
    Ok(Subject { connections: BEST_OF_SIGN_INS, by: By::Cpu, ..subject })
}

impl Subject {
    async fn flood(&mut self, most: usize) -> Outcome<()> {
        let before = self.closed().await?;
        // What waits for the disk is held to the rate, what only computes to its CPU time, which a noisy neighbour leaves alone.
        let bound = match self.by {
            By::Rate => per_second(&before),
            By::Cpu => 1e6 / each(&before),
        };
        // No more than there are requests.
        let most = most.min((2.0 * bound * TIME.as_secs_f64()) as usize);
        let schedule = Schedule { most, ready: most, sources: ADDRESSES, ..Schedule::usual(2.0 * bound, TIME) };
        let cpu = self.server.cpu_micros()?;
        let own = &self.requests;
        let outcomes = open::run(self.at, schedule, |number| Arc::clone(&own[number as usize % own.len()])).await?;
        let share = self.server.cpu_since(cpu)? as f64 / 1e6 / outcomes.lasted;
        // A processor is not as fast at all times; a server that has not come to itself again is no measure.
        let capacity = per_second(&before).max(per_second(&self.closed().await?));
        let sent = outcomes.good.len() as u64 + outcomes.refused.len() as u64 + outcomes.failed;
        self.rounds.push(Round {
            capacity,
            due: schedule.rate,
            sent: sent as f64 / TIME.as_secs_f64(),
            answered: outcomes.good.len() as f64 / outcomes.lasted,
            share,
        });
        self.outcomes.add(outcomes);
        Ok(())
    }

    /// As fast as so many connections are answered.
    async fn closed(&self) -> Outcome<Slice> {
        let requests: Vec<Vec<u8>> = self.requests.iter().map(|request| request.to_vec()).collect();
        let begin = |nth: usize| Ask::Each(requests.clone(), nth * requests.len() / self.connections);
        let asks = (0..self.connections).map(begin).collect();
        Ok(load::slice(asks, self.at, (self.server, None), CLOSED).await?.1)
    }

    fn middle(&self, of: fn(&Round) -> f64) -> f64 {
        median(self.rounds.iter().map(of).collect())
    }

    fn goodput(&self) -> Spread {
        Spread::of(self.rounds.iter().map(|round| round.answered / round.capacity))
    }

    fn row(&mut self) -> Vec<String> {
        let sent = self.outcomes.good.len() + self.outcomes.refused.len() + self.outcomes.failed as usize;
        let refused = self.outcomes.refused.len() as f64 / sent as f64;
        let goodput = self.goodput();
        let lateness = quantile(&mut self.outcomes.late, 0.99);
        vec![
            self.what.to_owned(),
            figure(self.middle(|round| round.capacity)),
            figure(self.middle(|round| round.due)),
            figure(self.middle(|round| round.sent)),
            figure(self.middle(|round| round.answered)),
            format!("{} ({})", figure(goodput.middle), goodput.told()),
            figure(quantile(&mut self.outcomes.good, 0.99)),
            format!("{:.0} %", refused * 100.0),
            figure(quantile(&mut self.outcomes.refused, 0.99)),
            figure(self.outcomes.failed as f64),
            figure(lateness),
            format!("{:.0} %", self.middle(|round| round.share) * 100.0),
        ]
    }

    fn verdicts(&mut self) -> [Verdict; 2] {
        let (what, goodput) = (self.what, self.goodput().middle * 100.0);
        let times = median(self.rounds.iter().map(|round| round.sent / round.capacity).collect());
        let label =
            format!("{what}: goodput where twice the capacity is due ({}x of it found a connection)", figure(times));
        let idle = times < ENOUGH && self.outcomes.unsent == 0;
        let goodput = match idle || quantile(&mut self.outcomes.late, 0.99) > LATE {
            true => Verdict::unknown("G19", label, "90 %"),
            false => Verdict::at_least("G19", label, goodput, 90.0, " %"),
        };
        let refusals = match quantile(&mut self.outcomes.refused, 0.99) {
            none if none.is_nan() => {
                Verdict::unknown("G19", format!("{what}: p99 of refusals: nothing was refused"), "5 ms")
            }
            p99 => Verdict::at_most("G19", format!("{what}: p99 of refusals"), p99, 5.0, " ms"),
        };
        [goodput, refusals]
    }
}

fn per_second(slice: &Slice) -> f64 {
    slice.requests as f64 / slice.seconds
}

fn section(mut subjects: [Subject; 3], note: String) -> Section {
    let head = [
        "work",
        "capacity/s",
        "due/s",
        "sent/s",
        "answered/s",
        "goodput",
        "p99 ms",
        "refused",
        "refusals' p99 ms",
        "failed",
        "left late, p99 ms",
        "server's core",
    ];
    let group = |own: &Subject| {
        let bar = |label: &str, value, of| Bar { label: label.to_owned(), value, of };
        let bars = vec![
            bar("capacity", own.middle(|round| round.capacity), Of::Other),
            bar("answered at twice that", own.middle(|round| round.answered), own.of),
        ];
        Group { title: own.what.to_owned(), bars }
    };
    let groups = subjects.iter().map(group).collect();
    let rows = subjects.iter_mut().map(Subject::row).collect();
    let ours = subjects.iter_mut().filter(|own| own.of == Of::Ours);
    Section {
        name: "overload",
        title: "Overload",
        head: head.map(str::to_owned).to_vec(),
        rows,
        verdicts: ours.flat_map(Subject::verdicts).collect(),
        note,
        plot: Plot { title: "Answers per second (logarithmic)".to_owned(), scale: Scale::Logarithmic, groups },
    }
}

fn note(most: usize, machine: &str) -> String {
    format!(
        "Capacity: what a closed loop over {BEST} connections gets in {} s before or after, whichever is more. Then twice that is due by the clock, {} s long, in turns (sign-ins: {BEST_OF_SIGN_INS} \
         connections, and twice what a core can do by their CPU time; {PEOPLE} people, {ADDRESSES} addresses). Up to {} connections are open for it: whoever finds none free is not sent, so a server that \
         neither answers nor refuses is sent no more than that in flight. Goodput: answers per second, of the capacity; the median of the rounds, and from the lowest to the highest. A refusal is 429 or 503 \
         with Retry-After, and its time counts from when the request left; where requests leave late, whoever asks has no more of a core. {machine}",
        CLOSED.as_secs(),
        TIME.as_secs(),
        figure(most as f64),
    )
}
