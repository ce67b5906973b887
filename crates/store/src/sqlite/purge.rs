//! Rows that count as absent go for good, a bounded number at a time.

use super::fault::Outcome;
use super::sql::{Run, Sql};
use rusqlite::{Connection, params};

/// Where a row is.
type Key = (i64, [u8; 32]);

/// Deletes at most `at_most` rows of all kinds.
pub(super) fn purge(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    let mut left = at_most;
    for kind in [access, refresh, codes, sessions] {
        if left > 0 {
            left = left.saturating_sub(kind(db, now, left)?);
        }
    }
    Ok(at_most - left)
}

fn access(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    static USED: Sql = Sql::new(
        "select realm, app, account, family, max(issued_at) from (select realm, app, account, family, issued_at, used_at from access_tokens
           where purge_at < $1 order by purge_at, hash limit $2) as absent
         where used_at is not null and account <> 0 group by realm, app, account, family",
    );
    // What a used token proved against a copied refresh token outlives it: noted on the family's youngest row, which outlives the older ones.
    static NOTE: Sql = Sql::new(
        "update refresh_tokens set used_issue = $5
         where realm = $1 and hash = (select hash from refresh_tokens
             where realm = $1 and app = $2 and account = $3 and family = $4 order by issued_at desc limit 1)
           and (used_issue is null or used_issue < $5)",
    );
    static ABSENT: Sql =
        Sql::new("select realm, hash from access_tokens where purge_at < $1 order by purge_at, hash limit $2");
    static DELETE: Sql = Sql::new("delete from access_tokens where realm = $1 and hash = $2");
    let used = db.all(&USED, params![now, at_most], |row| {
        Ok([row.next::<i64>()?, row.next()?, row.next()?, row.next()?, row.next()?])
    })?;
    for family in used {
        db.change(&NOTE, family)?;
    }
    sweep(db, &ABSENT, &DELETE, now, at_most)
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

/// Finds by index, deletes by primary key.
fn sweep(db: &Connection, absent: &Sql, delete: &Sql, now: i64, at_most: u32) -> Outcome<u32> {
    let keys: Vec<Key> = db.all(absent, params![now, at_most], |row| Ok((row.next()?, row.next()?)))?;
    let mut gone = 0;
    for (realm, hash) in keys {
        db.change(delete, params![realm, hash])?;
        gone += 1;
    }
    Ok(gone)
}
