//! Access tokens: looked up, issued without a code, counted, kept in bounds.

use super::fault::Outcome;
use super::rows::{self, Counted, account_cell};
use super::sql::{Run, Sql};
use super::{audit, grants};
use crate::Broken;
use crate::ops::{AccessFacts, Audit, Bounds, IssueAccess, Issued, Places, Use};
use engine::model::{AccessToken, AccountKey, AppKey, EndReason, RealmKey, TokenUse};
use engine::token::{TokenHash, TokenId};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// The token and the realm's revision.
pub(super) fn facts(db: &Connection, realm: RealmKey, places: Places<'_>, now: i64) -> Outcome<AccessFacts> {
    let mut facts = AccessFacts { revision: 0, token: None };
    for place in places {
        facts = facts_at(db, realm, place, now)?;
        if facts.token.is_some() {
            break;
        }
    }
    Ok(facts)
}

fn facts_at(db: &Connection, realm: RealmKey, place: &TokenHash, now: i64) -> Outcome<AccessFacts> {
    static FACTS: Sql = Sql::new(
        "select coalesce((select revision from realms where realm = $1), 0),
           t.id, t.hash, t.mount, t.app, t.account, t.grant_key, t.family, t.scope, t.usage, t.issued_at, t.ends_at, t.ended_at, t.end_reason,
           t.used_at, t.purge_at
         from (select 1) as one
         left join access_tokens t on t.id = $2 and t.hash = $3 and t.realm = $1 and coalesce(t.purge_at, t.ends_at, $4) >= $4",
    );
    let facts = db.one(&FACTS, params![realm.0, place.id().0, place.rest(), now], |row| {
        Ok(AccessFacts { revision: row.next()?, token: rows::access_token(row)? })
    })?;
    Ok(facts.unwrap_or(AccessFacts { revision: 0, token: None }))
}

/// The token of that id, as another row names it.
pub(super) fn by_id(db: &Connection, realm: RealmKey, id: TokenId, now: i64) -> Outcome<Option<AccessToken>> {
    static ROW: Sql = Sql::new(
        "select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
         from access_tokens where id = $2 and realm = $1 and coalesce(purge_at, ends_at, $3) >= $3",
    );
    Ok(db.one(&ROW, params![realm.0, id.0, now], rows::access_token)?.flatten())
}

/// Live access tokens of an app, test tokens left out. The app itself has none here before there is a limit.
pub(super) fn count_live(db: &Connection, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Outcome<u32> {
    static COUNT: Sql = Sql::new(
        "select count(*) from (select 1 from access_tokens
           where realm = $1 and app = $2 and family is not null and usage = 0 and ended_at is null and (ends_at is null or ends_at > $3)
             and issued_at >= coalesce((select valid_from from apps where realm = $1 and app = $2), 0)
           limit $4) as live",
    );
    Ok(db.one(&COUNT, params![realm.0, app.0, now, at_most], |row| row.next())?.unwrap_or(0))
}

/// Live access tokens between an account and an app, the youngest first; at most 100.
pub(super) fn live_between(
    db: &Connection,
    realm: RealmKey,
    account: AccountKey,
    app: AppKey,
    now: i64,
) -> Outcome<Vec<AccessToken>> {
    static LIST: Sql = Sql::new(
        "select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
         from access_tokens where realm = $1 and app = $2 and account = $3 and family is not null
           and ended_at is null and (ends_at is null or ends_at > $4)
         order by issued_at desc limit 100",
    );
    let found = db.all(&LIST, params![realm.0, app.0, account.0, now], rows::access_token)?;
    Ok(found.into_iter().flatten().collect())
}

/// Whether the app has as many live tokens as it may have.
pub(super) fn over_limit(
    db: &Connection,
    realm: RealmKey,
    token: &AccessToken,
    bounds: Bounds,
    now: i64,
) -> Outcome<bool> {
    match bounds.app_limit {
        Some(limit) if token.usage == TokenUse::Grant => Ok(count_live(db, realm, token.app, limit, now)? >= limit),
        _ => Ok(false),
    }
}

/// Issues an access token without a code, once.
pub(super) fn issue(db: &Connection, write: &IssueAccess) -> Outcome<Issued> {
    let (realm, mut token) = (write.realm, write.access.clone());
    if token.account.is_none() && write.bounds.app_limit.is_none() {
        // An app's own token stands on nothing and no limit counts it: there is nothing to ask before it is written.
        return match rows::add_access(db, realm, &token, Counted::No)? {
            0 => Ok(before(db, write)?.unwrap_or(Issued::Gone)),
            _ => Ok(Issued::New),
        };
    }
    if let Some(before) = before(db, write)? {
        return Ok(before);
    }
    if over_limit(db, realm, &token, write.bounds, write.now)? {
        return Ok(Issued::OverLimit);
    }
    if let (Some(consent), Some(account)) = (&write.consent, token.account) {
        token.grant = Some(grants::consent(db, realm, account, token.app, consent)?);
    } else if let (Some(account), Some(grant)) = (token.account, token.grant)
        && grants::live(db, realm, account, token.app)?.is_none_or(|live| live.key != grant)
    {
        return Ok(Issued::Gone);
    }
    rows::insert_access(db, realm, &token)?;
    thin_out(db, realm, &token, write.bounds, write.now)?;
    Ok(Issued::New)
}

/// What became of the same write before.
fn before(db: &Connection, write: &IssueAccess) -> Outcome<Option<Issued>> {
    static BEFORE: Sql = Sql::new(
        "select ended_at is null and (ends_at is null or ends_at > $3) from access_tokens
         where id = $2 and hash = $4 and realm = $1",
    );
    let hash = &write.access.hash;
    let live =
        db.one(&BEFORE, params![write.realm.0, hash.id().0, write.now, hash.rest()], |row| row.next::<bool>())?;
    Ok(live.map(|live| if live { Issued::Same } else { Issued::Gone }))
}

/// Keeps the live endless tokens of the new token's grant in bounds: those unused for longest go.
pub(super) fn thin_out(db: &Connection, realm: RealmKey, new: &AccessToken, bounds: Bounds, now: i64) -> Outcome<()> {
    static CROWDED: Sql = Sql::new(
        "select id from access_tokens
         where realm = $1 and app = $2 and account = $3 and family is not null and grant_key = $4 and id <> $5
           and usage = 0 and ended_at is null and ends_at is null
         order by coalesce(used_at, issued_at) desc, id limit 1000 offset $6",
    );
    let (Some(limit), Some(grant), None) = (bounds.grant_limit, new.grant, new.ends_at) else { return Ok(()) };
    let (account, id) = (account_cell(new.account), new.hash.id());
    let keep = limit.saturating_sub(1);
    let crowded = db.all(&CROWDED, params![realm.0, new.app.0, account, grant.0, id.0, keep], |row| row.next())?;
    if crowded.is_empty() {
        return Ok(());
    }
    for id in crowded {
        end_one(db, realm, TokenId(id), EndReason::Crowded, now)?;
    }
    audit::leave(db, realm, &crowding(db, realm, new, now)?)
}

fn crowding(db: &Connection, realm: RealmKey, new: &AccessToken, now: i64) -> Outcome<Audit> {
    static NAMES: Sql = Sql::new(
        "select coalesce((select client_id from apps where realm = $1 and app = $2), ''),
           coalesce((select id from accounts where realm = $1 and account = $3), '')",
    );
    let names = db.one(&NAMES, params![realm.0, new.app.0, account_cell(new.account)], |row| {
        Ok((row.next::<String>()?, row.next::<String>()?))
    })?;
    let (app, account) = names.unwrap_or_default();
    Ok(Audit {
        at: now,
        actor: "server".to_owned(),
        action: "token.crowded".to_owned(),
        object: format!("app {app}"),
        detail: format!("account {account}: the token unused for longest was ended"),
        account: new.account,
        app: Some(new.app),
        address: String::new(),
    })
}

/// Ends one live token; gives how many that were.
pub(super) fn end_one(db: &Connection, realm: RealmKey, id: TokenId, reason: EndReason, now: i64) -> Outcome<usize> {
    static END: Sql = Sql::new(
        "update access_tokens set ended_at = $3, end_reason = $4, purge_at = $5
         where id = $2 and realm = $1 and ended_at is null and (ends_at is null or ends_at > $3)",
    );
    let purge_at = now.saturating_add(rows::ACCESS_KEPT);
    Ok(db.change(&END, params![realm.0, id.0, now, reason as i64, purge_at])?)
}

/// Ends the live access tokens of a token's family, itself left out; gives how many that were.
pub(super) fn end_others(
    db: &Connection,
    realm: RealmKey,
    token: &AccessToken,
    reason: EndReason,
    now: i64,
) -> Outcome<usize> {
    static END: Sql = Sql::new(
        "update access_tokens set ended_at = $6, end_reason = $7, purge_at = $8
         where realm = $1 and app = $2 and account = $3 and family = $4 and id <> $5
           and ended_at is null and (ends_at is null or ends_at > $6)",
    );
    let (account, id) = (account_cell(token.account), token.hash.id());
    let purge_at = now.saturating_add(rows::ACCESS_KEPT);
    let ended = params![realm.0, token.app.0, account, token.family.0, id.0, now, reason as i64, purge_at];
    Ok(db.change(&END, ended)?)
}

/// Puts a new test token in the place of the old one.
pub(super) fn set_test(
    db: &Connection,
    realm: RealmKey,
    app: AppKey,
    token: Option<&AccessToken>,
    left: &Audit,
) -> Outcome<()> {
    static OLD: Sql = Sql::new("select test_token from apps where realm = $1 and app = $2");
    static NEW: Sql = Sql::new("update apps set test_token = $3 where realm = $1 and app = $2");
    let old = db.one(&OLD, params![realm.0, app.0], |row| row.token_hash())?;
    let old = old.ok_or(Broken::Absent("app"))?;
    if old.is_some() && old == token.map(|token| token.hash) {
        return Ok(());
    }
    if let Some(old) = old {
        let reason = if token.is_some() { EndReason::Replaced } else { EndReason::Revoked };
        end_one(db, realm, old.id(), reason, left.at)?;
    }
    db.change(&NEW, params![realm.0, app.0, token.map(|token| rows::test_token_cell(&token.hash))])?;
    if let Some(token) = token {
        rows::insert_access(db, realm, token)?;
    }
    audit::leave(db, realm, left)
}

/// Lets an app's own tokens count from now on: until it has a limit, nobody has to find them. The one statement that goes through the table, for
/// the one time that a limit is set.
pub(super) fn count_own(db: &Connection, realm: RealmKey, app: AppKey) -> Outcome<()> {
    static COUNT: Sql =
        Sql::new("update access_tokens set family = id where realm = $1 and app = $2 and family is null");
    db.change(&COUNT, params![realm.0, app.0])?;
    Ok(())
}

/// Ends the app's test token if it speaks for that account.
pub(super) fn end_test_of(db: &Connection, realm: RealmKey, app: AppKey, account: AccountKey, now: i64) -> Outcome<()> {
    static NONE: Sql = Sql::new("update apps set test_token = null where realm = $1 and app = $2");
    if let Some(token) = test_token(db, realm, app)?.filter(|token| token.account == Some(account)) {
        end_one(db, realm, token.hash.id(), EndReason::Revoked, now)?;
        db.change(&NONE, params![realm.0, app.0])?;
    }
    Ok(())
}

/// The app's test token, live or not.
pub(super) fn test_token(db: &Connection, realm: RealmKey, app: AppKey) -> Outcome<Option<AccessToken>> {
    static PLACE: Sql = Sql::new("select test_token from apps where realm = $1 and app = $2");
    static FIND: Sql = Sql::new(
        "select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
         from access_tokens where id = $2 and hash = $3 and realm = $1",
    );
    let place = db.one(&PLACE, params![realm.0, app.0], |row| row.token_hash())?.flatten();
    let Some(place) = place else { return Ok(None) };
    Ok(db.one(&FIND, params![realm.0, place.id().0, place.rest()], rows::access_token)?.flatten())
}

/// Notes uses; later ones win.
pub(super) fn note_uses(db: &Connection, uses: &[Use]) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "update access_tokens set used_at = $3 where id = $2 and realm = $1 and (used_at is null or used_at < $3)",
    );
    static GRANT: Sql = Sql::new(
        "update grants set used_at = $4, used_from = $5
         where realm = $1 and account = $2 and app = $3 and ended_at is null and (used_at is null or used_at < $4)",
    );
    static APP: Sql = Sql::new(
        "insert into app_uses (realm, app, used_at) values ($1, $2, $3)
         on conflict (realm, app) do update set used_at = max(app_uses.used_at, excluded.used_at)",
    );
    let mut apps: BTreeMap<(u32, i64), i64> = BTreeMap::new();
    for seen in uses {
        let latest = apps.entry((seen.realm.0, seen.app.0)).or_insert(seen.at);
        *latest = seen.at.max(*latest);
        let used = db.change(&NOTE, params![seen.realm.0, seen.token.0, seen.at])?;
        if let (1.., Some(account)) = (used, seen.account) {
            db.change(&GRANT, params![seen.realm.0, account.0, seen.app.0, seen.at, seen.address])?;
        }
    }
    for ((realm, app), at) in apps {
        db.change(&APP, params![realm, app, at])?;
    }
    Ok(())
}
