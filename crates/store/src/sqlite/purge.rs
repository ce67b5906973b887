//! Rows that count as absent go for good, a bounded number at a time.

use super::families::KEPT;
use super::fault::Outcome;
use super::sql::{Run, Sql};
use crate::ops::{Purged, Rest};
use rusqlite::{Connection, params};

/// Where a row is.
type Key = (i64, [u8; 32]);

/// Where the next step begins: tokens and families have no index by their end, but are gone through in the order in which they lie.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sweep {
    /// At this access token; families come after the last one.
    Access(i64),
    /// At this family; refresh tokens come after the last one.
    Families(i64),
    /// At this refresh token.
    Refresh(i64),
}

impl Sweep {
    /// From the first row on.
    pub(super) const START: Self = Self::Access(i64::MIN);

    /// In the same table, at this key.
    fn at(self, key: i64) -> Self {
        match self {
            Self::Access(_) => Self::Access(key),
            Self::Families(_) => Self::Families(key),
            Self::Refresh(_) => Self::Refresh(key),
        }
    }
}

/// A step: looks at no more than `at_most` rows of a kind, and deletes no more than that.
pub(super) fn purge(db: &Connection, sweep: Sweep, now: i64, at_most: u32) -> Outcome<(Sweep, Purged)> {
    let (mut gone, mut next, mut rest) = (0, sweep, Rest::More);
    // On to the next table where there is still something left of the step.
    while gone < at_most && rest == Rest::More {
        let left = at_most - gone;
        let (went, behind) = match next {
            Sweep::Access(from) => access(db, from, now, left)?,
            Sweep::Families(from) => families(db, from, now, left)?,
            Sweep::Refresh(from) => refresh(db, from, left)?,
        };
        gone += went;
        if let Some(at) = behind {
            next = next.at(at);
            break;
        }
        (next, rest) = match next {
            Sweep::Access(_) => (Sweep::Families(i64::MIN), Rest::More),
            Sweep::Families(_) => (Sweep::Refresh(i64::MIN), Rest::More),
            Sweep::Refresh(_) => (Sweep::START, Rest::None),
        };
    }
    for kind in [codes, sessions, links, spent] {
        gone += kind(db, now, at_most.saturating_sub(gone))?;
    }
    let rest = if gone < at_most { rest } else { Rest::More };
    Ok((next, Purged { gone, rest }))
}

fn access(db: &Connection, from: i64, now: i64, at_most: u32) -> Outcome<(u32, Option<i64>)> {
    static NEXT: Sql = Sql::new("select id from access_tokens where id >= $1 order by id limit 1 offset $2");
    static USED: Sql = Sql::new(
        "select realm, app, account, family, issued_at from access_tokens
         where id between $1 and $2 and coalesce(purge_at, ends_at, $3) < $3 and used_at is not null and account <> 0",
    );
    // What a used token proved against a copied refresh token outlives it.
    static NOTE: Sql = Sql::new(
        "update families set used_issue = $5
         where family = $4 and realm = $1 and app = $2 and account = $3 and (used_issue is null or used_issue < $5)",
    );
    static DELETE: Sql =
        Sql::new("delete from access_tokens where id between $1 and $2 and coalesce(purge_at, ends_at, $3) < $3");
    let (last, behind) = step(db, &NEXT, from, at_most)?;
    let used: Vec<[i64; 5]> = db.all(&USED, params![from, last, now], |row| {
        Ok([row.next()?, row.next()?, row.next()?, row.next()?, row.next()?])
    })?;
    for token in used {
        db.change(&NOTE, token)?;
    }
    Ok((db.change(&DELETE, params![from, last, now])? as u32, behind))
}

fn families(db: &Connection, from: i64, now: i64, at_most: u32) -> Outcome<(u32, Option<i64>)> {
    static NEXT: Sql = Sql::new("select family from families where family >= $1 order by family limit 1 offset $2");
    static DELETE: Sql = Sql::new("delete from families where family between $1 and $2 and purge_at < $3");
    let (last, behind) = step(db, &NEXT, from, at_most)?;
    Ok((db.change(&DELETE, params![from, last, now])? as u32, behind))
}

/// Refresh tokens count as absent when their family does, or when they are too far behind the good one.
fn refresh(db: &Connection, from: i64, at_most: u32) -> Outcome<(u32, Option<i64>)> {
    static NEXT: Sql = Sql::new("select id from refresh_tokens where id >= $1 order by id limit 1 offset $2");
    static DELETE: Sql = Sql::new(
        "delete from refresh_tokens where id between $1 and $2 and not exists (select 1 from families f
           where f.family = refresh_tokens.family and f.number - refresh_tokens.number <= $3)",
    );
    let (last, behind) = step(db, &NEXT, from, at_most)?;
    Ok((db.change(&DELETE, params![from, last, KEPT])? as u32, behind))
}

/// The last key of the next so many rows, and the first one behind them.
fn step(db: &Connection, next: &Sql, from: i64, rows: u32) -> Outcome<(i64, Option<i64>)> {
    let behind = db.one(next, params![from, rows], |row| row.next::<i64>())?;
    Ok((behind.map_or(i64::MAX, |key| key - 1), behind))
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
