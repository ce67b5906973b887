//! Families: which of their refresh tokens is good, and what holds for all of them.

use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::rows::{self, Family, REPLAY_KEPT};
use crate::ops::{EndToken, Renew, Rotate};
use engine::model::{FamilyKey, RealmKey, RefreshToken};

/// Consumed refresh tokens of a family that are told from ones that never were.
pub(super) const KEPT: i64 = 100;

/// The family of that key.
pub(super) async fn by_key(db: &impl Db, realm: RealmKey, key: FamilyKey, now: i64) -> Outcome<Option<Family>> {
    static ROW: Sql = Sql::new(
        "select mount, app, account, grant_key, refresh, number, family_ends_at, ended_at, end_reason, purge_at, used_issue
         from families where family = $1::bigint and realm = $2::bigint and (purge_at is null or purge_at >= $3::bigint)",
    );
    db.one(&ROW, cells![key.0, realm.0, now], rows::family).await
}

/// Begins one with its first refresh token.
pub(super) async fn begin(db: &impl Db, realm: RealmKey, first: &RefreshToken) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into families (family, realm, mount, app, account, grant_key, refresh, number, family_ends_at, good_until, purge_at)
         values ($1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9::bigint, $10::bigint, $11::bigint)
         on conflict do nothing",
    );
    let row = cells![
        first.family.0,
        realm.0,
        first.mount.0,
        first.app.0,
        first.account.0,
        first.grant.0,
        first.hash.id().0,
        first.number,
        first.family_ends_at,
        good_until(first),
        kept(first),
    ];
    rows::only_one(db.change(&INSERT, row).await?)
}

/// Puts the next refresh token in the place of the presented one, if that is the good one and lives. A family ends with its grant, so its own row
/// says all.
pub(super) async fn advance(db: &impl Db, write: &Rotate) -> Outcome<bool> {
    static ADVANCE: Sql = Sql::new(
        "update families set refresh = $4::bigint, number = $8::bigint, good_until = $5::bigint, purge_at = $6::bigint
         where family = $1::bigint and realm = $2::bigint and refresh = $3::bigint and ended_at is null
           and (good_until is null or good_until > $7::bigint)",
    );
    let next = &write.refresh;
    let (presented, id) = (write.presented.0, next.hash.id().0);
    let (until, kept) = (good_until(next), kept(next));
    let row = cells![next.family.0, write.realm.0, presented, id, until, kept, write.now, next.number];
    Ok(db.change(&ADVANCE, row).await? > 0)
}

/// Whether a refresh token is the good one of its family and lives; it stands still until the transaction ends.
pub(super) async fn stays(db: &impl Db, write: &Renew) -> Outcome<bool> {
    static STAYS: Sql = Sql::new(
        "select 1 from families
         where family = $1::bigint and realm = $2::bigint and refresh = $3::bigint and ended_at is null
           and (good_until is null or good_until > $4::bigint)
         for update",
    );
    let row = cells![write.access.family.0, write.realm.0, write.refresh.0, write.now];
    Ok(db.one(&STAYS, row, |row| row.next::<i64>()).await?.is_some())
}

/// The same, and moves its end.
pub(super) async fn extend(db: &impl Db, write: &Renew) -> Outcome<bool> {
    static FAMILY: Sql = Sql::new(
        "update families set purge_at = $4::bigint,
           good_until = case when family_ends_at < $5::bigint then family_ends_at else coalesce($5::bigint, family_ends_at) end
         where family = $1::bigint and realm = $2::bigint and refresh = $3::bigint and ended_at is null
           and (good_until is null or good_until > $6::bigint)",
    );
    static TOKEN: Sql = Sql::new("update refresh_tokens set ends_at = $2::bigint where id = $1::bigint");
    let (family, refresh, ends_at) = (write.access.family.0, write.refresh.0, write.ends_at);
    let purge_at = ends_at.map(|end| end.saturating_add(REPLAY_KEPT));
    if db.change(&FAMILY, cells![family, write.realm.0, refresh, purge_at, ends_at, write.now]).await? == 0 {
        return Ok(false);
    }
    db.change(&TOKEN, cells![refresh, ends_at]).await?;
    Ok(true)
}

/// Ends a family's refresh tokens; gives 1 if they had not ended before.
pub(super) async fn end(db: &impl Db, write: &EndToken) -> Outcome<u64> {
    static END: Sql = Sql::new(
        "update families set ended_at = $3::bigint, end_reason = $4::bigint, purge_at = $5::bigint
         where family = $1::bigint and realm = $2::bigint and ended_at is null",
    );
    let purge_at = write.now.saturating_add(REPLAY_KEPT);
    db.change(&END, cells![write.family.0, write.realm.0, write.now, write.reason as i64, purge_at]).await
}

/// First second in which a family's good refresh token is none any more, whatever it may do.
fn good_until(good: &RefreshToken) -> Option<i64> {
    good.ends_at.into_iter().chain(good.family_ends_at).min()
}

/// Past this second a family whose good refresh token this is counts as absent.
fn kept(good: &RefreshToken) -> Option<i64> {
    good.purge_at.or(good_until(good).map(|end| end.saturating_add(REPLAY_KEPT)))
}
