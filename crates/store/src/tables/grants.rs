//! Grants: what an account let an app have.

use super::cell::{Cell, Cells, cells};
use super::db::{Db, Sql};
use super::fault::{Fault, Outcome};
use super::rows;
use super::{access, apps, audit, page, refresh};
use crate::ops::{Authorized, Consent, EndGrant, EndToken, Ended, GrantToo, Listed, Origin, Page, Renews};
use engine::model::{AccountKey, AppKey, EndReason, Grant, GrantKey, RealmKey};

/// The grant that lives now.
pub(super) async fn live(db: &impl Db, realm: RealmKey, account: AccountKey, app: AppKey) -> Outcome<Option<Grant>> {
    static LIVE: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
         where realm = $1::bigint and account = $2::bigint and app = $3::bigint and ended_at is null",
    );
    Ok(db.one(&LIVE, cells![realm.0, account.0, app.0], rows::grant).await?.flatten())
}

/// Live grants of an account.
pub(super) async fn list(db: &impl Db, realm: RealmKey, account: AccountKey, asked: &Page) -> Outcome<Vec<Grant>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
         where realm = $1::bigint and account = $2::bigint and ended_at is null and grant_key > $3::bigint order by grant_key limit $4::bigint",
    );
    let after = page::number_after(asked, i64::MIN);
    let found = db.all(&LIST, cells![realm.0, account.0, after, page::limit(asked)], rows::grant).await?;
    Ok(found.into_iter().flatten().collect())
}

/// What an account granted, with where from and how it is used. What an app has that was deleted is over, though it ends in steps (`deleted`).
pub(super) async fn of_account(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    now: i64,
    asked: &Page,
) -> Outcome<Vec<Authorized>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
         from grants where realm = $1::bigint and account = $2::bigint and ended_at is null and app > $3::bigint
           and (select deleted_at from apps where apps.realm = grants.realm and apps.app = grants.app) is null
         order by app limit $4::bigint",
    );
    let after = page::number_after(asked, i64::MIN);
    let found = db.all(&LIST, cells![realm.0, account.0, after, page::limit(asked)], authorized).await?;
    counted(db, realm, found, now).await
}

/// Who granted something to an app.
pub(super) async fn of_app(
    db: &impl Db,
    realm: RealmKey,
    app: AppKey,
    now: i64,
    asked: &Page,
) -> Outcome<Vec<Authorized>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
         from grants where realm = $1::bigint and app = $2::bigint and ended_at is null and account > $3::bigint order by ended_at, account limit $4::bigint",
    );
    let after = page::number_after(asked, i64::MIN);
    let found = db.all(&LIST, cells![realm.0, app.0, after, page::limit(asked)], authorized).await?;
    counted(db, realm, found, now).await
}

/// The same, the last used first.
pub(super) async fn of_account_by_use(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    now: i64,
    asked: &Page,
) -> Outcome<Vec<Listed<Authorized>>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
         from grants where realm = $1::bigint and account = $2::bigint and ended_at is null and coalesce(used_at, created_at) <= $3::bigint
           and (coalesce(used_at, created_at), app) < ($3::bigint, $4::bigint)
           and (select deleted_at from apps where apps.realm = grants.realm and apps.app = grants.app) is null
         order by coalesce(used_at, created_at) desc, app desc limit $5::bigint",
    );
    let (at, app) = page::place_after(asked);
    let found = db.all(&LIST, cells![realm.0, account.0, at, app, page::limit(asked)], authorized).await?;
    let found = counted(db, realm, found, now).await?;
    Ok(found.into_iter().map(|row| Listed { place: page::place(last(&row), row.grant.app.0), row }).collect())
}

/// Who granted something to an app, those first for whom it was used last.
pub(super) async fn of_app_by_use(
    db: &impl Db,
    realm: RealmKey,
    app: AppKey,
    now: i64,
    asked: &Page,
) -> Outcome<Vec<Listed<Authorized>>> {
    static LIST: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason, address, device, widened_at, used_at, used_from
         from grants where realm = $1::bigint and app = $2::bigint and ended_at is null and coalesce(used_at, created_at) <= $3::bigint
           and (coalesce(used_at, created_at), account) < ($3::bigint, $4::bigint)
         order by coalesce(used_at, created_at) desc, account desc limit $5::bigint",
    );
    let (at, account) = page::place_after(asked);
    let found = db.all(&LIST, cells![realm.0, app.0, at, account, page::limit(asked)], authorized).await?;
    let found = counted(db, realm, found, now).await?;
    Ok(found.into_iter().map(|row| Listed { place: page::place(last(&row), row.grant.account.0), row }).collect())
}

/// When it was last used, or made.
fn last(row: &Authorized) -> i64 {
    row.used.as_ref().map_or(row.grant.created_at, |(at, _)| *at)
}

fn authorized(row: &mut Cells<'_>) -> Outcome<Option<Authorized>> {
    let Some(grant) = rows::grant(row)? else { return Ok(None) };
    let origin = Origin { address: row.next()?, device: row.next()? };
    // A grant that takes the place of an ended one leaves what that one had.
    let widened_at = row.next::<Option<i64>>()?.filter(|at| *at > grant.created_at);
    let used = row.next::<Option<i64>>()?.zip(row.next::<Option<String>>()?);
    Ok(Some(Authorized { grant, origin, widened_at, used, tokens: 0, renews: Renews::No }))
}

/// The same, with the live tokens of each, and whether they can be renewed.
async fn counted(db: &impl Db, realm: RealmKey, found: Vec<Option<Authorized>>, now: i64) -> Outcome<Vec<Authorized>> {
    static COUNT: Sql = Sql::new(
        "select count(*) from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family is not null and grant_key = $4::bigint
           and ended_at is null and (ends_at is null or ends_at > $5::bigint) and issued_at >= $6::bigint",
    );
    let mut granted: Vec<Authorized> = found.into_iter().flatten().collect();
    for one in &mut granted {
        let Grant { key, account, app, .. } = one.grant;
        let valid_from = apps::valid_from(db, realm, app).await?;
        let row = cells![realm.0, app.0, account.0, key.0, now, valid_from];
        one.tokens = db.one(&COUNT, row, |row| row.next()).await?.unwrap_or(0);
        one.renews = refresh::renews(db, realm, (account, app, key), (now, valid_from)).await?;
    }
    Ok(granted)
}

/// Live grants to an app, counted.
pub(super) async fn count(db: &impl Db, realm: RealmKey, app: AppKey, at_most: u32) -> Outcome<u32> {
    static COUNT: Sql = Sql::new(
        "select count(*) from (select 1 from grants where realm = $1::bigint and app = $2::bigint and ended_at is null limit $3::bigint) as live",
    );
    Ok(db.one(&COUNT, cells![realm.0, app.0, at_most], |row| row.next()).await?.unwrap_or(0))
}

/// Whether that very grant lives; it stands still until the transaction ends.
pub(super) async fn hold(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    app: AppKey,
    key: GrantKey,
) -> Outcome<bool> {
    Ok(held(db, realm, account, app).await?.is_some_and(|grant| grant.key == key))
}

/// The grant that lives now, and stands still until the transaction ends.
async fn held(db: &impl Db, realm: RealmKey, account: AccountKey, app: AppKey) -> Outcome<Option<Grant>> {
    static HELD: Sql = Sql::new(
        "select grant_key, account, app, scope, created_at, ended_at, end_reason from grants
         where realm = $1::bigint and account = $2::bigint and app = $3::bigint and ended_at is null for update",
    );
    Ok(db.one(&HELD, cells![realm.0, account.0, app.0], rows::grant).await?.flatten())
}

/// Writes a consent down: the live grant is widened, else a new one takes the place of the ended one. Gives its true key.
pub(super) async fn consent(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    app: AppKey,
    consent: &Consent,
) -> Outcome<GrantKey> {
    static WIDEN: Sql = Sql::new(
        "update grants set scope = $4::text, widened_at = $5::bigint where realm = $1::bigint and account = $2::bigint and app = $3::bigint",
    );
    let grant = match held(db, realm, account, app).await? {
        Some(grant) => grant,
        None if make(db, realm, account, app, consent).await? => return Ok(consent.proposed),
        // Somebody else has made one at the same moment.
        None => held(db, realm, account, app).await?.ok_or_else(|| Fault::unavailable("a grant came and went"))?,
    };
    let scope = widened(&consent.scope, &grant.scope);
    if scope != grant.scope {
        db.change(&WIDEN, cells![realm.0, account.0, app.0, &scope, consent.at]).await?;
        audit::leave(db, realm, &consent.audit).await?;
    }
    Ok(grant.key)
}

/// Makes a grant where none lives.
async fn make(db: &impl Db, realm: RealmKey, account: AccountKey, app: AppKey, consent: &Consent) -> Outcome<bool> {
    static MAKE: Sql = Sql::new(
        "insert into grants (realm, account, app, grant_key, scope, created_at, address, device) values ($1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::text, $6::bigint, $7::text, $8::text)
         on conflict (realm, account, app) do update set grant_key = excluded.grant_key, scope = excluded.scope,
           created_at = excluded.created_at, address = excluded.address, device = excluded.device, used_at = null, used_from = null,
           ended_at = null, end_reason = null
         where grants.ended_at is not null",
    );
    let Consent { proposed, scope, at, origin, audit } = consent;
    let row = cells![realm.0, account.0, app.0, proposed.0, scope, *at, &origin.address, &origin.device];
    if db.change(&MAKE, row).await? == 0 {
        return Ok(false);
    }
    audit::leave(db, realm, audit).await?;
    Ok(true)
}

/// The caller's words in their order, and what another consent has added since the caller looked.
fn widened(consent: &str, grant: &str) -> String {
    let missing = grant.split(' ').filter(|word| !consent.split(' ').any(|known| known == *word));
    consent.split(' ').chain(missing).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Ends a grant and all that came from it, and a test token of the app that speaks for the same account. Its codes are dead with it: they name its key.
pub(super) async fn end(db: &impl Db, write: &EndGrant) -> Outcome<Ended> {
    static END: Sql = Sql::new(
        "update grants set ended_at = $4::bigint, end_reason = $5::bigint
         where realm = $1::bigint and account = $2::bigint and app = $3::bigint and ended_at is null returning grant_key",
    );
    static REFRESH: Sql = Sql::new(
        "update families set ended_at = $5::bigint, end_reason = $6::bigint, purge_at = $7::bigint
         where realm = $1::bigint and app = $2::bigint and account = $3::bigint and grant_key = $4::bigint and ended_at is null",
    );
    static ACCESS: Sql = Sql::new(
        "update access_tokens set ended_at = $5::bigint, end_reason = $6::bigint, purge_at = $7::bigint
         where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family is not null and grant_key = $4::bigint
           and ended_at is null and (ends_at is null or ends_at > $5::bigint)",
    );
    let (realm, account, app, now, reason) =
        (write.realm.0, write.account.0, write.app.0, write.now, write.reason as i64);
    if live(db, write.realm, write.account, write.app).await?.is_none() {
        return Ok(Ended::Before);
    }
    // Before the grant is held: its app comes first (`hold`).
    access::end_test_of(db, write.realm, write.app, write.account, now).await?;
    let Some(key) = db.one(&END, cells![realm, account, app, now, reason], |row| row.next::<i64>()).await? else {
        return Ok(Ended::Before);
    };
    let replay = now.saturating_add(rows::REPLAY_KEPT);
    db.change(&REFRESH, cells![realm, app, account, key, now, reason, replay]).await?;
    db.change(&ACCESS, cells![realm, app, account, key, now, reason, now.saturating_add(write.tombstone)]).await?;
    audit::leave(db, write.realm, &write.audit).await?;
    Ok(Ended::Now)
}

/// Ends the grant of a token that has just ended, where that is asked for and nothing of it lives any more.
pub(super) async fn end_with_last(db: &impl Db, write: &EndToken) -> Outcome<()> {
    static ACCESS: Sql = Sql::new(
        "select 1 from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family is not null and grant_key = $4::bigint
           and ended_at is null and (ends_at is null or ends_at > $5::bigint) and issued_at >= $6::bigint limit 1",
    );
    let (GrantToo::IfLast, Some(grant), Some(account)) = (write.grant_too, write.grant, write.account) else {
        return Ok(());
    };
    let (realm, app) = (write.realm, write.app);
    // Held first, so that what comes after it sees all that was issued under it.
    if !hold(db, realm, account, app, grant).await? {
        return Ok(());
    }
    let valid_from = apps::valid_from(db, realm, app).await?;
    let row = cells![realm.0, app.0, account.0, grant.0, write.now, valid_from];
    let lives = db.one(&ACCESS, row, |row| row.next::<i64>()).await?.is_some();
    if lives || refresh::lives(db, realm, (account, app, grant), (write.now, valid_from)).await? {
        return Ok(());
    }
    db.change(&END, &end_row((realm, account, app), write.now, write.reason)).await?;
    Ok(())
}

/// Ends a grant, and nothing that came from it.
pub(super) static END: Sql = Sql::new(
    "update grants set ended_at = $4::bigint, end_reason = $5::bigint where realm = $1::bigint and account = $2::bigint and app = $3::bigint and ended_at is null",
);

/// What that takes.
pub(super) fn end_row(
    (realm, account, app): (RealmKey, AccountKey, AppKey),
    at: i64,
    reason: EndReason,
) -> [Cell<'static>; 5] {
    *cells![realm.0, account.0, app.0, at, reason as i64]
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
