//! Grants: what an account let an app have.

use super::fault::Outcome;
use super::rows::{self, account_cell};
use super::sql::{Cells, Run, Sql};
use super::{audit, page};
use crate::ops::{Authorized, Consent, EndGrant, EndToken, Ended, GrantToo, Origin, Page};
use engine::model::{AccountKey, AppKey, Grant, GrantKey, RealmKey};
use rusqlite::{Connection, params};

/// The grant that lives now.
pub(super) fn live(db: &Connection, realm: RealmKey, account: AccountKey, app: AppKey) -> Outcome<Option<Grant>> {
    static LIVE: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
         where realm = $1 and account = $2 and app = $3 and ended_at is null",
    );
    Ok(db.one(&LIVE, params![realm.0, account.0, app.0], rows::grant)?.flatten())
}

/// Live grants of an account.
pub(super) fn list(db: &Connection, realm: RealmKey, account: AccountKey, asked: &Page) -> Outcome<Vec<Grant>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
         where realm = $1 and account = $2 and ended_at is null and grant_key > $3 order by grant_key limit $4",
    );
    let after = page::number_after(asked, i64::MIN);
    let found = db.all(&LIST, params![realm.0, account.0, after, page::limit(asked)], rows::grant)?;
    Ok(found.into_iter().flatten().collect())
}

/// What an account granted, with where from and how it is used.
pub(super) fn of_account(
    db: &Connection,
    realm: RealmKey,
    account: AccountKey,
    now: i64,
    asked: &Page,
) -> Outcome<Vec<Authorized>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, used_at, used_from,
           (select count(*) from access_tokens t where t.realm = $1 and t.app = g.app and t.account = $2 and t.family is not null
              and t.grant_key = g.grant_key and t.ended_at is null and (t.ends_at is null or t.ends_at > $5))
         from grants g where realm = $1 and account = $2 and ended_at is null and app > $3 order by app limit $4",
    );
    let after = page::number_after(asked, i64::MIN);
    let found = db.all(&LIST, params![realm.0, account.0, after, page::limit(asked), now], authorized)?;
    Ok(found.into_iter().flatten().collect())
}

/// Who granted something to an app.
pub(super) fn of_app(
    db: &Connection,
    realm: RealmKey,
    app: AppKey,
    now: i64,
    asked: &Page,
) -> Outcome<Vec<Authorized>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, used_at, used_from,
           (select count(*) from access_tokens t where t.realm = $1 and t.app = $2 and t.account = g.account and t.family is not null
              and t.grant_key = g.grant_key and t.ended_at is null and (t.ends_at is null or t.ends_at > $5))
         from grants g where realm = $1 and app = $2 and ended_at is null and account > $3 order by account limit $4",
    );
    let after = page::number_after(asked, i64::MIN);
    let found = db.all(&LIST, params![realm.0, app.0, after, page::limit(asked), now], authorized)?;
    Ok(found.into_iter().flatten().collect())
}

fn authorized(row: &mut Cells) -> rusqlite::Result<Option<Authorized>> {
    let Some(grant) = rows::grant(row)? else { return Ok(None) };
    let origin = Origin { address: row.next()?, device: row.next()? };
    let used = row.next::<Option<i64>>()?.zip(row.next::<Option<String>>()?);
    Ok(Some(Authorized { grant, origin, used, tokens: row.next()? }))
}

/// Live grants to an app, counted.
pub(super) fn count(db: &Connection, realm: RealmKey, app: AppKey, at_most: u32) -> Outcome<u32> {
    static COUNT: Sql = Sql::new(
        "select count(*) from (select 1 from grants where realm = $1 and app = $2 and ended_at is null limit $3) as live",
    );
    Ok(db.one(&COUNT, params![realm.0, app.0, at_most], |row| row.next())?.unwrap_or(0))
}

/// Writes a consent down: the live grant is widened, else a new one takes the place of the ended one. Gives its true key.
pub(super) fn consent(
    db: &Connection,
    realm: RealmKey,
    account: AccountKey,
    app: AppKey,
    consent: &Consent,
) -> Outcome<GrantKey> {
    static WIDEN: Sql = Sql::new("update grants set scope = $4 where realm = $1 and account = $2 and app = $3");
    static MAKE: Sql = Sql::new(
        "insert into grants (realm, account, app, grant_key, scope, created_at, address, device) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (realm, account, app) do update set grant_key = excluded.grant_key, scope = excluded.scope,
           created_at = excluded.created_at, address = excluded.address, device = excluded.device, used_at = null, used_from = null,
           ended_at = null, end_reason = null",
    );
    let Some(grant) = live(db, realm, account, app)? else {
        let Consent { proposed, scope, at, origin, audit } = consent;
        let row = params![realm.0, account.0, app.0, proposed.0, scope, at, origin.address, origin.device];
        db.change(&MAKE, row)?;
        audit::leave(db, realm, audit)?;
        return Ok(consent.proposed);
    };
    let scope = widened(&consent.scope, &grant.scope);
    if scope != grant.scope {
        db.change(&WIDEN, params![realm.0, account.0, app.0, scope])?;
        audit::leave(db, realm, &consent.audit)?;
    }
    Ok(grant.key)
}

/// The caller's words in their order, and what another consent has added since the caller looked.
fn widened(consent: &str, grant: &str) -> String {
    let missing = grant.split(' ').filter(|word| !consent.split(' ').any(|known| known == *word));
    consent.split(' ').chain(missing).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Ends a grant and all that came from it. Its codes are dead with it: they name its key.
pub(super) fn end(db: &Connection, write: &EndGrant) -> Outcome<Ended> {
    static END: Sql = Sql::new(
        "update grants set ended_at = $4, end_reason = $5
         where realm = $1 and account = $2 and app = $3 and ended_at is null returning grant_key",
    );
    static REFRESH: Sql = Sql::new(
        "update families set ended_at = $5, end_reason = $6, purge_at = $7
         where realm = $1 and app = $2 and account = $3 and grant_key = $4 and ended_at is null",
    );
    static ACCESS: Sql = Sql::new(
        "update access_tokens set ended_at = $5, end_reason = $6, purge_at = $7
         where realm = $1 and app = $2 and account = $3 and family is not null and grant_key = $4
           and ended_at is null and (ends_at is null or ends_at > $5)",
    );
    let (realm, account, app, now, reason) =
        (write.realm.0, write.account.0, write.app.0, write.now, write.reason as i64);
    let Some(key) = db.one(&END, params![realm, account, app, now, reason], |row| row.next::<i64>())? else {
        return Ok(Ended::Before);
    };
    let replay = now.saturating_add(rows::REPLAY_KEPT);
    db.change(&REFRESH, params![realm, app, account, key, now, reason, replay])?;
    db.change(&ACCESS, params![realm, app, account, key, now, reason, now.saturating_add(write.tombstone)])?;
    audit::leave(db, write.realm, &write.audit)?;
    Ok(Ended::Now)
}

/// Ends the grant of a token that has just ended, where that is asked for and nothing of it lives any more.
pub(super) fn end_with_last(db: &Connection, write: &EndToken) -> Outcome<()> {
    static END: Sql = Sql::new(
        "update grants set ended_at = $5, end_reason = $6
         where realm = $1 and account = $2 and app = $3 and grant_key = $4 and ended_at is null
           and not exists (select 1 from families f join refresh_tokens t on t.id = f.refresh
             where f.realm = $1 and f.app = $3 and f.account = $2 and f.grant_key = $4 and f.ended_at is null
               and (t.ends_at is null or t.ends_at > $5) and (f.family_ends_at is null or f.family_ends_at > $5))
           and not exists (select 1 from access_tokens t where t.realm = $1 and t.app = $3 and t.account = $2 and t.family is not null
             and t.grant_key = $4 and t.ended_at is null and (t.ends_at is null or t.ends_at > $5))",
    );
    if let (GrantToo::IfLast, Some(grant)) = (write.grant_too, write.grant) {
        let account = account_cell(write.account);
        db.change(&END, params![write.realm.0, account, write.app.0, grant.0, write.now, write.reason as i64])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::widened;

    #[test]
    fn a_consent_never_loses_what_another_one_added() {
        assert_eq!(widened("read write", "read"), "read write");
        assert_eq!(widened("read", "write read"), "read write");
        assert_eq!(widened("", "read"), "read");
        assert_eq!(widened("", ""), "");
    }
}
