//! Whose turn it is to make a demo ready: of several that start on one database one at a time, since each looks first what is there.

use crate::server::Server;
use std::time::{Duration, Instant};
use store::ops::{Lease, Won};

/// Under which name they take turns.
const LEASE: &str = "demo";
/// How long a turn lasts, in seconds, if whoever has it does not come to its end.
const TURN: i64 = 30;
/// How often the others look.
const LOOK: Duration = Duration::from_millis(50);

/// Waits for this one's turn, but no longer than a turn: the clock by which the other one wrote its end may be ahead of this one's.
pub async fn take(server: &Server) -> store::Result<()> {
    let begun = Instant::now();
    while hold(server, TURN).await? == Won::Lost && begun.elapsed().as_secs() < TURN.unsigned_abs() {
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// Lets the next one go on.
pub async fn give(server: &Server) -> store::Result<()> {
    hold(server, 0).await.map(drop)
}

async fn hold(server: &Server, seconds: i64) -> store::Result<Won> {
    let now = server.clock.now().secs();
    server.store.hold_lease(Lease { name: LEASE, holder: server.node, now, ends_at: now + seconds }).await
}
