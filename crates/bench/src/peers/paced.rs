//! How long tokens take when they are asked for by the clock, as a table.

use super::Peer;
use super::contest::{Paced, RATES};
use super::told::{Beside, of};
use crate::open::quantile;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict, figure};

/// The share of oidc-provider's p99 at the higher rate that ours may have.
const GOAL: f64 = 0.1;
const BARE: &str = "ceiling: one durable row";

/// One group per rate.
pub(super) fn section(peers: &[Peer], paced: Vec<Paced>, beside: &Beside) -> Section {
    let head = ["tokens/s", "server", "p50 ms", "p99 ms", "p99.9 ms", "not answered"];
    let mut groups = RATES.map(|rate| Group { title: format!("{} tokens per second", figure(rate)), bars: Vec::new() });
    let (mut rows, mut p99s) = (Vec::new(), Vec::new());
    for mut own in paced {
        let (name, of) = match own.peer {
            None => (BARE, Of::Other),
            Some(place) => (peers.get(place).map_or("", |peer| peer.facts.name), of(place)),
        };
        let [p50, p99, p999] = [0.50, 0.99, 0.999].map(|share| quantile(&mut own.outcomes.good, share));
        let lost = own.outcomes.failed + own.outcomes.unsent + own.outcomes.refused.len() as u64;
        let cells = [p50, p99, p999, lost as f64].map(figure);
        rows.push([vec![figure(own.rate), name.to_owned()], cells.to_vec()].concat());
        if let Some(group) = groups.iter_mut().zip(RATES).find_map(|(group, rate)| (rate == own.rate).then_some(group))
        {
            group.bars.push(Bar { label: name.to_owned(), value: p99, of });
        }
        p99s.push((name, own.rate, p99));
    }
    let p99 = |name: &str| p99s.iter().find(|(own, rate, _)| *own == name && *rate == RATES[1]).map(|(.., p99)| *p99);
    let what = "p99 at 2,000/s, of oidc-provider's";
    let goal = match (p99("Grantor"), p99(BARE), p99("oidc-provider")) {
        (Some(ours), Some(bare), Some(other)) => {
            let what =
                format!("{what}, which syncs nothing (the bare server with a durable row: {}x)", figure(bare / other));
            Verdict::at_most("G17", what, ours / other, GOAL, "x")
        }
        _ => Verdict::unknown("G17", what, format!("{GOAL}x")),
    };
    let rauthy = Verdict::unknown("G17", "p99 at 1,000/s, of Rauthy's: not among the peers here", format!("{GOAL}x"));
    Section {
        name: "peers-latency",
        title: "Beside other servers: latency, open loop",
        head: head.map(str::to_owned).to_vec(),
        rows,
        note: format!(
            "Requests for tokens leave by the clock, in turns, and a latency counts from the moment at which its request was due. Whose turn it is not is halted. Who does \
             not do so many is left out. The ceiling is a bare server that writes one row to the disk and does nothing else. {}",
            beside.told()
        ),
        plot: Plot {
            title: "p99, milliseconds (logarithmic)".to_owned(),
            scale: Scale::Logarithmic,
            groups: groups.into_iter().collect(),
        },
        verdicts: vec![goal, rauthy],
    }
}
