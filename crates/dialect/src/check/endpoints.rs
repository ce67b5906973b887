//! Token info, introspection, revocation, metadata, key set.

use super::at::At;
use super::routes::{Routes, Rules};
use super::template::Spot;
use super::text;
use super::value::{self, Around};
use crate::model::{
    ClientAuth, Format, Introspect, Metadata, Method, Node, Operation, Revoke, RevokeClient, TokenCarrier, TokenInfo,
    UnknownToken,
};
use crate::raw::{RawBody, RawDialect};

const ASKING: &[Method] = &[Method::Get, Method::Post];
/// What is the same for all who ask.
const DOCUMENT: Rules<'static> = Rules { methods: &[Method::Get], must: &[], may: &[] };

/// `[tokeninfo]`.
pub(super) fn tokeninfo<'a>(
    at: &At<'a>,
    raw: &RawDialect,
    around: &Around<'_>,
    routes: &mut Routes<'a>,
) -> Option<TokenInfo> {
    let at = at.key("tokeninfo");
    let raw = &raw.tokeninfo;
    let said = raw.routes.as_ref().filter(|routes| !routes.is_empty())?;
    let carriers = at.required("carriers", raw.carriers.as_ref(), vec![TokenCarrier::Form]);
    some_carrier(&at, &carriers);
    routes.add(&at.key("routes"), said, &Operation::TokenInfo, &captured(&carriers, ASKING));
    let body = RawBody {
        format: raw.format,
        content_type: raw.content_type.clone(),
        accept: raw.accept.clone(),
        body: raw.body.clone(),
    };
    let status = at.required("status", raw.status.as_ref(), 200);
    Some(TokenInfo {
        carriers,
        body: value::body(&at, "body", &body, &Around { spot: Spot::Live, ..*around }),
        status: text::status(&at.key("status"), status),
    })
}

/// `[introspect]`.
pub(super) fn introspect<'a>(
    at: &At<'a>,
    raw: &RawDialect,
    around: &Around<'_>,
    routes: &mut Routes<'a>,
) -> Option<Introspect> {
    let (root, at) = (at, at.key("introspect"));
    let (auth, raw) = (raw.client.auth.as_ref(), &raw.introspect);
    let said = raw.routes.as_ref().filter(|routes| !routes.is_empty())?;
    let carriers = at.required("carriers", raw.carriers.as_ref(), vec![TokenCarrier::Form]);
    some_carrier(&at, &carriers);
    routes.add(&at.key("routes"), said, &Operation::Introspect, &captured(&carriers, &[Method::Post]));
    let body = RawBody {
        format: raw.format,
        content_type: raw.content_type.clone(),
        body: raw.body.clone(),
        ..RawBody::default()
    };
    let body = value::body(&at, "body", &body, &Around { spot: Spot::Live, ..*around });
    let active = matches!(&body.node, Node::Object(members) if members.iter().any(|(name, node)| name == "active" && *node == Node::Bool(true)));
    if !active {
        at.key("body")
            .fault("the answer for a live token says `active` (RFC 7662 section 2.2)", "add `[\"active\", true]`");
    }
    if !matches!(body.format, Format::Json | Format::JsonSpaced) {
        at.key("format").fault("introspection answers in JSON (RFC 7662)", "`json` or `json-spaced`");
    }
    let client_auth = caller(root, "introspect", raw.client_auth.as_ref(), auth);
    Some(Introspect { carriers, client_auth, body })
}

/// The endpoint's own methods, else those of `[client]`. Without a code, nothing but the id says whose the secret is.
fn caller(
    at: &At<'_>,
    endpoint: &str,
    own: Option<&Vec<ClientAuth>>,
    all: Option<&Vec<ClientAuth>>,
) -> Vec<ClientAuth> {
    let (at, key) = if own.is_some() { (at.key(endpoint), "client_auth") } else { (at.key("client"), "auth") };
    let methods = at.required(key, own.or(all), vec![ClientAuth::Basic]);
    if !methods.iter().any(|method| matches!(method, ClientAuth::Basic | ClientAuth::Parameters)) {
        let what = format!("at `{endpoint}` the app must name itself");
        at.key(key).fault(what, "`basic`, `parameters`, or both; here, or as `client_auth` of that section");
    }
    methods
}

/// What paths of these endpoints capture: the token, where it comes so, and whose id is asked.
fn captured<'m>(carriers: &[TokenCarrier], methods: &'m [Method]) -> Rules<'m> {
    match carriers {
        [TokenCarrier::Path] => Rules { methods, must: &["token"], may: &["client_id"] },
        carriers if carriers.contains(&TokenCarrier::Path) => {
            Rules { methods, must: &[], may: &["token", "client_id"] }
        }
        _ => Rules { methods, must: &[], may: &["client_id"] },
    }
}

fn some_carrier(at: &At<'_>, carriers: &[TokenCarrier]) {
    if carriers.is_empty() {
        at.key("carriers").fault("the token cannot come", "write `[\"form\"]`");
    }
}

/// `[revoke]`.
pub(super) fn revoke<'a>(
    at: &At<'a>,
    raw: &RawDialect,
    around: &Around<'_>,
    routes: &mut Routes<'a>,
) -> Option<Revoke> {
    let (root, at) = (at, at.key("revoke"));
    let (auth, raw) = (raw.client.auth.as_ref(), &raw.revoke);
    let said = raw.routes.as_ref().filter(|routes| !routes.is_empty())?;
    let carriers = at.required("carriers", raw.carriers.as_ref(), vec![TokenCarrier::Form]);
    some_carrier(&at, &carriers);
    let methods = &[Method::Get, Method::Post, Method::Put, Method::Delete];
    routes.add(&at.key("routes"), said, &Operation::Revoke, &captured(&carriers, methods));
    let body = RawBody {
        format: raw.format,
        content_type: raw.content_type.clone(),
        accept: raw.accept.clone(),
        body: raw.body.clone(),
    };
    let status = at.required("status", raw.status.as_ref(), 200);
    let client = at.choice("client", raw.client, RevokeClient::Required);
    let client_auth = match client {
        RevokeClient::NotAsked => Vec::new(),
        _ => caller(root, "revoke", raw.client_auth.as_ref(), auth),
    };
    Some(Revoke {
        carriers,
        client,
        client_auth,
        body: value::body(&at, "body", &body, &Around { spot: Spot::Revoked, ..*around }),
        status: text::status(&at.key("status"), status),
        unknown: at.choice("unknown", raw.unknown, UnknownToken::Success),
    })
}

/// `[metadata]`.
pub(super) fn metadata<'a>(at: &At<'a>, raw: &RawDialect, routes: &mut Routes<'a>) -> Metadata {
    let Some(said) = raw.metadata.routes.as_ref().filter(|routes| !routes.is_empty()) else { return Metadata::None };
    routes.add(&at.key("metadata").key("routes"), said, &Operation::Metadata, &DOCUMENT);
    Metadata::Published
}

/// `[jwks]`.
pub(super) fn jwks<'a>(at: &At<'a>, raw: &RawDialect, routes: &mut Routes<'a>) {
    let said = raw.jwks.routes.as_deref().unwrap_or_default();
    routes.add(&at.key("jwks").key("routes"), said, &Operation::Jwks, &DOCUMENT);
}
