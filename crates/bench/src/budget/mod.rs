//! What noise cannot touch: instructions, allocations, SQL statements and fsyncs of one request, counted by valgrind and held against what is recorded.

mod callgrind;
mod recorded;

use crate::args::BudgetArgs;
use crate::grantor::{self, Demo};
use crate::http::Connection;
use crate::load::Ask;
use crate::process::{Core, Folder};
use crate::works::{self, Work};
use crate::{Fault, Outcome};
use callgrind::{Callgrind, Counts};
use recorded::{Budget, Recorded};
use std::fmt::Write;

/// Requests before the count begins: what the first ones warm up belongs to none of them.
const WARM: u32 = 30;
/// Requests that are counted; what the server does by the clock meanwhile is thin among so many.
const COUNTED: u32 = 300;

/// Counts, prints a table, and fails where a count is above its budget.
pub(crate) fn run(args: &BudgetArgs) -> Outcome<()> {
    let binary = grantor::binary(args.grantor.as_deref())?;
    let folder = Folder::made(None)?;
    let callgrind = Callgrind::within(&folder.path)?;
    let demo = grantor::start_under(&callgrind.command(), &binary, &folder.path, Core::first())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let counted = runtime.block_on(all(&demo, &callgrind))?;
    let recorded = Recorded::known()?;
    println!("{}", table(&counted, &recorded));
    if args.record {
        return Recorded::of(&counted).write();
    }
    let over: Vec<String> = counted.iter().filter_map(|(name, own)| recorded.exceeded(name, own)).collect();
    match over.is_empty() {
        true => Ok(()),
        false => Err(Fault::from(format!(
            "{}\nIf it has to be, record it: cargo run --release -p bench -- budget --record",
            over.join("\n")
        ))),
    }
}

async fn all(demo: &Demo, callgrind: &Callgrind) -> Outcome<Vec<(&'static str, Budget)>> {
    let mut counted = Vec::new();
    for work in works::ours(demo, 1).await? {
        counted.push((work.name, one(work, callgrind).await?));
    }
    Ok(counted)
}

/// One connection, one request after the other, so that no two share a commit.
async fn one(work: Work<'_>, callgrind: &Callgrind) -> Outcome<Budget> {
    let mut ask = work.asks.into_iter().next().ok_or("a work without a request")?;
    let mut connection = Connection::open(work.at).await?;
    repeat(&mut connection, &mut ask, WARM).await?;
    callgrind.zero(work.server)?;
    repeat(&mut connection, &mut ask, COUNTED).await?;
    let Counts { instructions, allocations, statements, syncs } = callgrind.counts(work.server)?;
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

async fn repeat(connection: &mut Connection, ask: &mut Ask, times: u32) -> Outcome<()> {
    for _ in 0..times {
        ask.once(connection).await?;
    }
    Ok(())
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
