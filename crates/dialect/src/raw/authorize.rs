//! `[authorize]`, `[redirect]` and `[pkce]`.

use super::{Choice, OneOrMany, RawNames, RawRefusals};
use crate::model::{CodeIn, EarlyRefusals, ExtraEffect, Need, RequestObjects};
use engine::model::ChallengeMethod;
use engine::policy::{AbsentRedirect, PkceNeed, RedirectAtExchange, RedirectMatch};
use engine::request::ResponseType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The authorization endpoint.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawAuthorize {
    /// `METHOD /path`; the first is the one that examples print.
    pub routes: Option<Vec<String>>,
    /// Routes that only lead to another one.
    pub forward: Option<Vec<RawForward>>,
    /// Names of parameters here, where they differ from `[names]`.
    pub names: RawNames,
    /// Whether `response_type` is needed.
    pub response_type: Option<Need>,
    /// The wire's words for each response type.
    pub response_types: RawResponseTypes,
    /// What is meant where none is given or it is ignored.
    pub default_response: Option<Choice<ResponseType>>,
    /// What `request` and `request_uri` (RFC 9101) get: `refused`, or `ignored` like any unknown parameter.
    pub request_objects: Option<RequestObjects>,
    /// Parameters beyond the RFC, by their name on the wire.
    pub extras: BTreeMap<String, RawExtra>,
    /// Redirect parameters after yes with a code, in order; one whose slots are empty is left out.
    pub code_answer: Option<Vec<(String, String)>>,
    /// Where they go: `query` or `fragment`.
    pub code_in: Option<CodeIn>,
    /// Redirect parameters after yes with a token, in order, in the fragment.
    pub token_answer: Option<Vec<(String, String)>>,
    /// Redirect parameters after no, in order.
    pub refusal_answer: Option<Vec<(String, String)>>,
    /// When a refusal may travel by redirect: `after-sign-in` or `at-once`.
    pub early_refusals: Option<EarlyRefusals>,
    /// Words of refusals here, in front of those of `[refusals]`.
    pub refusals: RawRefusals,
}

/// The wire's words for the RFC's response types.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawResponseTypes {
    /// Words that ask for a code.
    pub code: Option<OneOrMany>,
    /// Words that ask for a token at once.
    pub token: Option<OneOrMany>,
}

/// A route that leads to another one, the query kept.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawForward {
    /// `METHOD /path`.
    pub from: Option<String>,
    /// The path of another route of this endpoint.
    pub to: Option<String>,
    /// 302 or 307.
    pub status: Option<u16>,
}

/// An authorize parameter beyond the RFC.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawExtra {
    /// Whether it is needed.
    pub need: Option<Need>,
    /// The values that are understood; empty: any.
    pub values: Option<Vec<String>>,
    /// What values do.
    pub effects: BTreeMap<String, ExtraEffect>,
}

/// Redirect URIs, and the redirect that answers.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawRedirect {
    /// How the request's URI is held against the registered ones.
    #[serde(rename = "match")]
    pub matching: Option<Choice<RedirectMatch>>,
    /// What a request without one gets.
    pub absent: Option<Choice<AbsentRedirect>>,
    /// Loopback hosts whose port may differ (RFC 8252).
    pub any_port: Option<Vec<String>>,
    /// Words that ask for the code on screen.
    pub on_screen: Option<Vec<String>>,
    /// Whether the exchange repeats it (RFC 6749 section 4.1.3).
    pub at_exchange: Option<Choice<RedirectAtExchange>>,
    /// Status of a redirect that answers a GET: 302 or 307.
    pub status: Option<u16>,
    /// Characters left literal in redirect parameters beside the unreserved ones.
    pub literals: Option<String>,
}

/// RFC 7636. A challenge that is sent always binds.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawPkce {
    /// Who must send a challenge: `optional` (nobody), `public` (apps without a secret), `all`.
    pub need: Option<Choice<PkceNeed>>,
    /// Methods that a challenge may have; the first is meant where none is named.
    pub methods: Option<Vec<Choice<ChallengeMethod>>>,
}
