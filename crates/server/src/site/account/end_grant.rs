//! Taking back what an app was let have.

use super::apps::REMOVED;
use super::{AFTER, Page, Visit, after, encoded, frame, page};
use crate::desk::Declined;
use crate::pages::{AccountItem, ConfirmEndGrant};
use crate::site::done;

/// Asks.
pub(super) async fn ask(visit: &Visit<'_>, client_id: &str) -> Page {
    let app = match visit.desk().authorized_app(visit.account(), client_id).await {
        // Who comes back to the question after it was answered sees what is left.
        Err(Declined::NoGrant(..) | Declined::NoApp(..))
            if visit.desk().was_granted(visit.account(), client_id).await? =>
        {
            return Ok(visit.lead_on("/account"));
        }
        app => app?,
    };
    let began = visit.call.parameter(AFTER).map(|key| encoded(&key));
    let from = began.as_ref().map(|key| format!("?{AFTER}={key}")).unwrap_or_default();
    let question = ConfirmEndGrant {
        app: app.name,
        action: visit.here() + &from,
        csrf: visit.csrf(visit.call.path),
        back: after(visit, "/account", began).unwrap_or_else(|| visit.to("/account")),
    };
    Ok(page(visit, question.render(&frame(visit, AccountItem::Apps))))
}

/// Does it. The form was made for this person while there was something to end; where that has ended since, it is done.
pub(super) async fn end(visit: &Visit<'_>, client_id: &str) -> Page {
    visit.act()?;
    match visit.desk().revoke_grant(&visit.account().username, client_id).await {
        Ok(()) | Err(Declined::NoGrant(..) | Declined::NoApp(..)) => {
            // Back to the page of the list that they came from.
            let more = visit.call.parameter(AFTER).map(|key| format!("&{AFTER}={}", encoded(&key)));
            Ok(done(visit.call, "/account", (&format!("{REMOVED}{client_id}"), &more.unwrap_or_default())))
        }
        Err(declined) => Err(declined.into()),
    }
}
