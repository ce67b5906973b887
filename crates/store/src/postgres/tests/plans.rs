//! Every statement finds its rows by an index, and those on the way of a token by one primary key.

use super::store;
use crate::tables::Database;
use crate::tables::statements::{WHOLE, statements};

/// Statements on the way of a token: what all of them do to the tables that are written all the time.
const HOT: [&str; 5] = ["access_tokens", "refresh_tokens", "families", "codes", "grants"];

/// Looks through a page of rows, one after the other: they lie in the order of the key.
const SWEEPS: [&str; 2] = ["between", "limit 1 offset"];

fn is_hot(statement: &str) -> bool {
    let cast = statement.contains("::bigint") || statement.contains("::bytea");
    cast && HOT.iter().any(|table| statement.contains(table)) && !SWEEPS.iter().any(|word| statement.contains(word))
}

/// Prepared for any values, with no regard to how few rows there are.
async fn plan(link: &super::super::link::Link, name: usize, statement: &str) -> String {
    let values = (1..20).take_while(|number| statement.contains(&format!("${number}"))).count();
    let nulls = vec!["null"; values].join(", ");
    let arguments = if values == 0 { String::new() } else { format!("({nulls})") };
    link.execute(&format!("prepare s{name} as {statement}")).await.unwrap();
    let rows = link.client.simple_query(&format!("explain execute s{name}{arguments}")).await.unwrap();
    let lines = rows.iter().filter_map(|row| match row {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn none_reads_a_whole_table() {
    let (store, _) = store().await;
    let reader = store.reader().unwrap();
    let link = reader.link();
    link.execute("set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off")
        .await
        .unwrap();
    let (mut seen, mut hot) = (0, 0);
    for (name, statement) in statements().enumerate().filter(|(_, statement)| *statement != WHOLE) {
        let plan = plan(link, name, statement).await;
        assert!(!plan.contains("Seq Scan"), "{statement}\n{plan}");
        seen += 1;
        if is_hot(statement) {
            println!("{statement}\n{plan}\n");
            let by_key = plan.contains("_pkey") || plan.starts_with("Insert on");
            assert!(by_key && !plan.contains("Join") && !plan.contains("Nested Loop"), "{statement}\n{plan}");
            hot += 1;
        }
    }
    assert!(seen > 100 && hot > 12, "{seen} statements, {hot} of them hot");
}

#[test]
fn a_hot_statement_names_one_table() {
    for statement in statements().filter(|statement| is_hot(statement)) {
        let named = HOT
            .iter()
            .filter(|table| statement.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == **table));
        assert_eq!(named.count(), 1, "{statement}");
    }
}
