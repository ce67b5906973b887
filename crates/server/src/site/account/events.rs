//! What happened to an account.

use super::{Page, Visit, after, frame, page};
use crate::desk::Declined;
use crate::desk::account::HELD_BACK;
use crate::desk::names::{Actor, Names};
use crate::pages::{AccountEvents, AccountItem, By, Event};
use engine::model::App;
use store::ops::{Audit, Audited};

const PATH: &str = "/account/events";

/// The list.
pub(super) async fn list(visit: &Visit<'_>) -> Page {
    let asked = visit.call.parameter("after");
    let first = asked.as_ref().map(|_| visit.to(PATH));
    let found = visit.desk().events(visit.account(), asked).await?;
    let mut names = Names::new(visit.desk(), None);
    let mut events = Vec::new();
    for (row, app) in &found.rows {
        events.push(event(visit, &mut names, row, app.as_ref()).await?);
    }
    let list = AccountEvents { events, first, next: after(visit, PATH, found.next) };
    Ok(page(visit, list.render(&frame(visit, AccountItem::Events))))
}

async fn event(
    visit: &Visit<'_>,
    names: &mut Names<'_>,
    Audited { audit, .. }: &Audited,
    app: Option<&App>,
) -> Result<Event, Declined> {
    Ok(Event {
        at: audit.at,
        action: audit.action.clone(),
        app: app.map(|app| app.name.clone()),
        device: if audit.action == "account.sign-in" { audit.detail.clone() } else { String::new() },
        wait: audit.detail.strip_suffix(" s").filter(|_| audit.action == HELD_BACK).and_then(|wait| wait.parse().ok()),
        address: audit.address.clone(),
        by: by(visit, names, audit).await?,
    })
}

async fn by(visit: &Visit<'_>, names: &mut Names<'_>, audit: &Audit) -> Result<By, Declined> {
    let own = format!("account:{}", visit.account().id);
    let by_themselves = ["server", "demo", "hand-off"].contains(&audit.actor.as_str());
    Ok(match names.actor(&audit.actor).await? {
        Actor::App(name) => By::App(name),
        _ if audit.actor == own || by_themselves => By::Owner,
        _ if audit.action.starts_with("app.owner.") && audit.actor.starts_with("account:") => By::OtherOwner,
        _ => By::Operator,
    })
}
