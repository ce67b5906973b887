//! The audit table and the realm's revision: what every administrative change leaves.

use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::page;
use crate::office::AuditFilter;
use crate::ops::{Audit, Audited, Page};
use engine::model::{Account, AccountKey, AppKey, RealmKey};
use futures_util::future::try_join_all;
use std::cmp::Reverse;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};

/// Leaves a row.
pub(super) async fn leave(db: &impl Db, realm: RealmKey, audit: &Audit) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into audit (realm, id, at, actor, action, object, detail, account, app, address)
         values ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::text, $7::text, $8::bigint, $9::bigint, $10::text) on conflict do nothing",
    );
    let (account, app) = (audit.account.map(|key| key.0), audit.app.map(|key| key.0));
    let Audit { at, millis, actor, action, object, detail, address, .. } = audit;
    loop {
        let id = next_id(*at, *millis);
        let row = cells![realm.0, id, at, actor, action, object, detail, account, app, address];
        if db.change(&INSERT, row).await? > 0 {
            return Ok(());
        }
    }
}

/// Leaves these rows. On the way to a server they travel together.
pub(super) async fn leave_each(db: &impl Db, rows: &[(RealmKey, Audit)]) -> Outcome<()> {
    let Some(((realm, first), others)) = rows.split_first() else { return Ok(()) };
    // By itself, as in `change_each`.
    leave(db, *realm, first).await?;
    try_join_all(others.iter().map(|(realm, audit)| leave(db, *realm, audit))).await?;
    Ok(())
}

/// A key that orders rows: by the millisecond, then by process, then as they were left. Made here, so that nodes share no counter; two of them make
/// the same one so seldom that the next will do.
fn next_id(at: i64, millis: u16) -> i64 {
    static PROCESS: OnceLock<i64> = OnceLock::new();
    static LEFT: AtomicI64 = AtomicI64::new(0);
    let process = PROCESS.get_or_init(|| (RandomState::new().hash_one(0) & 0xff) as i64);
    let left = LEFT.fetch_add(1, Ordering::Relaxed) & 0x1fff;
    at.clamp(0, i64::from(u32::MAX)) << 31 | i64::from(millis.min(999)) << 21 | process << 13 | left
}

/// Takes the names of an account out of its rows and leaves the id: before rows had ids alone, they had the user name, and that of an app's owner.
/// The rows are asked for by key, since SQLite looks through the realm for what has conditions beside the account.
pub(super) async fn unname(db: &impl Db, realm: RealmKey, account: &Account) -> Outcome<()> {
    static UNNAME: Sql = Sql::new(
        "update audit set object = case when substr(object, 1, 8) = 'account ' then $3::text else object end,
           detail = case when substr(action, 1, 10) = 'app.owner.' then $3::text else detail end
         where realm = $1::bigint and id in (select id from audit where realm = $1::bigint and account = $2::bigint)
           and (substr(object, 1, 8) = 'account ' and object <> $3::text or substr(action, 1, 10) = 'app.owner.' and detail <> $3::text)",
    );
    db.change(&UNNAME, cells![realm.0, account.key.0, &format!("account {}", account.id)]).await?;
    Ok(())
}

/// A realm's rows, newest first.
pub(super) async fn list(db: &impl Db, realm: RealmKey, asked: &Page) -> Outcome<Vec<Audited>> {
    find(db, realm, &AuditFilter::default(), asked).await
}

/// Those about an account, newest first.
pub(super) async fn of_account(db: &impl Db, realm: RealmKey, key: AccountKey, asked: &Page) -> Outcome<Vec<Audited>> {
    find(db, realm, &AuditFilter { account: Some(key), ..AuditFilter::default() }, asked).await
}

/// Rows that fit, newest first: found by the narrowest of what is asked for, and looked at for the rest of it.
pub(super) async fn find(db: &impl Db, realm: RealmKey, filter: &AuditFilter, asked: &Page) -> Outcome<Vec<Audited>> {
    static BY_TIME: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1::bigint and (at, id) < ($2::bigint, $3::bigint) and at >= $4::bigint
         order by at desc, id desc limit $5::bigint",
    );
    static OF_ACCOUNT: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1::bigint and account = $6::bigint and (at, id) < ($2::bigint, $3::bigint) and at >= $4::bigint and ($7::bigint is null or app = $7::bigint) and ($8::text is null or actor = $8::text)
           and ($9::text is null or substr(action, 1, length($9::text)) = $9::text)
         order by at desc, id desc limit $5::bigint",
    );
    static OF_APP: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1::bigint and app = $6::bigint and (at, id) < ($2::bigint, $3::bigint) and at >= $4::bigint and ($7::text is null or actor = $7::text)
           and ($8::text is null or substr(action, 1, length($8::text)) = $8::text)
         order by at desc, id desc limit $5::bigint",
    );
    static OF_ACTION: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1::bigint and action = $6::text and (at, id) < ($2::bigint, $3::bigint) and at >= $4::bigint and ($7::text is null or actor = $7::text)
         order by at desc, id desc limit $5::bigint",
    );
    static OF_ACTOR: Sql = Sql::new(
        "select id, at, actor, action, object, detail, account, app, address from audit
         where realm = $1::bigint and actor = $6::text and (at, id) < ($2::bigint, $3::bigint) and at >= $4::bigint
         order by at desc, id desc limit $5::bigint",
    );
    let AuditFilter { actor, action, account, app, since, .. } = filter;
    let Some((at, id)) = place(db, realm, filter, asked).await? else { return Ok(Vec::new()) };
    let (since, limit) = (since.unwrap_or(i64::MIN), page::limit(asked));
    let app = app.map(|key| key.0);
    if let Some(AccountKey(account)) = account {
        return db.all(&OF_ACCOUNT, cells![realm.0, at, id, since, limit, account, app, actor, action], audited).await;
    }
    if app.is_some() {
        return db.all(&OF_APP, cells![realm.0, at, id, since, limit, app, actor, action], audited).await;
    }
    if let Some(begins) = action {
        let mut found = Vec::new();
        for action in actions(db, realm, begins).await? {
            found.extend(db.all(&OF_ACTION, cells![realm.0, at, id, since, limit, &action, actor], audited).await?);
        }
        found.sort_unstable_by_key(|row| Reverse((row.audit.at, row.id)));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        return Ok(found);
    }
    match actor {
        Some(actor) => Ok(db.all(&OF_ACTOR, cells![realm.0, at, id, since, limit, actor], audited).await?),
        None => Ok(db.all(&BY_TIME, cells![realm.0, at, id, since, limit], audited).await?),
    }
}

/// Before which time and id a page begins; `None`: there is no such row.
async fn place(db: &impl Db, realm: RealmKey, filter: &AuditFilter, asked: &Page) -> Outcome<Option<(i64, i64)>> {
    static AT: Sql = Sql::new("select at from audit where realm = $1::bigint and id = $2::bigint");
    let end = (filter.until.unwrap_or(i64::MAX), i64::MIN);
    if asked.after.is_none() {
        return Ok(Some(end));
    }
    let id = page::number_after(asked, i64::MIN);
    let at = db.one(&AT, cells![realm.0, id], |row| row.next::<i64>()).await?;
    Ok(at.map(|at| end.min((at, id))))
}

/// The actions that begin so, among those that there are: a step in an index for each.
async fn actions(db: &impl Db, realm: RealmKey, begins: &str) -> Outcome<Vec<String>> {
    static FROM: Sql =
        Sql::new("select action from audit where realm = $1::bigint and action >= $2::text order by action limit 1");
    static BEHIND: Sql =
        Sql::new("select action from audit where realm = $1::bigint and action > $2::text order by action limit 1");
    let mut all = Vec::new();
    let mut next: Option<String> = db.one(&FROM, cells![realm.0, begins], |row| row.next()).await?;
    while let Some(action) = next.filter(|action| action.starts_with(begins)) {
        next = db.one(&BEHIND, cells![realm.0, &action], |row| row.next()).await?;
        all.push(action);
    }
    Ok(all)
}

fn audited(row: &mut Cells<'_>) -> Outcome<Audited> {
    let id: i64 = row.next()?;
    Ok(Audited {
        id,
        audit: Audit {
            at: row.next()?,
            millis: (id >> 21 & 0x3ff) as u16,
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
pub(super) async fn changed(db: &impl Db, realm: RealmKey, audit: &Audit) -> Outcome<()> {
    static MOVE: Sql = Sql::new(
        "insert into realms (realm, revision) values ($1::bigint, 1) on conflict (realm) do update set revision = realms.revision + 1",
    );
    db.change(&MOVE, cells![realm.0]).await?;
    leave(db, realm, audit).await
}

/// Leaves the audit row of what no cache can know yet, so that none has to forget anything. Whoever holds the realm's row finds one all the same.
pub(super) async fn added(db: &impl Db, realm: RealmKey, audit: &Audit) -> Outcome<()> {
    static BEGIN: Sql = Sql::new("insert into realms (realm, revision) values ($1::bigint, 1) on conflict do nothing");
    db.change(&BEGIN, cells![realm.0]).await?;
    leave(db, realm, audit).await
}

/// The realm's revision; 0 until something changes.
pub(crate) async fn revision(db: &impl Db, realm: RealmKey) -> Outcome<i64> {
    static REVISION: Sql = Sql::new("select revision from realms where realm = $1::bigint");
    Ok(db.one(&REVISION, cells![realm.0], |row| row.next()).await?.unwrap_or(0))
}
