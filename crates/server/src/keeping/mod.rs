//! The embedded database as a whole, as its operator keeps it: backed up while the server runs, and brought back.
//!
//! # Layout
//! - [`backup`], [`restore`]: the two ways.

mod back;

pub use back::{END_ALL, Restored, beginning, restore};

use crate::config::DATABASE;
use crate::draft::{Draft, Existing};
use crate::keys::{ROOT_KEY_FILE, ROOT_KEY_VARIABLE};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use store::sqlite;

/// Whether the root key comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKey {
    /// It stays where it is.
    Leave,
    /// It is copied too.
    Take,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// There is no such file.
    #[error("there is no file {0}")]
    Missing(PathBuf),
    /// One is there already.
    #[error("{0} is there already; --replace puts the new one in its place")]
    Exists(PathBuf),
    /// The key is in the environment, or nowhere.
    #[error(
        "{0} is not the root key: that is in the environment, or was never made; keep it yourself, and back up without --with-key"
    )]
    NoKey(PathBuf),
    /// There is no key beside the backup.
    #[error(
        "{0} is not there: the backup was made without --with-key; put the root key into the data folder yourself, and restore without --with-key"
    )]
    NoKeyBeside(PathBuf),
    /// What lies there is no root key.
    #[error("{0}; nothing was done")]
    BadKey(io::Error),
    /// Another root key is there.
    #[error("{0} is another root key than the backup's; --replace puts the backup's in its place")]
    OtherKey(PathBuf),
    /// Somebody has the database open.
    #[error("{0} is in use: stop the server, and whatever else works on it")]
    InUse(PathBuf),
    /// What was to be restored is not sound.
    #[error("the backup is not sound: {0}")]
    Unsound(String),
    /// What was to be restored cannot be read, or not written there.
    #[error("{0} cannot be restored to {1}: {2}")]
    Unrestored(PathBuf, PathBuf, store::Broken),
    /// The database.
    #[error("{0}")]
    Store(#[from] store::Broken),
}

/// Writes what the database in the folder `data` holds at this moment into `file`, readable by its owner only and whole or not at all. A server that
/// works on it goes on working.
pub fn backup(data: &Path, file: &Path, existing: Existing, key: RootKey) -> Result<(), Undone> {
    let database = data.join(DATABASE);
    if !database.exists() {
        return Err(Undone::Missing(database));
    }
    if let Ok(same) = file.canonicalize()
        && database.canonicalize().is_ok_and(|own| own == same)
    {
        return Err(Undone::InUse(database));
    }
    if existing == Existing::Keep && file.exists() {
        return Err(Undone::Exists(file.to_owned()));
    }
    if key == RootKey::Take {
        let from = data.join(ROOT_KEY_FILE);
        // Where the key is in the environment, a file beside is not the one in use.
        if std::env::var_os(ROOT_KEY_VARIABLE).is_some() || !from.exists() {
            return Err(Undone::NoKey(from));
        }
        copy(&from, &key_of(file), existing)?;
    }
    let draft = draft(file)?;
    sqlite::snapshot(&database, draft.path())?;
    draft.place(existing).map_err(|error| unplaced(file, error))
}

/// Where a backup's root key is: beside it.
pub fn key_of(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".root.key");
    PathBuf::from(name)
}

fn draft(goal: &Path) -> Result<Draft, Undone> {
    Draft::beside(goal).map_err(|error| Undone::File(goal.to_owned(), error))
}

fn unplaced(goal: &Path, error: io::Error) -> Undone {
    match error.kind() {
        io::ErrorKind::AlreadyExists => Undone::Exists(goal.to_owned()),
        _ => Undone::File(goal.to_owned(), error),
    }
}

fn copy(from: &Path, to: &Path, existing: Existing) -> Result<(), Undone> {
    let mut draft = draft(to)?;
    let content = std::fs::read(from).map_err(|error| Undone::File(from.to_owned(), error))?;
    draft.write(&content).map_err(|error| Undone::File(to.to_owned(), error))?;
    draft.place(existing).map_err(|error| unplaced(to, error))
}
