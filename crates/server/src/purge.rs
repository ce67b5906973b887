//! Housekeeping: writes what was seen in use, deletes what counts as absent. Both in small steps, forever.

use crate::server::Server;
use std::sync::Arc;
use std::time::Duration;

/// How often uses are written.
const FLUSH: Duration = Duration::from_millis(900);
/// How often rows are purged when there was nothing to do.
const REST: Duration = Duration::from_secs(30);
/// Rows of one step.
const STEP: u32 = 500;

/// Notes are written until the server ends.
pub async fn flush(server: Arc<Server>) {
    loop {
        tokio::time::sleep(FLUSH).await;
        server.uses.flush(server.store.as_ref()).await;
    }
}

/// Rows are purged until the server ends.
pub async fn purge(server: Arc<Server>) {
    loop {
        match server.store.purge(server.clock.now().secs(), STEP).await {
            Ok(gone) if gone >= STEP => tokio::time::sleep(Duration::from_millis(20)).await,
            Ok(_) => tokio::time::sleep(REST).await,
            Err(broken) => {
                tracing::warn!(%broken, "expired rows could not be purged");
                tokio::time::sleep(REST).await;
            }
        }
    }
}
