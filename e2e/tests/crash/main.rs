//! kill -9 under load, restart, check, 20 times over one database. What was acknowledged stands in a ledger outside the process:
//! every token works, every revocation holds, no code works twice. `GRANTOR_CYCLES` says how often instead.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]
#![allow(unreachable_pub, reason = "one binary, nobody reaches it")]

mod load;

use crate::load::Worker;
use grantor_e2e::demo::Demo;
use grantor_e2e::ledger::Totals;
use grantor_e2e::until;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tempfile::TempDir;

const USUAL: usize = 20;
/// Nobody listens there; unlike the demo's own callback it is the same after a restart on another port.
const CALLBACK: &str = "https://client.example/connect/user";

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let folder = TempDir::new().unwrap();
    let start = || {
        let realms = ["--realm", "standard", "--realm", "hidrive", "--realm", "boxc", "--redirect-uri", CALLBACK];
        Demo::start_in(folder.path(), &realms)
    };
    let asked = std::env::var("GRANTOR_CYCLES").ok().map(|cycles| cycles.parse().unwrap());
    let cycles: usize = asked.unwrap_or(USUAL);
    let begin = Instant::now();
    let mut totals = Totals::default();
    let mut demo = start();
    let mut workers = Worker::all(&demo);
    for cycle in 0..cycles {
        let acknowledged = AtomicUsize::new(0);
        // Another moment in each cycle.
        let enough = 40 + 7 * (cycle % 5);
        std::thread::scope(|scope| {
            for worker in &mut workers {
                scope.spawn(|| worker.run(&acknowledged));
            }
            until("enough answers", || (acknowledged.load(Ordering::Relaxed) >= enough).then_some(()));
            demo.kill();
        });
        demo = start();
        for worker in &mut workers {
            worker.moves_to(&demo);
            worker.check(cycle, &mut totals);
        }
    }
    for worker in &mut workers {
        worker.check_all(&mut totals);
    }
    demo.end();
    println!("{cycles} cycles in {:.1} s: {totals}", begin.elapsed().as_secs_f32());
    totals.assert_at_least([200, 100, 50, 20]);
}
