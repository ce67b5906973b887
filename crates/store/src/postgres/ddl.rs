//! The tables as statements, for whoever makes them by hand: where they are to be spread over machines, that has to be said before the first row.

use super::schema::{MIGRATIONS, WORKS_FROM};

/// Over what the tables are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// One server.
    One,
    /// The workers of a Citus cluster.
    Citus,
}

const CITUS: &str = include_str!("../../../../migrations/postgres/citus.sql");

/// All statements, in order. Running them twice does no harm but where tables are spread already.
pub fn ddl(spread: Spread) -> String {
    let versions: Vec<String> = (1..=MIGRATIONS.len()).map(|version| format!("({version}, {WORKS_FROM})")).collect();
    let known = format!(
        "INSERT INTO schema_version (version, works_from) VALUES {} ON CONFLICT DO NOTHING;\n",
        versions.join(", ")
    );
    let mut parts = MIGRATIONS.to_vec();
    parts.push(&known);
    if spread == Spread::Citus {
        parts.push(CITUS);
    }
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word behind each of these.
    fn named<'a>(text: &'a str, before: &'a str) -> Vec<&'a str> {
        let end = |c: char| !(c.is_alphanumeric() || c == '_');
        text.split(before).skip(1).filter_map(|rest| rest.split(end).find(|word| !word.is_empty())).collect()
    }

    #[test]
    fn every_table_is_spread_once_and_by_a_part_of_its_primary_key() {
        let all = ddl(Spread::Citus);
        let mut tables: Vec<&str> = named(&all, "CREATE TABLE IF NOT EXISTS ");
        tables.retain(|table| *table != "schema_version");
        let mut spread = [named(&all, "create_reference_table("), named(&all, "create_distributed_table(")].concat();
        tables.sort_unstable();
        spread.sort_unstable();
        assert_eq!(spread, tables);
        for statement in CITUS.lines().filter_map(|line| line.strip_prefix("SELECT create_distributed_table('")) {
            let (table, column) =
                statement.split_once("', '").map(|(table, rest)| (table, rest.trim_end_matches("');"))).unwrap();
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
}
