//! One realm with what the promises need, in a line each.

use engine::model::{
    AccessToken, Account, AccountKey, App, AppKey, AppSecret, Code, EndReason, FamilyKey, GrantKey, Introspects,
    MountKey, RealmKey, RefreshToken, Review, TokenUse,
};
use engine::policy::OlderAccess;
use engine::secret::Hashed;
use engine::token::TokenHash;
use std::any::Any;
use std::sync::Arc;
use store::Store;
use store::ops::{
    Audit, Bounds, Consent, EndGrant, EndToken, GrantToo, IssueAccess, IssueCode, Issued, LiveTestToken, NewAccount,
    Origin, RedeemCode, Redeemed, Rotate, Session, SetTestToken, Shown, Use, Won,
};

pub(crate) const REALM: RealmKey = RealmKey(7);
pub(crate) const APP: AppKey = AppKey(11);
pub(crate) const ALICE: AccountKey = AccountKey(21);
pub(crate) const BOB: AccountKey = AccountKey(22);
pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const DAY: i64 = 86_400;
/// Every account's.
pub(crate) const PASSWORD: &str = "$argon2id$v=19$of-nothing";

/// Nodes on one database.
pub(crate) struct World {
    pub(crate) nodes: Vec<Arc<dyn Store>>,
    pub(crate) _kept: Box<dyn Any + Send + Sync>,
}

/// Tokens of one redeemed code.
pub(crate) struct Family {
    pub(crate) grant: GrantKey,
    pub(crate) access: AccessToken,
    pub(crate) refresh: RefreshToken,
}

impl World {
    pub(crate) fn store(&self) -> &dyn Store {
        &*self.nodes[0]
    }

    /// The node that the n-th racer talks to.
    pub(crate) fn node(&self, racer: usize) -> Arc<dyn Store> {
        Arc::clone(&self.nodes[racer % self.nodes.len()])
    }

    /// Keeps a code; gives its grant.
    pub(crate) async fn code(&self, text: &str, account: AccountKey) -> GrantKey {
        assert_eq!(self.store().issue_code(issue(text, account)).await.unwrap(), Issued::New);
        self.store().code(REALM, hash(text), NOW).await.unwrap().code.unwrap().grant
    }

    /// Keeps a code and redeems it.
    pub(crate) async fn family(&self, text: &str) -> Family {
        let grant = self.code(text, ALICE).await;
        let write = redeem(text, grant, text);
        assert_eq!(self.store().redeem_code(write.clone()).await.unwrap(), Redeemed::Won);
        Family { grant, access: write.access, refresh: write.refresh.unwrap() }
    }

    pub(crate) async fn is_live(&self, text: &str) -> bool {
        self.token(text, NOW).await.is_some_and(|token| token.ended.is_none())
    }

    pub(crate) async fn token(&self, text: &str, now: i64) -> Option<AccessToken> {
        self.store().access(REALM, &[token_hash(text)], now).await.unwrap().token
    }

    pub(crate) async fn account(&self, name: &str, key: AccountKey) {
        self.store().create_account(REALM, account(name, key), audit("account.create")).await.unwrap();
    }

    /// Keeps the session of somebody who knows the password.
    pub(crate) async fn sign_in(&self, session: Session) {
        let shown = Shown::Password(PASSWORD.to_owned());
        let opened = self.store().open_session(session, shown, audit("account.sign-in")).await.unwrap();
        assert_eq!(opened, Won::Yes);
    }

    pub(crate) async fn app(&self) {
        self.store().create_app(REALM, app("one", APP), audit("app.create")).await.unwrap();
    }
}

pub(crate) fn hash(text: &str) -> Hashed {
    Hashed::of(text.as_bytes())
}

/// Of a token whose text carries no id.
pub(crate) fn token_hash(text: &str) -> TokenHash {
    TokenHash::of(hash(text))
}

/// A family of its own for every text.
pub(crate) fn family_key(text: &str) -> FamilyKey {
    let mut eight = [0; 8];
    eight.copy_from_slice(&hash(text).as_bytes()[..8]);
    FamilyKey(i64::from_be_bytes(eight))
}

/// A code `text` for `account`, and a consent to `read` that proposes a grant key of its own.
pub(crate) fn issue(text: &str, account: AccountKey) -> IssueCode {
    let code = Code {
        hash: hash(text),
        mount: MountKey(3),
        app: APP,
        account,
        grant: GrantKey(0),
        scope: "read".to_owned(),
        redirect_uri: Some("https://app.example/cb".to_owned()),
        redirect_named: true,
        challenge: None,
        offline: true,
        issued_at: NOW,
        ends_at: NOW + 60,
        spent: None,
    };
    let consent = Consent {
        proposed: GrantKey(family_key(text).0),
        scope: "read".to_owned(),
        at: NOW,
        origin: origin(),
        audit: audit("grant.allow"),
    };
    IssueCode { realm: REALM, code, consent }
}

/// Redeems `code` for the tokens `TAG-access` and `TAG-refresh`.
pub(crate) fn redeem(code: &str, grant: GrantKey, tag: &str) -> RedeemCode {
    RedeemCode {
        realm: REALM,
        code: hash(code),
        grant,
        access: AccessToken { grant: Some(grant), ..access(tag) },
        second: None,
        refresh: Some(RefreshToken { grant, ..refresh(tag) }),
        bounds: Bounds::default(),
        now: NOW,
    }
}

/// `TAG-access`, alive for an hour.
pub(crate) fn access(tag: &str) -> AccessToken {
    AccessToken {
        hash: token_hash(&format!("{tag}-access")),
        mount: MountKey(3),
        app: APP,
        account: Some(ALICE),
        grant: None,
        family: family_key(tag),
        scope: "read".to_owned(),
        usage: TokenUse::Grant,
        issued_at: NOW,
        ends_at: Some(NOW + 3_600),
        ended: None,
        used_at: None,
        purge_at: Some(NOW + 7_200),
    }
}

/// `TAG-refresh`, alive for 30 days.
pub(crate) fn refresh(tag: &str) -> RefreshToken {
    RefreshToken {
        hash: token_hash(&format!("{tag}-refresh")),
        mount: MountKey(3),
        app: APP,
        account: ALICE,
        grant: GrantKey(0),
        family: family_key(tag),
        number: 0,
        scope: "read".to_owned(),
        issued_at: NOW,
        ends_at: Some(NOW + 30 * DAY),
        family_ends_at: None,
        ended: None,
        succession: None,
        access: Some(access(tag).hash.id()),
        purge_at: Some(NOW + 31 * DAY),
    }
}

/// Rotates a family's refresh token into `TAG-access` and `TAG-refresh`.
pub(crate) fn rotate(family: &Family, tag: &str, now: i64) -> Rotate {
    let next_access = AccessToken {
        hash: token_hash(&format!("{tag}-access")),
        issued_at: now,
        ends_at: Some(now + 3_600),
        purge_at: Some(now + 7_200),
        ..family.access.clone()
    };
    let next_refresh = RefreshToken {
        hash: token_hash(&format!("{tag}-refresh")),
        number: family.refresh.number + 1,
        issued_at: now,
        ends_at: Some(now + 30 * DAY),
        access: Some(next_access.hash.id()),
        purge_at: Some(now + 31 * DAY),
        ..family.refresh.clone()
    };
    let mut salt = [0; 16];
    salt.copy_from_slice(&hash(tag).as_bytes()[..16]);
    Rotate {
        realm: REALM,
        presented: family.refresh.hash.id(),
        salt,
        access: next_access,
        refresh: next_refresh,
        older: OlderAccess::Keep,
        now,
    }
}

/// An access token without a code.
pub(crate) fn issue_access(access: AccessToken) -> IssueAccess {
    IssueAccess { realm: REALM, access, consent: None, bounds: Bounds::default(), now: NOW }
}

pub(crate) fn end_token(token: &AccessToken, grant_too: GrantToo) -> EndToken {
    EndToken {
        realm: REALM,
        token: token.hash.id(),
        app: token.app,
        account: token.account,
        grant: token.grant,
        family: token.family,
        reason: EndReason::Revoked,
        grant_too,
        audit: None,
        now: NOW,
    }
}

pub(crate) fn end_grant(account: AccountKey, tombstone: i64) -> EndGrant {
    EndGrant {
        realm: REALM,
        account,
        app: APP,
        reason: EndReason::Withdrawn,
        tombstone,
        audit: audit("grant.end"),
        now: NOW,
    }
}

/// That test token in the place of the old one.
pub(crate) fn test_token(token: Option<AccessToken>) -> SetTestToken {
    let token = token.map(|token| (token, audit("app.test-token")));
    let ended = audit("app.test-token.revoke");
    SetTestToken { realm: REALM, app: APP, token, live: LiveTestToken::Ends, ended }
}

pub(crate) fn audit(action: &str) -> Audit {
    Audit {
        at: NOW,
        actor: "command-line".to_owned(),
        action: action.to_owned(),
        object: "app one".to_owned(),
        app: Some(APP),
        address: "192.0.2.7".to_owned(),
        ..Audit::default()
    }
}

pub(crate) fn origin() -> Origin {
    Origin { address: "192.0.2.7".to_owned(), device: "Firefox on Linux".to_owned() }
}

/// A token `TAG-access` of [`ALICE`]'s seen in use.
pub(crate) fn seen(text: &str, at: i64) -> Use {
    let address = "198.51.100.9".to_owned();
    Use { realm: REALM, token: Some(token_hash(text).id()), app: APP, account: Some(ALICE), at, address }
}

pub(crate) fn app(client_id: &str, key: AppKey) -> App {
    App {
        key,
        client_id: client_id.to_owned(),
        name: "One".to_owned(),
        description: "Does one thing".to_owned(),
        site: Some("https://app.example/".to_owned()),
        kind: "server".to_owned(),
        secrets: vec![AppSecret { stored: "ab".repeat(32), created_at: NOW, name: String::new() }],
        redirect_uris: vec!["https://app.example/cb".to_owned()],
        scopes: vec!["read".to_owned(), "write".to_owned()],
        owners: vec![ALICE],
        color: Some(3),
        support: Some("help@app.example".to_owned()),
        review: Review::Live,
        mounts: vec!["boxc".to_owned()],
        introspects: Introspects::Realm,
        token_limit: Some(5),
        suspended_at: None,
        suspend_reason: None,
        deleted_at: None,
        valid_from: 0,
        created_at: NOW,
    }
}

pub(crate) fn account(name: &str, key: AccountKey) -> NewAccount {
    let account = Account {
        key,
        id: format!("id-{name}"),
        username: name.to_owned(),
        email: format!("{name}@Example.org"),
        email_verified: true,
        first_name: "Ada".to_owned(),
        last_name: String::new(),
        roles: vec!["admin".to_owned()],
        attributes: [("level".to_owned(), 3)].into(),
        language: Some("de".to_owned()),
        upstream: None,
        disabled_at: None,
        deleted_at: None,
        created_at: NOW,
        seen_at: None,
    };
    NewAccount { account, password: PASSWORD.to_owned() }
}
