//! Rows, written beside the running server as they would have come to be: one of each sort, and copies of it.

use crate::Outcome;
use rusqlite::{Connection, TransactionBehavior, named_params};
use std::path::Path;
use std::time::Duration;

/// Within a server's folder.
pub(crate) const DATABASE: &str = "grantor/grantor.db";
/// Rows that a filter finds: in the long list they are the last ones that a search would come to.
pub(crate) const RARE: u32 = 60;

/// How many rows a store gets.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Apps of one owner, each with a grant of theirs.
    pub(crate) apps: u32,
    /// Accounts, each with a grant and a token of one app, and a row in the audit.
    pub(crate) grants: u32,
}

/// Where an app is, and whose.
const FIND: &str = "select realm, app, json_extract(owners, '$[0]') from apps where client_id = ?1";

/// Columns that are drawn from the number `n` of a row, others are those of the copied one.
type Drawn<'a> = &'a [(&'a str, &'a str)];

const APPS: Drawn<'_> = &[
    ("app", "1000000 + n"),
    ("client_id", "printf('list%07d', n)"),
    ("name", "printf('Listed %07d', n)"),
    ("name_key", "printf('listed %07d', n)"),
    ("review", "case when n > :apps - :rare then 'in-review' else 'live' end"),
    ("suspended_at", "case when n > :apps - 2 * :rare and n <= :apps - :rare then created_at end"),
];

const ACCOUNTS: Drawn<'_> = &[
    ("account", "2000000 + n"),
    ("id", "printf('list%07d', n)"),
    ("username", "printf('person%07d', n)"),
    ("username_key", "printf('person%07d', n)"),
    ("email", "printf('person%07d@example.com', n)"),
    ("upstream", "null"),
];

/// What they sign in with.
const NAMES: &str = "insert into sign_in_names (realm, name, account)
     select realm, username_key, account from accounts where realm = :realm and id like 'list%'
     union all select realm, email, account from accounts where realm = :realm and id like 'list%'";

/// The app that they have let in: `:app`.
const GRANTS: &str = "insert into grants (realm, account, app, grant_key, scope, created_at)
     select realm, account, :app, account, 'read', created_at - account from accounts where realm = :realm and id like 'list%'";

/// What follows from them: `:realm`, its person `:person`, the app that everybody has let in `:app`.
const REST: &[&str] = &[
    "insert into app_owners (realm, account, app, name_key, client_id, used_at)
     select realm, :person, app, name_key, client_id, created_at - app from apps where realm = :realm and client_id like 'list%'",
    "insert into grants (realm, account, app, grant_key, scope, created_at)
     select realm, :person, app, app, 'read', created_at - app from apps where realm = :realm and client_id like 'list%'",
    NAMES,
    GRANTS,
    "insert into access_tokens (id, hash, realm, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at)
     select -account, randomblob(24), realm, 1, :app, account, account, account, 'read', 0, created_at, created_at + 1000000000
     from accounts where realm = :realm and id like 'list%'",
    "insert into audit (realm, id, at, actor, action, object, detail, account, app)
     select realm, account, created_at + account,
       case when account <= 2000000 + :rare then 'key:rare' else 'account:list' end,
       case when account <= 2000000 + :rare then 'key.create' else 'account.sign-in' end,
       'account ' || username, '', account, :app
     from accounts where realm = :realm and id like 'list%'",
];

/// Copies an app so many times, secret and all, in the store of the running server. Gives their ids.
pub(crate) fn apps(path: &Path, client_id: &str, count: u32) -> Outcome<Vec<String>> {
    let mut db = open(path)?;
    let (realm, app, _) = found(&db, client_id)?;
    let write = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let copied = copy(&write, "apps", "realm = :realm and app = :copied", APPS)?;
    write.execute(
        &copied,
        named_params! {":realm": realm, ":copied": app, ":count": count, ":apps": count, ":rare": 0},
    )?;
    write.commit()?;
    Ok((1..=count).map(|n| format!("list{n:07}")).collect())
}

/// Copies an app's owner so many times, password and all, in the store of the running server; each has let the app in. Gives their user names.
pub(crate) fn people(path: &Path, client_id: &str, count: u32) -> Outcome<Vec<String>> {
    let mut db = open(path)?;
    let (realm, app, person) = found(&db, client_id)?;
    let write = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let copied = copy(&write, "accounts", "realm = :realm and account = :copied", ACCOUNTS)?;
    write.execute(&copied, named_params! {":realm": realm, ":copied": person, ":count": count})?;
    write.execute(NAMES, named_params! {":realm": realm})?;
    write.execute(GRANTS, named_params! {":realm": realm, ":app": app})?;
    write.commit()?;
    Ok((1..=count).map(|n| format!("person{n:07}")).collect())
}

fn found(db: &Connection, client_id: &str) -> Outcome<(i64, i64, i64)> {
    Ok(db.query_row(FIND, [client_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

fn open(path: &Path) -> Outcome<Connection> {
    let db = Connection::open(path)?;
    db.busy_timeout(Duration::from_secs(10))?;
    Ok(db)
}

/// Fills the store of the running server, as far as the realm of that app goes.
pub(crate) fn fill(path: &Path, client_id: &str, size: Size) -> Outcome<()> {
    let mut db = open(path)?;
    let (realm, app, person) = found(&db, client_id)?;
    let write = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let copied = copy(&write, "apps", "realm = :realm and app = :copied", APPS)?;
    write.execute(
        &copied,
        named_params! {":realm": realm, ":copied": app, ":count": size.apps, ":apps": size.apps, ":rare": RARE},
    )?;
    let copied = copy(&write, "accounts", "realm = :realm and account = :copied", ACCOUNTS)?;
    write.execute(&copied, named_params! {":realm": realm, ":copied": person, ":count": size.grants})?;
    for sql in REST {
        let mut statement = write.prepare(sql)?;
        for (name, value) in [(":realm", realm), (":person", person), (":app", app), (":rare", i64::from(RARE))] {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        statement.raw_execute()?;
    }
    write.execute_batch("analyze")?;
    Ok(write.commit()?)
}

/// Tokens of an app, as many as are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Tokens {
    /// How many.
    pub(crate) count: u32,
    /// Whether they count as absent.
    pub(crate) ended: bool,
}

/// Where they lie.
pub(crate) struct Filled {
    db: Connection,
    first: i64,
    last: i64,
}

impl Filled {
    /// How many are left.
    pub(crate) fn left(&self) -> Outcome<f64> {
        let count = "select count(*) from access_tokens where id between ?1 and ?2";
        Ok(self.db.query_row(count, [self.first, self.last], |row| row.get::<_, u32>(0)).map(f64::from)?)
    }
}

/// Copies the youngest token that the app has for itself; theirs are the ids behind it, which the server has passed by when it makes another one.
pub(crate) fn tokens(path: &Path, client_id: &str, Tokens { count, ended }: Tokens) -> Outcome<Filled> {
    let db = open(path)?;
    let (realm, app, _) = found(&db, client_id)?;
    let own = "select max(id) from access_tokens where realm = ?1 and app = ?2 and account = 0";
    let youngest: i64 = db.query_row(own, [realm, app], |row| row.get(0))?;
    let ends_at = if ended { "issued_at - 1" } else { "ends_at" };
    let drawn = [("id", ":copied + n"), ("hash", "randomblob(24)"), ("ends_at", ends_at)];
    let copied = copy(&db, "access_tokens", "id = :copied", &drawn)?;
    db.execute(&copied, named_params! {":copied": youngest, ":count": count})?;
    settle(path)?;
    Ok(Filled { db, first: youngest + 1, last: youngest + i64::from(count) })
}

/// Ends so many of a store's tokens, the oldest ones.
pub(crate) fn end_oldest(path: &Path, count: u32) -> Outcome<Filled> {
    let db = open(path)?;
    let find = "select min(id), max(id) from (select id from access_tokens order by id limit ?1)";
    let (first, last): (i64, i64) = db.query_row(find, [count], |row| Ok((row.get(0)?, row.get(1)?)))?;
    db.execute("update access_tokens set ends_at = issued_at - 1 where id between ?1 and ?2", [first, last])?;
    settle(path)?;
    Ok(Filled { db, first, last })
}

/// Copies the youngest family that a code made, its refresh token and its access token, spread over so many of the accounts that [`people`] made.
pub(crate) fn families(path: &Path, client_id: &str, (count, accounts): (u32, u32)) -> Outcome<()> {
    let mut db = open(path)?;
    let (realm, app, _) = found(&db, client_id)?;
    let youngest = "select f.family, f.refresh, r.access from families f join refresh_tokens r on r.id = f.refresh
         where f.realm = ?1 and f.app = ?2 order by f.family desc limit 1";
    let (family, refresh, access): (i64, i64, i64) =
        db.query_row(youngest, [realm, app], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let behind = |id: i64| format!("{id} + n");
    let [families, refreshes, accesses] = [family, refresh, access].map(behind);
    let account = format!("2000001 + n % {accounts}");
    let whose = [("account", account.as_str()), ("grant_key", &account), ("family", &families)];
    let text = ("hash", "randomblob(length(hash))");
    let write = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (table, key, copied, drawn) in [
        ("families", "family", family, &[&whose[..], &[("refresh", &refreshes)]].concat()),
        (
            "refresh_tokens",
            "id",
            refresh,
            &vec![("id", &refreshes), ("family", &families), ("access", &accesses), text],
        ),
        ("access_tokens", "id", access, &[&whose[..], &[("id", &accesses), text]].concat()),
    ] {
        let sql = copy(&write, table, &format!("{key} = :copied"), drawn)?;
        write.execute(&sql, named_params! {":copied": copied, ":count": count})?;
    }
    write.commit()?;
    settle(path)
}

/// Puts what lies in the log where it belongs.
pub(crate) fn settle(path: &Path) -> Outcome<()> {
    open(path)?.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    Ok(())
}

/// The statement that copies one row `:count` times: the one for which `which` holds.
fn copy(db: &Connection, table: &str, which: &str, drawn: Drawn<'_>) -> Outcome<String> {
    let mut names = db.prepare(&format!("select name from pragma_table_info('{table}')"))?;
    let names = names.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let value =
        |name: &String| drawn.iter().find(|(own, _)| own == name).map_or(name.as_str(), |(_, value)| value).to_owned();
    let values: Vec<String> = names.iter().map(value).collect();
    Ok(format!(
        "insert into {table} ({}) with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < :count)
         select {} from {table}, numbers where {which}",
        names.join(", "),
        values.join(", ")
    ))
}
