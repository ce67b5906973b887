//! Rows that are held while they are on their way, and what they come to.

use crate::tables::cell::{Cell, FromCell};
use engine::secret::Hashed;
use std::fmt;

/// A cell of one's own.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// The columns of a table, in its order.
pub(super) type Row = Vec<Value>;

/// What stands in it may be somebody's secret.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(…)")
    }
}

impl FromCell for Value {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        Some(match cell {
            Cell::Null => Self::Null,
            Cell::Int(number) => Self::Int(number),
            // PostgreSQL keeps no NUL in a text: what it gets in its place counts here too, so that both sides are alike.
            Cell::Text(text) => Self::Text(text.replace('\0', "\u{fffd}")),
            Cell::Bytes(bytes) => Self::Bytes(bytes.to_owned()),
        })
    }
}

impl<'a> From<&'a Value> for Cell<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(number) => Self::Int(*number),
            Value::Text(text) => Self::Text(text),
            Value::Bytes(bytes) => Self::Bytes(bytes),
        }
    }
}

/// How many rows a table has, and the sum of their hashes: the same in whatever order they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Rows.
    pub rows: u64,
    sum: [u64; 4],
}

impl Sum {
    pub(super) fn add(&mut self, row: &[Value]) {
        self.rows += 1;
        let hash = Hashed::of(&written(row));
        for (sum, part) in self.sum.iter_mut().zip(hash.as_bytes().chunks_exact(8)) {
            let mut eight = [0; 8];
            eight.copy_from_slice(part);
            *sum = sum.wrapping_add(u64::from_be_bytes(eight));
        }
    }
}

/// The sum of SHA-256 of each row, in hexadecimal digits.
impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sum.iter().try_for_each(|part| write!(f, "{part:016x}"))
    }
}

/// A row as bytes: each value by its kind and length, so that no two rows are written alike.
fn written(row: &[Value]) -> Vec<u8> {
    let mut all = Vec::new();
    for value in row {
        let (kind, bytes): (u8, &[u8]) = match value {
            Value::Null => (0, &[]),
            Value::Int(number) => (1, &number.to_be_bytes()),
            Value::Text(text) => (2, text.as_bytes()),
            Value::Bytes(bytes) => (3, bytes),
        };
        all.push(kind);
        all.extend((bytes.len() as u64).to_be_bytes());
        all.extend(bytes);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[Row]) -> Sum {
        rows.iter().fold(Sum::default(), |mut sum, row| {
            sum.add(row);
            sum
        })
    }

    #[test]
    fn a_sum_goes_by_what_the_rows_hold_and_not_by_their_order() {
        let (one, other) = (vec![Value::Int(1), Value::Null], vec![Value::Int(2), Value::Text("a".to_owned())]);
        assert_eq!(sum(&[one.clone(), other.clone()]), sum(&[other.clone(), one.clone()]));
        assert_ne!(sum(std::slice::from_ref(&one)), sum(std::slice::from_ref(&other)));
        assert_ne!(sum(&[one.clone(), one.clone()]), sum(&[one]));
        let (text, bytes) = (vec![Value::Text("a".to_owned())], vec![Value::Bytes(b"a".to_vec())]);
        assert_ne!(sum(&[text]), sum(&[bytes]));
        let split = |parts: [&str; 2]| vec![Value::Text(parts[0].to_owned()), Value::Text(parts[1].to_owned())];
        assert_ne!(sum(&[split(["ab", ""])]), sum(&[split(["a", "b"])]));
    }
}
