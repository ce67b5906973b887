//! What the desk declines, as something that can be mended on the page.

use super::terms;
use crate::desk::Declined;
use crate::pages::{Fault, KindField, RedirectForms};
use crate::site::{Halt, Visit};
use engine::redirect::{Unregistrable, normal_form};

/// All that is wrong with a form.
pub(super) fn all_of(visit: &Visit<'_>, kind: &str, declined: Declined) -> Result<Vec<Fault>, Halt> {
    declined.each().into_iter().map(|one| of(visit, kind, one)).collect()
}

/// The fault; what no form could have done ends the page.
pub(super) fn of(visit: &Visit<'_>, kind: &str, declined: Declined) -> Result<Fault, Halt> {
    Ok(match declined {
        Declined::Fact(fault) => Fault::Fact(fault),
        Declined::Redirect { uri, why } => of_uri(visit, kind, (&uri, why))?,
        Declined::ManyRedirects(count) => Fault::ManyUris(count),
        Declined::KindRedirects { uris, .. } => {
            Fault::KindUris(uris.replace('`', ""), terms(visit.call, &visit.language).redirect_uri)
        }
        Declined::ManySecrets => Fault::ManySecrets,
        Declined::ManyApps(count) => Fault::ManyApps(count),
        Declined::NoAccount(..) => Fault::NoAccount,
        Declined::ManyOwners(count) => Fault::ManyOwners(count),
        Declined::LastOwner => Fault::LastOwner,
        other => return Err(other.into()),
    })
}

fn of_uri(visit: &Visit<'_>, kind: &str, (uri, why): (&str, Unregistrable)) -> Result<Fault, Halt> {
    let (desk, own) = (visit.desk(), forms(visit, Some(kind))?);
    let kinds = desk.kinds_with_redirect(uri)?;
    Ok(match why {
        Unregistrable::Form if !kinds.is_empty() => Fault::UriOfKinds(own, kinds, KindField::Elsewhere),
        Unregistrable::Reserved => Fault::UriReserved(desk.reserved_names(uri)?),
        _ => Fault::Uri(why, own, normal_form(uri).unwrap_or_default()),
    })
}

/// The forms that redirect URIs of that kind of app may have; `None`: of the main one.
pub(super) fn forms(visit: &Visit<'_>, kind: Option<&str>) -> Result<RedirectForms, Halt> {
    let desk = visit.desk();
    let forms = desk.kind(kind)?.redirects.clone();
    Ok(RedirectForms { forms, on_screen: desk.main()?.dialect.policy.redirect.on_screen.clone() })
}
