//! Endpoints, as written.

use super::body::{body, refusals_at, text};
use crate::check::METHODS;
use crate::model::{ApiCarrier, Dialect, Endpoint, Name, Operation, Resource, Route, Template, TokenGrant, Way};
use crate::raw::{
    Choice, OneOrMany, RawApi, RawApiCarrier, RawAuthorize, RawExtra, RawForward, RawGrant, RawIntrospect, RawJwks,
    RawMetadata, RawNames, RawResource, RawResponseTypes, RawRevoke, RawToken, RawTokenInfo,
};
use engine::policy::GrantKind;
use engine::request::ResponseType;
use std::collections::BTreeMap;

/// `[names]`.
pub(super) fn names(names: &BTreeMap<Name, Vec<String>>) -> RawNames {
    names.iter().map(|(name, words)| (*name, OneOrMany::from(words.as_slice()))).collect()
}

fn names_at(dialect: &Dialect, endpoint: Endpoint) -> RawNames {
    dialect.names.at.get(&endpoint).map(names).unwrap_or_default()
}

fn route(route: &Route) -> String {
    let method = METHODS.iter().find(|(_, method)| *method == route.method).map_or("", |(word, _)| *word);
    format!("{method} {}", route.written)
}

fn routes(dialect: &Dialect, leads: impl Fn(&Operation) -> bool) -> Option<Vec<String>> {
    Some(dialect.routes.iter().filter(|route| leads(&route.operation)).map(route).collect())
}

/// `[authorize]`.
pub(super) fn authorize(dialect: &Dialect) -> RawAuthorize {
    let own = &dialect.authorize;
    let words = |meaning: ResponseType| {
        let words: Vec<String> =
            own.response_words.iter().filter(|(_, of)| *of == meaning).map(|(word, _)| word.clone()).collect();
        (!words.is_empty()).then(|| OneOrMany::from(words.as_slice()))
    };
    let pairs = |answer: &[(String, Template)]| {
        Some(answer.iter().map(|(name, value)| (name.clone(), text(value))).collect::<Vec<_>>())
    };
    let extra = |extra: &crate::model::Extra| {
        let raw = RawExtra {
            need: Some(extra.need),
            values: Some(extra.values.clone()),
            effects: extra.effects.iter().cloned().collect(),
        };
        (extra.name.clone(), raw)
    };
    RawAuthorize {
        routes: routes(dialect, |operation| *operation == Operation::Authorize),
        forward: Some(dialect.routes.iter().filter_map(forward).collect()),
        names: names_at(dialect, Endpoint::Authorize),
        response_type: Some(own.response_type),
        response_types: RawResponseTypes { code: words(ResponseType::Code), token: words(ResponseType::Token) },
        default_response: Some(Choice(own.default_response)),
        request_objects: Some(own.request_objects),
        extras: own.extras.iter().map(extra).collect(),
        code_answer: pairs(&own.code_answer),
        code_in: Some(own.code_in),
        token_answer: pairs(&own.token_answer),
        refusal_answer: pairs(&own.refusal_answer),
        early_refusals: Some(own.early_refusals),
        refusals: refusals_at(dialect, Endpoint::Authorize),
    }
}

fn forward(from: &Route) -> Option<RawForward> {
    let Operation::Forward { to, status } = &from.operation else { return None };
    Some(RawForward { from: Some(route(from)), to: Some(to.clone()), status: Some(*status) })
}

/// `[token]`, each grant in full.
pub(super) fn token(dialect: &Dialect) -> RawToken {
    let grant = |kind: GrantKind| {
        let Some(own) = dialect.token.get(&kind) else { return RawGrant::default() };
        let also =
            own.also.iter().enumerate().map(|(index, own)| grant(dialect, Way { grant: kind, nth: index + 1 }, own));
        let also: Vec<RawGrant> = also.collect();
        RawGrant { also: (!also.is_empty()).then_some(also), ..grant(dialect, kind.into(), own) }
    };
    RawToken {
        grants: Some(dialect.token.keys().copied().map(Choice).collect()),
        names: names_at(dialect, Endpoint::Token),
        authorization_code: grant(GrantKind::AuthorizationCode),
        refresh_token: grant(GrantKind::RefreshToken),
        client_credentials: grant(GrantKind::ClientCredentials),
        exchange: grant(GrantKind::Exchange),
        refusals: refusals_at(dialect, Endpoint::Token),
        ..RawToken::default()
    }
}

fn grant(dialect: &Dialect, way: Way, own: &TokenGrant) -> RawGrant {
    let answer = body(&own.body);
    RawGrant {
        words: Some(OneOrMany::from(own.grant_words.as_slice())),
        routes: routes(dialect, |operation| matches!(operation, Operation::Token(ways) if ways.contains(&way))),
        carriers: Some(own.carriers.clone()),
        client_auth: Some(own.client_auth.clone()),
        grant_type: Some(own.grant_type),
        status: Some(own.status),
        format: answer.format,
        content_type: answer.content_type,
        accept: answer.accept,
        body: answer.body,
        also: None,
    }
}

/// `[tokeninfo]`.
pub(super) fn tokeninfo(dialect: &Dialect) -> RawTokenInfo {
    let (names, refusals) = (names_at(dialect, Endpoint::TokenInfo), refusals_at(dialect, Endpoint::TokenInfo));
    let Some(own) = &dialect.tokeninfo else { return RawTokenInfo { names, refusals, ..RawTokenInfo::default() } };
    let answer = body(&own.body);
    RawTokenInfo {
        routes: routes(dialect, |operation| *operation == Operation::TokenInfo),
        names,
        carriers: Some(own.carriers.clone()),
        status: Some(own.status),
        format: answer.format,
        content_type: answer.content_type,
        accept: answer.accept,
        body: answer.body,
        refusals,
    }
}

/// `[introspect]`.
pub(super) fn introspect(dialect: &Dialect) -> RawIntrospect {
    let (names, refusals) = (names_at(dialect, Endpoint::Introspect), refusals_at(dialect, Endpoint::Introspect));
    let Some(own) = &dialect.introspect else { return RawIntrospect { names, refusals, ..RawIntrospect::default() } };
    let answer = body(&own.body);
    RawIntrospect {
        routes: routes(dialect, |operation| *operation == Operation::Introspect),
        names,
        carriers: Some(own.carriers.clone()),
        client_auth: Some(own.client_auth.clone()),
        format: answer.format,
        content_type: answer.content_type,
        body: answer.body,
        refusals,
    }
}

/// `[revoke]`.
pub(super) fn revoke(dialect: &Dialect) -> RawRevoke {
    let (names, refusals) = (names_at(dialect, Endpoint::Revoke), refusals_at(dialect, Endpoint::Revoke));
    let Some(own) = &dialect.revoke else { return RawRevoke { names, refusals, ..RawRevoke::default() } };
    let answer = body(&own.body);
    RawRevoke {
        routes: routes(dialect, |operation| *operation == Operation::Revoke),
        names,
        carriers: Some(own.carriers.clone()),
        client: Some(Choice(own.client)),
        client_auth: Some(own.client_auth.clone()),
        status: Some(own.status),
        format: answer.format,
        content_type: answer.content_type,
        accept: answer.accept,
        body: answer.body,
        unknown: Some(Choice(own.unknown)),
        refusals,
    }
}

/// `[metadata]`.
pub(super) fn metadata(dialect: &Dialect) -> RawMetadata {
    RawMetadata { routes: routes(dialect, |operation| *operation == Operation::Metadata) }
}

/// `[jwks]`.
pub(super) fn jwks(dialect: &Dialect) -> RawJwks {
    RawJwks { routes: routes(dialect, |operation| *operation == Operation::Jwks) }
}

/// `[api]`.
pub(super) fn api(dialect: &Dialect) -> RawApi {
    let carrier = |carrier: &ApiCarrier| match carrier {
        ApiCarrier::Query(name) => RawApiCarrier { query: Some(name.clone()), ..RawApiCarrier::default() },
        ApiCarrier::Form(name) => RawApiCarrier { form: Some(name.clone()), ..RawApiCarrier::default() },
        ApiCarrier::Header { name, scheme, case, encoding } => RawApiCarrier {
            header: Some(name.clone()),
            scheme: scheme.clone(),
            case: Some(*case),
            encoding: Some(*encoding),
            ..RawApiCarrier::default()
        },
    };
    RawApi { carriers: Some(dialect.api.iter().map(carrier).collect()), refusals: refusals_at(dialect, Endpoint::Api) }
}

/// `[[resources]]`.
pub(super) fn resources(dialect: &Dialect) -> Vec<RawResource> {
    dialect.resources.iter().enumerate().map(|(index, own)| resource(dialect, index, own)).collect()
}

fn resource(dialect: &Dialect, index: usize, own: &Resource) -> RawResource {
    let answer = body(&own.body);
    RawResource {
        name: Some(own.name.clone()),
        routes: routes(dialect, |operation| *operation == Operation::Resource(index)),
        action: Some(Choice(own.action)),
        scope: own.scope.clone(),
        status: Some(own.status),
        format: answer.format,
        content_type: answer.content_type,
        accept: answer.accept,
        body: answer.body,
        select: own.select.clone(),
        refusals: refusals_at(dialect, Endpoint::Resource(index)),
    }
}
