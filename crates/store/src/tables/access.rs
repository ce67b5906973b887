//! Access tokens: looked up, issued without a code, counted, kept in bounds.

use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::fault::{Fault, Outcome};
use super::rows::{self, Counted, account_cell};
use super::{audit, codes, grants, hold};
use crate::Broken;
use crate::ops::{AccessFacts, Audit, Bounds, Ended, IssueAccess, Issued, LiveTestToken, Places, SetTestToken, Won};
use engine::model::{AccessToken, AccountKey, AppKey, Code, EndReason, RealmKey, TokenUse};
use engine::token::{TokenHash, TokenId};

/// The token and the realm's revision.
pub(super) async fn facts(db: &impl Db, realm: RealmKey, places: Places<'_>, now: i64) -> Outcome<AccessFacts> {
    static FACTS: Sql = Sql::new(
        "select coalesce((select revision from realms where realm = $1::bigint), 0),
           id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
         from access_tokens where id = $2::bigint and hash = $3::bytea and realm = $1::bigint and coalesce(purge_at, ends_at, $4::bigint) >= $4::bigint",
    );
    for place in places {
        let row = cells![realm.0, place.id().0, place.rest(), now];
        let read = |row: &mut Cells<'_>| Ok(AccessFacts { revision: row.next()?, token: rows::access_token(row)? });
        if let Some(facts) = db.one(&FACTS, row, read).await? {
            return Ok(facts);
        }
    }
    Ok(AccessFacts { revision: audit::revision(db, realm).await?, token: None })
}

/// Whether this very token is kept.
pub(super) async fn is_there(db: &impl Db, realm: RealmKey, token: &AccessToken) -> Outcome<bool> {
    static ROW: Sql =
        Sql::new("select 1 from access_tokens where id = $1::bigint and hash = $2::bytea and realm = $3::bigint");
    let row = cells![token.hash.id().0, token.hash.rest(), realm.0];
    Ok(db.one(&ROW, row, |row| row.next::<i64>()).await?.is_some())
}

/// The token of that id, as another row names it.
pub(super) async fn by_id(db: &impl Db, realm: RealmKey, id: TokenId, now: i64) -> Outcome<Option<AccessToken>> {
    static ROW: Sql = Sql::new(
        "select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
         from access_tokens where id = $2::bigint and realm = $1::bigint and coalesce(purge_at, ends_at, $3::bigint) >= $3::bigint",
    );
    Ok(db.one(&ROW, cells![realm.0, id.0, now], rows::access_token).await?.flatten())
}

/// Live access tokens of an app, test tokens left out. The app itself has none here before there is a limit.
pub(super) async fn count_live(
    db: &impl Db,
    realm: RealmKey,
    app: AppKey,
    at_most: u32,
    (now, valid_from): (i64, i64),
) -> Outcome<u32> {
    static COUNT: Sql = Sql::new(
        "select count(*) from (select 1 from access_tokens
           where realm = $1::bigint and app = $2::bigint and family is not null and usage = 0 and ended_at is null
             and (ends_at is null or ends_at > $3::bigint) and issued_at >= $5::bigint
           limit $4::bigint) as live",
    );
    let row = cells![realm.0, app.0, now, at_most, valid_from];
    Ok(db.one(&COUNT, row, |row| row.next()).await?.unwrap_or(0))
}

/// Live access tokens between an account and an app, the youngest first; at most 100.
pub(super) async fn live_between(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    app: AppKey,
    (now, valid_from): (i64, i64),
) -> Outcome<Vec<AccessToken>> {
    static LIST: Sql = Sql::new(
        "select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
         from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family is not null
           and ended_at is null and (ends_at is null or ends_at > $4::bigint)
           and (usage <> 0 or issued_at >= $5::bigint)
         order by issued_at desc limit 100",
    );
    let found = db.all(&LIST, cells![realm.0, app.0, account.0, now, valid_from], rows::access_token).await?;
    Ok(found.into_iter().flatten().collect())
}

/// Whether the app has as many live tokens as it may have. Nobody else counts them until the transaction ends.
pub(super) async fn over_limit(
    db: &impl Db,
    realm: RealmKey,
    token: &AccessToken,
    bounds: Bounds,
    now: i64,
) -> Outcome<bool> {
    match bounds.app_limit {
        Some(limit) if token.usage == TokenUse::Grant => {
            let valid_from = hold::app(db, realm, token.app).await?;
            Ok(count_live(db, realm, token.app, limit, (now, valid_from)).await? >= limit)
        }
        _ => Ok(false),
    }
}

/// Whether a token stands on nothing and is counted by nobody: an app's own, without a limit.
pub(crate) fn stands_alone(write: &IssueAccess) -> bool {
    write.access.account.is_none() && write.bounds.app_limit.is_none()
}

/// Issues an access token without a code, once.
pub(crate) async fn issue(db: &impl Db, write: &IssueAccess) -> Outcome<Issued> {
    issue_for(db, write, None).await
}

/// The same as the answer to a page, in the place of a code.
pub(super) async fn issue_implicit(db: &impl Db, write: &IssueAccess, place: &Code) -> Outcome<Issued> {
    issue_for(db, write, Some(place)).await
}

async fn issue_for(db: &impl Db, write: &IssueAccess, place: Option<&Code>) -> Outcome<Issued> {
    let (realm, mut token) = (write.realm, write.access.clone());
    if stands_alone(write) {
        // An app's own token stands on nothing and no limit counts it: there is nothing to ask before it is written.
        return match rows::add_access(db, realm, &token, Counted::No).await? {
            0 => same(db, write).await,
            _ => Ok(Issued::New),
        };
    }
    if let Some(before) = before(db, write).await? {
        return Ok(before);
    }
    if over_limit(db, realm, &token, write.bounds, write.now).await? {
        return Ok(Issued::OverLimit);
    }
    if let Some(place) = place
        && codes::take_place(db, realm, place).await? == Won::Lost
    {
        // A no, or the same write at the same moment.
        return Ok(before(db, write).await?.unwrap_or(Issued::Gone));
    }
    if let (Some(consent), Some(account)) = (&write.consent, token.account) {
        token.grant = Some(grants::consent(db, realm, account, token.app, consent).await?);
    } else if let (Some(account), Some(grant)) = (token.account, token.grant)
        && !grants::hold(db, realm, account, token.app, grant).await?
    {
        return Ok(Issued::Gone);
    }
    if rows::add_access(db, realm, &token, Counted::Yes).await? == 0 {
        // The same write, at the same moment.
        return same(db, write).await;
    }
    thin_out(db, realm, &token, write.bounds, write.now).await?;
    Ok(Issued::New)
}

/// What became of the same write, which is there.
async fn same(db: &impl Db, write: &IssueAccess) -> Outcome<Issued> {
    before(db, write).await?.ok_or_else(|| Fault::Late(Broken::Taken(rows::TOKEN_ID.to_owned())))
}

/// What became of the same write before.
async fn before(db: &impl Db, write: &IssueAccess) -> Outcome<Option<Issued>> {
    static BEFORE: Sql = Sql::new(
        "select ended_at is null and (ends_at is null or ends_at > $3::bigint) and scope = $5::text from access_tokens
         where id = $2::bigint and hash = $4::bytea and realm = $1::bigint",
    );
    let hash = &write.access.hash;
    let row = cells![write.realm.0, hash.id().0, write.now, hash.rest(), &write.access.scope];
    let live = db.one(&BEFORE, row, |row| row.next::<bool>()).await?;
    Ok(live.map(|live| if live { Issued::Same } else { Issued::Gone }))
}

/// Keeps the live endless tokens of the new token's grant in bounds: those unused for longest go.
pub(super) async fn thin_out(
    db: &impl Db,
    realm: RealmKey,
    new: &AccessToken,
    bounds: Bounds,
    now: i64,
) -> Outcome<()> {
    static CROWDED: Sql = Sql::new(
        "select id from access_tokens
         where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family is not null and grant_key = $4::bigint and id <> $5::bigint
           and usage = 0 and ended_at is null and ends_at is null
         order by coalesce(used_at, issued_at) desc, id limit 1000 offset $6::bigint",
    );
    let (Some(limit), Some(grant), None) = (bounds.grant_limit, new.grant, new.ends_at) else { return Ok(()) };
    let (account, id) = (account_cell(new.account), new.hash.id());
    let keep = limit.saturating_sub(1);
    let crowded = db.all(&CROWDED, cells![realm.0, new.app.0, account, grant.0, id.0, keep], |row| row.next()).await?;
    if crowded.is_empty() {
        return Ok(());
    }
    for id in crowded {
        end_one(db, realm, TokenId(id), EndReason::Crowded, now).await?;
    }
    audit::leave(db, realm, &crowding(db, realm, new, now).await?).await
}

async fn crowding(db: &impl Db, realm: RealmKey, new: &AccessToken, now: i64) -> Outcome<Audit> {
    static NAMES: Sql = Sql::new(
        "select coalesce((select client_id from apps where realm = $1::bigint and app = $2::bigint), ''),
           coalesce((select id from accounts where realm = $1::bigint and account = $3::bigint), '')",
    );
    let names = db
        .one(&NAMES, cells![realm.0, new.app.0, account_cell(new.account)], |row| {
            Ok((row.next::<String>()?, row.next::<String>()?))
        })
        .await?;
    let (app, account) = names.unwrap_or_default();
    Ok(Audit {
        at: now,
        millis: 0,
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
pub(super) async fn end_one(db: &impl Db, realm: RealmKey, id: TokenId, reason: EndReason, now: i64) -> Outcome<u64> {
    static END: Sql = Sql::new(
        "update access_tokens set ended_at = $3::bigint, end_reason = $4::bigint, purge_at = $5::bigint
         where id = $2::bigint and realm = $1::bigint and ended_at is null and (ends_at is null or ends_at > $3::bigint)",
    );
    let purge_at = now.saturating_add(rows::ACCESS_KEPT);
    db.change(&END, cells![realm.0, id.0, now, reason as i64, purge_at]).await
}

/// Ends the live access tokens of a token's family, itself left out; gives how many that were.
pub(super) async fn end_others(
    db: &impl Db,
    realm: RealmKey,
    token: &AccessToken,
    reason: EndReason,
    now: i64,
) -> Outcome<u64> {
    static END: Sql = Sql::new(
        "update access_tokens set ended_at = $6::bigint, end_reason = $7::bigint, purge_at = $8::bigint
         where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family = $4::bigint and id <> $5::bigint
           and ended_at is null and (ends_at is null or ends_at > $6::bigint)",
    );
    let (account, id, reason) = (account_cell(token.account), token.hash.id(), reason as i64);
    let purge_at = now.saturating_add(rows::ACCESS_KEPT);
    let ended = cells![realm.0, token.app.0, account, token.family.0, id.0, now, reason, purge_at];
    db.change(&END, ended).await
}

/// Puts a new test token in the place of the old one.
pub(super) async fn set_test(db: &impl Db, write: &SetTestToken) -> Outcome<()> {
    static OLD: Sql = Sql::new("select test_token from apps where realm = $1::bigint and app = $2::bigint for update");
    static NEW: Sql = Sql::new("update apps set test_token = $3::bytea where realm = $1::bigint and app = $2::bigint");
    let SetTestToken { realm, app, token, live, ended } = write;
    let old = db.one(&OLD, cells![realm.0, app.0], |row| row.token_hash()).await?;
    let old = old.ok_or(Broken::Absent("app"))?;
    if old.is_some() && old == token.as_ref().map(|(token, _)| token.hash) {
        return Ok(());
    }
    let old = if old.is_some() { test_token(db, *realm, *app).await?.filter(|old| old.ended.is_none()) } else { None };
    if let Some(old) = old {
        if *live == LiveTestToken::Stays {
            return Err(Broken::Absent("room for a test token").into());
        }
        let reason = if token.is_some() { EndReason::Replaced } else { EndReason::Revoked };
        end_one(db, *realm, old.hash.id(), reason, ended.at).await?;
        audit::leave(db, *realm, &Audit { account: old.account, ..ended.clone() }).await?;
    }
    let cell = token.as_ref().map(|(token, _)| rows::test_token_cell(&token.hash));
    db.change(&NEW, cells![realm.0, app.0, cell.as_ref()]).await?;
    if let Some((token, made)) = token {
        rows::insert_access(db, *realm, token).await?;
        audit::leave(db, *realm, made).await?;
    }
    Ok(())
}

/// Ends the app's test token if it speaks for that account.
pub(super) async fn end_test_of(
    db: &impl Db,
    realm: RealmKey,
    app: AppKey,
    account: AccountKey,
    now: i64,
) -> Outcome<Ended> {
    static NONE: Sql = Sql::new("update apps set test_token = null where realm = $1::bigint and app = $2::bigint");
    if let Some(token) = test_token(db, realm, app).await?.filter(|token| token.account == Some(account)) {
        end_one(db, realm, token.hash.id(), EndReason::Revoked, now).await?;
        db.change(&NONE, cells![realm.0, app.0]).await?;
        return Ok(Ended::Now);
    }
    Ok(Ended::Before)
}

/// The app's test token, live or not.
pub(super) async fn test_token(db: &impl Db, realm: RealmKey, app: AppKey) -> Outcome<Option<AccessToken>> {
    static PLACE: Sql = Sql::new("select test_token from apps where realm = $1::bigint and app = $2::bigint");
    let place = db.one(&PLACE, cells![realm.0, app.0], |row| row.token_hash()).await?.flatten();
    match place {
        Some(place) => test_token_at(db, realm, place).await,
        None => Ok(None),
    }
}

/// A test token, by what is remembered of it beside its app.
pub(super) async fn test_token_at(db: &impl Db, realm: RealmKey, place: TokenHash) -> Outcome<Option<AccessToken>> {
    static FIND: Sql = Sql::new(
        "select id, hash, mount, app, account, grant_key, family, scope, usage, issued_at, ends_at, ended_at, end_reason, used_at, purge_at
         from access_tokens where id = $2::bigint and hash = $3::bytea and realm = $1::bigint",
    );
    Ok(db.one(&FIND, cells![realm.0, place.id().0, place.rest()], rows::access_token).await?.flatten())
}
