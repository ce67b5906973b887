//! The audit table and the realm's revision: what every administrative change leaves.

use super::fault::Outcome;
use super::page;
use super::sql::{Cells, Run, Sql};
use crate::office::AuditFilter;
use crate::ops::{Audit, Audited, Page};
use engine::model::{AccountKey, AppKey, RealmKey};
use rusqlite::{Connection, params};
use std::cmp::Reverse;

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
    find(db, realm, &AuditFilter::default(), asked)
}

/// Those about an account, newest first.
pub(super) fn of_account(db: &Connection, realm: RealmKey, key: AccountKey, asked: &Page) -> Outcome<Vec<Audited>> {
    find(db, realm, &AuditFilter { account: Some(key), ..AuditFilter::default() }, asked)
}

/// Rows that fit, newest first: found by the narrowest of what is asked for, and looked at for the rest of it.
pub(super) fn find(db: &Connection, realm: RealmKey, filter: &AuditFilter, asked: &Page) -> Outcome<Vec<Audited>> {
    static BY_TIME: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1 and (at, id) < ($2, $3) and at >= $4
         order by at desc, id desc limit $5",
    );
    static OF_ACCOUNT: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1 and account = $6 and (at, id) < ($2, $3) and at >= $4 and ($7 is null or app = $7) and ($8 is null or actor = $8)
           and ($9 is null or substr(action, 1, length($9)) = $9)
         order by at desc, id desc limit $5",
    );
    static OF_APP: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1 and app = $6 and (at, id) < ($2, $3) and at >= $4 and ($7 is null or actor = $7)
           and ($8 is null or substr(action, 1, length($8)) = $8)
         order by at desc, id desc limit $5",
    );
    static OF_ACTION: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1 and action = $6 and (at, id) < ($2, $3) and at >= $4 and ($7 is null or actor = $7)
         order by at desc, id desc limit $5",
    );
    static OF_ACTOR: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1 and actor = $6 and (at, id) < ($2, $3) and at >= $4
         order by at desc, id desc limit $5",
    );
    let AuditFilter { actor, action, account, app, since, .. } = filter;
    let Some((at, id)) = place(db, realm, filter, asked)? else { return Ok(Vec::new()) };
    let (since, limit) = (since.unwrap_or(i64::MIN), page::limit(asked));
    let app = app.map(|key| key.0);
    if let Some(AccountKey(account)) = account {
        return Ok(db.all(
            &OF_ACCOUNT,
            params![realm.0, at, id, since, limit, account, app, actor, action],
            audited,
        )?);
    }
    if app.is_some() {
        return Ok(db.all(&OF_APP, params![realm.0, at, id, since, limit, app, actor, action], audited)?);
    }
    if let Some(begins) = action {
        let mut found = Vec::new();
        for action in actions(db, realm, begins)? {
            found.extend(db.all(&OF_ACTION, params![realm.0, at, id, since, limit, action, actor], audited)?);
        }
        found.sort_unstable_by_key(|row| Reverse((row.audit.at, row.id)));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        return Ok(found);
    }
    match actor {
        Some(actor) => Ok(db.all(&OF_ACTOR, params![realm.0, at, id, since, limit, actor], audited)?),
        None => Ok(db.all(&BY_TIME, params![realm.0, at, id, since, limit], audited)?),
    }
}

/// Before which time and id a page begins; `None`: there is no such row.
fn place(db: &Connection, realm: RealmKey, filter: &AuditFilter, asked: &Page) -> Outcome<Option<(i64, i64)>> {
    static AT: Sql = Sql::new("select at from audit where realm = $1 and id = $2");
    let end = (filter.until.unwrap_or(i64::MAX), i64::MIN);
    if asked.after.is_none() {
        return Ok(Some(end));
    }
    let id = page::number_after(asked, i64::MIN);
    let at = db.one(&AT, params![realm.0, id], |row| row.next::<i64>())?;
    Ok(at.map(|at| end.min((at, id))))
}

/// The actions that begin so, among those that there are: a step in an index for each.
fn actions(db: &Connection, realm: RealmKey, begins: &str) -> Outcome<Vec<String>> {
    static FROM: Sql = Sql::new("select action from audit where realm = $1 and action >= $2 order by action limit 1");
    static BEHIND: Sql = Sql::new("select action from audit where realm = $1 and action > $2 order by action limit 1");
    let mut all = Vec::new();
    let mut next: Option<String> = db.one(&FROM, params![realm.0, begins], |row| row.next())?;
    while let Some(action) = next.filter(|action| action.starts_with(begins)) {
        next = db.one(&BEHIND, params![realm.0, action], |row| row.next())?;
        all.push(action);
    }
    Ok(all)
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
