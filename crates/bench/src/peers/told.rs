//! What came of the rounds, as tables.

use self::Rival::{Elsewhere, Here};
use super::contest::Series;
use super::{Kind, Peer};
use crate::args::PeerArgs;
use crate::args::PeerName::{self, DjangoOauthToolkit, Keycloak, OidcProvider};
use crate::figure::figure;
use crate::load::Slice;
use crate::machine::Surroundings;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::median;
use crate::table::{Figures, each};

/// What stands beside the figures.
pub(super) struct Beside {
    /// Why some peers are not among them.
    pub(super) absent: Vec<String>,
    /// Of the machine, before.
    pub(super) before: Surroundings,
    /// And after.
    pub(super) after: Surroundings,
}

impl Beside {
    /// A sentence about the machine.
    pub(super) fn told(&self) -> String {
        Surroundings::told(&self.before, &self.after)
    }
}

/// Whom a goal is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rival {
    /// One that can be had here.
    Here(PeerName),
    /// One that is measured elsewhere: no registry that the peers come from holds it.
    Elsewhere(&'static str),
}

/// How many times more a core of ours does: what must be, of whom, for what.
const GOALS: &[(&str, Rival, Kind, f64)] = &[
    ("V1", Elsewhere("Rauthy"), Kind::Token, 4.0),
    ("V1", Elsewhere("Rauthy"), Kind::Introspection, 5.0),
    ("V1", Elsewhere("Rauthy"), Kind::Metadata, 3.0),
    ("V2", Here(OidcProvider), Kind::Token, 3.5),
    ("V2", Here(OidcProvider), Kind::Jwt, 3.0),
    ("V2", Here(OidcProvider), Kind::Introspection, 4.0),
    ("V2", Here(OidcProvider), Kind::Metadata, 7.0),
    ("V3", Here(DjangoOauthToolkit), Kind::Token, 30.0),
    ("V3", Here(DjangoOauthToolkit), Kind::Introspection, 45.0),
    ("V4", Elsewhere("Hydra"), Kind::Token, 14.0),
    ("V4", Elsewhere("Hydra"), Kind::Introspection, 18.0),
    ("V4", Elsewhere("Hydra"), Kind::Metadata, 60.0),
    ("V5", Here(Keycloak), Kind::Jwt, 25.0),
    ("V5", Here(Keycloak), Kind::Introspection, 45.0),
    ("V5", Here(Keycloak), Kind::Metadata, 25.0),
];

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Token => "token (client_credentials)",
            Self::Jwt => "JWT (client_credentials)",
            Self::Introspection => "introspection",
            Self::Metadata => "metadata",
        }
    }
}

/// What requests cost.
pub(super) fn speed(peers: &[Peer], series: &[Series], args: &PeerArgs, beside: &Beside) -> Section {
    let head = ["", "server", "CPU µs", "per core", "req/s", "p50 ms", "p99 ms", "Grantor does"];
    let (mut rows, mut groups, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    for kind in Kind::ALL {
        let mut bars = Vec::new();
        for own in series.iter().filter(|own| own.kind == kind) {
            let Some(peer) = peers.get(own.peer) else { continue };
            let (name, figures, times) = (peer.facts.name(), Figures::of(&own.slices), times(series, own));
            bars.push(Bar { label: name.to_owned(), value: 1e6 / figures.cpu, of: of(own.peer) });
            rows.push(vec![
                kind.title().to_owned(),
                name.to_owned(),
                figure(figures.cpu),
                figure(1e6 / figures.cpu),
                figure(figures.rate),
                figure(figures.p50),
                figure(figures.p99),
                if own.peer == 0 { String::new() } else { format!("{}x", figure(times)) },
            ]);
            let rival = peer.facts.peer.map(Here);
            for (goal, _, _, must) in GOALS.iter().filter(|(_, of, what, _)| (Some(*of), *what) == (rival, kind)) {
                verdicts.push(Verdict::at_least(goal, format!("{name}: {}", kind.title()), times, *must, "x"));
            }
        }
        groups.push(Group { title: kind.title().to_owned(), bars });
    }
    verdicts.extend(unknown(peers));
    Section {
        name: "peers",
        title: "Beside other servers",
        head: head.map(str::to_owned).to_vec(),
        rows,
        note: note(peers, args, beside),
        plot: Plot {
            title: "Requests per second of one core (logarithmic)".to_owned(),
            scale: Scale::Logarithmic,
            groups,
        },
        verdicts,
    }
}

/// The goals about whom nobody has here, and why.
fn unknown(peers: &[Peer]) -> impl Iterator<Item = Verdict> {
    GOALS.iter().filter_map(|(goal, rival, kind, must)| {
        let (name, why) = match rival {
            Here(name) if peers.iter().any(|peer| peer.facts.peer == Some(*name)) => return None,
            Here(name) => (name.title(), "not among the peers of this run"),
            Elsewhere(name) => (*name, "not among the peers here"),
        };
        Some(Verdict::unknown(goal, format!("{name}: {}: {why}", kind.title()), format!("{}x", figure(*must))))
    })
}

/// How many times as much ours does for the same CPU time, round by round.
fn times(series: &[Series], other: &Series) -> f64 {
    let ours = series.iter().find(|own| own.peer == 0 && own.kind == other.kind);
    let pairs = ours.into_iter().flat_map(|own| own.slices.iter().zip(&other.slices));
    let asked = pairs.filter(|(own, other): &(&Slice, &Slice)| own.requests > 0 && other.requests > 0);
    median(asked.map(|(own, other)| each(other) / each(own)).collect())
}

/// Ours is the first.
pub(super) fn of(peer: usize) -> Of {
    if peer == 0 { Of::Ours } else { Of::Other }
}

fn note(peers: &[Peer], args: &PeerArgs, beside: &Beside) -> String {
    let who = peers.iter().map(|peer| format!("{} {} ({})", peer.facts.name(), peer.facts.version, peer.facts.keeps));
    let absent: String = beside.absent.iter().map(|why| format!(" {why}")).collect();
    format!(
        "{}. All on one core, asked from the other over {} keep-alive connections, in turns, {} rounds of {} s; whose turn it is not is halted. CPU time of all processes of a server. \
         The last column is the median of the rounds' ratios of CPU time. {}{absent}",
        who.collect::<Vec<_>>().join("; "),
        args.connections,
        args.rounds,
        args.seconds,
        beside.told(),
    )
}

/// What the servers take.
pub(super) fn size(peers: &[Peer], beside: &Beside) -> Section {
    let head = ["server", "memory idle, PSS MiB", "peak, RSS MiB", "start ms", "on disk MB"];
    let mut rows = Vec::new();
    let mut bars = Vec::new();
    for (place, peer) in peers.iter().enumerate() {
        let peak = peer.server.family().peak_memory().unwrap_or(f64::NAN);
        rows.push(vec![
            peer.facts.name().to_owned(),
            figure(peer.facts.idle.unwrap_or(f64::NAN)),
            figure(peak),
            figure(peer.facts.start.as_secs_f64() * 1e3),
            figure(peer.facts.installed as f64 / 1e6),
        ]);
        bars.push(Bar { label: peer.facts.name().to_owned(), value: peak, of: of(place) });
    }
    Section {
        name: "peers-memory",
        title: "What they take",
        head: head.map(str::to_owned).to_vec(),
        rows,
        note: format!(
            "Memory when it answers for the first time, and at most in this run, of all its processes together; from the start of the process to its first \
               answer (Grantor: a first start as `demo`, with accounts to hash passwords for); on the disk without the interpreter (Node.js, Python, Java) \
               that some of them need beside. {}",
            beside.told()
        ),
        plot: Plot {
            title: "Peak memory, MiB".to_owned(),
            scale: Scale::Linear,
            groups: vec![Group { title: String::new(), bars }],
        },
        verdicts: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_about_whom_nobody_has_here_is_named_and_says_why() {
        let told: Vec<Verdict> = unknown(&[]).collect();
        let count = |goal: &str| told.iter().filter(|verdict| verdict.goal == goal).count();
        assert_eq!(["V1", "V2", "V3", "V4", "V5"].map(count), [3, 4, 2, 3, 3]);
        assert!(told.iter().all(|verdict| verdict.reached.is_none() && verdict.what.contains("not among the peers")));
        assert!(told.iter().any(|verdict| verdict.what.starts_with("Keycloak: JWT") && verdict.must == "25x"));
    }
}
