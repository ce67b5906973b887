//! Statements, written once, and what it takes to run them.

use super::cell::{Cell, Cells};
use super::fault::Outcome;
use futures_util::future::try_join_all;
use std::borrow::Cow;
use std::future::Future;
use std::sync::{Arc, OnceLock};

/// A statement as PostgreSQL takes it: `$1`, `$2`, … with casts where the type is not the column's, and, at the end, `for update` where what is
/// read must stand still until the transaction ends.
pub(crate) struct Sql {
    text: &'static str,
    embedded: OnceLock<String>,
}

impl Sql {
    /// Keeps the text.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, embedded: OnceLock::new() }
    }

    /// As it is written.
    pub(crate) fn text(&self) -> &'static str {
        self.text
    }

    /// As SQLite takes it; rewritten once, at first use.
    pub(crate) fn embedded(&self) -> &str {
        self.embedded.get_or_init(|| embedded(self.text))
    }
}

/// A statement for SQLite. To it `$2` is a name that is numbered by its first appearance, so that `set v = $2 where id = $1` would update the wrong
/// row; `?2` means the same to it as `$2` to PostgreSQL. It has no casts with `::`, and as only one writes at a time it needs no row locks.
pub(crate) fn embedded(text: &str) -> String {
    let unlocked = text.split(" for update").next().unwrap_or(text);
    let (first, rest) = unlocked.split_once("::").map_or((unlocked, None), |(first, rest)| (first, Some(rest)));
    let mut uncast = Cow::Borrowed(first);
    for part in rest.into_iter().flat_map(|rest| rest.split("::")) {
        uncast.to_mut().push_str(part.trim_start_matches(|c: char| c.is_ascii_lowercase()));
    }
    uncast.replace('$', "?")
}

/// Whatever runs statements: a connection, or a transaction on one. Each statement is done, and its rows read, when its future is.
pub(crate) trait Db: Sync {
    /// How many rows it changed.
    fn change(&self, sql: &'static Sql, row: &[Cell<'_>]) -> impl Future<Output = Outcome<u64>> + Send;
    /// The first row.
    fn one<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> impl Future<Output = Outcome<Option<T>>> + Send;
    /// All rows.
    fn all<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> impl Future<Output = Outcome<Vec<T>>> + Send;
}

impl<D: Db + Send> Db for Arc<D> {
    fn change(&self, sql: &'static Sql, row: &[Cell<'_>]) -> impl Future<Output = Outcome<u64>> + Send {
        (**self).change(sql, row)
    }
    fn one<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> impl Future<Output = Outcome<Option<T>>> + Send {
        (**self).one(sql, row, read)
    }
    fn all<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> impl Future<Output = Outcome<Vec<T>>> + Send {
        (**self).all(sql, row, read)
    }
}

/// Runs a statement for each of these rows, in this order. On the way to a server they travel together, so that nobody waits for each answer. Gives how
/// many rows each changed.
pub(crate) async fn change_each<const N: usize>(
    db: &impl Db,
    sql: &'static Sql,
    rows: &[[Cell<'_>; N]],
) -> Outcome<Vec<u64>> {
    let Some((first, others)) = rows.split_first() else { return Ok(Vec::new()) };
    // By itself: what is sent before the statement is prepared would prepare it once more, and overtake.
    let mut changed = vec![db.change(sql, first).await?];
    changed.extend(try_join_all(others.iter().map(|row| db.change(sql, row))).await?);
    Ok(changed)
}

/// The first row for each of these, asked for together as in [`change_each`].
pub(crate) async fn one_each<const N: usize, T: Send>(
    db: &impl Db,
    sql: &'static Sql,
    rows: &[[Cell<'_>; N]],
    read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
) -> Outcome<Vec<Option<T>>> {
    let Some((first, others)) = rows.split_first() else { return Ok(Vec::new()) };
    let mut found = vec![db.one(sql, first, &read).await?];
    found.extend(try_join_all(others.iter().map(|row| db.one(sql, row, &read))).await?);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::embedded;

    #[test]
    fn a_statement_is_rewritten_for_the_embedded_database() {
        assert_eq!(embedded("select a from t where b = $2 and c > $1"), "select a from t where b = ?2 and c > ?1");
        assert_eq!(
            embedded("select 1 from t where a = $1::bigint or $2::text is null"),
            "select 1 from t where a = ?1 or ?2 is null"
        );
        assert_eq!(embedded("select a from t where b = $1 for update of t"), "select a from t where b = ?1");
    }
}
