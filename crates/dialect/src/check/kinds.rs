//! `[[kinds]]`: what each kind of app may do must be possible in this dialect.

use super::at::At;
use crate::model::{Authorize, Extra, ExtraEffect};
use crate::raw::{RawDialect, RawKind, Word};
use engine::policy::{
    AbsentRedirect, GrantKind, HasSecret, Kind, PublicClients, RedirectForm, RedirectPolicy, RefreshIssue,
};
use engine::request::ResponseType;

/// What kinds are held against.
pub(super) struct Possible<'a> {
    /// The grants of the token endpoint.
    pub grants: &'a [GrantKind],
    /// The authorization endpoint.
    pub authorize: &'a Authorize,
    /// Redirect rules.
    pub redirect: &'a RedirectPolicy,
    /// The token endpoint and apps without a secret.
    pub public: PublicClients,
}

/// All kinds, the main one first.
pub(super) fn kinds(at: &At<'_>, raw: &RawDialect, possible: &Possible<'_>) -> Vec<Kind> {
    let list = at.required("kinds", raw.kinds.as_ref(), Vec::new());
    let at = at.key("kinds");
    if list.is_empty() {
        at.fault("no kind of app", "write `[[kinds]]` with a name");
    }
    let mut kinds: Vec<Kind> = Vec::new();
    for (index, raw) in list.iter().enumerate() {
        let at = at.index(index);
        let kind = kind(&at, raw);
        if kinds.iter().any(|known| known.name == kind.name) {
            at.key("name").fault(format!("the kind `{}` is there twice", kind.name), "give each its own name");
        }
        check(&at, &kind, possible);
        kinds.push(kind);
    }
    kinds
}

fn kind(at: &At<'_>, raw: &RawKind) -> Kind {
    let secret = at.required("secret", raw.secret.as_ref(), true);
    Kind {
        name: at.required("name", raw.name.as_ref(), String::new()),
        secret: if secret { HasSecret::Yes } else { HasSecret::No },
        response_types: at
            .required("response_types", raw.response_types.as_ref(), Vec::new())
            .iter()
            .map(|c| c.0)
            .collect(),
        grants: at.required("grants", raw.grants.as_ref(), Vec::new()).iter().map(|c| c.0).collect(),
        refresh: at.choice("refresh", raw.refresh, RefreshIssue::Never),
        redirects: at.required("redirects", raw.redirects.as_ref(), Vec::new()).iter().map(|c| c.0).collect(),
    }
}

fn check(at: &At<'_>, kind: &Kind, possible: &Possible<'_>) {
    // None at all is a fault of `[token]`, told there.
    let unknown = |grant: &GrantKind| !possible.grants.is_empty() && !possible.grants.contains(grant);
    for (index, grant) in kind.grants.iter().enumerate().filter(|(_, grant)| unknown(grant)) {
        let known = possible.grants.iter().map(|grant| grant.word());
        at.key("grants").index(index).unknown("grant of this dialect", grant.word(), known);
    }
    let has = |grant| kind.grants.contains(&grant);
    for (index, response) in kind.response_types.iter().enumerate() {
        let here = at.key("response_types").index(index);
        let worded = possible.authorize.response_words.iter().any(|(_, meaning)| meaning == response);
        if !worded && possible.authorize.default_response != *response {
            here.fault(format!("no word asks for `{}`", response.word()), "name one in `[authorize.response_types]`");
        }
        if *response == ResponseType::Token && possible.authorize.token_answer.is_empty() {
            here.fault("the answer with a token is not described", "write `token_answer` in `[authorize]`");
        }
    }
    let codes = kind.response_types.contains(&ResponseType::Code);
    if codes != has(GrantKind::AuthorizationCode) {
        at.key("grants")
            .fault("a code and its exchange belong together", "`code` with `authorization_code`, or neither");
    }
    let renews = kind.refresh != RefreshIssue::Never;
    if renews != has(GrantKind::RefreshToken) {
        at.key("refresh")
            .fault("refresh tokens and their grant belong together", "`never`, or the grant `refresh_token`");
    }
    let asks = |extra: &Extra| extra.effects.iter().any(|(_, effect)| *effect == ExtraEffect::Offline);
    if kind.refresh == RefreshIssue::WhenAsked && !possible.authorize.extras.iter().any(asks) {
        at.key("refresh")
            .fault("nothing asks for a refresh token", "give a value of `[authorize.extras]` the effect `offline`");
    }
    if kind.secret == HasSecret::No {
        if has(GrantKind::ClientCredentials) {
            at.key("grants").fault("an app without secret has no credentials", "leave `client_credentials` out");
        }
        if !kind.grants.is_empty() && possible.public == PublicClients::Refused {
            at.key("grants")
                .fault("the token endpoint is closed to apps without secret", "`public = \"allowed\"` in `[client]`");
        }
    }
    check_redirects(at, kind, possible);
}

fn check_redirects(at: &At<'_>, kind: &Kind, possible: &Possible<'_>) {
    let here = at.key("redirects");
    let screen = !possible.redirect.on_screen.is_empty() || possible.redirect.absent == AbsentRedirect::SoleOrOnScreen;
    if kind.redirects.contains(&RedirectForm::OnScreen) && possible.redirect.on_screen.is_empty() {
        here.fault("no word asks for the code on screen", "name one in `on_screen` of `[redirect]`");
    }
    if kind.redirects.is_empty() && !kind.response_types.is_empty() && !screen {
        here.fault("its codes could go nowhere", "name a form, or let `[redirect]` show codes on screen");
    }
    if kind.response_types.is_empty() && kind.grants.is_empty() {
        at.fault("such an app could do nothing", "give it a response type or a grant");
    }
}
