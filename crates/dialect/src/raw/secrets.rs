//! `[shapes]`, `[lifetimes]` and `[refresh]`.

use super::Choice;
use crate::model::JwtAlg;
use engine::policy::{OlderAccess, Rotation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Shapes of texts and ids.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawShapes {
    /// Authorization codes.
    pub code: Option<RawShape>,
    /// Access tokens.
    pub access_token: Option<RawShape>,
    /// The second access token of an answer, where it looks other than the first.
    pub second_access_token: Option<RawShape>,
    /// Refresh tokens.
    pub refresh_token: Option<RawShape>,
    /// `client_id`.
    pub client_id: Option<RawShape>,
    /// `client_secret`.
    pub client_secret: Option<RawShape>,
    /// Ids of accounts.
    pub account_id: Option<RawShape>,
}

/// A shape: `uuid`, `hex:64`, a text with random pieces such as `rt-{base62:32}`, or `{ jwt = claims, alg = "HS256" }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "a shape such as `base62:43` or `{ jwt = […] }`")]
pub enum RawShape {
    /// `uuid`, one random piece, or a text with random pieces in braces.
    Text(String),
    /// A signed token.
    Jwt(RawJwt),
}

/// A JWT (RFC 7519).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawJwt {
    /// How it is signed: `HS256`, which only this server can check, or `ES256`, an access token by RFC 9068.
    #[schemars(with = "Option<Choice<JwtAlg>>")]
    pub alg: Option<String>,
    /// Claims in order; a text with slots, where `{issued_at}`, `{expires_at}` and `{id}` stand alone.
    pub jwt: Vec<RawClaim>,
}

/// A claim's name and value.
pub type RawClaim = (String, String);

/// How long they live: `90s`, `5m`, `1h`, `14d`, `10y`, or `endless`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawLifetimes {
    /// Codes; ten minutes at most.
    pub code: Option<String>,
    /// Access tokens.
    pub access_token: Option<String>,
    /// Refresh tokens, from their last use.
    pub refresh_token: Option<String>,
    /// All refresh tokens of one code together, whatever their use.
    pub refresh_family: Option<String>,
    /// Access tokens of the exchange grant.
    pub exchanged: Option<String>,
    /// How long a token ended by the user's withdrawal is told from one that never was; `0s`: not at all.
    pub tombstone: Option<String>,
}

/// What happens at a refresh.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawRefresh {
    /// `rotate`: a new one; `same`: the same back; `same-extended`: the same, its life begun anew.
    pub rotation: Option<Choice<Rotation>>,
    /// How long a consumed one gets its successor again while that is unused.
    pub grace: Option<String>,
    /// How long while nothing of the successor has been seen in use.
    pub lost_answer: Option<String>,
    /// Older access tokens: `keep` or `end`.
    pub older_access: Option<Choice<OlderAccess>>,
}
