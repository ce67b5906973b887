//! All that is kept about a person, as one file.

use super::{Page, Visit, frame, page};
use crate::flow::Answer;
use crate::pages::{AccountData, AccountItem};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};

const PATH: &str = "/account/data";

/// The page with the button.
pub(super) fn show(visit: &Visit<'_>) -> Answer {
    let own = AccountData { action: visit.to(PATH), csrf: visit.csrf(PATH), delete: visit.to("/account/delete") };
    page(visit, own.render(&frame(visit, AccountItem::Data)))
}

/// The file.
pub(super) async fn download(visit: &Visit<'_>) -> Page {
    visit.act()?;
    let document = visit.desk().data(visit.account()).await?;
    let mut answer = Answer::new(format!("{document:#}\n").into());
    for (name, value) in [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
        (CACHE_CONTROL, "no-store"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    Ok(answer)
}
