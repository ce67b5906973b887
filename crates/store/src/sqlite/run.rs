//! How statements run on SQLite: at once, on the thread that asks. Their futures are done when they are made.

use crate::tables::cell::{Cell, Cells, Columns};
use crate::tables::db::{Db, Sql};
use crate::tables::fault::{Fault, Outcome};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, Rows, Statement, ToSql};
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// An open connection. One thread uses it at a time; the lock, which nobody ever waits for, proves that to the compiler.
pub(crate) struct Open {
    connection: Mutex<Connection>,
    lost: AtomicBool,
}

impl Open {
    /// Of a connection.
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection: Mutex::new(connection), lost: AtomicBool::new(false) }
    }

    /// The connection itself.
    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether something has happened after which it is better opened anew.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    fn run<T>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        work: impl FnOnce(&mut Statement<'_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let outcome = self.prepared(sql, row, work);
        if outcome.as_ref().is_err_and(Fault::loses_connection) {
            self.lost.store(true, Ordering::Relaxed);
        }
        outcome
    }

    fn prepared<T>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        work: impl FnOnce(&mut Statement<'_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql.embedded())?;
        for (cell, at) in row.iter().zip(1_usize..) {
            statement.raw_bind_parameter(at, cell)?;
        }
        work(&mut statement)
    }
}

impl Db for Open {
    fn change(&self, sql: &'static Sql, row: &[Cell<'_>]) -> impl Future<Output = Outcome<u64>> + Send {
        ready(self.run(sql, row, |statement| Ok(statement.raw_execute()? as u64)))
    }

    fn one<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> impl Future<Output = Outcome<Option<T>>> + Send {
        ready(self.run(sql, row, |statement| next(&mut statement.raw_query(), &read)))
    }

    fn all<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> impl Future<Output = Outcome<Vec<T>>> + Send {
        ready(self.run(sql, row, |statement| {
            let (mut rows, mut found) = (statement.raw_query(), Vec::new());
            while let Some(read) = next(&mut rows, &read)? {
                found.push(read);
            }
            Ok(found)
        }))
    }
}

fn next<T>(rows: &mut Rows<'_>, read: impl Fn(&mut Cells<'_>) -> Outcome<T>) -> Outcome<Option<T>> {
    rows.next()?.map(|row| read(&mut Cells::of(row))).transpose()
}

impl Columns for Row<'_> {
    fn cell(&self, at: usize) -> Outcome<Cell<'_>> {
        Ok(match self.get_ref(at)? {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(number) => Cell::Int(number),
            ValueRef::Text(text) => {
                Cell::Text(std::str::from_utf8(text).map_err(|_| Fault::corrupt("text that is no UTF-8"))?)
            }
            ValueRef::Blob(bytes) => Cell::Bytes(bytes),
            ValueRef::Real(_) => return Err(Fault::corrupt("a number with a fraction")),
        })
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The outcome of an operation, which on SQLite never has to wait for anything.
pub(super) fn now<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => Err(Fault::unavailable("an operation waits for something that is not SQLite")),
    }
}
