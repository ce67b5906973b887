//! An app's redirect URIs.

use super::app::Own;
use super::faults;
use crate::desk::Declined;
use crate::pages::{ConsoleItem, ConsoleRedirects, Fault};
use crate::site::Page;

/// The page.
pub(super) fn show(own: &Own<'_>) -> Page {
    page(own, "", None)
}

fn page(own: &Own<'_>, typed: &str, fault: Option<Fault>) -> Page {
    let page = ConsoleRedirects {
        app: own.shown()?,
        uris: own.app.redirect_uris.clone(),
        matching: own.visit.call.mount.dialect.policy.redirect.matching,
        forms: faults::forms(own.visit, Some(&own.app.kind))?,
        typed: typed.to_owned(),
        fault: fault.clone(),
        csrf: [own.csrf("/redirects"), own.csrf("/redirects/remove")],
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
    let added = own.desk().add_redirect(&own.app.client_id, typed).await;
    own.settled(added, (ConsoleItem::Redirects, "redirect-added"), |fault| page(own, typed, Some(fault))).await
}

/// Removes one; one that is gone already is as good.
pub(super) async fn remove(own: &Own<'_>) -> Page {
    let fields = own.visit.act()?;
    match own.desk().remove_redirect(&own.app.client_id, fields.one("redirect_uri")).await {
        Ok(()) | Err(Declined::NoRedirect(_)) => Ok(own.lead(ConsoleItem::Redirects, "redirect-removed")),
        Err(declined) => Err(declined.into()),
    }
}
