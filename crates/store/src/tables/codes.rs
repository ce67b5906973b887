//! Authorization codes: kept with the consent behind them, spent once.

use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::{Fault, Outcome};
use super::rows::{self, REPLAY_KEPT};
use super::{access, audit, families, grants};
use crate::ops::{CodeFacts, IssueCode, Issued, RedeemCode, Redeemed, Won};
use engine::model::{Code, GrantKey, RealmKey};
use engine::secret::Hashed;

/// No grant has these keys: a code that stands on one of them is worth nothing, and keeps the place of one after a no, or after a yes to a token.
const DENIED: GrantKey = GrantKey(0);
const IMPLICIT: GrantKey = GrantKey(-1);

/// The code and the grant that lives now.
pub(super) async fn facts(db: &impl Db, realm: RealmKey, hash: Hashed, now: i64) -> Outcome<CodeFacts> {
    match kept(db, realm, hash, now).await? {
        Some(facts) => Ok(facts),
        None => Ok(CodeFacts { revision: audit::revision(db, realm).await?, code: None, grant: None }),
    }
}

/// The same, where there is a code.
async fn kept(db: &impl Db, realm: RealmKey, hash: Hashed, now: i64) -> Outcome<Option<CodeFacts>> {
    static FACTS: Sql = Sql::new(
        "select coalesce((select revision from realms where realm = $1::bigint), 0),
           hash, mount, app, account, grant_key, scope, redirect_uri, redirect_named, challenge, challenge_method, offline, issued_at, ends_at, spent
         from codes where hash = $2::bytea and realm = $1::bigint and purge_at >= $3::bigint",
    );
    let found =
        db.one(&FACTS, cells![realm.0, hash.as_bytes(), now], |row| Ok((row.next()?, rows::code(row)?))).await?;
    let Some((revision, Some(code))) = found else { return Ok(None) };
    let grant = grants::live(db, realm, code.account, code.app).await?;
    Ok(Some(CodeFacts { revision, code: Some(code), grant }))
}

/// Keeps a code and its consent, once.
pub(super) async fn issue(db: &impl Db, write: &IssueCode) -> Outcome<Issued> {
    if let Some(before) = before(db, write).await? {
        return Ok(before);
    }
    let grant = grants::consent(db, write.realm, write.code.account, write.code.app, &write.consent).await?;
    match insert(db, write.realm, &write.code, grant).await? {
        // The page was answered at the same moment: where that was a no, the consent must go.
        0 => Err(Fault::Overtaken),
        _ => Ok(Issued::New),
    }
}

/// Keeps a no in the place of the code that a yes would have made. `Lost` after a yes; said twice it is one no.
pub(super) async fn deny(db: &impl Db, realm: RealmKey, code: &Code) -> Outcome<Won> {
    if insert(db, realm, &expired(code), DENIED).await? == 1 {
        return Ok(Won::Yes);
    }
    let there = kept(db, realm, code.hash, i64::MIN).await?.and_then(|facts| facts.code);
    Ok(if there.is_some_and(|code| code.grant == DENIED) { Won::Yes } else { Won::Lost })
}

/// Takes the place of the code where a yes makes a token at once; `Lost` where the page was answered before.
pub(super) async fn take_place(db: &impl Db, realm: RealmKey, code: &Code) -> Outcome<Won> {
    Ok(if insert(db, realm, &expired(code), IMPLICIT).await? == 1 { Won::Yes } else { Won::Lost })
}

/// What keeps the place of a code and is none.
fn expired(code: &Code) -> Code {
    Code { ends_at: code.issued_at, ..code.clone() }
}

/// What became of the same write before.
async fn before(db: &impl Db, write: &IssueCode) -> Outcome<Option<Issued>> {
    let Some(CodeFacts { code: Some(code), grant, .. }) = kept(db, write.realm, write.code.hash, i64::MIN).await?
    else {
        return Ok(None);
    };
    let grant_stands = grant.is_some_and(|grant| grant.key == code.grant);
    // The same page may come back with another choice: what was given first is what was given.
    let same = code.scope == write.code.scope;
    let stands = same && code.spent.is_none() && code.ends_at > write.consent.at && grant_stands;
    Ok(Some(if stands { Issued::Same } else { Issued::Gone }))
}

async fn insert(db: &impl Db, realm: RealmKey, code: &Code, grant: GrantKey) -> Outcome<u64> {
    static INSERT: Sql = Sql::new(
        "insert into codes (realm, hash, mount, app, account, grant_key, scope, redirect_uri, redirect_named, challenge, challenge_method,
           offline, issued_at, ends_at, purge_at)
         values ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::text, $8::text, $9::bigint, $10::text, $11::text,
           $12::bigint, $13::bigint, $14::bigint, $15::bigint)
         on conflict do nothing",
    );
    let challenge = code.challenge.as_ref();
    let row = cells![
        realm.0,
        code.hash.as_bytes(),
        code.mount.0,
        code.app.0,
        code.account.0,
        grant.0,
        &code.scope,
        &code.redirect_uri,
        code.redirect_named,
        challenge.map(|challenge| &challenge.value),
        challenge.map(|challenge| rows::method_cell(challenge.method)),
        code.offline,
        code.issued_at,
        code.ends_at,
        code.ends_at.saturating_add(REPLAY_KEPT),
    ];
    db.change(&INSERT, row).await
}

/// Spends a code for tokens. The loser of a race is told so even where the winner's token has filled the app's limit: it is a replay.
pub(super) async fn redeem(db: &impl Db, write: &RedeemCode) -> Outcome<Redeemed> {
    static SPEND: Sql = Sql::new(
        "update codes set spent = $5::bigint
         where hash = $2::bytea and realm = $1::bigint and spent is null and ends_at > $3::bigint and grant_key = $4::bigint",
    );
    static OPEN: Sql = Sql::new(
        "select 1 from codes
         where hash = $2::bytea and realm = $1::bigint and spent is null and ends_at > $3::bigint and grant_key = $4::bigint",
    );
    let (realm, code, access) = (write.realm, write.code.as_bytes(), &write.access);
    let over = access::over_limit(db, realm, access, write.bounds, write.now).await?;
    let Some(account) = access.account else { return Ok(Redeemed::Lost) };
    if !grants::hold(db, realm, account, access.app, write.grant).await? {
        return own(db, write).await;
    }
    if over {
        let open = db.one(&OPEN, cells![realm.0, code, write.now, write.grant.0], |row| row.next::<i64>()).await?;
        return if open.is_some() { Ok(Redeemed::OverLimit) } else { own(db, write).await };
    }
    if db.change(&SPEND, cells![realm.0, code, write.now, write.grant.0, access.family.0]).await? == 0 {
        return own(db, write).await;
    }
    rows::insert_access(db, realm, access).await?;
    if let Some(second) = &write.second {
        rows::insert_access(db, realm, second).await?;
    }
    if let Some(refresh) = &write.refresh {
        families::begin(db, realm, refresh).await?;
        rows::insert_refresh(db, refresh, None).await?;
    }
    access::thin_out(db, realm, access, write.bounds, write.now).await?;
    Ok(Redeemed::Won)
}

/// Whether it was this very write that spent the code, in a commit whose answer was lost: nobody else has its token.
async fn own(db: &impl Db, write: &RedeemCode) -> Outcome<Redeemed> {
    let own = access::is_there(db, write.realm, &write.access).await?;
    Ok(if own { Redeemed::Won } else { Redeemed::Lost })
}
