//! `[client]`, `[[kinds]]` and `[token]`.

use super::{Choice, OneOrMany, RawAccept, RawNames, RawRefusals, RawValue};
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
    /// The scheme of `bearer-secret`; `Bearer` where nothing is said.
    pub secret_scheme: Option<String>,
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
    /// Other formats of it, by the media type that the request's `Accept` prefers.
    pub accept: Option<RawAccept>,
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

impl RawToken {
    /// What holds for every grant, as one that says the same.
    pub(crate) fn for_all(&self) -> RawGrant {
        RawGrant {
            routes: self.routes.clone(),
            carriers: self.carriers.clone(),
            client_auth: self.client_auth.clone(),
            grant_type: self.grant_type,
            status: self.status,
            format: self.format,
            content_type: self.content_type.clone(),
            accept: self.accept.clone(),
            body: self.body.clone(),
            ..RawGrant::default()
        }
    }
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
    pub accept: Option<RawAccept>,
    /// See `[token]`.
    pub body: Option<RawValue>,
    /// Other ways to ask for the same grant: each says where it differs from this one.
    pub also: Option<Vec<RawGrant>>,
}
