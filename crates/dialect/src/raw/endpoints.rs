//! The other endpoints, the API, and the words of refusals.

use super::{Choice, RawAccept, RawNames, RawValue};
use crate::model::{
    CaseOf, ClientAuth, Format, Place, ResourceAction, RevokeClient, SchemeEncoding, TokenCarrier, UnknownToken,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A token tells about itself, without the app.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawTokenInfo {
    /// `METHOD /path`; none: the dialect has no such operation.
    pub routes: Option<Vec<String>>,
    /// Names of parameters here, where they differ from `[names]`.
    pub names: RawNames,
    /// How the token may come.
    pub carriers: Option<Vec<TokenCarrier>>,
    /// Status of the answer.
    pub status: Option<u16>,
    /// How the answer is written.
    pub format: Option<Format>,
    /// `Content-Type` of the answer.
    pub content_type: Option<String>,
    /// Other formats of it, by the media type that the request's `Accept` prefers.
    pub accept: Option<RawAccept>,
    /// The answer.
    pub body: Option<RawValue>,
    /// Words of refusals here, in front of those of `[refusals]`.
    pub refusals: RawRefusals,
}

/// RFC 7662.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawIntrospect {
    /// `METHOD /path`; none: the dialect has no such operation.
    pub routes: Option<Vec<String>>,
    /// Names of parameters here, where they differ from `[names]`.
    pub names: RawNames,
    /// How parameters may come.
    pub carriers: Option<Vec<TokenCarrier>>,
    /// How the caller may prove itself, where it differs from `[client] auth`.
    pub client_auth: Option<Vec<ClientAuth>>,
    /// How the answer is written.
    pub format: Option<Format>,
    /// `Content-Type` of the answer.
    pub content_type: Option<String>,
    /// The answer for a live token; any other gets `{"active":false}`.
    pub body: Option<RawValue>,
    /// Words of refusals here, in front of those of `[refusals]`.
    pub refusals: RawRefusals,
}

/// RFC 7009.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawRevoke {
    /// `METHOD /path`, a segment `{token}` captures; none: the dialect has no such operation.
    pub routes: Option<Vec<String>>,
    /// Names of parameters here, where they differ from `[names]`.
    pub names: RawNames,
    /// How the token may come.
    pub carriers: Option<Vec<TokenCarrier>>,
    /// Whether the app must prove itself: `required`, `checked-if-sent`, `not-asked`.
    pub client: Option<Choice<RevokeClient>>,
    /// How it may, where it differs from `[client] auth`.
    pub client_auth: Option<Vec<ClientAuth>>,
    /// Status of the answer.
    pub status: Option<u16>,
    /// How the answer is written.
    pub format: Option<Format>,
    /// `Content-Type` of the answer.
    pub content_type: Option<String>,
    /// Other formats of it, by the media type that the request's `Accept` prefers.
    pub accept: Option<RawAccept>,
    /// The answer.
    pub body: Option<RawValue>,
    /// What an unknown token gets: `success` or `refused`.
    pub unknown: Option<Choice<UnknownToken>>,
    /// Words of refusals here, in front of those of `[refusals]`.
    pub refusals: RawRefusals,
}

/// RFC 8414.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawMetadata {
    /// `GET /path`; none: nothing is published.
    pub routes: Option<Vec<String>>,
}

/// RFC 7517.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawJwks {
    /// `GET /path`; none: no key is published.
    pub routes: Option<Vec<String>>,
}

/// The API's side.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawApi {
    /// How calls carry the token, in order of preference.
    pub carriers: Option<Vec<RawApiCarrier>>,
    /// Words of refusals here, in front of those of `[refusals]`.
    pub refusals: RawRefusals,
}

/// One way to carry the token: a header, a query parameter or a member of a form body.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawApiCarrier {
    /// The header's name.
    pub header: Option<String>,
    /// The scheme before the token; none: the value is the token.
    pub scheme: Option<String>,
    /// Whether the scheme's case counts: `any` or `exact`.
    pub case: Option<CaseOf>,
    /// How the header writes the token.
    pub encoding: Option<SchemeEncoding>,
    /// The query parameter's name.
    pub query: Option<String>,
    /// The form member's name.
    pub form: Option<String>,
}

/// A protected resource.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawResource {
    /// Its name in this file.
    pub name: Option<String>,
    /// `METHOD /path`, a segment `{app}` captures.
    pub routes: Option<Vec<String>>,
    /// `show` tells about the account; `end-grant` ends its grant to the app that the path names as `{app}`, else to the token's own.
    pub action: Option<Choice<ResourceAction>>,
    /// The scope that it needs as a whole.
    pub scope: Option<String>,
    /// Status of the answer.
    pub status: Option<u16>,
    /// How the answer is written.
    pub format: Option<Format>,
    /// `Content-Type` of the answer.
    pub content_type: Option<String>,
    /// Other formats of it, by the media type that the request's `Accept` prefers.
    pub accept: Option<RawAccept>,
    /// The answer.
    pub body: Option<RawValue>,
    /// A query parameter whose comma-separated words select members of the answer.
    pub select: Option<String>,
    /// Words of its refusals, in front of those of `[api.refusals]`; here even a 200 may say no.
    pub refusals: RawRefusals,
}

/// Words of refusals, for all endpoints or one.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawRefusals {
    /// Status where a word has none.
    pub status: Option<u16>,
    /// `WWW-Authenticate` of a 401; empty: none.
    pub challenge: Option<String>,
    /// How the body is written.
    pub format: Option<Format>,
    /// `Content-Type` of the body.
    pub content_type: Option<String>,
    /// Other formats of it, by the media type that the request's `Accept` prefers.
    pub accept: Option<RawAccept>,
    /// The body around the words.
    pub envelope: Option<RawValue>,
    /// For all refusals of the rules.
    pub any: Option<RawWorded>,
    /// What `{carrier}` says, by `parameters`, `basic`, `header`, `path`.
    pub carriers: BTreeMap<String, String>,
    /// By name of the refusal or by RFC error code; the name goes first.
    pub words: BTreeMap<String, RawWorded>,
}

/// The words of one refusal; what is not said comes from the next level.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawWorded {
    /// HTTP status.
    pub status: Option<u16>,
    /// `{error}`.
    pub error: Option<String>,
    /// `{description}`; may hold `{parameter}`, `{missing_scope}`, `{carrier}`, `{realm}`, `{realm.title}`.
    pub description: Option<String>,
    /// `{number}`.
    pub number: Option<i64>,
    /// `WWW-Authenticate` of a 401; empty: none.
    pub challenge: Option<String>,
    /// At authorize, once the redirect URI is proven: `page` or `redirect`.
    pub place: Option<Place>,
}
