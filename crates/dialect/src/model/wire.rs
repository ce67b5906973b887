//! The parts of a request: routes, names, carriers, and the words of refusals.

use super::{Template, Way};

/// RFC names of parameters that a dialect may rename.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the RFC's own word")]
pub enum Name {
    ClientId,
    ClientSecret,
    RedirectUri,
    ResponseType,
    Scope,
    /// A second scope parameter beside `scope`, where a provider has two.
    SecondScope,
    State,
    Code,
    GrantType,
    RefreshToken,
    CodeChallenge,
    CodeChallengeMethod,
    CodeVerifier,
    Token,
    TokenTypeHint,
    AccessToken,
}

/// Where a request goes; refusals and names may differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// Authorization.
    Authorize,
    /// Token.
    Token,
    /// Token info.
    TokenInfo,
    /// Introspection.
    Introspect,
    /// Revocation.
    Revoke,
    /// The API: resources and `/verify`.
    Api,
    /// The resource of that index, in front of what is said for the API.
    Resource(usize),
}

impl Endpoint {
    /// Whether a token is what opens it (RFC 6750).
    pub fn is_api(self) -> bool {
        matches!(self, Self::Api | Self::Resource(_))
    }
}

/// An HTTP method that a route may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "HTTP's own words")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// A method and a path. A segment `{token}`, `{client_id}` or `{app}` captures, `{any}` may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method; HEAD follows GET.
    pub method: Method,
    /// Begins with `/`, without trailing slash (one is always allowed).
    pub path: String,
    /// The path as the file writes it, perhaps with a trailing slash: what links and examples print.
    pub written: String,
    /// What it does.
    pub operation: Operation,
}

/// What a route does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Authorization endpoint.
    Authorize,
    /// Answers with a redirect to another path of the same mount, query kept.
    Forward {
        /// The path.
        to: String,
        /// 302 or 307.
        status: u16,
    },
    /// Token endpoint: one of these, told apart by `grant_type` (or by the parameter that is there).
    Token(Vec<Way>),
    /// Token info.
    TokenInfo,
    /// Introspection.
    Introspect,
    /// Revocation.
    Revoke,
    /// The resource of that index.
    Resource(usize),
    /// RFC 8414 metadata.
    Metadata,
    /// The key set (RFC 7517).
    Jwks,
}

/// How parameters travel to an endpoint.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TokenCarrier {
    /// The query string.
    Query,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
    /// JSON, whatever the Content-Type says or does not say.
    JsonWhateverTheType,
    /// The route's capture.
    Path,
    /// The way API calls carry the access token.
    Api,
}

/// How an app proves itself.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ClientAuth {
    /// HTTP Basic (RFC 6749 section 2.3.1).
    Basic,
    /// Parameters beside the others.
    Parameters,
    /// `Authorization: Bearer <secret>`; the app is the one to which the code or token belongs.
    BearerSecret,
    /// The secret among the parameters, without an id beside it; the app is the one to which the code or token belongs.
    SecretAlone,
}

impl ClientAuth {
    /// Whether the app proves itself without saying who it is.
    pub fn names_nobody(self) -> bool {
        matches!(self, Self::BearerSecret | Self::SecretAlone)
    }
}

/// What a secret in the query gets at an endpoint that does not list the query as a carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuerySecrets {
    /// `secret_in_query`: the app learns that it leaks.
    Refused,
    /// As if it were not there.
    Ignored,
}

/// What HTTP Basic and credentials among the parameters get together (RFC 6749 section 2.3 allows one method).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BothAuth {
    /// `client_auth_doubled`, even when they say the same.
    Refused,
    /// Fine when they say the same.
    WhenEqual,
}

/// Whether a parameter is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Its absence is refused.
    Required,
    /// A default stands for it.
    Optional,
    /// Any value or none is the same.
    Ignored,
}

/// What parameters in a signed text (`request`, `request_uri`: RFC 9101, OpenID Connect Core section 6) get. None is ever read or fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestObjects {
    /// `request_not_supported`, `request_uri_not_supported`: the app learns that what it signed does not count.
    Refused,
    /// As if they were not there.
    Ignored,
}

/// Query or fragment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CodeIn {
    /// RFC 6749 section 4.1.2.
    Query,
    /// In the fragment.
    Fragment,
}

/// An authorize parameter beyond the RFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// On the wire.
    pub name: String,
    /// Whether it is needed.
    pub need: Need,
    /// The values that are understood; empty: any.
    pub values: Vec<String>,
    /// What values do.
    pub effects: Vec<(String, ExtraEffect)>,
}

/// What a value of an extra parameter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExtraEffect {
    /// A refresh token comes with the access token.
    Offline,
    /// None comes.
    Online,
    /// Consent is asked again.
    AskAgain,
    /// The user signs in again.
    SignInAgain,
}

/// How API calls carry the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiCarrier {
    /// A header, with a scheme before the token or without.
    Header {
        /// Its name.
        name: String,
        /// The scheme, where there is one.
        scheme: Option<String>,
        /// Whether its case counts.
        case: CaseOf,
        /// How the token is written.
        encoding: SchemeEncoding,
    },
    /// A query parameter.
    Query(String),
    /// A member of a form body.
    Form(String),
}

/// Whether the case of a scheme counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CaseOf {
    /// RFC 9110 section 11.1: it does not.
    Any,
    /// It does.
    Exact,
}

/// How a header writes the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SchemeEncoding {
    /// As it is.
    Plain,
    /// As it is, or Base64 of it.
    PlainOrBase64,
    /// As it is, or the whole header value within quotation marks.
    PlainOrQuoted,
}

/// Where a refusal is said, where the rules leave a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// On a page, even where the redirect URI is proven.
    Page,
    /// By redirect, once the redirect URI is proven.
    Redirect,
}

/// The words of one refusal. `None`: the next level's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worded {
    /// HTTP status (bodies only).
    pub status: Option<u16>,
    /// `{error}`.
    pub error: Option<String>,
    /// `{description}`: may hold `{parameter}`, `{missing_scope}`, `{carrier}`, `{realm}`, `{realm.title}`.
    pub description: Option<Template>,
    /// `{number}`.
    pub number: Option<i64>,
    /// `WWW-Authenticate`.
    pub challenge: Option<String>,
    /// At authorize: page or redirect.
    pub place: Option<Place>,
}

/// Cross-origin answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cors {
    /// Status of a preflight.
    pub preflight: u16,
    /// `Access-Control-Allow-Headers`.
    pub headers: Vec<String>,
    /// Whether a preflight carries `Allow` too.
    pub allow: bool,
}
