//! A pooler that hands connections on after each transaction: nodes that share one leave nothing to each other.

use super::{CLUSTER, leave, left};
use crate::copy::{Role, Side};
use crate::postgres::link::{Place, Purpose};
use crate::postgres::{Options, Pooler, Postgres, Round};
use crate::{Broken, Store};
use std::time::{Duration, Instant};

/// A database with tables and a pooler in front of it that has so many connections; the way to it by the pooler, and by itself.
async fn pooled(connections: u32) -> (cluster::Pooler, Options, String) {
    let (store, direct) = super::store().await;
    drop(store);
    let pooler = CLUSTER.pooler(connections).unwrap();
    let options = Options { pooler: Pooler::Transaction, ..Options::new(pooler.address(&direct)) };
    (pooler, options, direct)
}

async fn healthy(store: &Postgres, action: &str) {
    let begun = Instant::now();
    while left(store).await.is_err() || leave(store, action).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(2), "it is healthy within two seconds");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn what_one_node_leaves_on_a_connection_is_nothing_to_the_next() {
    let (pooler, options, direct) = pooled(1).await;
    let (one, other) =
        (Postgres::connect(options.clone()).await.unwrap(), Postgres::connect(options.clone()).await.unwrap());
    for turn in 0..20 {
        let (mine, theirs) = (format!("one-{turn}"), format!("other-{turn}"));
        let (wrote, also, read, checked) =
            tokio::join!(leave(&one, &mine), leave(&other, &theirs), left(&other), one.revision(super::REALM));
        wrote.unwrap();
        also.unwrap();
        read.unwrap();
        checked.unwrap();
        one.check().await.unwrap();
    }
    assert_eq!(left(&one).await.unwrap().len(), 40);
    let ask = |sql: &str| CLUSTER.ask(&pooler.address(&direct), sql).unwrap();
    assert_eq!(ask("select count(*) from pg_prepared_statements"), "0");
    let set = "select count(*) from pg_settings where source = 'session' and name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'tcp_user_timeout')";
    assert_eq!(ask(set), "0");
}

/// Nothing is written before somebody notices.
#[tokio::test]
async fn nothing_is_copied_through_a_pooler() {
    let direct = CLUSTER.database().unwrap();
    let pooler = CLUSTER.pooler(1).unwrap();
    let refused = Side::server(Options::new(pooler.address(&direct)), Role::To).await.err().unwrap();
    assert!(matches!(&refused, Broken::Unfit(why) if why.contains("give the server's own address")), "{refused}");
    let tables = "select count(*) from pg_class where relnamespace = 'public'::regnamespace";
    assert_eq!(CLUSTER.ask(&direct, tables).unwrap(), "0");
}

#[tokio::test]
async fn whoever_looks_is_told_of_the_servers_own_address_too() {
    let pooler = CLUSTER.pooler(1).unwrap();
    let url = pooler.address(&CLUSTER.database().unwrap());
    let direct = Some("postgres://grantor@%2Fnowhere/none".to_owned());
    let options = Options { pooler: Pooler::Transaction, direct, ..Options::new(url) };
    let looked = Postgres::direct(options.clone()).await.err().unwrap().to_string();
    assert!(looked.contains("`direct` under [postgres]") && looked.contains("/nowhere:5432/none"), "{looked}");
    assert_eq!(Postgres::connect(options).await.err().unwrap().to_string(), looked);
}

const DIRECT: &str = "the server's own address (`direct` under [postgres]): it leads to ";
const OTHER: &str = "another database than `store`, in which the tables would be changed";

/// Behind a pooler, with that way round it.
fn by(pooler: &cluster::Pooler, database: &str, way: &str) -> Options {
    Options { pooler: Pooler::Transaction, direct: Some(way.to_owned()), ..Options::new(pooler.address(database)) }
}

async fn refused(options: Options) -> String {
    let told = Postgres::direct(options).await.unwrap_err().to_string();
    told.strip_prefix(DIRECT).unwrap_or_else(|| panic!("{told}")).to_owned()
}

/// On threads, so that connections that are dropped end while the database is copied.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_round_the_pooler_into_another_database_is_refused_before_anything_changes_there() {
    let (store, own) = super::store().await;
    drop(store);
    // It has the same tables, and the same in them.
    let copied = CLUSTER.copy(&own).unwrap();
    let pooler = CLUSTER.pooler(2).unwrap();
    assert_eq!(Postgres::direct(by(&pooler, &own, &own)).await.unwrap(), Round::Same);
    assert_eq!(refused(by(&pooler, &own, &copied)).await, OTHER);

    let (empty, other) = (CLUSTER.database().unwrap(), CLUSTER.database().unwrap());
    let options = by(&pooler, &empty, &other);
    assert_eq!(refused(options.clone()).await, OTHER);
    let started = Postgres::connect(options).await.err().unwrap();
    assert_eq!(started.to_string(), format!("{DIRECT}{OTHER}"));
    let tables = "select count(*) from pg_class where relnamespace = 'public'::regnamespace";
    assert_eq!(CLUSTER.ask(&other, tables).unwrap(), "0");
}

/// It has everything of the server's, its name too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_round_the_pooler_to_a_copy_of_the_server_is_refused() {
    let cluster = cluster::Cluster::start(cluster::Durability::Disk).unwrap();
    let own = cluster.database().unwrap();
    drop(Postgres::connect(Options::new(&own)).await.unwrap());
    let standby = cluster.standby().unwrap();
    standby.promote().unwrap();
    let copy = standby.same(&own);
    let begun = Instant::now();
    while standby.ask(&copy, "select pg_is_in_recovery()").unwrap() != "f" {
        assert!(begun.elapsed() < Duration::from_secs(30), "it is never promoted");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let pooler = cluster.pooler(2).unwrap();
    assert_eq!(refused(by(&pooler, &own, &copy)).await, OTHER);
    assert_eq!(Postgres::direct(by(&pooler, &own, &own)).await.unwrap(), Round::Same);
}

#[tokio::test]
async fn a_way_round_the_pooler_to_other_tables_or_to_a_pooler_is_refused() {
    let (_, own) = super::store().await;
    CLUSTER.run(&own, "create schema other").unwrap();
    let pooler = CLUSTER.pooler(2).unwrap();
    let elsewhere = format!("{own}?options=-csearch_path%3Dother");
    let tables = "the server's own address (`direct` under [postgres]): the tables would be made in the schema `other` there, and are looked for in `public`: give both the same role and the same search_path";
    let refused_of = async |options: Options| Postgres::direct(options).await.unwrap_err().to_string();
    assert_eq!(refused_of(by(&pooler, &own, &elsewhere)).await, tables);
    let both = format!("{own}?options=-csearch_path%3Dother,public");
    assert_eq!(refused_of(by(&pooler, &own, &both)).await, tables, "what is new would lie there");
    let empty = CLUSTER.database().unwrap();
    CLUSTER.run(&empty, "create schema other").unwrap();
    let elsewhere = format!("{empty}?options=-csearch_path%3Dother");
    assert_eq!(refused_of(by(&pooler, &empty, &elsewhere)).await, tables);
    let pooled = "a pooler that hands connections on after each transaction, too: give the server's own address";
    assert_eq!(refused(by(&pooler, &own, &pooler.address(&own))).await, pooled);
}

/// As on an engine whose locks keep nobody out, or that has none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_no_lock_tells_databases_apart_their_tables_do() {
    let own = CLUSTER.database().unwrap();
    CLUSTER.run(&own, "alter function pg_try_advisory_xact_lock(bigint) rename to gone").unwrap();
    drop(Postgres::connect(Options::new(&own)).await.unwrap());
    let other = CLUSTER.database().unwrap();
    let pooler = CLUSTER.pooler(2).unwrap();
    assert_eq!(Postgres::direct(by(&pooler, &own, &own)).await.unwrap(), Round::Alike);
    CLUSTER.run(&other, "alter function pg_try_advisory_xact_lock(bigint) rename to gone").unwrap();
    assert_eq!(refused(by(&pooler, &own, &other)).await, OTHER);
    let says = |what: bool| {
        let function = format!(
            "create function pg_catalog.pg_try_advisory_xact_lock(bigint) returns bool language sql as 'select {what}'"
        );
        CLUSTER.run(&own, &function).unwrap();
        CLUSTER.run(&other, &function).unwrap();
    };
    let is_gone = || {
        for database in [&own, &other] {
            CLUSTER.run(database, "drop function pg_catalog.pg_try_advisory_xact_lock(bigint)").unwrap();
        }
    };
    for what in [true, false] {
        says(what);
        assert_eq!(Postgres::direct(by(&pooler, &own, &own)).await.unwrap(), Round::Alike, "{what}");
        assert_eq!(refused(by(&pooler, &own, &other)).await, OTHER, "{what}");
        is_gone();
    }
    // Both are empty, and look alike: what was changed there is looked for here.
    let empty = CLUSTER.database().unwrap();
    CLUSTER.run(&empty, "alter function pg_try_advisory_xact_lock(bigint) rename to gone").unwrap();
    let started = Postgres::connect(by(&pooler, &empty, &other)).await.err().unwrap();
    assert_eq!(started.to_string(), format!("{DIRECT}{OTHER}"));
}

#[tokio::test]
async fn a_pooler_that_goes_and_comes_back_loses_nothing() {
    let (mut pooler, options, _) = pooled(2).await;
    let (one, other) = (Postgres::connect(options.clone()).await.unwrap(), Postgres::connect(options).await.unwrap());
    leave(&one, "before").await.unwrap();
    pooler.stop().unwrap();
    for node in [&one, &other] {
        assert!(matches!(leave(node, "meanwhile").await, Err(Broken::Unavailable(_))));
        assert!(matches!(left(node).await, Err(Broken::Unavailable(_))));
    }
    pooler.resume().unwrap();
    healthy(&one, "one").await;
    healthy(&other, "other").await;
    assert_eq!(left(&one).await.unwrap(), ["other", "one", "before"]);
}

#[tokio::test]
async fn a_transaction_brings_its_limits_along() {
    let (_pooler, options, direct) = pooled(2).await;
    let name = direct.rsplit('/').next().unwrap();
    CLUSTER.run(&direct, &format!("alter database {name} set synchronous_commit = off")).unwrap();
    let (link, _driver) = Place::new(options.clone()).unwrap().open(Purpose::Writes).await.unwrap();
    link.begin().await.unwrap();
    let limits = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "synchronous_commit"];
    let mut set = Vec::new();
    for limit in limits {
        set.push(link.setting(limit).await.unwrap());
    }
    assert_eq!(set, ["5s", "2s", "5s", "on"]);
    link.execute("commit").await.unwrap();
    assert_eq!(link.setting("lock_timeout").await.unwrap(), "0");
    let store = Postgres::connect(options).await.unwrap();
    let held = CLUSTER.lock_table(&direct, "audit").unwrap();
    let Err(Broken::Unavailable(sentence)) = leave(&store, "waits").await else { panic!("it waits") };
    assert!(sentence.contains("55P03"), "{sentence}");
    drop(held);
}

#[tokio::test]
async fn nobody_works_behind_one_without_knowing() {
    let (pooler, options, direct) = pooled(2).await;
    let unaware = Postgres::connect(Options::new(pooler.address(&direct))).await;
    let Err(Broken::Unfit(sentence)) = unaware else { panic!("it starts") };
    assert!(sentence.contains("pooler = \"transaction\""), "{sentence}");
    Postgres::connect(options).await.unwrap();
}

#[tokio::test]
async fn tables_are_changed_on_the_server_itself() {
    let direct = CLUSTER.database().unwrap();
    let pooler = CLUSTER.pooler(2).unwrap();
    let options = Options { pooler: Pooler::Transaction, ..Options::new(pooler.address(&direct)) };
    let Err(Broken::Unfit(sentence)) = Postgres::connect(options.clone()).await else { panic!("it starts") };
    assert!(sentence.contains("direct = "), "{sentence}");
    let options = Options { direct: Some(direct), ..options };
    let store = Postgres::connect(options.clone()).await.unwrap();
    leave(&store, "first").await.unwrap();
    // With nothing to change nobody goes there.
    let absent = Options { direct: Some("postgres://grantor@%2Fnowhere/none".to_owned()), ..options };
    assert_eq!(left(&Postgres::connect(absent).await.unwrap()).await.unwrap(), ["first"]);
}
