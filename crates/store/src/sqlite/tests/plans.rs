//! Every statement finds its rows by a key or an index, and neither a table nor a realm is gone through for them.

use super::super::schema;
use super::Fixture;
use crate::tables::db::embedded;
use crate::tables::statements::{WHOLE, statements};
use rusqlite::{Connection, StatementStatus, params};

/// What may be gone through from end to end: not tables, but what a statement itself has just made.
const MADE: [&str; 4] = ["SCAN CONSTANT ROW", "SCAN one", "SCAN live", "SCAN found"];

/// Lists that grow without end: read off an index, and not put in order.
const ENDLESS: [&str; 5] = ["from apps", "from app_owners o", "from accounts", "from sign_in_names n", "from audit"];

#[test]
fn none_reads_a_whole_table_or_realm() {
    let mut db = Connection::open_in_memory().unwrap();
    schema::update(&mut db).unwrap();
    let mut seen = 0;
    for statement in statements().filter(|statement| *statement != WHOLE) {
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
    let list = embedded(statements().find(|statement| statement.contains("from app_owners o join")).unwrap());
    let steps_of = |db: &Connection, after: &str| {
        let mut list = db.prepare(&list).unwrap();
        let page = params![1, 5, after, after, "", "%%", 50];
        let found = list.query_map(page, |row| row.get::<_, String>(1)).unwrap().count();
        assert_eq!((found, list.get_status(StatementStatus::Sort)), (50, 0));
        list.get_status(StatementStatus::VmStep)
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
            db.execute("insert into app_owners values (1, 5, ?1, ?2, ?2, 0)", params![app, name]).unwrap();
        }
    };
    fill(&db, 0..100);
    let few = steps_of(&db, "app 00040");
    fill(&db, 100..10_000);
    for after in ["", "app 00040", "app 09900"] {
        let many = steps_of(&db, after);
        assert!(many <= few + 50, "{many} steps after `{after}`, {few} among a hundred");
    }
}
