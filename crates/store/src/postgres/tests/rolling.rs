//! Nodes are replaced one after the other: the tables change under those of the version before, which go on working.

use super::{CLUSTER, leave, left, node, store};
use crate::contract::world::{APP, NOW, REALM, World, end_token, rotate};
use crate::ops::{Ended, GrantToo, Won};
use crate::postgres::ddl::EXTENSION;
use crate::postgres::link::{Link, Place, Purpose};
use crate::postgres::schema::{self, KNOWN, Known, MIGRATIONS, WORKS_FROM};
use crate::postgres::tokens::INSERT;
use crate::postgres::{Options, Postgres, Spread, ddl};
use crate::tables::Database;
use crate::tables::statements::statements;
use crate::{Beside, Broken};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const NEWEST: usize = MIGRATIONS.len();

/// A program that knows so many migrations.
fn knows(migrations: usize) -> Known<'static> {
    Known { migrations: &MIGRATIONS[..migrations], ..KNOWN }
}

/// What one client does and writes down; it panics when anything is refused.
#[derive(Default)]
struct Ledger {
    living: Vec<String>,
    ended: Vec<String>,
}

impl Ledger {
    /// A code, its tokens, a rotation, and every second time the end of them.
    async fn round(&mut self, world: &World, text: &str) {
        let family = world.family(text).await;
        let next = format!("{text}-next");
        assert_eq!(world.store().rotate_refresh(rotate(&family, &next, NOW)).await.unwrap(), Won::Yes);
        assert!(world.is_live(&format!("{next}-access")).await);
        let mut tokens = vec![format!("{text}-access"), format!("{next}-access")];
        if self.living.len() > self.ended.len() {
            let end = end_token(&family.access, GrantToo::Keep);
            assert_eq!(world.store().end_family(end).await.unwrap(), Ended::Now);
            self.ended.append(&mut tokens);
        } else {
            self.living.append(&mut tokens);
        }
    }

    async fn check(&self, world: &World) {
        for text in &self.living {
            assert!(world.is_live(text).await, "{text}");
        }
        for text in &self.ended {
            assert!(!world.is_live(text).await, "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_of_the_version_before_works_on_while_another_one_changes_the_tables() {
    const CLIENTS: usize = 3;
    let url = CLUSTER.database().unwrap();
    let old = node(Postgres::open(Options::new(&url), knows(NEWEST - 1)).await.unwrap());
    // As that version wrote it down.
    CLUSTER.run(&url, "update schema_version set works_from = 1").unwrap();
    let app = format!(
        "insert into apps (realm, app, client_id, name, description, kind, secrets, redirect_uris, scopes, mounts, introspects, valid_from, created_at)
         values ({}, {}, 'one', 'One', '', 'server', '[]', '[]', '[]', '[]', 'own', 0, 0)",
        REALM.0, APP.0
    );
    CLUSTER.run(&url, &app).unwrap();
    let (old, over, rounds) = (Arc::new(old), Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (old, over, rounds) = (Arc::clone(&old), Arc::clone(&over), Arc::clone(&rounds));
            tokio::spawn(async move {
                let (mut ledger, mut slowest) = (Ledger::default(), Duration::ZERO);
                while !over.load(Ordering::Relaxed) {
                    let begun = Instant::now();
                    let nth = rounds.fetch_add(1, Ordering::Relaxed);
                    ledger.round(&old, &format!("{client}-{nth}")).await;
                    slowest = slowest.max(begun.elapsed());
                }
                (ledger, slowest)
            })
        })
        .collect();
    let more = async |rounds: &AtomicUsize| {
        let enough = rounds.load(Ordering::Relaxed) + 20 * CLIENTS;
        while rounds.load(Ordering::Relaxed) < enough && clients.iter().all(|client| !client.is_finished()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    more(&rounds).await;
    let new = Postgres::connect(Options::new(&url)).await.unwrap();
    assert_eq!(new.beside(), Beside::Elders);
    let new = node(new);
    more(&rounds).await;
    over.store(true, Ordering::Relaxed);
    for client in clients {
        let (mut ledger, slowest) = client.await.unwrap();
        assert!(slowest < Duration::from_secs(2), "a round took {slowest:?}");
        assert!(ledger.living.len() > 10 && ledger.ended.len() > 10);
        ledger.check(&old).await;
        ledger.check(&new).await;
        ledger.round(&new, &format!("new-{}", ledger.living[0])).await;
        ledger.check(&old).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_the_same_moment_change_the_tables_together() {
    for _ in 0..4 {
        let url = CLUSTER.database().unwrap();
        drop(Postgres::open(Options::new(&url), knows(NEWEST - 1)).await.unwrap());
        let nodes: Vec<_> = (0..4)
            .map(|_| {
                let options = Options::new(&url);
                tokio::spawn(async move { Postgres::connect(options).await.map(drop) })
            })
            .collect();
        for node in nodes {
            node.await.unwrap().unwrap();
        }
        assert_eq!(indexes(&reader(&url).await).await, indexes(&tables(KNOWN).await).await);
    }
}

async fn reader(url: &str) -> Link {
    Place::new(Options::new(url)).unwrap().open(Purpose::Reads).await.unwrap().0
}

/// The file with what programs said that knew this version, statement by statement.
fn recorded(version: usize) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/postgres/tests/statements/{version:04}.sql"))
}

/// As they are recorded.
fn spoken() -> BTreeSet<String> {
    let trimmed = |statement: &str| statement.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    statements().chain([INSERT]).map(trimmed).collect()
}

/// What the server makes of a statement: the types of what it takes and gives.
async fn meaning(link: &Link, statement: &str) -> (Vec<String>, Vec<String>) {
    let prepared = link.client.prepare(statement).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
    let takes = prepared.params().iter().map(|kind| kind.name().to_owned()).collect();
    (takes, prepared.columns().iter().map(|column| format!("{} {}", column.name(), column.type_().name())).collect())
}

async fn tables(program: Known<'_>) -> Link {
    let place = Place::new(Options::new(CLUSTER.database().unwrap())).unwrap();
    schema::update(&place, program).await.unwrap();
    place.open(Purpose::Reads).await.unwrap().0
}

#[tokio::test]
async fn what_programs_of_before_say_means_the_same_to_the_newest_tables() {
    if std::env::var_os("GRANTOR_RECORD").is_some() {
        let all: String = spoken().iter().map(|statement| format!("{statement};\n")).collect();
        std::fs::write(recorded(NEWEST), all).unwrap();
    }
    let newest = tables(KNOWN).await;
    for version in WORKS_FROM as usize..NEWEST {
        let all = std::fs::read_to_string(recorded(version)).unwrap_or_else(|_| {
            panic!(
                "what programs say that know version {version} is not recorded: on the commit before the migration, \
                 GRANTOR_RECORD=1 cargo test -p grantor-store --lib rolling"
            )
        });
        let then = tables(knows(version)).await;
        let all: Vec<_> = schema::statements(&all).collect();
        assert!(all.len() > 100, "{} statements of version {version}", all.len());
        for statement in all {
            assert_eq!(meaning(&newest, statement).await, meaning(&then, statement).await, "{statement}");
        }
    }
}

#[tokio::test]
async fn a_migration_that_was_broken_off_anywhere_is_done_again() {
    let url = CLUSTER.database().unwrap();
    let place = Place::new(Options::new(&url)).unwrap();
    let (link, _driver) = place.open(Purpose::Writes).await.unwrap();
    for migration in MIGRATIONS {
        for statement in schema::statements(migration) {
            schema::apply(&link, statement).await.unwrap();
        }
    }
    // All of them again: no version was noted.
    let store = Postgres::connect(Options::new(&url)).await.unwrap();
    leave(&store, "after").await.unwrap();
}

/// Runs statements as `psql` does, one after the other.
async fn by_hand(link: &Link, all: &str) {
    for statement in schema::statements(all).filter(|statement| *statement != EXTENSION) {
        link.client.simple_query(statement).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
    }
}

/// Every index, as the server writes it down.
async fn indexes(link: &Link) -> Vec<String> {
    let all = "select indexdef from pg_indexes where schemaname = 'public' order by indexdef";
    link.client.query(all, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn tables_made_by_hand_are_those_that_a_server_makes() {
    let url = CLUSTER.database().unwrap();
    let place = Place::new(Options::new(&url)).unwrap();
    let (link, _driver) = place.open(Purpose::Writes).await.unwrap();
    by_hand(&link, &ddl(Spread::One)).await;
    let made = indexes(&link).await;
    assert_eq!(made, indexes(&tables(KNOWN).await).await);
    by_hand(&link, &ddl(Spread::One)).await;
    assert_eq!(indexes(&link).await, made);
    let store = Postgres::connect(Options::new(&url)).await.unwrap();
    assert_eq!(store.beside(), Beside::Elders, "nobody knows who else is there");
    leave(&store, "after").await.unwrap();
}

#[tokio::test]
async fn tables_of_before_that_are_brought_up_to_date_by_hand_say_that_programs_of_before_may_be_there() {
    let url = CLUSTER.database().unwrap();
    drop(Postgres::open(Options::new(&url), knows(NEWEST - 1)).await.unwrap());
    CLUSTER.run(&url, "update schema_version set works_from = 1").unwrap();
    let place = Place::new(Options::new(&url)).unwrap();
    let (link, _driver) = place.open(Purpose::Writes).await.unwrap();
    by_hand(&link, &ddl(Spread::One)).await;
    assert_eq!(Postgres::connect(Options::new(&url)).await.unwrap().beside(), Beside::Elders);
    let remedy = Beside::REMEDY.split('`').nth(1).unwrap();
    CLUSTER.run(&url, remedy).unwrap();
    assert_eq!(Postgres::connect(Options::new(&url)).await.unwrap().beside(), Beside::Equals);
    assert!(Postgres::open(Options::new(&url), knows(NEWEST - 1)).await.is_err(), "it would not find such tokens");
}

/// What of Citus the statements call: it notes what was asked of it, and refuses to be asked twice.
const IN_PLACE_OF_CITUS: &str = "
  create table pg_dist_partition (logicalrelid regclass primary key, by_column text);
  create function create_reference_table(regclass) returns void language sql as 'insert into pg_dist_partition values ($1, null)';
  create function create_distributed_table(regclass, text) returns void language sql as 'insert into pg_dist_partition values ($1, $2)'";

#[tokio::test]
async fn tables_for_citus_are_spread_once_however_often_it_is_said() {
    let url = CLUSTER.database().unwrap();
    CLUSTER.run(&url, IN_PLACE_OF_CITUS).unwrap();
    let place = Place::new(Options::new(&url)).unwrap();
    let (link, _driver) = place.open(Purpose::Writes).await.unwrap();
    for _ in 0..2 {
        by_hand(&link, &ddl(Spread::Citus)).await;
        let spread = "select count(*), count(by_column) from pg_dist_partition";
        let row = link.client.query_one(spread, &[]).await.unwrap();
        assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (20, 12));
    }
}

#[tokio::test]
async fn an_index_that_was_broken_off_is_made_anew() {
    const INDEX: &str = "grants_of_app_by_use";
    let (_, url) = store().await;
    // What a lock that was waited for in vain, or an end of the server, leaves behind.
    let broken = format!("update pg_index set indisvalid = false where indexrelid = '{INDEX}'::regclass");
    CLUSTER.run(&url, &broken).unwrap();
    CLUSTER.run(&url, "delete from schema_version where version >= 5").unwrap();
    let store = Postgres::connect(Options::new(&url)).await.unwrap();
    let reader = store.reader().unwrap();
    let link = reader.link();
    let made = "select indisvalid from pg_index where indexrelid = to_regclass($1)";
    assert!(link.client.query_one(made, &[&INDEX]).await.unwrap().get::<_, bool>(0));
}

#[test]
fn tables_that_hold_rows_change_without_keeping_anybody_waiting() {
    for migration in &MIGRATIONS[1..] {
        for statement in schema::statements(migration) {
            let text = statement.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join(" ");
            let made = |table: &str| migration.contains(&format!("CREATE TABLE IF NOT EXISTS {table} ("));
            let words: Vec<_> = text.split_whitespace().collect();
            let good = match words.as_slice() {
                ["CREATE", "TABLE", "IF", "NOT", "EXISTS", ..] | ["DROP", "TABLE", "IF", "EXISTS", _] => true,
                ["DROP", "INDEX", "CONCURRENTLY", "IF", "EXISTS", _] => true,
                ["CREATE", "INDEX", "CONCURRENTLY", "IF", "NOT", "EXISTS", ..] => true,
                ["CREATE", "INDEX" | "UNIQUE", .., "ON", table, _] => made(table),
                ["ALTER", "TABLE", _, "ADD", "COLUMN", "IF", "NOT", "EXISTS", rest @ ..] => {
                    !rest.contains(&"NOT") || rest.contains(&"DEFAULT")
                }
                ["ALTER", "TABLE", _, "DROP", "COLUMN", "IF", "EXISTS", _] => true,
                _ => false,
            };
            assert!(good, "{text}");
        }
    }
}

/// What a program of tomorrow knows: one migration more.
async fn tomorrow(url: &str, migration: &str, works_from: usize) -> crate::Result<Postgres> {
    let migrations: Vec<&str> = MIGRATIONS.into_iter().chain([migration]).collect();
    let program = Known { migrations: &migrations, works_from: works_from as i64 };
    Postgres::open(Options { statement: Duration::from_millis(500), ..Options::new(url) }, program).await
}

#[tokio::test]
async fn tables_that_have_grown_are_good_for_an_older_program_and_shrunk_ones_are_refused() {
    let (now, url) = store().await;
    leave(&now, "now").await.unwrap();
    let grown = "ALTER TABLE audit ADD COLUMN IF NOT EXISTS mood BIGINT NOT NULL DEFAULT 1";
    assert_eq!(now.beside(), Beside::Equals, "nobody was here before");
    let newer = tomorrow(&url, grown, NEWEST).await.unwrap();
    leave(&newer, "tomorrow").await.unwrap();
    leave(&now, "still").await.unwrap();
    let started = Postgres::connect(Options::new(&url)).await.unwrap();
    assert_eq!(left(&started).await.unwrap(), ["still", "tomorrow", "now"]);

    let (_, url) = store().await;
    tomorrow(&url, "DROP TABLE IF EXISTS leases", NEWEST + 1).await.unwrap();
    let Err(Broken::Unfit(sentence)) = Postgres::connect(Options::new(&url)).await else { panic!("it starts") };
    let (found, known) = (NEWEST + 1, NEWEST);
    let said = format!(
        "the database was changed by a newer Grantor (its tables are version {found} and need a program that knows {found}, this one knows {known}): start that version"
    );
    assert!(sentence.starts_with(&said), "{sentence}");
}

#[tokio::test]
async fn an_index_waits_for_whoever_began_before_it_and_is_made_once_while_other_nodes_wait() {
    const INDEX: &str = "CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_by_mood ON audit (realm, detail)";
    const FOUND: &str = "select coalesce(to_regclass('audit_by_mood')::oid::text, '')";
    let (now, url) = store().await;
    // As a dump does.
    let (dump, _driver) = Place::new(Options::new(&url)).unwrap().open(Purpose::Writes).await.unwrap();
    let sees = "set idle_in_transaction_session_timeout = 0; begin isolation level repeatable read; select 1 from apps";
    dump.execute(sees).await.unwrap();
    let starts: Vec<_> = (0..3)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { tomorrow(&url, INDEX, NEWEST).await.map(drop) })
        })
        .collect();
    while CLUSTER.ask(&url, FOUND).unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (first, begun) = (CLUSTER.ask(&url, FOUND).unwrap(), Instant::now());
    while begun.elapsed() < Duration::from_secs(3) {
        leave(&now, "meanwhile").await.unwrap();
        assert_eq!(CLUSTER.ask(&url, FOUND).unwrap(), first, "it is not broken off");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(starts.iter().all(|start| !start.is_finished()));
    let idle =
        "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'
                and xact_start < now() - interval '1 second'";
    assert_eq!(
        CLUSTER.ask(&url, idle).unwrap(),
        "2",
        "the dump, and whose turn it is: the index would wait for the others"
    );
    dump.execute("commit").await.unwrap();
    for start in starts {
        start.await.unwrap().unwrap();
    }
    assert_eq!(CLUSTER.ask(&url, FOUND).unwrap(), first);
    let valid = "select indisvalid from pg_index where indexrelid = to_regclass('audit_by_mood')";
    assert_eq!(CLUSTER.ask(&url, valid).unwrap(), "t");
}

#[tokio::test]
async fn an_index_that_goes_waits_for_whoever_uses_it_and_is_not_begun_again_meanwhile() {
    const INDEX: &str = "DROP INDEX CONCURRENTLY IF EXISTS audit_by_mood";
    const BEGUN: &str = "select coalesce(max(query_start)::text, '') from pg_stat_activity
      where datname = current_database() and query like 'DROP INDEX%' and wait_event_type = 'Lock'";
    let (now, url) = store().await;
    CLUSTER.run(&url, "create index audit_by_mood on audit (realm, detail)").unwrap();
    let (dump, _driver) = Place::new(Options::new(&url)).unwrap().open(Purpose::Writes).await.unwrap();
    let sees =
        "set idle_in_transaction_session_timeout = 0; begin isolation level repeatable read; select 1 from audit";
    dump.execute(sees).await.unwrap();
    let start = {
        let url = url.clone();
        tokio::spawn(async move { tomorrow(&url, INDEX, NEWEST).await.map(drop) })
    };
    let begun = Instant::now();
    while CLUSTER.ask(&url, BEGUN).unwrap().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not wait");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (first, begun) = (CLUSTER.ask(&url, BEGUN).unwrap(), Instant::now());
    while begun.elapsed() < Duration::from_secs(3) {
        leave(&now, "meanwhile").await.unwrap();
        assert_eq!(CLUSTER.ask(&url, BEGUN).unwrap(), first, "it is not broken off");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!start.is_finished());
    dump.execute("commit").await.unwrap();
    start.await.unwrap().unwrap();
    assert_eq!(CLUSTER.ask(&url, "select to_regclass('audit_by_mood') is null").unwrap(), "t");
}

#[tokio::test]
async fn a_migration_may_take_long_but_one_that_waits_keeps_nobody_waiting() {
    let (now, url) = store().await;
    tomorrow(&url, "SELECT pg_sleep(1)", NEWEST).await.unwrap();
    CLUSTER.run(&url, &format!("delete from schema_version where version > {NEWEST}")).unwrap();
    leave(&now, "before").await.unwrap();
    let held = CLUSTER.lock(&url).unwrap();
    let grows = tokio::spawn(async move {
        tomorrow(&url, "ALTER TABLE audit ADD COLUMN IF NOT EXISTS mood BIGINT", NEWEST).await.map(drop)
    });
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(3) {
        let asked = Instant::now();
        assert_eq!(left(&now).await.unwrap(), ["before"]);
        assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!grows.is_finished(), "somebody holds the table");
    drop(held);
    grows.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_migration_holds_one_statement_at_a_time() {
    let (_, url) = store().await;
    let two = "CREATE TABLE IF NOT EXISTS one (a BIGINT); CREATE TABLE IF NOT EXISTS two (a BIGINT)";
    assert!(tomorrow(&url, two, NEWEST).await.is_err());
}
