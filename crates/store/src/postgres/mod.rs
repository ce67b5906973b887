//! PostgreSQL, and what speaks its language: several nodes on one database.
//!
//! Reads share a few connections, on which they do not wait for each other; a transaction never waits for a second connection while it holds one.
//!
//! # Layout
//! - [`Postgres`]: connects; [`Options`]: to what, and how patiently. `link`: one connection; `ways`: to which of the hosts. `reads`: those that reads share, opened anew when they
//!   are lost; `revisions`: what nearly every request reads, looked up once for all who ask meanwhile. `writer`: transactions of what has queued up.
//!   `tokens`: tokens that stand on nothing, many in one statement; `again`: how both are tried again. `run`: statements. `schema`: the tables;
//!   [`ddl`]: the same as text.

mod again;
mod ddl;
mod link;
mod options;
mod patience;
mod reads;
mod revisions;
mod run;
mod schema;
mod tokens;
mod ways;
mod writer;

#[cfg(test)]
mod tests;

pub use ddl::{Spread, ddl};
pub use options::{Batches, EXPOSED, Options, Pooler};
pub use schema::Round;
pub use ways::{Access, Way};

use crate::ops::{IssueAccess, Issued};
use crate::tables::doubt::Doubt;
use crate::tables::fault::{Fault, Outcome, SHARED};
use crate::tables::{self, Database, Desk, Kind, access};
use crate::{Beside, Broken, Result, Tables, copy};
use engine::model::RealmKey;
use link::{Link, Place};
use reads::{Reader, Reads};
use revisions::Revisions;
use schema::{KNOWN, Known};
use std::sync::Arc;
use tokens::Tokens;
use writer::Writer;

/// A store on a PostgreSQL server.
pub struct Postgres {
    checks: Arc<Reads>,
    pages: Reads,
    revisions: Revisions,
    writer: Writer,
    tokens: Option<Tokens>,
    beside: Beside,
    desk: Desk,
}

impl Postgres {
    /// Connects, brings the tables up to date, and keeps connecting from then on. It runs on the caller's runtime.
    pub async fn connect(options: Options) -> Result<Self> {
        let store = Self::open(options, KNOWN).await?;
        match copy::is_unfinished(&store.reader()?, Kind::Postgres).await? {
            false => Ok(store),
            true => Err(copy::unfinished()),
        }
    }

    /// What tables there are. Nothing is made, and nothing changed.
    pub async fn tables(options: Options) -> Result<Tables> {
        let place = Place::new(options)?;
        schema::tables(&place, KNOWN).await.map_err(|fault| place.unreached(fault))
    }

    /// Where the server's own address leads, which goes round a pooler; `Unfit` says what is wrong with it.
    pub async fn direct(options: Options) -> Result<Round> {
        let place = Place::new(options)?;
        schema::direct(&place).await.map_err(|fault| place.unreached(fault))
    }

    /// Where its address leads: each host, and each address of one.
    pub async fn ways(options: Options) -> Result<Vec<Way>> {
        Ok(Place::new(options)?.ways().await)
    }

    /// As [`Postgres::connect`], for a copy into it, which may have begun before.
    pub(crate) async fn connect_target(options: Options) -> Result<Self> {
        let place = Place::new(options.clone())?;
        schema::begin_copy(&place).await.map_err(|fault| place.unreached(fault))?;
        Self::open(options, KNOWN).await
    }

    async fn open(options: Options, program: Known<'_>) -> Result<Self> {
        let place = Arc::new(Place::new(options)?);
        if place.options.is_exposed()? {
            tracing::warn!("{EXPOSED}");
        }
        let beside = schema::update(&place, program).await.map_err(|fault| place.unreached(fault))?;
        let desk = Desk::default();
        let (checks, pages) = (Arc::new(Reads::open(&place).await?), Reads::open(&place).await?);
        if place.options.pooler == Pooler::None {
            unshared(&checks, &pages).await?;
        }
        let writer = writer::start(Arc::clone(&place), Arc::clone(&desk.counts))?;
        let revisions = Revisions::start(Arc::clone(&checks), place.options.queue, Arc::clone(&desk.counts));
        let tokens = match (place.options.batches, place.options.pooler) {
            (Batches::On, Pooler::None) => Some(Tokens::start(&place, Arc::clone(&desk.counts))),
            // One statement alone has no limits of its own behind a pooler.
            (Batches::Off, _) | (_, Pooler::Transaction) => None,
        };
        Ok(Self { checks, pages, revisions, writer, tokens, beside, desk })
    }

    /// What the server calls its version.
    pub async fn server_version(&self) -> Result<String> {
        Ok(self.reader()?.link().setting("server_version").await?)
    }
}

/// Nodes behind a pooler that is not known as one would run each other's statements.
async fn unshared(checks: &Reads, pages: &Reads) -> Outcome<()> {
    match open(checks)?.link().is_shared(open(pages)?.link()).await? {
        true => Err(Broken::Unfit(SHARED.to_owned()).into()),
        false => Ok(()),
    }
}

fn open(reads: &Reads) -> Outcome<Reader> {
    reads.one().ok_or_else(|| Fault::unavailable("no connection to the database is open"))
}

impl Database for Postgres {
    const KIND: Kind = Kind::Postgres;

    type Reader = Reader;
    type Writer = Link;

    fn reader(&self) -> Outcome<Reader> {
        open(&self.checks)
    }

    fn pages(&self) -> Outcome<Reader> {
        open(&self.pages)
    }

    async fn revision(&self, realm: RealmKey) -> Result<i64> {
        self.revisions.of(realm).await
    }

    async fn write<T: Send + 'static>(
        &self,
        doubt: Doubt<T>,
        work: impl AsyncFn(&Link) -> Outcome<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.write(doubt, work).await
    }

    /// Tokens that stand on nothing need no transaction of their own, where batches are wanted at all.
    async fn issue_access(&self, write: IssueAccess) -> Result<Issued> {
        match &self.tokens {
            Some(tokens) if access::stands_alone(&write) => match tokens.issue(&write).await? {
                Some(issued) => Ok(issued),
                None => tables::issue(self, write).await,
            },
            _ => tables::issue(self, write).await,
        }
    }

    async fn examine(&self) -> Result<Vec<String>> {
        let reader = self.reader()?;
        let fsync = reader.link().setting("fsync").await?;
        let unsafe_writes =
            (fsync == "off").then(|| "fsync is off, so what it acknowledges may be lost: set it to on".to_owned());
        let missing = schema::missing(reader.link()).await?;
        Ok(unsafe_writes
            .into_iter()
            .chain(missing.iter().map(|name| format!("the table {name} is gone: restore a backup")))
            .collect())
    }

    fn beside(&self) -> Beside {
        self.beside
    }

    fn desk(&self) -> &Desk {
        &self.desk
    }
}
