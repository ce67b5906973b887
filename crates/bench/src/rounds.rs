//! Interleaved rounds: each work gets a slice of time in each, so that a noisy minute hits all alike.

use crate::Outcome;
use crate::args::Args;
use crate::load;
use crate::works::Work;
use std::time::{Duration, Instant};

/// Asked before the first round, so that no first time counts.
const WARM: Duration = Duration::from_millis(200);

/// Runs them all.
pub(crate) async fn run(works: &mut [Work<'_>], args: &Args) -> Outcome<()> {
    let start = Instant::now();
    for work in works.iter_mut() {
        turn(work, WARM).await?;
        work.slices.clear();
    }
    for round in 1..=args.rounds {
        for work in works.iter_mut() {
            turn(work, args.slice()).await.map_err(|fault| format!("{}: {fault}", work.name))?;
        }
        eprintln!("round {round} of {} ({:.0} s)", args.rounds, start.elapsed().as_secs_f64());
    }
    Ok(())
}

async fn turn(work: &mut Work<'_>, time: Duration) -> Outcome<()> {
    let asks = std::mem::take(&mut work.asks);
    let (asks, slice) = load::slice(asks, work.at, (work.server.family(), work.database), time).await?;
    work.asks = asks;
    work.slices.push(slice);
    Ok(())
}
