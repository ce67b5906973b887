//! The audit table and the realm's revision: what every administrative change leaves.

use super::fault::Outcome;
use super::page;
use super::sql::{Cells, Run, Sql};
use crate::office::AuditFilter;
use crate::ops::{Audit, Audited, Page};
use engine::model::{AccountKey, AppKey, RealmKey};
use rusqlite::{Connection, params};

/// Leaves a row. Its id only orders a realm's rows; nothing hot counts up.
pub(super) fn leave(db: &Connection, realm: RealmKey, audit: &Audit) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into audit (realm, id, at, actor, action, object, detail, account, app, address)
         values ($1, (select coalesce(max(id), 0) + 1 from audit where realm = $1), $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let (account, app) = (audit.account.map(|key| key.0), audit.app.map(|key| key.0));
    let Audit { at, actor, action, object, detail, address, .. } = audit;
    db.change(&INSERT, params![realm.0, at, actor, action, object, detail, account, app, address])?;
    Ok(())
}

/// A realm's rows, newest first.
pub(super) fn list(db: &Connection, realm: RealmKey, asked: &Page) -> Outcome<Vec<Audited>> {
    static LIST: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit where realm = $1 and id < $2 order by id desc limit $3",
    );
    let before = page::number_after(asked, i64::MAX);
    Ok(db.all(&LIST, params![realm.0, before, page::limit(asked)], audited)?)
}

/// Rows about an account, newest first.
pub(super) fn of_account(db: &Connection, realm: RealmKey, key: AccountKey, asked: &Page) -> Outcome<Vec<Audited>> {
    static LIST: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1 and account = $2 and id < $3 order by id desc limit $4",
    );
    let before = page::number_after(asked, i64::MAX);
    Ok(db.all(&LIST, params![realm.0, key.0, before, page::limit(asked)], audited)?)
}

/// Rows that fit, newest first.
pub(super) fn find(db: &Connection, realm: RealmKey, filter: &AuditFilter, asked: &Page) -> Outcome<Vec<Audited>> {
    static FIND: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1 and id < $2 and ($4 is null or actor = $4) and ($5 is null or substr(action, 1, length($5)) = $5)
           and ($6 is null or account = $6) and ($7 is null or app = $7) and ($8 is null or at >= $8) and ($9 is null or at < $9)
         order by id desc limit $3",
    );
    let (account, app) = (filter.account.map(|key| key.0), filter.app.map(|key| key.0));
    let wanted = params![
        realm.0,
        page::number_after(asked, i64::MAX),
        page::limit(asked),
        filter.actor,
        filter.action,
        account,
        app,
        filter.since,
        filter.until
    ];
    Ok(db.all(&FIND, wanted, audited)?)
}

fn audited(row: &mut Cells) -> rusqlite::Result<Audited> {
    Ok(Audited {
        id: row.next()?,
        audit: Audit {
            at: row.next()?,
            actor: row.next()?,
            action: row.next()?,
            object: row.next()?,
            detail: row.next()?,
            account: row.next::<Option<i64>>()?.map(AccountKey),
            app: row.next::<Option<i64>>()?.map(AppKey),
            address: row.next()?,
        },
    })
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
