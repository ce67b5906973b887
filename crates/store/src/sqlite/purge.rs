//! Rows that count as absent go for good, a bounded number at a time.

use super::fault::Outcome;
use super::sql::{Run, Sql};
use rusqlite::{Connection, params};

/// Deletes at most `at_most` rows of all kinds.
pub(super) fn purge(db: &Connection, now: i64, at_most: u32) -> Outcome<u32> {
    let mut left = at_most;
    for kind in [access, refresh, codes, sessions] {
        if left > 0 {
            let gone = u32::try_from(kind(db, now, left)?).unwrap_or(left);
            left = left.saturating_sub(gone);
        }
    }
    Ok(at_most - left)
}

fn access(db: &Connection, now: i64, at_most: u32) -> Outcome<usize> {
    // What a used token proved against a copied refresh token outlives it: noted on the family's youngest row, which outlives the older ones.
    static USED: Sql = Sql::new(
        "select realm, app, account, family, max(issued_at) from (select * from access_tokens
           where purge_at < $1 order by purge_at, realm, hash limit $2) as absent
         where used_at is not null and account <> 0 group by realm, app, account, family",
    );
    static NOTE: Sql = Sql::new(
        "update refresh_tokens set used_issue = $5
         where realm = $1 and hash = (select hash from refresh_tokens
             where realm = $1 and app = $2 and account = $3 and family = $4 order by issued_at desc limit 1)
           and (used_issue is null or used_issue < $5)",
    );
    static DELETE: Sql = Sql::new(
        "delete from access_tokens where (realm, hash) in (select realm, hash from access_tokens
           where purge_at < $1 order by purge_at, realm, hash limit $2)",
    );
    let used = db.all(&USED, params![now, at_most], |row| {
        Ok([row.next::<i64>()?, row.next()?, row.next()?, row.next()?, row.next()?])
    })?;
    for family in used {
        db.change(&NOTE, family)?;
    }
    Ok(db.change(&DELETE, params![now, at_most])?)
}

fn refresh(db: &Connection, now: i64, at_most: u32) -> Outcome<usize> {
    static DELETE: Sql = Sql::new(
        "delete from refresh_tokens where (realm, hash) in (select realm, hash from refresh_tokens
           where purge_at < $1 order by purge_at limit $2)",
    );
    Ok(db.change(&DELETE, params![now, at_most])?)
}

fn codes(db: &Connection, now: i64, at_most: u32) -> Outcome<usize> {
    static DELETE: Sql = Sql::new(
        "delete from codes where (realm, hash) in (select realm, hash from codes where purge_at < $1 order by purge_at limit $2)",
    );
    Ok(db.change(&DELETE, params![now, at_most])?)
}

fn sessions(db: &Connection, now: i64, at_most: u32) -> Outcome<usize> {
    static DELETE: Sql = Sql::new(
        "delete from sessions where (realm, hash) in (select realm, hash from sessions where ends_at <= $1 order by ends_at limit $2)",
    );
    Ok(db.change(&DELETE, params![now, at_most])?)
}
