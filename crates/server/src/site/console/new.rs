//! A new app.

use super::app::Own;
use super::{faults, frame, list, path, terms};
use crate::desk::own::NewApp;
use crate::pages::{ConsoleItem, Fault, KindField, NewAppForm, ShownSecret};
use crate::site::{Page, Visit, judged};
use dialect::model::NewSecret;
use dialect::reference::Variable;
use engine::secret::Plain;

/// The form; whoever may make no more apps reads so in their list.
pub(super) async fn ask(visit: &Visit<'_>) -> Page {
    match visit.desk().has_most_apps(visit.account()).await? {
        Some(_) => Ok(visit.lead_on(path(visit))),
        None => form(visit, &NewApp::default(), Vec::new()),
    }
}

fn form(visit: &Visit<'_>, typed: &NewApp, faults: Vec<Fault>) -> Page {
    let desk = visit.desk();
    let kinds = &desk.main()?.dialect.policy.kinds;
    let status = judged(faults.first());
    let form = NewAppForm {
        terms: terms(visit.call, &visit.language),
        name: typed.name.clone(),
        description: typed.description.clone(),
        redirect_uri: typed.redirect_uri.clone(),
        kind: typed.kind.clone().or_else(|| kinds.first().map(|kind| kind.name.clone())).unwrap_or_default(),
        kinds: kinds.iter().map(|kind| (kind.name.clone(), kind.secret)).collect(),
        faults,
        action: visit.here(),
        csrf: visit.csrf(visit.call.path),
        back: visit.to(path(visit)),
    };
    Ok(visit.page(status, form.render(frame(visit))))
}

/// Makes it. Its secret is shown this once, on a page of its own or in the list, as the dialect says.
pub(super) async fn make(visit: &Visit<'_>) -> Page {
    let (fields, dice) = visit.act_once()?;
    let field = |name: &str| fields.one(name).to_owned();
    let typed = NewApp {
        name: field("name"),
        description: field("description"),
        redirect_uri: field("redirect_uri"),
        kind: Some(field("kind")).filter(|kind| !kind.is_empty()),
    };
    let made = match visit.desk_with(&dice).create_own(typed.clone(), visit.account()).await {
        Ok(made) => made,
        Err(declined) => {
            let kind = visit.desk().kind(typed.kind.as_deref())?.name.clone();
            let beside_kind = |fault| match fault {
                Fault::UriOfKinds(forms, kinds, _) => Fault::UriOfKinds(forms, kinds, KindField::Here),
                other => other,
            };
            let faults = faults::all_of(visit, &kind, declined)?;
            return form(visit, &typed, faults.into_iter().map(beside_kind).collect());
        }
    };
    let own = Own { visit, app: made.app };
    if visit.call.mount.dialect.console.new_secret == NewSecret::List {
        return list::show(visit, Some((&own, made.secret.as_ref()))).await;
    }
    let shown = ShownSecret {
        app: own.shown()?,
        item: ConsoleItem::Overview,
        example: made.secret.as_ref().map(|secret| configuration(&own, secret)),
        value: made.secret.map(|secret| secret.expose().to_owned()),
    };
    Ok(own.page(None, shown.render(own.frame())))
}

/// The lines of configuration that most apps need, which the lines of the reference use.
pub(super) fn configuration(own: &Own<'_>, secret: &Plain) -> String {
    let names = own.visit.call.mount.dialect.variables();
    let [id, key] = [(Variable::ClientId, own.app.client_id.as_str()), (Variable::ClientSecret, secret.expose())];
    [id, key].map(|(own, value)| names.set(own, value)).join("\n")
}
