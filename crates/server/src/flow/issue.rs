//! Texts for what was decided: mints tokens in the dialect's shapes and keeps only their hashes.

use super::{Call, Failure};
use dialect::mint::Subject;
use engine::grant::Issue;
use engine::model::{Account, App};
use engine::scope::ScopeSet;
use engine::secret::{Plain, Seed};
use store::ops::Bounds;

/// For whom tokens are made.
#[derive(Clone, Copy)]
pub struct Bearer<'a> {
    /// The app.
    pub app: &'a App,
    /// The account, where there is one.
    pub account: Option<&'a Account>,
}

/// The text of an access token.
pub fn access_text(call: &Call<'_>, issue: &Issue, bearer: Bearer<'_>, seed: &Seed) -> Plain {
    let dialect = &call.mount.dialect;
    let subject = subject(call, bearer, (issue, &issue.scope), issue.ends_at);
    dialect.mint(&dialect.shapes.access_token, seed, Some(&subject))
}

/// The text of the refresh token that comes with it.
pub fn refresh_text(call: &Call<'_>, issue: &Issue, bearer: Bearer<'_>, seed: &Seed) -> Plain {
    let dialect = &call.mount.dialect;
    let terms = issue.refresh.as_ref();
    let scope = terms.map_or(&issue.scope, |terms| &terms.scope);
    let subject = subject(call, bearer, (issue, scope), terms.and_then(|terms| terms.ends_at));
    dialect.mint(&dialect.shapes.refresh_token, seed, Some(&subject))
}

fn subject<'a>(
    call: &Call<'a>,
    bearer: Bearer<'a>,
    (issue, scope): (&'a Issue, &'a ScopeSet),
    ends_at: Option<i64>,
) -> Subject<'a> {
    Subject {
        account: bearer.account,
        app: bearer.app,
        scope,
        issued_at: issue.issued_at,
        ends_at,
        issuer: &call.mount.issuer,
        realm: &call.realm.name,
        key: &call.realm.keys.tokens,
    }
}

/// The bounds that an issue to this app keeps.
pub fn bounds(call: &Call<'_>, app: &App, issue: &Issue) -> Bounds {
    let endless = issue.ends_at.is_none() && issue.grant.is_some();
    Bounds { app_limit: app.token_limit, grant_limit: endless.then_some(call.mount.dialect.policy.tokens_per_grant) }
}

/// A lost condition, every time: somebody else is always faster.
pub fn lost() -> Failure {
    Failure::Busy
}
