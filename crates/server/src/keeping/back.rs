//! A backup takes the place of the database.

use super::{RootKey, Undone, copy, draft, key_of, unplaced};
use crate::config::DATABASE;
use crate::draft::{Existing, forget_beside};
use crate::keys::{Keys, ROOT_KEY_FILE};
use engine::time::Now;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use store::ops::{Audit, Epoch};
use store::sqlite::{self, Alone, Sqlite};
use store::{Broken, Store};

/// What a restore came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup knew as given, and is worth nothing now.
    pub ended: Epoch,
}

/// What the audit calls a new beginning.
pub const END_ALL: &str = "token.end-all";

/// The audit row of a new beginning.
pub fn beginning(now: Now) -> Audit {
    Audit {
        at: now.secs(),
        actor: "command-line".to_owned(),
        action: END_ALL.to_owned(),
        object: "everything that was given".to_owned(),
        detail: "the database was restored from a backup".to_owned(),
        ..Audit::default()
    }
}

/// Puts a backup in the place of the database in the folder `data`. Before it stands there, all that it knows as given has ended, and it is sound. Nobody
/// may work on what it replaces.
pub async fn restore(
    (file, key): (&Path, RootKey),
    data: &Path,
    existing: Existing,
    now: Now,
) -> Result<Restored, Undone> {
    if !file.exists() {
        return Err(Undone::Missing(file.to_owned()));
    }
    if key == RootKey::Take {
        sound_key(&key_of(file))?;
    }
    let database = data.join(DATABASE);
    let folder = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data);
    folder.map_err(|error| Undone::File(data.to_owned(), error))?;
    if existing == Existing::Keep && database.exists() {
        return Err(Undone::Exists(database));
    }
    let alone = alone(&database)?;
    let draft = draft(&database)?;
    sqlite::snapshot(file, draft.path())
        .map_err(|broken| Undone::Unrestored(file.to_owned(), database.clone(), broken))?;
    let ended = begin(draft.path(), now).await?;
    if key == RootKey::Take {
        take_key(file, data, existing)?;
    }
    forget_beside(&database);
    draft.place(existing).map_err(|error| unplaced(&database, error))?;
    drop(alone);
    Ok(Restored { ended })
}

/// Holds the database that is replaced, if there is one. What is no database any more nobody can work on.
fn alone(database: &Path) -> Result<Option<Alone>, Undone> {
    if !database.exists() {
        return Ok(None);
    }
    match Alone::with(database) {
        Ok(Some(alone)) => Ok(Some(alone)),
        Ok(None) => Err(Undone::InUse(database.to_owned())),
        Err(Broken::Corrupt(_)) => Ok(None),
        Err(broken) => Err(broken.into()),
    }
}

async fn begin(draft: &Path, now: Now) -> Result<Epoch, Undone> {
    let store = Sqlite::open(draft)?;
    if let Some(wrong) = store.check().await?.into_iter().next() {
        return Err(Undone::Unsound(wrong));
    }
    let ended = store.begin_epoch(beginning(now)).await?;
    drop(store);
    // Its log goes into the file.
    match Alone::with(draft)? {
        Some(_) => Ok(ended),
        None => Err(Undone::InUse(draft.to_owned())),
    }
}

fn sound_key(path: &Path) -> Result<(), Undone> {
    match Keys::read(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Undone::NoKeyBeside(path.to_owned())),
        Err(error) => Err(Undone::BadKey(error)),
    }
}

fn take_key(file: &Path, data: &Path, existing: Existing) -> Result<(), Undone> {
    let (from, to) = (key_of(file), data.join(ROOT_KEY_FILE));
    let read = |path: &Path| std::fs::read(path).map_err(|error| Undone::File(path.to_owned(), error));
    let new = read(&from)?;
    if to.exists() {
        if read(&to)? == new {
            return Ok(());
        }
        if existing == Existing::Keep {
            return Err(Undone::OtherKey(to));
        }
    }
    copy(&from, &to, existing)
}
