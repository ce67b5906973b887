//! The configuration file as written: every key optional, no judgement.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A configuration file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawConfig {
    /// Address and port.
    pub listen: Option<String>,
    /// Scheme, host and port as the outside sees them.
    pub public_url: Option<String>,
    /// Folder of database and root key.
    pub data: Option<String>,
    /// Address of the database.
    pub store: Option<String>,
    /// How a database at an address is used.
    pub postgres: RawPostgres,
    /// Addresses or networks of proxies.
    pub trusted_proxies: Vec<String>,
    /// Folder of more dialects.
    pub dialects: Option<String>,
    /// Bounds.
    pub limits: RawLimits,
    /// How keys are kept.
    pub keys: RawKeys,
    /// How mail is sent.
    pub mail: Option<RawMail>,
    /// Administration at an address of its own.
    pub admin: Option<RawAdmin>,
    /// Communities.
    pub realms: Vec<RawRealm>,
    /// For trying things out.
    pub demo: Option<RawDemo>,
}

/// `[postgres]`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawPostgres {
    /// What stands at the address: `none` (the server) or `transaction`.
    pub pooler: Option<String>,
    /// The server's own address, where a pooler stands at the other one.
    pub direct: Option<String>,
    /// Connections for questions about tokens, and as many again for pages.
    pub readers: Option<i64>,
    /// Connections that write.
    pub writers: Option<i64>,
    /// When the server gives a statement up.
    pub statement_timeout: Option<String>,
    /// Whether several requests share a transaction.
    pub batches: Option<bool>,
    /// File of the certificates that the server's has to go back to.
    pub root_certificates: Option<String>,
}

/// `[limits]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawLimits {
    /// Connections at a time.
    pub connections: Option<i64>,
    /// How long running requests have at the end.
    pub drain: Option<String>,
}

/// `[keys]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawKeys {
    /// How long one signs before the next does, or `never`.
    pub rotate: Option<String>,
}

/// `[mail]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawMail {
    /// Address of the mail server.
    pub smtp: Option<String>,
    /// Whose name and address letters bear.
    pub from: Option<String>,
}

/// `[admin]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawAdmin {
    /// Address and port.
    pub listen: Option<String>,
    /// Scheme, host and port as administrators see them.
    pub public_url: Option<String>,
}

/// `[[realms]]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawRealm {
    /// Its name.
    pub name: Option<String>,
    /// What people read.
    pub title: Option<String>,
    /// Dialects over it.
    pub mounts: Vec<RawMount>,
    /// `password` or `hand-off`.
    pub login: Option<String>,
    /// The owner's login page.
    pub login_page: Option<String>,
    /// `none` or `demanded`.
    pub review: Option<String>,
    /// How many apps one account may look after.
    pub apps_per_account: Option<i64>,
    /// A catalogue of its own.
    pub scopes: Option<Vec<RawScope>>,
    /// Whether everybody may make an account.
    pub sign_up: Option<String>,
    /// Its looks.
    pub brand: Option<RawBrand>,
    /// Whom its people ask for help.
    pub support: Option<String>,
    /// What its people are told by mail.
    pub notices: RawNotices,
}

/// `notices` of a realm.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawNotices {
    /// A sign-in from a device that has not signed in before.
    pub new_device: Option<bool>,
    /// An app that was allowed for the first time.
    pub new_app: Option<bool>,
}

/// `brand`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawBrand {
    /// File of the logo.
    pub logo: Option<String>,
    /// Accent colour on light.
    pub accent: Option<String>,
    /// Accent colour on dark.
    pub accent_dark: Option<String>,
}

/// One of `mounts`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawMount {
    /// Its name.
    pub name: Option<String>,
    /// Which dialect.
    pub dialect: Option<String>,
    /// Below which path.
    pub prefix: Option<String>,
    /// Under which host names.
    pub hosts: Option<Vec<String>>,
    /// Instead of the dialect's.
    pub lifetimes: RawLifetimes,
}

/// Lifetimes as texts: `90s`, `5m`, `1h`, `14d`, `10y`, `endless`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawLifetimes {
    /// Codes.
    pub code: Option<String>,
    /// Access tokens.
    pub access_token: Option<String>,
    /// Refresh tokens, from their last use.
    pub refresh_token: Option<String>,
}

/// One of `scopes`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawScope {
    /// The word.
    pub name: Option<String>,
    /// What people read, by language.
    pub words: BTreeMap<String, String>,
    /// What it opens as well.
    pub implies: Vec<String>,
    /// Whose grant it needs.
    pub role: Option<String>,
    /// Whether the page marks it.
    pub danger: bool,
}

/// `[demo]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RawDemo {
    /// Whether the clock may be moved from outside.
    pub clock: bool,
    /// Whether demo accounts and apps are made.
    pub seed: bool,
    /// Whether pages have something on them from the start.
    pub samples: bool,
    /// Registered for them.
    pub redirect_uris: Vec<String>,
}
