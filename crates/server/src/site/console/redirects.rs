//! An app's redirect URIs.

use super::app::Own;
use super::faults;
use crate::pages::{ConsoleItem, ConsoleRedirects, Fault};
use crate::site::Page;
use dialect::model::Name;
use engine::secret::Hashed;

/// The page.
pub(super) fn show(own: &Own<'_>) -> Page {
    page(own, "", None)
}

/// What tells one from the others in addresses: an address cannot stand in another one's path as it is.
pub(super) fn handle(uri: &str) -> String {
    Hashed::of(uri.as_bytes()).as_bytes()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn page(own: &Own<'_>, typed: &str, fault: Option<Fault>) -> Page {
    let listed = |uri: &String| (uri.clone(), own.to(&format!("/redirects/{}/remove", handle(uri))));
    let page = ConsoleRedirects {
        app: own.shown()?,
        uris: own.app.redirect_uris.iter().map(listed).collect(),
        without: own.without_redirects(),
        names: [own.app.kind.clone(), own.parameter(Name::RedirectUri)],
        policy: own.visit.call.mount.dialect.policy.redirect.clone(),
        forms: faults::forms(own.visit, Some(&own.app.kind))?,
        typed: typed.to_owned(),
        fault: fault.clone(),
        csrf: own.csrf("/redirects"),
    };
    Ok(own.page(fault.as_ref(), page.render(own.frame(), own.done().as_deref())))
}

/// Adds one.
pub(super) async fn add(own: &Own<'_>) -> Page {
    let fields = own.visit.act()?;
    let typed = fields.one("redirect_uri").trim();
    if typed.is_empty() {
        return page(own, typed, Some(Fault::UriMissing));
    }
    let is_there = own.app.redirect_uris.iter().any(|uri| uri == typed);
    let word = if is_there { "redirect-there" } else { "redirect-added" };
    let added = own.desk().add_redirect(&own.app.client_id, typed).await;
    own.settled(added, (ConsoleItem::Redirects, word), |faults| page(own, typed, faults.into_iter().next())).await
}
