//! In which circumstances the apps of a page are that make a sentence another one: what stands behind a key of the words.

use dialect::model::{ClientAuth, Name, TokenCarrier};
use dialect::reference::{Delivery, Necessity, Reference, Topic};
use engine::policy::{AbsentRedirect, HasSecret, RedirectMatch, RefreshIssue};

/// All there are.
#[cfg(test)]
pub(super) const ALL: [&str; 12] = [
    "unnamed",
    "screen",
    "either",
    "in-every-link",
    "below",
    "same-path",
    "no-revocation",
    "no-refresh",
    "no-secret",
    "as-it-is",
    "no-basic",
    "unchallenged",
];

/// Those of a page's apps, the most special first.
pub(super) fn circumstances(reference: &Reference) -> Vec<&'static str> {
    let redirect = &reference.policy.redirect;
    let proves = || reference.sections.iter().filter(|section| !section.client_auth.is_empty());
    let basic = proves().any(|section| section.client_auth.contains(&ClientAuth::Basic));
    let encoded = [TokenCarrier::Form, TokenCarrier::Query];
    let encodes = proves().any(|section| section.carriers.iter().any(|own| encoded.contains(own)));
    let challenge = reference.of_links(Name::CodeChallenge);
    let all = [
        // Links name no redirect URI.
        ("unnamed", reference.of_links(Name::RedirectUri).is_none()),
        ("screen", reference.delivery == Delivery::Screen),
        ("either", reference.delivery == Delivery::Either),
        ("in-every-link", redirect.absent == AbsentRedirect::Refuse),
        ("below", redirect.matching == RedirectMatch::SameHostPathPrefix),
        ("same-path", redirect.matching == RedirectMatch::SamePath),
        ("no-revocation", reference.sections.iter().all(|section| section.topic != Topic::Revoke)),
        ("no-refresh", reference.kinds.iter().all(|kind| kind.refresh == RefreshIssue::Never)),
        ("no-secret", reference.kinds.iter().all(|kind| kind.secret == HasSecret::No)),
        // A secret travels in nothing that needs an encoding.
        ("as-it-is", !basic && !encodes),
        ("no-basic", !basic),
        // Nobody has to send a challenge.
        ("unchallenged", challenge.is_some_and(|own| own.need == Necessity::Optional)),
    ];
    all.into_iter().filter(|(_, there)| *there).map(|(own, _)| own).collect()
}
