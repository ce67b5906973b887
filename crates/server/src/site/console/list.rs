//! The list of a developer's apps.

use super::app::Own;
use super::{done, frame, new, path, terms};
use crate::desk::own::{COUNTED_IN_LIST, Standing};
use crate::flow::pages::see_other;
use crate::pages::{ConsoleList, ListedApp, MadeApp, Number};
use crate::site::{Page, Visit};
use engine::model::App;
use engine::secret::Plain;
use http::StatusCode;
use store::developers::Counts;
use store::ops::Page as Part;

/// Apps of one page.
const SHOWN: u32 = 25;

/// The list; with an app that was made just now and its secret, where those are shown here.
pub(super) async fn show(visit: &Visit<'_>, made: Option<(&Own<'_>, Option<&Plain>)>) -> Page {
    let search = if made.is_some() { None } else { visit.call.parameter("q") }.unwrap_or_default();
    let after = if made.is_some() { None } else { visit.call.parameter("after") };
    let part = Part { after: after.clone(), limit: SHOWN };
    let found = visit.desk().own_apps(visit.account(), &search, part).await?;
    if found.rows.is_empty() && after.is_some() {
        // What stood behind that place is gone, or has moved to the top.
        return Ok(see_other(&address(visit, &search, None)));
    }
    let made = made.map(|(own, secret)| MadeApp {
        app: listed(visit, &own.app, &Counts::default()),
        secret: secret.map(|secret| secret.expose().to_owned()),
        example: secret.map(|secret| new::configuration(own, secret)),
    });
    let is_made = |app: &App| made.as_ref().is_some_and(|made| made.app.client_id == app.client_id);
    let apps = found.rows.iter().filter(|(app, _)| !is_made(app)).map(|(app, counts)| listed(visit, app, counts));
    let list = ConsoleList {
        terms: terms(visit.call, &visit.language),
        apps: apps.collect(),
        path: visit.to(path(visit)),
        next: found.next.map(|next| address(visit, &search, Some(&next))),
        first: after.map(|_| address(visit, &search, None)),
        search,
        made,
        full: visit.desk().has_most_apps(visit.account()).await?,
    };
    Ok(visit.page(StatusCode::OK, list.render(frame(visit), done(visit).as_deref())))
}

fn address(visit: &Visit<'_>, search: &str, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !search.is_empty() {
        query.append_pair("q", search);
    }
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    let (path, query) = (visit.to(path(visit)), query.finish());
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

fn listed(visit: &Visit<'_>, app: &App, counts: &Counts) -> ListedApp {
    ListedApp {
        name: app.name.clone(),
        client_id: app.client_id.clone(),
        color: app.color,
        standing: Standing::of(app),
        users: Number { count: counts.grants, at_most: COUNTED_IN_LIST },
        used_at: counts.used_at,
        href: visit.to(&format!("{}/{}", path(visit), app.client_id)),
    }
}
