//! A new app.

use super::app::Own;
use super::{faults, frame, list, path, terms};
use crate::desk::own::NewApp;
use crate::flow::Answer;
use crate::pages::{ConsoleItem, Fault, NewAppForm, ShownSecret};
use crate::site::{Page, Visit, judged};
use dialect::model::NewSecret;
use engine::secret::Plain;

/// The form.
pub(super) fn ask(visit: &Visit<'_>) -> Answer {
    form(visit, &NewApp::default(), None)
}

fn form(visit: &Visit<'_>, typed: &NewApp, fault: Option<Fault>) -> Answer {
    let status = judged(fault.as_ref());
    let form = NewAppForm {
        terms: terms(visit.call, &visit.language),
        name: typed.name.clone(),
        description: typed.description.clone(),
        redirect_uri: typed.redirect_uri.clone(),
        fault,
        action: visit.here(),
        csrf: visit.csrf(visit.call.path),
        back: visit.to(path(visit)),
    };
    visit.page(status, form.render(frame(visit)))
}

/// Makes it. Its secret is shown this once, on a page of its own or in the list, as the dialect says.
pub(super) async fn make(visit: &Visit<'_>) -> Page {
    let (fields, dice) = visit.act_once()?;
    let field = |name: &str| fields.one(name).to_owned();
    let typed = NewApp { name: field("name"), description: field("description"), redirect_uri: field("redirect_uri") };
    let made = match visit.desk_with(&dice).create_own(typed.clone(), visit.account()).await {
        Ok(made) => made,
        Err(declined) => {
            let kind = visit.desk().kind(None)?.name.clone();
            return Ok(form(visit, &typed, Some(faults::of(visit, &kind, declined)?)));
        }
    };
    if visit.call.mount.dialect.console.new_secret == NewSecret::List {
        return list::show(visit, Some((&made.app, made.secret.as_ref()))).await;
    }
    let own = Own { visit, app: made.app };
    let shown = ShownSecret {
        app: own.shown()?,
        item: ConsoleItem::Overview,
        example: made.secret.as_ref().map(|secret| configuration(&own, secret)),
        value: made.secret.map(|secret| secret.expose().to_owned()),
    };
    Ok(own.page(None, shown.render(own.frame())))
}

/// The lines of configuration that most apps need.
pub(super) fn configuration(own: &Own<'_>, secret: &Plain) -> String {
    format!("CLIENT_ID={}\nCLIENT_SECRET={}", own.app.client_id, secret.expose())
}
