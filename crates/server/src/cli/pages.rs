//! Lists that are longer than a page: read to their end, with a count on the terminal.

use super::outcome::Outcome;
use crate::desk::{Declined, Slice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;
use store::ops::Page;

/// Rows that are asked for at a time.
const ROWS: u32 = 500;

/// Hands on page after page.
pub(super) async fn each<T, F>(read: impl Fn(Page) -> F, mut take: impl AsyncFnMut(Vec<T>) -> Outcome) -> Outcome
where
    F: Future<Output = Result<Slice<T>, Declined>>,
{
    let progress = counter();
    let mut page = Page { after: None, limit: ROWS };
    loop {
        let slice = read(page).await?;
        progress.inc(slice.rows.len().try_into().unwrap_or_default());
        take(slice.rows).await?;
        match slice.next {
            Some(after) => page = Page { after: Some(after), limit: ROWS },
            None => break,
        }
    }
    progress.finish_and_clear();
    Ok(())
}

/// All of them.
pub(super) async fn all<T, F>(read: impl Fn(Page) -> F) -> Outcome<Vec<T>>
where
    F: Future<Output = Result<Slice<T>, Declined>>,
{
    let mut all = Vec::new();
    each(read, async |rows| {
        all.extend(rows);
        Ok(())
    })
    .await?;
    Ok(all)
}

/// Counts on standard error, where that is a terminal and standard output is not: what is printed there shows how far it is by itself.
fn counter() -> ProgressBar {
    let shown = std::io::stderr().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style =
        ProgressStyle::with_template("{spinner} {human_pos} rows").unwrap_or_else(|_| ProgressStyle::default_spinner());
    let bar = ProgressBar::with_draw_target(None, target).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
