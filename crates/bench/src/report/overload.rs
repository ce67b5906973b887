//! Twice as much as it can do: what is still answered, and how soon the rest is refused.

use super::Bench;
use crate::Outcome;
use crate::grantor::{self, Demo};
use crate::load::{self, Ask, Slice};
use crate::machine::Surroundings;
use crate::open::{self, Outcomes, Schedule, quantile};
use crate::person::Person;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::process::Core;
use crate::section::{Section, Verdict, figure};
use crate::table::each;
use crate::works::By;
use std::sync::Arc;
use std::time::Duration;

/// For so long the capacity is measured, and the overload lasts.
const TIME: Duration = Duration::from_secs(4);
/// Whoever asks opens so many connections at most.
const MOST: u32 = 2_000;
/// Over so many a server does the most tokens; they stand beside.
const BEST: u32 = 128;

/// What was put too much of.
struct Flood {
    what: &'static str,
    /// Per second.
    capacity: f64,
    asked: f64,
    outcomes: Outcomes,
    /// The server's CPU time meanwhile, of a core.
    share: f64,
}

impl Bench<'_> {
    /// Tokens and sign-ins at twice their capacity.
    pub(super) fn overload(&self) -> Outcome<Vec<Section>> {
        let before = Surroundings::now(self.data)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let demo = grantor::start(self.binary, self.data, Core::first())?;
        let (best, floods) = runtime.block_on(async {
            let best = per_second(&closed(&demo, &demo.token_request()?, BEST).await?);
            Ok::<_, crate::Fault>((best, [tokens(&demo).await?, sign_ins(&demo).await?]))
        })?;
        Ok(vec![section(floods, best, &before, &Surroundings::now(self.data)?)])
    }
}

/// Their capacity is that of as many connections: a request among thousands costs more, whether or not they bring too much.
async fn tokens(demo: &Demo) -> Outcome<Flood> {
    flood(demo, ("opaque token, durable", By::Rate), demo.token_request()?.into(), MOST).await
}

async fn sign_ins(demo: &Demo) -> Outcome<Flood> {
    let request = Person::new(demo.at, &demo.account).sign_in("/standard/apps").await?;
    flood(demo, ("sign-in (Argon2id)", By::Cpu), request.into(), 4).await
}

async fn flood(demo: &Demo, (what, by): (&'static str, By), request: Arc<[u8]>, connections: u32) -> Outcome<Flood> {
    let slice = closed(demo, &request, connections).await?;
    // What waits for the disk is held to the rate, what only computes to its CPU time, which a noisy neighbour leaves alone.
    let bound = match by {
        By::Rate => per_second(&slice),
        By::Cpu => 1e6 / each(&slice),
    };
    let schedule = Schedule { rate: 2.0 * bound, time: TIME, most: MOST as usize };
    let cpu = demo.child.family().cpu_micros()?;
    let outcomes = open::run(demo.at, schedule, |_| Arc::clone(&request)).await?;
    let share = demo.child.family().cpu_since(cpu)? as f64 / 1e6 / outcomes.lasted;
    // A processor is not as fast at all times: what it can do now counts as much.
    let capacity = f64::midpoint(per_second(&slice), per_second(&closed(demo, &request, connections).await?));
    Ok(Flood { what, capacity, asked: schedule.rate, outcomes, share })
}

/// As fast as so many connections are answered.
async fn closed(demo: &Demo, request: &[u8], connections: u32) -> Outcome<Slice> {
    let asks = (0..connections).map(|_| Ask::Same(request.to_vec())).collect();
    Ok(load::slice(asks, demo.at, (demo.child.family(), None), TIME).await?.1)
}

fn per_second(slice: &Slice) -> f64 {
    slice.requests as f64 / slice.seconds
}

fn section(floods: [Flood; 2], best: f64, before: &Surroundings, after: &Surroundings) -> Section {
    let head = [
        "work",
        "capacity/s",
        "asked/s",
        "answered/s",
        "goodput",
        "p99 ms",
        "refused",
        "refusals' p99 ms",
        "not sent",
        "failed",
        "server's core",
    ];
    let (mut rows, mut groups, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    for Flood { what, capacity, asked, mut outcomes, share: core } in floods {
        let answered = outcomes.good.len() + outcomes.refused.len();
        let goodput = outcomes.good.len() as f64 / outcomes.lasted / capacity;
        let share = outcomes.refused.len() as f64 / answered as f64;
        let refusals = quantile(&mut outcomes.refused, 0.99);
        rows.push(vec![
            what.to_owned(),
            figure(capacity),
            figure(asked),
            figure(capacity * goodput),
            figure(goodput),
            figure(quantile(&mut outcomes.good, 0.99)),
            format!("{:.0} %", share * 100.0),
            figure(refusals),
            figure(outcomes.unsent as f64),
            figure(outcomes.failed as f64),
            format!("{:.0} %", core * 100.0),
        ]);
        let bar = |label: &str, value, of| Bar { label: label.to_owned(), value, of };
        let bars =
            vec![bar("capacity", capacity, Of::Other), bar("answered at twice that", capacity * goodput, Of::Ours)];
        groups.push(Group { title: what.to_owned(), bars });
        verdicts.push(Verdict::at_least(
            "G19",
            format!("{what}: goodput at twice the capacity"),
            goodput * 100.0,
            90.0,
            " %",
        ));
        if !outcomes.refused.is_empty() {
            verdicts.push(Verdict::at_most("G19", format!("{what}: p99 of refusals"), refusals, 5.0, " ms"));
        }
    }
    Section {
        name: "overload",
        title: "Overload",
        head: head.map(str::to_owned).to_vec(),
        rows,
        note: note(best, before, after),
        plot: Plot { title: "Answers per second (logarithmic)".to_owned(), scale: Scale::Logarithmic, groups },
        verdicts,
    }
}

fn note(best: f64, before: &Surroundings, after: &Surroundings) -> String {
    format!(
        "Open loop at twice what a closed loop did just before, over {MOST} connections (sign-ins: twice what a core can do by their CPU time), {} s, over as many at most: whoever finds \
             none free is not sent. Goodput: answers per second, of the capacity, which is that before and after. A refusal is 429 or 503 with Retry-After. Over {BEST} connections a closed loop got {} tokens a second: a \
             request among thousands costs more, at the bare server too. {}",
        TIME.as_secs(),
        figure(best),
        Surroundings::told(before, after)
    )
}
