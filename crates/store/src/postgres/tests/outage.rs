//! Connections that are lost, statements that the server has forgotten, tables that have changed under them.

use super::{CLUSTER, REALM, leave, left, store};
use crate::ops::{Bounds, IssueAccess, Issued};
use crate::postgres::link::{Place, Purpose};
use crate::postgres::{Access, Options, Postgres};
use crate::{Broken, Store, Tables};
use cluster::{Cluster, Durability};
use engine::model::{AccessToken, AppKey, FamilyKey, MountKey, TokenUse};
use engine::secret::Hashed;
use engine::token::TokenHash;
use futures_util::future::join_all;
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::timeout;

async fn issue(store: &Postgres, text: &str) -> crate::Result<Issued> {
    let access = AccessToken {
        hash: TokenHash::of(Hashed::of(text.as_bytes())),
        mount: MountKey(1),
        app: AppKey(1),
        account: None,
        grant: None,
        family: FamilyKey(1),
        scope: "read".to_owned(),
        usage: TokenUse::Grant,
        issued_at: 1_800_000_000,
        ends_at: None,
        ended: None,
        used_at: None,
        purge_at: None,
    };
    let write = IssueAccess { realm: REALM, access, consent: None, bounds: Bounds::default(), now: 1_800_000_000 };
    Store::issue_access(store, write).await
}

#[tokio::test]
async fn a_database_that_goes_is_unavailable_and_comes_back_by_itself() {
    let (store, url) = store().await;
    leave(&store, "before").await.unwrap();
    CLUSTER.close(&url).unwrap();
    assert!(matches!(leave(&store, "meanwhile").await, Err(Broken::Unavailable(_))));
    assert!(matches!(left(&store).await, Err(Broken::Unavailable(_))));
    CLUSTER.reopen(&url).unwrap();
    let begun = Instant::now();
    while left(&store).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(2), "it is healthy within two seconds");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    leave(&store, "after").await.unwrap();
    assert_eq!(left(&store).await.unwrap(), ["after", "before"]);
}

#[tokio::test]
async fn a_host_that_says_nothing_keeps_nobody_from_the_next() {
    // It takes the call, as a machine does whose programs have frozen.
    let frozen = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("postgres://grantor@{}", frozen.local_addr().unwrap());
    let url = CLUSTER.database().unwrap().replace("postgres://grantor@", &format!("{silent},"));
    let store = Postgres::connect(Options::new(&url)).await.unwrap();
    leave(&store, "there").await.unwrap();
    assert_eq!(left(&store).await.unwrap(), ["there"]);
    let told: Vec<_> =
        Postgres::ways(Options::new(&url)).await.unwrap().into_iter().map(|way| way.leads.ok()).collect();
    assert_eq!(told, [None, Some(Access::Writes)], "whoever asks after each is told which one it is");
    let alone = Postgres::connect(Options::new(format!("{silent}/grantor"))).await.err().unwrap();
    assert!(matches!(&alone, Broken::Unavailable(why) if why.contains("it says nothing")), "{alone}");
}

#[tokio::test]
async fn a_database_that_freezes_is_unavailable_and_nobody_waits_for_it_for_long() {
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let url = cluster.database().unwrap();
    let options = Options { statement: Duration::from_millis(500), ..Options::new(&url) };
    let store = Postgres::connect(options).await.unwrap();
    leave(&store, "before").await.unwrap();
    left(&store).await.unwrap();
    cluster.freeze().unwrap();
    let begun = Instant::now();
    let (wrote, read, also) = tokio::join!(leave(&store, "meanwhile"), left(&store), left(&store));
    assert!([wrote.err(), read.err(), also.err()].iter().all(|said| matches!(said, Some(Broken::Unavailable(_)))));
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    let begun = Instant::now();
    assert!(left(&store).await.is_err());
    assert!(begun.elapsed() < Duration::from_millis(100), "once it is known, nobody waits");
    cluster.thaw().unwrap();
    let begun = Instant::now();
    while left(&store).await.is_err() || leave(&store, "after").await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(2), "it is healthy within two seconds");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(left(&store).await.unwrap(), ["after", "before"], "what was given up did not happen");
}

/// Who asks for a realm's revision shares looks with others: one that hangs keeps none but its own.
#[tokio::test]
async fn a_connection_that_freezes_keeps_only_those_who_ask_on_it() {
    let (store, _url) = store().await;
    let store = Arc::new(store);
    let frozen = store.checks.one().unwrap().link().process().await.unwrap().unwrap();
    let frozen = frozen.split(' ').next().unwrap();
    let signal = |name: &str| assert!(Command::new("kill").args(["-s", name, frozen]).status().unwrap().success());
    signal("STOP");
    let mut asked = Vec::new();
    for _ in 0..12 {
        let store = Arc::clone(&store);
        asked.push(tokio::spawn(async move { Store::revision(&*store, REALM).await }));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let told = asked.iter().filter(|one| one.is_finished()).count();
    signal("CONT");
    assert_eq!(told, 6, "of two connections one answers");
    for one in asked {
        assert_eq!(one.await.unwrap().unwrap(), 0, "and the other goes on");
    }
}

/// Two seconds without any answer are silence; these wait for their turn, and four seconds at most.
#[tokio::test]
async fn a_slow_connection_is_not_taken_for_a_silent_one() {
    let (_store, url) = store().await;
    let place = Place::new(Options { statement: Duration::from_secs(1), ..Options::new(url) }).unwrap();
    let (link, _driver) = place.open(Purpose::Reads).await.unwrap();
    let told = join_all((0..6).map(|_| link.execute("select pg_sleep(0.7)"))).await;
    let told: Vec<_> = told.into_iter().map(|outcome| outcome.map_err(Broken::from)).collect();
    assert!(matches!(told.as_slice(), [Ok(()), Ok(()), Ok(()), Ok(()), Ok(()), Err(Broken::Busy)]), "{told:?}");
    assert!(!link.is_lost());
    link.execute("select 1").await.unwrap();
}

/// One that says nothing casts doubt on those on which nothing was heard since: whoever asks there does not wait as long again.
#[tokio::test]
async fn of_connections_to_a_frozen_server_the_first_is_waited_for_longest() {
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let options = Options { statement: Duration::from_secs(3), ..Options::new(cluster.database().unwrap()) };
    let place = Place::new(options).unwrap();
    let (first, _driver) = place.open(Purpose::Reads).await.unwrap();
    let (second, _driver) = place.open(Purpose::Reads).await.unwrap();
    cluster.freeze().unwrap();
    let mut waits = Vec::new();
    for link in [&first, &second] {
        let begun = Instant::now();
        let told = link.execute("select 1").await.map_err(Broken::from);
        assert!(matches!(told, Err(Broken::Unavailable(_))) && link.is_lost(), "{told:?}");
        waits.push(begun.elapsed());
    }
    cluster.thaw().unwrap();
    assert!(waits[0] >= Duration::from_secs(4) && waits[1] < Duration::from_secs(3), "{waits:?}");
    let (third, _driver) = place.open(Purpose::Reads).await.unwrap();
    third.execute("select pg_sleep(2)").await.expect("what is new is not doubted");
}

#[tokio::test]
async fn where_another_programs_tables_are_called_like_ours_none_is_made() {
    let url = CLUSTER.database().unwrap();
    CLUSTER.run(&url, "create table customers (x int); create table realms (x int)").unwrap();
    let looked = Postgres::tables(Options::new(url.clone())).await.map(drop);
    let started = Postgres::connect(Options::new(url.clone())).await.map(drop);
    let target = Postgres::connect_target(Options::new(url.clone())).await.map(drop);
    for told in [looked, started, target] {
        let Err(Broken::Unfit(why)) = told else { panic!("{told:?}") };
        assert!(why.contains("a table `realms`"), "{why}");
    }
    let tables =
        CLUSTER.ask(&url, "select string_agg(relname, ' ' order by relname) from pg_stat_user_tables").unwrap();
    assert_eq!(tables, "customers realms");
    let theirs = "drop table realms; create table schema_version (version text)";
    CLUSTER.run(&url, theirs).unwrap();
    let told = Postgres::connect(Options::new(url.clone())).await.map(drop);
    assert!(matches!(&told, Err(Broken::Unfit(why)) if why.contains("a table `schema_version`")), "{told:?}");
}

#[tokio::test]
async fn a_schema_of_ones_own_may_have_what_another_has() {
    let url = CLUSTER.database().unwrap();
    CLUSTER.run(&url, "create table public.realms (x int); create schema own").unwrap();
    let joint = if url.contains('?') { '&' } else { '?' };
    let own = format!("{url}{joint}options=-c%20search_path%3Down,public");
    let store = Postgres::connect(Options::new(own)).await.unwrap();
    leave(&store, "one").await.unwrap();
    assert_eq!(CLUSTER.ask(&url, "select count(*) from own.audit").unwrap(), "1");
}

/// The first of them find out that nobody answers, and all who wait behind them are told then, however many they are.
#[tokio::test]
async fn who_waits_behind_those_who_find_out_does_not_find_out_again() {
    const MANY: usize = 2_000;
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let options =
        Options { statement: Duration::from_millis(500), writers: 1, ..Options::new(cluster.database().unwrap()) };
    let store = Arc::new(Postgres::connect(options).await.unwrap());
    leave(&store, "before").await.unwrap();
    issue(&store, "before").await.unwrap();
    cluster.freeze().unwrap();
    let (begun, mut asked) = (Instant::now(), JoinSet::new());
    for nth in 0..MANY {
        let [writer, tokens] = [Arc::clone(&store), Arc::clone(&store)];
        asked.spawn(async move { leave(&writer, "meanwhile").await.err() });
        asked.spawn(async move { issue(&tokens, &nth.to_string()).await.err() });
    }
    while let Some(told) = asked.join_next().await {
        assert!(matches!(told.unwrap(), Some(Broken::Unavailable(_))));
    }
    // A statement and a second, as long again in doubt, two seconds to connect; each batch of 256 by itself would take two more.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    assert_eq!(Store::work(&*store).waiting, 0);
    cluster.thaw().unwrap();
}

/// Each of the three ways to the database has a queue with an end: whoever comes behind it hears so at once, and it is counted.
#[tokio::test]
async fn behind_a_full_queue_nobody_waits() {
    const MANY: usize = 1_000;
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let options = Options { queue: 4, ..Options::new(cluster.database().unwrap()) };
    let store = Arc::new(Postgres::connect(options).await.unwrap());
    leave(&store, "before").await.unwrap();
    cluster.freeze().unwrap();
    let (begun, mut asked) = (Instant::now(), JoinSet::new());
    for nth in 0..MANY {
        let ways = [Arc::clone(&store), Arc::clone(&store), Arc::clone(&store)];
        let [writer, tokens, revisions] = ways;
        asked.spawn(async move { (0, leave(&writer, "meanwhile").await.err()) });
        asked.spawn(async move { (1, issue(&tokens, &nth.to_string()).await.err()) });
        asked.spawn(async move { (2, Store::revision(&*revisions, REALM).await.err()) });
    }
    let mut refused = [0, 0, 0];
    while begun.elapsed() < Duration::from_secs(1)
        && let Ok(Some(told)) = timeout(Duration::from_secs(1), asked.join_next()).await
    {
        let (way, broken) = told.unwrap();
        assert!(matches!(broken, Some(Broken::Busy)), "{broken:?}");
        refused[way] += 1;
    }
    cluster.thaw().unwrap();
    assert!(refused.iter().all(|refused| *refused > MANY / 2), "{refused:?}");
    assert_eq!(Store::work(&*store).refused, refused.iter().sum::<usize>() as u64);
    while asked.join_next().await.is_some() {}
    leave(&store, "after").await.unwrap();
}

/// Those that a look was begun for wait all the same: few at a time are as many as all at once.
#[tokio::test]
async fn few_who_come_again_and_again_find_an_end_of_the_queue_too() {
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let options = Options { queue: 20, ..Options::new(cluster.database().unwrap()) };
    let store = Arc::new(Postgres::connect(options).await.unwrap());
    cluster.freeze().unwrap();
    let mut asked = JoinSet::new();
    for _ in 0..10 {
        for _ in 0..4 {
            let store = Arc::clone(&store);
            asked.spawn(async move { Store::revision(&*store, REALM).await.err() });
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    let mut refused = 0;
    while let Some(told) = asked.try_join_next() {
        assert!(matches!(told.unwrap(), Some(Broken::Busy)));
        refused += 1;
    }
    cluster.thaw().unwrap();
    assert_eq!(refused, 20);
    while asked.join_next().await.is_some() {}
    Store::revision(&*store, REALM).await.unwrap();
}

#[tokio::test]
async fn a_node_that_is_not_heard_of_any_more_holds_nothing() {
    let (store, url) = store().await;
    let options = Options { statement: Duration::from_millis(500), ..Options::new(&url) };
    let (gone, _driver) = Place::new(options).unwrap().open(Purpose::Writes).await.unwrap();
    gone.execute("begin; lock table audit in exclusive mode").await.unwrap();
    leave(&store, "after").await.unwrap();
    assert!(gone.setting("server_version").await.unwrap_err().loses_connection(), "its transaction has ended");
}

#[tokio::test]
async fn a_connection_that_is_cut_costs_a_write_nothing() {
    let (store, url) = store().await;
    leave(&store, "first").await.unwrap();
    let all = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()";
    CLUSTER.run(&url, all).unwrap();
    leave(&store, "second").await.unwrap();
    // The way of tokens that stand on nothing has a connection of its own.
    assert_eq!(issue(&store, "one").await.unwrap(), Issued::New);
    CLUSTER.run(&url, all).unwrap();
    assert_eq!(issue(&store, "two").await.unwrap(), Issued::New);
    assert_eq!(issue(&store, "two").await.unwrap(), Issued::Same);
}

#[tokio::test]
async fn what_the_server_has_forgotten_is_prepared_anew() {
    let (store, url) = store().await;
    leave(&store, "first").await.unwrap();
    assert_eq!(left(&store).await.unwrap().len(), 1);
    // As a pooler does that hands the connection on.
    for _ in 0..4 {
        store.pages.one().unwrap().link().execute("deallocate all").await.unwrap();
    }
    for _ in 0..4 {
        assert_eq!(left(&store).await.unwrap(), ["first"]);
    }
    // As a migration does.
    CLUSTER.run(&url, "alter table audit alter column detail type varchar").unwrap();
    leave(&store, "second").await.unwrap();
    for _ in 0..4 {
        assert_eq!(left(&store).await.unwrap(), ["second", "first"]);
    }
}

#[tokio::test]
async fn an_address_that_makes_no_sense_is_no_outage() {
    assert!(matches!(Postgres::connect(Options::new("nonsense")).await, Err(Broken::Unfit(_))));
    let option = Postgres::connect(Options::new("postgres://grantor@db/none?sslmode=perhaps")).await;
    assert!(matches!(option, Err(Broken::Unfit(why)) if why.contains("sslmode")), "the part that is wrong is named");
    let reads = Postgres::connect(Options::new("postgres://grantor@db/none?target_session_attrs=read-only")).await;
    assert!(matches!(reads, Err(Broken::Unfit(why)) if why.contains("say read-write")), "a node writes");
    let nobody = Postgres::connect(Options::new("postgres://grantor:S3cret@%2Fnowhere/none")).await;
    let Err(Broken::Unavailable(why)) = nobody else { panic!("somebody answers") };
    assert!(why.contains("/nowhere:5432/none") && !why.contains("S3cret"), "{why}");
}

#[tokio::test]
async fn a_database_that_cannot_keep_every_name_is_refused() {
    let url = CLUSTER.database().unwrap();
    let name = format!("{}_latin", url.rsplit('/').next().unwrap());
    let create = format!("create database {name} template template0 encoding 'LATIN1' locale 'C'");
    CLUSTER.run(&url, &create).unwrap();
    let refused = Postgres::connect(Options::new(format!("{url}_latin"))).await;
    assert!(matches!(refused, Err(Broken::Unfit(why)) if why.contains("LATIN1") && why.contains("UTF8")));
}

#[tokio::test]
async fn nodes_may_start_at_the_same_moment() {
    let url = CLUSTER.database().unwrap();
    let starts = (0..6).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { Postgres::connect(Options::new(url)).await.map(drop) })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn whoever_only_looks_makes_no_table() {
    let url = CLUSTER.database().unwrap();
    let found = async || Postgres::tables(Options::new(&url)).await.unwrap();
    assert_eq!((found().await, found().await), (Tables::Absent, Tables::Absent));
    let store = Postgres::connect(Options::new(&url)).await.unwrap();
    assert_eq!(found().await, Tables::Current);
    let gone = async || {
        let wrong = store.check().await.unwrap();
        wrong.into_iter().filter(|sentence| sentence.contains("table")).collect::<Vec<_>>()
    };
    assert_eq!(gone().await, Vec::<String>::new());
    CLUSTER.run(&url, "drop table leases").unwrap();
    assert_eq!(gone().await, ["the table leases is gone: restore a backup"]);
    CLUSTER.run(&url, "delete from schema_version where version > 1").unwrap();
    assert_eq!(found().await, Tables::Earlier);
}
