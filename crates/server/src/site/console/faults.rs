//! What the desk declines, as something that can be mended on the page.

use crate::desk::Declined;
use crate::pages::{Fault, RedirectForms};
use crate::site::{Halt, Visit};
use engine::redirect::normal_form;

/// The fault; what no form could have done ends the page.
pub(super) fn of(visit: &Visit<'_>, kind: &str, declined: Declined) -> Result<Fault, Halt> {
    Ok(match declined {
        Declined::Fact(fault) => Fault::Fact(fault),
        Declined::Redirect { uri, why } => {
            Fault::Uri(why, forms(visit, Some(kind))?, normal_form(&uri).unwrap_or_default())
        }
        Declined::ManyRedirects(count) => Fault::ManyUris(count),
        Declined::KindRedirects { uris, .. } => Fault::KindUris(uris.replace('`', "")),
        Declined::ManySecrets => Fault::ManySecrets,
        Declined::ManyApps(count) => Fault::ManyApps(count),
        Declined::NoAccount(..) => Fault::NoAccount,
        Declined::ManyOwners(count) => Fault::ManyOwners(count),
        Declined::LastOwner => Fault::LastOwner,
        other => return Err(other.into()),
    })
}

/// The forms that redirect URIs of that kind of app may have; `None`: of the main one.
pub(super) fn forms(visit: &Visit<'_>, kind: Option<&str>) -> Result<RedirectForms, Halt> {
    let desk = visit.desk();
    let forms = desk.kind(kind)?.redirects.clone();
    Ok(RedirectForms { forms, on_screen: desk.main()?.dialect.policy.redirect.on_screen.clone() })
}
