//! What a request costs: CPU microseconds of the whole server process, beside a bare axum server that does only the same one thing.
//!
//! - `args`: the command line. `works`: what is measured and against what; `tokeninfo`: of which other wire format.
//! - `grantor`: the real binary, started as its demo; `person`: signs in there; `ceiling`: the bare server; `process`: a child; `cores`: what it runs on; `family`: its CPU time and memory; `capped`: a share of a core.
//! - `http`, `load`: keep-alive connections that ask as fast as they are answered; `open`: by the clock. `rounds`: who asks whom when.
//! - `fill`: stores with many rows. `lists`: what pages of long lists cost. `peers`: other servers of the same kind.
//! - `budget`: what noise cannot touch, counted.
//! - `report`: everything in one go, as a document.
//! - `machine`: what stands beside the figures; `statistics`: what they say together; `figure`: as people read them; `table`: the report; `section`, `plot`: a table of a longer one, and its picture.

mod args;
mod budget;
mod capped;
mod ceiling;
mod cores;
mod family;
mod figure;
mod fill;
mod grantor;
mod http;
mod lists;
mod load;
mod machine;
mod open;
mod peers;
mod person;
mod plot;
mod process;
mod report;
mod rounds;
mod section;
mod statistics;
mod table;
mod tokeninfo;
mod works;

use args::{Args, Command};
use clap::Parser;
use cluster::{Cluster, Durability};
use cores::Core;
use family::Family;
use process::Folder;
use std::process::ExitCode;
use works::Work;

/// Whatever went wrong, in a sentence.
type Fault = Box<dyn std::error::Error + Send + Sync>;
/// The result of a step.
type Outcome<T> = Result<T, Fault>;

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match &args.command {
        Some(Command::Ceiling { data }) => ceiling::run(data),
        Some(Command::Lists(args)) => lists::run(args),
        Some(Command::Peers(args)) => peers::run(args),
        Some(Command::Report(args)) => report::run(args),
        Some(Command::Budget(args)) => budget::run(args),
        None => measure(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn measure(args: &Args) -> Outcome<()> {
    let told = if args.json { table::json } else { table::markdown };
    println!("{}", measured(args, told)?);
    Ok(())
}

/// Starts what is asked, asks it in rounds, and hands over what came of it.
fn measured<T>(args: &Args, tell: impl FnOnce(&[Work<'_>], &machine::Facts<'_>) -> T) -> Outcome<T> {
    let binary = grantor::binary(args.grantor.as_deref())?;
    let folder = Folder::made(args.data.as_deref())?;
    let cores = args.cores()?;
    // Before the runtime starts: its thread inherits it.
    Core::of_load(cores).pin(std::process::id())?;
    let before = machine::Load::now();
    let sync = machine::sync_micros(&folder.path)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let server = Core::of_server(cores);
    let ceiling = runtime.block_on(ceiling::start(&folder.path, server))?;
    let demo = grantor::start(&binary, &folder.path, server)?;
    let cluster = if args.postgres { Some(Cluster::start(Durability::Disk)?) } else { None };
    let postgres = match &cluster {
        Some(cluster) => Some(grantor::start_on(&cluster.database()?, &binary, &folder.path, server)?),
        None => None,
    };
    let database = cluster.as_ref().and_then(Cluster::pid).map(Family);
    if let Some(database) = database {
        database.pin(Core::of_load(cores))?;
    }
    let mut works = runtime.block_on(works::all(&ceiling, &demo, postgres.as_ref().zip(database), args))?;
    runtime.block_on(rounds::run(&mut works, args))?;
    let memory = demo.child.family().peak_memory();
    Ok(tell(&works, &machine::Facts { args, sync, before, after: machine::Load::now(), memory }))
}
