//! Refresh tokens: rotated or renewed, and told apart from their copies.

use super::cell::cells;
use super::db::{Db, Sql};
use super::families;
use super::fault::{Fault, Outcome};
use super::rows::{self, Counted, Family, RefreshRow};
use super::{access, audit};
use crate::Broken;
use crate::ops::{Places, RefreshFacts, Renew, Renews, Rotate, Successor, Used, Won};
use engine::model::{AccountKey, AppKey, EndReason, GrantKey, Handover, RealmKey, RefreshToken, Succession};
use engine::policy::{OlderAccess, Rotation};
use engine::token::{TokenHash, TokenId};
use std::cmp::Reverse;

/// Access tokens issued since a succession that are named to the caller.
const ISSUED_SINCE: u32 = 100;

/// The refresh token, and what followed it; hardly any has been followed when it comes. What moves on between two reads is no harm: each tells of a
/// moment that was, and what is written afterwards names its own condition.
pub(super) async fn facts(db: &impl Db, realm: RealmKey, places: Places<'_>, now: i64) -> Outcome<RefreshFacts> {
    for place in places {
        let Some((revision, row)) = at(db, realm, place).await? else { continue };
        let Some(family) = families::by_key(db, realm, row.family, now).await? else { continue };
        let behind = family.good.1 - row.number;
        if behind > families::KEPT {
            continue;
        }
        let mut token = row.of(&family);
        let mut successor = None;
        if behind > 0
            && let Some((handover, followed)) = follow(db, realm, &token, (&family, behind), now).await?
        {
            token.succession = Some(handover.map_or(Succession::Older, Succession::Last));
            successor = Some(followed);
        }
        return Ok(RefreshFacts { revision, token: Some(token), successor });
    }
    Ok(RefreshFacts { revision: audit::revision(db, realm).await?, token: None, successor: None })
}

/// The row at that place, with the realm's revision.
async fn at(db: &impl Db, realm: RealmKey, place: &TokenHash) -> Outcome<Option<(i64, RefreshRow)>> {
    static ROW: Sql = Sql::new(
        "select coalesce((select revision from realms where realm = $1::bigint), 0), id, hash, family, number, scope, issued_at, ends_at, salt, access
         from refresh_tokens where id = $2::bigint and hash = $3::bytea",
    );
    let row = cells![realm.0, place.id().0, place.rest()];
    db.one(&ROW, row, |row| Ok((row.next()?, rows::refresh_row(row)?))).await
}

async fn by_id(db: &impl Db, id: TokenId) -> Outcome<Option<RefreshRow>> {
    static ROW: Sql = Sql::new(
        "select id, hash, family, number, scope, issued_at, ends_at, salt, access from refresh_tokens where id = $1::bigint",
    );
    db.one(&ROW, cells![id.0], rows::refresh_row).await
}

/// Live refresh tokens between an account and an app, the youngest first; at most 100.
pub(super) async fn live_between(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    app: AppKey,
    (now, valid_from): (i64, i64),
) -> Outcome<Vec<RefreshToken>> {
    static LIST: Sql = Sql::new(
        "select mount, app, account, grant_key, refresh, number, family_ends_at, ended_at, end_reason, purge_at, used_issue
         from families where realm = $1::bigint and app = $2::bigint and account = $3::bigint and ended_at is null and (good_until is null or good_until > $4::bigint)
         order by family desc limit 100",
    );
    let mut live = Vec::new();
    for family in db.all(&LIST, cells![realm.0, app.0, account.0, now], rows::family).await? {
        live.extend(by_id(db, family.good.0).await?.map(|row| row.of(&family)));
    }
    live.retain(|token| token.issued_at >= valid_from);
    live.sort_by_key(|token| Reverse(token.issued_at));
    Ok(live)
}

/// Whether a refresh token of that grant lives.
pub(super) async fn lives(
    db: &impl Db,
    realm: RealmKey,
    (account, app, grant): (AccountKey, AppKey, GrantKey),
    (now, valid_from): (i64, i64),
) -> Outcome<bool> {
    static LIST: Sql = Sql::new(
        "select refresh from families where realm = $1::bigint and app = $2::bigint and account = $3::bigint and grant_key = $4::bigint and ended_at is null
           and (good_until is null or good_until > $5::bigint) order by family desc",
    );
    for good in db.all(&LIST, cells![realm.0, app.0, account.0, grant.0, now], |row| row.next().map(TokenId)).await? {
        if by_id(db, good).await?.is_some_and(|row| row.issued_at >= valid_from) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Until when refresh tokens of that grant live: the last of them, looked for among the hundred families that last longest.
pub(super) async fn renews(
    db: &impl Db,
    realm: RealmKey,
    (account, app, grant): (AccountKey, AppKey, GrantKey),
    (now, valid_from): (i64, i64),
) -> Outcome<Renews> {
    static LIST: Sql = Sql::new(
        "select refresh, good_until from families where realm = $1::bigint and app = $2::bigint and account = $3::bigint and grant_key = $4::bigint and ended_at is null
           and (good_until is null or good_until > $5::bigint) order by coalesce(good_until, $6::bigint) desc limit 100",
    );
    let row = cells![realm.0, app.0, account.0, grant.0, now, i64::MAX];
    let good = db.all(&LIST, row, |row| Ok((TokenId(row.next()?), row.next::<Option<i64>>()?))).await?;
    for (good, until) in good {
        if by_id(db, good).await?.is_some_and(|row| row.issued_at >= valid_from) {
            return Ok(until.map_or(Renews::WithoutEnd, Renews::Until));
        }
    }
    Ok(Renews::No)
}

/// The family's good token, `behind` rotations after this one: how it followed it, if that was next, and whether what came since has been used.
async fn follow(
    db: &impl Db,
    realm: RealmKey,
    token: &RefreshToken,
    (family, behind): (&Family, i64),
    now: i64,
) -> Outcome<Option<(Option<Handover>, Successor)>> {
    static SEEN: Sql = Sql::new(
        "select 1 from access_tokens
         where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family = $4::bigint and issued_at >= $5::bigint and id <> $6::bigint
           and used_at is not null limit 1",
    );
    static SINCE: Sql = Sql::new(
        "select id from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family = $4::bigint and issued_at >= $5::bigint
           and id <> $6::bigint and coalesce(purge_at, ends_at, $7::bigint) >= $7::bigint
         order by issued_at desc limit $8::bigint",
    );
    let Some(good) = by_id(db, family.good.0).await? else { return Ok(None) };
    let handover = good.salt.filter(|_| behind == 1).map(|salt| Handover { at: good.issued_at, salt });
    let access = match good.access {
        Some(access) => access::by_id(db, realm, access, now).await?,
        None => None,
    };
    let (app, account, key, at) = (token.app.0, token.account.0, token.family.0, good.issued_at);
    // What came with this very token is older, also where it was followed within the second.
    let older = token.access.map_or(0, |access| access.0);
    let seen = db.one(&SEEN, cells![realm.0, app, account, key, at, older], |row| row.next::<i64>()).await?;
    let used = if seen.is_some() || family.used_issue.is_some_and(|used| used >= at) { Used::Yes } else { Used::No };
    let since = cells![realm.0, app, account, key, at, older, now, ISSUED_SINCE];
    let issued_since = db.all(&SINCE, since, |row| row.next().map(TokenId)).await?;
    Ok(Some((handover, Successor { refresh: good.of(family), access, used, issued_since })))
}

/// Puts a refresh token in the place of the presented one, and issues the access token that comes with it.
pub(super) async fn rotate(db: &impl Db, write: &Rotate) -> Outcome<Won> {
    let (realm, next) = (write.realm, &write.refresh);
    if !families::advance(db, write).await? {
        // It may have been this very write, in a commit whose answer was lost.
        let own = at(db, realm, &next.hash).await?;
        return Ok(if own.is_some() { Won::Yes } else { Won::Lost });
    }
    if write.older == OlderAccess::End {
        access::end_others(db, realm, &write.access, EndReason::Replaced, write.now).await?;
    }
    rows::insert_refresh(db, next, Some(write.salt)).await?;
    rows::insert_access(db, realm, &write.access).await?;
    Ok(Won::Yes)
}

/// Issues an access token under a refresh token that stays.
pub(super) async fn renew(db: &impl Db, write: &Renew) -> Outcome<Won> {
    let (realm, access) = (write.realm, &write.access);
    let stays = match write.rotation {
        Rotation::SameExtended => families::extend(db, write).await?,
        Rotation::Same | Rotation::Rotate => families::stays(db, write).await?,
    };
    if !stays {
        let own = access::is_there(db, realm, access).await?;
        return Ok(if own { Won::Yes } else { Won::Lost });
    }
    if rows::add_access(db, realm, access, Counted::Yes).await? == 0 {
        // It was this very write, or another node's token of that id.
        return match access::is_there(db, realm, access).await? {
            true => Ok(Won::Yes),
            false => Err(Fault::Late(Broken::Taken(rows::TOKEN_ID.to_owned()))),
        };
    }
    if write.older == OlderAccess::End {
        access::end_others(db, realm, access, EndReason::Replaced, write.now).await?;
    }
    access::thin_out(db, realm, access, write.bounds, write.now).await?;
    Ok(Won::Yes)
}
