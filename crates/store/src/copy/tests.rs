//! What stands in the list of tables is what the databases have; and what a copy leaves that is killed before it has any.

use super::layout::TABLES;
use super::{BEGIN, Role, Side, copy, unfinished};
use crate::Store;
use crate::contract::world::{REALM, account};
use crate::ops::Audit;
use crate::postgres::{Options, Postgres};
use crate::sqlite::Sqlite;
use crate::tables::Kind;
use cluster::{Cluster, Durability};
use engine::model::AccountKey;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

type Schema = BTreeMap<String, BTreeSet<String>>;

fn listed() -> Schema {
    let own = TABLES.iter().map(|table| (table.name.to_owned(), table.columns().map(str::to_owned).collect()));
    own.collect()
}

/// What is about the tables themselves, or about the nodes that run at the moment, stays where it is.
fn to_copy(mut schema: Schema) -> Schema {
    schema.retain(|table, _| !["schema_version", "leases"].contains(&table.as_str()));
    schema
}

fn key_of(kind: Kind) -> BTreeMap<&'static str, Vec<String>> {
    TABLES.iter().map(|table| (table.name, table.key(kind).iter().map(|own| (*own).to_owned()).collect())).collect()
}

#[test]
fn the_list_is_what_the_embedded_database_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grantor.db");
    drop(Sqlite::open(&path).unwrap());
    let db = Connection::open(&path).unwrap();
    let mut all = db
        .prepare("select t.name, c.name from pragma_table_list t, pragma_table_info(t.name) c where t.schema = 'main' and t.name not like 'sqlite_%'")
        .unwrap();
    let rows = all.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let mut found = Schema::new();
    for row in rows {
        let (table, column) = row.unwrap();
        found.entry(table).or_default().insert(column);
    }
    assert_eq!(to_copy(found), listed());
    let mut keys = db.prepare("select name from pragma_table_info(?1) where pk > 0 order by pk").unwrap();
    for (table, key) in key_of(Kind::Sqlite) {
        let found: Vec<String> = keys.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(found, key, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_what_the_server_has() {
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let url = cluster.database().unwrap();
    drop(Postgres::connect(Options::new(&url)).await.unwrap());
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let all =
        "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public'";
    let mut found = Schema::new();
    for row in client.query(all, &[]).await.unwrap() {
        found.entry(row.get(0)).or_default().insert(row.get(1));
    }
    assert_eq!(to_copy(found), listed());
    let keys = "select a.attname::text from pg_index i, unnest(i.indkey) with ordinality k(at, nth), pg_attribute a
        where i.indrelid = $1::text::regclass and i.indisprimary and a.attrelid = i.indrelid and a.attnum = k.at order by k.nth";
    for (table, key) in key_of(Kind::Postgres) {
        let rows = client.query(keys, &[&table]).await.unwrap();
        let found: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(found, key, "{table}");
    }
}

#[tokio::test]
async fn a_copy_that_was_begun_from_another_database_says_so_where_their_rows_meet() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, key) in [("one.db", 1), ("other.db", 2)] {
        let store = Sqlite::open(&at(name)).unwrap();
        store.create_account(REALM, account("alice", AccountKey(key)), Audit::default()).await.unwrap();
    }
    let copied = async |from: &str| {
        let (from, to) = (Side::file(&at(from), Role::From).unwrap(), Side::file(&at("to.db"), Role::To).unwrap());
        copy(&from, &to, |_| ()).await
    };
    copied("one.db").await.unwrap();
    Connection::open(at("to.db")).unwrap().execute_batch(BEGIN).unwrap();
    let told = copied("other.db").await.unwrap_err().to_string();
    assert!(told.starts_with("`accounts` of TO does not take what FROM has (UNIQUE constraint failed"), "{told}");
    assert!(
        told.ends_with("the copy was begun from another FROM, or somebody writes to TO: empty TO and copy again"),
        "{told}"
    );
}

/// What holds whoever wants to make tables, from outside ("grantor", see `postgres::schema`).
const TURN: &str = "select pg_advisory_lock(29117685391716210)";

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_killed_before_there_are_tables_goes_on_and_no_server_starts_there() {
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let options = Options::new(cluster.database().unwrap());
    let (client, connection) = tokio_postgres::connect(&options.url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(TURN).await.unwrap();
    let copies = tokio::spawn(Side::server(options.clone(), Role::To));
    let is_there = async |table: &str| {
        let asked = format!("select to_regclass('{table}') is not null");
        client.query_one(&asked, &[]).await.unwrap().get::<_, bool>(0)
    };
    let noted = async { while !is_there("unfinished_copy").await {} };
    tokio::time::timeout(Duration::from_secs(60), noted).await.expect("it notes that it has begun");
    copies.abort();
    assert!(copies.await.is_err_and(|ended| ended.is_cancelled()));
    assert!(!is_there("apps").await, "no table is there yet");
    client.batch_execute("select pg_advisory_unlock_all()").await.unwrap();
    let refused = Postgres::connect(options.clone()).await.err().map(|broken| broken.to_string());
    assert_eq!(refused, Some(unfinished().to_string()));
    let folder = tempfile::tempdir().unwrap();
    let from = Side::file(&folder.path().join("from.db"), Role::From).unwrap();
    copy(&from, &Side::server(options.clone(), Role::To).await.unwrap(), |_| ()).await.unwrap();
    assert!(Postgres::connect(options).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_opened_as_a_target_waits_for_its_copy() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from.db"), folder.path().join("to.db"));
    drop(Side::file(&to, Role::To).unwrap());
    assert_eq!(Sqlite::open(&to).err().map(|broken| broken.to_string()), Some(unfinished().to_string()));
    copy(&Side::file(&from, Role::From).unwrap(), &Side::file(&to, Role::To).unwrap(), |_| ()).await.unwrap();
    assert!(Sqlite::open(&to).is_ok());
}
