//! What people read about an app, and its kind.

use super::app::Own;
use super::{faults, new};
use crate::desk::Declined;
use crate::dice::SeededDice;
use crate::flow::pages::see_other;
use crate::pages::{ConfirmChangeKind, ConsoleItem, ConsoleSettings, Fault, ShownSecret};
use crate::site::{Page, encoded};
use store::ops::AppFacts;

/// The page.
pub(super) fn show(own: &Own<'_>) -> Page {
    page(own, facts(own), Vec::new())
}

fn facts(own: &Own<'_>) -> AppFacts {
    let app = &own.app;
    AppFacts {
        name: app.name.clone(),
        description: app.description.clone(),
        site: app.site.clone(),
        color: app.color,
        support: app.support.clone(),
    }
}

/// The page with these facts in its form.
fn page(own: &Own<'_>, typed: AppFacts, faults: Vec<Fault>) -> Page {
    let desk = own.desk();
    let kinds = &desk.main()?.dialect.policy.kinds;
    let page = ConsoleSettings {
        app: own.shown()?,
        name: typed.name,
        description: typed.description,
        site: typed.site.unwrap_or_default(),
        support: typed.support.unwrap_or_default(),
        color: typed.color.map(|color| color.to_string()).unwrap_or_default(),
        kind: own.app.kind.clone(),
        kinds: kinds.iter().map(|kind| (kind.name.clone(), kind.secret)).collect(),
        faults,
        csrf: [own.csrf("/settings"), own.csrf("/kind")],
    };
    Ok(own.page(page.faults.first(), page.render(own.frame(), own.done().as_deref())))
}

/// Saves what was typed.
pub(super) async fn save(own: &Own<'_>) -> Page {
    let fields = own.visit.act()?;
    let field = |name: &str| fields.one(name).to_owned();
    let typed = AppFacts {
        name: field("name"),
        description: field("description"),
        site: Some(field("site")),
        // A number that no colour has is told so by the desk.
        color: match fields.one("color") {
            "" => None,
            number => Some(number.parse().unwrap_or(u8::MAX)),
        },
        support: Some(field("support")),
    };
    let saved = own.desk().describe(&own.app.client_id, typed.clone()).await;
    own.settled(saved, (ConsoleItem::Settings, "saved"), |faults| page(own, typed, faults)).await
}

/// Changes the kind where nothing is lost by it; leads to the question where something is.
pub(super) async fn choose_kind(own: &Own<'_>) -> Page {
    let (fields, dice) = own.visit.act_once()?;
    let kind = fields.one("kind");
    match own.desk().lost_by_kind(&own.app, kind) {
        Ok(lost) if !lost.is_empty() => Ok(see_other(&own.to(&format!("/kind/{}", encoded(kind))))),
        // What is wrong with that kind is told there.
        _ => changed_kind(own, kind, &dice).await,
    }
}

/// Asks once, where something is lost by that kind.
pub(super) fn ask_kind(own: &Own<'_>, kind: &str) -> Page {
    let lost = own.desk().lost_by_kind(&own.app, kind)?;
    if lost.is_empty() {
        return Ok(see_other(&own.to("/settings")));
    }
    let question =
        ConfirmChangeKind { app: own.shown()?, kind: kind.to_owned(), lost, asked: own.asked(ConsoleItem::Settings) };
    Ok(own.page(None, question.render(own.frame())))
}

/// Changes the kind, whatever is lost by it.
pub(super) async fn change_kind(own: &Own<'_>, kind: &str) -> Page {
    let (_, dice) = own.visit.act_once()?;
    changed_kind(own, kind, &dice).await
}

/// A secret that is made with the kind is shown this once.
async fn changed_kind(own: &Own<'_>, kind: &str, dice: &SeededDice) -> Page {
    let secret = match own.visit.desk_with(dice).change_kind(&own.app, kind).await {
        Ok(None) if own.app.kind == kind => return Ok(own.lead(ConsoleItem::Settings, "kind-there")),
        Ok(None) => return own.changed(ConsoleItem::Settings, "kind").await,
        Err(Declined::MadeBefore) => return Ok(own.lead(ConsoleItem::Settings, "made-before")),
        Ok(Some(secret)) => secret,
        Err(declined) => {
            return page(own, facts(own), faults::all_of(own.visit, &own.app.kind, declined)?);
        }
    };
    let shown = ShownSecret {
        app: own.shown()?,
        item: ConsoleItem::Settings,
        example: Some(new::configuration(own, &secret)),
        value: Some(secret.expose().to_owned()),
    };
    Ok(own.page(None, shown.render(own.frame())))
}
