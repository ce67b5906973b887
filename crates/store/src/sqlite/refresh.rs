//! Refresh tokens: rotated or renewed, and told apart from their copies.

use super::access;
use super::fault::Outcome;
use super::rows::{self, REPLAY_KEPT};
use super::sql::{Run, Sql};
use crate::ops::{Places, RefreshFacts, Renew, Rotate, Successor, Used, Won};
use engine::model::{AccountKey, AppKey, EndReason, RealmKey, RefreshToken, Succession};
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
    if let Some(token) = &facts.token
        && let Some(succession) = &token.succession
    {
        facts.successor = successor(&snapshot, realm, token, succession, now)?;
    }
    snapshot.commit()?;
    Ok(facts)
}

fn row(db: &Connection, realm: RealmKey, place: &TokenHash, now: i64) -> Outcome<RefreshFacts> {
    static ROW: Sql = Sql::new(
        "select coalesce((select revision from realms where realm = $1), 0),
           t.id, t.hash, t.mount, t.app, t.account, t.grant_key, t.family, t.scope, t.issued_at, t.ends_at, t.family_ends_at, t.ended_at,
           t.end_reason, t.next_refresh, t.next_access, t.consumed_at, t.salt, t.purge_at,
           g.grant_key, g.account, g.app, g.scope, g.created_at, g.ended_at, g.end_reason
         from (select 1) as one
         left join refresh_tokens t on t.id = $2 and t.hash = $3 and t.realm = $1 and (t.purge_at is null or t.purge_at >= $4)
         left join grants g on g.realm = $1 and g.account = t.account and g.app = t.app and g.ended_at is null",
    );
    let facts = db.one(&ROW, params![realm.0, place.id().0, place.rest(), now], |row| {
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
        "select id, hash, mount, app, account, grant_key, family, scope, issued_at, ends_at, family_ends_at, ended_at, end_reason,
           next_refresh, next_access, consumed_at, salt, purge_at from refresh_tokens
         where realm = $1 and app = $2 and account = $3 and ended_at is null and next_refresh = id
           and (ends_at is null or ends_at > $4) and (family_ends_at is null or family_ends_at > $4)
         order by issued_at desc limit 100",
    );
    let found = db.all(&LIST, params![realm.0, app.0, account.0, now], rows::refresh_token)?;
    Ok(found.into_iter().flatten().collect())
}

fn by_id(db: &Connection, realm: RealmKey, id: TokenId, now: i64) -> Outcome<Option<RefreshToken>> {
    static ROW: Sql = Sql::new(
        "select id, hash, mount, app, account, grant_key, family, scope, issued_at, ends_at, family_ends_at, ended_at, end_reason,
           next_refresh, next_access, consumed_at, salt, purge_at
         from refresh_tokens where id = $2 and realm = $1 and (purge_at is null or purge_at >= $3)",
    );
    Ok(db.one(&ROW, params![realm.0, id.0, now], rows::refresh_token)?.flatten())
}

fn successor(
    db: &Connection,
    realm: RealmKey,
    token: &RefreshToken,
    succession: &Succession,
    now: i64,
) -> Outcome<Option<Successor>> {
    static SEEN: Sql = Sql::new(
        "select exists (select 1 from access_tokens
             where realm = $1 and app = $2 and account = $3 and family = $4 and issued_at >= $5 and used_at is not null)
           or exists (select 1 from refresh_tokens
             where realm = $1 and app = $2 and account = $3 and family = $4 and used_issue >= $5)",
    );
    static SINCE: Sql = Sql::new(
        "select id from access_tokens where realm = $1 and app = $2 and account = $3 and family = $4 and issued_at >= $5
           and coalesce(purge_at, ends_at, $6) >= $6
         order by issued_at desc limit $7",
    );
    let Some(refresh) = by_id(db, realm, succession.refresh, now)? else { return Ok(None) };
    let access = access::by_id(db, realm, succession.access, now)?;
    let (app, account, family, at) = (token.app.0, token.account.0, token.family.0, succession.at);
    let seen = db.one(&SEEN, params![realm.0, app, account, family, at], |row| row.next::<bool>())?;
    let used = if seen == Some(true) { Used::Yes } else { Used::No };
    let issued =
        db.all(&SINCE, params![realm.0, app, account, family, at, now, ISSUED_SINCE], |row| row.next().map(TokenId))?;
    Ok(Some(Successor { refresh, access, used, issued_since: issued }))
}

/// Consumes a refresh token and issues what follows it.
pub(super) fn rotate(db: &Connection, write: &Rotate) -> Outcome<Won> {
    static CONSUME: Sql = Sql::new(
        "update refresh_tokens set consumed_at = $4, salt = $5, next_refresh = $6, next_access = $7
         where id = $2 and realm = $1 and next_refresh = id and ended_at is null
           and (ends_at is null or ends_at > $3) and (family_ends_at is null or family_ends_at > $3)
           and exists (select 1 from grants g where g.realm = $1 and g.account = refresh_tokens.account
             and g.app = refresh_tokens.app and g.grant_key = refresh_tokens.grant_key and g.ended_at is null)",
    );
    static OWN: Sql = Sql::new(
        "select 1 from refresh_tokens where id = $2 and realm = $1 and salt = $3 and next_refresh = $4 and next_access = $5",
    );
    let (realm, presented, next) = (write.realm, write.presented.0, &write.succession);
    let (refresh, access) = (next.refresh.0, next.access.0);
    let consumed = db.change(&CONSUME, params![realm.0, presented, write.now, next.at, next.salt, refresh, access])?;
    if consumed == 0 {
        // It may have been this very write, in a commit whose answer was lost.
        let own = db.one(&OWN, params![realm.0, presented, next.salt, refresh, access], |row| row.next::<i64>())?;
        return Ok(if own.is_some() { Won::Yes } else { Won::Lost });
    }
    if write.older == OlderAccess::End {
        access::end_others(db, realm, &write.access, EndReason::Replaced, write.now)?;
    }
    if let Some(kept) = write.consumed_kept {
        trim(db, write, kept)?;
    }
    rows::insert_refresh(db, realm, &write.refresh)?;
    rows::insert_access(db, realm, &write.access)?;
    Ok(Won::Yes)
}

/// Deletes the family's oldest consumed rows beyond those that are kept.
fn trim(db: &Connection, write: &Rotate, kept: u32) -> Outcome<()> {
    static TRIM: Sql = Sql::new(
        "delete from refresh_tokens where next_refresh <> id and id in (select id from refresh_tokens
           where realm = $1 and app = $2 and account = $3 and family = $4 order by issued_at desc limit 1000 offset $5)",
    );
    let family = &write.refresh;
    db.change(&TRIM, params![write.realm.0, family.app.0, family.account.0, family.family.0, kept])?;
    Ok(())
}

/// Issues an access token under a refresh token that stays.
pub(super) fn renew(db: &Connection, write: &Renew) -> Outcome<Won> {
    static STAY: Sql = Sql::new(
        "update refresh_tokens set ends_at = case when $4 then $5 else ends_at end, purge_at = case when $4 then $6 else purge_at end
         where id = $2 and realm = $1 and next_refresh = id and ended_at is null
           and (ends_at is null or ends_at > $3) and (family_ends_at is null or family_ends_at > $3)
           and exists (select 1 from grants g where g.realm = $1 and g.account = refresh_tokens.account
             and g.app = refresh_tokens.app and g.grant_key = refresh_tokens.grant_key and g.ended_at is null)",
    );
    static OWN: Sql = Sql::new("select 1 from access_tokens where id = $2 and hash = $3 and realm = $1");
    let (realm, access) = (write.realm, &write.access);
    if db.one(&OWN, params![realm.0, access.hash.id().0, access.hash.rest()], |row| row.next::<i64>())?.is_some() {
        return Ok(Won::Yes);
    }
    let extend = write.rotation == Rotation::SameExtended;
    let purge_at = write.ends_at.map(|end| end.saturating_add(REPLAY_KEPT));
    let stays = params![realm.0, write.refresh.0, write.now, extend, write.ends_at, purge_at];
    if db.change(&STAY, stays)? == 0 {
        return Ok(Won::Lost);
    }
    if write.older == OlderAccess::End {
        access::end_others(db, realm, access, EndReason::Replaced, write.now)?;
    }
    rows::insert_access(db, realm, access)?;
    access::thin_out(db, realm, access, write.bounds, write.now)?;
    Ok(Won::Yes)
}

/// Ends the refresh tokens of a family, consumed ones too; gives how many that were.
pub(super) fn end_family(db: &Connection, write: &crate::ops::EndToken) -> Outcome<usize> {
    static END: Sql = Sql::new(
        "update refresh_tokens set ended_at = $5, end_reason = $6, purge_at = $7
         where realm = $1 and app = $2 and account = $3 and family = $4 and ended_at is null",
    );
    let account = rows::account_cell(write.account);
    let purge_at = write.now.saturating_add(REPLAY_KEPT);
    let ended = params![write.realm.0, write.app.0, account, write.family.0, write.now, write.reason as i64, purge_at];
    Ok(db.change(&END, ended)?)
}
