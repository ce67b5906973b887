//! Whose turn it is to make a demo ready: of several that start on one database one at a time, since each looks first what is there.

use crate::server::Server;
use std::convert::Infallible;
use std::time::{Duration, Instant};
use store::ops::{Lease, Won};

/// Under which name they take turns.
const LEASE: &str = "demo";
/// How long a turn lasts, in seconds, if whoever has it is gone.
const TURN: i64 = 5;
/// How often it is prolonged.
const PROLONGED: Duration = Duration::from_secs(1);
/// How often the others look.
const LOOK: Duration = Duration::from_millis(200);
/// What takes longer is worth a word.
const TOLD: Duration = Duration::from_secs(2);
/// And then it goes on without: the clock by which a turn's end was written may be far ahead of this one's.
const AT_MOST: Duration = Duration::from_secs(180);

/// Waits for this one's turn. A database that others keep busy is asked again.
pub async fn take(server: &Server) {
    let begun = Instant::now();
    let mut told = false;
    loop {
        let now = server.clock.now().secs();
        match hold(server, now + TURN).await {
            Ok(Won::Yes) => return,
            outcome if begun.elapsed() >= AT_MOST => {
                tracing::warn!(?outcome, "the demo is made ready beside another one, or after one that did not end");
                return;
            }
            _ => {}
        }
        if begun.elapsed() >= TOLD && !std::mem::replace(&mut told, true) {
            tracing::warn!(
                "another demo on this database is being made ready, or was killed in it {TURN} s ago at most: this one waits"
            );
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Prolongs this one's turn for as long as somebody waits for that.
pub async fn keep(server: &Server) -> Infallible {
    loop {
        tokio::time::sleep(PROLONGED).await;
        if let Err(broken) = hold(server, server.clock.now().secs() + TURN).await {
            tracing::debug!(%broken, "the turn is not prolonged");
        }
    }
}

/// Lets the next one go on.
pub async fn give(server: &Server) {
    if let Err(broken) = hold(server, 0).await {
        tracing::debug!(%broken, "the others will wait for the end of this turn");
    }
}

async fn hold(server: &Server, ends_at: i64) -> store::Result<Won> {
    let lease = Lease { name: LEASE, holder: server.node, now: server.clock.now().secs(), ends_at };
    server.store.hold_lease(lease).await
}
