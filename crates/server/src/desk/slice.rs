//! A part of a list.

use store::ops::{Listed, Page};

/// Rows of a list, and where the next ones begin.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// In the list's order.
    pub rows: Vec<T>,
    /// [`Page::after`] of the next slice; `None`: this is the last.
    pub next: Option<String>,
}

impl<T> Slice<T> {
    /// From what [`one_more`] asked for; `key` is where a slice behind that row begins.
    pub(super) fn of(mut rows: Vec<T>, page: &Page, key: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        Self { next: rows.last().filter(|_| more).map(key), rows }
    }

    /// From what [`one_more`] asked for of a list in order of use.
    pub(super) fn by_use(rows: Vec<Listed<T>>, page: &Page) -> Self {
        let Slice { rows, next } = Slice::of(rows, page, |listed: &Listed<T>| listed.place.clone());
        Self { rows: rows.into_iter().map(|listed| listed.row).collect(), next }
    }

    /// The same slice of other rows.
    pub(super) fn with<U>(self, rows: Vec<U>) -> Slice<U> {
        Slice { rows, next: self.next }
    }
}

/// One row more than is wanted tells whether there is a next slice.
pub(super) fn one_more(page: &Page) -> Page {
    Page { after: page.after.clone(), limit: page.limit.saturating_add(1) }
}
