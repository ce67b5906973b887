//! Rows that count as absent go for good, and what people granted to deleted apps ends, a bounded number at a time.

use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::deleted::{self, Place};
use super::families::KEPT;
use super::fault::Outcome;
use crate::ops::{Purged, Rest};

/// Where a row is.
type Key = (i64, [u8; 32]);

/// Where the next step begins: tokens and families have no index by their end, but are gone through in the order in which they lie.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sweep {
    /// At this access token; families come after the last one.
    Access(i64),
    /// At this family; refresh tokens come after the last one.
    Families(i64),
    /// At this refresh token; apps come after the last one.
    Refresh(i64),
    /// At this app.
    Apps(Place),
}

impl Default for Sweep {
    fn default() -> Self {
        Self::START
    }
}

impl Sweep {
    /// From the first row on.
    pub(super) const START: Self = Self::Access(i64::MIN);
}

/// A step: looks at no more than `at_most` rows of a kind, and deletes or ends no more than that.
pub(super) async fn purge(db: &impl Db, sweep: Sweep, now: i64, at_most: u32) -> Outcome<(Sweep, Purged)> {
    let (mut gone, mut next, mut rest) = (0, sweep, Rest::More);
    // On to the next table where there is still something left of the step.
    while gone < at_most && rest == Rest::More {
        let left = at_most - gone;
        let (went, behind) = match next {
            Sweep::Access(from) => at(access(db, from, now, left).await?, Sweep::Access),
            Sweep::Families(from) => at(families(db, from, now, left).await?, Sweep::Families),
            Sweep::Refresh(from) => at(refresh(db, from, left).await?, Sweep::Refresh),
            Sweep::Apps(from) => at(deleted::end_grants(db, from, left).await?, Sweep::Apps),
        };
        gone += went;
        if let Some(behind) = behind {
            next = behind;
            break;
        }
        (next, rest) = match next {
            Sweep::Access(_) => (Sweep::Families(i64::MIN), Rest::More),
            Sweep::Families(_) => (Sweep::Refresh(i64::MIN), Rest::More),
            Sweep::Refresh(_) => (Sweep::Apps((0, i64::MIN)), Rest::More),
            Sweep::Apps(_) => (Sweep::START, Rest::None),
        };
    }
    for (absent, each) in [&CODES, &SESSIONS, &LINKS, &SPENT] {
        gone += expired(db, (absent, each), now, at_most.saturating_sub(gone)).await?;
    }
    let rest = if gone < at_most { rest } else { Rest::More };
    Ok((next, Purged { gone, rest }))
}

/// What a step did, and in which table it stopped.
fn at<K>((gone, behind): (u32, Option<K>), table: impl Fn(K) -> Sweep) -> (u32, Option<Sweep>) {
    (gone, behind.map(table))
}

async fn access(db: &impl Db, from: i64, now: i64, at_most: u32) -> Outcome<(u32, Option<i64>)> {
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
    let (last, behind) = step(db, &NEXT, from, at_most).await?;
    let read = |row: &mut Cells<'_>| Ok([row.next::<i64>()?, row.next()?, row.next()?, row.next()?, row.next()?]);
    for [realm, app, account, family, issued_at] in db.all(&USED, cells![from, last, now], read).await? {
        db.change(&NOTE, cells![realm, app, account, family, issued_at]).await?;
    }
    Ok((count(db.change(&DELETE, cells![from, last, now]).await?), behind))
}

async fn families(db: &impl Db, from: i64, now: i64, at_most: u32) -> Outcome<(u32, Option<i64>)> {
    static NEXT: Sql = Sql::new("select family from families where family >= $1 order by family limit 1 offset $2");
    static DELETE: Sql = Sql::new("delete from families where family between $1 and $2 and purge_at < $3");
    let (last, behind) = step(db, &NEXT, from, at_most).await?;
    Ok((count(db.change(&DELETE, cells![from, last, now]).await?), behind))
}

/// Refresh tokens count as absent when their family does, or when they are too far behind the good one.
async fn refresh(db: &impl Db, from: i64, at_most: u32) -> Outcome<(u32, Option<i64>)> {
    static NEXT: Sql = Sql::new("select id from refresh_tokens where id >= $1 order by id limit 1 offset $2");
    static ROWS: Sql =
        Sql::new("select id, family, number from refresh_tokens where id between $1 and $2 order by family");
    static GOOD: Sql = Sql::new("select number from families where family = $1");
    static DELETE: Sql = Sql::new("delete from refresh_tokens where id = $1");
    let (last, behind) = step(db, &NEXT, from, at_most).await?;
    let read = |row: &mut Cells<'_>| Ok([row.next::<i64>()?, row.next()?, row.next()?]);
    let (mut gone, mut known) = (0, None);
    for [id, family, number] in db.all(&ROWS, cells![from, last], read).await? {
        let good: Option<i64> = match known {
            Some((of, good)) if of == family => good,
            _ => db.one(&GOOD, cells![family], |row| row.next()).await?,
        };
        known = Some((family, good));
        if good.is_none_or(|good| good - number > KEPT) {
            gone += count(db.change(&DELETE, cells![id]).await?);
        }
    }
    Ok((gone, behind))
}

/// The last key of the next so many rows, and the first one behind them.
async fn step(db: &impl Db, next: &'static Sql, from: i64, rows: u32) -> Outcome<(i64, Option<i64>)> {
    let behind = db.one(next, cells![from, rows], |row| row.next::<i64>()).await?;
    Ok((behind.map_or(i64::MAX, |key| key - 1), behind))
}

/// What finds rows that count as absent by an index, and what deletes one of them by its key.
type Pair = (Sql, Sql);

static CODES: Pair = (
    Sql::new("select realm, hash from codes where purge_at < $1 order by purge_at limit $2"),
    Sql::new("delete from codes where realm = $1 and hash = $2"),
);
static SESSIONS: Pair = (
    Sql::new("select realm, hash from sessions where ends_at <= $1 order by ends_at limit $2"),
    Sql::new("delete from sessions where realm = $1 and hash = $2"),
);
static LINKS: Pair = (
    Sql::new("select realm, hash from links where ends_at <= $1 order by ends_at limit $2"),
    Sql::new("delete from links where realm = $1 and hash = $2"),
);
static SPENT: Pair = (
    Sql::new("select realm, hash from spent where ends_at <= $1 order by ends_at limit $2"),
    Sql::new("delete from spent where realm = $1 and hash = $2"),
);

async fn expired(db: &impl Db, (absent, each): (&'static Sql, &'static Sql), now: i64, at_most: u32) -> Outcome<u32> {
    let keys: Vec<Key> = db.all(absent, cells![now, at_most], |row| Ok((row.next()?, row.next()?))).await?;
    let mut gone = 0;
    for (realm, hash) in &keys {
        gone += count(db.change(each, cells![*realm, hash]).await?);
    }
    Ok(gone)
}

fn count(rows: u64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
