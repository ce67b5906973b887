//! The database that a world keeps everything in. `GRANTOR_TEST_STORE=postgres` puts each on a PostgreSQL server; without it, each is a file.

use cluster::{Cluster, Durability};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use store::postgres::{Options, Postgres};

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());
/// Tables and nothing in them: copying them is faster than making them.
static EMPTY: LazyLock<String> = LazyLock::new(|| {
    let address = CLUSTER.database().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { Postgres::connect(Options::new(&address)).await.map(drop) }).unwrap();
    address
});

/// Where a world keeps everything.
pub enum Database {
    /// In this folder.
    File(PathBuf),
    /// At this address.
    Server(String),
}

impl Database {
    /// A new one, of the kind that this run is about.
    pub fn new(folder: &Path) -> Self {
        match std::env::var("GRANTOR_TEST_STORE").as_deref() {
            Ok("postgres") => Self::Server(CLUSTER.copy(&EMPTY).unwrap()),
            Ok("embedded") | Err(_) => Self::File(folder.to_owned()),
            Ok(other) => panic!("GRANTOR_TEST_STORE is `embedded` or `postgres`, not `{other}`"),
        }
    }

    /// A new one on a server, without tables.
    pub fn server() -> Self {
        Self::Server(CLUSTER.database().unwrap())
    }

    /// A new one that PostgreSQL's own tools have brought back from a backup of this one.
    pub fn restored(&self) -> Self {
        match self {
            Self::File(folder) => panic!("{} is no server's", folder.display()),
            Self::Server(address) => Self::Server(CLUSTER.restored(address).unwrap()),
        }
    }

    /// What a statement gives, as text; for numbers and names.
    pub fn ask(&self, sql: &str) -> String {
        match self {
            Self::File(folder) => {
                let db = Connection::open(file(folder)).unwrap();
                db.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
                    .map(|value| match value {
                        rusqlite::types::Value::Integer(number) => number.to_string(),
                        rusqlite::types::Value::Text(text) => text,
                        other => panic!("{other:?}"),
                    })
                    .unwrap()
            }
            Self::Server(address) => CLUSTER.ask(address, sql).unwrap(),
        }
    }

    /// Runs a statement.
    pub fn run(&self, sql: &str) {
        match self {
            Self::File(folder) => Connection::open(file(folder)).unwrap().execute_batch(sql).unwrap(),
            Self::Server(address) => CLUSTER.run(address, sql).unwrap(),
        }
    }

    /// As the command line names it.
    pub fn name(&self) -> String {
        match self {
            Self::File(folder) => file(folder).display().to_string(),
            Self::Server(address) => address.clone(),
        }
    }

    /// What a configuration says of it, at its top.
    pub fn line(&self) -> String {
        match self {
            Self::File(_) => String::new(),
            Self::Server(address) => format!("store = \"{address}\"\n"),
        }
    }

    /// It is gone.
    pub fn leave(&self) {
        match self {
            Self::File(folder) => std::fs::rename(file(folder), away(folder)).unwrap(),
            Self::Server(address) => CLUSTER.close(address).unwrap(),
        }
    }

    /// It is there again.
    pub fn come_back(&self) {
        match self {
            Self::File(folder) => std::fs::rename(away(folder), file(folder)).unwrap(),
            Self::Server(address) => CLUSTER.reopen(address).unwrap(),
        }
    }

    /// Nobody writes until this is dropped; reading goes on.
    pub fn lock(&self) -> Lock {
        match self {
            Self::File(folder) => {
                let connection = Connection::open(file(folder)).unwrap();
                connection.execute_batch("begin exclusive").unwrap();
                Lock::File { _held: connection }
            }
            Self::Server(address) => Lock::Server { _held: CLUSTER.lock(address).unwrap() },
        }
    }

    /// All that it holds, by name: a file and its log, or the text of its tables.
    pub fn content(&self) -> Vec<(String, Vec<u8>)> {
        match self {
            Self::File(folder) => {
                let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
                let own = files.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("grantor.db"));
                own.map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
            }
            Self::Server(address) => vec![(address.clone(), CLUSTER.dump(address).unwrap())],
        }
    }
}

/// Holds a database.
pub enum Lock {
    /// A file, by a transaction.
    File { _held: Connection },
    /// All tables, by a transaction.
    Server { _held: cluster::Lock },
}

fn file(folder: &Path) -> PathBuf {
    folder.join("grantor.db")
}

fn away(folder: &Path) -> PathBuf {
    folder.join("away.db")
}
