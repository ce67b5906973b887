//! Two nodes over one PostgreSQL server, each with a quarter of a core, and one of them alone.

use super::Bench;
use crate::capped::Quarter;
use crate::cores::Core;
use crate::family::Family;
use crate::figure::figure;
use crate::grantor;
use crate::load::{self, Ask, Slice};
use crate::machine::Surroundings;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::process::Server;
use crate::section::{Section, Verdict};
use crate::statistics::median;
use crate::{Fault, Outcome};
use cluster::{Cluster, Durability};
use std::net::SocketAddr;
use std::time::Duration;

/// One node, then two.
const PAIRS: usize = 5;
const TIME: Duration = Duration::from_secs(3);
/// Asked before the first pair, so that no first time counts.
const WARM: Duration = Duration::from_millis(500);
/// Of each node.
const CONNECTIONS: usize = 32;

/// A node, within its bound.
struct Node {
    at: SocketAddr,
    server: Server,
    _quarter: Quarter,
    request: Vec<u8>,
}

/// What came of a slice of time.
struct Turn {
    /// Tokens a second, of all nodes.
    rate: f64,
    /// The share of a core that a node took.
    share: f64,
    /// CPU microseconds of the database, of each token.
    database: f64,
}

impl Bench<'_> {
    /// Tokens of one node and of two, in turns.
    pub(super) fn nodes(&self) -> Outcome<Vec<Section>> {
        let before = Surroundings::now(self.data)?;
        let cluster = Cluster::start(Durability::Disk)?;
        let database = cluster.pid().map(Family).ok_or("the database has no process")?;
        database.pin(Core::of_load((0, 1)))?;
        let demo = grantor::start_on(&cluster.database()?, self.binary, self.data, Core::first())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let pairs = runtime.block_on(async {
            let (server, at) = grantor::node(self.binary, self.data).await?;
            let request = demo.token_request()?;
            let one = Node::new(demo.at, demo.child, request.clone())?;
            let other = Node::new(at, server, request)?;
            for node in [&one, &other] {
                alone(node, database, WARM).await?;
            }
            let mut pairs = Vec::new();
            for _ in 0..PAIRS {
                pairs.push((alone(&one, database, TIME).await?, both([&one, &other], database).await?));
            }
            Ok::<_, Fault>(pairs)
        })?;
        Ok(vec![section(&pairs, &Surroundings::told(&before, &Surroundings::now(self.data)?))])
    }
}

impl Node {
    fn new(at: SocketAddr, server: Server, request: Vec<u8>) -> Outcome<Self> {
        let _quarter = Quarter::of(&server)?;
        Ok(Self { at, server, _quarter, request })
    }

    async fn asked(&self, database: Option<Family>, time: Duration) -> Outcome<Slice> {
        let asks = (0..CONNECTIONS).map(|_| Ask::Same(self.request.clone())).collect();
        Ok(load::slice(asks, self.at, (self.server.family(), database), time).await?.1)
    }
}

async fn alone(node: &Node, database: Family, time: Duration) -> Outcome<Turn> {
    Ok(turn(&[node.asked(Some(database), time).await?]))
}

async fn both([one, other]: [&Node; 2], database: Family) -> Outcome<Turn> {
    let (one, other) = tokio::join!(one.asked(Some(database), TIME), other.asked(None, TIME));
    Ok(turn(&[one?, other?]))
}

fn turn(slices: &[Slice]) -> Turn {
    let sum = |of: fn(&Slice) -> f64| slices.iter().map(of).sum::<f64>();
    Turn {
        rate: sum(|slice| slice.requests as f64 / slice.seconds),
        share: sum(|slice| slice.cpu_micros as f64 / 1e6 / slice.seconds) / slices.len() as f64,
        database: sum(|slice| slice.database_micros as f64) / sum(|slice| slice.requests as f64),
    }
}

fn section(pairs: &[(Turn, Turn)], machine: &str) -> Section {
    let (ones, twos): (Vec<&Turn>, Vec<&Turn>) = pairs.iter().map(|(one, two)| (one, two)).unzip();
    let middle = |turns: &[&Turn], of: fn(&Turn) -> f64| median(turns.iter().map(|turn| of(turn)).collect());
    let times = median(pairs.iter().map(|(one, two)| two.rate / one.rate).collect());
    let row = |what: &str, turns: &[&Turn], ratio: String| {
        let cells =
            [middle(turns, |turn| turn.rate), middle(turns, |turn| turn.share), middle(turns, |turn| turn.database)];
        [vec![what.to_owned()], cells.map(figure).to_vec(), vec![ratio]].concat()
    };
    let bar =
        |label: &str, turns| Bar { label: label.to_owned(), value: middle(turns, |turn| turn.rate), of: Of::Ours };
    Section {
        name: "nodes",
        title: "Two nodes",
        head: ["", "tokens/s", "of a core, each", "database's CPU µs", "ratio"].map(str::to_owned).to_vec(),
        rows: vec![row("one node", &ones, String::new()), row("two nodes", &twos, figure(times))],
        note: format!(
            "Opaque tokens, durable, over one PostgreSQL server; each node is a process with a quarter of the first core (a control group's bound, counted in 10 ms) and {CONNECTIONS} \
             connections; the database and whoever asks share the second. Medians of {PAIRS} pairs of {} s, and of their ratios. {machine}",
            TIME.as_secs()
        ),
        plot: Plot {
            title: "Durable tokens a second, each node with a quarter of a core".to_owned(),
            scale: Scale::Linear,
            groups: vec![Group { title: String::new(), bars: vec![bar("one node", &ones), bar("two nodes", &twos)] }],
        },
        verdicts: vec![Verdict::at_least("G21", "two nodes on one PostgreSQL, of one node", times, 1.7, "x")],
    }
}
