//! What a new beginning after a restore ends, and what it leaves.

use super::world::{
    ALICE, APP, NOW, REALM, World, access, account, app, audit, hash, issue, issue_access, origin, redeem, rotate,
    test_token, token_hash,
};
use engine::model::{AppKey, GrantKey, RealmKey, TokenUse};
use store::office::ApiKey;
use store::ops::{Audit, Epoch, IssueAccess, Issued, NewAccount, Page, Redeemed, Session, Won};

fn beginning() -> Audit {
    Audit { app: None, ..audit("token.end-all") }
}

pub(crate) async fn nothing_that_was_given_works(world: World) {
    let store = world.store();
    world.app().await;
    world.account("alice", ALICE).await;
    let family = world.family("one").await;
    let rotated = rotate(&family, "two", NOW);
    assert_eq!(store.rotate_refresh(rotated.clone()).await.unwrap(), Won::Yes);
    let grant = world.code("open", ALICE).await;
    let test = engine::model::AccessToken { usage: TokenUse::Test, ends_at: None, purge_at: None, ..access("test") };
    store.set_test_token(test_token(Some(test))).await.unwrap();
    let own = IssueAccess {
        access: engine::model::AccessToken { account: None, ..access("own") },
        ..issue_access(access("own"))
    };
    assert_eq!(store.issue_access(own).await.unwrap(), Issued::New);
    let session = Session {
        realm: REALM,
        hash: hash("session"),
        account: ALICE,
        signed_in_at: NOW,
        ends_at: NOW + 3_600,
        origin: origin(),
        seen_at: NOW,
    };
    world.sign_in(session).await;
    let key = ApiKey {
        hash: hash("key"),
        id: "k1".to_owned(),
        name: "ci".to_owned(),
        rights: Vec::new(),
        created_at: NOW,
        created_by: "command-line".to_owned(),
        ends_at: None,
        used_at: None,
        ended_at: None,
    };
    store.create_key(REALM, key, audit("key.create")).await.unwrap();
    let before = store.revision(REALM).await.unwrap();

    let epoch = store.begin_epoch(beginning()).await.unwrap();
    let ended = Epoch { access_tokens: 4, families: 1, codes: 2, sessions: 1, links: 0, grants: 1, keys: 1 };
    assert_eq!(epoch, ended);
    for text in ["one-access", "two-access", "test-access", "own-access"] {
        assert!(world.token(text, NOW).await.is_none(), "{text}");
    }
    for text in ["one-refresh", "two-refresh"] {
        assert!(store.refresh(REALM, &[token_hash(text)], NOW).await.unwrap().token.is_none(), "{text}");
    }
    assert_eq!(store.rotate_refresh(rotate(&family, "three", NOW)).await.unwrap(), Won::Lost);
    assert_eq!(store.redeem_code(redeem("open", grant, "late")).await.unwrap(), Redeemed::Lost);
    assert!(store.grant(REALM, ALICE, APP).await.unwrap().is_none());
    assert!(store.session(REALM, hash("session"), NOW).await.unwrap().is_none());
    assert_eq!(store.key(REALM, hash("key")).await.unwrap().unwrap().ended_at, Some(NOW));
    let jumped = world.node(1).revision(REALM).await.unwrap();
    assert!(jumped > before + 1_000_000, "no cache of before is met again: {before}, {jumped}");

    // A new consent is a new grant.
    let again = world.code("again", ALICE).await;
    assert!(again != grant && again != GrantKey(0));
    assert_eq!(store.redeem_code(redeem("again", again, "again")).await.unwrap(), Redeemed::Won);
    assert!(world.is_live("again-access").await);
    assert_eq!(issue("again", ALICE).realm, REALM);
}

pub(crate) async fn what_people_have_stays(world: World) {
    let store = world.store();
    let NewAccount { account: alice, password } = account("alice", ALICE);
    store
        .create_account(REALM, NewAccount { account: alice.clone(), password }, audit("account.create"))
        .await
        .unwrap();
    world.app().await;
    store.create_app(RealmKey(8), app("other", AppKey(5)), audit("app.create")).await.unwrap();
    let kept = store.app(REALM, APP).await.unwrap();
    store.begin_epoch(beginning()).await.unwrap();
    assert_eq!(store.account(REALM, ALICE).await.unwrap(), Some(alice));
    assert_eq!(store.app(REALM, APP).await.unwrap(), kept);
    for realm in [REALM, RealmKey(8)] {
        let rows = store.audit(realm, Page { after: None, limit: 10 }).await.unwrap();
        assert_eq!(rows[0].audit.action, "token.end-all", "each realm's audit tells of it");
        assert!(rows.len() >= 2);
    }
}
