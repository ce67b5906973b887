//! How many statements an operation runs: counted, and held against a budget, since each is a way to the database and back on a server of its own.

use super::db::Db;
use super::doubt::Doubt;
use super::fault::Outcome;
use super::hot::Heard;
use super::{Database, access, accounts, audit, codes, ends, grants, purge, refresh, sessions, uses};
use crate::contract::accounts::session;
use crate::contract::world::{PASSWORD, account};
use crate::ops::{
    Audit, Bounds, Consent, EndGrant, EndToken, GrantToo, IssueAccess, IssueCode, Origin, RedeemCode, Rotate, Shown,
    Use,
};
use crate::sqlite::Sqlite;
use engine::model::{
    AccessToken, AccountKey, AppKey, Code, EndReason, FamilyKey, GrantKey, MountKey, RealmKey, RefreshToken, TokenUse,
};
use engine::policy::OlderAccess;
use engine::secret::Hashed;
use engine::token::TokenHash;

pub(super) const REALM: RealmKey = RealmKey(7);
pub(super) const APP: AppKey = AppKey(11);
pub(super) const ALICE: AccountKey = AccountKey(21);
pub(super) const NOW: i64 = 1_800_000_000;

pub(super) fn hash(text: &str) -> Hashed {
    Hashed::of(text.as_bytes())
}

pub(super) fn token(text: &str, account: Option<AccountKey>) -> AccessToken {
    AccessToken {
        hash: TokenHash::of(hash(text)),
        mount: MountKey(1),
        app: APP,
        account,
        grant: account.map(|_| GrantKey(9)),
        family: FamilyKey(5),
        scope: "read".to_owned(),
        usage: TokenUse::Grant,
        issued_at: NOW,
        ends_at: Some(NOW + 3_600),
        ended: None,
        used_at: None,
        purge_at: None,
    }
}

pub(super) fn refresh_token(text: &str) -> RefreshToken {
    RefreshToken {
        hash: TokenHash::of(hash(text)),
        mount: MountKey(1),
        app: APP,
        account: ALICE,
        grant: GrantKey(9),
        family: FamilyKey(5),
        number: 0,
        scope: "read".to_owned(),
        issued_at: NOW,
        ends_at: None,
        family_ends_at: None,
        ended: None,
        succession: None,
        access: None,
        purge_at: None,
    }
}

pub(super) fn issue_code() -> IssueCode {
    let code = Code {
        hash: hash("code"),
        mount: MountKey(1),
        app: APP,
        account: ALICE,
        grant: GrantKey(0),
        scope: "read".to_owned(),
        redirect_uri: None,
        redirect_named: false,
        challenge: None,
        offline: true,
        issued_at: NOW,
        ends_at: NOW + 60,
        spent: None,
    };
    let consent = Consent {
        proposed: GrantKey(9),
        scope: "read".to_owned(),
        at: NOW,
        origin: Origin::default(),
        audit: Audit::default(),
    };
    IssueCode { realm: REALM, code, consent }
}

pub(super) fn end_token() -> EndToken {
    EndToken {
        realm: REALM,
        token: TokenHash::of(hash("access 2")).id(),
        app: APP,
        account: Some(ALICE),
        grant: Some(GrantKey(9)),
        family: FamilyKey(5),
        reason: EndReason::Revoked,
        grant_too: GrantToo::Keep,
        audit: None,
        now: NOW,
    }
}

fn seen(token: TokenHash) -> Use {
    let (token, address) = (Some(token.id()), String::new());
    Use { realm: REALM, token, app: APP, account: Some(ALICE), at: NOW, address }
}

/// Runs an operation and holds the statements that it takes against what it may.
async fn costs<D: Db, T>(
    db: &D,
    statements: usize,
    what: &str,
    work: impl AsyncFnOnce(&Heard<'_, D>) -> Outcome<T>,
) -> Outcome<()> {
    let heard = Heard::new(db);
    work(&heard).await?;
    assert_eq!(heard.statements().len(), statements, "{what}");
    Ok(())
}

#[tokio::test]
async fn no_operation_runs_more_statements_than_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("grantor.db")).unwrap();
    let (at, now) = ([TokenHash::of(hash("access"))], NOW);
    let redeem = RedeemCode {
        realm: REALM,
        code: hash("code"),
        grant: GrantKey(9),
        access: token("access", Some(ALICE)),
        second: None,
        refresh: Some(refresh_token("refresh")),
        bounds: Bounds::default(),
        now,
    };
    let rotate = Rotate {
        realm: REALM,
        presented: TokenHash::of(hash("refresh")).id(),
        salt: [1; 16],
        access: token("access 2", Some(ALICE)),
        refresh: RefreshToken { number: 1, ..refresh_token("refresh 2") },
        older: OlderAccess::Keep,
        now,
    };
    let own = IssueAccess { realm: REALM, access: token("own", None), consent: None, bounds: Bounds::default(), now };
    let seen = [seen(at[0])];
    let end_grant = EndGrant {
        realm: REALM,
        account: ALICE,
        app: APP,
        reason: EndReason::Withdrawn,
        tombstone: 60,
        audit: Audit::default(),
        now,
    };
    let done = store.write(Doubt::Tell, async move |db| {
        costs(db, 1, "an app's own token", async |db| access::issue(db, &own).await).await?;
        costs(db, 5, "a code with a new consent", async |db| codes::issue(db, &issue_code()).await).await?;
        costs(db, 1, "a no", async |db| codes::deny(db, REALM, &Code { hash: hash("no"), ..issue_code().code }).await)
            .await?;
        costs(db, 2, "a code is looked up", async |db| codes::facts(db, REALM, hash("code"), now).await).await?;
        costs(db, 5, "a code for tokens", async |db| codes::redeem(db, &redeem).await).await?;
        costs(db, 1, "a token is checked", async |db| access::facts(db, REALM, &at, now).await).await?;
        costs(db, 2, "a refresh token is looked up", async |db| {
            refresh::facts(db, REALM, &[TokenHash::of(hash("refresh"))], now).await
        })
        .await?;
        costs(db, 3, "a rotation", async |db| refresh::rotate(db, &rotate).await).await?;
        costs(db, 1, "a token is revoked", async |db| ends::end_access(db, &end_token()).await).await?;
        costs(db, 2, "a family is revoked", async |db| ends::end_family(db, &end_token()).await).await?;
        costs(db, 1, "uses of tokens", async |db| uses::note_tokens(db, &seen).await).await?;
        let grants = uses::of_grants(&seen, &[(REALM.0, at[0].id().0)].into());
        costs(db, 1, "uses of grants", async |db| uses::note_grants(db, &grants).await).await?;
        costs(db, 2, "uses of apps", async |db| uses::note_apps(db, &uses::of_apps(&seen)).await).await?;
        costs(db, 6, "an app is withdrawn", async |db| grants::end(db, &end_grant).await).await?;
        costs(db, 2, "an administrative change", async |db| audit::changed(db, REALM, &Audit::default()).await).await?;
        costs(db, 14, "a look at what to purge", async |db| purge::look(db, Default::default(), now, 100).await)
            .await?;
        Ok(())
    });
    done.await.unwrap();
}

#[tokio::test]
async fn a_sign_in_runs_no_more_statements_than_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("grantor.db")).unwrap();
    let done = store.write(Doubt::Tell, async move |db| {
        accounts::create(db, REALM, &account("alice", ALICE), &Audit::default()).await?;
        let (session, shown) = (session("session", ALICE), Shown::Password(PASSWORD.to_owned()));
        costs(db, 4, "a sign-in", async |db| sessions::open(db, &session, &shown, &Audit::default()).await).await
    });
    done.await.unwrap();
}
