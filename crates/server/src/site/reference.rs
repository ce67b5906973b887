//! The reference of a mount: public under `/docs`, and in the console with an app's own id filled in.

use super::{Does, Page, Visit, visit};
use crate::flow::pages::{chrome, site_language};
use crate::flow::{Answer, Call};
use crate::pages::{Area, Current, Frame, ReferenceApp, ReferenceLink, ReferencePage};
use crate::realm::Mount;
use crate::wire::packed::packed;
use dialect::reference::Reader;
use engine::model::App;
use engine::policy::Kind;
use http::StatusCode;

/// Everybody's: of all kinds of apps, or of the one that `?kind=` names.
pub(super) fn answer(call: &Call<'_>) -> Page {
    Does::shows(call)?;
    let language = site_language(call, call.query(), None);
    let frame = Frame {
        chrome: chrome(call, &language, None),
        base: call.mount.prefix.clone(),
        area: Area::Docs,
        console: Some(super::console::place(call, &language)),
        side: Vec::new(),
        notice: None,
        about: Vec::new(),
        now: call.now.secs(),
        kept: None,
    };
    let kinds = &call.mount.dialect.policy.kinds;
    let kind = call.parameter("kind").and_then(|name| kinds.iter().find(|kind| kind.name == name));
    let page = ReferencePage { kinds: choices(kinds, kind), ..page(call, frame, (None, kind)) };
    Ok(packed(visit::spoken(call, &language, StatusCode::OK, page.render()), call.incoming.headers))
}

/// The page of an app in the console.
pub(super) fn in_console(visit: &Visit<'_>, app: &App) -> Answer {
    // Nothing of what somebody sends stands on it, and its seals are others each time.
    packed(visit.page(StatusCode::OK, of_app(visit.call, visit.frame(Area::Docs), app)), visit.call.incoming.headers)
}

/// An app's own page: its id, its redirect URI, and what its kind may do. The secret is never in it.
fn of_app(call: &Call<'_>, frame: Frame, app: &App) -> String {
    page(call, frame, (Some(app), call.mount.dialect.policy.kind_of(app))).render()
}

fn page(call: &Call<'_>, frame: Frame, (app, kind): (Option<&App>, Option<&Kind>)) -> ReferencePage {
    let (realm, mount) = (call.realm, call.mount);
    let reader = Reader { base: &mount.issuer, realm: &realm.name, realm_title: &realm.title, app, kind };
    let open = |mount: &&Mount| app.is_none_or(|app| app.mounts.is_empty() || app.mounts.contains(&mount.name));
    let mounts: Vec<&Mount> = realm.mounts.iter().filter(open).collect();
    let link = |own: &&Mount| ReferenceLink {
        text: realm.title_of(own),
        href: address(own, app),
        current: Current::when(own.key == mount.key),
    };
    let several = mounts.len() > 1;
    let about = app.map(|app| app.name.clone()).or_else(|| kind.map(|kind| kind.name.clone()));
    let spoken = several.then(|| realm.title_of(mount)).filter(|title| *title != realm.title);
    ReferencePage {
        frame: Frame { about: about.into_iter().chain(spoken).collect(), ..frame },
        reference: mount.dialect.reference(reader),
        base: mount.issuer.clone(),
        title: realm.title_of(mount),
        app: app.zip(kind).map(|(app, kind)| ReferenceApp {
            name: app.name.clone(),
            client_id: app.client_id.clone(),
            kind: kind.name.clone(),
            href: format!("{}{}/{}", mount.issuer, mount.dialect.console.path, app.client_id),
        }),
        kinds: Vec::new(),
        mounts: if several { mounts.iter().map(link).collect() } else { Vec::new() },
    }
}

/// Where the reference of a mount stands.
fn address(mount: &Mount, app: Option<&App>) -> String {
    match app {
        Some(app) => format!("{}{}/{}/docs", mount.issuer, mount.dialect.console.path, app.client_id),
        None => format!("{}/docs", mount.issuer),
    }
}

/// All kinds together, then each by itself.
fn choices(kinds: &[Kind], chosen: Option<&Kind>) -> Vec<ReferenceLink> {
    if kinds.len() < 2 {
        return Vec::new();
    }
    let href = |kind: &Kind| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("kind", &kind.name).finish();
        format!("?{query}")
    };
    let each = kinds.iter().map(|kind| ReferenceLink {
        text: kind.name.clone(),
        href: href(kind),
        current: Current::when(chosen == Some(kind)),
    });
    let all = ReferenceLink { text: String::new(), href: "?".to_owned(), current: Current::when(chosen.is_none()) };
    std::iter::once(all).chain(each).collect()
}
