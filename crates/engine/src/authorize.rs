//! The authorization endpoint (RFC 6749 section 4.1.1): what must hold before anybody is asked, and what a yes makes.
//!
//! Before app and redirect URI are proven, an error can only be a page: [`No::OnPage`] has nowhere to travel to.

use crate::model::{Account, App, Challenge, Code, Grant, GrantKey, MountKey, Review};
use crate::pkce;
use crate::policy::{ConsentAgain, HasSecret, Policy, RefreshIssue};
use crate::redirect::{self, Named, ReturnTo};
use crate::refusal::{Refusal, Refused};
use crate::request::{AuthorizeRequest, LanguageClaim, Param, RequestObject, ResponseType, ResponseTypeClaim, Wish};
use crate::scope::ScopeSet;
use crate::secret::Hashed;
use crate::time::Now;

/// What the checks need.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The app of that `client_id`, if there is one.
    pub app: Option<&'a App>,
    /// The mount's name.
    pub mount: &'a str,
    /// Its live access tokens, counted up to its limit; 0 for an app without one.
    pub live_tokens: u32,
    /// The response type that is meant where none is read; `None`: it must be said.
    pub default_response: Option<ResponseType>,
}

/// A request that may be put before the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Where the answer goes.
    pub return_to: ReturnTo,
    /// What the answer is.
    pub response: ResponseType,
    /// What is asked for.
    pub scope: ScopeSet,
    /// PKCE.
    pub challenge: Option<Challenge>,
    /// Whether a refresh token will come with it.
    pub refresh: WithRefresh,
}

/// Whether a refresh token comes with the access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithRefresh {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// A refusal, and how far it may travel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum No {
    /// App or redirect URI are not proven: a page, nothing else.
    OnPage(Refused),
    /// They are: it may go there, if the dialect wants.
    Returned {
        /// Where.
        to: ReturnTo,
        /// In which form.
        response: ResponseType,
        /// Why.
        refused: Refused,
    },
}

/// The rules, in order. The first part ends with a [`ReturnTo`]; what fails after it may be told to the app.
pub fn check(request: &AuthorizeRequest, facts: &Facts<'_>, policy: &Policy) -> Result<Checked, No> {
    let app = known_app(request, facts).map_err(|refusal| No::OnPage(refusal.into()))?;
    if request.language == LanguageClaim::Unknown {
        return Err(No::OnPage(Refusal::LanguageUnknown.into()));
    }
    let to = redirect::matched(&request.redirect_uri, app, &policy.redirect);
    let to = to.map_err(|refusal| No::OnPage(refusal.into()))?;
    let response = told_response(request, facts);
    checked_after_trust(request, app, facts, policy)
        .map(|(scope, challenge, refresh)| Checked { return_to: to.clone(), response, scope, challenge, refresh })
        .map_err(|refused| No::Returned { to, response, refused })
}

fn known_app<'a>(request: &AuthorizeRequest, facts: &Facts<'a>) -> Result<&'a App, Refusal> {
    match (&request.client_id, facts.app) {
        (Param::Absent, _) => Err(Refusal::ClientIdMissing),
        (Param::Malformed, _) | (_, None) => Err(Refusal::ClientUnknown),
        (_, Some(app)) if app.deleted_at.is_some() => Err(Refusal::AppDeleted),
        (_, Some(app)) => Ok(app),
    }
}

/// The form in which even a refusal is told: a fragment where a token was asked for (RFC 6749 section 4.2.2.1).
fn told_response(request: &AuthorizeRequest, facts: &Facts<'_>) -> ResponseType {
    match request.response_type {
        ResponseTypeClaim::Known(response) => response,
        _ => facts.default_response.unwrap_or(ResponseType::Code),
    }
}

type AfterTrust = (ScopeSet, Option<Challenge>, WithRefresh);

fn checked_after_trust(
    request: &AuthorizeRequest,
    app: &App,
    facts: &Facts<'_>,
    policy: &Policy,
) -> Result<AfterTrust, Refused> {
    if let Some(name) = &request.duplicate {
        return Err(Refused::parameter(Refusal::ParameterDoubled, name));
    }
    if app.suspended_at.is_some() {
        return Err(Refusal::AppSuspended.into());
    }
    if !app.mounts.is_empty() && !app.mounts.iter().any(|own| own == facts.mount) {
        return Err(Refusal::AppElsewhere.into());
    }
    match request.object {
        Some(RequestObject::Value) => return Err(Refusal::RequestObject.into()),
        Some(RequestObject::Reference) => return Err(Refusal::RequestObjectUri.into()),
        None => {}
    }
    if let Some(name) = &request.demanded {
        return Err(Refused::parameter(Refusal::ParameterDemanded, name));
    }
    let response = match (request.response_type, facts.default_response) {
        (ResponseTypeClaim::Known(response), _) | (ResponseTypeClaim::Absent, Some(response)) => response,
        (ResponseTypeClaim::Absent, None) => return Err(Refusal::ResponseTypeMissing.into()),
        (ResponseTypeClaim::Unknown, _) => return Err(Refusal::ResponseTypeUnknown.into()),
    };
    let kind = policy.kind_of(app).ok_or(Refusal::ResponseTypeForbidden)?;
    if !kind.response_types.contains(&response) {
        return Err(Refusal::ResponseTypeForbidden.into());
    }
    let scope = policy.scopes.asked(&request.scope, &app.scopes)?;
    let challenge = match response {
        ResponseType::Code => pkce::challenge(&request.challenge, &request.challenge_method, secret_of(app), policy)?,
        ResponseType::Token => None,
    };
    if app.token_limit.is_some_and(|limit| facts.live_tokens >= limit) {
        return Err(Refusal::TokenLimit.into());
    }
    let refresh = match (kind.refresh, request.wishes.offline) {
        (RefreshIssue::Always, wish) if wish != Wish::No => WithRefresh::Yes,
        (RefreshIssue::WhenAsked, Wish::Yes) => WithRefresh::Yes,
        _ => WithRefresh::No,
    };
    Ok((scope, challenge, refresh))
}

fn secret_of(app: &App) -> HasSecret {
    if app.secrets.is_empty() { HasSecret::No } else { HasSecret::Yes }
}

/// What happens next for a signed-in account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask; these are the scopes that this account can grant.
    Ask(ScopeSet),
    /// All of it is granted already.
    Skip(ScopeSet),
}

/// Whether the user is asked. Public apps and private-use redirects always ask, since nothing proves who receives the answer (RFC 8252 section 8.6).
pub fn next(
    checked: &Checked,
    app: &App,
    account: &Account,
    grant: Option<&Grant>,
    policy: &Policy,
) -> Result<Next, Refused> {
    if account.disabled_at.is_some() {
        return Err(Refusal::AccountDisabled.into());
    }
    if app.review != Review::Live && !app.owners.contains(&account.key) {
        return Err(Refusal::AppNotReviewed.into());
    }
    let scope = policy.scopes.capped(&checked.scope, &account.roles);
    let unproven = secret_of(app) == HasSecret::No || checked.return_to.uri().is_none_or(redirect::is_private_use);
    let granted = grant.filter(|grant| grant.ended.is_none()).map(|grant| ScopeSet::parse(&grant.scope));
    let covered = granted.is_some_and(|granted| policy.scopes.covers(&granted, &scope));
    match policy.consent_again == ConsentAgain::ForMore && !unproven && covered {
        true => Ok(Next::Skip(scope)),
        false => Ok(Next::Ask(scope)),
    }
}

/// A yes: who, for what, under which keys.
#[derive(Clone, Debug)]
pub struct Yes<'a> {
    /// What was checked.
    pub checked: &'a Checked,
    /// The app.
    pub app: &'a App,
    /// The account.
    pub account: &'a Account,
    /// What was granted.
    pub scope: &'a ScopeSet,
    /// The mount.
    pub mount: MountKey,
}

/// The code that a yes makes. The grant's key is the store's to settle.
pub fn code(yes: &Yes<'_>, hash: Hashed, grant: GrantKey, policy: &Policy, now: Now) -> Code {
    Code {
        hash,
        mount: yes.mount,
        app: yes.app.key,
        account: yes.account.key,
        grant,
        scope: yes.scope.to_text(),
        redirect_uri: yes.checked.return_to.uri().map(str::to_owned),
        redirect_named: yes.checked.return_to.named() == Named::Yes,
        challenge: yes.checked.challenge.clone(),
        offline: yes.checked.refresh == WithRefresh::Yes,
        issued_at: yes.app.issued_at(now),
        ends_at: now.secs() + policy.lifetimes.code,
        spent: None,
    }
}

/// The scopes of the grant after this yes: what it held, and what is new, in catalogue order. On an axis the new word stands beside the old:
/// the grant says what was ever consented to, each token what it opens.
pub fn widened(grant: Option<&Grant>, scope: &ScopeSet, policy: &Policy) -> ScopeSet {
    let before =
        grant.filter(|grant| grant.ended.is_none()).map(|grant| ScopeSet::parse(&grant.scope)).unwrap_or_default();
    policy.scopes.ordered(before.words().iter().chain(scope.words()).map(String::as_str))
}
