//! From a checked configuration to a running server.

use crate::clock::Clock;
use crate::config::{Config, Faults, Switch};
use crate::demo::derived::Derived;
use crate::demo::seed::Seeder;
use crate::demo::{Shown, index};
use crate::desk::{Declined, Desk};
use crate::dice::Dice;
use crate::http::listener::{self, Bounds};
use crate::http::{demo, dispatch};
use crate::keys::Keys;
use crate::mail::{Carrier, Mail, Unmailable};
use crate::server::Parts;
use crate::server::Server;
use axum::Router;
use std::future::Future;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;
use std::time::Duration;
use store::sqlite::Sqlite;
use tokio::net::TcpListener;

/// The database's file in the data folder.
pub const DATABASE: &str = "grantor.db";

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum Unstarted {
    /// The data folder or the root key.
    #[error("{0}")]
    Folder(#[from] std::io::Error),
    /// The database.
    #[error("{0}")]
    Store(#[from] store::Broken),
    /// The configuration.
    #[error("{0}")]
    Config(#[from] Faults),
    /// The mail server.
    #[error("no letter can be sent: {0}")]
    Mail(#[from] Unmailable),
    /// The demo's account or apps.
    #[error("the demo cannot be made ready: {0}")]
    Demo(#[from] Declined),
}

/// Opens everything and, for a demo, seeds it. `bound` is the listener's address.
pub async fn start(
    config: Config,
    bound: SocketAddr,
    clock: Arc<Clock>,
    dice: Arc<dyn Dice>,
) -> Result<(Arc<Server>, Option<Shown>), Unstarted> {
    let origin = config.base_url(bound);
    let carrier = config.mail.as_ref().map(Carrier::from_environment).transpose()?;
    let mut server = open(config, bound, clock.clone(), dice)?;
    server.mail = carrier.map(|carrier| Arc::new(Mail::new(carrier, clock)));
    let shown = match &server.config.demo {
        Some(demo) if demo.seed == Switch::On => Some(seed(&server, &origin).await?),
        _ => None,
    };
    server.demo = shown.as_ref().map(|shown| index::index(shown, &server.realms, &Derived::new(&server.keys)));
    Ok((Arc::new(server), shown))
}

/// Opens the keys and the database and builds the realms; nothing is seeded. Folder, root key and database are made where they are missing.
pub fn open(config: Config, bound: SocketAddr, clock: Arc<Clock>, dice: Arc<dyn Dice>) -> Result<Server, Unstarted> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data)?;
    let keys = Keys::open(&config.data, dice.as_ref())?;
    let store = Arc::new(Sqlite::open(&config.data.join(DATABASE))?);
    let origin = config.base_url(bound);
    Ok(Server::new(config, &origin, Parts { clock, dice, keys, store })?)
}

async fn seed(server: &Server, origin: &str) -> Result<Shown, Declined> {
    let seeder = Seeder::new(Derived::new(&server.keys), &server.config, origin, server.dice.salt());
    let mut realms = Vec::new();
    for realm in &server.realms.all {
        let desk = Desk {
            store: server.store.as_ref(),
            realm,
            dice: server.dice.as_ref(),
            now: server.clock.now(),
            actor: "demo",
            address: "",
        };
        realms.push(seeder.realm(&desk).await?);
    }
    seeder.shown(&server.config, realms)
}

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
    let letters = server.mail.clone().map(|mail| tokio::spawn(mail.work()));
    let bounds = Bounds {
        connections: server.config.limits.connections,
        drain: Duration::from_secs(server.config.limits.drain.unsigned_abs()),
    };
    let drain = bounds.drain;
    listener::run(listener, app(server.clone()), bounds, shutdown).await;
    if let Some(mail) = &server.mail {
        mail.settle(drain).await;
    }
    for task in housekeeping.into_iter().chain(letters) {
        task.abort();
    }
    server.uses.flush(server.store.as_ref()).await;
}
