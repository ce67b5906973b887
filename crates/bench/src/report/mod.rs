//! Everything in one go, written down for readers: `docs/benchmarks.md` with a plot per table.

mod beside;
mod document;
mod flow;
mod footprint;
mod grown;
mod growth;
mod latency;
mod nodes;
mod overload;
mod purge;

use crate::args::{Args, Part, PeerArgs, ReportArgs};
use crate::cores::Core;
use crate::grantor::Demo;
use crate::machine::{Load, file_system, processor, program, sync_micros, time};
use crate::open::{self, Schedule};
use crate::process::Folder;
use crate::section::Section;
use crate::{Fault, Outcome, grantor, measured, peers, table};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What the parts are measured on.
struct Bench<'a> {
    args: &'a ReportArgs,
    /// The program.
    binary: &'a Path,
    /// The folder for databases.
    data: &'a Path,
}

/// What stands at the top of the report.
struct Facts {
    /// When it began.
    time: String,
    /// What was measured.
    program: String,
    /// Where the databases lie.
    file_system: String,
    processor: String,
    memory_mib: f64,
    kernel: String,
    /// Before the first part, of one write with fdatasync.
    sync: u64,
    before: Load,
    after: Load,
    minutes: f64,
}

/// Measures what was asked for and writes it down.
pub(crate) fn run(args: &ReportArgs) -> Outcome<()> {
    let begun = Instant::now();
    let binary = grantor::binary(args.grantor.as_deref())?;
    let folder = Folder::made(args.data.as_deref())?;
    // Before any runtime starts: its threads inherit it.
    Core::of_load((0, 1)).pin(std::process::id())?;
    let (time, program, file_system) = (time()?, program(&binary)?, file_system(&folder.path)?);
    let (before, sync) = (Load::now(), sync_micros(&folder.path)?);
    let bench = Bench { args, binary: &binary, data: &folder.path };
    let (mut sections, mut absent) = (Vec::new(), Vec::new());
    for part in Part::all().filter(|part| !args.without.contains(part)) {
        eprintln!("== {} ({:.0} s)", part.name(), begun.elapsed().as_secs_f64());
        let data = folder.path.join(part.name());
        std::fs::create_dir_all(&data)?;
        match bench.within(&data).measure(part) {
            Ok(made) => sections.extend(made),
            Err(fault) => absent.push(format!("{}: {fault}", part.name())),
        }
        std::fs::remove_dir_all(&data)?;
    }
    let facts = Facts {
        time,
        program,
        file_system,
        processor: processor(),
        memory_mib: field("/proc/meminfo", "MemTotal:").unwrap_or(f64::NAN) / 1024.0,
        kernel: std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned(),
        sync,
        before,
        after: Load::now(),
        minutes: begun.elapsed().as_secs_f64() / 60.0,
    };
    document::write(&args.out, &sections, &facts, args)?;
    match absent.is_empty() {
        true => Ok(()),
        false => Err(Fault::from(format!("the report lacks {}", absent.join("; ")))),
    }
}

fn field(file: &str, name: &str) -> Option<f64> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// p99 of tokens that are asked for by the clock, in milliseconds.
async fn p99_of_tokens(demo: &Demo, rate: f64, time: Duration) -> Outcome<f64> {
    p99_of(demo.at, &demo.token_request()?.into(), rate, time).await
}

/// The same of any request.
async fn p99_of(at: SocketAddr, request: &Arc<[u8]>, rate: f64, time: Duration) -> Outcome<f64> {
    Ok(open::run(at, Schedule::usual(rate, time), |_| Arc::clone(request)).await?.p99())
}

impl<'a> Bench<'a> {
    fn within(&self, data: &'a Path) -> Self {
        Self { data, ..*self }
    }

    fn measure(&self, part: Part) -> Outcome<Vec<Section>> {
        match part {
            Part::Cost => self.cost(),
            Part::Peers => self.peers(),
            Part::Latency => self.latency(),
            Part::Overload => self.overload(),
            Part::Nodes => self.nodes(),
            Part::Flow => self.flow(),
            Part::Growth => {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                Ok(vec![grown::section(&runtime.block_on(self.growth())?), runtime.block_on(self.purge())?])
            }
            Part::Footprint => self.footprint(),
        }
    }

    /// Each request beside the bare server; and the durable ones once more with more in flight.
    fn cost(&self) -> Outcome<Vec<Section>> {
        let mut args = Args {
            command: None,
            rounds: self.args.rounds,
            seconds: self.args.seconds,
            connections: 32,
            only: Vec::new(),
            postgres: true,
            grantor: Some(self.binary.to_owned()),
            data: Some(self.data.to_owned()),
            cores: "0,1".to_owned(),
            json: false,
        };
        let usual = measured(&args, |works, facts| table::section(works, facts, table::Which::Usual))?;
        args.connections = 128;
        args.only = ["row", "token", "pg-token"].map(str::to_owned).to_vec();
        let crowded = measured(&args, |works, facts| table::section(works, facts, table::Which::Crowded))?;
        Ok(vec![usual, crowded])
    }

    fn peers(&self) -> Outcome<Vec<Section>> {
        let args = PeerArgs {
            rounds: self.args.rounds,
            seconds: self.args.seconds,
            connections: 32,
            only: Vec::new(),
            keycloak: self.args.keycloak,
            grantor: None,
            data: None,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(peers::measure(&args, self.binary, self.data))
    }
}
