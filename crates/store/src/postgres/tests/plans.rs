//! Every statement finds its rows by an index, and those that run all the time by one primary key.

use super::super::link::Link;
use super::super::tokens::INSERT;
use super::{CLUSTER, store};
use crate::tables::Database;
use crate::tables::doubt::Doubt;
use crate::tables::hot::{Operation, operations};
use crate::tables::statements::statements;
use std::collections::{BTreeMap, BTreeSet};

/// Statements that run all the time and find their rows by something else than their key: by which index, and what for. Wherever rows are spread they go
/// to all machines.
const BY_ANOTHER: [(&str, &str, &str); 15] = [
    (
        "access_tokens_of_app",
        "select count(*) from (select 1 from access_tokens",
        "how many an app has that has a limit",
    ),
    (
        "access_tokens_of_app",
        "select id from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family is not null",
        "which are too many for a grant",
    ),
    (
        "access_tokens_of_app",
        "select 1 from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family = $4::bigint",
        "after a copied refresh token: what was used since",
    ),
    (
        "access_tokens_of_app",
        "select id from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family = $4::bigint",
        "after a copied refresh token: what was issued since",
    ),
    (
        "access_tokens_of_app",
        "select 1 from access_tokens where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family is not null",
        "whether a grant goes with its last token",
    ),
    ("access_tokens_of_app", "update access_tokens set ended_at = $6::bigint", "older ones, where a refresh ends them"),
    (
        "access_tokens_of_app",
        "update access_tokens set ended_at = $5::bigint",
        "those of a family or a grant that ends",
    ),
    ("families_by_account", "update families set ended_at = $5::bigint", "those of a grant that ends"),
    ("families_by_account", "select refresh from families", "whether a grant goes with its last token"),
    ("sessions_by_account", "select hash from sessions", "which are too many for an account"),
    (
        "links_by_account",
        "delete from links where realm = $1::bigint and account",
        "a new one takes the place of the older ones",
    ),
    ("app_owners_of_app", "update app_owners set used_at", "an app that was used moves in the lists of its owners"),
    (
        "apps_by_client_id",
        "select app, client_id, name",
        "which app it is that has this name; apps stand on every machine",
    ),
    ("app_refusals_pkey", "select id from app_refusals", "from which on they are too old for an app's error log"),
    ("app_refusals_pkey", "delete from app_refusals", "those"),
];

/// Steps of housekeeping: along which index, from where to where, and in which words. Each goes no further than its number of rows, or than the ids that one
/// that looks has found.
const STEPS: [(&str, &str, &str); 18] = [
    (
        "access_tokens_pkey",
        "(id >= $1)",
        "select id from access_tokens where id >= $1::bigint order by id limit 1 offset",
    ),
    ("access_tokens_pkey", "((id >= $1) AND (id <= $2))", "select count(*) filter (where coalesce(purge_at"),
    ("access_tokens_pkey", "((id >= $1) AND (id <= $2))", "select realm, app, family is not null from access_tokens"),
    ("access_tokens_pkey", "((id >= $1) AND (id <= $2))", "select realm, family, issued_at from access_tokens"),
    ("access_tokens_pkey", "((id >= $1) AND (id <= $2))", "update access_tokens set family = id where id between"),
    (
        "access_tokens_of_app",
        "((app = $4) AND (account = $5) AND (realm = $3) AND (family >= $1) AND (family <= $2))",
        "update access_tokens set family = null where family between",
    ),
    ("access_tokens_pkey", "((id >= $1) AND (id <= $2))", "delete from access_tokens where id between"),
    (
        "families_pkey",
        "(family >= $1)",
        "select family from families where family >= $1::bigint order by family limit 1",
    ),
    ("families_pkey", "((family >= $1) AND (family <= $2))", "select count(*) from families where family between"),
    ("families_pkey", "((family >= $1) AND (family <= $2))", "delete from families where family between"),
    (
        "refresh_tokens_pkey",
        "(id >= $1)",
        "select id from refresh_tokens where id >= $1::bigint order by id limit 1 offset",
    ),
    ("refresh_tokens_pkey", "((id >= $1) AND (id <= $2))", "select id, family, number, issued_at from refresh_tokens"),
    ("apps_pkey", "(ROW(realm, app) >= ROW($1, $2))", "select realm, app, client_id, deleted_at from apps"),
    (
        "grants_of_app",
        "((app = $1) AND (realm = $2) AND (ended_at IS NULL))",
        "select account from grants where app = $1::bigint",
    ),
    (
        "codes_to_purge",
        "(purge_at < $1)",
        "select realm, hash from codes where purge_at < $1::bigint order by purge_at limit",
    ),
    (
        "sessions_by_end",
        "(ends_at <= $1)",
        "select realm, hash from sessions where ends_at <= $1::bigint order by ends_at limit",
    ),
    (
        "links_by_end",
        "(ends_at <= $1)",
        "select realm, hash from links where ends_at <= $1::bigint order by ends_at limit",
    ),
    (
        "spent_by_end",
        "(ends_at <= $1)",
        "select realm, hash from spent where ends_at <= $1::bigint order by ends_at limit",
    ),
];

/// Rows of others, enough that going through them is not the cheaper way; nothing of them has ended.
const ROWS: &str = "
insert into realms select n, 1 from generate_series(1000, 9000) n;
insert into apps (realm, app, client_id, name, description, kind, secrets, redirect_uris, scopes, mounts, introspects, valid_from, created_at)
  select 1, n, n, '', '', '', '', '', '', '', '', 0, 0 from generate_series(1000, 9000) n;
insert into accounts (realm, account, id, username, username_key, email, email_verified, first_name, last_name, roles, attributes, password, created_at)
  select 1, n, n, n, n, '', 0, '', '', '', '', '', 0 from generate_series(1000, 9000) n;
insert into grants (realm, account, app, grant_key, scope, created_at) select 1, n / 10, n % 90, n, '', 0 from generate_series(1000, 9000) n;
insert into codes (hash, realm, mount, app, account, grant_key, scope, redirect_named, offline, issued_at, ends_at, purge_at)
  select int8send(n), 1, 1, n % 90, n, n, '', 0, 0, 0, 0, 5000000000 from generate_series(1000, 9000) n;
insert into access_tokens (id, hash, realm, mount, app, account, grant_key, family, scope, usage, issued_at)
  select n, int8send(n), 1, 1, n % 90, n, n, n, '', 0, 0 from generate_series(1000, 9000) n;
insert into families (family, realm, mount, app, account, grant_key, refresh, number) select n, 1, 1, n % 90, n, n, n, 0 from generate_series(1000, 9000) n;
insert into refresh_tokens (id, hash, family, number, scope, issued_at) select n, int8send(n), n, 0, '', 0 from generate_series(1000, 9000) n;
insert into sessions (hash, realm, account, signed_in_at, ends_at) select int8send(n), 1, n, 0, 5000000000 from generate_series(1000, 9000) n;
insert into links (hash, realm, purpose, account, data, ends_at) select int8send(n), 1, '', n, '', 5000000000 from generate_series(1000, 9000) n;
insert into spent (hash, realm, ends_at) select int8send(n), 1, 5000000000 from generate_series(1000, 9000) n;
insert into audit (realm, id, at, actor, action, object, detail) select 1, n, 0, '', '', '', '' from generate_series(1000, 9000) n;
insert into api_keys (realm, hash, id, name, rights, created_at, created_by) select 1, int8send(n), n, '', '', 0, '' from generate_series(1000, 9000) n;
insert into app_refusals (realm, app, id, at, endpoint, refusal, detail, request_id) select 1, n / 10, n, 0, '', '', '', '' from generate_series(1000, 9000) n;
insert into leases (name, holder, ends_at) select n, n, 0 from generate_series(1000, 9000) n;
insert into app_owners (realm, account, app, client_id, name_key) select 1, n, n % 90, n, '' from generate_series(1000, 9000) n;
analyze";

/// Prepared for any values.
async fn plan(link: &Link, name: usize, statement: &str) -> String {
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
    let mut seen = 0;
    for (name, statement) in statements().chain([INSERT]).enumerate() {
        let plan = plan(link, name, statement).await;
        assert!(!plan.contains("Seq Scan"), "{statement}\n{plan}");
        assert!(is_cast(statement), "a value without its type: {statement}");
        for (index, condition) in ways(&plan) {
            assert!(!condition.is_empty(), "all of {index}: {statement}\n{plan}");
        }
        seen += 1;
    }
    assert!(seen > 100, "{seen} statements");
}

/// The columns of each primary key, by its name.
async fn keys(link: &Link) -> BTreeMap<String, Vec<String>> {
    const KEYS: &str = "select c.relname::text, array_agg(a.attname::text order by a.attnum) from pg_index i
      join pg_class c on c.oid = i.indexrelid join pg_attribute a on a.attrelid = i.indexrelid
      where i.indisprimary and c.relnamespace = 'public'::regnamespace group by 1";
    let rows = link.client.query(KEYS, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// The indexes of a plan, each with the conditions by which it is entered.
fn ways(plan: &str) -> Vec<(&str, &str)> {
    let mut ways = Vec::new();
    for line in plan.lines().map(str::trim) {
        let index = ["Scan using ", "Scan Backward using "]
            .iter()
            .find_map(|by| line.split_once(by))
            .or_else(|| line.split_once("Bitmap Index Scan on "));
        if let Some((_, rest)) = index {
            ways.push((rest.split_whitespace().next().unwrap(), ""));
        } else if let Some(condition) = line.strip_prefix("Index Cond: ")
            && let Some(last) = ways.last_mut()
        {
            last.1 = condition;
        }
    }
    ways
}

/// Whether the type stands at each value.
fn is_cast(statement: &str) -> bool {
    let mut behind = statement.split('$').skip(1).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    behind.all(|rest| rest.starts_with("::"))
}

/// By which words it is named among those that may go by this index, entered so.
fn named(statement: &str, (index, condition): (&str, &str)) -> Option<&'static str> {
    let one_line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    let by_another = BY_ANOTHER.iter().find(|(by, begins, _)| *by == index && one_line.starts_with(begins));
    let step =
        STEPS.iter().find(|(by, from, begins)| (*by, *from) == (index, condition) && one_line.starts_with(begins));
    by_another.filter(|_| !condition.is_empty()).map(|(_, begins, _)| *begins).or(step.map(|(_, _, begins)| *begins))
}

#[tokio::test]
async fn what_runs_all_the_time_goes_by_one_primary_key() {
    let (store, url) = store().await;
    CLUSTER.run(&url, ROWS).unwrap();
    let ran: Vec<Operation> = store.write(Doubt::Tell, async |db: &Link| operations(db).await).await.unwrap();
    let reader = store.reader().unwrap();
    let link = reader.link();
    link.execute("set plan_cache_mode = force_generic_plan").await.unwrap();
    let keys = keys(link).await;
    let (mut seen, mut exceptions) = (BTreeSet::new(), BTreeSet::new());
    for operation in &ran {
        assert!(!operation.statements.is_empty(), "{}", operation.what);
        for statement in &operation.statements {
            if !seen.insert(*statement) {
                continue;
            }
            let plan = plan(link, seen.len(), statement).await;
            let said = format!("{}:\n{statement}\n{plan}\n", operation.what);
            println!("{said}");
            assert!(is_cast(statement), "a value without its type: {said}");
            for odd in ["Seq Scan", "Join", "Nested Loop", "SubPlan"] {
                assert!(!plan.contains(odd), "{odd}: {said}");
            }
            let ways = ways(&plan);
            assert!(!ways.is_empty() || plan.starts_with("Insert on"), "{said}");
            for (index, condition) in ways {
                let by_key =
                    keys.get(index).is_some_and(|key| key.iter().all(|own| condition.contains(&format!("({own} = $"))));
                if !by_key {
                    let named = named(statement, (index, condition));
                    assert!(named.is_some(), "by {index} {condition}: {said}");
                    exceptions.extend(named);
                }
            }
        }
    }
    let others = BY_ANOTHER.iter().map(|(_, begins, _)| *begins);
    let named: BTreeSet<&str> = others.chain(STEPS.iter().map(|(_, _, begins)| *begins)).collect();
    assert_eq!(exceptions, named, "each is still needed");
    assert!(ran.len() > 30 && seen.len() > 40, "{} operations, {} statements", ran.len(), seen.len());
}

#[tokio::test]
async fn no_index_of_what_is_written_all_the_time_begins_with_the_realm() {
    const HOT: [&str; 8] =
        ["access_tokens", "refresh_tokens", "families", "codes", "grants", "sessions", "links", "spent"];
    const FIRST: &str = "select t.relname || ': ' || c.relname, a.attname::text from pg_index i
      join pg_class t on t.oid = i.indrelid join pg_class c on c.oid = i.indexrelid
      join pg_attribute a on a.attrelid = i.indexrelid and a.attnum = 1 where t.relname = any($1)";
    let (store, _) = store().await;
    let rows = store.reader().unwrap().link().client.query(FIRST, &[&HOT.as_slice()]).await.unwrap();
    let all: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert!(all.len() > HOT.len(), "{all:?}");
    for (index, first) in all {
        assert_ne!(first, "realm", "{index}");
    }
}
