//! An app's own error log.

use super::app::Own;
use crate::desk::refused::Refused;
use crate::flow::pages::see_other;
use crate::pages::{ConsoleLog, LoggedRefusal};
use crate::site::Page;
use dialect::model::{Endpoint, Name};
use store::ops::Page as Part;

/// Refusals of one page.
const SHOWN: u32 = 20;

/// The page.
pub(super) async fn show(own: &Own<'_>) -> Page {
    let after = own.visit.call.parameter("after");
    let found = own.desk().refused(&own.app, Part { after: after.clone(), limit: SHOWN }).await?;
    let here = own.to("/errors");
    if found.rows.is_empty() && found.next.is_none() && after.is_some() {
        return Ok(see_other(&here));
    }
    let page = ConsoleLog {
        app: own.shown()?,
        next: found.next.map(|next| format!("{here}?after={next}")),
        first: after.map(|_| here),
        refusals: found.rows.into_iter().map(|refused| logged(own, refused)).collect(),
    };
    Ok(own.page(None, page.render(own.frame())))
}

fn logged(own: &Own<'_>, refused: Refused) -> LoggedRefusal {
    let Refused { at, endpoint, refusal, detail, request_id, .. } = refused;
    // The request came to any of the realm's mounts, and each may call it something else.
    let mounts = &own.visit.call.realm.mounts;
    let of = if endpoint == "token" { Endpoint::Token } else { Endpoint::Authorize };
    let is_redirect = |name: &str| {
        let names = mounts.iter().flat_map(|mount| mount.dialect.names.of(of, Name::RedirectUri));
        names.into_iter().any(|own| own == name)
    };
    let sent_uri = detail.sent.iter().find(|(name, _)| is_redirect(name)).map(|(_, uri)| uri.clone());
    LoggedRefusal { at, endpoint, refusal, compared: sent_uri.zip(detail.expected.clone()), detail, request_id }
}
