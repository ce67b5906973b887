//! Who did something, and to which app, by the names that people know: the audit keeps ids.

use super::{Declined, Desk};
use engine::model::AppKey;
use std::collections::HashMap;
use store::ops::Audited;

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
    /// An app.
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

/// Names that rows of a realm's audit are about, each looked up once.
pub struct Names<'d> {
    desk: Desk<'d>,
    administrators: Option<Desk<'d>>,
    actors: HashMap<String, Actor>,
    apps: HashMap<AppKey, Option<String>>,
}

impl<'d> Names<'d> {
    /// For rows of that desk's realm. `administrators`: the desk of theirs, for whoever may know who they are.
    pub fn new(desk: Desk<'d>, administrators: Option<Desk<'d>>) -> Self {
        Self { desk, administrators, actors: HashMap::new(), apps: HashMap::new() }
    }

    /// Who that is, as the audit calls them.
    pub async fn actor(&mut self, actor: &str) -> Result<Actor, Declined> {
        if let Some(known) = self.actors.get(actor) {
            return Ok(known.clone());
        }
        let found = match actor.split_once(':') {
            Some(("account", id)) => self.account(id).await?,
            Some(("key", id)) => Actor::Key(id.to_owned()),
            Some(("app", id)) => Actor::App(id.to_owned()),
            _ => Actor::Word(actor.to_owned()),
        };
        self.actors.insert(actor.to_owned(), found.clone());
        Ok(found)
    }

    /// The app that a row is about, deleted or not.
    pub async fn app(&mut self, row: &Audited) -> Result<Option<String>, Declined> {
        let Some(key) = row.audit.app else { return Ok(None) };
        if let Some(known) = self.apps.get(&key) {
            return Ok(known.clone());
        }
        let found = self.desk.store.app(self.desk.realm.key, key).await?.map(|app| app.name);
        self.apps.insert(key, found.clone());
        Ok(found)
    }

    /// Administrators come first: they work in every realm.
    async fn account(&self, id: &str) -> Result<Actor, Declined> {
        let administrators = self.administrators.map(|desk| (desk, Actor::Administrator as fn(String) -> Actor));
        for (desk, actor) in administrators.into_iter().chain([(self.desk, Actor::Person as fn(String) -> Actor)]) {
            match desk.account_of_id(id).await {
                Err(Declined::NoAccount(..)) => {}
                found => return Ok(actor(found?.username)),
            }
        }
        Ok(Actor::Gone(id.to_owned()))
    }
}
