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

/// Behind which use a page of a list in order of use goes on, and behind which key of that moment; where it begins, behind none.
pub(super) fn place_after(page: &Page) -> (i64, i64) {
    let place = page.after.as_deref().and_then(|text| text.split_once('.'));
    let place = place.and_then(|(at, key)| Some((at.parse().ok()?, key.parse().ok()?)));
    place.unwrap_or((i64::MAX, i64::MAX))
}

/// As [`place_after`] reads it.
pub(super) fn place(at: i64, key: i64) -> String {
    format!("{at}.{key}")
}

/// The number after which the page begins; `start` where there is none.
pub(super) fn number_after(page: &Page, start: i64) -> i64 {
    page.after.as_deref().and_then(|text| text.parse().ok()).unwrap_or(start)
}
