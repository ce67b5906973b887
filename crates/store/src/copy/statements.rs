//! The statements of each table, made of its columns. They live as long as the program, as those do that are written out.

use super::layout::{TABLES, Table};
use crate::tables::Kind;
use crate::tables::db::Sql;
use std::sync::LazyLock;

/// Rows that one statement writes.
pub(super) const TOGETHER: usize = 50;

/// What a copy asks of a table, in the order in which one of the databases finds its rows.
pub(super) struct Statements {
    /// How many rows there are.
    pub(super) count: Sql,
    /// The first rows; `$1` is how many.
    pub(super) first: Sql,
    /// The rows behind a key, which is `$2`, `$3`, ….
    pub(super) behind: Sql,
    /// The last key.
    pub(super) last: Sql,
    /// Keeps a row.
    pub(super) one: Sql,
    /// Keeps [`TOGETHER`] rows.
    pub(super) many: Sql,
}

/// Those of a table, by the order of that kind of database.
pub(super) fn of(table: &'static Table, order: Kind) -> &'static Statements {
    static SQLITE: LazyLock<Vec<Statements>> = LazyLock::new(|| all(Kind::Sqlite));
    static POSTGRES: LazyLock<Vec<Statements>> = LazyLock::new(|| all(Kind::Postgres));
    let all = match order {
        Kind::Sqlite => &SQLITE,
        Kind::Postgres => &POSTGRES,
    };
    let at = TABLES.iter().position(|own| own.name == table.name).unwrap_or_default();
    &all[at]
}

fn all(order: Kind) -> Vec<Statements> {
    TABLES.iter().map(|table| Statements::new(table, order)).collect()
}

impl Statements {
    fn new(table: &Table, order: Kind) -> Self {
        let (name, key) = (table.name, table.key(order));
        let columns = table.columns().collect::<Vec<_>>();
        let listed = columns.join(", ");
        let (keys, backwards) = (key.join(", "), key.iter().map(|column| format!("{column} desc")));
        let backwards = backwards.collect::<Vec<_>>().join(", ");
        let rows =
            |rows| (0..rows).map(|row| places(row * columns.len(), columns.len())).collect::<Vec<_>>().join(", ");
        let insert = |rows: String| sql(format!("insert into {name} ({listed}) values {rows}"));
        Self {
            count: sql(format!("select count(*) from {name}")),
            first: sql(format!("select {listed} from {name} order by {keys} limit $1")),
            behind: sql(format!(
                "select {listed} from {name} where ({keys}) > {} order by {keys} limit $1",
                places(1, key.len())
            )),
            last: sql(format!("select {keys} from {name} order by {backwards} limit 1")),
            one: insert(rows(1)),
            many: insert(rows(TOGETHER)),
        }
    }
}

/// `($3, $4)`: so many placeholders behind the first so many.
fn places(behind: usize, count: usize) -> String {
    let each = (behind + 1..=behind + count).map(|place| format!("${place}"));
    format!("({})", each.collect::<Vec<_>>().join(", "))
}

fn sql(text: String) -> Sql {
    Sql::new(text.leak())
}
