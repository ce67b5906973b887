//! What noise cannot touch: instructions, allocations, SQL statements and fsyncs of one request, counted by valgrind and held against what is recorded.

mod callgrind;
mod operation;
mod recorded;

use crate::args::BudgetArgs;
use crate::cores::Core;
use crate::grantor::{self, Demo};
use crate::http::Connection;
use crate::process::Folder;
use crate::{Fault, Outcome};
use callgrind::{Callgrind, Counts};
use operation::Operation;
use recorded::{Budget, Recorded};
use std::fmt::Write;
use std::path::Path;

/// Requests before the count begins: what the first ones warm up belongs to none of them.
const WARM: u32 = 30;
/// Requests that are counted together; what the server does by the clock meanwhile is thin among so many.
const COUNTED: u32 = 100;
/// So often. The least counts: on a busy machine more is done by the clock between two requests.
const TIMES: u32 = 3;

/// Counts, prints a table, and fails where what is counted is not what is recorded.
pub(crate) fn run(args: &BudgetArgs) -> Outcome<()> {
    let binary = grantor::binary(args.grantor.as_deref())?;
    let folder = Folder::made(None)?;
    let callgrind = Callgrind::within(&folder.path)?;
    let demo = grantor::start_under(&callgrind.command(), &binary, &folder.path, Core::first())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let counted = runtime.block_on(all(&demo, &folder.path, &callgrind))?;
    let recorded = Recorded::known()?;
    println!("{}", table(&counted, &recorded));
    if args.record {
        return Recorded::of(&counted)?.write();
    }
    match recorded.faults(&counted)[..] {
        [] => Ok(()),
        ref faults => Err(Fault::from(format!(
            "{}\nIf it has to be, record it: cargo run --release -p bench -- budget --record",
            faults.join("\n")
        ))),
    }
}

async fn all(demo: &Demo, folder: &Path, callgrind: &Callgrind) -> Outcome<Vec<(&'static str, Budget)>> {
    let mut counted = Vec::new();
    for operation in operation::of_works(demo).await? {
        counted.push(one(operation, demo, callgrind).await?);
    }
    // Made ready only now: what that leaves to do would be counted among the requests above.
    let all = WARM + TIMES * COUNTED;
    counted.push(one(operation::revocations(demo, all).await?, demo, callgrind).await?);
    counted.push(one(operation::flows(demo, folder, all)?, demo, callgrind).await?);
    Ok(counted)
}

/// One request after the other, so that no two share a commit.
async fn one(operation: Operation<'_>, demo: &Demo, callgrind: &Callgrind) -> Outcome<(&'static str, Budget)> {
    let name = operation.name;
    let own = counted(operation, demo, callgrind).await;
    own.map(|own| (name, own)).map_err(|fault| format!("{name}: {fault}").into())
}

async fn counted(mut operation: Operation<'_>, demo: &Demo, callgrind: &Callgrind) -> Outcome<Budget> {
    let mut connection = Connection::open(demo.at).await?;
    operation.repeat(demo.at, &mut connection, WARM).await?;
    let mut least: Option<Counts> = None;
    for _ in 0..TIMES {
        callgrind.zero(&demo.child)?;
        operation.repeat(demo.at, &mut connection, COUNTED).await?;
        let now = callgrind.counts(&demo.child)?;
        least = Some(match least {
            Some(least) => least.least(&now),
            None => now,
        });
    }
    operation.done(demo).await?;
    let Counts { instructions, allocations, statements, syncs } = least.ok_or("nothing was counted")?;
    let each = |count: u64| count as f64 / f64::from(COUNTED);
    // What the server does by the clock is a hundredth of something.
    let tenths = |count: u64| (each(count) * 10.0).round() / 10.0;
    Ok(Budget {
        instructions: each(instructions).round(),
        allocations: tenths(allocations),
        statements: tenths(statements),
        syncs: tenths(syncs),
    })
}

fn table(counted: &[(&'static str, Budget)], recorded: &Recorded) -> String {
    let mut out = String::from(
        "| request | instructions | of its budget | allocations | SQL statements | fsyncs |\n|---|---:|---:|---:|---:|---:|\n",
    );
    for (name, own) in counted {
        let share = recorded.share(name, own).map_or_else(|| "new".to_owned(), |share| format!("{share:.3}"));
        let Budget { instructions, allocations, statements, syncs } = own;
        let _ =
            writeln!(out, "| {name} | {instructions} | {share} | {allocations:.1} | {statements:.1} | {syncs:.1} |");
    }
    out
}
