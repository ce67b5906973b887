//! Token info, introspection, revocation, metadata.

use super::at::At;
use super::routes::{Capture, Routes, Rules};
use super::template::Spot;
use super::text;
use super::value::{self, Around};
use crate::model::{
    ClientAuth, Format, Introspect, Metadata, Method, Node, Operation, Revoke, RevokeClient, TokenCarrier, TokenInfo,
    UnknownToken,
};
use crate::raw::{RawBody, RawDialect};

const ASKING: &[Method] = &[Method::Get, Method::Post];

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
    routes.add(&at.key("routes"), said, &Operation::TokenInfo, &Rules { methods: ASKING, capture: Capture::Never });
    let carriers = at.required("carriers", raw.carriers.as_ref(), vec![TokenCarrier::Form]);
    some_carrier(&at, &carriers);
    if carriers.contains(&TokenCarrier::Path) {
        at.key("carriers").fault("no route here captures the token", "`query`, `form`, `json`, `api`");
    }
    let body = RawBody { format: raw.format, content_type: raw.content_type.clone(), body: raw.body.clone() };
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
    let (client, at) = (at.key("client"), at.key("introspect"));
    let auth = raw.introspect.client_auth.as_ref().or(raw.client.auth.as_ref());
    let raw = &raw.introspect;
    let said = raw.routes.as_ref().filter(|routes| !routes.is_empty())?;
    routes.add(
        &at.key("routes"),
        said,
        &Operation::Introspect,
        &Rules { methods: &[Method::Post], capture: Capture::Never },
    );
    let carriers = at.required("carriers", raw.carriers.as_ref(), vec![TokenCarrier::Form]);
    some_carrier(&at, &carriers);
    let body = RawBody { format: raw.format, content_type: raw.content_type.clone(), body: raw.body.clone() };
    let body = value::body(&at, "body", &body, &Around { spot: Spot::Live, ..*around });
    let active = matches!(&body.node, Node::Object(members) if members.iter().any(|(name, node)| name == "active" && *node == Node::Bool(true)));
    if !active {
        at.key("body")
            .fault("the answer for a live token says `active` (RFC 7662 section 2.2)", "add `[\"active\", true]`");
    }
    if !matches!(body.format, Format::Json | Format::JsonSpaced) {
        at.key("format").fault("introspection answers in JSON (RFC 7662)", "`json` or `json-spaced`");
    }
    let client_auth = client.required("auth", auth, Vec::new());
    caller(&at, &client_auth);
    Some(Introspect { carriers, client_auth, body })
}

/// Without a code there is nothing that says whose the secret is.
fn caller(at: &At<'_>, auth: &[ClientAuth]) {
    if !auth.iter().any(|method| matches!(method, ClientAuth::Basic | ClientAuth::Parameters)) {
        at.key("client_auth").fault("the app must name itself here", "`basic`, `parameters`, or both");
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
    let (client, at) = (at.key("client"), at.key("revoke"));
    let auth = raw.revoke.client_auth.as_ref().or(raw.client.auth.as_ref());
    let raw = &raw.revoke;
    let said = raw.routes.as_ref().filter(|routes| !routes.is_empty())?;
    let carriers = at.required("carriers", raw.carriers.as_ref(), vec![TokenCarrier::Form]);
    some_carrier(&at, &carriers);
    let capture = match carriers.as_slice() {
        [TokenCarrier::Path] => Capture::Each("token"),
        carriers if carriers.contains(&TokenCarrier::Path) => Capture::Some("token"),
        _ => Capture::Never,
    };
    let methods = &[Method::Get, Method::Post, Method::Put, Method::Delete];
    routes.add(&at.key("routes"), said, &Operation::Revoke, &Rules { methods, capture });
    let body = RawBody { format: raw.format, content_type: raw.content_type.clone(), body: raw.body.clone() };
    let status = at.required("status", raw.status.as_ref(), 200);
    let revoke = Revoke {
        carriers,
        client: at.choice("client", raw.client, RevokeClient::Required),
        client_auth: client.required("auth", auth, Vec::new()),
        body: value::body(&at, "body", &body, &Around { spot: Spot::Revoked, ..*around }),
        status: text::status(&at.key("status"), status),
        unknown: at.choice("unknown", raw.unknown, UnknownToken::Success),
    };
    if revoke.client != RevokeClient::NotAsked {
        caller(&at, &revoke.client_auth);
    }
    Some(revoke)
}

/// `[metadata]`.
pub(super) fn metadata<'a>(at: &At<'a>, raw: &RawDialect, routes: &mut Routes<'a>) -> Metadata {
    let Some(said) = raw.metadata.routes.as_ref().filter(|routes| !routes.is_empty()) else { return Metadata::None };
    let rules = Rules { methods: &[Method::Get], capture: Capture::Never };
    routes.add(&at.key("metadata").key("routes"), said, &Operation::Metadata, &rules);
    Metadata::Published
}
