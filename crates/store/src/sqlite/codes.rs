//! Authorization codes: kept with the consent behind them, spent once.

use super::fault::Outcome;
use super::rows::{self, REPLAY_KEPT};
use super::sql::{Run, Sql};
use super::{access, families, grants};
use crate::ops::{CodeFacts, IssueCode, Issued, RedeemCode, Redeemed};
use engine::model::{GrantKey, RealmKey};
use engine::secret::Hashed;
use rusqlite::{Connection, params};

/// The code and the grant that lives now.
pub(super) fn facts(db: &Connection, realm: RealmKey, hash: Hashed, now: i64) -> Outcome<CodeFacts> {
    static FACTS: Sql = Sql::new(
        "select coalesce((select revision from realms where realm = $1), 0),
           c.hash, c.mount, c.app, c.account, c.grant_key, c.scope, c.redirect_uri, c.redirect_named, c.challenge, c.challenge_method,
           c.offline, c.issued_at, c.ends_at, c.spent,
           g.grant_key, g.account, g.app, g.scope, g.created_at, g.ended_at, g.end_reason
         from (select 1) as one
         left join codes c on c.realm = $1 and c.hash = $2 and c.purge_at >= $3
         left join grants g on g.realm = $1 and g.account = c.account and g.app = c.app and g.ended_at is null",
    );
    let facts = db.one(&FACTS, params![realm.0, hash.as_bytes(), now], |row| {
        let revision = row.next()?;
        let code = rows::code(row)?;
        let grant = if code.is_some() { rows::grant(row)? } else { None };
        Ok(CodeFacts { revision, code, grant })
    })?;
    Ok(facts.unwrap_or(CodeFacts { revision: 0, code: None, grant: None }))
}

/// Keeps a code and its consent, once.
pub(super) fn issue(db: &Connection, write: &IssueCode) -> Outcome<Issued> {
    static BEFORE: Sql = Sql::new(
        "select c.spent is null and c.ends_at > $3 and exists (select 1 from grants g
           where g.realm = $1 and g.account = c.account and g.app = c.app and g.grant_key = c.grant_key and g.ended_at is null)
         from codes c where c.realm = $1 and c.hash = $2",
    );
    let (realm, code) = (write.realm, &write.code);
    let before = db.one(&BEFORE, params![realm.0, code.hash.as_bytes(), write.consent.at], |row| row.next::<bool>())?;
    match before {
        Some(true) => return Ok(Issued::Same),
        Some(false) => return Ok(Issued::Gone),
        None => {}
    }
    let grant = grants::consent(db, realm, code.account, code.app, &write.consent)?;
    insert(db, write, grant)?;
    Ok(Issued::New)
}

fn insert(db: &Connection, write: &IssueCode, grant: GrantKey) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into codes (realm, hash, mount, app, account, grant_key, scope, redirect_uri, redirect_named, challenge, challenge_method,
           offline, issued_at, ends_at, purge_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    );
    let code = &write.code;
    let challenge = code.challenge.as_ref();
    db.change(
        &INSERT,
        params![
            write.realm.0,
            code.hash.as_bytes(),
            code.mount.0,
            code.app.0,
            code.account.0,
            grant.0,
            code.scope,
            code.redirect_uri,
            code.redirect_named,
            challenge.map(|challenge| &challenge.value),
            challenge.map(|challenge| rows::method_cell(challenge.method)),
            code.offline,
            code.issued_at,
            code.ends_at,
            code.ends_at.saturating_add(REPLAY_KEPT),
        ],
    )?;
    Ok(())
}

/// Spends a code for tokens. The loser of a race is told so even where the winner's token has filled the app's limit: it is a replay.
pub(super) fn redeem(db: &Connection, write: &RedeemCode) -> Outcome<Redeemed> {
    static SPEND: Sql = Sql::new(
        "update codes set spent = $5
         where realm = $1 and hash = $2 and spent is null and ends_at > $3 and grant_key = $4 and exists (select 1 from grants g
           where g.realm = $1 and g.account = codes.account and g.app = codes.app and g.grant_key = $4 and g.ended_at is null)",
    );
    static OPEN: Sql = Sql::new(
        "select 1 from codes
         where realm = $1 and hash = $2 and spent is null and ends_at > $3 and grant_key = $4 and exists (select 1 from grants g
           where g.realm = $1 and g.account = codes.account and g.app = codes.app and g.grant_key = $4 and g.ended_at is null)",
    );
    let (realm, code) = (write.realm.0, write.code.as_bytes());
    if access::over_limit(db, write.realm, &write.access, write.bounds, write.now)? {
        let open = db.one(&OPEN, params![realm, code, write.now, write.grant.0], |row| row.next::<i64>())?;
        return if open.is_some() { Ok(Redeemed::OverLimit) } else { own(db, write) };
    }
    let spent = db.change(&SPEND, params![realm, code, write.now, write.grant.0, write.access.family.0])?;
    if spent == 0 {
        return own(db, write);
    }
    rows::insert_access(db, write.realm, &write.access)?;
    if let Some(second) = &write.second {
        rows::insert_access(db, write.realm, second)?;
    }
    if let Some(refresh) = &write.refresh {
        families::begin(db, write.realm, refresh)?;
        rows::insert_refresh(db, refresh, None)?;
    }
    access::thin_out(db, write.realm, &write.access, write.bounds, write.now)?;
    Ok(Redeemed::Won)
}

/// Whether it was this very write that spent the code, in a commit whose answer was lost.
fn own(db: &Connection, write: &RedeemCode) -> Outcome<Redeemed> {
    static OWN: Sql = Sql::new(
        "select 1 from codes c join access_tokens t on t.id = $4 and t.hash = $5 and t.realm = $1 and t.family = c.spent
         where c.realm = $1 and c.hash = $2 and c.spent = $3",
    );
    let (code, family, access) = (write.code.as_bytes(), write.access.family.0, &write.access.hash);
    let own = params![write.realm.0, code, family, access.id().0, access.rest()];
    let own = db.one(&OWN, own, |row| row.next::<i64>())?;
    Ok(if own.is_some() { Redeemed::Won } else { Redeemed::Lost })
}
