//! `[client]`, `[[kinds]]` and `[token]`.

use super::{Choice, OneOrMany, RawNames, RawRefusals, RawValue};
use crate::model::{BothAuth, ClientAuth, Format, Need, QuerySecrets, TokenCarrier};
use engine::policy::{GrantKind, PublicClients, RedirectForm, RefreshIssue};
use engine::request::ResponseType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How apps prove themselves.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawClient {
    /// Methods, where an endpoint says nothing else.
    pub auth: Option<Vec<ClientAuth>>,
    /// What Basic and credentials among the parameters get together.
    pub both: Option<BothAuth>,
    /// What a secret in the query gets where the query is no carrier.
    pub query_secrets: Option<QuerySecrets>,
    /// Whether apps without a secret may come to the token endpoint: `allowed` or `refused`.
    pub public: Option<Choice<PublicClients>>,
}

/// A kind of app.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawKind {
    /// The provider's word.
    pub name: Option<String>,
    /// Whether it keeps a secret.
    pub secret: Option<bool>,
    /// What it may ask for at authorize.
    pub response_types: Option<Vec<Choice<ResponseType>>>,
    /// Grants at the token endpoint.
    pub grants: Option<Vec<Choice<GrantKind>>>,
    /// Whether it gets refresh tokens.
    pub refresh: Option<Choice<RefreshIssue>>,
    /// Forms that its redirect URIs may have; empty: it registers none.
    pub redirects: Option<Vec<Choice<RedirectForm>>>,
}

/// The token endpoint. What stands here holds for every grant; a grant's own table says what differs.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawToken {
    /// The grants that the dialect has.
    pub grants: Option<Vec<Choice<GrantKind>>>,
    /// `METHOD /path`; the first is the one that examples print.
    pub routes: Option<Vec<String>>,
    /// Names of parameters here, where they differ from `[names]`.
    pub names: RawNames,
    /// How parameters may come; the first is the one that examples use.
    pub carriers: Option<Vec<TokenCarrier>>,
    /// How the app may prove itself, where it differs from `[client] auth`.
    pub client_auth: Option<Vec<ClientAuth>>,
    /// Whether `grant_type` is needed. `optional`: else the parameter that is there tells; `ignored`: the route tells.
    pub grant_type: Option<Need>,
    /// Status of the answer.
    pub status: Option<u16>,
    /// How the answer is written.
    pub format: Option<Format>,
    /// `Content-Type` of the answer.
    pub content_type: Option<String>,
    /// The answer.
    pub body: Option<RawValue>,
    /// RFC 6749 section 4.1.
    pub authorization_code: RawGrant,
    /// RFC 6749 section 6.
    pub refresh_token: RawGrant,
    /// RFC 6749 section 4.4.
    pub client_credentials: RawGrant,
    /// A live access token for a fresh one.
    pub exchange: RawGrant,
    /// Words of refusals here, in front of those of `[refusals]`.
    pub refusals: RawRefusals,
}

/// One grant, where it differs from `[token]`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawGrant {
    /// The wire's words for this grant in `grant_type`.
    pub words: Option<OneOrMany>,
    /// See `[token]`.
    pub routes: Option<Vec<String>>,
    /// See `[token]`.
    pub carriers: Option<Vec<TokenCarrier>>,
    /// See `[token]`.
    pub client_auth: Option<Vec<ClientAuth>>,
    /// See `[token]`.
    pub grant_type: Option<Need>,
    /// See `[token]`.
    pub status: Option<u16>,
    /// See `[token]`.
    pub format: Option<Format>,
    /// See `[token]`.
    pub content_type: Option<String>,
    /// See `[token]`.
    pub body: Option<RawValue>,
}
