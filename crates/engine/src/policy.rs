//! What a dialect and a realm decide for the rules: closed choices, never words of the wire.

use crate::model::ChallengeMethod;
use crate::request::ResponseType;
use crate::scope::Catalogue;
use crate::time::Lifetime;

/// How the redirect URI of a request is held against the registered ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectMatch {
    /// Byte for byte (RFC 9700 section 2.1).
    Exact,
    /// Same scheme, host and port, the registered path as a prefix at a segment boundary. Weaker than the standard.
    SameHostPathPrefix,
    /// Same scheme, host, port and path; the query may say more than the registered one.
    SamePath,
}

/// What an authorize request without redirect URI gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbsentRedirect {
    /// An error page.
    Refuse,
    /// The sole registered one, else an error page (RFC 6749 section 3.1.2.3).
    Sole,
    /// The first registered one.
    First,
    /// The sole registered one; the code on screen where the app has none.
    SoleOrOnScreen,
}

/// A form that a registered redirect URI may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RedirectForm {
    /// `https`.
    Https,
    /// `http` on `127.0.0.1`, `[::1]` or `localhost`.
    Loopback,
    /// A scheme of the app's own, with a dot in it (RFC 8252 section 7.1).
    PrivateUse,
    /// The dialect's word for "show the code".
    OnScreen,
}

/// Redirect rules of one dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectPolicy {
    /// How to compare.
    pub matching: RedirectMatch,
    /// What to do without one.
    pub absent: AbsentRedirect,
    /// Loopback hosts whose port may differ (RFC 8252 section 7.3).
    pub any_port: Vec<String>,
    /// Words that ask for the code on screen.
    pub on_screen: Vec<String>,
    /// Names that the answer puts into the query, which the URI's own query may not have.
    pub reserved: Vec<String>,
}

/// Who must send a challenge (RFC 7636). One that is sent always binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PkceNeed {
    /// Nobody.
    Optional,
    /// Apps without a secret.
    Public,
    /// All.
    All,
}

/// What happens to the refresh token at a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// A new one; the old one is consumed.
    Rotate,
    /// The same one comes back, its end unmoved.
    Same,
    /// The same one comes back, and each use extends its life.
    SameExtended,
}

/// What happens to older access tokens at a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OlderAccess {
    /// They live until they expire.
    Keep,
    /// They end.
    End,
}

/// Refresh rules of one dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshPolicy {
    /// Same or new.
    pub rotation: Rotation,
    /// Idle lifetime.
    pub life: Lifetime,
    /// Bound of the whole family, whatever its use.
    pub family_life: Lifetime,
    /// How long, in seconds, a consumed token gets its successor again while that is unused.
    pub grace: i64,
    /// How long, in seconds, it gets it again while nothing of the successor has been seen in use.
    pub lost_answer: i64,
    /// Older access tokens.
    pub older_access: OlderAccess,
    /// The access token of an answer that is given again.
    pub lost_access: LostAccess,
}

/// What access token a lost answer bears when it is given again, while the one of then lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostAccess {
    /// The same: its text is made again.
    Same,
    /// Another one, since no signature of the dialect's comes twice.
    Anew,
}

/// Whether an access token of a code comes with a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshIssue {
    /// Never.
    Never,
    /// Always.
    Always,
    /// When the authorize request asked for it (`access_type=offline` and its like).
    WhenAsked,
}

/// Whether the redirect URI is repeated at the exchange (RFC 6749 section 4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectAtExchange {
    /// Required when the authorize request named it.
    Required,
    /// May be left out; when sent it must be the same.
    IfSent,
    /// The dialect has no such parameter at the exchange.
    NotRead,
}

/// Whether consent is asked again for what is granted already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentAgain {
    /// Every time.
    Always,
    /// Only for more than is granted; apps without a secret and private-use redirects always.
    ForMore,
}

/// What one kind of app may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The provider's word.
    pub name: String,
    /// Whether it keeps a secret.
    pub secret: HasSecret,
    /// What it may ask for at authorize.
    pub response_types: Vec<ResponseType>,
    /// Grants at the token endpoint.
    pub grants: Vec<GrantKind>,
    /// Whether it gets refresh tokens.
    pub refresh: RefreshIssue,
    /// Forms its redirect URIs may have; empty: it registers none.
    pub redirects: Vec<RedirectForm>,
}

/// Confidential or public (RFC 6749 section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasSecret {
    /// Confidential.
    Yes,
    /// Public.
    No,
}

/// The grants of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrantKind {
    /// RFC 6749 section 4.1.
    AuthorizationCode,
    /// RFC 6749 section 6.
    RefreshToken,
    /// RFC 6749 section 4.4.
    ClientCredentials,
    /// A live access token for a fresh one.
    Exchange,
}

/// Whether apps without a secret may come to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicClients {
    /// They prove themselves by PKCE.
    Allowed,
    /// The endpoint is closed to them.
    Refused,
}

/// How long tokens and codes live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Codes, in seconds; 600 at most (RFC 6749 section 4.1.2).
    pub code: i64,
    /// Access tokens.
    pub access: Lifetime,
    /// Access tokens of the exchange grant.
    pub exchanged: Lifetime,
    /// How long a token that the user's withdrawal ended is told from one that never was, in seconds.
    pub tombstone: i64,
}

/// The whole: what the rules ask a dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Redirect URIs.
    pub redirect: RedirectPolicy,
    /// PKCE.
    pub pkce: PkceNeed,
    /// Methods that a challenge may have. None named is `plain` (RFC 7636 section 4.3).
    pub challenge_methods: Vec<ChallengeMethod>,
    /// Refresh tokens.
    pub refresh: RefreshPolicy,
    /// Exchange.
    pub redirect_at_exchange: RedirectAtExchange,
    /// Consent.
    pub consent_again: ConsentAgain,
    /// Kinds of apps, the main one first.
    pub kinds: Vec<Kind>,
    /// The token endpoint and apps without a secret.
    pub public_clients: PublicClients,
    /// Lifetimes.
    pub lifetimes: Lifetimes,
    /// Scopes.
    pub scopes: Catalogue,
    /// At most so many live endless access tokens of one grant; the one unused for longest goes.
    pub tokens_per_grant: u32,
}

impl Policy {
    /// The rules for an app: its kind's, or, at a mount whose dialect has no such kind, those of the first kind that keeps a secret as this one does.
    pub fn kind_of(&self, app: &crate::model::App) -> Option<&Kind> {
        let secret = if app.secrets.is_empty() { HasSecret::No } else { HasSecret::Yes };
        let named = self.kinds.iter().find(|kind| kind.name == app.kind);
        named.or_else(|| self.kinds.iter().find(|kind| kind.secret == secret))
    }
}
