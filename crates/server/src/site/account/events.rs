//! What happened to an account.

use super::{Page, Visit, after, frame, page};
use crate::pages::{AccountEvents, AccountItem, By, Event};
use engine::model::App;
use store::ops::Audited;

const PATH: &str = "/account/events";

/// The list.
pub(super) async fn list(visit: &Visit<'_>) -> Page {
    let asked = visit.call.parameter("after");
    let first = asked.as_ref().map(|_| visit.to(PATH));
    let found = visit.desk().events(visit.account(), asked).await?;
    let events = found.rows.iter().map(|(row, app)| event(visit, row, app.as_ref())).collect();
    let list = AccountEvents { events, first, next: after(visit, PATH, found.next) };
    Ok(page(visit, list.render(&frame(visit, AccountItem::Events))))
}

fn event(visit: &Visit<'_>, Audited { audit, .. }: &Audited, app: Option<&App>) -> Event {
    let own = format!("account:{}", visit.account().id);
    let by_themselves = ["server", "demo", "hand-off"].contains(&audit.actor.as_str());
    let theirs = audit.actor == own || by_themselves || audit.actor.starts_with("app:");
    let by_an_owner = audit.action.starts_with("app.owner.") && audit.actor.starts_with("account:");
    Event {
        at: audit.at,
        action: audit.action.clone(),
        app: app.map(|app| app.name.clone()),
        device: if audit.action == "account.sign-in" { audit.detail.clone() } else { String::new() },
        address: audit.address.clone(),
        by: match (theirs, by_an_owner) {
            (true, _) => By::Owner,
            (false, true) => By::OtherOwner,
            (false, false) => By::Operator,
        },
    }
}
