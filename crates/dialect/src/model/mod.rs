//! A dialect as meant: checked, resolved, ready to decode and encode with. Nothing here judges; `check` has.

mod body;
mod console;
mod scope;
mod shape;
mod slots;
mod wire;

pub use body::{Body, Format, Node, Slot, Template, TemplatePart};
pub(crate) use console::kept;
pub use console::{Console, ConsoleWord, NewSecret};
pub use scope::{Danger, ScopeCodec, ScopeWords, Separator, Words};
pub use shape::{Alphabet, Claim, JwtAlg, JwtShape, SIGNED_AT_MOST, Shape, ShapePart};
pub use wire::{
    ApiCarrier, BothAuth, CaseOf, ClientAuth, CodeIn, Cors, Endpoint, Extra, ExtraEffect, Method, Name, Need,
    Operation, Place, QuerySecrets, RequestObjects, Route, SchemeEncoding, TokenCarrier, Worded,
};

use engine::policy::{GrantKind, Policy};
use engine::request::ResponseType;
use std::collections::BTreeMap;

/// How a provider's OAuth looks from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Dialect {
    /// The folder's name.
    pub name: String,
    /// The service as people call it.
    pub title: String,
    /// Every route, in file order; no two collide.
    pub routes: Vec<Route>,
    /// What the rules ask.
    pub policy: Policy,
    /// RFC names to wire names; the first of each list is what we write, all are read.
    pub names: Names,
    /// Authorization endpoint.
    pub authorize: Authorize,
    /// Token endpoint, one entry per grant that the dialect has.
    pub token: BTreeMap<GrantKind, TokenGrant>,
    /// The scheme of `bearer-secret`.
    pub secret_scheme: String,
    /// What a secret in the query gets where an endpoint does not list the query as a carrier.
    pub query_secrets: QuerySecrets,
    /// What Basic and credentials among the parameters get together.
    pub both_auth: BothAuth,
    /// Answer of the token-info operation, and how the token comes.
    pub tokeninfo: Option<TokenInfo>,
    /// RFC 7662.
    pub introspect: Option<Introspect>,
    /// RFC 7009.
    pub revoke: Option<Revoke>,
    /// Where and how API calls carry the access token, in order of preference.
    pub api: Vec<ApiCarrier>,
    /// Protected resources that the server itself answers.
    pub resources: Vec<Resource>,
    /// Words of every refusal at every endpoint.
    pub refusals: Refusals,
    /// Scope codec and the catalogue's words for people.
    pub scopes: ScopeCodec,
    /// Shapes of all texts that the server makes.
    pub shapes: Shapes,
    /// Pages.
    pub pages: Pages,
    /// The app console.
    pub console: Console,
    /// Cross-origin answers; `None`: no CORS header anywhere.
    pub cors: Option<Cors>,
    /// RFC 8414 metadata, RFC 9207 `iss`.
    pub metadata: Metadata,
    /// `Content-Type` of JSON answers.
    pub json_type: String,
    /// Characters left literal in redirect parameters beside the unreserved ones.
    pub redirect_literals: String,
    /// Status of a redirect that answers a GET: 302 or 307. One that answers a POST is always 303.
    pub redirect_status: u16,
    /// Whether an app has a test token, and that it does not expire.
    pub test_token: TestToken,
    /// Apps of `grantor demo`.
    pub demo: Vec<DemoApp>,
    /// Where it is weaker than the standard: a sentence each, for `dialect show`, audit and SECURITY.
    pub warnings: Vec<String>,
}

/// RFC 6749's parameter names and what the wire calls them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// For all endpoints.
    pub all: BTreeMap<Name, Vec<String>>,
    /// Other names at one endpoint.
    pub at: BTreeMap<Endpoint, BTreeMap<Name, Vec<String>>>,
}

impl Names {
    /// The wire's names of a parameter at an endpoint; the first is the one that we write.
    pub fn of(&self, endpoint: Endpoint, name: Name) -> &[String] {
        let special = self.at.get(&endpoint).and_then(|names| names.get(&name));
        special.or_else(|| self.all.get(&name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The one that we write and print.
    pub fn first(&self, endpoint: Endpoint, name: Name) -> &str {
        self.of(endpoint, name).first().map_or("", String::as_str)
    }
}

/// The authorization endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Authorize {
    /// Whether `response_type` is needed; `Ignored`: any or none means the default.
    pub response_type: Need,
    /// The wire's words for each response type.
    pub response_words: Vec<(String, ResponseType)>,
    /// What is meant where none is given or it is ignored.
    pub default_response: ResponseType,
    /// What `request` and `request_uri` get.
    pub request_objects: RequestObjects,
    /// Parameters beyond the RFC.
    pub extras: Vec<Extra>,
    /// Redirect parameters after yes with a code, in order.
    pub code_answer: Vec<(String, Template)>,
    /// Where they go.
    pub code_in: CodeIn,
    /// Redirect parameters after yes with a token, in order; always in the fragment.
    pub token_answer: Vec<(String, Template)>,
    /// Redirect parameters after no, in order.
    pub refusal_answer: Vec<(String, Template)>,
    /// Whether a refusal travels before anybody has signed in.
    pub early_refusals: EarlyRefusals,
}

/// When a refusal may travel by redirect (RFC 9700 section 4.11.2: a server that bounces every visitor serves phishing).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EarlyRefusals {
    /// Once somebody has signed in.
    AfterSignIn,
    /// At once.
    AtOnce,
}

/// One way to ask for a grant. Most grants have one; another has routes, carriers or an answer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// The grant.
    pub grant: GrantKind,
    /// 0: the main way; else the place in [`TokenGrant::also`], from 1.
    pub nth: usize,
}

impl From<GrantKind> for Way {
    fn from(grant: GrantKind) -> Self {
        Self { grant, nth: 0 }
    }
}

impl Dialect {
    /// The way of that number.
    pub fn way(&self, way: Way) -> Option<&TokenGrant> {
        let main = self.token.get(&way.grant)?;
        match way.nth.checked_sub(1) {
            None => Some(main),
            Some(nth) => main.also.get(nth),
        }
    }

    /// All ways of all grants, each grant's main way first.
    pub fn ways(&self) -> impl Iterator<Item = (Way, &TokenGrant)> {
        self.token.iter().flat_map(|(grant, main)| {
            let all = std::iter::once(main).chain(&main.also).enumerate();
            all.map(|(nth, own)| (Way { grant: *grant, nth }, own))
        })
    }
}

/// One grant at the token endpoint, in one of its ways.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenGrant {
    /// How parameters may come.
    pub carriers: Vec<TokenCarrier>,
    /// How the app may prove itself.
    pub client_auth: Vec<ClientAuth>,
    /// Whether `grant_type` is needed. `Ignored`: the route says it.
    pub grant_type: Need,
    /// The wire's words for this grant.
    pub grant_words: Vec<String>,
    /// Status of the answer.
    pub status: u16,
    /// The answer.
    pub body: Body,
    /// Other ways to ask for the same grant, which have no further ones.
    pub also: Vec<TokenGrant>,
}

/// A token-info operation: the token alone, no app.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenInfo {
    /// How the token may come.
    pub carriers: Vec<TokenCarrier>,
    /// The answer.
    pub body: Body,
    /// Its status.
    pub status: u16,
}

/// RFC 7662.
#[derive(Clone, Debug, PartialEq)]
pub struct Introspect {
    /// How parameters may come.
    pub carriers: Vec<TokenCarrier>,
    /// How the caller proves itself.
    pub client_auth: Vec<ClientAuth>,
    /// The answer for a live token; that for any other is `{"active":false}` in the same format.
    pub body: Body,
}

/// RFC 7009.
#[derive(Clone, Debug, PartialEq)]
pub struct Revoke {
    /// How the token may come; `Path` where the route captures it.
    pub carriers: Vec<TokenCarrier>,
    /// Whether the app must prove itself.
    pub client: RevokeClient,
    /// How it may.
    pub client_auth: Vec<ClientAuth>,
    /// Answer for a token that was ended.
    pub body: Body,
    /// Its status.
    pub status: u16,
    /// What an unknown token gets.
    pub unknown: UnknownToken,
}

/// Who may end a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokeClient {
    /// The app that it belongs to, proven (RFC 7009 section 2.1).
    Required,
    /// Whoever holds it; credentials that come along must be right.
    CheckedIfSent,
    /// Whoever holds it.
    NotAsked,
}

/// What revoking an unknown token answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownToken {
    /// The same as for a known one (RFC 7009 section 2.2).
    Success,
    /// `token_unknown`, as worded.
    Refused,
}

/// A protected resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Name in the file.
    pub name: String,
    /// What it does.
    pub action: ResourceAction,
    /// The scope that it needs as a whole.
    pub scope: Option<String>,
    /// The answer.
    pub body: Body,
    /// Its status.
    pub status: u16,
    /// A query parameter whose comma-separated words select members of the answer.
    pub select: Option<String>,
}

/// What a resource does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceAction {
    /// Tells about the token's account.
    Show,
    /// Ends the account's grant to the app whose `client_id` the path captures as `{app}`, else to the token's own.
    EndGrant,
}

/// Words of refusals: by endpoint, then for all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusals {
    /// For all endpoints.
    pub all: RefusalWords,
    /// At one endpoint, in front of the others.
    pub at: BTreeMap<Endpoint, RefusalWords>,
}

/// One level of wording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RefusalWords {
    /// The body around the words.
    pub envelope: Option<Body>,
    /// Status where a word has none.
    pub status: Option<u16>,
    /// `WWW-Authenticate` of a 401; an empty text: none.
    pub challenge: Option<String>,
    /// By name of the refusal.
    pub by_name: BTreeMap<String, Worded>,
    /// By its RFC code.
    pub by_code: BTreeMap<String, Worded>,
    /// For all refusals of the rules; those of the transport keep their own words.
    pub any: Option<Worded>,
    /// What `{carrier}` says, by `parameters` (query or body), `basic`, `header`, `path`.
    pub carriers: BTreeMap<String, String>,
}

/// Shapes of texts and ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapes {
    /// Authorization codes.
    pub code: Shape,
    /// Access tokens.
    pub access_token: Shape,
    /// The second access token of an answer; `None`: like the first.
    pub second_access_token: Option<Shape>,
    /// Refresh tokens.
    pub refresh_token: Shape,
    /// `client_id`.
    pub client_id: Shape,
    /// `client_secret`.
    pub client_secret: Shape,
    /// Ids of accounts.
    pub account_id: Shape,
}

impl Shapes {
    /// Whether others check its access tokens by the published keys.
    pub fn is_published(&self) -> bool {
        [Some(&self.access_token), self.second_access_token.as_ref()].into_iter().flatten().any(Shape::is_published)
    }

    /// Whether there are tokens that are signed and that only this server checks.
    pub fn is_private(&self) -> bool {
        let all = [Some(&self.access_token), self.second_access_token.as_ref(), Some(&self.refresh_token)];
        all.into_iter().flatten().any(Shape::is_private)
    }
}

/// What people's pages need to know of the dialect.
#[derive(Clone, Debug, PartialEq)]
pub struct Pages {
    /// Languages that the parameter may name; the pages' own catalogues may be fewer.
    pub languages: Vec<String>,
    /// The parameter, where there is one.
    pub language_parameter: Option<String>,
    /// Language where nothing is said.
    pub default_language: String,
    /// Whether `Accept-Language` counts.
    pub accept_language: AcceptLanguage,
    /// A sentence under the permissions, by language.
    pub consent_note: Words,
    /// Whether the user may grant less.
    pub narrowing: Narrowing,
}

/// Whether the browser's languages count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptLanguage {
    /// Yes.
    Read,
    /// Only the parameter and the default.
    Ignored,
}

/// Whether the consent page offers a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// All or nothing.
    No,
    /// A choice of less.
    Offered,
}

/// RFC 8414 and RFC 9207.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// None.
    None,
    /// Published. `iss` (RFC 9207) is a pair of the authorize answers like any other.
    Published,
}

/// Whether apps have test tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestToken {
    /// No.
    None,
    /// One per app, for its owner's account, without end.
    Endless,
}

/// An app of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoApp {
    /// What people read.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// One of the dialect's kinds.
    pub kind: String,
    /// Redirect URIs beside those of the command line.
    pub redirect_uris: Vec<String>,
    /// Whether redirect URIs of the command line are registered too.
    pub takes_redirects: TakesRedirects,
}

/// Whether a demo app registers the command line's redirect URIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakesRedirects {
    /// Those whose form its kind allows.
    Yes,
    /// It stays without callback.
    No,
}
