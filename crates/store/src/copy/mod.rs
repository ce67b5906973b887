//! Everything from one database into another one, whatever kinds they are.
//!
//! Tables are copied one after the other, each in the order of its key and in batches that are a transaction each. What a copy has written before it
//! stopped is therefore the beginning of each table, and its last key is where the next run goes on. Nothing is remembered but that a copy was begun:
//! a table of that name stands in the target until the end, and before all others where there are none; no server starts on a database in which it stands.
//!
//! # Layout
//! - [`copy`]: the way of it. `layout`: the tables. `rows`: what is asked of either side, and `statements`: in which words. `value`: rows on their way,
//!   and their checksum.

mod layout;
mod rows;
mod statements;
mod value;

#[cfg(test)]
mod tests;

pub(crate) use rows::is_unfinished;
pub use value::Sum;

use crate::Broken;
use crate::postgres::{Options, Postgres};
use crate::sqlite::Sqlite;
use crate::tables::Kind;
use layout::{TABLES, Table};
use rows::Rows;
use std::path::Path;

/// Notes that a copy is begun.
pub(crate) const BEGIN: &str = "create table if not exists unfinished_copy (begun bigint not null primary key)";

/// A database that is copied from or into.
pub struct Side(Box<dyn Rows>);

impl Side {
    /// A file; made where there is none. `role` says whether it may be one into which a copy has not come to its end.
    pub fn file(path: &Path, role: Role) -> crate::Result<Self> {
        Ok(Self(Box::new(match role {
            Role::From => Sqlite::open(path)?,
            Role::To => Sqlite::open_target(path)?,
        })))
    }

    /// A server.
    pub async fn server(options: Options, role: Role) -> crate::Result<Self> {
        Ok(Self(Box::new(match role {
            Role::From => Postgres::connect(options).await?,
            Role::To => Postgres::connect_target(options).await?,
        })))
    }
}

/// Which side of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is read.
    From,
    /// It is written.
    To,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Where it is at.
    pub table: &'static str,
    /// What is done there.
    pub step: Step,
    /// Rows done, of all tables.
    pub rows: u64,
    /// Rows that there are to do.
    pub of: u64,
}

/// What a copy does with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its rows go over.
    Copy,
    /// Both sides are read again and compared.
    Verify,
}

/// A table that is the same on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its name.
    pub table: &'static str,
    /// How many rows it has, and their checksum.
    pub sum: Sum,
}

/// Why a copy has not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Uncopied {
    /// The source, or what it holds.
    #[error("FROM: {0}")]
    From(Broken),
    /// The target.
    #[error("TO: {0}")]
    To(Broken),
    /// There is something in the target, and no copy is under way there.
    #[error(
        "TO is not empty: `{0}` has rows, and no copy into it is under way: one that was begun has come to its end, or none was; to copy into it anew empty it, or name another database"
    )]
    Full(&'static str),
    /// A table of the target takes no more rows of the source.
    #[error(
        "`{table}` of TO does not take what FROM has ({why}): the copy was begun from another FROM, or somebody writes to TO: empty TO and copy again"
    )]
    Foreign {
        /// Its name.
        table: &'static str,
        /// What the target says.
        why: String,
    },
    /// A table of the target is not what it is in the source.
    #[error(
        "`{table}` is not the same on both sides: FROM has {} rows with checksum {from}, TO has {} rows with checksum {to}: the copy was begun from another FROM, or somebody writes to one of them: stop that, empty TO and copy again",
        from.rows, to.rows
    )]
    Differs {
        /// Its name.
        table: &'static str,
        /// In the source.
        from: Sum,
        /// In the target.
        to: Sum,
    },
}

/// What [`crate::Store`]s say of a database into which a copy has not come to its end.
pub(crate) fn unfinished() -> Broken {
    Broken::Unfit("a copy into this database was begun and has not come to its end: run `grantor store copy` with the same FROM and TO again".to_owned())
}

/// Copies everything, or goes on where a run before this one stopped, and verifies it. Nothing is changed in `from`. `told` hears how far it is.
pub async fn copy(from: &Side, to: &Side, mut told: impl FnMut(Progress)) -> Result<Vec<Copied>, Uncopied> {
    let (from, to) = (from.0.as_ref(), to.0.as_ref());
    if !to.is_unfinished().await.map_err(Uncopied::To)? {
        for table in &TABLES {
            if to.last(table, to.order()).await.map_err(Uncopied::To)?.is_some() {
                return Err(Uncopied::Full(table.name));
            }
        }
        to.begin().await.map_err(Uncopied::To)?;
    }
    let (mut of, mut rows) = (0, 0);
    for table in &TABLES {
        of += from.count(table).await.map_err(Uncopied::From)?;
    }
    for table in &TABLES {
        rows += to.count(table).await.map_err(Uncopied::To)?;
        rows += fill(table, from, to, |more| {
            told(Progress { table: table.name, step: Step::Copy, rows: rows + more, of });
        })
        .await?;
    }
    let mut copied = Vec::new();
    rows = 0;
    for table in &TABLES {
        let mut read = |more| told(Progress { table: table.name, step: Step::Verify, rows: rows + more, of });
        let kept = sum(table, from, &mut read).await.map_err(Uncopied::From)?;
        let made = sum(table, to, &mut |_| read(kept.rows)).await.map_err(Uncopied::To)?;
        if kept != made {
            return Err(Uncopied::Differs { table: table.name, from: kept, to: made });
        }
        rows += kept.rows;
        copied.push(Copied { table: table.name, sum: kept });
    }
    to.finish().await.map_err(Uncopied::To)?;
    Ok(copied)
}

/// Copies what a table still lacks; gives how many rows those were.
async fn fill(
    table: &'static Table,
    from: &dyn Rows,
    to: &dyn Rows,
    mut told: impl FnMut(u64),
) -> Result<u64, Uncopied> {
    let mut last = to.last(table, from.order()).await.map_err(Uncopied::To)?;
    let mut rows = 0;
    loop {
        told(rows);
        let batch = from.behind(table, last.as_deref()).await.map_err(Uncopied::From)?;
        let Some(end) = batch.last() else { return Ok(rows) };
        last = Some(table.key_of(end, from.order()));
        rows += batch.len() as u64;
        to.keep(table, batch).await.map_err(|broken| match broken {
            Broken::Corrupt(why) => Uncopied::Foreign { table: table.name, why },
            broken => Uncopied::To(broken),
        })?;
    }
}

async fn sum(table: &'static Table, side: &dyn Rows, told: &mut impl FnMut(u64)) -> crate::Result<Sum> {
    let (mut sum, mut last) = (Sum::default(), None);
    loop {
        told(sum.rows);
        let batch = side.behind(table, last.as_deref()).await?;
        let Some(end) = batch.last() else { return Ok(sum) };
        last = Some(table.key_of(end, side.order()));
        batch.iter().for_each(|row| sum.add(row));
    }
}

impl Table {
    /// The key of a row, as a database of that kind finds it.
    fn key_of(&self, row: &[value::Value], order: Kind) -> Vec<value::Value> {
        let at = |name: &&str| self.columns().position(|column| column == *name);
        self.key(order).iter().filter_map(at).filter_map(|at| row.get(at)).cloned().collect()
    }
}
