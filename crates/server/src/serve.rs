//! From a checked configuration to a running server.

use crate::http::listener::{self, Bounds};
use crate::http::{demo, dispatch};
use crate::server::Server;
use axum::Router;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// The router: the demo's own pages where it runs, everything else by mount.
pub fn app(server: Arc<Server>) -> Router {
    let router = match server.config.demo {
        Some(_) => demo::routes(),
        None => Router::new(),
    };
    router.fallback(dispatch::dispatch).with_state(server)
}

/// Serves until `shutdown`, then drains, writes the last notes and ends.
pub async fn serve(server: Arc<Server>, listener: TcpListener, shutdown: impl Future<Output = ()>) {
    let housekeeping =
        [tokio::spawn(crate::purge::flush(server.clone())), tokio::spawn(crate::purge::purge(server.clone()))];
    let bounds = Bounds {
        connections: server.config.limits.connections,
        drain: Duration::from_secs(server.config.limits.drain.unsigned_abs()),
    };
    listener::run(listener, app(server.clone()), bounds, shutdown).await;
    for task in housekeeping {
        task.abort();
    }
    server.uses.flush(server.store.as_ref()).await;
}
