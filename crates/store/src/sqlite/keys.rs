//! Keys of the administration's API.

use super::fault::Outcome;
use super::sql::{Cells, Run, Sql};
use super::{audit, page};
use crate::Broken;
use crate::office::ApiKey;
use crate::ops::{Audit, Page};
use engine::model::RealmKey;
use engine::secret::Hashed;
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, params};

/// Keeps a key; a second time the same one is as good as the first.
pub(super) fn create(db: &Connection, realm: RealmKey, key: &ApiKey, left: &Audit) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into api_keys (realm, hash, id, name, rights, created_at, created_by, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
    );
    let ApiKey { hash, id, name, rights, created_at, created_by, ends_at, .. } = key;
    let rights = serde_json::to_string(rights)?;
    let row = params![realm.0, hash.as_bytes(), id, name, rights, created_at, created_by, ends_at];
    if db.change(&INSERT, row)? == 0 {
        let same = find(db, realm, *hash)?.is_some();
        return if same { Ok(()) } else { Err(Broken::Taken(format!("the key id {id}")).into()) };
    }
    audit::leave(db, realm, left)
}

/// By hash.
pub(super) fn find(db: &Connection, realm: RealmKey, hash: Hashed) -> Outcome<Option<ApiKey>> {
    static FIND: Sql = Sql::new(
        "select hash, id, name, rights, created_at, created_by, ends_at, used_at, ended_at from api_keys where realm = $1 and hash = $2",
    );
    Ok(db.one(&FIND, params![realm.0, hash.as_bytes()], key)?)
}

/// In order of id.
pub(super) fn list(db: &Connection, realm: RealmKey, asked: &Page) -> Outcome<Vec<ApiKey>> {
    static LIST: Sql = Sql::new(
        "select hash, id, name, rights, created_at, created_by, ends_at, used_at, ended_at from api_keys
         where realm = $1 and id > $2 order by id limit $3",
    );
    Ok(db.all(&LIST, params![realm.0, page::text_after(asked), page::limit(asked)], key)?)
}

fn key(row: &mut Cells) -> rusqlite::Result<ApiKey> {
    let hash = row.hash()?;
    Ok(ApiKey {
        hash: hash.ok_or_else(|| row.unreadable(FromSqlError::InvalidType))?,
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
pub(super) fn end(db: &Connection, realm: RealmKey, id: &str, left: &Audit) -> Outcome<()> {
    static END: Sql = Sql::new("update api_keys set ended_at = $3 where realm = $1 and id = $2 and ended_at is null");
    match db.change(&END, params![realm.0, id, left.at])? {
        0 => Err(Broken::Absent("key").into()),
        _ => audit::leave(db, realm, left),
    }
}

/// Notes a use.
pub(super) fn note(db: &Connection, realm: RealmKey, hash: Hashed, at: i64) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "update api_keys set used_at = $3 where realm = $1 and hash = $2 and (used_at is null or used_at < $3)",
    );
    db.change(&NOTE, params![realm.0, hash.as_bytes(), at])?;
    Ok(())
}
