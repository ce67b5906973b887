//! What operators and developers do with apps, accounts and grants: the rules of it, for the command line, the pages and the API alike.
//!
//! # Layout
//! - [`Desk`]: one realm, at one time, worked on by one actor, for whom ([`Hand`]); [`About`]: what they leave in the audit is about;
//!   [`Declined`]: why something is not done, in a sentence.
//! - [`apps`], [`facts`], [`features`], [`usage`], [`secrets`], [`test_token`], [`owners`], [`review`]: apps; [`own`]: what a developer may see of them; [`refused`]: an
//!   app's own error log.
//! - [`accounts`], [`account`], [`upstream`], [`links`], [`sessions`], [`data`]: people; [`letters`]: who is told by mail; [`grants`], [`tokens`]: what people
//!   let happen.
//! - [`search`]: finding all that, and what happened; [`names`]: by whom and to what, as people know it; [`Slice`]: a part of a list.
//! - [`keys`], [`rights`]: keys of the administration's API; [`first`]: the first administrator.
//! - [`doctor`]: what is wrong with a deployment; `weak`: where its dialects are weaker than the standard, for the audit.

pub mod account;
pub mod accounts;
pub mod apps;
pub mod data;
mod declined;
pub mod doctor;
pub mod facts;
pub mod features;
pub mod first;
pub mod grants;
pub mod keys;
pub mod letters;
pub mod links;
pub mod names;
pub mod own;
pub mod owners;
pub(crate) mod passwords;
pub mod refused;
pub mod review;
pub mod rights;
pub mod search;
pub mod secrets;
pub mod sessions;
pub mod sign_ins;
mod slice;
pub mod test_token;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod upstream;
pub mod usage;
mod weak;

pub use declined::{Declined, Misnamed, Sort, Unfit};
pub use slice::Slice;

use crate::dice::Dice;
use crate::passwords::Passwords;
use crate::realm::{Mount, Realm};
use engine::model::{Account, App};
use engine::time::Now;
use store::Store;
use store::ops::{Audit, Page, Shown, canonical};

/// Rows that are asked for at a time.
const PAGE: u32 = 500;

/// One realm, at one time, worked on by one actor.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Where all is kept.
    pub store: &'a dyn Store,
    /// Whose apps and accounts.
    pub realm: &'a Realm,
    /// Randomness.
    pub dice: &'a dyn Dice,
    /// Time.
    pub now: Now,
    /// Who does it, as the audit calls them: `command-line`, `account:ID`.
    pub actor: &'a str,
    /// From which address, as text; empty: from this machine.
    pub address: &'a str,
    /// Where slow hashes are made.
    pub passwords: &'a Passwords,
    /// For whom it works.
    pub hand: Hand,
    /// What somebody has shown who changes what is theirs: nothing is changed where that does not hold any more.
    pub shown: Option<&'a Shown>,
}

/// For whom a desk works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Somebody with what is theirs: a review that the realm demands stands between their apps and everybody else.
    Person,
    /// Whoever runs the server: what they change is looked at by that.
    Operator,
}

/// What an audit row is about.
#[derive(Clone, Copy, Debug)]
pub enum About<'a> {
    /// An app.
    App(&'a App),
    /// An account.
    Account(&'a Account),
    /// An app, with an account.
    Owner(&'a App, &'a Account),
    /// What an account granted to an app.
    Grant(&'a Account, &'a App),
    /// A key of the administration's API, by its id.
    Key(&'a str),
    /// The realm itself, by its name.
    Realm(&'a str),
}

impl Desk<'_> {
    /// The mount that gives ids their shape and kinds their rules.
    pub(crate) fn main(&self) -> Result<&Mount, Declined> {
        self.realm.main().ok_or_else(|| Declined::Mountless(self.realm.name.clone()))
    }

    /// The app of that id, as it stands or in small letters, unless it was deleted.
    pub async fn app(&self, client_id: &str) -> Result<App, Declined> {
        let found = self.app_ever(client_id).await?;
        let absent = || Declined::NoApp(client_id.to_owned(), self.realm.name.clone());
        found.filter(|app| app.deleted_at.is_none()).ok_or_else(absent)
    }

    /// The account of that user name or address.
    pub async fn account(&self, name: &str) -> Result<Account, Declined> {
        let found = self.store.sign_in(self.realm.key, &canonical(name)).await?;
        let absent = || Declined::NoAccount(name.to_owned(), self.realm.name.clone());
        found.map(|facts| facts.account).ok_or_else(absent)
    }

    /// The account of that id.
    pub async fn account_of_id(&self, id: &str) -> Result<Account, Declined> {
        let found = self.store.account_of_id(self.realm.key, id).await?;
        found.ok_or_else(|| Declined::NoAccount(id.to_owned(), self.realm.name.clone()))
    }

    pub(crate) fn audit(&self, action: &str, about: About<'_>, detail: impl Into<String>) -> Audit {
        let (object, account, app) = match about {
            About::App(app) => (format!("app {}", app.client_id), None, Some(app.key)),
            About::Owner(app, account) => (format!("app {}", app.client_id), Some(account.key), Some(app.key)),
            About::Account(account) => (format!("account {}", account.id), Some(account.key), None),
            About::Key(id) => (format!("key {id}"), None, None),
            About::Realm(name) => (format!("realm {name}"), None, None),
            About::Grant(account, app) => (format!("account {}", account.id), Some(account.key), Some(app.key)),
        };
        Audit {
            at: self.now.secs(),
            millis: self.now.millis(),
            actor: self.actor.to_owned(),
            action: action.to_owned(),
            object,
            detail: detail.into(),
            account,
            app,
            address: self.address.to_owned(),
        }
    }
}

fn page(after: Option<String>) -> Page {
    Page { after, limit: PAGE }
}
