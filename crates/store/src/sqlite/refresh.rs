//! Refresh tokens: rotated or renewed, and told apart from their copies.

use super::fault::Outcome;
use super::rows;
use super::sql::{Run, Sql};
use super::{access, families};
use crate::ops::{Places, RefreshFacts, Renew, Rotate, Successor, Used, Won};
use engine::model::{AccountKey, AppKey, EndReason, Handover, RealmKey, RefreshToken, Succession};
use engine::policy::{OlderAccess, Rotation};
use engine::token::{TokenHash, TokenId};
use rusqlite::{Connection, params};

/// Access tokens issued since a succession that are named to the caller.
const ISSUED_SINCE: u32 = 100;

/// The refresh token, its grant and what followed it. Hardly any has been followed when it comes, and one read needs no snapshot of its own.
pub(super) fn facts(db: &Connection, realm: RealmKey, places: Places<'_>, now: i64) -> Outcome<RefreshFacts> {
    let mut facts = RefreshFacts { revision: 0, token: None, grant: None, successor: None };
    for place in places {
        facts = row(db, realm, place, now)?;
        match &facts.token {
            Some(token) if token.succession.is_some() => return facts_with_successor(db, realm, place, now),
            Some(_) => break,
            None => {}
        }
    }
    Ok(facts)
}

/// All from one snapshot.
fn facts_with_successor(db: &Connection, realm: RealmKey, place: &TokenHash, now: i64) -> Outcome<RefreshFacts> {
    let snapshot = db.unchecked_transaction()?;
    let mut facts = row(&snapshot, realm, place, now)?;
    if let Some(token) = facts.token.as_mut().filter(|token| token.succession.is_some())
        && let Some((handover, successor)) = successor(&snapshot, realm, token, now)?
    {
        token.succession = Some(handover.map_or(Succession::Older, Succession::Last));
        facts.successor = Some(successor);
    }
    snapshot.commit()?;
    Ok(facts)
}

fn row(db: &Connection, realm: RealmKey, place: &TokenHash, now: i64) -> Outcome<RefreshFacts> {
    static ROW: Sql = Sql::new(
        "select coalesce((select revision from realms where realm = $1), 0),
           t.id, t.hash, f.mount, f.app, f.account, f.grant_key, t.family, t.scope, t.issued_at, t.ends_at, f.family_ends_at,
           f.ended_at, f.end_reason, f.number - t.number, t.access, f.purge_at,
           g.grant_key, g.account, g.app, g.scope, g.created_at, g.ended_at, g.end_reason
         from (select 1) as one
         left join refresh_tokens t on t.id = $2 and t.hash = $3
         left join families f on f.family = t.family and f.realm = $1 and (f.purge_at is null or f.purge_at >= $4) and f.number - t.number <= $5
         left join grants g on g.realm = $1 and g.account = f.account and g.app = f.app and g.ended_at is null",
    );
    let facts = db.one(&ROW, params![realm.0, place.id().0, place.rest(), now, families::KEPT], |row| {
        let revision = row.next()?;
        let token = rows::refresh_token(row)?;
        let grant = if token.is_some() { rows::grant(row)? } else { None };
        Ok(RefreshFacts { revision, token, grant, successor: None })
    })?;
    Ok(facts.unwrap_or(RefreshFacts { revision: 0, token: None, grant: None, successor: None }))
}

/// Live refresh tokens between an account and an app, the youngest first; at most 100.
pub(super) fn live_between(
    db: &Connection,
    realm: RealmKey,
    account: AccountKey,
    app: AppKey,
    now: i64,
) -> Outcome<Vec<RefreshToken>> {
    static LIST: Sql = Sql::new(
        "select t.id, t.hash, f.mount, f.app, f.account, f.grant_key, t.family, t.scope, t.issued_at, t.ends_at, f.family_ends_at,
           f.ended_at, f.end_reason, 0, t.access, f.purge_at
         from families f join refresh_tokens t on t.id = f.refresh
         where f.realm = $1 and f.app = $2 and f.account = $3 and f.ended_at is null
           and (t.ends_at is null or t.ends_at > $4) and (f.family_ends_at is null or f.family_ends_at > $4)
         order by t.issued_at desc limit 100",
    );
    let found = db.all(&LIST, params![realm.0, app.0, account.0, now], rows::refresh_token)?;
    Ok(found.into_iter().flatten().collect())
}

/// The family's good token: how it followed the presented one, if that was next, and whether what came since has been used.
fn successor(
    db: &Connection,
    realm: RealmKey,
    token: &RefreshToken,
    now: i64,
) -> Outcome<Option<(Option<Handover>, Successor)>> {
    static GOOD: Sql = Sql::new(
        "select t.id, t.hash, f.mount, f.app, f.account, f.grant_key, t.family, t.scope, t.issued_at, t.ends_at, f.family_ends_at,
           f.ended_at, f.end_reason, 0, t.access, f.purge_at, t.salt, (select f.number - o.number from refresh_tokens o where o.id = $3)
         from families f join refresh_tokens t on t.id = f.refresh where f.family = $2 and f.realm = $1",
    );
    static SEEN: Sql = Sql::new(
        "select exists (select 1 from access_tokens
             where realm = $1 and app = $2 and account = $3 and family = $4 and issued_at >= $5 and used_at is not null)
           or exists (select 1 from families where family = $4 and realm = $1 and used_issue >= $5)",
    );
    static SINCE: Sql = Sql::new(
        "select id from access_tokens where realm = $1 and app = $2 and account = $3 and family = $4 and issued_at >= $5
           and coalesce(purge_at, ends_at, $6) >= $6
         order by issued_at desc limit $7",
    );
    let family = token.family.0;
    let good = db.one(&GOOD, params![realm.0, family, token.hash.id().0], |row| {
        Ok((rows::refresh_token(row)?, row.next::<Option<[u8; 16]>>()?, row.next::<Option<i64>>()?))
    })?;
    let Some((Some(refresh), salt, followed)) = good else { return Ok(None) };
    let handover = salt.filter(|_| followed == Some(1)).map(|salt| Handover { at: refresh.issued_at, salt });
    let access = match refresh.access {
        Some(access) => access::by_id(db, realm, access, now)?,
        None => None,
    };
    let (app, account, at) = (token.app.0, token.account.0, refresh.issued_at);
    let seen = db.one(&SEEN, params![realm.0, app, account, family, at], |row| row.next::<bool>())?;
    let used = if seen == Some(true) { Used::Yes } else { Used::No };
    let issued =
        db.all(&SINCE, params![realm.0, app, account, family, at, now, ISSUED_SINCE], |row| row.next().map(TokenId))?;
    Ok(Some((handover, Successor { refresh, access, used, issued_since: issued })))
}

/// Puts a refresh token in the place of the presented one, and issues the access token that comes with it.
pub(super) fn rotate(db: &Connection, write: &Rotate) -> Outcome<Won> {
    static OWN: Sql = Sql::new("select 1 from refresh_tokens where id = $1 and hash = $2");
    let (realm, next) = (write.realm, &write.refresh);
    if !families::advance(db, write)? {
        // It may have been this very write, in a commit whose answer was lost.
        let own = db.one(&OWN, params![next.hash.id().0, next.hash.rest()], |row| row.next::<i64>())?;
        return Ok(if own.is_some() { Won::Yes } else { Won::Lost });
    }
    if write.older == OlderAccess::End {
        access::end_others(db, realm, &write.access, EndReason::Replaced, write.now)?;
    }
    rows::insert_refresh(db, next, Some(write.salt))?;
    rows::insert_access(db, realm, &write.access)?;
    Ok(Won::Yes)
}

/// Issues an access token under a refresh token that stays.
pub(super) fn renew(db: &Connection, write: &Renew) -> Outcome<Won> {
    static OWN: Sql = Sql::new("select 1 from access_tokens where id = $2 and hash = $3 and realm = $1");
    let (realm, access) = (write.realm, &write.access);
    if db.one(&OWN, params![realm.0, access.hash.id().0, access.hash.rest()], |row| row.next::<i64>())?.is_some() {
        return Ok(Won::Yes);
    }
    let stays = match write.rotation {
        Rotation::SameExtended => families::extend(db, write)?,
        Rotation::Same | Rotation::Rotate => families::stays(db, write)?,
    };
    if !stays {
        return Ok(Won::Lost);
    }
    if write.older == OlderAccess::End {
        access::end_others(db, realm, access, EndReason::Replaced, write.now)?;
    }
    rows::insert_access(db, realm, access)?;
    access::thin_out(db, realm, access, write.bounds, write.now)?;
    Ok(Won::Yes)
}
