//! How statements run on PostgreSQL: prepared once per connection, and sent without waiting for those before them. Where a pooler hands the connection
//! on, a name would be everybody's: there each statement is sent whole, and has none.

use super::link::{Link, Purpose};
use super::options::Pooler;
use crate::tables::cell::{Cell, Cells, Columns};
use crate::tables::db::{Db, Sql};
use crate::tables::fault::{Fault, Outcome, forgets_statements};
use bytes::BytesMut;
use futures_util::TryStreamExt;
use std::collections::HashMap;
use std::error::Error;
use std::fmt::{self, Write};
use std::pin::pin;
use std::sync::Arc;
use tokio_postgres::types::{Format, FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Row, RowStream, Statement};

impl Link {
    async fn prepared(&self, sql: &'static Sql) -> Outcome<Statement> {
        self.prepared_text(sql.text()).await
    }

    /// The statement of that text, which the server is asked to prepare once.
    pub(super) async fn prepared_text(&self, text: &'static str) -> Outcome<Statement> {
        let key = text.as_ptr() as usize;
        if let Some(known) = self.statements.load().get(&key) {
            return Ok(known.clone());
        }
        let made = self.client.prepare(text).await?;
        self.statements.rcu(|known| {
            let mut known = HashMap::clone(known);
            known.insert(key, made.clone());
            known
        });
        Ok(made)
    }

    async fn rows(&self, sql: &'static Sql, row: &[Cell<'_>]) -> Outcome<RowStream> {
        Ok(match self.pooler {
            Pooler::None => self.client.query_raw(&self.prepared(sql).await?, row).await?,
            Pooler::Transaction => self.client.query_typed_raw(sql.text(), untyped(row)).await?,
        })
    }

    async fn changed(&self, sql: &'static Sql, row: &[Cell<'_>]) -> Outcome<u64> {
        Ok(match self.pooler {
            Pooler::None => self.client.execute_raw(&self.prepared(sql).await?, row).await?,
            Pooler::Transaction => {
                let row: Vec<(&(dyn ToSql + Sync), Type)> =
                    untyped(row).map(|(cell, kind)| (cell as _, kind)).collect();
                self.client.execute_typed(sql.text(), &row).await?
            }
        })
    }

    async fn first<T>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T>,
    ) -> Outcome<Option<T>> {
        let mut rows = pin!(self.rows(sql, row).await?);
        rows.try_next().await?.map(|row| read(&mut Cells::of(&row))).transpose()
    }

    async fn every<T>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T>,
    ) -> Outcome<Vec<T>> {
        let (mut rows, mut found) = (pin!(self.rows(sql, row).await?), Vec::new());
        while let Some(row) = rows.try_next().await? {
            found.push(read(&mut Cells::of(&row))?);
        }
        Ok(found)
    }

    /// Forgets with the server what it has forgotten (a pooler hands connections on), and what no longer fits its tables. A read is simply tried
    /// again; in a transaction all of it has to be.
    fn again(&self, fault: &Fault) -> bool {
        let forgotten = matches!(fault, Fault::Postgres(error) if error.code().is_some_and(forgets_statements));
        if forgotten {
            self.statements.store(Arc::default());
        }
        forgotten && self.purpose == Purpose::Reads
    }
}

impl Db for Link {
    async fn change(&self, sql: &'static Sql, row: &[Cell<'_>]) -> Outcome<u64> {
        self.answered(self.changed(sql, row)).await.inspect_err(|fault| {
            self.again(fault);
        })
    }

    async fn one<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> Outcome<Option<T>> {
        match self.answered(self.first(sql, row, &read)).await {
            Err(fault) if self.again(&fault) => self.answered(self.first(sql, row, &read)).await,
            outcome => outcome,
        }
    }

    async fn all<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> Outcome<Vec<T>> {
        match self.answered(self.every(sql, row, &read)).await {
            Err(fault) if self.again(&fault) => self.answered(self.every(sql, row, &read)).await,
            outcome => outcome,
        }
    }
}

/// The server finds out by itself of which type each is, as it does when it prepares.
fn untyped<'r>(row: &'r [Cell<'r>]) -> impl Iterator<Item = (&'r Cell<'r>, Type)> {
    row.iter().map(|cell| (cell, Type::UNKNOWN))
}

impl Columns for Row {
    fn cell(&self, at: usize) -> Outcome<Cell<'_>> {
        Ok(self.try_get(at)?)
    }
}

type Odd = Box<dyn Error + Sync + Send>;

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Odd> {
        Ok(match *kind {
            Type::INT8 => Self::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Self::Int(i64::from(i32::from_sql(kind, raw)?)),
            Type::BOOL => Self::Int(i64::from(bool::from_sql(kind, raw)?)),
            Type::BYTEA => Self::Bytes(raw),
            _ => Self::Text(<&str>::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Odd> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::BOOL, Type::BYTEA].contains(kind) || <&str as FromSql>::accepts(kind)
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Odd> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *kind == Type::UNKNOWN => written(out, format_args!("{number}")),
            Self::Bytes(bytes) if *kind == Type::UNKNOWN => written(out, format_args!("\\x{}", Hex(bytes))),
            Self::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            // PostgreSQL keeps no NUL in a text. No name or word of ours has one, so what is looked for is not there, as it should be.
            Self::Text(text) if text.contains('\0') => text.replace('\0', "\u{fffd}").to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    /// Only as text can a value be of a type that is not known yet.
    fn encode_format(&self, kind: &Type) -> Format {
        if *kind == Type::UNKNOWN { Format::Text } else { Format::Binary }
    }

    to_sql_checked!();
}

fn written(out: &mut BytesMut, text: fmt::Arguments<'_>) -> Result<IsNull, Odd> {
    out.write_fmt(text)?;
    Ok(IsNull::No)
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
