//! The configuration as it runs: realms, their mounts, and which request is whose.

use crate::config::{
    self, ADMIN, ADMIN_PREFIX, At, Config, Faults, LifetimesConfig, Login, MountConfig, Notices, RealmConfig,
    ReviewRule, SignUp, Switch,
};
use crate::flow::hand_off::HandOff;
use crate::keys::RealmKeys;
use crate::keys::ring::Held;
use crate::memory::cache::Cache;
use crate::metrics::Requests;
use crate::pages::Brand;
use crate::wire::routes::Routes;
use dialect::model::Dialect;
use engine::model::{MountKey, RealmKey, name_key};
use std::collections::HashMap;
use std::sync::Arc;

/// All realms.
pub struct Realms {
    /// In order of the configuration; the administrators' is not among them.
    pub all: Vec<Arc<Realm>>,
    /// The administrators': its accounts may do everything in all the others.
    pub admin: Arc<Realm>,
    prefixes: Vec<(String, Arc<Realm>, usize)>,
    hosts: HashMap<String, (Arc<Realm>, usize)>,
}

/// One community of accounts, apps, scopes and grants.
pub struct Realm {
    /// Its name.
    pub name: String,
    /// Its key in the store.
    pub key: RealmKey,
    /// What people call it.
    pub title: String,
    /// Whether everybody may make an account.
    pub sign_up: SignUp,
    /// Its own looks.
    pub brand: Brand,
    /// Whom its people ask for help: an address for mail or a page.
    pub support: Option<String>,
    /// Where its people sign in, if not here.
    pub hand_off: Option<HandOff>,
    /// Its mounts, the main one first.
    pub mounts: Vec<Mount>,
    /// Apps and accounts at the revision of the last request.
    pub cache: Cache,
    /// Keys of this realm.
    pub keys: RealmKeys,
    /// What its people are told by mail.
    pub notices: Notices,
    /// Its requests, counted.
    pub requests: Requests,
    /// Whether a developer's app is looked at before everybody can use it.
    pub review: ReviewRule,
    /// How many apps one account may look after.
    pub apps_per_account: u32,
}

/// One dialect at one place.
pub struct Mount {
    /// Its name.
    pub name: String,
    /// Its key in the store.
    pub key: MountKey,
    /// How it speaks, with the configuration's lifetimes and the realm's scopes.
    pub dialect: Dialect,
    /// The public address of the mount.
    pub issuer: String,
    /// What stands before its paths: empty under host names of its own.
    pub prefix: String,
    /// Its routes.
    pub routes: Routes,
    /// The metadata document, ready to send.
    pub metadata: Option<bytes::Bytes>,
}

impl Realm {
    /// The mount that gives ids their shape and the console its words.
    pub fn main(&self) -> Option<&Mount> {
        self.mounts.first()
    }

    /// What people call a mount: the realm's title, and the dialect beside it where it is not the main one.
    pub fn title_of(&self, mount: &Mount) -> String {
        match self.main() {
            Some(main) if main.key != mount.key => format!("{} ({})", self.title, mount.dialect.name),
            _ => self.title.clone(),
        }
    }

    /// The mount of that key.
    pub fn mount(&self, key: MountKey) -> Option<&Mount> {
        self.mounts.iter().find(|mount| mount.key == key)
    }
}

impl Realms {
    /// The realm of that name, or the one with a mount of that name.
    pub fn named(&self, name: &str) -> Option<&Arc<Realm>> {
        let by_name = self.all.iter().chain([&self.admin]).find(|realm| realm.name == name);
        by_name.or_else(|| self.all.iter().find(|realm| realm.mounts.iter().any(|mount| mount.name == name)))
    }

    /// The realm of exactly that name.
    pub fn exactly(&self, name: &str) -> Option<&Arc<Realm>> {
        self.all.iter().chain([&self.admin]).find(|realm| realm.name == name)
    }

    /// At the administration's own listener: its mount, and the path below it.
    pub fn find_admin<'p>(&self, path: &'p str) -> Option<(&Arc<Realm>, &Mount, &'p str)> {
        let rest = path.strip_prefix(ADMIN_PREFIX).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
        Some((&self.admin, self.admin.main()?, rest))
    }

    /// At the main listener: whose request it is, and the path below the mount.
    pub fn find<'p>(&self, host: &str, path: &'p str) -> Option<(&Arc<Realm>, &Mount, &'p str)> {
        if let Some((realm, index)) = self.by_host(host) {
            return realm.mounts.get(*index).map(|mount| (realm, mount, path));
        }
        self.prefixes.iter().find_map(|(prefix, realm, index)| {
            let rest = path.strip_prefix(prefix.as_str())?;
            let mount = realm.mounts.get(*index)?;
            (rest.is_empty() || rest.starts_with('/')).then_some((realm, mount, rest))
        })
    }

    /// By the host's name, with its port or without, else by its parent's wildcard.
    fn by_host(&self, host: &str) -> Option<&(Arc<Realm>, usize)> {
        if self.hosts.is_empty() {
            return None;
        }
        let host = host.to_ascii_lowercase();
        let bare = host
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
            .map_or(host.as_str(), |(name, _)| name);
        let wild = bare.split_once('.').map(|(_, parent)| format!("*.{parent}"));
        let names = [Some(host.as_str()), Some(bare), wild.as_deref()];
        names.into_iter().flatten().find_map(|name| self.hosts.get(name))
    }
}

/// Where a server is reached.
#[derive(Clone, Copy, Debug)]
pub struct Origins<'a> {
    /// The main address, such as `https://auth.example.com`.
    pub main: &'a str,
    /// The administration's; the same where it has none of its own.
    pub admin: &'a str,
}

/// Why there are no realms.
#[derive(Debug, thiserror::Error)]
pub enum Unbuilt {
    /// The configuration.
    #[error("{0}")]
    Config(#[from] Faults),
    /// A realm without keys.
    #[error("there are no keys of the realm {0}")]
    Keyless(String),
}

/// The names of all realms of a configuration, and the administrators'.
pub fn names(config: &Config) -> Vec<&str> {
    config.realms.iter().map(|realm| realm.name.as_str()).chain([ADMIN]).collect()
}

/// Builds the realms of a checked configuration, and the administrators' beside them.
pub fn build(config: &Config, origins: Origins<'_>, keys: &[Held]) -> Result<Realms, Unbuilt> {
    let admin = Arc::new(administrators(origins.admin, keys)?);
    let mut realms = Realms { all: Vec::new(), admin, prefixes: Vec::new(), hosts: HashMap::new() };
    if config.admin.is_none() {
        realms.prefixes.push((ADMIN_PREFIX.to_owned(), realms.admin.clone(), 0));
    }
    let built =
        config.realms.iter().map(|spec| realm(config, spec, origins.main, keys)).collect::<Result<Vec<_>, _>>()?;
    let titles: Vec<String> = built.iter().map(|realm| realm.title.clone()).collect();
    for (spec, mut realm) in config.realms.iter().zip(built) {
        // Called as its dialect is; where another realm is too, its name tells them apart.
        if spec.title.is_none() && titles.iter().filter(|title| **title == realm.title).count() > 1 {
            realm.title = format!("{} ({})", realm.title, realm.name);
        }
        let realm = Arc::new(realm);
        for (index, mount) in spec.mounts.iter().enumerate() {
            match &mount.at {
                At::Prefix(prefix) => realms.prefixes.push((prefix.clone(), realm.clone(), index)),
                At::Hosts(hosts) => {
                    let own = hosts.iter().map(|host| (host.to_ascii_lowercase(), (realm.clone(), index)));
                    realms.hosts.extend(own);
                }
            }
        }
        realms.all.push(realm);
    }
    // The longest prefix wins, so that one mount may stand below another.
    realms.prefixes.sort_by_key(|(prefix, ..)| std::cmp::Reverse(prefix.len()));
    Ok(realms)
}

fn realm(config: &Config, spec: &RealmConfig, origin: &str, keys: &[Held]) -> Result<Realm, Unbuilt> {
    let mut mounts: Vec<Mount> = Vec::new();
    for mount in &spec.mounts {
        let mut dialect = config::dialect_of(config, spec, mount)?;
        // The realm's scopes are its first dialect's: apps are registered once and granted everywhere.
        if let Some(main) = mounts.first() {
            let asked = dialect.policy.scopes.asked;
            dialect.policy.scopes.scopes = main.dialect.policy.scopes.scopes.clone();
            dialect.policy.scopes.axes = main.dialect.policy.scopes.axes.clone();
            dialect.policy.scopes.asked = asked;
            dialect.scopes.words = main.dialect.scopes.words.clone();
        }
        mounts.push(self::mount(mount, dialect, origin));
    }
    assembled(spec, mounts, keys)
}

/// The administrators' realm: the built-in standard for names and shapes, and none of its routes, since nothing is authorized there.
fn administrators(origin: &str, keys: &[Held]) -> Result<Realm, Unbuilt> {
    let mut dialect = config::load_dialect(None, "standard")?;
    dialect.routes.clear();
    dialect.policy.scopes.scopes.clear();
    let place = MountConfig {
        name: ADMIN.to_owned(),
        dialect: "standard".to_owned(),
        at: At::Prefix(ADMIN_PREFIX.to_owned()),
        lifetimes: LifetimesConfig::default(),
    };
    let mount = Mount { metadata: None, ..mount(&place, dialect, origin) };
    let spec = RealmConfig {
        brand: Default::default(),
        support: None,
        sign_up: SignUp::Off,
        name: ADMIN.to_owned(),
        title: Some("Grantor Admin".to_owned()),
        mounts: vec![place],
        scopes: None,
        notices: Notices { new_device: Switch::On, new_app: Switch::Off },
        review: ReviewRule::None,
        apps_per_account: config::APPS_PER_ACCOUNT,
        login: Login::Password,
    };
    assembled(&spec, vec![mount], keys)
}

fn assembled(spec: &RealmConfig, mounts: Vec<Mount>, keys: &[Held]) -> Result<Realm, Unbuilt> {
    let title = spec.title.clone().or_else(|| mounts.first().map(|mount| mount.dialect.title.clone()));
    let key = RealmKey(name_key(&spec.name));
    Ok(Realm {
        name: spec.name.clone(),
        key,
        title: title.unwrap_or_else(|| spec.name.clone()),
        sign_up: spec.sign_up,
        brand: Brand::new(&spec.brand),
        support: spec.support.clone(),
        hand_off: match &spec.login {
            Login::Password => None,
            Login::HandOff(page) => Some(HandOff::new(page)),
        },
        mounts,
        cache: Cache::default(),
        notices: spec.notices,
        review: spec.review,
        apps_per_account: spec.apps_per_account,
        keys: RealmKeys::of(key, keys).ok_or_else(|| Unbuilt::Keyless(spec.name.clone()))?,
        requests: Requests::default(),
    })
}

/// The address that apps know a mount by, where `origin` is the server's own.
fn issuer(at: &At, origin: &str) -> String {
    match at {
        At::Prefix(prefix) => format!("{origin}{prefix}"),
        At::Hosts(hosts) => {
            let scheme = origin.split("://").next().unwrap_or("https");
            let host = hosts.iter().find(|host| !host.starts_with('*')).map_or("localhost", String::as_str);
            format!("{scheme}://{host}")
        }
    }
}

fn mount(spec: &MountConfig, dialect: Dialect, origin: &str) -> Mount {
    let issuer = issuer(&spec.at, origin);
    let prefix = match &spec.at {
        At::Prefix(prefix) => prefix.clone(),
        At::Hosts(_) => String::new(),
    };
    let scopes: Vec<String> = dialect.policy.scopes.scopes.iter().map(|scope| scope.name.clone()).collect();
    let metadata = dialect.metadata(&issuer, &scopes).map(|document| bytes::Bytes::from(document.to_string()));
    let routes = Routes::new(&dialect);
    Mount { name: spec.name.clone(), key: MountKey(name_key(&spec.name)), dialect, issuer, prefix, routes, metadata }
}
