//! From a checked configuration to a running server.

use crate::clock::Clock;
use crate::config::{Config, DATABASE, StoreConfig, Switch};
use crate::demo::derived::Derived;
use crate::demo::seed::Seeder;
use crate::demo::{Shown, index, requests, turn};
use crate::desk::Declined;
use crate::dice::Dice;
use crate::http::dispatch::{Entrance, Front};
use crate::http::listener::{self, Bounds};
use crate::keys::Keys;
use crate::keys::keyring::{self, Unopened};
use crate::mail::{Carrier, Mail, Unmailable};
use crate::metrics::figures;
use crate::realm::{self, Origins, Unbuilt};
use crate::server::Parts;
use crate::server::Server;
use std::future::Future;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::postgres::Postgres;
use store::sqlite::Sqlite;
use store::{Beside, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum Unstarted {
    /// The data folder or the root key.
    #[error("{0}")]
    Folder(#[from] std::io::Error),
    /// A secret that the environment has to hold.
    #[error("{0}")]
    Secret(String),
    /// The database.
    #[error("{0}")]
    Store(#[from] store::Broken),
    /// The keys in it.
    #[error("{0}")]
    Keys(#[from] Unopened),
    /// The configuration.
    #[error("{0}")]
    Realms(#[from] Unbuilt),
    /// The mail server.
    #[error("no letter can be sent: {0}")]
    Mail(#[from] Unmailable),
    /// The demo's account or apps.
    #[error("the demo cannot be made ready: {0}")]
    Demo(Declined),
    /// What the audit has to hold before anybody is served.
    #[error("the audit cannot be written: {0}")]
    Audit(Declined),
}

/// Opens everything and, for a demo, seeds it. `bound` is the listener's address.
pub async fn start(
    config: Config,
    bound: SocketAddr,
    clock: Arc<Clock>,
    dice: Arc<dyn Dice>,
) -> Result<(Arc<Server>, Option<Shown>), Unstarted> {
    if let Some(fault) = config.missing_secret() {
        return Err(Unstarted::Secret(fault));
    }
    let origin = config.base_url(bound);
    let carrier = config.mail.as_ref().map(Carrier::from_environment).transpose()?;
    let mut server = open(config, bound, clock.clone(), dice).await?;
    server.mail = carrier.map(|carrier| Arc::new(Mail::new(carrier, clock)));
    let shown = match &server.config.demo {
        Some(demo) if demo.seed == Switch::On => Some(seed(&server, &origin).await.map_err(Unstarted::Demo)?),
        _ => None,
    };
    for realm in &server.realms.all {
        server.desk(realm, "server", "").note_weak_policies().await.map_err(Unstarted::Audit)?;
    }
    server.demo = shown.as_ref().map(|shown| index::index(shown, &server.realms, &Derived::new(&server.keys)));
    let server = Arc::new(server);
    if let Some(shown) = &shown {
        requests::ask(&server, shown).await.map_err(Unstarted::Demo)?;
    }
    Ok((server, shown))
}

/// Opens the keys and the database and builds the realms; nothing is seeded. Folder, root key and database are made where they are missing.
pub async fn open(
    config: Config,
    bound: SocketAddr,
    clock: Arc<Clock>,
    dice: Arc<dyn Dice>,
) -> Result<Server, Unstarted> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data)?;
    let mut found = Keys::find(&config.data)?;
    let store: Arc<dyn Store> = match &config.store {
        StoreConfig::Embedded => Arc::new(Sqlite::open(&config.data.join(DATABASE))?),
        StoreConfig::Postgres(options) => Arc::new(Postgres::connect(options.clone()).await?),
    };
    if found.is_none() && keyring::needs_root(store.as_ref()).await? {
        // A new one would not open what is there. But one that starts at the same time may have made it since.
        found = Some(Keys::find(&config.data)?.ok_or(Unopened::NoRoot)?);
    }
    let keys = found.map_or_else(|| Keys::open(&config.data, dice.as_ref()), Ok)?;
    let held = keyring::open(&keys, store.as_ref(), &realm::names(&config), clock.now(), dice.as_ref()).await?;
    let (main, admin) = (config.base_url(bound), config.admin_url(bound));
    let origins = Origins { main: &main, admin: &admin };
    let server = Server::new(config, origins, Parts { clock, dice, keys, held, store })?;
    let mut mounts = server.realms.all.iter().flat_map(|realm| &realm.mounts);
    if server.store.beside() == Beside::Elders && mounts.any(|mount| mount.dialect.shapes.is_private()) {
        tracing::info!("{}", Beside::REMEDY);
    }
    Ok(server)
}

async fn seed(server: &Server, origin: &str) -> Result<Shown, Declined> {
    // Its slow hash keeps nobody waiting.
    let seeder = Seeder::new(server, origin).await?;
    turn::take(server).await;
    let shown = tokio::select! {
        shown = seeded(server, &seeder) => shown,
        never = turn::keep(server) => match never {},
    };
    turn::give(server).await;
    shown
}

async fn seeded(server: &Server, seeder: &Seeder<'_>) -> Result<Shown, Declined> {
    let mut realms = Vec::new();
    let desk = |realm| server.desk(realm, "demo", "");
    for realm in &server.realms.all {
        realms.push(seeder.realm(&desk(realm)).await?);
    }
    let admin = desk(&server.realms.admin);
    let administrator = seeder.administrator(&admin).await?;
    seeder.shown(&server.config, (&admin.main()?.issuer, administrator), realms)
}

/// The listeners of a server.
pub struct Listeners {
    /// At the main address.
    pub main: TcpListener,
    /// At the administration's, where it has one of its own.
    pub admin: Option<TcpListener>,
}

/// An address that cannot be listened on, and why.
pub type Unbound = (SocketAddr, std::io::Error);

impl Listeners {
    /// Binds what the configuration names. A free port that it asked for stands in it afterwards.
    pub async fn bind(config: &mut Config) -> Result<Self, Unbound> {
        let main = bound(&mut config.listen).await?;
        let admin = match &mut config.admin {
            Some(admin) => Some(bound(&mut admin.listen).await?),
            None => None,
        };
        Ok(Self { main, admin })
    }
}

async fn bound(listen: &mut SocketAddr) -> Result<TcpListener, Unbound> {
    let listener = TcpListener::bind(*listen).await.map_err(|error| (*listen, error))?;
    *listen = listener.local_addr().map_err(|error| (*listen, error))?;
    Ok(listener)
}

/// What is left to write at the end has so long where requests have used up all there was, as they do when the database says nothing.
const LAST: Duration = Duration::from_secs(1);

/// Serves until `shutdown`, then drains, writes the last notes and ends. It ends by itself, with an error, where its keys were begun anew.
pub async fn serve(
    server: Arc<Server>,
    listeners: Listeners,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Unopened> {
    let housekeeping = [
        tokio::spawn(crate::purge::flush(server.clone())),
        tokio::spawn(crate::purge::purge(server.clone())),
        tokio::spawn(figures::keep(server.clone())),
    ];
    let mut keys = tokio::spawn(keyring::watch(server.clone()));
    let letters = server.mail.clone().map(|mail| tokio::spawn(mail.work()));
    let chores = tokio::spawn(crate::chores::work(server.clone()));
    let bounds = Bounds {
        connections: server.config.limits.connections,
        drain: Duration::from_secs(server.config.limits.drain.unsigned_abs()),
    };
    let drain = bounds.drain;
    let (stop, mut stopped) = watch::channel(());
    let admin = listeners.admin.map(|listener| {
        let front = Arc::new(Front::new(server.clone(), Entrance::Admin));
        tokio::spawn(listener::run(listener, front, bounds, async move {
            let _ = stopped.changed().await;
        }))
    });
    let (mut outcome, mut ending) = (Ok(()), None);
    let ended = async {
        tokio::select! {
            () = shutdown => tracing::info!(?drain, "ending: requests that were begun may go on for so long"),
            Ok(unopened) = &mut keys => outcome = Err(unopened),
        }
        ending = Some(Instant::now());
        drop(stop);
    };
    let front = Arc::new(Front::new(server.clone(), Entrance::Main));
    listener::run(listeners.main, front, bounds, ended).await;
    if let Some(admin) = admin {
        let _ = admin.await;
    }
    let left = || drain.saturating_sub(ending.map(|since| since.elapsed()).unwrap_or_default()).max(LAST);
    if let Some(mail) = &server.mail {
        mail.settle(left()).await;
    }
    keys.abort();
    for task in housekeeping.into_iter().chain(letters).chain([chores]) {
        task.abort();
    }
    let last = async {
        server.write_notes().await;
        crate::purge::hand_on(&server).await;
    };
    if tokio::time::timeout(left(), last).await.is_err() {
        tracing::warn!(
            "the database says nothing: when tokens were last used is not noted, and another node waits for the lease of this one"
        );
    }
    server.store.finish();
    outcome
}
