//! What stands in one column of one row, on its way in and on its way out, the same for every database.

use super::fault::{Fault, Outcome};
use engine::model::EndReason;
use engine::secret::Hashed;
use engine::token::{TokenHash, TokenId};
use std::fmt;

/// One value. A flag is kept as 0 or 1, since one of the databases has no other.
#[derive(Clone, Copy)]
pub(crate) enum Cell<'a> {
    /// None.
    Null,
    /// A number.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What stands in it may be somebody's secret.
impl fmt::Debug for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cell(…)")
    }
}

/// Cells in the order of a statement's `$1`, `$2`, ….
macro_rules! cells {
    ($($value:expr),* $(,)?) => { &[$($crate::tables::cell::Cell::from($value)),*] };
}
pub(crate) use cells;

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&i64> for Cell<'_> {
    fn from(number: &i64) -> Self {
        Self::Int(*number)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<u8> for Cell<'_> {
    fn from(number: u8) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Cell<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Cell<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, T: Into<Self>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(value: &'a Option<String>) -> Self {
        Self::from(value.as_ref())
    }
}

/// A row as a database gives it.
pub(crate) trait Columns {
    /// What stands in a column, counted from 0.
    fn cell(&self, at: usize) -> Outcome<Cell<'_>>;
}

/// A row, read from left to right.
pub(crate) struct Cells<'a> {
    row: &'a dyn Columns,
    at: usize,
}

/// What can be read from a cell; `None` where it holds something else.
pub(crate) trait FromCell: Sized {
    /// The value.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Int(number) = cell { Some(number) } else { None }
    }
}

impl FromCell for u32 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).and_then(|number| number.try_into().ok())
    }
}

impl FromCell for u8 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).and_then(|number| number.try_into().ok())
    }
}

impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).map(|number| number != 0)
    }
}

impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text.to_owned()) } else { None }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(bytes) = cell { Some(bytes.to_owned()) } else { None }
    }
}

impl<const N: usize> FromCell for [u8; N] {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Bytes(bytes) = cell { bytes.try_into().ok() } else { None }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if matches!(cell, Cell::Null) { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

impl<'a> Cells<'a> {
    /// All of a row.
    pub(crate) fn of(row: &'a dyn Columns) -> Self {
        Self { row, at: 0 }
    }

    /// The next cell.
    pub(crate) fn next<T: FromCell>(&mut self) -> Outcome<T> {
        let cell = self.row.cell(self.at)?;
        self.at += 1;
        T::from_cell(cell).ok_or_else(|| self.unreadable("something of another kind"))
    }

    /// A hash, or none.
    pub(crate) fn hash(&mut self) -> Outcome<Option<Hashed>> {
        Ok(self.next::<Option<[u8; 32]>>()?.map(Hashed::from_bytes))
    }

    /// `id` and `hash` of a token, or none.
    pub(crate) fn id_and_hash(&mut self) -> Outcome<Option<TokenHash>> {
        let (id, rest) = (self.next::<Option<i64>>()?, self.next::<Option<[u8; 24]>>()?);
        Ok(id.zip(rest).map(|(id, rest)| TokenHash::stored(TokenId(id), rest)))
    }

    /// A token's id and hash in one cell, or none.
    pub(crate) fn token_hash(&mut self) -> Outcome<Option<TokenHash>> {
        Ok(self.hash()?.map(TokenHash::of))
    }

    /// `ended_at` and `end_reason`.
    pub(crate) fn ended(&mut self) -> Outcome<Option<(i64, EndReason)>> {
        let (at, reason) = (self.next::<Option<i64>>()?, self.next::<Option<i64>>()?);
        let Some((at, reason)) = at.zip(reason) else { return Ok(None) };
        let known =
            EndReason::from_number(reason).ok_or_else(|| self.unreadable(format!("no end has the number {reason}")))?;
        Ok(Some((at, known)))
    }

    /// A list or map that is kept as JSON.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Outcome<T> {
        let Cell::Text(text) = self.row.cell(self.at)? else { return Err(self.unreadable("no JSON")) };
        self.at += 1;
        serde_json::from_str(text).map_err(|error| self.unreadable(error))
    }

    /// The cell just read makes no sense.
    pub(crate) fn unreadable(&self, why: impl fmt::Display) -> Fault {
        Fault::corrupt(format!("column {}: {why}", self.at))
    }
}
