//! A live access token for a fresh one with a lifetime of its own: what some providers have in the place of refresh tokens.

use super::{Circumstances, Denied, Issue, open_to};
use crate::access::{self, Live};
use crate::policy::GrantKind;
use crate::refusal::Refusal;
use crate::request::Param;
use crate::scope::ScopeSet;
use crate::secret::Plain;
use crate::time::end_of;

/// The rules, in order: the token lives, and it is this app's.
pub fn decide(facts: &access::Facts<'_>, token: &Param<Plain>, at: &Circumstances<'_>) -> Result<Issue, Denied> {
    let app = facts.app.ok_or(Refusal::TokenUnknown)?;
    open_to(app, GrantKind::Exchange, at.policy)?;
    if token.is_absent() {
        return Err(Refusal::TokenMissing.into());
    }
    let Live { token, .. } = access::live(facts, at.now)?;
    if token.app != app.key {
        return Err(Refusal::TokenUnknown.into());
    }
    let ends_at = end_of(at.now.secs(), at.policy.lifetimes.exchanged);
    Ok(Issue {
        mount: token.mount,
        app: token.app,
        account: token.account,
        grant: token.grant,
        family: token.family,
        scope: ScopeSet::parse(&token.scope),
        issued_at: app.issued_at(at.now),
        ends_at,
        purge_at: ends_at,
        refresh: None,
    })
}
