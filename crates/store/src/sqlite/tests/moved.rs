//! What was written under older tables is found under the new ones.

use super::super::{Sqlite, schema};
use super::{NOW, REALM, token_hash};
use crate::Store;
use crate::ops::{AccessFacts, RefreshFacts};
use engine::model::{EndReason, FamilyKey, Handover, RefreshToken, Succession};
use engine::secret::Hashed;
use rusqlite::{Connection, params};
use tempfile::TempDir;

/// Tables of version 2 with a family of three refresh tokens, one that has ended, an app's own access token and one of a person.
fn version_2() -> Moved {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grantor.db");
    let db = Connection::open(&path).unwrap();
    for (migration, makes) in schema::MIGRATIONS.iter().take(2).zip(1..) {
        db.execute_batch(migration).unwrap();
        db.execute("insert into schema_version (version) values (?1)", [makes]).unwrap();
    }
    db.execute_batch("insert into realms values (1, 1)").unwrap();
    db.execute(
        "insert into grants (realm, account, app, grant_key, scope, created_at) values (1, 3, 2, 9, 'read', ?1)",
        [NOW],
    )
    .unwrap();
    for (text, account, family) in [("own", 0, 50), ("a1", 3, 60), ("a2", 3, 60), ("a3", 3, 60)] {
        let row = params![hash(text), account, (account != 0).then_some(9), family, NOW, NOW + 3_600];
        db.execute(
            "insert into access_tokens (realm, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, purge_at)
             values (1, ?1, 4, 2, ?2, ?3, ?4, 'read', 0, ?5, ?6, ?6)",
            row,
        )
        .unwrap();
    }
    refresh_token(&db, "r1", (60, NOW), Some(("r2", "a2", NOW + 1)));
    refresh_token(&db, "r2", (60, NOW + 1), Some(("r3", "a3", NOW + 2)));
    refresh_token(&db, "r3", (60, NOW + 2), None);
    // What followed this one has been purged: it must not come to life again.
    refresh_token(&db, "orphan", (70, NOW), Some(("gone", "gone too", NOW + 1)));
    refresh_token(&db, "over", (80, NOW), None);
    db.execute("update refresh_tokens set ended_at = ?1, end_reason = 1 where family = 80", [NOW]).unwrap();
    drop(db);
    Moved { store: Sqlite::open(&path).unwrap(), _folder: folder }
}

/// What has become of it.
struct Moved {
    store: Sqlite,
    _folder: TempDir,
}

impl Moved {
    async fn access(&self, text: &str) -> AccessFacts {
        self.store.access(REALM, &[token_hash(text)], NOW).await.unwrap()
    }

    async fn facts(&self, text: &str) -> RefreshFacts {
        self.store.refresh(REALM, &[token_hash(text)], NOW).await.unwrap()
    }

    async fn refresh(&self, text: &str) -> RefreshToken {
        self.facts(text).await.token.unwrap()
    }

    async fn purge(&self, now: i64) -> u32 {
        self.store.purge(now, 1_000).await.unwrap().gone
    }
}

fn hash(text: &str) -> [u8; 32] {
    *Hashed::of(text.as_bytes()).as_bytes()
}

fn refresh_token(db: &Connection, text: &str, (family, at): (i64, i64), next: Option<(&str, &str, i64)>) {
    let salt = next.map(|(next, ..)| salt(next));
    let hashes = next.map(|(refresh, access, _)| (hash(refresh), hash(access))).unzip();
    let row = params![hash(text), family, at, NOW + 9_000, next.map(|(.., at)| at), salt, hashes.0, hashes.1];
    db.execute(
        "insert into refresh_tokens (realm, hash, mount, app, account, grant_key, family, scope, issued_at, ends_at, consumed_at, salt,
           next_refresh, next_access, purge_at)
         values (1, ?1, 4, 2, 3, 9, ?2, 'read', ?3, ?4, ?5, ?6, ?7, ?8, ?4 + 1000)",
        row,
    )
    .unwrap();
}

fn salt(text: &str) -> [u8; 16] {
    let mut salt = [0; 16];
    salt.copy_from_slice(&hash(text)[..16]);
    salt
}

#[tokio::test]
async fn access_tokens_are_found_by_their_hashes() {
    let moved = version_2();
    for (text, account, family) in [("own", None, None), ("a1", Some(3), Some(60)), ("a3", Some(3), Some(60))] {
        let token = moved.access(text).await.token.unwrap();
        assert_eq!(token.account.map(|account| account.0), account, "{text}");
        assert_eq!(token.family.0, family.unwrap_or(token.hash.id().0), "{text}");
        assert_eq!((token.ends_at, token.purge_at), (Some(NOW + 3_600), Some(NOW + 3_600)), "{text}");
    }
    assert!(moved.access("a4").await.token.is_none());
}

#[tokio::test]
async fn a_family_has_its_good_one_and_those_before() {
    let moved = version_2();
    let good = moved.refresh("r3").await;
    assert_eq!((good.succession, good.ended, good.family), (None, None, FamilyKey(60)));
    assert_eq!(good.access, Some(token_hash("a3").id()));
    let handover = Handover { at: NOW + 2, salt: salt("r3") };
    assert_eq!(moved.refresh("r2").await.succession, Some(Succession::Last(handover)));
    assert_eq!(moved.refresh("r1").await.succession, Some(Succession::Older));
    let facts = moved.facts("r2").await;
    assert_eq!(facts.successor.unwrap().refresh.hash, good.hash);

    assert_eq!(moved.refresh("orphan").await.succession, Some(Succession::Older));
    assert!(moved.facts("orphan").await.successor.is_none());
    assert_eq!(moved.refresh("over").await.ended, Some((NOW, EndReason::Revoked)));
}

#[tokio::test]
async fn nothing_moved_goes_before_its_time() {
    let moved = version_2();
    assert_eq!(moved.purge(NOW + 3_600).await, 0);
    assert_eq!(moved.purge(NOW + 10_000).await, 4, "the access tokens, and none of a family");
    assert_eq!(moved.purge(NOW + 10_001).await, 3 + 5);
}
