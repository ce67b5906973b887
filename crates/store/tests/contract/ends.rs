//! What ends, and what does not end with it.

use super::refresh::after;
use super::world::{
    ALICE, APP, BOB, DAY, NOW, REALM, World, access, audit, end_grant, end_token, hash, issue, issue_access, redeem,
    rotate, test_token,
};
use engine::model::{AccessToken, EndReason, TokenUse};
use store::ops::{AppChange, Ended, GrantToo, Page};

pub(crate) async fn one_token(world: World) {
    let store = world.store();
    let family = world.family("code").await;
    let write = end_token(&family.access, GrantToo::Keep);
    assert_eq!(store.end_access(write.clone()).await.unwrap(), Ended::Now);
    assert_eq!(store.end_access(write).await.unwrap(), Ended::Before);
    assert_eq!(world.token("code-access", NOW).await.unwrap().ended, Some((NOW, EndReason::Revoked)));
    assert_eq!(store.refresh(REALM, &[family.refresh.hash], NOW).await.unwrap().token.unwrap().ended, None);
    assert_eq!(store.end_access(end_token(&access("nowhere"), GrantToo::Keep)).await.unwrap(), Ended::Before);
    store.issue_access(issue_access(access("expired"))).await.unwrap();
    let mut late = end_token(&access("expired"), GrantToo::Keep);
    late.now = NOW + 3_600;
    assert_eq!(store.end_access(late).await.unwrap(), Ended::Before, "it had ended by itself");
}

pub(crate) async fn a_family(world: World) {
    let store = world.store();
    let first = world.family("code").await;
    let other = world.family("other").await;
    let write = rotate(&first, "next", NOW);
    store.rotate_refresh(write.clone()).await.unwrap();
    let mut end = end_token(&first.access, GrantToo::Keep);
    end.reason = EndReason::Replayed;
    assert_eq!(store.end_family(end.clone()).await.unwrap(), Ended::Now);
    assert_eq!(store.end_family(end).await.unwrap(), Ended::Before);
    for refresh in [first.refresh.hash, write.refresh.hash] {
        let ended = store.refresh(REALM, &[refresh], NOW).await.unwrap().token.unwrap().ended;
        assert_eq!(ended, Some((NOW, EndReason::Replayed)), "the consumed one too");
    }
    assert!(!world.is_live("code-access").await && !world.is_live("next-access").await);
    assert!(world.is_live("other-access").await, "another exchange is a family of its own");
    assert_eq!(store.refresh(REALM, &[other.refresh.hash], NOW).await.unwrap().token.unwrap().ended, None);
    assert!(store.grant(REALM, ALICE, APP).await.unwrap().is_some());
}

pub(crate) async fn a_grant_with_all_that_came_from_it(world: World) {
    let store = world.store();
    world.app().await;
    let first = world.family("code").await;
    let second = world.family("second").await;
    world.code("unspent", ALICE).await;
    let bobs = world.code("bob", BOB).await;
    let mut bob = redeem("bob", bobs, "bob");
    bob.access.account = Some(BOB);
    bob.refresh = None;
    store.redeem_code(bob).await.unwrap();
    let test = AccessToken { usage: TokenUse::Test, ..access("test") };
    store.set_test_token(test_token(Some(test))).await.unwrap();

    assert_eq!(store.end_grant(end_grant(ALICE, 0)).await.unwrap(), Ended::Now);
    assert_eq!(store.end_grant(end_grant(ALICE, 0)).await.unwrap(), Ended::Before);
    for text in ["code-access", "second-access"] {
        assert_eq!(world.token(text, NOW).await.unwrap().ended, Some((NOW, EndReason::Withdrawn)));
    }
    for refresh in [first.refresh.hash, second.refresh.hash] {
        assert!(store.refresh(REALM, &[refresh], NOW).await.unwrap().token.unwrap().ended.is_some());
    }
    assert!(store.code(REALM, hash("unspent"), NOW).await.unwrap().grant.is_none());
    assert!(world.is_live("bob-access").await && !world.is_live("test-access").await);
    let test = AccessToken { usage: TokenUse::Test, ..access("another-test") };
    store.set_test_token(test_token(Some(test))).await.unwrap();
    assert_eq!(store.end_grant(end_grant(BOB, 0)).await.unwrap(), Ended::Now);
    assert!(world.is_live("another-test-access").await, "it speaks for somebody else");
    let left = store.audit(REALM, Page { after: None, limit: 10 }).await.unwrap();
    let ends = left.iter().filter(|row| row.audit.action == "grant.end").count();
    assert_eq!(ends, 2, "what did not happen leaves no row");
}

pub(crate) async fn the_last_token_takes_the_grant_along(world: World) {
    let store = world.store();
    let granted = async || store.grant(REALM, ALICE, APP).await.unwrap().is_some();
    let first = world.family("code").await;
    let second = world.family("second").await;
    store.end_access(end_token(&second.access, GrantToo::IfLast)).await.unwrap();
    assert!(granted().await, "its refresh token and another family live");
    store.end_access(end_token(&first.access, GrantToo::Keep)).await.unwrap();
    store.end_family(end_token(&second.access, GrantToo::IfLast)).await.unwrap();
    assert!(granted().await, "another family lives, if only by its refresh token");
    let write = rotate(&first, "next", NOW);
    store.rotate_refresh(write.clone()).await.unwrap();
    let last = after(&write, &first);
    store.end_family(end_token(&last.access, GrantToo::Keep)).await.unwrap();
    assert!(granted().await, "unless asked it stays");

    let third = world.family("third").await;
    assert_eq!(store.end_family(end_token(&third.access, GrantToo::IfLast)).await.unwrap(), Ended::Now);
    assert!(!granted().await);
    assert_eq!(store.issue_code(issue("fourth", ALICE)).await.unwrap(), store::ops::Issued::New);
    assert_eq!(store.end_family(end_token(&third.access, GrantToo::IfLast)).await.unwrap(), Ended::Before);
    assert!(granted().await, "an old family takes no new grant along");
}

pub(crate) async fn what_ended_with_all_of_an_app_keeps_no_grant(world: World) {
    let store = world.store();
    let granted = async || store.grant(REALM, ALICE, APP).await.unwrap().is_some();
    world.app().await;
    world.family("old").await;
    store.change_app(REALM, APP, AppChange::RevokeAll(NOW + 1), audit("app.revoke-all")).await.unwrap();
    let mut write = redeem("new", world.code("new", ALICE).await, "new");
    write.access.issued_at = NOW + 1;
    write.refresh.as_mut().unwrap().issued_at = NOW + 1;
    store.redeem_code(write.clone()).await.unwrap();
    store.end_access(end_token(&write.access, GrantToo::IfLast)).await.unwrap();
    assert!(granted().await, "its refresh token is from after the app's valid_from");
    store.end_family(end_token(&write.access, GrantToo::IfLast)).await.unwrap();
    assert!(!granted().await, "those from before it are dead, access tokens and refresh tokens");
}

pub(crate) async fn a_tombstone_keeps_the_row(world: World) {
    let family = world.family("code").await;
    world.store().end_grant(end_grant(ALICE, 90 * DAY)).await.unwrap();
    let dead = world.token("code-access", NOW + 90 * DAY).await.unwrap();
    assert_eq!(dead.ended, Some((NOW, EndReason::Withdrawn)), "far past its own purge time");
    assert!(world.token("code-access", NOW + 90 * DAY + 1).await.is_none());
    let refresh = world.store().refresh(REALM, &[family.refresh.hash], NOW + 10).await.unwrap().token.unwrap();
    assert_eq!(refresh.ended, Some((NOW, EndReason::Withdrawn)));
}
