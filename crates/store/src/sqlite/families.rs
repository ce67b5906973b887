//! Families: which of their refresh tokens is good, and what holds for all of them.

use super::fault::Outcome;
use super::rows::REPLAY_KEPT;
use super::sql::{Run, Sql};
use crate::ops::{EndToken, Renew, Rotate};
use engine::model::{RealmKey, RefreshToken};
use rusqlite::{Connection, params};

/// Consumed refresh tokens of a family that are told from ones that never were.
pub(super) const KEPT: i64 = 100;

/// Begins one with its first refresh token.
pub(super) fn begin(db: &Connection, realm: RealmKey, first: &RefreshToken) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into families (family, realm, mount, app, account, grant_key, refresh, number, family_ends_at, purge_at)
         values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)",
    );
    let (mount, app, account, grant) = (first.mount.0, first.app.0, first.account.0, first.grant.0);
    let (refresh, ends_at) = (first.hash.id().0, first.family_ends_at);
    let row = params![first.family.0, realm.0, mount, app, account, grant, refresh, ends_at, kept(first)];
    db.change(&INSERT, row)?;
    Ok(())
}

/// Puts the next refresh token in the place of the presented one, if that is the good one and lives, with its grant.
pub(super) fn advance(db: &Connection, write: &Rotate) -> Outcome<bool> {
    static ADVANCE: Sql = Sql::new(
        "update families set refresh = $4, number = number + 1, purge_at = $5
         where family = $1 and realm = $2 and refresh = $3 and ended_at is null and (family_ends_at is null or family_ends_at > $6)
           and exists (select 1 from refresh_tokens t where t.id = $3 and (t.ends_at is null or t.ends_at > $6))
           and exists (select 1 from grants g where g.realm = $2 and g.account = families.account and g.app = families.app
             and g.grant_key = families.grant_key and g.ended_at is null)",
    );
    let (next, presented) = (&write.refresh, write.presented.0);
    let row = params![next.family.0, write.realm.0, presented, next.hash.id().0, kept(next), write.now];
    Ok(db.change(&ADVANCE, row)? == 1)
}

/// Whether a refresh token is the good one and lives, with its grant.
pub(super) fn stays(db: &Connection, write: &Renew) -> Outcome<bool> {
    static STAYS: Sql = Sql::new(
        "select 1 from refresh_tokens t join families f on f.family = t.family
           join grants g on g.realm = f.realm and g.account = f.account and g.app = f.app and g.grant_key = f.grant_key
         where t.id = $2 and f.realm = $1 and f.refresh = t.id and f.ended_at is null and g.ended_at is null
           and (t.ends_at is null or t.ends_at > $3) and (f.family_ends_at is null or f.family_ends_at > $3)",
    );
    let row = params![write.realm.0, write.refresh.0, write.now];
    Ok(db.one(&STAYS, row, |row| row.next::<i64>())?.is_some())
}

/// The same, and moves its end.
pub(super) fn extend(db: &Connection, write: &Renew) -> Outcome<bool> {
    static TOKEN: Sql = Sql::new("update refresh_tokens set ends_at = $2 where id = $1");
    static FAMILY: Sql = Sql::new("update families set purge_at = $2 where refresh = $1 and family = $3");
    if !stays(db, write)? {
        return Ok(false);
    }
    let purge_at = write.ends_at.map(|end| end.saturating_add(REPLAY_KEPT));
    db.change(&TOKEN, params![write.refresh.0, write.ends_at])?;
    db.change(&FAMILY, params![write.refresh.0, purge_at, write.access.family.0])?;
    Ok(true)
}

/// Ends a family's refresh tokens; gives 1 if they had not ended before.
pub(super) fn end(db: &Connection, write: &EndToken) -> Outcome<usize> {
    static END: Sql = Sql::new(
        "update families set ended_at = $3, end_reason = $4, purge_at = $5 where family = $1 and realm = $2 and ended_at is null",
    );
    let purge_at = write.now.saturating_add(REPLAY_KEPT);
    Ok(db.change(&END, params![write.family.0, write.realm.0, write.now, write.reason as i64, purge_at])?)
}

/// Past this second a family whose good refresh token this is counts as absent.
fn kept(good: &RefreshToken) -> Option<i64> {
    let ends_at = good.ends_at.into_iter().chain(good.family_ends_at).min();
    good.purge_at.or(ends_at.map(|end| end.saturating_add(REPLAY_KEPT)))
}
