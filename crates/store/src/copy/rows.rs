//! Rows as any of the databases gives and takes them.

use super::layout::Table;
use super::statements::{self, TOGETHER};
use super::value::{Row, Value};
use crate::Result;
use crate::tables::cell::Cell;
use crate::tables::db::{Db, Sql};
use crate::tables::doubt::Doubt;
use crate::tables::fault::Outcome;
use crate::tables::{Database, Kind};
use async_trait::async_trait;

/// Rows that are on their way at a time, and are kept in one transaction.
pub(super) const BATCH: u32 = 1_000;

/// What a copy asks of either side.
#[async_trait]
pub(super) trait Rows: Send + Sync {
    /// In which order it finds rows by an index.
    fn order(&self) -> Kind;
    /// How many rows a table has.
    async fn count(&self, table: &'static Table) -> Result<u64>;
    /// The next [`BATCH`] rows behind a key, in its own order.
    async fn behind(&self, table: &'static Table, key: Option<&[Value]>) -> Result<Vec<Row>>;
    /// The last key in that order.
    async fn last(&self, table: &'static Table, order: Kind) -> Result<Option<Vec<Value>>>;
    /// Keeps rows, all or none of them.
    async fn keep(&self, table: &'static Table, rows: Vec<Row>) -> Result<()>;
    /// Whether a copy into it was begun and has not come to its end.
    async fn is_unfinished(&self) -> Result<bool>;
    /// Notes that a copy is begun.
    async fn begin(&self) -> Result<()>;
    /// Notes that it is at its end.
    async fn finish(&self) -> Result<()>;
}

#[async_trait]
impl<D: Database> Rows for D {
    fn order(&self) -> Kind {
        D::KIND
    }

    async fn count(&self, table: &'static Table) -> Result<u64> {
        let count = self.reader()?.one(&statements::of(table, D::KIND).count, &[], |row| row.next::<i64>()).await?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    async fn behind(&self, table: &'static Table, key: Option<&[Value]>) -> Result<Vec<Row>> {
        let statements = statements::of(table, D::KIND);
        let sql = if key.is_some() { &statements.behind } else { &statements.first };
        let asked: Vec<Cell<'_>> =
            [Cell::from(BATCH)].into_iter().chain(key.into_iter().flatten().map(Cell::from)).collect();
        let width = table.columns().count();
        Ok(self.reader()?.all(sql, &asked, |row| (0..width).map(|_| row.next()).collect()).await?)
    }

    async fn last(&self, table: &'static Table, order: Kind) -> Result<Option<Vec<Value>>> {
        let width = table.key(order).len();
        let last = &statements::of(table, order).last;
        Ok(self.reader()?.one(last, &[], |row| (0..width).map(|_| row.next()).collect()).await?)
    }

    async fn keep(&self, table: &'static Table, rows: Vec<Row>) -> Result<()> {
        self.write(Doubt::Tell, async move |db| keep(db, table, &rows).await).await
    }

    async fn is_unfinished(&self) -> Result<bool> {
        Ok(is_unfinished(&self.reader()?, D::KIND).await?)
    }

    async fn begin(&self) -> Result<()> {
        static BEGIN: Sql = Sql::new(super::BEGIN);
        self.write(Doubt::Tell, async |db| db.change(&BEGIN, &[]).await.map(drop)).await
    }

    async fn finish(&self) -> Result<()> {
        static FINISH: Sql = Sql::new("drop table if exists unfinished_copy");
        self.write(Doubt::Tell, async |db| db.change(&FINISH, &[]).await.map(drop)).await
    }
}

async fn keep(db: &impl Db, table: &'static Table, rows: &[Row]) -> Outcome<()> {
    let statements = statements::of(table, Kind::Sqlite);
    let (together, left) = rows.as_chunks::<TOGETHER>();
    for rows in together {
        let cells: Vec<Cell<'_>> = rows.iter().flatten().map(Cell::from).collect();
        db.change(&statements.many, &cells).await?;
    }
    for row in left {
        let cells: Vec<Cell<'_>> = row.iter().map(Cell::from).collect();
        db.change(&statements.one, &cells).await?;
    }
    Ok(())
}

/// Whether a copy into that database was begun and has not come to its end.
pub(crate) async fn is_unfinished(db: &impl Db, kind: Kind) -> Outcome<bool> {
    static SQLITE: Sql = Sql::new("select 1 from sqlite_schema where name = 'unfinished_copy'");
    static POSTGRES: Sql = Sql::new("select 1::bigint where to_regclass('unfinished_copy') is not null");
    let there = match kind {
        Kind::Sqlite => &SQLITE,
        Kind::Postgres => &POSTGRES,
    };
    Ok(db.one(there, &[], |row| row.next::<i64>()).await?.is_some())
}
