//! How long an answer takes when requests come by the clock.

use super::Bench;
use crate::ceiling;
use crate::cores::Core;
use crate::figure::figure;
use crate::grantor;
use crate::http::once;
use crate::load::member;
use crate::machine::Surroundings;
use crate::open::{self, Outcomes, Schedule};
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::{Spread, quantile};
use crate::{Fault, Outcome};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Requests per second.
const RATES: [f64; 3] = [500.0, 2000.0, 5000.0];
/// The rate of the goal.
const OF_THE_GOAL: f64 = 2000.0;
const TIME: Duration = Duration::from_secs(3);
/// Rounds at the rate of the goal, and at the others.
const ROUNDS: u32 = 8;
const ROUNDS_OF_OTHERS: u32 = 3;

/// What is asked at one rate, and what came of it.
struct Line {
    what: &'static str,
    of: Of,
    at: SocketAddr,
    request: Arc<[u8]>,
    rate: f64,
    outcomes: Outcomes,
    /// Milliseconds, of each round.
    p99s: Vec<f64>,
}

impl Line {
    fn is_in(&self, round: u32) -> bool {
        round < if self.rate == OF_THE_GOAL { ROUNDS } else { ROUNDS_OF_OTHERS }
    }

    async fn ask(&mut self) -> Outcome<()> {
        let asked = open::run(self.at, Schedule::usual(self.rate, TIME), |_| Arc::clone(&self.request)).await?;
        self.p99s.push(asked.p99());
        self.outcomes.add(asked);
        Ok(())
    }
}

impl Bench<'_> {
    /// The durable rows of the bare server, the durable tokens of ours, and an introspection, in turns.
    pub(super) fn latency(&self) -> Outcome<Vec<Section>> {
        let before = Surroundings::now(self.data)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let bare = runtime.block_on(ceiling::start(self.data, Core::first()))?;
        let demo = grantor::start(self.binary, self.data, Core::first())?;
        let lines = runtime.block_on(async {
            let token = demo.token_request()?;
            let text = once(demo.at, &token, |answer| member(answer.fine()?.body, "access_token")).await?;
            let introspection = demo.asking("/standard/oauth2/introspect", &[("token", &text)])?;
            let signed = demo.signed_request()?;
            let [row, signed_row] = ["/row", "/es256-row"].map(|target| ceiling::form_of(0, bare.at, target));
            let mut lines = Vec::new();
            for rate in RATES {
                let mut line = |what, of, at, request: &[u8]| {
                    let (request, outcomes, p99s) = (request.into(), Outcomes::default(), Vec::new());
                    lines.push(Line { what, of, at, request, rate, outcomes, p99s });
                };
                line("ceiling: one durable row", Of::Other, bare.at, &row);
                line("opaque token, durable", Of::Ours, demo.at, &token);
                line("ceiling: with an ES256 signature", Of::Other, bare.at, &signed_row);
                line("ES256 token, durable", Of::Ours, demo.at, &signed);
                line("introspection", Of::Ours, demo.at, &introspection);
            }
            for round in 0..ROUNDS.min(2 * self.args.rounds) {
                for line in lines.iter_mut().filter(|line| line.is_in(round)) {
                    line.ask().await?;
                }
            }
            Ok::<_, Fault>(lines)
        })?;
        Ok(vec![section(lines, &before, &Surroundings::now(self.data)?)])
    }
}

fn section(lines: Vec<Line>, before: &Surroundings, after: &Surroundings) -> Section {
    let head = ["work", "asked/s", "p50 ms", "p99 ms", "p99.9 ms", "not answered"];
    let (mut rows, mut groups, mut p99s) = (Vec::new(), Vec::<Group>::new(), Vec::new());
    for mut line in lines {
        let at = [0.50, 0.99, 0.999].map(|share| quantile(&mut line.outcomes.good, share));
        let cells = [line.rate, at[0], at[1], at[2], line.outcomes.lost() as f64].map(figure);
        rows.push([vec![line.what.to_owned()], cells.to_vec()].concat());
        let title = format!("{} requests per second", figure(line.rate));
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(Group { title, bars: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.bars.push(Bar { label: line.what.to_owned(), value: at[1], of: line.of });
        }
        if line.rate == OF_THE_GOAL {
            p99s.push(line.p99s);
        }
    }
    let none = Vec::new();
    let [opaque, signed] = match &p99s[..] {
        [row, opaque, signed_row, signed, ..] => [(opaque, row), (signed, signed_row)],
        _ => [(&none, &none); 2],
    }
    .map(|(ours, bare)| Spread::of_ratios(ours, bare));
    Section {
        name: "latency",
        title: "Latency, open loop",
        head: head.map(str::to_owned).to_vec(),
        rows,
        note: format!(
            "Requests leave by the clock, {} s at a time and in turns, and a latency counts from the moment at which its request was due. Quantiles are those of all rounds together. \
             The goal is about the median of the rounds' ratios of p99 at {}/s: opaque tokens {} ({}), ES256 {} ({}). {}",
            TIME.as_secs(),
            figure(OF_THE_GOAL),
            figure(opaque.middle),
            opaque.told(),
            figure(signed.middle),
            signed.told(),
            Surroundings::told(before, after)
        ),
        plot: Plot { title: "p99, milliseconds (logarithmic)".to_owned(), scale: Scale::Logarithmic, groups },
        verdicts: vec![
            Verdict::at_most(
                "G16",
                "p99 at 2,000/s, opaque durable token, of the ceiling's row",
                opaque.middle,
                2.5,
                "x",
            ),
            Verdict::at_most("G16", "p99 at 2,000/s, ES256 durable token, of the ceiling's", signed.middle, 2.5, "x"),
        ],
    }
}
