//! Where a dialect is weaker than the standard, in a sentence each: for `dialect show`, the audit log and SECURITY.

use crate::model::{
    ApiCarrier, BothAuth, ClientAuth, Dialect, EarlyRefusals, Endpoint, Method, Operation, QuerySecrets,
    RequestObjects, RevokeClient, TestToken, TokenCarrier,
};
use engine::model::ChallengeMethod;
use engine::policy::{
    AbsentRedirect, GrantKind, HasSecret, Kind, PkceNeed, RedirectAtExchange, RedirectMatch, RefreshIssue, Rotation,
};
use engine::request::ResponseType;

/// All that a dialect may be warned of, and whether it is true of this one.
pub fn weaknesses(dialect: &Dialect) -> impl Iterator<Item = (bool, &'static str)> {
    let all = [redirects(dialect), requests(dialect), tokens(dialect), carriers(dialect)];
    all.into_iter().flatten()
}

/// What is true of it.
pub(super) fn warnings(dialect: &Dialect) -> Vec<String> {
    weaknesses(dialect).filter(|(weak, _)| *weak).map(|(_, text)| text.to_owned()).collect()
}

type Weak = (bool, &'static str);

fn any_kind(dialect: &Dialect, test: impl Fn(&Kind) -> bool) -> bool {
    dialect.policy.kinds.iter().any(test)
}

fn redirects(dialect: &Dialect) -> Vec<Weak> {
    let redirect = &dialect.policy.redirect;
    let screen = !redirect.on_screen.is_empty() || redirect.absent == AbsentRedirect::SoleOrOnScreen;
    vec![
        (
            redirect.matching == RedirectMatch::SameHostPathPrefix,
            "Redirect URIs match below the registered path, not exactly (RFC 9700 section 2.1).",
        ),
        (
            redirect.matching == RedirectMatch::SamePath,
            "Redirect URIs match whatever their query adds, not exactly (RFC 9700 section 2.1).",
        ),
        (
            redirect.absent == AbsentRedirect::First,
            "A request without redirect URI is answered to the first registered one, even where there are several.",
        ),
        (screen, "Codes may be shown on screen, where people can be talked into handing them on."),
        (
            dialect.policy.redirect_at_exchange != RedirectAtExchange::Required,
            "The exchange need not repeat the redirect URI (RFC 6749 section 4.1.3).",
        ),
        (
            dialect.authorize.early_refusals == EarlyRefusals::AtOnce,
            "Refusals travel by redirect before anybody has signed in (RFC 9700 section 4.11.2).",
        ),
        (
            dialect.authorize.request_objects == RequestObjects::Ignored,
            "A request object is overlooked instead of refused, so its app never learns that what it signed does not count (RFC 9101).",
        ),
    ]
}

fn requests(dialect: &Dialect) -> Vec<Weak> {
    let policy = &dialect.policy;
    let public_code = |kind: &Kind| kind.secret == HasSecret::No && kind.response_types.contains(&ResponseType::Code);
    let weak_pkce = policy.pkce == PkceNeed::Optional;
    vec![
        (
            weak_pkce && any_kind(dialect, public_code),
            "Apps without a secret need no PKCE: who intercepts a code can redeem it (RFC 9700 section 2.1.1).",
        ),
        (
            weak_pkce && !any_kind(dialect, public_code),
            "PKCE is optional (RFC 9700 section 2.1.1 recommends it for all).",
        ),
        (
            policy.challenge_methods.contains(&ChallengeMethod::Plain),
            "A PKCE challenge may be the verifier itself (RFC 7636 section 7.2).",
        ),
        (
            any_kind(dialect, |kind| kind.response_types.contains(&ResponseType::Token)),
            "Access tokens travel in redirects: implicit grant (RFC 9700 section 2.1.2).",
        ),
        (
            dialect.both_auth == BothAuth::WhenEqual,
            "An app may prove itself in two ways at once when they say the same (RFC 6749 section 2.3).",
        ),
        (
            dialect.query_secrets == QuerySecrets::Ignored,
            "A secret in the query is overlooked instead of refused, so its app never learns that it leaks.",
        ),
    ]
}

fn tokens(dialect: &Dialect) -> Vec<Weak> {
    let policy = &dialect.policy;
    let renews = dialect.token.contains_key(&GrantKind::RefreshToken);
    let public = |kind: &Kind| kind.secret == HasSecret::No && kind.refresh != RefreshIssue::Never;
    let exchange = dialect.token.get(&GrantKind::Exchange);
    vec![
        (policy.lifetimes.access.is_none(), "Access tokens never expire."),
        (exchange.is_some() && policy.lifetimes.exchanged.is_none(), "Exchanged access tokens never expire."),
        (
            dialect.ways().any(|(_, own)| own.client_auth.is_empty()),
            "A live access token is exchanged for a fresh one without any proof of the app.",
        ),
        (renews && policy.refresh.life.is_none(), "Refresh tokens never expire."),
        (
            renews && policy.refresh.life.is_some() && policy.refresh.family_life.is_none(),
            "Refresh tokens in use have no last day.",
        ),
        (
            renews && policy.refresh.rotation != Rotation::Rotate && any_kind(dialect, public),
            "Refresh tokens of apps without a secret are not rotated (RFC 9700 section 2.2.2).",
        ),
        (
            renews && policy.refresh.rotation != Rotation::Rotate && !any_kind(dialect, public),
            "Refresh tokens are not rotated: a stolen copy goes on working.",
        ),
        (dialect.test_token == TestToken::Endless, "Test tokens never expire."),
    ]
}

fn resource_says_yes(dialect: &Dialect) -> bool {
    let mild = |status: Option<u16>| status.is_some_and(|status| status < 300);
    dialect.refusals.at.iter().filter(|(endpoint, _)| matches!(endpoint, Endpoint::Resource(_))).any(|(_, words)| {
        let worded = words.by_name.values().chain(words.by_code.values()).chain(&words.any);
        mild(words.status) || worded.into_iter().any(|words| mild(words.status))
    })
}

fn carriers(dialect: &Dialect) -> Vec<Weak> {
    let of_tokens = |carrier| dialect.ways().any(|(_, own)| own.carriers.contains(&carrier));
    let get = |wanted: fn(&Operation) -> bool| {
        dialect.routes.iter().any(|route| route.method == Method::Get && wanted(&route.operation))
    };
    let revoke = dialect.revoke.as_ref();
    let asking = [dialect.tokeninfo.as_ref().map(|own| &own.carriers), revoke.map(|own| &own.carriers)];
    let in_query = asking.into_iter().flatten().any(|own| own.contains(&TokenCarrier::Query));
    let by = |method| dialect.ways().any(|(_, own)| own.client_auth.contains(&method));
    vec![
        (
            of_tokens(TokenCarrier::Query),
            "Secrets and codes travel in the query of token requests, where logs keep them.",
        ),
        (get(|operation| matches!(operation, Operation::Token(_))), "Tokens are issued by GET."),
        (by(ClientAuth::BearerSecret), "Secrets of apps travel as Bearer tokens."),
        (by(ClientAuth::SecretAlone), "A secret alone proves an app that does not say who it is."),
        (
            dialect.api.iter().any(|carrier| matches!(carrier, ApiCarrier::Query(_))),
            "API calls carry tokens in the query, where logs keep them (RFC 9700 section 4.3.2).",
        ),
        (resource_says_yes(dialect), "A resource refuses with a 2xx: gateways must ask `/verify`, never the resource."),
        (in_query, "Tokens travel in the query when they are asked about or ended."),
        (
            revoke.is_some_and(|own| own.carriers.contains(&TokenCarrier::Path)),
            "Tokens stand in the path when they are revoked.",
        ),
        (get(|operation| *operation == Operation::Revoke), "Tokens are revoked by GET."),
        (
            revoke.is_some_and(|own| own.client != RevokeClient::Required),
            "Whoever holds a token may revoke it, without being the app (RFC 7009 section 2.1).",
        ),
    ]
}
