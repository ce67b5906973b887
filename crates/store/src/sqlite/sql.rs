//! Statements as both databases take them, and how they are run on SQLite.

use engine::model::EndReason;
use engine::secret::Hashed;
use engine::token::{TokenHash, TokenId};
use rusqlite::types::{FromSql, FromSqlError, Type};
use rusqlite::{Connection, Error, Params, Result, Row};
use std::sync::OnceLock;

/// A statement with `$1`, `$2`, … as PostgreSQL counts them. SQLite takes `$2` for a name and numbers it by first appearance, so
/// `set v = $2 where id = $1` would update the wrong row; `?2` means the same to it as `$2` to the other.
pub(super) struct Sql {
    shared: &'static str,
    numbered: OnceLock<String>,
}

impl Sql {
    /// Keeps the text; it is rewritten once, at first use.
    pub(super) const fn new(shared: &'static str) -> Self {
        Self { shared, numbered: OnceLock::new() }
    }

    fn numbered(&self) -> &str {
        self.numbered.get_or_init(|| self.shared.replace('$', "?"))
    }
}

/// Runs statements from the connection's cache; each is reset when the call returns.
pub(super) trait Run {
    /// How many rows it changed.
    fn change(&self, sql: &Sql, params: impl Params) -> Result<usize>;
    /// The first row.
    fn one<T>(&self, sql: &Sql, params: impl Params, read: impl Fn(&mut Cells) -> Result<T>) -> Result<Option<T>>;
    /// All rows.
    fn all<T>(&self, sql: &Sql, params: impl Params, read: impl Fn(&mut Cells) -> Result<T>) -> Result<Vec<T>>;
}

impl Run for Connection {
    fn change(&self, sql: &Sql, params: impl Params) -> Result<usize> {
        self.prepare_cached(sql.numbered())?.execute(params)
    }

    fn one<T>(&self, sql: &Sql, params: impl Params, read: impl Fn(&mut Cells) -> Result<T>) -> Result<Option<T>> {
        let mut statement = self.prepare_cached(sql.numbered())?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(|row| read(&mut Cells { row, at: 0 })).transpose()
    }

    fn all<T>(&self, sql: &Sql, params: impl Params, read: impl Fn(&mut Cells) -> Result<T>) -> Result<Vec<T>> {
        let mut statement = self.prepare_cached(sql.numbered())?;
        let rows = statement.query_map(params, |row| read(&mut Cells { row, at: 0 }))?;
        rows.collect()
    }
}

/// A row, read from left to right.
pub(super) struct Cells<'a> {
    row: &'a Row<'a>,
    at: usize,
}

impl Cells<'_> {
    /// The next cell.
    pub(super) fn next<T: FromSql>(&mut self) -> Result<T> {
        let cell = self.row.get(self.at);
        self.at += 1;
        cell
    }

    /// A hash, or none.
    pub(super) fn hash(&mut self) -> Result<Option<Hashed>> {
        Ok(self.next::<Option<[u8; 32]>>()?.map(Hashed::from_bytes))
    }

    /// `id` and `hash` of a token, or none.
    pub(super) fn id_and_hash(&mut self) -> Result<Option<TokenHash>> {
        let (id, rest) = (self.next::<Option<i64>>()?, self.next::<Option<[u8; 24]>>()?);
        Ok(id.zip(rest).map(|(id, rest)| TokenHash::stored(TokenId(id), rest)))
    }

    /// A token's id and hash in one cell, or none.
    pub(super) fn token_hash(&mut self) -> Result<Option<TokenHash>> {
        Ok(self.hash()?.map(TokenHash::of))
    }

    /// `ended_at` and `end_reason`.
    pub(super) fn ended(&mut self) -> Result<Option<(i64, EndReason)>> {
        let (at, reason) = (self.next::<Option<i64>>()?, self.next::<Option<i64>>()?);
        let Some((at, reason)) = at.zip(reason) else { return Ok(None) };
        let known = EndReason::from_number(reason).ok_or(FromSqlError::OutOfRange(reason));
        Ok(Some((at, known.map_err(|error| self.unreadable(error))?)))
    }

    /// A list or map that is kept as JSON.
    pub(super) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        let text: String = self.next()?;
        serde_json::from_str(&text).map_err(|error| self.unreadable(error))
    }

    /// The cell just read makes no sense.
    pub(super) fn unreadable(&self, error: impl std::error::Error + Send + Sync + 'static) -> Error {
        Error::FromSqlConversionFailure(self.at.saturating_sub(1), Type::Null, Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_mean_their_number_not_their_first_appearance() {
        static UPDATE: Sql = Sql::new("update t set v = $2 where id = $1");
        static SELECT: Sql = Sql::new("select id, v from t order by id");
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("create table t (id integer primary key, v integer); insert into t values (1, 0), (2, 0)")
            .unwrap();
        assert_eq!(db.change(&UPDATE, [1, 2]).unwrap(), 1);
        let rows = db.all(&SELECT, [], |row| Ok((row.next::<i64>()?, row.next::<i64>()?))).unwrap();
        assert_eq!(rows, [(1, 2), (2, 0)]);
    }
}
