//! A token for the app itself (RFC 6749 section 4.4).

use super::{Circumstances, Denied, Issue, open_to};
use crate::model::App;
use crate::policy::{GrantKind, HasSecret};
use crate::refusal::Refusal;
use crate::request::Param;
use crate::time::end_of;

/// The rules, in order: only an app with a secret speaks for itself.
pub fn decide(app: &App, scope: &Param<Vec<String>>, at: &Circumstances<'_>) -> Result<Issue, Denied> {
    open_to(app, GrantKind::ClientCredentials, at.policy)?;
    let kind = at.policy.kind_of(app).ok_or(Refusal::GrantTypeForbidden)?;
    if kind.secret == HasSecret::No || app.secrets.is_empty() {
        return Err(Refusal::ClientWithoutSecret.into());
    }
    let scope = at.policy.scopes.asked(scope, &app.scopes)?;
    let ends_at = end_of(at.now.secs(), at.policy.lifetimes.access);
    Ok(Issue {
        mount: at.mount,
        app: app.key,
        account: None,
        grant: None,
        family: at.family,
        scope: at.policy.scopes.capped(&scope, &[]),
        issued_at: app.issued_at(at.now),
        ends_at,
        purge_at: ends_at,
        refresh: None,
    })
}
