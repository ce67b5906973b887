//! Words of refusals.

use super::at::At;
use super::names::section;
use super::template::{self, Spot};
use super::text;
use super::value::{self, Around};
use crate::model::{Endpoint, RefusalWords, Refusals, Worded};
use crate::raw::{RawBody, RawDialect, RawRefusals, RawWorded};
use engine::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// What `{carrier}` may be about.
const CARRIERS: &[&str] = &["parameters", "basic", "header", "path"];

/// `[refusals]` and the `refusals` of each endpoint.
pub(super) fn refusals(at: &At<'_>, raw: &RawDialect, around: &Around<'_>) -> Refusals {
    let around = Around { spot: Spot::Refusal, ..*around };
    let own = [
        (Endpoint::Authorize, &raw.authorize.refusals),
        (Endpoint::Token, &raw.token.refusals),
        (Endpoint::TokenInfo, &raw.tokeninfo.refusals),
        (Endpoint::Introspect, &raw.introspect.refusals),
        (Endpoint::Revoke, &raw.revoke.refusals),
        (Endpoint::Api, &raw.api.refusals),
    ];
    let all = level(&at.key("refusals"), &raw.refusals, &around);
    if all.envelope.is_none() {
        at.key("refusals").required::<u8>("envelope", None, 0);
    }
    never_yes(&at.key("refusals"), &raw.refusals);
    never_yes(&at.key("api").key("refusals"), &raw.api.refusals);
    let mut levels = BTreeMap::new();
    for (endpoint, raw) in own {
        let words = level(&at.key(section(endpoint)).key("refusals"), raw, &around);
        if words != RefusalWords::default() {
            levels.insert(endpoint, words);
        }
    }
    for (index, raw) in raw.resources.iter().flatten().enumerate() {
        let words = level(&at.key("resources").index(index).key("refusals"), &raw.refusals, &around);
        if words != RefusalWords::default() {
            levels.insert(Endpoint::Resource(index), words);
        }
    }
    Refusals { all, at: levels }
}

/// A gateway asks the API's side and takes any 2xx for a yes.
fn never_yes(at: &At<'_>, raw: &RawRefusals) {
    let refuse = |at: At<'_>, status: Option<u16>| {
        if status.is_some_and(|status| (200..300).contains(&status)) {
            at.key("status").fault(
                "a gateway would take this refusal for a yes",
                "400 or more for all and for `[api]`; say 200 in `[token.refusals]`, another endpoint's, or a resource's own",
            );
        }
    };
    refuse(at.clone(), raw.status);
    refuse(at.key("any"), raw.any.as_ref().and_then(|any| any.status));
    for (name, words) in &raw.words {
        refuse(at.key("words").key(name), words.status);
    }
}

fn level(at: &At<'_>, raw: &RawRefusals, around: &Around<'_>) -> RefusalWords {
    let empty = raw.format == Some(crate::model::Format::Empty);
    let envelope = (raw.envelope.is_some() || empty).then(|| {
        let body = RawBody {
            format: raw.format,
            content_type: raw.content_type.clone(),
            accept: raw.accept.clone(),
            body: raw.envelope.clone(),
        };
        value::body(at, "envelope", &body, around)
    });
    if envelope.is_none() && (raw.format.is_some() || raw.content_type.is_some() || raw.accept.is_some()) {
        at.fault(
            "`format`, `content_type` and `accept` are about the envelope, and there is none",
            "write `envelope` beside them",
        );
    }
    let mut words = RefusalWords {
        envelope,
        status: raw.status.map(|status| text::status(&at.key("status"), status)),
        challenge: raw.challenge.clone(),
        any: raw.any.as_ref().map(|any| worded(&at.key("any"), any)),
        carriers: raw.carriers.clone(),
        ..RefusalWords::default()
    };
    if let Some(challenge) = &raw.challenge {
        text::challenge(&at.key("challenge"), challenge);
    }
    for name in raw.carriers.keys().filter(|name| !CARRIERS.contains(&name.as_str())) {
        at.key("carriers").key(name).unknown("carrier", name, CARRIERS.iter().copied());
    }
    let codes: BTreeSet<&str> = Refusal::ALL.iter().map(|refusal| refusal.code().as_str()).collect();
    for (name, raw) in &raw.words {
        let at = at.key("words").key(name);
        let worded = worded(&at, raw);
        // `access_denied` is both; the code speaks for the refusal of that name too.
        if codes.contains(name.as_str()) {
            words.by_code.insert(name.clone(), worded);
        } else if Refusal::from_name(name).is_some() {
            words.by_name.insert(name.clone(), worded);
        } else {
            let known = Refusal::ALL.iter().map(|refusal| refusal.name()).chain(codes.iter().copied());
            at.unknown("refusal", name, known);
        }
    }
    words
}

fn worded(at: &At<'_>, raw: &RawWorded) -> Worded {
    if let Some(challenge) = &raw.challenge {
        text::challenge(&at.key("challenge"), challenge);
    }
    if let Some(error) = raw.error.as_ref().filter(|error| error.is_empty()) {
        at.key("error").fault(format!("`{error}` says nothing"), "a word such as `invalid_grant`");
    }
    let description = raw.description.as_ref();
    Worded {
        status: raw.status.map(|status| text::status(&at.key("status"), status)),
        error: raw.error.clone(),
        description: description.map(|text| template::template(&at.key("description"), text, Spot::Description)),
        number: raw.number,
        challenge: raw.challenge.clone(),
        place: raw.place,
    }
}
