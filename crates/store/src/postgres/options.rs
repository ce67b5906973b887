//! Which server, and how patiently it is asked.

use super::link::Place;
use crate::Result;
use std::fmt;
use std::time::Duration;

/// What to do where TLS is asked for, and not demanded.
pub const EXPOSED: &str = "whoever is between here and the database can read along: say `sslmode=require` in its address, or `sslmode=disable` where the network is your own";

/// Where the database is and how it is used.
#[derive(Clone, PartialEq)]
pub struct Options {
    /// `postgres://user@host:port,host2:port2/name?target_session_attrs=read-write&sslmode=require`
    /// (<https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING>).
    pub url: String,
    /// What stands there: the server, or a pooler.
    pub pooler: Pooler,
    /// The server's own address where a pooler stands at the other one, for changes of the tables.
    pub direct: Option<String>,
    /// The password, if the address holds none.
    pub password: Option<String>,
    /// Certificates that the server's has to go back to, as PEM; `None`: those of the system.
    pub roots: Option<Vec<u8>>,
    /// Connections that questions about tokens share, and as many again that pages, lists and searches do.
    pub readers: usize,
    /// Connections that write.
    pub writers: usize,
    /// Writes that may wait, and as many who ask for a realm's revision; the next one is refused at once.
    pub queue: usize,
    /// Whether writes of several requests share a transaction. Off where rows are spread over many machines: a transaction over many of them is slow.
    pub batches: Batches,
    /// After so long the server gives a statement up.
    pub statement: Duration,
}

/// Who hands out the server's connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooler {
    /// Nobody, or a pooler that leaves one to a client for as long as that stays.
    None,
    /// A pooler that hands one on after each transaction (PgBouncer's `pool_mode = transaction`): nothing is prepared there, and no setting outlives
    /// its transaction.
    Transaction,
}

/// Whether several requests share a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batches {
    /// Yes.
    On,
    /// Each has its own.
    Off,
}

impl Options {
    /// Of an address; everything else as it suits most.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            pooler: Pooler::None,
            direct: None,
            password: None,
            roots: None,
            readers: 2,
            writers: 4,
            queue: 4_096,
            batches: Batches::On,
            statement: Duration::from_secs(5),
        }
    }

    /// Whether the addresses and the certificates can be understood; the database is not asked.
    pub fn check(&self) -> Result<()> {
        let place = Place::new(self.clone())?;
        self.direct.as_ref().map_or(Ok(()), |_| place.direct().map(|_| ()))
    }

    /// Hosts, ports and name of the database, without what is secret in its address.
    pub fn named(&self) -> Result<String> {
        Ok(Place::new(self.clone())?.named())
    }

    /// Whether somebody in between could read along: [`EXPOSED`] says what to do.
    pub fn is_exposed(&self) -> Result<bool> {
        let place = Place::new(self.clone())?;
        let direct = self.direct.is_some().then(|| place.direct()).transpose()?;
        Ok(place.is_exposed() || direct.is_some_and(|direct| direct.is_exposed()))
    }
}

/// The address may hold a password.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Options(…)")
    }
}
