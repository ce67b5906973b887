//! What the wire calls the RFC's parameters.

use super::at::At;
use crate::model::{Endpoint, Name, Names, RequestObjects};
use crate::raw::{RawDialect, RawNames};
use std::collections::BTreeMap;

/// The parameters that an endpoint reads.
const READ: &[(Endpoint, &[Name])] = &[
    (
        Endpoint::Authorize,
        &[
            Name::ClientId,
            Name::RedirectUri,
            Name::ResponseType,
            Name::Scope,
            Name::SecondScope,
            Name::State,
            Name::CodeChallenge,
            Name::CodeChallengeMethod,
        ],
    ),
    (
        Endpoint::Token,
        &[
            Name::ClientId,
            Name::ClientSecret,
            Name::RedirectUri,
            Name::Scope,
            Name::Code,
            Name::GrantType,
            Name::RefreshToken,
            Name::CodeVerifier,
            Name::AccessToken,
        ],
    ),
    (Endpoint::TokenInfo, &[Name::AccessToken]),
    (Endpoint::Introspect, &[Name::ClientId, Name::ClientSecret, Name::Token, Name::TokenTypeHint]),
    (Endpoint::Revoke, &[Name::ClientId, Name::ClientSecret, Name::Token, Name::TokenTypeHint]),
];

/// `[names]` and the `names` of each endpoint.
pub(super) fn names(at: &At<'_>, raw: &RawDialect) -> Names {
    let own = [
        (Endpoint::Authorize, "authorize", &raw.authorize.names),
        (Endpoint::Token, "token", &raw.token.names),
        (Endpoint::TokenInfo, "tokeninfo", &raw.tokeninfo.names),
        (Endpoint::Introspect, "introspect", &raw.introspect.names),
        (Endpoint::Revoke, "revoke", &raw.revoke.names),
    ];
    let mut names = Names { all: read(&at.key("names"), &raw.names), at: BTreeMap::new() };
    for (endpoint, section, raw) in own {
        let read = read(&at.key(section).key("names"), raw);
        if !read.is_empty() {
            names.at.insert(endpoint, read);
        }
    }
    named_elsewhere(at, raw, &names);
    for (endpoint, read) in READ {
        distinct(at, &names, *endpoint, read);
    }
    names
}

/// Names that other sections give or need.
fn named_elsewhere(at: &At<'_>, raw: &RawDialect, names: &Names) {
    if let Some(language) = raw.pages.language_parameter.as_ref().filter(|name| !name.is_empty()) {
        let read = READ.iter().filter(|(endpoint, _)| *endpoint == Endpoint::Authorize).flat_map(|(_, read)| *read);
        if let Some(name) = read.copied().find(|name| names.of(Endpoint::Authorize, *name).contains(language)) {
            let what = format!("`{language}` would be both `{}` and the language", word(name));
            at.key("pages").key("language_parameter").fault(what, "give each its own name");
        }
    }
    if raw.authorize.request_objects == Some(RequestObjects::Refused) {
        no_request_object(at, raw, names);
    }
    let second = raw.scopes.second.as_ref().is_some_and(|words| !words.is_empty());
    if second && names.of(Endpoint::Authorize, Name::SecondScope).is_empty() {
        at.key("scopes")
            .key("second")
            .fault("the parameter of these scopes has no name", "name `second_scope` in `[names]`");
    }
}

/// RFC 9101 has the names `request` and `request_uri` for itself.
fn no_request_object(at: &At<'_>, raw: &RawDialect, names: &Names) {
    let read = READ.iter().filter(|(endpoint, _)| *endpoint == Endpoint::Authorize).flat_map(|(_, read)| *read);
    let named = read.flat_map(|name| {
        let place = place(at, names, Endpoint::Authorize, *name);
        names.of(Endpoint::Authorize, *name).iter().map(move |word| (word, place.clone()))
    });
    let extras = at.key("authorize").key("extras");
    let extras = raw.authorize.extras.keys().map(|name| (name, extras.key(name)));
    for (word, place) in named.chain(extras).filter(|(word, _)| ["request", "request_uri"].contains(&word.as_str())) {
        let what = format!("`{word}` would be a request object (RFC 9101) and another parameter");
        let setting = at.key("authorize").key("request_objects");
        setting.nearer(&place).fault(what, "give it another name, or say `request_objects = \"ignored\"`");
    }
}

fn read(at: &At<'_>, raw: &RawNames) -> BTreeMap<Name, Vec<String>> {
    let mut names = BTreeMap::new();
    for (name, words) in raw {
        let words = words.list();
        let at = at.key(&word(*name));
        if words.is_empty() {
            at.fault("a parameter without a name", "say at least one");
        }
        for text in &words {
            if text.is_empty() || !text.chars().all(|c| c.is_ascii_graphic() && !"&=#\"\\".contains(c)) {
                at.fault(
                    format!("`{text}` cannot be the name of a parameter"),
                    "visible ASCII without `&`, `=`, `#` and quotation marks",
                );
            }
        }
        names.insert(*name, words);
    }
    names
}

/// No two parameters of one endpoint share a name, and none that it reads is without.
fn distinct(at: &At<'_>, names: &Names, endpoint: Endpoint, read: &[Name]) {
    let mut seen: BTreeMap<&str, Name> = BTreeMap::new();
    for name in read {
        let words = names.of(endpoint, *name);
        let place = place(at, names, endpoint, *name);
        if words.is_empty() && *name != Name::SecondScope {
            place.fault(format!("`{}` has no name", word(*name)), "extend `standard`, or name it in `[names]`");
        }
        for text in words {
            if let Some(other) = seen.insert(text, *name).filter(|other| other != name) {
                place.fault(
                    format!("`{text}` would be both `{}` and `{}`", word(other), word(*name)),
                    "give each its own name",
                );
            }
        }
    }
}

fn place<'a>(at: &At<'a>, names: &Names, endpoint: Endpoint, name: Name) -> At<'a> {
    let section = section(endpoint);
    let special = names.at.get(&endpoint).is_some_and(|own| own.contains_key(&name));
    let at = if special { at.key(section).key("names") } else { at.key("names") };
    at.key(&word(name))
}

/// The section of an endpoint in the file.
pub(crate) fn section(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Authorize => "authorize",
        Endpoint::Token => "token",
        Endpoint::TokenInfo => "tokeninfo",
        Endpoint::Introspect => "introspect",
        Endpoint::Revoke => "revoke",
        Endpoint::Api => "api",
        Endpoint::Resource(_) => "resources",
    }
}

/// The RFC's word.
fn word(name: Name) -> String {
    written(name)
}

/// The word of a key that is an enum.
pub(super) fn written(key: impl serde::Serialize) -> String {
    serde_json::to_value(key).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
