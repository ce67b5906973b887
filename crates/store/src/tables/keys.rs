//! Keys of the administration's API.

use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::{audit, page};
use crate::Broken;
use crate::office::ApiKey;
use crate::ops::{Audit, Page};
use engine::model::RealmKey;
use engine::secret::Hashed;

/// Keeps a key; a second time the same one is as good as the first.
pub(super) async fn create(db: &impl Db, realm: RealmKey, key: &ApiKey, left: &Audit) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into api_keys (realm, hash, id, name, rights, created_at, created_by, ends_at)
         values ($1::bigint, $2::bytea, $3::text, $4::text, $5::text, $6::bigint, $7::text, $8::bigint) on conflict do nothing",
    );
    let ApiKey { hash, id, name, rights, created_at, created_by, ends_at, .. } = key;
    let rights = serde_json::to_string(rights)?;
    let row = cells![realm.0, hash.as_bytes(), id, name, &rights, created_at, created_by, *ends_at];
    if db.change(&INSERT, row).await? == 0 {
        let same = find(db, realm, *hash).await?.is_some();
        return if same { Ok(()) } else { Err(Broken::Taken(format!("the key id {id}")).into()) };
    }
    audit::leave(db, realm, left).await
}

/// By hash.
pub(super) async fn find(db: &impl Db, realm: RealmKey, hash: Hashed) -> Outcome<Option<ApiKey>> {
    static FIND: Sql = Sql::new(
        "select hash, id, name, rights, created_at, created_by, ends_at, used_at, ended_at from api_keys where realm = $1::bigint and hash = $2::bytea",
    );
    db.one(&FIND, cells![realm.0, hash.as_bytes()], key).await
}

/// In order of id.
pub(super) async fn list(db: &impl Db, realm: RealmKey, asked: &Page) -> Outcome<Vec<ApiKey>> {
    static LIST: Sql = Sql::new(
        "select hash, id, name, rights, created_at, created_by, ends_at, used_at, ended_at from api_keys
         where realm = $1::bigint and id > $2::text order by id limit $3::bigint",
    );
    db.all(&LIST, cells![realm.0, page::text_after(asked), page::limit(asked)], key).await
}

fn key(row: &mut Cells<'_>) -> Outcome<ApiKey> {
    let hash = row.hash()?;
    Ok(ApiKey {
        hash: hash.ok_or_else(|| row.unreadable("no hash"))?,
        id: row.next()?,
        name: row.next()?,
        rights: row.json()?,
        created_at: row.next()?,
        created_by: row.next()?,
        ends_at: row.next()?,
        used_at: row.next()?,
        ended_at: row.next()?,
    })
}

/// Ends a key.
pub(super) async fn end(db: &impl Db, realm: RealmKey, id: &str, left: &Audit) -> Outcome<()> {
    static END: Sql = Sql::new(
        "update api_keys set ended_at = $3::bigint where realm = $1::bigint and id = $2::text and ended_at is null",
    );
    match db.change(&END, cells![realm.0, id, left.at]).await? {
        0 => Err(Broken::Absent("key").into()),
        _ => audit::leave(db, realm, left).await,
    }
}

/// Notes a use.
pub(super) async fn note(db: &impl Db, realm: RealmKey, hash: Hashed, at: i64) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "update api_keys set used_at = $3::bigint where realm = $1::bigint and hash = $2::bytea and (used_at is null or used_at < $3::bigint)",
    );
    db.change(&NOTE, cells![realm.0, hash.as_bytes(), at]).await?;
    Ok(())
}
