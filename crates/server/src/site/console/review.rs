//! The review of an app.

use super::app::Own;
use crate::config::ReviewRule;
use crate::desk::Declined;
use crate::pages::{ConsoleItem, ConsoleReview};
use crate::site::Page;

/// The page.
pub(super) async fn show(own: &Own<'_>) -> Page {
    let page = ConsoleReview {
        app: own.shown()?,
        sent_back: own.desk().sent_back_because(&own.app).await?,
        csrf: [own.csrf("/review"), own.csrf("/review/withdraw")],
    };
    Ok(own.page(None, page.render(own.frame(), own.done().as_deref())))
}

/// Asks for it.
pub(super) async fn submit(own: &Own<'_>) -> Page {
    own.visit.act()?;
    let word = match own.visit.call.realm.review {
        ReviewRule::Demanded => "submitted",
        ReviewRule::None => "opened",
    };
    moved(own, own.desk().ask_review(&own.app.client_id).await, word)
}

/// Takes that back.
pub(super) async fn withdraw(own: &Own<'_>) -> Page {
    own.visit.act()?;
    moved(own, own.desk().withdraw_review(&own.app.client_id).await, "withdrawn")
}

/// Where the review has gone on meanwhile, the page says how it stands.
fn moved(own: &Own<'_>, done: Result<(), Declined>, word: &str) -> Page {
    match done {
        Ok(()) => Ok(own.lead(ConsoleItem::Review, word)),
        Err(Declined::ReviewMoved) => Ok(own.lead(ConsoleItem::Review, "")),
        Err(declined) => Err(declined.into()),
    }
}
