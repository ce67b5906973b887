//! Taking back what an app was let have.

use super::{Page, Visit, frame, page};
use crate::pages::{AccountItem, ConfirmEndGrant};

/// Asks.
pub(super) async fn ask(visit: &Visit<'_>, client_id: &str) -> Page {
    let app = visit.desk().authorized_app(visit.account(), client_id).await?;
    let question = ConfirmEndGrant {
        app: app.name,
        action: visit.here(),
        csrf: visit.csrf(visit.call.path),
        back: visit.to("/account"),
    };
    Ok(page(visit, question.render(&frame(visit, AccountItem::Apps))))
}

/// Does it.
pub(super) async fn end(visit: &Visit<'_>, client_id: &str) -> Page {
    visit.act()?;
    visit.desk().revoke_grant(&visit.account().username, client_id).await?;
    Ok(visit.done("/account", "removed"))
}
