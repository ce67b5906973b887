//! The configuration: one TOML file, read as written ([`raw`]), then checked into what is meant, with all faults at once.
//!
//! # Layout
//! - [`raw`]: the file as written; `check`: what must hold, a file per subject.
//! - [`mail`]: the mail server; [`net`]: networks of trusted proxies; [`EXAMPLE`]: a commented file that passes the check.

mod check;
mod example;
pub mod mail;
pub mod net;
pub mod raw;
#[cfg(test)]
mod tests;

pub use check::{
    check, dialect_of, is_loopback, is_reserved, load as load_dialect, names as dialect_names,
    replaced as replaced_dialects, source as dialect_source,
};
pub use dialect::fault::Faults;
pub use example::EXAMPLE;

use crate::colour::Colour;
use dialect::check::Source;
use engine::secret::Plain;
use net::IpNet;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The shortest secret that a hand-off is signed with, in bytes (RFC 7518 section 3.2).
const SHORTEST_SECRET: usize = 32;

/// What `serve` runs from.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Scheme, host and port under which browsers and apps reach the server, without path; `None`: `http://` and the listener's address.
    pub public_url: Option<String>,
    /// The folder of the root key, and of the embedded database.
    pub data: PathBuf,
    /// Where everything is kept.
    pub store: StoreConfig,
    /// Whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// A folder of more dialects, `NAME/dialect.toml` each.
    pub dialects: Option<PathBuf>,
    /// Bounds.
    pub limits: Limits,
    /// How keys are kept.
    pub keys: KeysConfig,
    /// How mail is sent; `None`: not at all.
    pub mail: Option<mail::MailConfig>,
    /// Administration, metrics and health at an address of their own; `None`: at the main one.
    pub admin: Option<AdminConfig>,
    /// The communities, in file order.
    pub realms: Vec<RealmConfig>,
    /// Switches for trying things out; `None`: a real deployment.
    pub demo: Option<DemoConfig>,
}

impl Config {
    /// The public address, where `listener` is the address that was bound.
    pub fn base_url(&self, listener: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{listener}"))
    }

    /// The public address of the administration, where `listener` is the main address that was bound.
    pub fn admin_url(&self, listener: SocketAddr) -> String {
        match &self.admin {
            Some(admin) => admin.public_url.clone().unwrap_or_else(|| format!("http://{}", admin.listen)),
            None => self.base_url(listener),
        }
    }

    /// The realm of that name, or the one that has a mount of that name.
    pub fn realm(&self, name: &str) -> Option<&RealmConfig> {
        let named = self.realms.iter().find(|realm| realm.name == name);
        named.or_else(|| self.realms.iter().find(|realm| realm.mounts.iter().any(|mount| mount.name == name)))
    }

    /// With the secrets that never stand in the file. `environment` gives the value of a variable.
    pub fn with_secrets(mut self, environment: &dyn Fn(&str) -> Option<String>) -> Self {
        if let StoreConfig::Postgres(options) = &mut self.store {
            options.password = environment(STORE_PASSWORD_VARIABLE);
        }
        for realm in &mut self.realms {
            if let Login::HandOff(own) = &mut realm.login {
                own.secret = environment(&hand_off_variable(&realm.name)).map(Plain::new);
            }
        }
        self
    }

    /// Why the server cannot begin with the secrets that it was given.
    pub fn missing_secret(&self) -> Option<String> {
        self.realms.iter().find_map(|realm| match &realm.login {
            Login::HandOff(own) => own.secret_fault(&realm.name),
            Login::Password => None,
        })
    }
}

impl HandOffConfig {
    /// What is wrong with the shared secret, and what to do about it.
    pub fn secret_fault(&self, realm: &str) -> Option<String> {
        let variable = hand_off_variable(realm);
        let remedy = "give it and the owner's site the same 32 bytes at least; `openssl rand -hex 32` makes some";
        match self.secret.as_ref().map(|secret| secret.expose().len()) {
            None => Some(format!("{variable} is not set: {remedy}")),
            Some(bytes) if bytes < SHORTEST_SECRET => Some(format!("{variable} has {bytes} bytes: {remedy}")),
            Some(_) => None,
        }
    }
}

/// The embedded database's file in the data folder.
pub const DATABASE: &str = "grantor.db";

/// The environment variable of the password at the database, where its address holds none.
pub const STORE_PASSWORD_VARIABLE: &str = "GRANTOR_STORE_PASSWORD";

/// Where everything is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum StoreConfig {
    /// In a file in the data folder.
    #[default]
    Embedded,
    /// On a PostgreSQL server, which several nodes may share.
    Postgres(store::postgres::Options),
}

/// The realm of the administrators and its mount: built in, no configuration may take the name.
pub const ADMIN: &str = "admin";
/// Where that mount lies.
pub const ADMIN_PREFIX: &str = "/admin";

/// Where the administration is reached, where that is not the main address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Scheme, host and port under which administrators reach it; `None`: `http://` and the listener's address.
    pub public_url: Option<String>,
}

/// Bounds of the server as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// Seconds that running requests have when the server ends.
    pub drain: i64,
}

/// How the keys that sign and seal are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeysConfig {
    /// Seconds that one signs before the next one does; `None`: until somebody replaces it.
    pub rotate: Option<i64>,
}

impl Default for KeysConfig {
    fn default() -> Self {
        Self { rotate: Some(90 * 86_400) }
    }
}

/// One community of accounts, apps and grants.
#[derive(Clone, Debug, PartialEq)]
pub struct RealmConfig {
    /// Unique; lower case letters, digits and hyphens.
    pub name: String,
    /// What people read; `None`: the title of its first dialect.
    pub title: Option<String>,
    /// At least one. The first gives ids their shape.
    pub mounts: Vec<MountConfig>,
    /// How its people sign in.
    pub login: Login,
    /// Whether a developer's app is looked at before everybody can use it.
    pub review: ReviewRule,
    /// How many apps one account may look after.
    pub apps_per_account: u32,
    /// Instead of the first dialect's catalogue.
    pub scopes: Option<Vec<ScopeConfig>>,
    /// Whether everybody may make an account.
    pub sign_up: SignUp,
    /// Its looks.
    pub brand: BrandConfig,
    /// Whom its people ask for help: an address for mail or a page.
    pub support: Option<String>,
    /// What its people are told by mail, where mail is sent.
    pub notices: Notices,
}

/// How many apps one account may look after where nothing is said.
pub const APPS_PER_ACCOUNT: u32 = 250;

/// Whether a developer's app is looked at before everybody can use it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReviewRule {
    /// It is live from the start.
    #[default]
    None,
    /// It is limited to its owners' accounts until an administrator approves it.
    Demanded,
}

/// What people are told by mail. A new password or address is always told, but where the command line sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notices {
    /// A sign-in from a device that has not signed in before.
    pub new_device: Switch,
    /// An app that was allowed for the first time.
    pub new_app: Switch,
}

/// How the people of a realm sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Login {
    /// Here, with a password.
    #[default]
    Password,
    /// At a page of the owner's.
    HandOff(HandOffConfig),
}

/// The owner's login page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOffConfig {
    /// Its address.
    pub page: String,
    /// What the owner's site and this server share, from the environment ([`hand_off_variable`]); `None`: it is not there.
    pub secret: Option<Plain>,
}

/// The environment variable of a realm's shared secret: for `shop-old`, `GRANTOR_HAND_OFF_SHOP_OLD`.
pub fn hand_off_variable(realm: &str) -> String {
    format!("GRANTOR_HAND_OFF_{}", realm.to_ascii_uppercase().replace('-', "_"))
}

/// Whether everybody may make an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignUp {
    /// Only operators make accounts.
    #[default]
    Off,
    /// Everybody does.
    Open,
}

/// What a realm's pages have of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrandConfig {
    /// In the place of the realm's initial.
    pub logo: Option<Logo>,
    /// In the place of the stylesheet's accent.
    pub accents: Option<Accents>,
}

/// A picture, read at start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// What it is.
    pub kind: LogoKind,
    /// The file.
    pub content: Vec<u8>,
}

/// What a logo may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoKind {
    /// SVG.
    Svg,
    /// PNG.
    Png,
}

/// One colour that can be read on light, and one on dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accents {
    /// On light.
    pub light: Colour,
    /// On dark.
    pub dark: Colour,
}

/// A dialect over a realm, at a place of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct MountConfig {
    /// Unique over all realms: the realm's name for its first mount, `REALM-DIALECT` for others, or what the file says.
    pub name: String,
    /// A built-in dialect or one of the dialects folder.
    pub dialect: String,
    /// Where.
    pub at: At,
    /// Instead of the dialect's own.
    pub lifetimes: LifetimesConfig,
}

/// Where a mount is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// Below this path: begins with `/`, does not end with one.
    Prefix(String),
    /// Under these host names, lower case; `*.` in front stands for one more label.
    Hosts(Vec<String>),
}

/// Lifetimes that differ from the dialect's; `None`: they do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LifetimesConfig {
    /// Codes, in seconds.
    pub code: Option<i64>,
    /// Access tokens; the inner `None` is without end.
    pub access: Option<engine::time::Lifetime>,
    /// Refresh tokens, from their last use; the inner `None` is without end.
    pub refresh: Option<engine::time::Lifetime>,
}

/// A scope of a realm's own catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeConfig {
    /// The word.
    pub name: String,
    /// What people read, by language; `en` is always there.
    pub words: BTreeMap<String, String>,
    /// Words that it opens as well.
    pub implies: Vec<String>,
    /// Only accounts with this role may grant it.
    pub role: Option<String>,
    /// Whether the page marks it.
    pub danger: dialect::model::Danger,
}

/// For trying things out, on a loopback listener only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoConfig {
    /// Whether `POST /demo/clock` moves the clock.
    pub clock: Switch,
    /// Whether each realm gets the demo account and apps at start.
    pub seed: Switch,
    /// Whether the demo account has let apps in and is signed in elsewhere from the start.
    pub samples: Switch,
    /// Registered for every demo app that may have them.
    pub redirect_uris: Vec<String>,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// Reads and checks a file. Relative folders in it are relative to the file's own.
pub fn read(path: &Path) -> Result<Config, Unreadable> {
    match std::fs::read_to_string(path) {
        Ok(text) => said(path, text).map_err(Unreadable::Faults),
        Err(error) => Err(Unreadable::File(path.display().to_string(), error)),
    }
}

/// Checks what a file says.
pub fn said(path: &Path, text: String) -> Result<Config, Faults> {
    let source = Source { name: "configuration".to_owned(), file: path.display().to_string(), text };
    let config = check(&source, path.parent().unwrap_or(Path::new("")))?;
    Ok(config.with_secrets(&|name| std::env::var(name).ok()))
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file cannot be read.
    #[error("cannot read {0}: {1}; `grantor config example` prints one to begin with")]
    File(String, std::io::Error),
    /// It has faults.
    #[error("{0}")]
    Faults(Faults),
}
