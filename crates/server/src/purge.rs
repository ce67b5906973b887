//! Housekeeping: writes what was seen in use, deletes what counts as absent. Both in small steps, forever.

use crate::server::Server;
use std::sync::Arc;
use std::time::Duration;
use store::ops::Rest;

/// How often uses are written.
const FLUSH: Duration = Duration::from_millis(900);
/// How often all rows are looked through: the rarer, the fewer live ones are looked at for each that goes; what has ended takes its room for
/// so long.
const BREAK: Duration = Duration::from_secs(300);
/// How long rows wait for those who write.
const PAUSE: Duration = Duration::from_millis(20);
/// Rows of one step.
const STEP: u32 = 1_000;

/// Notes are written until the server ends.
pub async fn flush(server: Arc<Server>) {
    loop {
        tokio::time::sleep(FLUSH).await;
        server.write_notes().await;
    }
}

/// Rows are purged until the server ends.
pub async fn purge(server: Arc<Server>) {
    loop {
        match server.store.purge(server.clock.now().secs(), STEP).await {
            Ok(purged) if purged.rest == Rest::More => tokio::time::sleep(PAUSE).await,
            Ok(_) => tokio::time::sleep(BREAK).await,
            Err(broken) => {
                tracing::warn!(%broken, "expired rows could not be purged");
                tokio::time::sleep(BREAK).await;
            }
        }
    }
}
