//! What the server signs with.

use super::audit;
use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::fault::Outcome;
use crate::keyring::{Resealed, SealedKey, Succession};
use crate::ops::Won;
use engine::model::RealmKey;

/// All of them. There are a few for each realm.
pub(super) async fn all(db: &impl Db) -> Outcome<Vec<SealedKey>> {
    static ALL: Sql = Sql::new(
        "select realm, purpose, id, algorithm, sealed, made_at, active_from, retires_at, ends_at from keyring
         where realm >= 0 order by realm, purpose, id",
    );
    db.all(&ALL, &[], key).await
}

fn key(row: &mut Cells<'_>) -> Outcome<SealedKey> {
    Ok(SealedKey {
        realm: RealmKey(row.next()?),
        purpose: row.next()?,
        id: row.next()?,
        algorithm: row.next()?,
        sealed: row.next()?,
        made_at: row.next()?,
        active_from: row.next()?,
        retires_at: row.next()?,
        ends_at: row.next()?,
    })
}

/// Whether there is or was an account or an app.
pub(super) async fn is_settled(db: &impl Db) -> Outcome<bool> {
    static ACCOUNT: Sql = Sql::new("select realm from accounts where realm >= 0 limit 1");
    static APP: Sql = Sql::new("select realm from apps where realm >= 0 limit 1");
    for any in [&ACCOUNT, &APP] {
        if db.one(any, &[], |row| row.next::<u32>()).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keeps those in whose places there are none.
pub(super) async fn found(db: &impl Db, first: &[SealedKey]) -> Outcome<()> {
    for key in first {
        keep(db, key).await?;
    }
    Ok(())
}

async fn keep(db: &impl Db, key: &SealedKey) -> Outcome<Won> {
    static INSERT: Sql = Sql::new(
        "insert into keyring (realm, purpose, id, algorithm, sealed, made_at, active_from, retires_at, ends_at)
         values ($1::bigint, $2::text, $3::bigint, $4::text, $5::bytea, $6::bigint, $7::bigint, $8::bigint, $9::bigint) on conflict do nothing",
    );
    let SealedKey { realm, purpose, id, algorithm, sealed, made_at, active_from, retires_at, ends_at } = key;
    let row = cells![realm.0, purpose, id, algorithm, sealed, made_at, active_from, *retires_at, *ends_at];
    Ok(if db.change(&INSERT, row).await? == 1 { Won::Yes } else { Won::Lost })
}

/// Puts a key behind the newest one.
pub(super) async fn succeed(db: &impl Db, succession: &Succession) -> Outcome<Won> {
    static RETIRE: Sql = Sql::new(
        "update keyring set retires_at = $5::bigint, ends_at = $6::bigint
         where realm = $1::bigint and purpose = $2::text and id = $3::bigint and sealed = $4::bytea and retires_at is null",
    );
    // What came before it may end earlier than was meant, and never later.
    static BOUND: Sql = Sql::new(
        "update keyring set ends_at = $4::bigint where realm = $1::bigint and purpose = $2::text and id < $3::bigint and ends_at > $4::bigint",
    );
    let Succession { next, before, ends_at, audit } = succession;
    let retired = cells![next.realm.0, &next.purpose, next.id - 1, before, next.active_from, ends_at];
    if db.change(&RETIRE, retired).await? == 0 {
        return Ok(Won::Lost);
    }
    db.change(&BOUND, cells![next.realm.0, &next.purpose, next.id - 1, ends_at]).await?;
    keep(db, next).await?;
    audit::leave(db, next.realm, audit).await?;
    Ok(Won::Yes)
}

/// Puts other seals in the place of these.
pub(super) async fn reseal(db: &impl Db, keys: &[Resealed]) -> Outcome<Won> {
    static SEAL: Sql = Sql::new(
        "select sealed from keyring where realm = $1::bigint and purpose = $2::text and id = $3::bigint for update of keyring",
    );
    static RESEAL: Sql = Sql::new(
        "update keyring set sealed = $4::bytea where realm = $1::bigint and purpose = $2::text and id = $3::bigint",
    );
    for Resealed { key, .. } in keys {
        let found = db.one(&SEAL, cells![key.realm.0, &key.purpose, key.id], |row| row.next::<Vec<u8>>()).await?;
        if found.as_ref() != Some(&key.sealed) {
            return Ok(Won::Lost);
        }
    }
    for Resealed { key, sealed } in keys {
        db.change(&RESEAL, cells![key.realm.0, &key.purpose, key.id, sealed]).await?;
    }
    Ok(Won::Yes)
}

/// Forgets those that have ended.
pub(super) async fn forget(db: &impl Db, now: i64) -> Outcome<u64> {
    static FORGET: Sql = Sql::new(
        "delete from keyring where realm = $1::bigint and purpose = $2::text and id = $3::bigint and ends_at <= $4::bigint",
    );
    let mut gone = 0;
    for key in all(db).await?.iter().filter(|key| key.ends_at.is_some_and(|end| end <= now)) {
        gone += db.change(&FORGET, cells![key.realm.0, &key.purpose, key.id, now]).await?;
    }
    Ok(gone)
}

/// Forgets all of them, but not that there were some: what a node derived before there was this table is over too.
pub(super) async fn empty(db: &impl Db, now: i64) -> Outcome<()> {
    for key in all(db).await? {
        static DELETE: Sql =
            Sql::new("delete from keyring where realm = $1::bigint and purpose = $2::text and id = $3::bigint");
        db.change(&DELETE, cells![key.realm.0, &key.purpose, key.id]).await?;
    }
    let nothing = SealedKey {
        realm: RealmKey(0),
        purpose: String::new(),
        id: 1,
        algorithm: "none".to_owned(),
        sealed: Vec::new(),
        made_at: now,
        active_from: now,
        retires_at: None,
        ends_at: None,
    };
    keep(db, &nothing).await?;
    Ok(())
}
