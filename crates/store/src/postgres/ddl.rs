//! The tables as statements, for whoever makes them by hand: where they are to be spread over machines, that has to be said before the first row.

use super::schema::{MIGRATIONS, WORKS_FROM, statements};

/// Over what the tables are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// One server.
    One,
    /// The workers of a Citus cluster.
    Citus,
}

/// First of all, so that nothing is made where there is no Citus.
pub(super) const EXTENSION: &str = "CREATE EXTENSION IF NOT EXISTS citus";
const CITUS: &str = include_str!("../../../../migrations/postgres/citus.sql");

/// All statements, in order. Running them twice does no harm.
pub fn ddl(spread: Spread) -> String {
    // Whoever runs them on tables of before may have nodes of before at work.
    let versions: Vec<String> = (1..=MIGRATIONS.len()).map(|version| format!("({version}, {WORKS_FROM})")).collect();
    let known = format!(
        "INSERT INTO schema_version (version, works_from) VALUES {} ON CONFLICT DO NOTHING",
        versions.join(", ")
    );
    let all: Vec<&str> = MIGRATIONS.iter().flat_map(|migration| statements(migration)).collect();
    let named = |words| all.iter().filter_map(move |statement| index(statement, words)).collect::<Vec<_>>();
    let (made, dropped) = (named(MAKES), named(DROPS));
    // On tables that are full it would be made for nothing, and keep everybody waiting; and YugabyteDB takes none away beside all work
    // (<https://github.com/yugabyte/yugabyte-db/issues/22717>).
    let in_vain = |index| made.contains(&index) && dropped.contains(&index);
    let lasting = all
        .iter()
        .filter(|statement| ![MAKES, DROPS].into_iter().filter_map(|words| index(statement, words)).any(in_vain));
    let tables: String = lasting.map(|statement| format!("{statement};\n\n")).collect();
    match spread {
        Spread::One => format!("{tables}{known};\n"),
        Spread::Citus => format!("{EXTENSION};\n\n{tables}{CITUS}\n{known};\n"),
    }
}

const MAKES: &str = "CREATE INDEX IF NOT EXISTS ";
const DROPS: &str = "DROP INDEX CONCURRENTLY IF EXISTS ";

/// The index of a statement with these words.
fn index<'s>(statement: &'s str, words: &str) -> Option<&'s str> {
    let (_, rest) = statement.split_once(words)?;
    rest.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::statements::all_statements;
    use std::collections::BTreeMap;

    /// The word behind each of these.
    fn named<'a>(text: &'a str, before: &'a str) -> Vec<&'a str> {
        let end = |c: char| !(c.is_alphanumeric() || c == '_');
        text.split(before).skip(1).filter_map(|rest| rest.split(end).find(|word| !word.is_empty())).collect()
    }

    /// The tables that are spread, and by which column.
    fn spread() -> BTreeMap<&'static str, &'static str> {
        let lines = CITUS.lines().filter_map(|line| line.strip_prefix("SELECT create_distributed_table('"));
        lines
            .map(|line| {
                let (table, rest) = line.split_once("', '").unwrap();
                (table, rest.split_once("')").unwrap().0)
            })
            .collect()
    }

    #[test]
    fn every_table_is_spread_once_and_by_a_part_of_its_primary_key() {
        let all = ddl(Spread::Citus);
        let mut tables: Vec<&str> = named(&all, "CREATE TABLE IF NOT EXISTS ");
        tables.retain(|table| *table != "schema_version");
        let mut everywhere =
            [named(&all, "create_reference_table("), named(&all, "create_distributed_table(")].concat();
        tables.sort_unstable();
        everywhere.sort_unstable();
        assert_eq!(everywhere, tables);
        for (table, column) in spread() {
            let (_, made) = all.split_once(&format!("CREATE TABLE IF NOT EXISTS {table} (")).unwrap();
            let made = made.split(");").next().unwrap();
            let alone = made.lines().any(|line| line.trim_start().starts_with(column) && line.contains("PRIMARY KEY"));
            let among = made
                .split_once("PRIMARY KEY (")
                .is_some_and(|(_, key)| key.split([',', ')']).any(|own| own.trim() == column));
            assert!(alone || among, "{table} by {column}");
            let unique = format!(" ON {table} (");
            assert!(
                !all.lines().any(|line| line.starts_with("CREATE UNIQUE INDEX") && line.contains(&unique)),
                "{table}"
            );
        }
    }

    #[test]
    fn nothing_is_made_before_citus_is_there_or_twice_or_for_nothing() {
        let all = ddl(Spread::Citus);
        assert!(all.starts_with("CREATE EXTENSION IF NOT EXISTS citus;\n"));
        for line in CITUS.lines().filter(|line| line.starts_with("SELECT")) {
            let table = line.split('\'').nth(1).unwrap();
            let guard =
                format!(" WHERE NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = '{table}'::regclass);");
            assert!(line.ends_with(&guard), "{line}");
        }
        assert!(all.trim_end().ends_with("ON CONFLICT DO NOTHING;"), "the version comes last");
        for all in [all, ddl(Spread::One)] {
            assert!(!all.contains("access_tokens_of_family"), "it is dropped later");
            assert!(!all.contains("DROP"), "what is not made is not dropped");
            assert!(all.contains("EXISTS access_tokens_of_app ON") && all.contains("EXISTS grants_of_app ON"));
        }
    }

    /// Tables that a statement reads or writes, in order.
    fn tables_of(statement: &str) -> Vec<&str> {
        let words: Vec<&str> =
            statement.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
        let behind = |pair: &[&str]| ["from", "join", "into", "update"].contains(&pair[0]);
        words.windows(2).filter(|pair| behind(pair)).map(|pair| pair[1]).collect()
    }

    /// Why Citus would refuse a statement, as its pages and its tests say (<https://docs.citusdata.com/en/stable/develop/reference_workarounds.html>).
    fn refused(statement: &str, spread: &BTreeMap<&str, &str>) -> Option<&'static str> {
        const ODD: [&str; 8] =
            [" over (", "with ", "distinct", "for share", "now()", "random()", "current_", "tablesample"];
        if ODD.iter().any(|odd| statement.contains(odd)) {
            return Some("is not for many machines");
        }
        let of = tables_of(statement);
        let distributed: Vec<(&str, &str)> = of
            .iter()
            .filter_map(|table| spread.get_key_value(table))
            .map(|(table, column)| (*table, *column))
            .collect();
        let (table, column) = *distributed.first()?;
        let by_column = format!("{column} in (select {column} from {table} ");
        if distributed.len() > 1
            && !(distributed.iter().all(|other| other.0 == table) && statement.contains(&by_column))
        {
            return Some("joins spread rows by something else than where they lie");
        }
        let copied = of.iter().any(|table| CITUS.contains(&format!("create_reference_table('{table}')")));
        if copied && !statement.contains(&format!("{column} = $")) {
            // With an outer join it is refused always, and otherwise where the transaction has written to copies and shards over several connections.
            return Some("asks for copies along with many shards");
        }
        if statement.contains("for update") && !statement.contains(&format!("{column} = $")) {
            return Some("holds rows on many machines");
        }
        let assigned = statement.split_once(" set ").map_or("", |(_, rest)| rest.split("where").next().unwrap_or(rest));
        if assigned.split(',').any(|one| one.trim().starts_with(&format!("{column} ="))) {
            return Some("moves a row to another machine");
        }
        if statement.contains(" on conflict (") {
            let (_, target) = statement.split_once(" on conflict (").unwrap_or_default();
            let target = target.split(')').next().unwrap_or_default();
            if !target.split(", ").any(|own| own == column) {
                return Some("looks for a conflict on many machines");
            }
        }
        if statement.starts_with("insert")
            && !statement.split(')').next().unwrap_or_default().split(['(', ',']).any(|own| own.trim() == column)
        {
            return Some("does not say where the row lies");
        }
        let changes = statement.starts_with("update") || statement.starts_with("delete");
        (changes && statement.contains("limit")).then_some("changes the first of many rows")
    }

    #[test]
    fn citus_takes_every_statement() {
        let spread = spread();
        let mut seen = 0;
        for statement in all_statements() {
            assert_eq!(refused(&statement.replace('\n', " "), &spread), None, "{statement}");
            seen += 1;
        }
        assert!(seen > 150, "{seen} statements");
    }

    #[test]
    fn what_citus_refuses_is_known() {
        let spread = spread();
        for statement in [
            "select max(good_until) from families where (select issued_at from refresh_tokens where id = families.refresh) >= $1",
            "select a.app from (select app from apps limit 1) as found join apps a on a.app = found.app left join app_uses u on u.app = found.app",
            "delete from sessions where realm = $1 and hash in ( select hash from sessions where account = $2 limit 1)",
            "select 1 from sessions where account = $1 for update",
            "update grants set account = $1 where account = $2 and app = $3",
            "insert into grants (account, app, realm) values ($1, $2, $3) on conflict (app, realm) do nothing",
            "insert into codes (realm) values ($1)",
        ] {
            assert!(refused(statement, &spread).is_some(), "{statement}");
        }
    }
}
