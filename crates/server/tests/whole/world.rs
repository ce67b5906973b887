//! A server of one's own in one line.

use crate::browser::Browser;
use crate::database::Database;
use crate::http::{Request, Response};
use crate::log;
use engine::model::{Account, RealmKey};
use grantor::clock::Clock;
use grantor::config;
use grantor::demo::file::{self, Wish};
use grantor::demo::{Shown, ShownApp};
use grantor::desk::Desk;
use grantor::dice::{Dice, SeededDice};
use grantor::realm::{Mount, Realm};
use grantor::serve;
use grantor::server::Server;
use std::collections::BTreeMap;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::ops::{Page, Rest};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// Registered for every demo app that may have them; nobody listens there.
pub const WEB: &str = "https://client.example/connect/user";
/// See [`WEB`].
pub const LOOP: &str = "http://127.0.0.1:47110/cb";

/// What realms with `login = "hand-off"` share with the owner's site.
pub const HAND_OFF_SECRET: &str = "0123456789abcdef0123456789abcdef";

/// When the held clock stands: 2026-11-22T12:00:00.232Z.
pub const NOON_MS: i64 = 1_795_348_800_232;

/// A running server with its demo.
pub struct World {
    pub at: SocketAddr,
    pub shown: Shown,
    pub server: Arc<Server>,
    /// By which name its threads, and so its log, are known.
    pub name: String,
    cookies: Mutex<BTreeMap<String, String>>,
    runtime: Runtime,
    /// Where everything is kept.
    pub database: Database,
    // Dropped last: the folder of the database.
    folder: TempDir,
}

impl World {
    /// All realms of the demo, below their prefixes.
    pub fn new() -> Self {
        Self::of(&[])
    }

    /// Only these realms; the others cost time to seed.
    pub fn of(realms: &[&str]) -> Self {
        Self::configured(realms, "")
    }

    /// The same with more tables in the configuration.
    pub fn configured(realms: &[&str], tables: &str) -> Self {
        Self::from_config(&(Self::text(realms) + tables), &|_| ())
    }

    /// The configuration of a demo with these realms.
    pub fn text(realms: &[&str]) -> String {
        file::text(&Self::wish(realms)).unwrap()
    }

    /// All realms as `grantor demo` has them, with something on every page.
    pub fn with_samples() -> Self {
        let wish = Wish { samples: grantor::config::Switch::On, ..Self::wish(&[]) };
        Self::from_config(&file::text(&wish).unwrap(), &|_| ())
    }

    fn wish(realms: &[&str]) -> Wish {
        Wish {
            listen: "127.0.0.1:0".parse().unwrap(),
            store: None,
            redirect_uris: vec![WEB.to_owned(), LOOP.to_owned()],
            only: realms.iter().map(|name| name.to_string()).collect(),
            dialects: None,
            samples: grantor::config::Switch::Off,
        }
    }

    /// From the text of a configuration; `prepare` fills the folder that it stands in.
    pub fn from_config(text: &str, prepare: &dyn Fn(&Path)) -> Self {
        let folder = TempDir::new().unwrap();
        prepare(folder.path());
        let database = Database::new(folder.path());
        Self::on(database, folder, text, 7)
    }

    /// On that database, with the folder that it or the configuration stands in; `seed` makes what is random.
    pub fn on(database: Database, folder: TempDir, text: &str, seed: u8) -> Self {
        let file = folder.path().join("grantor.toml");
        std::fs::write(&file, database.line() + text).unwrap();
        let config = config::read(&file).unwrap_or_else(|faults| panic!("{faults}"));
        let mut config =
            config.with_secrets(&|name| name.starts_with("GRANTOR_HAND_OFF_").then(|| HAND_OFF_SECRET.to_owned()));
        log::keep();
        static NTH: AtomicU64 = AtomicU64::new(0);
        let name = format!("world {}", NTH.fetch_add(1, Ordering::Relaxed));
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name(&name).enable_all().build().unwrap();
        // On a thread of the runtime: this one keeps no connection of the server's.
        let started = runtime.spawn(async move {
            let listeners = serve::Listeners::bind(&mut config).await.unwrap();
            let at = config.listen;
            let clock = Arc::new(Clock::held_at(NOON_MS));
            let dice: Arc<dyn Dice> = Arc::new(SeededDice::new(seed));
            let (server, shown) = serve::start(config, at, clock, dice).await.unwrap();
            tokio::spawn(serve::serve(server.clone(), listeners, std::future::pending()));
            (at, server, shown.expect("a seeded demo"))
        });
        let (at, server, shown) = runtime.block_on(started).unwrap();
        Self { at, shown, server, name, cookies: Mutex::default(), runtime, database, folder }
    }

    /// The public address.
    pub fn url(&self) -> String {
        format!("http://{}", self.at)
    }

    /// Runs something on the server's own runtime.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Gives a database back that has left. The server finds it by itself.
    pub fn database_is_back(&self) {
        self.database.come_back();
        let begun = Instant::now();
        // What pages read by has connections of its own.
        let page = || self.block_on(self.server.store.accounts(RealmKey(0), Page { after: None, limit: 1 }));
        while self.get("/readyz").status != 200 || page().is_err() {
            assert!(begun.elapsed() < Duration::from_secs(2), "it is healthy within two seconds");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Where the configuration, the root key and perhaps the database are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends the server; gives what was its folder.
    pub fn end(self) -> TempDir {
        let Self { server, runtime, folder, .. } = self;
        runtime.block_on(server.write_notes());
        runtime.shutdown_timeout(Duration::from_secs(10));
        drop(server);
        folder
    }

    /// Moves the clock on.
    pub fn advance(&self, seconds: i64) {
        self.server.clock.advance(seconds);
    }

    /// The realm (or the realm of that mount).
    pub fn realm(&self, name: &str) -> &Arc<Realm> {
        self.server.realms.named(name).unwrap_or_else(|| panic!("a realm {name}"))
    }

    /// The mount of that name.
    pub fn mount(&self, name: &str) -> &Mount {
        self.realm(name).mounts.iter().find(|mount| mount.name == name).unwrap_or_else(|| panic!("a mount {name}"))
    }

    /// What the server said in its log so far.
    pub fn log(&self) -> Vec<log::Line> {
        log::lines(&self.name)
    }

    /// The first app of that kind in a realm.
    pub fn app(&self, realm: &str, kind: &str) -> &ShownApp {
        self.apps(realm)
            .iter()
            .find(|app| app.app.kind == kind)
            .unwrap_or_else(|| panic!("an app of kind {kind} in {realm}"))
    }

    /// The seeded apps of a realm, in order.
    pub fn apps(&self, realm: &str) -> &[ShownApp] {
        let name = &self.realm(realm).name;
        &self.shown.realms.iter().find(|own| own.name == *name).unwrap_or_else(|| panic!("a seeded realm {realm}")).apps
    }

    /// A person with a browser of their own.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// What the browser of the clients' person keeps.
    pub fn kept_cookies(&self) -> BTreeMap<String, String> {
        self.cookies.lock().unwrap().clone()
    }

    /// See [`World::kept_cookies`].
    pub fn keep_cookies(&self, cookies: BTreeMap<String, String>) {
        self.cookies.lock().unwrap().extend(cookies);
    }

    /// A person who has signed in at that client's mount before.
    pub fn browser_of<'w>(&'w self, client: &crate::client::Client<'w>) -> Browser<'w> {
        let mut browser = self.browser();
        browser.cookies = client.cookies();
        browser
    }

    /// Operators' work on a realm, while the server runs.
    pub fn admin<T>(&self, realm: &str, work: impl AsyncFnOnce(Desk<'_>) -> T) -> T {
        self.block_on(work(self.server.desk(self.realm(realm), "command-line", "")))
    }

    /// Looks through all rows once, as housekeeping does.
    pub fn purge(&self) {
        let now = self.server.clock.now().secs();
        while self.block_on(self.server.store.purge(now, 1000)).unwrap().rest == Rest::More {}
    }

    /// GET.
    pub fn get(&self, target: &str) -> Response {
        Request::new("GET", target).send(self.at)
    }

    /// GET with `Authorization: Bearer`.
    pub fn bearer(&self, target: &str, token: &str) -> Response {
        Request::new("GET", target).header("Authorization", &format!("Bearer {token}")).send(self.at)
    }

    /// POST of a form.
    pub fn form(&self, target: &str, pairs: &[(&str, &str)]) -> Response {
        Request::new("POST", target).form(pairs).send(self.at)
    }

    /// POST of JSON.
    pub fn json(&self, target: &str, body: &str) -> Response {
        Request::new("POST", target).body("application/json", body).send(self.at)
    }
}

/// All accounts, but for what every visit of theirs moves.
pub async fn accounts(desk: &Desk<'_>) -> Vec<Account> {
    let mut all = desk.accounts().await.unwrap();
    all.iter_mut().for_each(|account| account.seen_at = None);
    all
}
