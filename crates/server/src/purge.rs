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
/// How long the next step waits at least, so that whoever writes or reads comes in between.
const PAUSE: Duration = Duration::from_millis(10);
/// And after one that wrote: what it wrote goes to the same disk as everybody's tokens, twice.
const SPARED: Duration = Duration::from_millis(50);
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
    let mut sweep = Instant::now();
    loop {
        let begun = Instant::now();
        match turn.step(&server).await {
            Ok(Some(Purged { rest: Rest::More, gone, settled })) => {
                tokio::time::sleep(pause(gone + settled, begun.elapsed(), sweep.elapsed())).await;
                continue;
            }
            Ok(Some(_)) => keep_keys(&server).await,
            Ok(None) => {}
            Err(broken) => tracing::warn!(%broken, "expired rows could not be purged"),
        }
        tokio::time::sleep(BREAK).await;
        sweep = Instant::now();
    }
}

/// How long to wait after a step that wrote so much and took so long: as long once more at least. A sweep that has taken longer than a break has fallen
/// behind, and spares nobody.
fn pause(wrote: u32, step: Duration, sweep: Duration) -> Duration {
    let least = if wrote > 0 && sweep < BREAK { SPARED } else { PAUSE };
    least.max(step)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_writes_is_spared_until_the_purge_falls_behind() {
        let millis = Duration::from_millis;
        let rows = [
            (500, millis(3), millis(0), SPARED),
            (0, millis(3), millis(0), PAUSE),
            (1, millis(3), BREAK - millis(1), SPARED),
            (500, millis(3), BREAK, PAUSE),
            (500, millis(700), millis(0), millis(700)),
            (500, millis(70), BREAK, millis(70)),
        ];
        for (wrote, step, sweep, expected) in rows {
            assert_eq!(pause(wrote, step, sweep), expected, "{wrote} rows, {step:?}, {sweep:?}");
        }
    }
}
