//! The tables, and every operation on them: statements written once, for SQLite and PostgreSQL alike.
//!
//! An operation is a function over a [`db::Db`]. What it reads before it writes stands still until its transaction ends: on SQLite because only
//! one writes at a time, on PostgreSQL because it locks the row that it decides by (`hold`).
//!
//! # Layout
//! - `store`, `people`: [`crate::Store`] for every [`Database`], a line for each operation.
//! - `access`, `refresh`, `families`, `codes`, `ends`, `grants`: the way of a grant; `uses`: when it was used. `apps`, `accounts`, `account_changes`, `claims`, `sessions`,
//!   `links`, `console`, `keys`, `audit`: what people do. `purge`, `deleted`, `own`, `leases`: housekeeping; `epoch`: after a restore. `keyring`: what the server
//!   signs with.
//! - `db`, `cell`, `fault`: what both databases are asked by, in, and what goes wrong. `rows`, `page`: what statements give. `batch`: writes that
//!   are committed together; `doubt`: and when nobody knows whether they are.

pub(crate) mod access;
mod account_changes;
mod accounts;
mod apps;
pub(crate) mod audit;
pub(crate) mod batch;
#[cfg(test)]
mod budget;
pub(crate) mod cell;
mod claims;
mod codes;
mod console;
pub(crate) mod db;
mod deleted;
pub(crate) mod doubt;
mod ends;
mod epoch;
mod families;
pub(crate) mod fault;
mod grants;
mod hold;
#[cfg(test)]
pub(crate) mod hot;
mod keyring;
mod keys;
mod leases;
mod links;
mod own;
mod page;
mod people;
mod purge;
mod refresh;
pub(crate) mod rows;
mod sessions;
#[cfg(test)]
pub(crate) mod statements;
mod store;
mod uses;

use crate::ops::{IssueAccess, Issued};
use crate::{Beside, Result};
use batch::Counts;
use db::Db;
use doubt::Doubt;
use engine::model::RealmKey;
use fault::Outcome;
use purge::Sweep;
use std::future::Future;
use std::sync::{Arc, Mutex};

/// Which database it is, where that makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A database that holds the tables.
pub(crate) trait Database: Sized + Send + Sync + 'static {
    /// Which it is.
    const KIND: Kind;

    /// What runs reads.
    type Reader: Db + Send;
    /// What runs writes: a transaction.
    type Writer: Db;

    /// For one operation's reads.
    fn reader(&self) -> Outcome<Self::Reader>;
    /// For those of a page, list or search: nobody's token waits behind them.
    fn pages(&self) -> Outcome<Self::Reader> {
        self.reader()
    }
    /// The revision of a realm, as it is after this was called.
    fn revision(&self, realm: RealmKey) -> impl Future<Output = Result<i64>> + Send {
        async move { Ok(audit::revision(&self.reader()?, realm).await?) }
    }
    /// Runs the work in a transaction, perhaps with others' and perhaps more than once, and waits until it is durable.
    fn write<T: Send + 'static>(
        &self,
        doubt: Doubt<T>,
        work: impl AsyncFn(&Self::Writer) -> Outcome<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send;
    /// Issues an access token without a code, once.
    fn issue_access(&self, write: IssueAccess) -> impl Future<Output = Result<Issued>> + Send {
        issue(self, write)
    }
    /// What is wrong with it.
    fn examine(&self) -> impl Future<Output = Result<Vec<String>>> + Send;
    /// Who may be at work on it beside this program.
    fn beside(&self) -> Beside {
        Beside::Equals
    }
    /// What is dropped next leaves nothing beside the database.
    fn finish(&self) {}
    /// What is kept beside it.
    fn desk(&self) -> &Desk;
}

/// Issues an access token without a code in a transaction.
pub(crate) fn issue<D: Database>(db: &D, write: IssueAccess) -> impl Future<Output = Result<Issued>> + Send {
    db.write(Doubt::issue(), async move |db| access::issue(db, &write).await)
}

/// What a store keeps in memory.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) counts: Arc<Counts>,
    sweep: Mutex<Sweep>,
}
