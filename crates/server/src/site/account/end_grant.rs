//! Taking back what an app was let have.

use super::{Halt, Page, Visit, frame, page};
use crate::pages::{AccountItem, ConfirmEndGrant};

/// Asks.
pub(super) async fn ask(visit: &Visit<'_>, client_id: &str) -> Page {
    let grants = visit.desk().grants(&visit.account().username).await?;
    let (_, app) = grants.iter().find(|(_, app)| app.client_id == client_id).ok_or(Halt::Absent)?;
    let question = ConfirmEndGrant {
        app: app.name.clone(),
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
