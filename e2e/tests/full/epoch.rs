//! `grantor store epoch` on many living tokens. `GRANTOR_ROWS` says how many instead.

use cluster::{Cluster, Durability};
use grantor_e2e::child::installed;
use grantor_e2e::demo::{Demo, grantor};
use grantor_e2e::speak::{Client, Tokens};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// As many rows more as there is room for, like the one that is there, each with an id and a family of its own.
const FILL: &str = "
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
columns = [row[1] for row in db.execute('pragma table_info(access_tokens)')]
taken = ', '.join('n' if name in ('id', 'family') else name for name in columns)
db.execute(f'''with recursive counted(n) as (select 1 union all select n + 1 from counted where n < {sys.argv[2]})
  insert into access_tokens ({', '.join(columns)}) select {taken} from counted, (select * from access_tokens limit 1)''')
db.commit()
";

fn rows() -> u64 {
    std::env::var("GRANTOR_ROWS").map_or(10_000_000, |rows| rows.parse().unwrap())
}

/// A database with one token that lives.
fn begun(more: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let demo = Demo::start_in(folder.path(), &[&["--realm", "standard"], more].concat());
    let realm = demo.realm("standard");
    let client = Client::new(realm, realm.app("confidential"));
    let code = client.brought(&demo.person().allow(&client.link()));
    assert!(Tokens::of(&demo.send(client.exchange(&code))).is_some());
    demo.end();
    folder
}

/// Ends everything, and tells how long that took.
fn ended(what: &str, folder: &Path) {
    let begun = Instant::now();
    let out = grantor(&["store", "epoch", "--data"]).arg(folder).output().unwrap();
    let took = begun.elapsed();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let numbers = said.split_whitespace().filter_map(|word| word.parse::<u64>().ok());
    assert!(numbers.max().is_some_and(|most| most > rows()), "{said}");
    println!("{what}: {} living tokens ended in {:.1} s", rows(), took.as_secs_f32());
}

#[test]
fn an_epoch_on_sqlite() {
    let folder = begun(&[]);
    let database = folder.path().join("grantor.db");
    let mut fill = Command::new(installed("python3", "python3"));
    assert!(fill.args(["-c", FILL]).arg(&database).arg(rows().to_string()).status().unwrap().success());
    println!("SQLite: {} MB", std::fs::metadata(&database).unwrap().len() / 1_000_000);
    ended("SQLite", folder.path());
}

#[test]
fn an_epoch_on_postgresql() {
    let cluster = Cluster::start(Durability::Disk).unwrap();
    let store = cluster.database().unwrap();
    let folder = begun(&["--store", &store]);
    let columns = "select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns where table_name = 'access_tokens'";
    let columns = cluster.ask(&store, columns).unwrap();
    let taken: Vec<_> =
        columns.split(", ").map(|name| if matches!(name, "id" | "family") { "n" } else { name }).collect();
    let fill = format!(
        "insert into access_tokens ({columns}) select {} from (select * from access_tokens limit 1) as one, generate_series(1, {}) as n",
        taken.join(", "),
        rows()
    );
    cluster.run(&store, &fill).unwrap();
    println!(
        "PostgreSQL: {}",
        cluster.ask(&store, "select pg_size_pretty(pg_total_relation_size('access_tokens'))").unwrap()
    );
    ended("PostgreSQL", folder.path());
}
