//! Rows that count as absent go for good, and what people granted to deleted apps ends, a bounded number at a time. What there is to do is looked for
//! with a reader: of a table in which all lives on, whoever writes hears nothing.

use super::cell::{Cells, cells};
use super::db::{Db, Sql, change_each, one_each};
use super::deleted::{self, Place};
use super::families::KEPT;
use super::fault::Outcome;
use super::rows::NOBODY;
use super::{own, uses};
use crate::ops::{Purged, Rest};
use std::collections::BTreeMap;

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

/// Families that are asked for together: whoever shares the connection waits behind no more than these.
pub(super) const TOGETHER: usize = 32;

impl Default for Sweep {
    fn default() -> Self {
        Self::START
    }
}

impl Sweep {
    /// From the first row on.
    pub(super) const START: Self = Self::Access(i64::MIN);
}

/// What a step has found, and where the next one begins.
pub(super) struct Step {
    pub(super) next: Sweep,
    rest: Rest,
    at_most: u32,
    pub(super) due: Due,
}

impl Step {
    /// What it did, once so many rows are gone.
    pub(super) fn done(&self, gone: u32) -> Purged {
        let rest = if self.due.rows < self.at_most { self.rest } else { Rest::More };
        Purged { gone, settled: count(self.due.own.len()), rest }
    }
}

/// What a step has to write.
#[derive(Default)]
pub(super) struct Due {
    /// How many rows go or end.
    rows: u32,
    own: Vec<own::Unsettled>,
    access: Option<Absent>,
    /// Keys between which families count as absent.
    families: Option<(i64, i64)>,
    refresh: Vec<i64>,
    grants: Vec<deleted::Due>,
    expired: Vec<(&'static Expired, Vec<Key>)>,
}

/// Access tokens that count as absent.
#[derive(Clone, Copy)]
struct Absent {
    /// Ids between which they lie.
    ids: (i64, i64),
    whose: Whose,
}

/// Whether any of them speaks for somebody.
#[derive(Clone, Copy)]
enum Whose {
    AppsOwn,
    Granted,
}

impl Due {
    /// Whether that is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0 && self.own.is_empty()
    }
}

/// Looks at no more than `at_most` rows of a kind, for no more than that which count as absent or have to end.
pub(super) async fn look(db: &impl Db, from: Sweep, now: i64, at_most: u32) -> Outcome<Step> {
    let (mut due, mut next, mut rest) = (Due::default(), from, Rest::More);
    // On to the next table where there is still something left of the step.
    while due.rows < at_most && rest == Rest::More {
        let left = at_most - due.rows;
        let behind = match next {
            Sweep::Access(from) => access(db, &mut due, from, now, left).await?.map(Sweep::Access),
            Sweep::Families(from) => families(db, &mut due, from, now, left).await?.map(Sweep::Families),
            Sweep::Refresh(from) => refresh(db, &mut due, from, now, left).await?.map(Sweep::Refresh),
            Sweep::Apps(from) => {
                let (grants, behind) = deleted::look(db, from, left).await?;
                due.rows += count(grants.len());
                due.grants = grants;
                behind.map(Sweep::Apps)
            }
        };
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
    for kind in &EXPIRED {
        let left = at_most.saturating_sub(due.rows);
        if left == 0 {
            break;
        }
        let keys = db.all(&kind.absent, cells![now, left], |row| Ok((row.next()?, row.next()?))).await?;
        due.rows += count(keys.len());
        due.expired.push((kind, keys));
    }
    Ok(Step { next, rest, at_most, due })
}

/// Deletes and ends what was found, as far as it still is so; gives how many rows that were.
pub(super) async fn clear(db: &impl Db, due: &Due, now: i64) -> Outcome<u32> {
    static FAMILIES: Sql =
        Sql::new("delete from families where family between $1::bigint and $2::bigint and purge_at < $3::bigint");
    static REFRESH: Sql = Sql::new("delete from refresh_tokens where id = $1::bigint");
    let mut gone = 0;
    for own in &due.own {
        own::settle(db, own).await?;
    }
    if let Some(absent) = due.access {
        gone += clear_access(db, absent, now).await?;
    }
    if let Some(keys) = due.families {
        gone += db.change(&FAMILIES, cells![keys.0, keys.1, now]).await?;
    }
    let refresh: Vec<_> = due.refresh.iter().map(|id| *cells![*id]).collect();
    gone += change_each(db, &REFRESH, &refresh).await?.into_iter().sum::<u64>();
    gone += deleted::end(db, &due.grants).await?;
    for (kind, keys) in &due.expired {
        let rows: Vec<_> = keys.iter().map(|(realm, hash)| *cells![*realm, hash, now]).collect();
        gone += change_each(db, &kind.delete, &rows).await?.into_iter().sum::<u64>();
    }
    Ok(u32::try_from(gone).unwrap_or(u32::MAX))
}

async fn access(db: &impl Db, due: &mut Due, from: i64, now: i64, at_most: u32) -> Outcome<Option<i64>> {
    // How many have ended, how many of those somebody granted, and how many of an app's own live on.
    static COUNTS: Sql = Sql::new(
        "select count(*) filter (where coalesce(purge_at, ends_at, $3::bigint) < $3::bigint),
                count(*) filter (where coalesce(purge_at, ends_at, $3::bigint) < $3::bigint and account <> $4::bigint),
                count(*) filter (where account = $4::bigint and coalesce(purge_at, ends_at, $3::bigint) >= $3::bigint)
         from access_tokens where id between $1::bigint and $2::bigint",
    );
    let (ids, behind) = access_ids(db, from, at_most).await?;
    let read = |row: &mut Cells<'_>| Ok([row.next::<u32>()?, row.next()?, row.next()?]);
    let [absent, granted, own] = db.one(&COUNTS, cells![ids.0, ids.1, now, NOBODY], read).await?.unwrap_or_default();
    let whose = if granted > 0 { Whose::Granted } else { Whose::AppsOwn };
    due.access = (absent > 0).then_some(Absent { ids, whose });
    due.rows += absent;
    if own > 0 {
        due.own = own::look(db, ids).await?;
    }
    Ok(behind)
}

async fn clear_access(db: &impl Db, Absent { ids: (from, last), whose }: Absent, now: i64) -> Outcome<u64> {
    static DELETE: Sql = Sql::new(
        "delete from access_tokens
         where id between $1::bigint and $2::bigint and coalesce(purge_at, ends_at, $3::bigint) < $3::bigint",
    );
    match whose {
        Whose::AppsOwn => {}
        Whose::Granted => keep_uses(db, (from, last), now).await?,
    }
    db.change(&DELETE, cells![from, last, now]).await
}

/// What a used token proved against a copied refresh token outlives it.
async fn keep_uses(db: &impl Db, (from, last): (i64, i64), now: i64) -> Outcome<()> {
    static USED: Sql = Sql::new(
        "select realm, family, issued_at from access_tokens
         where id between $1::bigint and $2::bigint and coalesce(purge_at, ends_at, $3::bigint) < $3::bigint and used_at is not null and account <> $4::bigint",
    );
    static NOTE: Sql = Sql::new(
        "update families set used_issue = $3::bigint
         where family = $2::bigint and realm = $1::bigint and (used_issue is null or used_issue < $3::bigint)",
    );
    let read = |row: &mut Cells<'_>| Ok(((row.next::<u32>()?, row.next::<i64>()?), row.next::<i64>()?));
    let mut families = BTreeMap::new();
    for (family, issued_at) in db.all(&USED, cells![from, last, now, NOBODY], read).await? {
        uses::latest(&mut families, family, issued_at);
    }
    change_each(db, &NOTE, &uses::rows(&families)).await?;
    Ok(())
}

async fn families(db: &impl Db, due: &mut Due, from: i64, now: i64, at_most: u32) -> Outcome<Option<i64>> {
    static NEXT: Sql =
        Sql::new("select family from families where family >= $1::bigint order by family limit 1 offset $2::bigint");
    static ABSENT: Sql = Sql::new(
        "select count(*) from families where family between $1::bigint and $2::bigint and purge_at < $3::bigint",
    );
    let (keys, behind) = step(db, &NEXT, from, at_most).await?;
    let absent = db.one(&ABSENT, cells![keys.0, keys.1, now], |row| row.next::<u32>()).await?.unwrap_or(0);
    due.families = Some(keys).filter(|_| absent > 0);
    due.rows += absent;
    Ok(behind)
}

/// Refresh tokens count as absent when their family does, or when they are too far behind the good one: for good, so that they may be looked for before.
async fn refresh(db: &impl Db, due: &mut Due, from: i64, now: i64, at_most: u32) -> Outcome<Option<i64>> {
    static NEXT: Sql =
        Sql::new("select id from refresh_tokens where id >= $1::bigint order by id limit 1 offset $2::bigint");
    static ROWS: Sql =
        Sql::new("select id, family, number, issued_at from refresh_tokens where id between $1::bigint and $2::bigint");
    static GOOD: Sql = Sql::new(
        "select number from families where family = $1::bigint and (purge_at is null or purge_at >= $2::bigint)",
    );
    let (ids, behind) = step(db, &NEXT, from, at_most).await?;
    let read = |row: &mut Cells<'_>| Ok([row.next::<i64>()?, row.next()?, row.next()?, row.next()?]);
    let found = db.all(&ROWS, cells![ids.0, ids.1], read).await?;
    let mut good: BTreeMap<i64, Option<i64>> = found.iter().map(|[_, family, ..]| (*family, None)).collect();
    let keys: Vec<_> = good.keys().map(|family| *cells![*family, now]).collect();
    let mut numbers = Vec::new();
    for some in keys.chunks(TOGETHER) {
        numbers.extend(one_each(db, &GOOD, some, |row| row.next::<i64>()).await?);
    }
    good.values_mut().zip(numbers).for_each(|(good, number)| *good = number);
    let absent = |[_, family, number, issued_at]: &&[i64; 4]| match good.get(family).copied().flatten() {
        Some(good) => good - number > KEPT,
        // Where rows are spread, one of a commit may be seen before the other: the family of a young one may still come.
        None => *issued_at < now - YOUNG,
    };
    due.refresh = found.iter().filter(absent).map(|[id, ..]| *id).collect();
    due.rows += count(due.refresh.len());
    Ok(behind)
}

/// For so many seconds a refresh token is not taken for one whose family has gone.
const YOUNG: i64 = 60;

/// The ids of so many access tokens from one on, and the first id behind them.
pub(super) async fn access_ids(db: &impl Db, from: i64, rows: u32) -> Outcome<((i64, i64), Option<i64>)> {
    static NEXT: Sql =
        Sql::new("select id from access_tokens where id >= $1::bigint order by id limit 1 offset $2::bigint");
    step(db, &NEXT, from, rows).await
}

/// The keys of the next so many rows, and the first one behind them.
async fn step(db: &impl Db, next: &'static Sql, from: i64, rows: u32) -> Outcome<((i64, i64), Option<i64>)> {
    let behind = db.one(next, cells![from, rows], |row| row.next::<i64>()).await?;
    Ok(((from, behind.map_or(i64::MAX, |key| key - 1)), behind))
}

/// What finds rows that count as absent by an index, and what deletes one of them by its key.
struct Expired {
    absent: Sql,
    delete: Sql,
}

static EXPIRED: [Expired; 4] = [
    Expired {
        absent: Sql::new(
            "select realm, hash from codes where purge_at < $1::bigint order by purge_at limit $2::bigint",
        ),
        delete: Sql::new("delete from codes where realm = $1::bigint and hash = $2::bytea and purge_at < $3::bigint"),
    },
    Expired {
        absent: Sql::new(
            "select realm, hash from sessions where ends_at <= $1::bigint order by ends_at limit $2::bigint",
        ),
        delete: Sql::new(
            "delete from sessions where realm = $1::bigint and hash = $2::bytea and ends_at <= $3::bigint",
        ),
    },
    Expired {
        absent: Sql::new("select realm, hash from links where ends_at <= $1::bigint order by ends_at limit $2::bigint"),
        delete: Sql::new("delete from links where realm = $1::bigint and hash = $2::bytea and ends_at <= $3::bigint"),
    },
    Expired {
        absent: Sql::new("select realm, hash from spent where ends_at <= $1::bigint order by ends_at limit $2::bigint"),
        delete: Sql::new("delete from spent where realm = $1::bigint and hash = $2::bytea and ends_at <= $3::bigint"),
    },
];

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
