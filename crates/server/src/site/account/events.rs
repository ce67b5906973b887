//! What happened to an account.

use super::{Page, Visit, after, frame, page};
use crate::desk::Declined;
use crate::desk::account::HELD_BACK;
use crate::desk::names::Names;
use crate::desk::sign_ins;
use crate::flow::pages::see_other;
use crate::pages::{AccountEvents, AccountItem, Event};
use engine::model::App;
use store::ops::Audited;

const PATH: &str = "/account/events";

/// The list.
pub(super) async fn list(visit: &Visit<'_>) -> Page {
    let asked = visit.call.parameter("after");
    let first = asked.as_ref().map(|_| visit.to(PATH));
    let found = visit.desk().events(visit.account(), asked).await?;
    if let (true, Some(first)) = (found.rows.is_empty(), &first) {
        return Ok(see_other(first));
    }
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
    let (device, ways) = match audit.action.as_str() {
        "account.sign-in" => sign_ins::read(&audit.detail),
        "account.end-session" => (audit.detail.as_str(), Vec::new()),
        _ => ("", Vec::new()),
    };
    let by = names.by(visit.account(), audit).await?;
    Ok(Event {
        at: audit.at,
        action: audit.action.clone(),
        app: app.map(|app| app.name.clone()),
        device: device.to_owned(),
        ways: ways.into_iter().map(str::to_owned).collect(),
        wait: audit.detail.strip_suffix(" s").filter(|_| audit.action == HELD_BACK).and_then(|wait| wait.parse().ok()),
        address: if by.tells_address() { audit.address.clone() } else { String::new() },
        by,
    })
}
