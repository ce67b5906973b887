//! How many tokens an app, a grant and a developer may have.

use super::world::{
    ALICE, APP, NOW, REALM, World, access, audit, end_token, hash, issue_access, redeem, seen, test_token,
};
use engine::model::{AccessToken, AppKey, EndReason, TokenUse};
use futures_util::future::join_all;
use store::ops::{AppChange, Bounds, GrantToo, IssueAccess, Issued, LiveTestToken, Page, Redeemed, Rest, SetTestToken};

const ONE: Bounds = Bounds { app_limit: Some(1), grant_limit: None };

pub(crate) async fn over_the_limit_the_code_survives(world: World) {
    let store = world.store();
    let family = world.family("held").await;
    let grant = world.code("code", ALICE).await;
    let mut write = redeem("code", grant, "more");
    write.bounds = ONE;
    assert_eq!(store.redeem_code(write.clone()).await.unwrap(), Redeemed::OverLimit);
    assert!(world.token("more-access", NOW).await.is_none());
    assert_eq!(store.code(REALM, hash("code"), NOW).await.unwrap().code.unwrap().spent, None);
    let mut implicit = issue_access(access("implicit"));
    implicit.bounds = ONE;
    assert_eq!(store.issue_access(implicit).await.unwrap(), Issued::OverLimit);

    store.end_access(end_token(&family.access, GrantToo::Keep)).await.unwrap();
    assert_eq!(store.redeem_code(write).await.unwrap(), Redeemed::Won);
}

pub(crate) async fn only_live_tokens_count(world: World) {
    let store = world.store();
    world.app().await;
    let count = async |now| store.live_tokens(REALM, APP, 100, now).await.unwrap();
    for tag in ["a", "b", "c"] {
        store.issue_access(issue_access(access(tag))).await.unwrap();
    }
    let test = AccessToken { usage: TokenUse::Test, ends_at: None, purge_at: None, ..access("test") };
    store.issue_access(issue_access(test)).await.unwrap();
    assert_eq!(count(NOW).await, 3, "a test token does not count");
    assert_eq!(store.live_tokens(REALM, APP, 2, NOW).await.unwrap(), 2, "no farther than asked");
    assert_eq!(store.live_tokens(REALM, APP, 0, NOW).await.unwrap(), 0);
    assert_eq!((count(NOW + 3_599).await, count(NOW + 3_600).await), (3, 0), "nor an expired one");
    store.end_access(end_token(&access("a"), GrantToo::Keep)).await.unwrap();
    assert_eq!(count(NOW).await, 2, "nor an ended one");
    store.change_app(REALM, APP, AppChange::RevokeAll(NOW + 1), audit("app.revoke-all")).await.unwrap();
    assert_eq!(count(NOW).await, 0, "nor one from before the app's valid_from");
}

pub(crate) async fn a_replay_at_the_limit_is_a_replay(world: World) {
    let grant = world.code("code", ALICE).await;
    let mut first = redeem("code", grant, "first");
    first.bounds = ONE;
    assert_eq!(world.store().redeem_code(first.clone()).await.unwrap(), Redeemed::Won);
    let mut again = redeem("code", grant, "again");
    again.bounds = ONE;
    assert_eq!(
        world.store().redeem_code(again).await.unwrap(),
        Redeemed::Lost,
        "its caller must learn that the code is spent"
    );
    assert_eq!(world.store().redeem_code(first).await.unwrap(), Redeemed::Won, "a rerun is not over its own limit");
}

pub(crate) async fn the_grant_sheds_the_token_unused_for_longest(world: World) {
    let store = world.store();
    world.app().await;
    let family = world.family("code").await;
    let bounds = Bounds { app_limit: None, grant_limit: Some(2) };
    let endless = |tag: &str, at| {
        let grant = Some(family.grant);
        let mut write =
            issue_access(AccessToken { grant, issued_at: at, ends_at: None, purge_at: None, ..access(tag) });
        write.bounds = bounds;
        write
    };
    store.issue_access(endless("old", NOW)).await.unwrap();
    store.issue_access(endless("new", NOW + 1)).await.unwrap();
    store.note_uses(vec![seen("old-access", NOW + 2)]).await.unwrap();
    store.issue_access(endless("newest", NOW + 3)).await.unwrap();
    let crowded = world.token("new-access", NOW).await.unwrap();
    assert_eq!(crowded.ended, Some((NOW, EndReason::Crowded)), "used never, issued before the use of the other");
    assert!(world.is_live("old-access").await && world.is_live("newest-access").await);
    assert!(world.is_live("code-access").await, "one that expires is none of the crowd");
    let left = store.audit(REALM, Page { after: None, limit: 10 }).await.unwrap();
    assert_eq!((left[0].audit.action.as_str(), left[0].audit.object.as_str()), ("token.crowded", "app one"));
}

pub(crate) async fn finite_tokens_are_not_crowded_out(world: World) {
    let family = world.family("code").await;
    for tag in ["a", "b", "c"] {
        let mut write = issue_access(AccessToken { grant: Some(family.grant), ..access(tag) });
        write.bounds.grant_limit = Some(1);
        assert_eq!(world.store().issue_access(write).await.unwrap(), Issued::New);
    }
    assert_eq!(world.store().live_tokens(REALM, APP, 10, NOW).await.unwrap(), 4);
}

pub(crate) async fn an_apps_own_tokens_count_once_there_is_a_limit(world: World) {
    let store = world.store();
    world.app().await;
    store.change_app(REALM, APP, AppChange::Limit(None), audit("app.limit")).await.unwrap();
    let own = |tag: &str, app| {
        let mut write = issue_access(AccessToken { account: None, app, ..access(tag) });
        write.bounds.app_limit = None;
        write
    };
    for (tag, app) in [("a", APP), ("b", APP), ("others", AppKey(404))] {
        assert_eq!(store.issue_access(own(tag, app)).await.unwrap(), Issued::New);
    }
    store.change_app(REALM, APP, AppChange::Limit(Some(3)), audit("app.limit")).await.unwrap();
    assert_eq!(store.live_tokens(REALM, APP, 10, NOW).await.unwrap(), 2, "those from before count");
    let mut write = own("c", APP);
    write.bounds.app_limit = Some(3);
    assert_eq!(store.issue_access(write).await.unwrap(), Issued::New);
    let mut write = own("d", APP);
    write.bounds.app_limit = Some(3);
    assert_eq!(store.issue_access(write).await.unwrap(), Issued::OverLimit);
    assert_eq!(store.live_tokens(REALM, APP, 10, NOW).await.unwrap(), 3);
    store.change_app(REALM, APP, AppChange::Limit(None), audit("app.limit")).await.unwrap();
    assert_eq!(store.live_tokens(REALM, APP, 10, NOW).await.unwrap(), 0, "and none of them without one");
    assert!(world.is_live("a-access").await && world.is_live("c-access").await);
    store.change_app(REALM, APP, AppChange::Limit(Some(3)), audit("app.limit")).await.unwrap();
    assert_eq!(store.live_tokens(REALM, APP, 10, NOW).await.unwrap(), 3, "until there is another");
}

/// An app's own token, written by a node that knows of that limit.
async fn own(world: &World, tag: &str, app_limit: Option<u32>) -> Issued {
    let write = issue_access(AccessToken { account: None, ..access(tag) });
    world.store().issue_access(IssueAccess { bounds: Bounds { app_limit, grant_limit: None }, ..write }).await.unwrap()
}

async fn set_limit(world: &World, limit: Option<u32>) {
    world.store().change_app(REALM, APP, AppChange::Limit(limit), audit("app.limit")).await.unwrap();
}

/// A transaction for the limit, and small ones for tokens of before; none where there is nothing to count.
pub(crate) async fn a_first_limit_counts_a_few_tokens_at_a_time(world: World) {
    let store = world.store();
    world.app().await;
    set_limit(&world, None).await;
    let commits = async |limit| {
        let before = store.work().commits;
        set_limit(&world, limit).await;
        store.work().commits - before
    };
    assert_eq!([commits(Some(5)).await, commits(Some(6)).await, commits(None).await], [1, 1, 1], "there is no token");
    let tags: Vec<String> = (0..600).map(|tag| tag.to_string()).collect();
    for issued in join_all(tags.iter().map(|tag| own(&world, tag, None))).await {
        assert_eq!(issued, Issued::New);
    }
    let count = async || store.live_tokens(REALM, APP, 1_000, NOW).await.unwrap();
    assert_eq!(count().await, 0);
    assert_eq!((commits(Some(700)).await, count().await), (4, 600));
    assert_eq!((commits(Some(800)).await, count().await), (1, 600), "another limit leaves them alone");
    assert_eq!((commits(None).await, count().await), (4, 0));
}

/// What is left when whoever sets a limit is gone at once, or what a node wrote that had not heard of it.
pub(crate) async fn housekeeping_counts_what_was_left(world: World) {
    let store = world.store();
    world.app().await;
    set_limit(&world, Some(3)).await;
    let purge = async || while store.purge(NOW, 2).await.unwrap().rest == Rest::More {};
    let count = async || store.live_tokens(REALM, APP, 10, NOW).await.unwrap();
    for tag in ["a", "b", "c"] {
        own(&world, tag, None).await;
    }
    store.issue_access(issue_access(access("somebodys"))).await.unwrap();
    assert_eq!(count().await, 1);
    purge().await;
    assert_eq!(count().await, 4);
    assert_eq!(own(&world, "d", Some(3)).await, Issued::OverLimit);

    set_limit(&world, None).await;
    own(&world, "e", Some(9)).await;
    assert_eq!(count().await, 2);
    purge().await;
    assert_eq!(count().await, 1);
    assert!(world.is_live("a-access").await && world.is_live("e-access").await);
    let before = store.work().operations;
    purge().await;
    assert_eq!(store.work().operations, before, "all is as it should be");
}

pub(crate) async fn a_test_token_is_one_and_counts_nowhere(world: World) {
    let store = world.store();
    world.app().await;
    let test = |tag: &str| AccessToken { usage: TokenUse::Test, ends_at: None, purge_at: None, ..access(tag) };
    let set = async |token| store.set_test_token(test_token(token)).await;
    set(Some(test("first"))).await.unwrap();
    set(Some(test("first"))).await.unwrap();
    assert!(world.is_live("first-access").await, "the same one again changes nothing");
    set(Some(test("second"))).await.unwrap();
    let first = world.token("first-access", NOW).await.unwrap();
    assert_eq!(first.ended, Some((NOW, EndReason::Replaced)));
    assert_eq!(world.token("second-access", NOW).await.unwrap().usage, TokenUse::Test);
    let third = SetTestToken { live: LiveTestToken::Stays, ..test_token(Some(test("third"))) };
    let refused = store.set_test_token(third.clone()).await;
    assert!(matches!(refused, Err(store::Broken::Absent("room for a test token"))), "{refused:?}");
    assert!(world.is_live("second-access").await, "nobody ends another one's by mistake");
    set(None).await.unwrap();
    set(None).await.unwrap();
    let told = store.events(REALM, ALICE, Page { after: None, limit: 10 }).await.unwrap();
    let ended = told.iter().filter(|row| row.audit.action == "app.test-token.revoke");
    assert_eq!(ended.count(), 2, "whoever it spoke for hears of each end once");
    assert_eq!(world.token("second-access", NOW).await.unwrap().ended, Some((NOW, EndReason::Revoked)));
    assert_eq!(store.live_tokens(REALM, APP, 10, NOW).await.unwrap(), 0);
    let nowhere = store.set_test_token(SetTestToken { app: AppKey(404), ..test_token(None) }).await;
    assert!(matches!(nowhere, Err(store::Broken::Absent("app"))));
}
