//! Every statement finds its rows by a key or an index, and neither a table nor a realm is gone through for them.

use super::super::schema;
use super::Fixture;
use crate::tables::db::embedded;
use crate::tables::statements::statements;
use rusqlite::{Connection, StatementStatus, params};

/// What may be gone through from end to end: not tables, but what a statement itself has just made.
const MADE: [&str; 4] = ["SCAN CONSTANT ROW", "SCAN one", "SCAN live", "SCAN found"];

/// Lists that grow without end: read off an index, and not put in order.
const ENDLESS: [&str; 6] = [
    "from apps",
    "from app_owners o",
    "from accounts",
    "from sign_in_names n",
    "from audit",
    "from grants where realm = $1 and a",
];

#[test]
fn none_reads_a_whole_table_or_realm() {
    let mut db = Connection::open_in_memory().unwrap();
    schema::update(&mut db).unwrap();
    let mut seen = 0;
    for statement in statements() {
        let mut explain = db.prepare(&format!("explain query plan {}", embedded(statement))).unwrap();
        let steps: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>().unwrap();
        for step in &steps {
            assert!(!step.starts_with("SCAN") || MADE.contains(&step.as_str()), "{statement}\n{steps:#?}");
            // The highest id, and no more than that.
            let highest = statement.contains("coalesce(max(id), 0) + 1");
            assert!(!step.contains("(realm=?)") || highest, "the whole realm: {statement}\n{steps:#?}");
            let sorts = step.contains("TEMP B-TREE") && !statement.contains("as found");
            let endless = ENDLESS.iter().any(|list| statement.contains(list));
            assert!(!sorts || !endless, "put in order: {statement}\n{steps:#?}");
        }
        // SQLite begins at a place in an index of an expression for a single comparison only, not for one of rows.
        let by_use = ["order by coalesce(used_at, created_at)", "order by coalesce(seen_at, created_at)"];
        let by_use = by_use.iter().any(|order| statement.contains(order));
        let begins = steps.iter().any(|step| step.contains("<expr><?"));
        assert!(!by_use || begins, "read from its beginning: {statement}\n{steps:#?}");
        let covered = steps.iter().any(|step| step.contains("COVERING INDEX apps_"));
        assert!(covered || !statement.contains("as found"), "apps are read to find out their names: {steps:#?}");
        seen += 1;
    }
    assert!(seen > 50, "only {seen} statements found");
}

#[test]
fn a_token_check_is_one_step_by_primary_key() {
    let mut db = Connection::open_in_memory().unwrap();
    schema::update(&mut db).unwrap();
    let check =
        statements().find(|statement| statement.contains("from access_tokens where id = $2::bigint and hash")).unwrap();
    let mut explain = db.prepare(&format!("explain query plan {}", embedded(check))).unwrap();
    let steps: Vec<String> = explain.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>().unwrap();
    assert!(
        steps.iter().any(|step| step.starts_with("SEARCH access_tokens USING INTEGER PRIMARY KEY (rowid=?)")),
        "{steps:#?}"
    );
}

#[tokio::test]
async fn a_token_check_is_planned_once_not_for_every_moment() {
    let fixture = Fixture::new();
    let db = fixture.store.place.reader().unwrap();
    let check =
        statements().find(|statement| statement.contains("from access_tokens where id = $2::bigint and hash")).unwrap();
    let mut check = db.prepare(&embedded(check)).unwrap();
    for now in 0..3 {
        assert!(!check.exists(params![1, 0, [0_u8; 24], now]).unwrap());
    }
    assert_eq!(check.get_status(StatementStatus::RePrepare), 0);
}

#[test]
fn a_page_of_an_owners_ten_thousand_apps_costs_as_much_as_one_of_a_hundred() {
    let mut db = Connection::open_in_memory().unwrap();
    schema::update(&mut db).unwrap();
    let by = |order: &str| {
        let list = |statement: &&str| statement.contains("from app_owners o join") && statement.contains(order);
        embedded(statements().find(list).unwrap())
    };
    let [by_name, by_use] = [by("order by o.name_key, o.client_id limit"), by("order by o.used_at desc")];
    let steps_of = |db: &Connection, after: i64| {
        let name = format!("app {after:05}");
        let (mut by_name, mut by_use) = (db.prepare(&by_name).unwrap(), db.prepare(&by_use).unwrap());
        let named = by_name.query_map(params![1, 5, name, name, "", "%%", 50], |_| Ok(())).unwrap().count();
        let used = by_use.query_map(params![1, 5, after + 51, 0, "", "%%", 50], |_| Ok(())).unwrap().count();
        assert_eq!((named, used), (50, 50));
        assert_eq!(by_name.get_status(StatementStatus::Sort) + by_use.get_status(StatementStatus::Sort), 0);
        by_name.get_status(StatementStatus::VmStep).max(by_use.get_status(StatementStatus::VmStep))
    };
    let fill = |db: &Connection, apps: std::ops::Range<i64>| {
        for app in apps {
            let name = format!("app {app:05}");
            db.execute(
                "insert into apps (realm, app, client_id, name, description, kind, secrets, redirect_uris, scopes, mounts, introspects, valid_from, created_at)
                 values (1, ?1, ?2, ?2, '', 'k', '[]', '[]', '[]', '[]', 'own', 0, 0)",
                params![app, name],
            )
            .unwrap();
            let owned = "insert into app_owners (realm, account, app, name_key, client_id, used_at) values (1, 5, ?1, ?2, ?2, ?1)";
            db.execute(owned, params![app, name]).unwrap();
        }
    };
    fill(&db, 0..100);
    let few = steps_of(&db, 40);
    fill(&db, 100..10_000);
    for after in [0, 40, 9_900] {
        let many = steps_of(&db, after);
        assert!(many <= few + 50, "{many} steps after {after}, {few} among a hundred");
    }
}
