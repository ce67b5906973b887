//! Commands on the database as a whole.

use super::{Place, Readers};
use crate::draft::Existing;
use crate::keeping::RootKey;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// `store`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor store copy /var/lib/grantor/grantor.db postgres://grantor@db.example.com/grantor
  grantor store copy postgres://grantor@db.example.com/grantor sqlite:grantor.db
  grantor store epoch                            after a restore on PostgreSQL
  grantor store keys list                        what the server signs with")]
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
from that, nothing is changed in FROM. TO is empty, or a copy into it was begun and has not come to
its end: the same command again goes on where the one before was stopped. Where it holds rows, or
another program's tables of the same names, nothing is copied, and the exit status is 1. At the end
both sides are read once more and compared, table by table, by count and checksum.
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
  grantor store ddl --for citus | psql -v ON_ERROR_STOP=1 -h coordinator grantor

A server makes its tables by itself when it starts. Where they are to be spread over the workers
of a Citus cluster, make them with this before the first start: docs/distributed.md tells more.")]
    Ddl {
        /// What for
        #[arg(long = "for", value_name = "WHAT", default_value = "postgres")]
        spread: SpreadWord,
    },
    /// What the server signs and seals with
    Keys(RingArgs),
    /// End all that anybody was given, after PostgreSQL's tools have restored a backup
    #[command(after_help = "\
Examples:
  grantor store epoch --config /etc/grantor/grantor.toml

Run it once after a restore, before any node starts: nobody can know what was revoked or used up
since the backup, so all tokens, codes, sessions, links, grants and API keys end at once, without
a question. `grantor restore` does it by itself.")]
    Epoch {
        /// Where.
        #[command(flatten)]
        place: Place,
    },
}

/// `store keys`
#[derive(Args, Debug)]
pub struct RingArgs {
    /// For whom.
    #[command(flatten)]
    pub readers: Readers,
    /// What to do.
    #[command(subcommand)]
    pub command: RingCommand,
}

/// `store keys …`
#[derive(Debug, Subcommand)]
pub enum RingCommand {
    /// Whose keys there are, what for, and until when
    List(Place),
    /// Put new keys in the place of those that sign, in all realms
    #[command(after_help = "\
Examples:
  grantor store keys rotate --config /etc/grantor/grantor.toml
  grantor store keys rotate --end-old            after a key has leaked

The new ones sign half a minute from now, when every running node knows them. What the old ones
signed stays good until it ends by itself; with --end-old it ends when the new ones begin: open
forms have to be filled in anew. Servers do this by themselves, as [keys] in the configuration says.")]
    Rotate {
        /// Where.
        #[command(flatten)]
        place: Place,
        /// What the old ones signed ends when the new ones begin
        #[arg(long)]
        end_old: bool,
    },
    /// Seal all keys under another root key
    #[command(after_help = "\
Examples:
  GRANTOR_OLD_ROOT_KEY=$OLD GRANTOR_ROOT_KEY=$NEW grantor store keys reseal
  GRANTOR_OLD_ROOT_KEY=$(cat old.key) grantor store keys reseal    with the new one in root.key

The keys stay what they are, so nothing that they signed ends. Servers that run go on, and make no
new keys until they are started again with the new root key; without it none starts any more.
All keys are sealed anew at once or none; the same command again does what is left.")]
    Reseal(Place),
}

/// `backup`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor backup /var/backups/grantor/$(date +%F).db --config /etc/grantor/grantor.toml

The server may run meanwhile. FILE is a SQLite database, readable by its owner only, and there whole
or not at all. It holds hashes of passwords, tokens and secrets, and what people entered: keep it
like the database. The root key is not in it, and a restored database begins with new keys;
--with-key writes it beside the backup all the same.
A database on a PostgreSQL server is backed up with PostgreSQL's tools.")]
pub struct BackupArgs {
    /// Write it here
    pub file: PathBuf,
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// How.
    #[command(flatten)]
    pub manner: Manner,
}

/// What comes along, and what becomes of what is there.
#[derive(Args, Debug)]
pub struct Manner {
    /// Also the root key: root.key in the data folder, FILE.root.key beside the backup
    #[arg(long)]
    with_key: bool,
    /// Put it in the place of what is there already
    #[arg(long)]
    replace: bool,
}

impl Manner {
    /// What becomes of what is there.
    pub fn existing(&self) -> Existing {
        if self.replace { Existing::Replace } else { Existing::Keep }
    }

    /// Whether the root key comes along.
    pub fn root_key(&self) -> RootKey {
        if self.with_key { RootKey::Take } else { RootKey::Leave }
    }
}

/// `restore`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor restore /var/backups/grantor/2026-11-28.db --config /etc/grantor/grantor.toml --replace

Stop the server first; while somebody has the database open, nothing is done.
All that the backup knows as given ends: nobody can know what was revoked or used up since then. So
people sign in again, and apps ask them again. What was changed last is printed, to be looked at.
The root key stays as it is; with --with-key the one that lies beside the backup comes along, and
with --replace too it takes another one's place.")]
pub struct RestoreArgs {
    /// What `grantor backup` wrote
    pub file: PathBuf,
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// How.
    #[command(flatten)]
    pub manner: Manner,
}

/// What the tables are made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SpreadWord {
    /// One PostgreSQL server, or what takes the same statements (YugabyteDB, CockroachDB: docs/distributed.md says how).
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
