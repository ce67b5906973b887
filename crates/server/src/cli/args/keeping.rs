//! Commands on the database as a whole.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// `store`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor store copy /var/lib/grantor/grantor.db postgres://grantor@db.example.com/grantor
  grantor store copy postgres://grantor@db.example.com/grantor sqlite:grantor.db")]
pub struct StoreArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: StoreCommand,
}

/// `store …`
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// Copy everything into another database, and verify it
    #[command(after_help = "\
Examples:
  grantor store copy /var/lib/grantor/grantor.db postgres://grantor@db.example.com/grantor
  grantor store copy postgres://grantor@db.example.com/grantor sqlite:grantor.db

Stop all servers on FROM and TO first. Opening a database brings its tables up to date; apart
from that, nothing is changed in FROM. TO is empty, or a copy into it was begun: the same command
again goes on where the one before was stopped. At the end both sides are read once more and
compared, table by table, by count and checksum.
The root key is no part of the database: take root.key or GRANTOR_ROOT_KEY along.
GRANTOR_STORE_PASSWORD is the password at the server.")]
    Copy {
        /// From this database: postgres://user@host/name, sqlite:FILE, or a file
        from: Source,
        /// Into this one
        to: Source,
        /// Certificates in PEM form that the server's has to go back to, instead of the system's
        #[arg(long, value_name = "FILE")]
        root_certificates: Option<PathBuf>,
    },
    /// Print the statements that make the tables on PostgreSQL, for whoever makes them by hand
    #[command(after_help = "\
Examples:
  grantor store ddl | psql grantor
  grantor store ddl --for citus | psql -h coordinator grantor

A server makes its tables by itself when it starts. Where they are to be spread over the workers
of a Citus cluster, make them with this before the first start: docs/operations.md tells more.")]
    Ddl {
        /// What for
        #[arg(long = "for", value_name = "WHAT", default_value = "postgres")]
        spread: SpreadWord,
    },
}

/// What the tables are made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SpreadWord {
    /// One PostgreSQL server, or what takes the same statements.
    Postgres,
    /// The coordinator of a Citus cluster.
    Citus,
}

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In this file.
    File(PathBuf),
    /// At this address.
    Server(String),
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::Server(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        match path.is_empty() || path.contains("://") {
            true => Err("a database is postgres://user@host/name, sqlite:FILE, or a file".to_owned()),
            false => Ok(Self::File(PathBuf::from(path))),
        }
    }
}
