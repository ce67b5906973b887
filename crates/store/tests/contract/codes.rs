//! Authorization codes and the consent behind them.

use super::world::{
    ALICE, APP, NOW, REALM, World, access, end_grant, family_key, hash, issue, issue_access, redeem, token_hash,
};
use engine::model::{AccessToken, Challenge, ChallengeMethod, EndReason, GrantKey, RealmKey};
use store::ops::{Ended, Issued, RedeemCode, Redeemed, Won};

pub(crate) async fn issue_is_idempotent_while_unspent(world: World) {
    let store = world.store();
    let write = issue("code", ALICE);
    assert_eq!(store.issue_code(write.clone()).await.unwrap(), Issued::New);
    assert_eq!(store.issue_code(write.clone()).await.unwrap(), Issued::Same);
    let mut other = write.clone();
    other.code.scope.push_str(" more");
    assert_eq!(store.issue_code(other).await.unwrap(), Issued::Gone, "the same code for other scopes");
    let grant = store.grant(REALM, ALICE, APP).await.unwrap().unwrap();
    assert_eq!(store.redeem_code(redeem("code", grant.key, "first")).await.unwrap(), Redeemed::Won);
    assert_eq!(store.issue_code(write).await.unwrap(), Issued::Gone);

    let mut late = issue("late", ALICE);
    store.issue_code(late.clone()).await.unwrap();
    late.consent.at = NOW + 60;
    assert_eq!(store.issue_code(late).await.unwrap(), Issued::Gone, "expired");
}

pub(crate) async fn what_is_kept_comes_back(world: World) {
    let store = world.store();
    let mut write = issue("code", ALICE);
    write.code.challenge = Some(Challenge { value: "x".repeat(43), method: ChallengeMethod::Plain });
    write.code.redirect_uri = None;
    write.code.redirect_named = false;
    store.issue_code(write.clone()).await.unwrap();
    let facts = store.code(REALM, hash("code"), NOW).await.unwrap();
    let grant = facts.grant.unwrap();
    write.code.grant = write.consent.proposed;
    assert_eq!(facts.code.unwrap(), write.code);
    assert_eq!((grant.key, grant.account, grant.app), (write.consent.proposed, ALICE, APP));
    assert_eq!((grant.scope.as_str(), grant.created_at, grant.ended), ("read", NOW, None));

    write.code.hash = hash("hashed");
    write.code.challenge = Some(Challenge { value: "y".repeat(43), method: ChallengeMethod::S256 });
    store.issue_code(write.clone()).await.unwrap();
    assert_eq!(store.code(REALM, hash("hashed"), NOW).await.unwrap().code.unwrap(), write.code);
    assert!(store.code(REALM, hash("other"), NOW).await.unwrap().code.is_none());
}

pub(crate) async fn a_consent_makes_widens_and_replaces_the_grant(world: World) {
    let store = world.store();
    let first = world.code("first", ALICE).await;
    let mut more = issue("second", ALICE);
    more.consent.scope = "read write".to_owned();
    store.issue_code(more).await.unwrap();
    let grant = store.grant(REALM, ALICE, APP).await.unwrap().unwrap();
    assert_eq!((grant.key, grant.scope.as_str()), (first, "read write"), "widened under its own key");
    assert_eq!(
        store.code(REALM, hash("second"), NOW).await.unwrap().code.unwrap().grant,
        first,
        "a code gets the true key"
    );

    store.end_grant(end_grant(ALICE, 0)).await.unwrap();
    assert!(store.grant(REALM, ALICE, APP).await.unwrap().is_none());
    let third = world.code("third", ALICE).await;
    assert_ne!(third, first, "an ended grant never comes back");
    assert_eq!(store.grant(REALM, ALICE, APP).await.unwrap().unwrap().scope, "read");
}

pub(crate) async fn a_late_double_click_revives_nothing(world: World) {
    let store = world.store();
    world.code("code", ALICE).await;
    store.end_grant(end_grant(ALICE, 0)).await.unwrap();
    assert_eq!(store.issue_code(issue("code", ALICE)).await.unwrap(), Issued::Gone);
    assert!(store.grant(REALM, ALICE, APP).await.unwrap().is_none());
}

pub(crate) async fn a_no_takes_the_place_of_a_yes(world: World) {
    let store = world.store();
    let place = |text: &str| issue(text, ALICE).code;
    assert_eq!(store.deny(REALM, place("no")).await.unwrap(), Won::Yes);
    assert_eq!(store.deny(REALM, place("no")).await.unwrap(), Won::Yes, "said twice");
    assert_eq!(store.issue_code(issue("no", ALICE)).await.unwrap(), Issued::Gone);
    let token = issue_access(access("no"));
    assert_eq!(store.issue_implicit(token.clone(), place("no")).await.unwrap(), Issued::Gone);
    assert!(store.grant(REALM, ALICE, APP).await.unwrap().is_none(), "no consent is left");
    assert!(world.token("no-access", NOW).await.is_none());

    let grant = world.code("yes", ALICE).await;
    assert_eq!(store.deny(REALM, place("yes")).await.unwrap(), Won::Lost);
    for key in [grant, GrantKey(0)] {
        assert_eq!(store.redeem_code(redeem("no", key, "t")).await.unwrap(), Redeemed::Lost, "nothing in its place");
    }
    assert_eq!(store.issue_implicit(token.clone(), place("token")).await.unwrap(), Issued::New);
    assert_eq!(store.issue_implicit(token, place("token")).await.unwrap(), Issued::Same);
    let other = issue_access(access("other"));
    assert_eq!(store.issue_implicit(other, place("token")).await.unwrap(), Issued::Gone, "one token for a page");
    assert_eq!(store.deny(REALM, place("token")).await.unwrap(), Won::Lost);
    for key in [grant, GrantKey(-1)] {
        assert_eq!(store.redeem_code(redeem("token", key, "t")).await.unwrap(), Redeemed::Lost);
    }
}

pub(crate) async fn redemption_wins_once(world: World) {
    let store = world.store();
    let family = world.family("code").await;
    let spent = store.code(REALM, hash("code"), NOW).await.unwrap().code.unwrap().spent;
    assert_eq!(spent, Some(family.access.family));
    assert_eq!(world.token("code-access", NOW).await.unwrap(), family.access);
    let kept = store.refresh(REALM, &[family.refresh.hash], NOW).await.unwrap();
    assert_eq!(kept.token.unwrap(), family.refresh);
    assert_eq!(store.redeem_code(redeem("code", family.grant, "again")).await.unwrap(), Redeemed::Lost);
}

pub(crate) async fn a_rerun_finds_that_it_has_won(world: World) {
    let grant = world.code("code", ALICE).await;
    let write = redeem("code", grant, "same");
    for _ in 0..3 {
        assert_eq!(world.store().redeem_code(write.clone()).await.unwrap(), Redeemed::Won);
    }
    assert_eq!(world.store().live_tokens(REALM, APP, 10, NOW).await.unwrap(), 1);
    let mut other = redeem("code", grant, "other");
    other.access.family = write.access.family;
    assert_eq!(world.store().redeem_code(other).await.unwrap(), Redeemed::Lost, "one family, but not its token");
}

pub(crate) async fn two_tokens_of_one_code_come_and_go_together(world: World) {
    let grant = world.code("code", ALICE).await;
    let first = redeem("code", grant, "first");
    let second = AccessToken { hash: token_hash("second-access"), scope: "write".to_owned(), ..first.access.clone() };
    let write = RedeemCode { second: Some(second), ..first };
    assert_eq!(world.store().redeem_code(write.clone()).await.unwrap(), Redeemed::Won);
    assert_eq!(world.store().redeem_code(write.clone()).await.unwrap(), Redeemed::Won, "and again, by the same write");
    assert_eq!(world.store().live_tokens(REALM, APP, 10, NOW).await.unwrap(), 2);
    assert_eq!(world.token("second-access", NOW).await.unwrap().scope, "write");
    assert_eq!(world.store().end_grant(end_grant(ALICE, 0)).await.unwrap(), Ended::Now);
    assert_eq!(world.store().live_tokens(REALM, APP, 10, NOW).await.unwrap(), 0);
}

pub(crate) async fn a_lost_redemption_writes_nothing(world: World) {
    let family = world.family("code").await;
    world.store().redeem_code(redeem("code", family.grant, "loser")).await.unwrap();
    assert!(world.token("loser-access", NOW).await.is_none());
    assert!(world.store().refresh(REALM, &[token_hash("loser-refresh")], NOW).await.unwrap().token.is_none());
    assert_eq!(world.store().redeem_code(redeem("nowhere", family.grant, "loser")).await.unwrap(), Redeemed::Lost);
}

pub(crate) async fn a_code_lives_through_its_last_second(world: World) {
    let grant = world.code("code", ALICE).await;
    let mut write = redeem("code", grant, "t");
    write.now = NOW + 60;
    assert_eq!(world.store().redeem_code(write.clone()).await.unwrap(), Redeemed::Lost);
    write.now = NOW + 59;
    assert_eq!(world.store().redeem_code(write).await.unwrap(), Redeemed::Won);
}

pub(crate) async fn an_ended_grant_kills_its_codes_for_good(world: World) {
    let store = world.store();
    let grant = world.code("code", ALICE).await;
    assert_eq!(store.end_grant(end_grant(ALICE, 0)).await.unwrap(), Ended::Now);
    assert_eq!(store.redeem_code(redeem("code", grant, "t")).await.unwrap(), Redeemed::Lost);
    let next = world.code("next", ALICE).await;
    for key in [grant, next, GrantKey(family_key("nothing").0)] {
        assert_eq!(store.redeem_code(redeem("code", key, "t")).await.unwrap(), Redeemed::Lost);
    }
    let facts = store.code(REALM, hash("code"), NOW).await.unwrap();
    assert_eq!((facts.code.unwrap().grant, facts.grant.unwrap().key), (grant, next), "the caller sees both keys");
    assert_eq!(end_grant(ALICE, 0).reason, EndReason::Withdrawn);
}

pub(crate) async fn realms_share_nothing(world: World) {
    let store = world.store();
    let family = world.family("code").await;
    let other = RealmKey(REALM.0 + 1);
    assert!(store.code(other, hash("code"), NOW).await.unwrap().code.is_none());
    assert!(store.access(other, &[family.access.hash], NOW).await.unwrap().token.is_none());
    assert!(store.refresh(other, &[family.refresh.hash], NOW).await.unwrap().token.is_none());
    assert!(store.grant(other, ALICE, APP).await.unwrap().is_none());
    let mut there = issue("code", ALICE);
    there.realm = other;
    assert_eq!(store.issue_code(there).await.unwrap(), Issued::New, "the same text is another code there");
}
