//! What a refused request said, as far as its developer may read it again: no secret, no code, no token, nothing about people.

use super::carriers::media_type;
use super::client::claimed_by_basic;
use super::fields::{Field, Fields, Raw};
use super::{form, json};
use crate::incoming::Incoming;
use crate::model::{Dialect, Endpoint, Name};
use engine::request::Carrier;
use http::header::AUTHORIZATION;
use std::borrow::Cow;

/// Longer values are cut off, in characters.
const LONGEST_URI: usize = 300;
/// Words of one value that are kept.
const MOST_WORDS: usize = 20;
/// Grants of RFC 6749, 7523, 7522, 8628 and 8693.
const GRANT_TYPES: [&str; 9] = [
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "password",
    "implicit",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
];
/// RFC 6749 and OpenID Connect.
const RESPONSE_TYPES: [&str; 4] = ["code", "token", "id_token", "none"];
/// RFC 7636, and how it is written wrong.
const CHALLENGE_METHODS: [&str; 5] = ["S256", "plain", "s256", "SHA256", "sha256"];
/// RFC 7009.
const TOKEN_TYPES: [&str; 2] = ["access_token", "refresh_token"];
/// So short a word is no secret.
const SHORT: usize = 8;
/// So long are the parts of a longer one at the most: `authorization` in `authorization_code`.
const LONGEST_PART: usize = 14;
/// So long it is as a whole.
const LONGEST_WORD: usize = 64;

/// What a request said, read without any rule: it was refused already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Which app it claims to come from.
    pub client_id: Option<String>,
    /// The redirect URI, whole: for comparing, not for keeping.
    pub redirect_uri: Option<String>,
    /// Parameters and headers by their names on the wire; a redirect URI without the values of its query.
    pub words: Vec<(String, String)>,
}

impl Dialect {
    /// What the request said. Parameters are taken from wherever they stand, whether the endpoint takes them there or not.
    pub fn sent(&self, endpoint: Endpoint, incoming: &Incoming) -> Sent {
        let fields = everything(incoming);
        let find = |name| said(&fields, self.names.of(endpoint, name));
        let mut sent = Sent {
            client_id: find(Name::ClientId).map(|(_, id)| id.to_owned()).or_else(|| claimed_by_basic(incoming.headers)),
            redirect_uri: find(Name::RedirectUri).map(|(_, uri)| uri.to_owned()),
            words: Vec::new(),
        };
        let kept: &[Name] = match endpoint {
            Endpoint::Authorize => {
                &[Name::ResponseType, Name::RedirectUri, Name::Scope, Name::SecondScope, Name::CodeChallengeMethod]
            }
            Endpoint::Token => &[Name::GrantType, Name::RedirectUri, Name::Scope, Name::SecondScope],
            Endpoint::Introspect | Endpoint::Revoke => &[Name::TokenTypeHint],
            Endpoint::TokenInfo | Endpoint::Api | Endpoint::Resource(_) => &[],
        };
        for name in kept {
            let Some((wire, text)) = find(*name) else { continue };
            let text = match name {
                Name::RedirectUri => without_values(text),
                _ => known_words(text, |word| self.knows(*name, word)),
            };
            sent.words.push((wire.to_owned(), text));
        }
        if endpoint != Endpoint::Authorize {
            sent.words.extend(headers(incoming));
        }
        sent
    }

    /// Whether a word stands in a specification or in this dialect: whatever else got into such a parameter could be a secret.
    fn knows(&self, name: Name, word: &str) -> bool {
        match name {
            Name::GrantType => {
                GRANT_TYPES.contains(&word)
                    || self.ways().any(|(_, grant)| grant.grant_words.iter().any(|own| own == word))
            }
            Name::ResponseType => {
                RESPONSE_TYPES.contains(&word)
                    || self.authorize.response_words.iter().any(|(own, _)| own.split(' ').any(|own| own == word))
            }
            Name::CodeChallengeMethod => CHALLENGE_METHODS.contains(&word),
            Name::TokenTypeHint => TOKEN_TYPES.contains(&word),
            Name::Scope | Name::SecondScope => self.policy.scopes.scope(word).is_some(),
            _ => false,
        }
    }
}

/// Query and body, whatever the endpoint takes.
fn everything<'a>(incoming: &Incoming<'a>) -> Fields<'a> {
    let mut fields = Fields::default();
    let mut read = |text: &'a [u8], carrier| {
        for (name, value) in form::pairs(text) {
            let name = form::decoded(name).unwrap_or_default();
            fields.0.push(Field { name, value: Raw::of(form::decoded(value)), carrier });
        }
    };
    read(incoming.query.unwrap_or_default().as_bytes(), Carrier::Query);
    match json::members(incoming.body) {
        None => read(incoming.body, Carrier::Body),
        Some(members) => {
            for (name, member) in members {
                let json::Member::Text(text) = member else { continue };
                let value = Raw::of(Some(Cow::Owned(text)));
                fields.0.push(Field { name: Cow::Owned(name), value, carrier: Carrier::Body });
            }
        }
    }
    fields
}

/// The first text under one of these names.
fn said<'f>(fields: &'f Fields<'_>, names: &[String]) -> Option<(&'f str, &'f str)> {
    let named = fields.0.iter().filter(|field| names.iter().any(|name| *name == field.name));
    named.filter_map(|field| Some((field.name.as_ref(), field.value.text()?))).next()
}

/// How the request proves itself, and what it says that its body is.
fn headers(incoming: &Incoming) -> Vec<(String, String)> {
    let scheme = incoming.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
    let scheme = scheme.map(|(scheme, _)| scheme).filter(|scheme| scheme.bytes().all(|b| b.is_ascii_alphabetic()));
    let scheme = scheme.map(|scheme| ("Authorization".to_owned(), format!("{} …", shown_words(scheme))));
    let media = media_type(incoming).map(|media| String::from_utf8_lossy(media).to_ascii_lowercase());
    let media = media.map(|media| ("Content-Type".to_owned(), shown_words(&media)));
    scheme.into_iter().chain(media).collect()
}

/// A URI without the values of its query: they may tell about people.
pub fn without_values(uri: &str) -> String {
    let uri = without_user(uri);
    let (uri, fragment) = uri.split_once('#').map_or((uri.as_str(), ""), |(uri, _)| (uri, "#…"));
    let Some((before, query)) = uri.split_once('?') else { return format!("{}{fragment}", cut(uri, LONGEST_URI)) };
    let names =
        query.split('&').map(|pair| pair.split_once('=').map_or(pair.to_owned(), |(name, _)| format!("{name}=…")));
    cut(&format!("{before}?{}{fragment}", names.collect::<Vec<_>>().join("&")), LONGEST_URI)
}

/// A URI without what stands before the host's `@`, and without what has an `@` in its path: both may tell about people.
fn without_user(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else { return uri.to_owned() };
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (path, rest) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let segments = path.split('/').map(|segment| if segment.contains('@') { "…" } else { segment });
    let path = segments.collect::<Vec<_>>().join("/");
    match authority.rsplit_once('@') {
        Some((_, place)) => format!("{scheme}://…@{place}{path}{rest}"),
        None => format!("{scheme}://{authority}{path}{rest}"),
    }
}

/// The words of a value that only certain words can be right in: those that somebody knows, and three dots for each of the others.
fn known_words(text: &str, knows: impl Fn(&str) -> bool) -> String {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty()).take(MOST_WORDS);
    words.map(|word| if knows(word) { word } else { "…" }).collect::<Vec<_>>().join(" ")
}

/// The words of a header, each as it is or, where it could be a secret that got there by mistake, as three dots.
fn shown_words(text: &str) -> String {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty()).take(MOST_WORDS);
    let shown = words.map(|word| if is_harmless(word) { cut(word, LONGEST_WORD) } else { "…".to_owned() });
    shown.collect::<Vec<_>>().join(" ")
}

/// Secrets are long and have digits, or letters without end; words have parts that people read.
fn is_harmless(word: &str) -> bool {
    let parts = || word.split(|c: char| !c.is_alphabetic());
    word.chars().count() <= SHORT
        || word.chars().count() <= LONGEST_WORD
            && !word.contains(|c: char| c.is_ascii_digit())
            && parts().all(|part| part.chars().count() <= LONGEST_PART)
}

/// At most so many characters, none of them a control character.
fn cut(text: &str, longest: usize) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    match text.char_indices().nth(longest) {
        Some((end, _)) => text.get(..end).unwrap_or_default().chars().map(shown).chain(['…']).collect(),
        None => text.chars().map(shown).collect(),
    }
}
