//! Housekeeping: writes what was seen in use, deletes what counts as absent, replaces keys. All in small steps, forever.

use crate::keys::rotate;
use crate::server::Server;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::ops::{Lease, Purged, Rest, Won};

/// How often uses are written.
const FLUSH: Duration = Duration::from_millis(900);
/// How often all rows are looked through: the rarer, the fewer live ones are looked at for each that goes; what has ended takes its room for
/// so long.
const BREAK: Duration = Duration::from_secs(300);
/// How long rows wait for those who write; as long as the step before took, where that is longer.
const PAUSE: Duration = Duration::from_millis(10);
/// Under which name nodes take turns.
const LEASE: &str = "purge";
/// How long a turn lasts, in seconds: it is prolonged in its second half, so longer than two breaks. After so long another node takes the place of
/// one that is gone.
const TURN: i64 = 900;
/// Rows of one step: few, since whoever writes waits behind all of them.
const STEP: u32 = 500;

/// Notes are written, and memory of slow hashes given back, until the server ends.
pub async fn flush(server: Arc<Server>) {
    loop {
        tokio::time::sleep(FLUSH).await;
        server.write_notes().await;
        server.passwords.rest();
    }
}

/// Rows are purged until the server ends, by one node at a time.
pub async fn purge(server: Arc<Server>) {
    let mut turn = Turn::default();
    loop {
        let begun = Instant::now();
        match turn.step(&server).await {
            Ok(Some(Purged { rest: Rest::More, .. })) => tokio::time::sleep(PAUSE.max(begun.elapsed())).await,
            Ok(turn) => {
                if turn.is_some() {
                    keep_keys(&server).await;
                }
                tokio::time::sleep(BREAK).await;
            }
            Err(broken) => {
                tracing::warn!(%broken, "expired rows could not be purged");
                tokio::time::sleep(BREAK).await;
            }
        }
    }
}

async fn keep_keys(server: &Server) {
    if let Err(unopened) = rotate::keep(server).await {
        tracing::warn!(%unopened, "keys that are due could not be replaced");
    }
}

/// Lets another node go on at once, where it is this one's turn.
pub async fn hand_on(server: &Server) {
    let now = server.clock.now().secs();
    let lease = Lease { name: LEASE, holder: server.node, now, ends_at: now };
    if let Err(broken) = server.store.hold_lease(lease).await {
        tracing::debug!(%broken, "the others will wait for the end of this node's turn");
    }
}

/// A node's turn, as far as it knows itself.
#[derive(Debug, Default)]
pub struct Turn {
    ends_at: i64,
}

impl Turn {
    /// Purges a little; `None`: it is another node's turn.
    pub async fn step(&mut self, server: &Server) -> store::Result<Option<Purged>> {
        let now = server.clock.now().secs();
        if self.ends_at - now <= TURN / 2 {
            let lease = Lease { name: LEASE, holder: server.node, now, ends_at: now + TURN };
            if server.store.hold_lease(lease).await? == Won::Lost {
                return Ok(None);
            }
            self.ends_at = lease.ends_at;
        }
        server.store.purge(now, STEP).await.map(Some)
    }
}
