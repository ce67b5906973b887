//! What `grantor doctor` says of PostgreSQL: of the way round a pooler, and of what is held back for programs of before.

use crate::run::told;
use cluster::{Cluster, Durability};
use std::sync::LazyLock;
use store::Beside;
use store::postgres::{Options, Postgres};

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());

/// The lines of a doctor about that, with these lines in front of a realm of that dialect.
fn lines(settings: &str, dialect: &str, about: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grantor.toml");
    let realm = format!("[[realms]]\nname = \"a\"\nmounts = [{{ dialect = \"{dialect}\", prefix = \"/a\" }}]\n");
    std::fs::write(&file, format!("{settings}\n{realm}")).unwrap();
    let (_, out, _) = told(&["doctor", "--config", file.to_str().unwrap()]);
    let own = out.lines().filter(|line| line.split_whitespace().nth(1) == Some(about));
    own.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn connect(database: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    drop(runtime.block_on(Postgres::connect(Options::new(database))).unwrap());
}

#[test]
fn the_way_round_a_pooler_is_looked_at() {
    let pooler = CLUSTER.pooler(2).unwrap();
    let (own, other) = (CLUSTER.database().unwrap(), CLUSTER.database().unwrap());
    let behind = format!("store = \"{}\"\n[postgres]\npooler = \"transaction\"\n", pooler.address(&own));
    let direct = |way: &str| lines(&format!("{behind}direct = \"{way}\"\n"), "standard", "direct");
    let none = || lines(&behind, "standard", "direct").join("\n");
    let away = "store = \"postgres://grantor@127.0.0.1:1/none\"\n[postgres]\npooler = \"transaction\"\n";
    assert_eq!(lines(away, "standard", "direct"), [""; 0], "nobody knows whether it is needed");
    assert!(none().starts_with("FAULT direct the tables have to be brought up to date"), "{}", none());
    connect(&own);
    assert!(none().starts_with("note direct it is not said: the next version"), "{}", none());
    assert_eq!(direct(&own), ["fine direct the server's own address, for the next change of the tables"]);
    let said = "FAULT direct the server's own address (`direct` under [postgres]): it leads to another database than `store`, in which the tables would be changed";
    assert_eq!(direct(&other), [said]);
    CLUSTER.run(&own, "alter function pg_try_advisory_xact_lock(bigint) rename to gone").unwrap();
    assert!(direct(&own)[0].starts_with("note direct the server's own address answers; whether"), "{:?}", direct(&own));
}

#[test]
fn what_is_held_back_for_programs_of_before_is_told_where_there_is_any() {
    let database = CLUSTER.database().unwrap();
    connect(&database);
    let told = |dialect: &str| {
        let lines = lines(&format!("store = \"{database}\"\n"), dialect, "database");
        assert!(lines.iter().any(|line| line.starts_with("fine database PostgreSQL ")), "{lines:?}");
        lines.iter().any(|line| line.contains(Beside::REMEDY))
    };
    assert!(!told("serble"), "nobody was here before");
    CLUSTER.run(&database, "update schema_version set works_from = 1").unwrap();
    assert!(told("serble") && !told("standard"), "where tokens are signed that only the server checks");
}
