//! Rows that count as absent go for good, a bounded number at a time.

use super::fault::Outcome;
use super::sql::{Run, Sql};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// Where a row is.
type Key = (i64, [u8; 32]);

/// Deletes at most `at_most` rows of all kinds.
pub(super) fn purge(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    let mut left = at_most;
    for kind in [access, refresh, codes, sessions, links, spent] {
        if left > 0 {
            left = left.saturating_sub(kind(db, now, left)?);
        }
    }
    Ok(at_most - left)
}

fn access(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    static ABSENT: Sql = Sql::new(
        "select realm, hash, app, account, family, issued_at, used_at is not null and account <> 0 from access_tokens
         where purge_at < $1 order by purge_at limit $2",
    );
    // What a used token proved against a copied refresh token outlives it: noted on the family's youngest row, which outlives the older ones.
    static NOTE: Sql = Sql::new(
        "update refresh_tokens set used_issue = $5
         where realm = $1 and hash = (select hash from refresh_tokens
             where realm = $1 and app = $2 and account = $3 and family = $4 order by issued_at desc limit 1)
           and (used_issue is null or used_issue < $5)",
    );
    static DELETE: Sql = Sql::new("delete from access_tokens where realm = $1 and hash = $2");
    let (mut keys, mut last_uses) = (Vec::<Key>::new(), BTreeMap::new());
    let rows = db.all(&ABSENT, params![now, at_most], |row| {
        let key: Key = (row.next()?, row.next()?);
        let family: [i64; 3] = [row.next()?, row.next()?, row.next()?];
        Ok((key, family, row.next::<i64>()?, row.next::<bool>()?))
    })?;
    for (key, family, issued_at, used) in rows {
        keys.push(key);
        if used {
            let last = last_uses.entry((key.0, family)).or_insert(issued_at);
            *last = issued_at.max(*last);
        }
    }
    for ((realm, [app, account, family]), last) in last_uses {
        db.change(&NOTE, params![realm, app, account, family, last])?;
    }
    delete(db, &DELETE, &keys)
}

fn refresh(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    static ABSENT: Sql =
        Sql::new("select realm, hash from refresh_tokens where purge_at < $1 order by purge_at limit $2");
    static DELETE: Sql = Sql::new("delete from refresh_tokens where realm = $1 and hash = $2");
    sweep(db, &ABSENT, &DELETE, now, at_most)
}

fn codes(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    static ABSENT: Sql = Sql::new("select realm, hash from codes where purge_at < $1 order by purge_at limit $2");
    static DELETE: Sql = Sql::new("delete from codes where realm = $1 and hash = $2");
    sweep(db, &ABSENT, &DELETE, now, at_most)
}

fn sessions(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    static ABSENT: Sql = Sql::new("select realm, hash from sessions where ends_at <= $1 order by ends_at limit $2");
    static DELETE: Sql = Sql::new("delete from sessions where realm = $1 and hash = $2");
    sweep(db, &ABSENT, &DELETE, now, at_most)
}

fn links(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    static ABSENT: Sql = Sql::new("select realm, hash from links where ends_at <= $1 order by ends_at limit $2");
    static DELETE: Sql = Sql::new("delete from links where realm = $1 and hash = $2");
    sweep(db, &ABSENT, &DELETE, now, at_most)
}

fn spent(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    static ABSENT: Sql = Sql::new("select realm, hash from spent where ends_at <= $1 order by ends_at limit $2");
    static DELETE: Sql = Sql::new("delete from spent where realm = $1 and hash = $2");
    sweep(db, &ABSENT, &DELETE, now, at_most)
}

/// Finds by index, deletes by primary key.
fn sweep(db: &Connection, absent: &Sql, each: &Sql, now: i64, at_most: u32) -> Outcome<u32> {
    let keys: Vec<Key> = db.all(absent, params![now, at_most], |row| Ok((row.next()?, row.next()?)))?;
    delete(db, each, &keys)
}

fn delete(db: &Connection, each: &Sql, keys: &[Key]) -> Outcome<u32> {
    let mut gone = 0;
    for (realm, hash) in keys {
        db.change(each, params![realm, hash])?;
        gone += 1;
    }
    Ok(gone)
}
