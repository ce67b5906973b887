//! The connection is cut between a commit and its answer: what has happened has happened once, and whoever asked hears of it.

use super::way::{Loss, Way};
use super::{CLUSTER, leave, left, node};
use crate::Broken;
use crate::contract::accounts::session;
use crate::contract::world::{
    ALICE, NOW, REALM, World, access, end_token, hash, issue, issue_access, redeem, rotate, token_hash,
};
use crate::ops::{Ended, GrantToo, Issued, Redeemed, Won};
use crate::postgres::{Options, Postgres};
use std::time::{Duration, Instant};

const COMMITTED: Loss = Loss::Done("COMMIT");

/// A node, the way from it to the database, and that one's own address.
async fn far() -> (World, Way, String) {
    far_with(|options| options).await
}

async fn far_with(options: impl FnOnce(Options) -> Options) -> (World, Way, String) {
    let url = CLUSTER.database().unwrap();
    let way = Way::to(&url).await;
    let store = Postgres::connect(options(Options::new(&way.url))).await.unwrap();
    (node(store), way, url)
}

fn count(url: &str, table: &str) -> String {
    CLUSTER.ask(url, &format!("select count(*) from {table}")).unwrap()
}

/// One code was spent for one family.
async fn one_family(world: &World, url: &str) {
    let write = redeem("code", world.store().grant(REALM, ALICE, access("one").app).await.unwrap().unwrap().key, "one");
    let code = world.store().code(REALM, hash("code"), NOW).await.unwrap().code.unwrap();
    assert_eq!(code.spent, Some(write.access.family));
    assert_eq!(["families", "access_tokens", "refresh_tokens"].map(|table| count(url, table)), ["1", "1", "1"]);
    let other = redeem("code", code.grant, "other");
    assert_eq!(world.store().redeem_code(other).await.unwrap(), Redeemed::Lost, "a replay is one");
}

#[tokio::test]
async fn a_code_is_spent_once_and_its_tokens_come() {
    let (world, way, url) = far().await;
    let grant = world.code("code", ALICE).await;
    way.loses(COMMITTED);
    assert_eq!(world.store().redeem_code(redeem("code", grant, "one")).await.unwrap(), Redeemed::Won);
    assert_eq!(way.lost(), 1);
    one_family(&world, &url).await;
}

#[tokio::test]
async fn a_code_whose_commit_never_came_is_redeemed_when_the_server_lets_go_of_it() {
    let (world, way, url) = far_with(|options| Options { statement: Duration::from_secs(1), ..options }).await;
    let grant = world.code("code", ALICE).await;
    way.loses(Loss::Commit);
    assert_eq!(world.store().redeem_code(redeem("code", grant, "one")).await.unwrap(), Redeemed::Won);
    assert_eq!(way.lost(), 1);
    one_family(&world, &url).await;
}

#[tokio::test]
async fn nobody_waits_for_a_database_that_stays_away() {
    let (world, way, url) =
        far_with(|options| Options { statement: Duration::from_millis(500), writers: 1, ..options }).await;
    let grant = world.code("code", ALICE).await;
    way.loses(COMMITTED);
    way.refuses(usize::MAX);
    let begun = Instant::now();
    let redeemed = world.store().redeem_code(redeem("code", grant, "one")).await;
    assert!(matches!(redeemed, Err(Broken::Unavailable(_))), "{redeemed:?}");
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(500) && took < Duration::from_secs(3), "{took:?}");
    assert_eq!(way.lost(), 1);
    way.refuses(0);
    while world.store().revision(REALM).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    one_family(&world, &url).await;
}

#[tokio::test]
async fn a_page_is_answered_once() {
    let (world, way, url) = far().await;
    way.loses(COMMITTED);
    assert_eq!(world.store().issue_code(issue("code", ALICE)).await.unwrap(), Issued::New);
    assert_eq!(["codes", "grants", "audit"].map(|table| count(&url, table)), ["1", "1", "1"]);
    way.loses(COMMITTED);
    assert_eq!(world.store().deny(REALM, issue("other", ALICE).code).await.unwrap(), Won::Yes);
    assert_eq!(way.lost(), 2);
}

#[tokio::test]
async fn an_apps_own_token_is_issued() {
    let (world, way, url) = far().await;
    let own = crate::contract::world::access("own");
    let own = engine::model::AccessToken { account: None, ..own };
    way.loses(Loss::Done("INSERT"));
    let issued = world.store().issue_access(issue_access(own.clone())).await.unwrap();
    assert!([Issued::New, Issued::Same].contains(&issued), "{issued:?}");
    assert_eq!((way.lost(), count(&url, "access_tokens").as_str()), (1, "1"));
    assert!(world.is_live("own-access").await);
}

#[tokio::test]
async fn a_refresh_token_is_rotated_once() {
    let (world, way, url) = far().await;
    let family = world.family("code").await;
    let write = rotate(&family, "next", NOW);
    way.loses(COMMITTED);
    assert_eq!(world.store().rotate_refresh(write).await.unwrap(), Won::Yes);
    assert_eq!(way.lost(), 1);
    assert_eq!(["access_tokens", "refresh_tokens"].map(|table| count(&url, table)), ["2", "2"]);
    let facts = world.store().refresh(REALM, &[family.refresh.hash], NOW).await.unwrap();
    assert_eq!(facts.successor.unwrap().refresh.hash, token_hash("next-refresh"));
}

#[tokio::test]
async fn what_is_revoked_was_alive_and_is_not_any_more() {
    let (world, way, _) = far().await;
    let family = world.family("code").await;
    let end = end_token(&family.access, GrantToo::Keep);
    way.loses(COMMITTED);
    assert_eq!(world.store().end_access(end.clone()).await.unwrap(), Ended::Now);
    assert!(!world.is_live("code-access").await);
    way.loses(COMMITTED);
    assert_eq!(world.store().end_family(end.clone()).await.unwrap(), Ended::Now);
    assert_eq!(way.lost(), 2);
    assert_eq!(world.store().end_family(end).await.unwrap(), Ended::Before);
    assert_eq!(world.store().work().families_ended, 1);
}

#[tokio::test]
async fn a_session_is_kept_once() {
    let (world, way, url) = far().await;
    world.account("alice", ALICE).await;
    way.loses(COMMITTED);
    world.sign_in(session("first", ALICE)).await;
    assert_eq!((way.lost(), count(&url, "sessions").as_str()), (1, "1"));
    let told = "audit where action = 'account.sign-in'";
    assert_eq!(count(&url, told), "1");
}

#[tokio::test]
async fn what_cannot_know_itself_again_is_told_and_not_done_twice() {
    let url = CLUSTER.database().unwrap();
    let way = Way::to(&url).await;
    let store = Postgres::connect(Options::new(&way.url)).await.unwrap();
    way.loses(COMMITTED);
    assert!(matches!(leave(&store, "once").await, Err(Broken::Unavailable(_))));
    assert_eq!(way.lost(), 1);
    while left(&store).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(left(&store).await.unwrap(), ["once"]);
}
