//! A dialect file as written: every key optional, no judgement. `check` reads it into the model, `show` writes it.

mod authorize;
mod body;
mod console;
mod endpoints;
mod scopes;
mod secrets;
mod token;
mod word;
mod words;

pub use authorize::{RawAuthorize, RawExtra, RawForward, RawPkce, RawRedirect, RawResponseTypes};
pub use body::{RawAccept, RawAnswers, RawBody, RawCors, RawValue};
pub use console::RawConsole;
pub use endpoints::{
    RawApi, RawApiCarrier, RawIntrospect, RawJwks, RawMetadata, RawRefusals, RawResource, RawRevoke, RawTokenInfo,
    RawWorded,
};
pub use scopes::{RawAbsent, RawAxis, RawScope, RawScopes};
pub use secrets::{RawClaim, RawJwt, RawLifetimes, RawRefresh, RawShape, RawShapes};
pub use token::{RawClient, RawGrant, RawKind, RawToken};
pub use word::{Choice, OneOrMany, Word};
pub use words::Origins;

use crate::model::{AcceptLanguage, Name, Narrowing, TestToken, Words};
use engine::policy::ConsentAgain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// RFC names of parameters and what the wire calls them; several: all are read, the first is written.
pub type RawNames = BTreeMap<Name, OneOrMany>;

/// A dialect file.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawDialect {
    /// The dialect that says what this file does not; `standard` where nothing is said, `none` for a file that says all.
    pub extends: Option<String>,
    /// The service as people call it.
    pub title: Option<String>,
    /// Whether apps have a test token for their owner: `none` or `endless`.
    pub test_token: Option<Choice<TestToken>>,
    /// What the wire calls the RFC's parameters at every endpoint.
    pub names: RawNames,
    /// How apps prove themselves, where an endpoint says nothing else.
    pub client: RawClient,
    /// Kinds of apps, the main one first.
    pub kinds: Option<Vec<RawKind>>,
    /// The authorization endpoint.
    pub authorize: RawAuthorize,
    /// Redirect URIs, and the redirect that answers.
    pub redirect: RawRedirect,
    /// RFC 7636.
    pub pkce: RawPkce,
    /// The token endpoint.
    pub token: RawToken,
    /// What happens at a refresh.
    pub refresh: RawRefresh,
    /// A token tells about itself.
    pub tokeninfo: RawTokenInfo,
    /// RFC 7662.
    pub introspect: RawIntrospect,
    /// RFC 7009.
    pub revoke: RawRevoke,
    /// RFC 8414.
    pub metadata: RawMetadata,
    /// RFC 7517.
    pub jwks: RawJwks,
    /// How API calls carry the token.
    pub api: RawApi,
    /// Protected resources that the server itself answers; the first that shows something is the one examples call.
    pub resources: Option<Vec<RawResource>>,
    /// The scope codec and the catalogue.
    pub scopes: RawScopes,
    /// Shapes of texts and ids.
    pub shapes: RawShapes,
    /// How long they live.
    pub lifetimes: RawLifetimes,
    /// Words of refusals at every endpoint.
    pub refusals: RawRefusals,
    /// How answers are written.
    pub answers: RawAnswers,
    /// Cross-origin answers.
    pub cors: RawCors,
    /// Sign-in, consent and error pages.
    pub pages: RawPages,
    /// Developers' pages.
    pub console: RawConsole,
    /// Bounds.
    pub limits: RawLimits,
    /// Apps of `grantor demo`.
    pub demo: Option<Vec<RawDemoApp>>,
}

/// Pages for people.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawPages {
    /// Languages that the parameter may name.
    pub languages: Option<Vec<String>>,
    /// The authorize parameter that names one; empty: there is none.
    pub language_parameter: Option<String>,
    /// Language where nothing is said.
    pub default_language: Option<String>,
    /// Whether the browser's languages count: `read` or `ignored`.
    pub accept_language: Option<Choice<AcceptLanguage>>,
    /// A sentence under the permissions, by language.
    pub consent_note: Option<Words>,
    /// Whether the user may grant less: `no` or `offered`.
    pub narrowing: Option<Choice<Narrowing>>,
    /// Whether consent is asked again for what is granted already: `always` or `for-more`.
    pub consent_again: Option<Choice<ConsentAgain>>,
}

/// Bounds of what never expires.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawLimits {
    /// Live endless access tokens of one grant; past it the one unused for longest goes.
    pub tokens_per_grant: Option<u32>,
}

/// An app of the demo.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawDemoApp {
    /// What people read.
    pub name: Option<String>,
    /// What it is for, in a sentence; empty: nothing is said.
    pub description: Option<String>,
    /// One of the dialect's kinds.
    pub kind: Option<String>,
    /// Redirect URIs beside those of the command line.
    pub redirect_uris: Option<Vec<String>>,
    /// Whether redirect URIs of the command line are registered too.
    pub takes_redirects: Option<bool>,
}
