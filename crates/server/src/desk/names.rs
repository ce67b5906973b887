//! Who did something, to which account and app, by the names that people know: the audit keeps ids.

use super::account::HELD_BACK;
use super::{Declined, Desk};
use engine::model::{Account, AccountKey, App, AppKey};
use std::collections::HashMap;
use store::ops::{Audit, Audited};

/// Whether what was typed reads like that name: a page shows several blanks, whichever they are, as one.
pub fn reads_like(typed: &str, name: &str) -> bool {
    typed.split_whitespace().eq(name.split_whitespace())
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An administrator of that user name.
    Administrator(String),
    /// An account of the realm, of that user name.
    Person(String),
    /// An account that is no more, or that is not told: its id.
    Gone(String),
    /// A key of the API.
    Key(String),
    /// An app, by its name; by its id where there is none of that.
    App(String),
    /// Another word of the audit.
    Word(String),
}

impl Actor {
    /// The user name, where it is an account that has one.
    pub fn username(&self) -> Option<&str> {
        match self {
            Self::Administrator(name) | Self::Person(name) => Some(name),
            _ => None,
        }
    }
}

/// Who did something to an account, as its person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Its person, or nobody but the server.
    Owner,
    /// Somebody who was not signed in: its person or a stranger.
    Somebody,
    /// An app that they let in, by its name.
    App(String),
    /// Another owner of the app that it is about.
    OtherOwner,
    /// Whoever runs the realm.
    Operator,
}

impl By {
    /// Whether the address that it came from is its person's to read: their own, or that of somebody who spoke for them.
    pub fn tells_address(&self) -> bool {
        matches!(self, Self::Owner | Self::Somebody)
    }
}

/// An account or an app as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `None`: it is there.
    pub deleted_at: Option<i64>,
}

/// Names that rows of a realm's audit are about, each looked up once.
pub struct Names<'d> {
    desk: Desk<'d>,
    administrators: Option<Desk<'d>>,
    actors: HashMap<String, Actor>,
    accounts: HashMap<AccountKey, Option<Named>>,
    apps: HashMap<AppKey, Option<Named>>,
}

impl<'d> Names<'d> {
    /// For rows of that desk's realm. `administrators`: the desk of theirs, for whoever may know who they are.
    pub fn new(desk: Desk<'d>, administrators: Option<Desk<'d>>) -> Self {
        Self { desk, administrators, actors: HashMap::new(), accounts: HashMap::new(), apps: HashMap::new() }
    }

    /// Who that is, as the audit calls them.
    pub async fn actor(&mut self, actor: &str) -> Result<Actor, Declined> {
        if let Some(known) = self.actors.get(actor) {
            return Ok(known.clone());
        }
        let found = match actor.split_once(':') {
            Some(("account", id)) => self.person(id).await?,
            Some(("key", id)) => Actor::Key(id.to_owned()),
            Some(("app", id)) => self.program(id).await?,
            _ => Actor::Word(actor.to_owned()),
        };
        self.actors.insert(actor.to_owned(), found.clone());
        Ok(found)
    }

    /// Who did what a row tells about an account.
    pub async fn by(&mut self, account: &Account, audit: &Audit) -> Result<By, Declined> {
        let of_owners = ["app.owner.", "app.test-token"].iter().any(|own| audit.action.starts_with(own));
        // Who stops being an owner of an app that is its owners' alone loses what they let it have, by a row that names them.
        let of_owners = of_owners || (audit.action == "grant.revoke" && audit.detail.starts_with("account "));
        let by_themselves = ["server", "demo", "hand-off"].contains(&audit.actor.as_str());
        let by_anybody = ["account.password-link", HELD_BACK].contains(&audit.action.as_str());
        Ok(match self.actor(&audit.actor).await? {
            Actor::App(name) => By::App(name),
            _ if by_themselves && by_anybody => By::Somebody,
            _ if by_themselves || audit.actor == format!("account:{}", account.id) => By::Owner,
            _ if of_owners && audit.actor.starts_with("account:") => By::OtherOwner,
            _ => By::Operator,
        })
    }

    /// The account that a row is about, unless it was deleted.
    pub async fn account(&mut self, row: &Audited) -> Result<Option<Named>, Declined> {
        let Some(key) = row.audit.account else { return Ok(None) };
        if let Some(known) = self.accounts.get(&key) {
            return Ok(known.clone());
        }
        let found = self.desk.store.account(self.desk.realm.key, key).await?;
        let there = found.filter(|account| account.deleted_at.is_none());
        let found = there.map(|Account { id, username: name, .. }| Named { id, name, deleted_at: None });
        self.accounts.insert(key, found.clone());
        Ok(found)
    }

    /// The app that a row is about, deleted or not.
    pub async fn app(&mut self, row: &Audited) -> Result<Option<Named>, Declined> {
        let Some(key) = row.audit.app else { return Ok(None) };
        if let Some(known) = self.apps.get(&key) {
            return Ok(known.clone());
        }
        let found = self.desk.store.app(self.desk.realm.key, key).await?;
        let found = found.map(|App { client_id: id, name, deleted_at, .. }| Named { id, name, deleted_at });
        self.apps.insert(key, found.clone());
        Ok(found)
    }

    /// Administrators come first: they work in every realm.
    async fn person(&self, id: &str) -> Result<Actor, Declined> {
        let administrators = self.administrators.map(|desk| (desk, Actor::Administrator as fn(String) -> Actor));
        for (desk, actor) in administrators.into_iter().chain([(self.desk, Actor::Person as fn(String) -> Actor)]) {
            match desk.account_of_id(id).await {
                Err(Declined::NoAccount(..)) => {}
                found => return Ok(actor(found?.username)),
            }
        }
        Ok(Actor::Gone(id.to_owned()))
    }

    async fn program(&self, id: &str) -> Result<Actor, Declined> {
        let found = self.desk.store.app_by_client_id(self.desk.realm.key, id).await?;
        Ok(Actor::App(found.map_or_else(|| id.to_owned(), |app| app.name)))
    }
}
