//! Health and metrics: `/livez`, `/readyz`, `/metrics`. Where the administration has a listener of its own, they are there and only there.

use super::dispatch::{Entrance, Front};
use crate::api;
use crate::config::Config;
use crate::desk::rights::Right;
use crate::metrics::words::Kind;
use crate::metrics::{Noted, text};
use crate::server::Server;
use crate::wire::{Answer, plain};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderMap, HeaderValue, RETRY_AFTER};
use http::request::Parts;
use http::{Method, StatusCode};
use std::net::SocketAddr;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long the database may take before the server counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a row that was written speaks for the next ones.
const PROBED_FOR: Duration = Duration::from_secs(1);
/// Headers that say that a proxy stands in between.
const HOPS: [&str; 5] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// Answers what belongs to no mount.
pub async fn answer(front: &Front, peer: SocketAddr, parts: &Parts, noted: &Noted) -> Answer {
    let config = &front.server.config;
    if front.entrance == Entrance::Main && config.admin.is_some() {
        return plain::not_found();
    }
    let path = parts.uri.path();
    if !matches!(path, "/livez" | "/readyz" | "/metrics") {
        return plain::not_found();
    }
    noted.at(Kind::Health);
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return plain::method_not_allowed("GET, HEAD");
    }
    match path {
        "/livez" => plain::text(StatusCode::OK, "alive\n"),
        "/readyz" => ready(&front.server).await,
        _ if front.entrance == Entrance::Admin || is_near(config, peer, &parts.headers) => metrics(&front.server),
        _ if api::may(&front.server, &parts.headers, Right::FiguresRead).await => metrics(&front.server),
        // They reveal little (names of realms, how much is going on), but that is nobody's business.
        _ => plain::not_found(),
    }
}

/// Whether the request comes from this machine, with nobody in between who may speak for others. A proxy on this machine that adds no header
/// still asks for another host than this one.
fn is_near(config: &Config, peer: SocketAddr, headers: &HeaderMap) -> bool {
    let address = peer.ip().to_canonical();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    address.is_loopback()
        && matches!(name, "localhost" | "127.0.0.1" | "[::1]")
        && !config.trusted_proxies.iter().any(|proxies| proxies.contains(address))
        && !HOPS.iter().any(|hop| headers.contains_key(*hop))
}

/// Ready when the database takes a write and answers in time. It goes through the same queue as all writes; one in a while changes a row, which is what
/// a full disk refuses, and all others are empty, so that whoever asks often costs no more.
async fn ready(server: &Arc<Server>) -> Answer {
    let (store, realm, node, now) =
        (server.store.clone(), server.realms.admin.key, server.node, server.clock.now().secs());
    let is_due = last_probe(server).is_none_or(|last| last.elapsed() >= PROBED_FOR);
    // On a task of its own: a database that hangs must not take this one with it.
    let asked = tokio::spawn(async move {
        store.revision(realm).await?;
        match is_due {
            true => store.probe(node, now).await,
            false => store.note_uses(Vec::new()).await,
        }
    });
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(Ok(()))) => {
            if is_due {
                *last_probe(server) = Some(Instant::now());
            }
            plain::text(StatusCode::OK, "ready\n")
        }
        Ok(Ok(Err(broken))) => unready(&broken),
        Ok(Err(error)) => unready(&error),
        Err(_) => unready(&format_args!("it has not answered within {} seconds", PATIENCE.as_secs())),
    }
}

fn unready(why: &dyn std::fmt::Display) -> Answer {
    tracing::warn!(%why, "the server is not ready");
    let mut answer = plain::text(StatusCode::SERVICE_UNAVAILABLE, "The database takes no writes.\n");
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    answer
}

/// When the database last took a write for this.
fn last_probe(server: &Server) -> MutexGuard<'_, Option<Instant>> {
    server.probed.lock().unwrap_or_else(PoisonError::into_inner)
}

fn metrics(server: &Arc<Server>) -> Answer {
    let Ok(text) = text::text(server) else { return plain::text(StatusCode::INTERNAL_SERVER_ERROR, "No metrics.\n") };
    let mut answer = Answer::new(text.into());
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(text::MEDIA_TYPE));
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
