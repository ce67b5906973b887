//! Everything ready to try: `grantor demo` is `serve` with the file that [`mod@file`] writes.
//!
//! # Layout
//! - [`mod@file`]: the configuration of a demo; [`derived`]: its password, ids and secrets, from the root key.
//! - [`seed`]: the account and the apps, made where they are missing; `samples` and [`requests`]: what would have come of them by now;
//!   [`turn`]: which of several makes them; [`Shown`]: what there is to try.
//! - [`mod@line`]: that for programs, as one line of JSON; [`guide`] and [`index`]: the same for people; [`steps`]: one app's flow.

mod apps;
pub mod clock;
pub mod derived;
pub mod file;
pub mod guide;
pub mod index;
pub mod line;
pub mod requests;
mod samples;
pub mod seed;
pub mod steps;
#[cfg(test)]
mod tests;
pub mod turn;

use crate::realm::Mount;
use engine::model::{Account, App};
use engine::secret::Plain;

/// The path of the page that shows what came back to an app.
pub const CALLBACK: &str = "/demo/callback";

/// What a seeded demo has to show.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The public address.
    pub url: String,
    /// The data folder.
    pub data: String,
    /// The database, where it is not in that folder.
    pub database: Option<String>,
    /// Opens every account, unless somebody gave it another.
    pub password: Plain,
    /// Where the administration is.
    pub admin: String,
    /// Opens the administrator's account, as long as it does.
    pub administrator_password: Option<Plain>,
    /// The realms, in order of the configuration.
    pub realms: Vec<ShownRealm>,
}

impl Shown {
    /// The password that opens the account of every realm, if one does.
    pub fn common_password(&self) -> Option<&Plain> {
        self.realms.iter().all(|realm| realm.password.is_some()).then_some(&self.password)
    }

    /// The built-in page that shows what came back to an app.
    pub fn callback(&self) -> String {
        format!("{}{CALLBACK}", self.url)
    }
}

/// Where a mount's people find their own account.
pub fn account_pages(mount: &Mount) -> String {
    format!("{}/account", mount.issuer)
}

/// Where a mount's developers find their apps.
pub fn console(mount: &Mount) -> String {
    format!("{}{}", mount.issuer, mount.dialect.console.path)
}

/// A realm of the demo.
#[derive(Clone, Debug)]
pub struct ShownRealm {
    /// Its name.
    pub name: String,
    /// The account in it.
    pub account: Account,
    /// Opens it, as long as it does.
    pub password: Option<Plain>,
    /// Its apps.
    pub apps: Vec<ShownApp>,
    /// When its samples were made.
    pub samples: Began,
}

/// Whether samples are new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Began {
    /// This very start has made them.
    Now,
    /// An earlier one has, or none are wanted.
    Before,
}

/// An app of the demo.
#[derive(Clone, Debug)]
pub struct ShownApp {
    /// As registered now.
    pub app: App,
    /// Its secret, as long as the derived one is among its live ones.
    pub secret: Option<Plain>,
    /// Its test token, as long as the derived one lives.
    pub test_token: Option<Plain>,
}
