//! Where a page of a list begins and how long it is.

use crate::ops::Page;

/// At least one row, at most a thousand.
pub(super) fn limit(page: &Page) -> u32 {
    page.limit.clamp(1, 1_000)
}

/// The text after which the page begins.
pub(super) fn text_after(page: &Page) -> &str {
    page.after.as_deref().unwrap_or_default()
}

/// The number after which the page begins; `start` where there is none.
pub(super) fn number_after(page: &Page, start: i64) -> i64 {
    page.after.as_deref().and_then(|text| text.parse().ok()).unwrap_or(start)
}
