//! What shares a connection: questions about tokens with each other, and not with pages.

use super::{CLUSTER, REALM, leave, left, node, store};
use crate::Store;
use crate::contract::world::NOW;
use crate::postgres::{Options, Postgres};
use cluster::Durability;
use futures_util::future::join_all;
use std::time::{Duration, Instant};

/// Of this database alone: others are tested on the same server.
const WAIT: &str = "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

async fn until(question: &str, url: &str, answer: &str) {
    let begun = Instant::now();
    while CLUSTER.ask(url, question).unwrap() != answer {
        assert!(begun.elapsed() < Duration::from_secs(10), "{question}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_page_keeps_a_token_waiting() {
    let (store, url) = store().await;
    let held = CLUSTER.lock_table(&url, "audit").unwrap();
    let pages = async {
        assert!(join_all((0..4).map(|_| left(&store))).await.iter().all(Result::is_err), "they wait in vain");
    };
    let tokens = async {
        until(&format!("select count(*) > 0 {WAIT}"), &url, "t").await;
        for _ in 0..8 {
            let begun = Instant::now();
            store.revision(REALM).await.unwrap();
            assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
        }
    };
    tokio::join!(pages, tokens);
    drop(held);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_question_whose_connection_is_lost_is_asked_on_another() {
    let (store, url) = store().await;
    leave(&store, "first").await.unwrap();
    let held = CLUSTER.lock_table(&url, "audit").unwrap();
    let cut = async {
        until(&format!("select count(*) {WAIT}"), &url, "1").await;
        assert_eq!(CLUSTER.ask(&url, &format!("select count(pg_terminate_backend(pid)) {WAIT}")).unwrap(), "1");
        drop(held);
    };
    let (read, ()) = tokio::join!(left(&store), cut);
    assert_eq!(read.unwrap(), ["first"]);
}

#[tokio::test]
async fn a_node_has_as_many_connections_as_it_was_told() {
    let url = CLUSTER.database().unwrap();
    let options = Options { readers: 3, writers: 2, ..Options::new(&url) };
    let store = Postgres::connect(options).await.unwrap();
    join_all((0..32).map(|turn| leave(&store, if turn % 2 == 0 { "even" } else { "odd" }))).await;
    let count =
        "select count(*) from pg_stat_activity where application_name = 'grantor' and datname = current_database()";
    let open: u32 = CLUSTER.ask(&url, count).unwrap().parse().unwrap();
    assert!((7..=8).contains(&open), "{open}: three for tokens, three for pages, two at the most that write");
}

#[tokio::test]
async fn a_server_that_only_follows_is_not_read() {
    let first = cluster::Cluster::start(Durability::Disk).unwrap();
    let url = first.database().unwrap();
    drop(Postgres::connect(Options::new(&url)).await.unwrap());
    let second = first.standby().unwrap();
    let refused = Postgres::connect(Options::new(second.same(&url))).await.map(drop).unwrap_err().to_string();
    assert!(refused.contains("does not allow writes"), "{refused}");
}

/// Where rows are spread, of one commit the token may be seen before its family.
#[tokio::test]
async fn a_young_refresh_token_whose_family_is_not_seen_yet_stays() {
    let (store, url) = store().await;
    let world = node(store);
    world.family("code").await;
    CLUSTER.run(&url, "delete from families").unwrap();
    let left = || CLUSTER.ask(&url, "select count(*) from refresh_tokens").unwrap();
    world.store().purge(NOW + 60, 100).await.unwrap();
    assert_eq!(left(), "1", "its family may still come");
    world.store().purge(NOW + 61, 100).await.unwrap();
    assert_eq!(left(), "0");
}
