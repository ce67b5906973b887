//! The audit table and the realm's revision: what every administrative change leaves.

use super::fault::Outcome;
use super::page;
use super::sql::{Run, Sql};
use crate::ops::{Audit, Audited, Page};
use engine::model::RealmKey;
use rusqlite::{Connection, params};

/// Leaves a row. Its id only orders a realm's rows; nothing hot counts up.
pub(super) fn leave(db: &Connection, realm: RealmKey, audit: &Audit) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into audit (realm, id, at, actor, action, object, detail)
         values ($1, (select coalesce(max(id), 0) + 1 from audit where realm = $1), $2, $3, $4, $5, $6)",
    );
    db.change(&INSERT, params![realm.0, audit.at, audit.actor, audit.action, audit.object, audit.detail])?;
    Ok(())
}

/// A realm's rows, newest first.
pub(super) fn list(db: &Connection, realm: RealmKey, asked: &Page) -> Outcome<Vec<Audited>> {
    static LIST: Sql = Sql::new(
        "select id, at, actor, action, object, detail from audit where realm = $1 and id < $2 order by id desc limit $3",
    );
    let before = page::number_after(asked, i64::MAX);
    Ok(db.all(&LIST, params![realm.0, before, page::limit(asked)], |row| {
        Ok(Audited {
            id: row.next()?,
            audit: Audit {
                at: row.next()?,
                actor: row.next()?,
                action: row.next()?,
                object: row.next()?,
                detail: row.next()?,
            },
        })
    })?)
}

/// Tells every cache that something of the realm has changed, and leaves the audit row.
pub(super) fn changed(db: &Connection, realm: RealmKey, audit: &Audit) -> Outcome<()> {
    static MOVE: Sql = Sql::new(
        "insert into realms (realm, revision) values ($1, 1) on conflict (realm) do update set revision = realms.revision + 1",
    );
    db.change(&MOVE, [realm.0])?;
    leave(db, realm, audit)
}

/// The realm's revision; 0 until something changes.
pub(super) fn revision(db: &Connection, realm: RealmKey) -> Outcome<i64> {
    static REVISION: Sql = Sql::new("select revision from realms where realm = $1");
    Ok(db.one(&REVISION, [realm.0], |row| row.next())?.unwrap_or(0))
}
