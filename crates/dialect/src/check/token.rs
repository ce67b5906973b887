//! `[token]` and its grants.

use super::at::At;
use super::routes::{Capture, Routes, Rules};
use super::template::Spot;
use super::text;
use super::value::{self, Around};
use crate::model::{ClientAuth, Method, Need, Operation, Slot, TokenCarrier, TokenGrant};
use crate::raw::{RawBody, RawDialect, RawGrant, Word};
use engine::policy::{GrantKind, RefreshPolicy, Rotation};
use std::collections::{BTreeMap, BTreeSet};

const METHODS: &[Method] = &[Method::Get, Method::Post, Method::Put];

/// A grant's own value, or the one of `[token]`.
fn pick<'r, T>(own: &'r Option<T>, all: &'r Option<T>) -> Option<&'r T> {
    own.as_ref().or(all.as_ref())
}

/// The grants that the dialect has.
pub(super) fn grants(at: &At<'_>, raw: &RawDialect) -> Vec<GrantKind> {
    let said = at.key("token").required("grants", raw.token.grants.as_ref(), Vec::new());
    let kinds: BTreeSet<GrantKind> = said.into_iter().map(|choice| choice.0).collect();
    kinds.into_iter().collect()
}

/// The token endpoint, with its routes.
pub(super) fn token<'a>(
    at: &At<'a>,
    raw: &RawDialect,
    around: &Around<'_>,
    routes: &mut Routes<'a>,
) -> BTreeMap<GrantKind, TokenGrant> {
    let mut token = BTreeMap::new();
    for kind in grants(at, raw) {
        add_routes(at, raw, kind, routes);
        token.insert(kind, grant(at, raw, kind, around));
    }
    told_apart(at, raw, &token);
    token
}

fn own(raw: &RawDialect, kind: GrantKind) -> &RawGrant {
    match kind {
        GrantKind::AuthorizationCode => &raw.token.authorization_code,
        GrantKind::RefreshToken => &raw.token.refresh_token,
        GrantKind::ClientCredentials => &raw.token.client_credentials,
        GrantKind::Exchange => &raw.token.exchange,
    }
}

/// Where a value of a grant is written: in its own table, else in `[token]`.
fn place<'a, T>(at: &At<'a>, kind: GrantKind, own: &Option<T>) -> At<'a> {
    let token = at.key("token");
    if own.is_some() { token.key(kind.word()) } else { token }
}

fn add_routes<'a>(at: &At<'a>, raw: &RawDialect, kind: GrantKind, routes: &mut Routes<'a>) {
    let own = own(raw, kind);
    let at = place(at, kind, &own.routes);
    let said = at.required("routes", pick(&own.routes, &raw.token.routes), Vec::new());
    if said.is_empty() {
        at.key("routes").fault(format!("no route leads to `{}`", kind.word()), "write `[\"POST /oauth2/token\"]`");
    }
    let rules = Rules { methods: METHODS, capture: Capture::Never };
    routes.add(&at.key("routes"), &said, &Operation::Token(vec![kind]), &rules);
}

fn grant(at: &At<'_>, raw: &RawDialect, kind: GrantKind, around: &Around<'_>) -> TokenGrant {
    let (own, all) = (own(raw, kind), &raw.token);
    let carriers_at = place(at, kind, &own.carriers);
    let carriers = carriers_at.required("carriers", pick(&own.carriers, &all.carriers), vec![TokenCarrier::Form]);
    if carriers.is_empty() {
        carriers_at.key("carriers").fault("parameters cannot come", "write `[\"form\"]`");
    }
    if carriers.iter().any(|carrier| matches!(carrier, TokenCarrier::Path | TokenCarrier::Api)) {
        carriers_at
            .key("carriers")
            .fault("a token request has several parameters", "`query`, `form`, `json`, `json-whatever-the-type`");
    }
    let status_at = place(at, kind, &own.status);
    let status = status_at.required("status", pick(&own.status, &all.status), 200);
    let body = RawBody {
        format: pick(&own.format, &all.format).copied(),
        content_type: pick(&own.content_type, &all.content_type).cloned(),
        body: pick(&own.body, &all.body).cloned(),
    };
    let body_at = place(at, kind, &own.body);
    let body = value::body(&body_at, "body", &body, &Around { spot: Spot::Token, ..*around });
    if !value::mentions(&body.node, &Slot::AccessToken) {
        body_at.key("body").fault("the answer has no `{access_token}`", "add `[\"access_token\", \"{access_token}\"]`");
    }
    let words_at = at.key("token").key(kind.word());
    let need =
        place(at, kind, &own.grant_type).required("grant_type", pick(&own.grant_type, &all.grant_type), Need::Required);
    let grant_words = own.words.as_ref().map(crate::raw::OneOrMany::list).unwrap_or_default();
    if grant_words.is_empty() && need != Need::Ignored {
        words_at.required::<u8>("words", None, 0);
    }
    TokenGrant {
        client_auth: client_auth(at, raw, kind),
        status: text::status(&status_at.key("status"), status),
        carriers,
        grant_type: need,
        grant_words,
        body,
    }
}

fn client_auth(at: &At<'_>, raw: &RawDialect, kind: GrantKind) -> Vec<ClientAuth> {
    let own = own(raw, kind);
    let (at, said) = match pick(&own.client_auth, &raw.token.client_auth) {
        Some(said) => (place(at, kind, &own.client_auth).key("client_auth"), said.clone()),
        None => (
            at.key("client").key("auth"),
            at.key("client").required("auth", raw.client.auth.as_ref(), vec![ClientAuth::Basic]),
        ),
    };
    if said.is_empty() && kind != GrantKind::Exchange {
        at.fault("apps could not prove themselves", "`basic`, `parameters`, or both");
    }
    if kind == GrantKind::ClientCredentials && said.contains(&ClientAuth::BearerSecret) {
        at.fault("`bearer-secret` names no app where there is no code", "`basic` or `parameters` for this grant");
    }
    said
}

/// Grants that share a route are told apart by `grant_type`, or by the parameter that is there.
fn told_apart(at: &At<'_>, raw: &RawDialect, token: &BTreeMap<GrantKind, TokenGrant>) {
    let routes = |kind: GrantKind| pick(&own(raw, kind).routes, &raw.token.routes).cloned().unwrap_or_default();
    let kinds: Vec<&GrantKind> = token.keys().collect();
    for (index, left) in kinds.iter().enumerate() {
        for right in kinds.iter().skip(index + 1) {
            let (Some(one), Some(other)) = (token.get(left), token.get(right)) else { continue };
            let shared = routes(**left).iter().any(|route| routes(**right).contains(route));
            if !shared {
                continue;
            }
            let at = at.key("token").key(right.word());
            let ignored = one.grant_type == Need::Ignored || other.grant_type == Need::Ignored;
            let plain = [**left, **right].contains(&GrantKind::ClientCredentials);
            if ignored && plain {
                at.fault(
                    format!("nothing tells `{}` from `{}` on their common route", right.word(), left.word()),
                    "give each its own route, or `grant_type = \"optional\"`",
                );
            } else if !ignored && one.grant_words.iter().any(|word| other.grant_words.contains(word)) {
                at.key("words").fault(
                    format!("`{}` and `{}` share a word and a route", right.word(), left.word()),
                    "give each its own word or its own route",
                );
            }
        }
    }
}

/// An app that gets refresh tokens must see them.
pub(super) fn shows_refresh(
    at: &At<'_>,
    raw: &RawDialect,
    token: &BTreeMap<GrantKind, TokenGrant>,
    refresh: &RefreshPolicy,
) {
    if !token.contains_key(&GrantKind::RefreshToken) {
        return;
    }
    for (kind, grant) in token {
        let needed = match kind {
            GrantKind::AuthorizationCode => true,
            GrantKind::RefreshToken => refresh.rotation == Rotation::Rotate,
            _ => false,
        };
        if needed && !value::mentions(&grant.body.node, &Slot::RefreshToken) {
            place(at, *kind, &own(raw, *kind).body).key("body").fault(
                format!("the answer to `{}` has no `{{refresh_token}}`", kind.word()),
                "add `[\"refresh_token\", \"{refresh_token}\"]`, or leave the grant `refresh_token` out",
            );
        }
    }
}
