//! Rows that count as absent go for good, a bounded number at a time.

use super::fault::Outcome;
use super::sql::{Run, Sql};
use crate::ops::{Purged, Rest};
use rusqlite::{Connection, params};

/// Where a row is.
type Key = (i64, [u8; 32]);

/// Where the next step through the tokens begins: they have no index by their end, but are gone through in the order in which they lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sweep {
    access: i64,
    refresh: i64,
}

impl Sweep {
    /// From the first row on.
    pub(super) const START: Self = Self { access: i64::MIN, refresh: i64::MIN };
}

/// A step: looks at no more than `at_most` tokens of a kind, and deletes no more rows than that.
pub(super) fn purge(db: &Connection, mut sweep: Sweep, now: i64, at_most: u32) -> Outcome<(Sweep, Purged)> {
    let mut gone = access(db, &mut sweep.access, now, at_most)?;
    gone += refresh(db, &mut sweep.refresh, now, at_most - gone)?;
    for kind in [codes, sessions, links, spent] {
        gone += kind(db, now, at_most - gone)?;
    }
    let all = gone < at_most && sweep.access == i64::MIN && sweep.refresh == i64::MIN;
    Ok((sweep, Purged { gone, rest: if all { Rest::None } else { Rest::More } }))
}

fn access(db: &Connection, from: &mut i64, now: i64, at_most: u32) -> Outcome<u32> {
    static NEXT: Sql = Sql::new("select id from access_tokens where id >= $1 order by id limit 1 offset $2");
    static USED: Sql = Sql::new(
        "select realm, app, account, family, issued_at from access_tokens
         where id between $1 and $2 and coalesce(purge_at, ends_at, $3) < $3 and used_at is not null and account <> 0",
    );
    // What a used token proved against a copied refresh token outlives it: noted on the family's youngest row, which outlives the older ones.
    static NOTE: Sql = Sql::new(
        "update refresh_tokens set used_issue = $5
         where id = (select id from refresh_tokens
             where realm = $1 and app = $2 and account = $3 and family = $4 order by issued_at desc limit 1)
           and (used_issue is null or used_issue < $5)",
    );
    static DELETE: Sql =
        Sql::new("delete from access_tokens where id between $1 and $2 and coalesce(purge_at, ends_at, $3) < $3");
    let (first, last) = step(db, &NEXT, from, at_most)?;
    let used: Vec<[i64; 5]> = db.all(&USED, params![first, last, now], |row| {
        Ok([row.next()?, row.next()?, row.next()?, row.next()?, row.next()?])
    })?;
    for token in used {
        db.change(&NOTE, token)?;
    }
    Ok(db.change(&DELETE, params![first, last, now])? as u32)
}

fn refresh(db: &Connection, from: &mut i64, now: i64, at_most: u32) -> Outcome<u32> {
    static NEXT: Sql = Sql::new("select id from refresh_tokens where id >= $1 order by id limit 1 offset $2");
    static DELETE: Sql = Sql::new("delete from refresh_tokens where id between $1 and $2 and purge_at < $3");
    let (first, last) = step(db, &NEXT, from, at_most)?;
    Ok(db.change(&DELETE, params![first, last, now])? as u32)
}

/// The first and last id of the next so many rows. Behind the last row the way begins again.
fn step(db: &Connection, next: &Sql, from: &mut i64, rows: u32) -> Outcome<(i64, i64)> {
    let first = *from;
    let behind = db.one(next, params![first, rows], |row| row.next::<i64>())?;
    *from = behind.unwrap_or(i64::MIN);
    Ok((first, behind.map_or(i64::MAX, |id| id - 1)))
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
