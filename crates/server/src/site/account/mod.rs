//! `/account`: a person's own account.

mod apps;
mod end_grant;

use super::{Does, Halt, Page, Visit};
use crate::flow::{Answer, Call};
use crate::pages::{AccountItem, Area, Frame};
use http::StatusCode;

/// Answers below `/account`.
pub(super) async fn answer(call: &Call<'_>, path: &[&str]) -> Page {
    let does = Does::of(call)?;
    let visit = Visit::begin(call).await?;
    match (path, does) {
        ([], _) => {
            does.looks_only()?;
            apps::list(&visit).await
        }
        (["apps", id, "remove"], Does::Look) => end_grant::ask(&visit, id).await,
        (["apps", id, "remove"], Does::Act) => end_grant::end(&visit, id).await,
        _ => Err(Halt::Absent),
    }
}

fn frame(visit: &Visit<'_>, item: AccountItem) -> Frame {
    item.frame(visit.frame(Area::Account), visit.call.parameter("done").as_deref())
}

/// A page of the account.
fn page(visit: &Visit<'_>, text: String) -> Answer {
    visit.page(StatusCode::OK, text)
}
