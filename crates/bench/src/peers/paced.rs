//! How long tokens take when they are asked for by the clock, as a table.

use super::contest::{Paced, RATES};
use super::told::{Beside, of};
use super::{OURS, Peer};
use crate::args::PeerName;
use crate::figure::figure;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::{Spread, quantile};

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
            Some(place) => (peers.get(place).map_or("", |peer| peer.facts.name()), of(place)),
        };
        let [p50, p99, p999] = [0.50, 0.99, 0.999].map(|share| quantile(&mut own.outcomes.good, share));
        let cells = [p50, p99, p999, own.outcomes.lost() as f64].map(figure);
        rows.push([vec![figure(own.rate), name.to_owned()], cells.to_vec()].concat());
        if let Some(group) = groups.iter_mut().zip(RATES).find_map(|(group, rate)| (rate == own.rate).then_some(group))
        {
            group.bars.push(Bar { label: name.to_owned(), value: p99, of });
        }
        if own.rate == RATES[1] {
            p99s.push((name, own.p99s));
        }
    }
    let (goal, spread) = goal(&p99s);
    let rauthy = Verdict::unknown("G17", "p99 at 1,000/s, of Rauthy's: not among the peers here", format!("{GOAL}x"));
    Section {
        name: "peers-latency",
        title: "Beside other servers: latency, open loop",
        head: head.map(str::to_owned).to_vec(),
        rows,
        note: format!(
            "Requests for tokens leave by the clock, in turns, and a latency counts from the moment at which its request was due. Whose turn it is not is halted. Who does \
             not do so many is left out. Quantiles are those of all rounds together{spread}. The ceiling is a bare server that writes one row to the disk and does nothing else. {}",
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

/// The median of the rounds' ratios, each of what one and the other took in the same round; and how far apart these lie.
fn goal(p99s: &[(&str, Vec<f64>)]) -> (Verdict, String) {
    let of = |name: &str| p99s.iter().find(|(own, _)| *own == name).map(|(_, p99s)| p99s);
    let what = "p99 at 2,000/s, of oidc-provider's";
    let (Some(ours), Some(bare), Some(other)) = (of(OURS), of(BARE), of(PeerName::OidcProvider.title())) else {
        return (
            Verdict::unknown(
                "G17",
                format!("{what}: it was not asked, or could not have given out so many"),
                format!("{GOAL}x"),
            ),
            String::new(),
        );
    };
    let (ours, bare) = (Spread::of_ratios(ours, other), Spread::of_ratios(bare, other));
    let what = format!("{what}, which syncs nothing (the bare server with a durable row: {}x)", figure(bare.middle));
    let spread = format!(
        "; the goal is about the median of the rounds' ratios to oidc-provider's p99: Grantor's {} ({}), the bare server's {} ({})",
        figure(ours.middle),
        ours.told(),
        figure(bare.middle),
        bare.told()
    );
    (Verdict::at_most("G17", what, ours.middle, GOAL, "x"), spread)
}
