//! What SQLite adds to the contract: durability, group commit, outages, the file itself.

mod commit;
mod file;
mod large;
mod log;
mod moved;
mod outage;
mod plans;

use super::{Patience, Sqlite};
use crate::Store;
use crate::ops::{Bounds, IssueAccess, Issued};
use crate::{Broken, Result};
use engine::model::{AccessToken, AppKey, FamilyKey, MountKey, RealmKey, TokenUse};
use engine::secret::Hashed;
use engine::token::TokenHash;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

const REALM: RealmKey = RealmKey(1);
const NOW: i64 = 1_800_000_000;

/// A database in a folder that goes with it, and a writer that does not wait long.
struct Fixture {
    folder: TempDir,
    store: Sqlite,
}

impl Fixture {
    fn new() -> Self {
        Self::with(Patience { busy: Duration::from_millis(100), queue: 1_000 })
    }

    fn with(patience: Patience) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open_with(&folder.path().join("grantor.db"), patience).unwrap();
        Self { folder, store }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("grantor.db")
    }

    async fn issue(&self, text: &str) -> Result<Issued> {
        let write =
            IssueAccess { realm: REALM, access: token(text), consent: None, bounds: Bounds::default(), now: NOW };
        self.store.issue_access(write).await
    }

    async fn has(&self, text: &str) -> bool {
        self.store.access(REALM, &[token_hash(text)], NOW).await.unwrap().token.is_some()
    }
}

fn token_hash(text: &str) -> TokenHash {
    TokenHash::of(Hashed::of(text.as_bytes()))
}

fn token(text: &str) -> AccessToken {
    AccessToken {
        hash: token_hash(text),
        mount: MountKey(1),
        app: AppKey(1),
        account: None,
        grant: None,
        family: FamilyKey(1),
        scope: "read".to_owned(),
        usage: TokenUse::Grant,
        issued_at: NOW,
        ends_at: None,
        ended: None,
        used_at: None,
        purge_at: None,
    }
}

fn is_unavailable<T>(result: &Result<T>) -> bool {
    matches!(result, Err(Broken::Unavailable(_)))
}
