//! Requests with the dialect taken off. An absent parameter or a bad shape is a value that the rules refuse in their order.

use crate::secret::Plain;

/// A parameter as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Param<T> {
    /// Not there, or empty (RFC 6749 section 3.1).
    #[default]
    Absent,
    /// There, but no text (a JSON number, a list).
    Malformed,
    /// There.
    Given(T),
}

impl<T> Param<T> {
    /// The value, if one was given.
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            _ => None,
        }
    }

    /// Whether nothing was sent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// Where a value stood in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carrier {
    /// The query string.
    Query,
    /// A form or JSON body.
    Body,
    /// HTTP Basic (RFC 7617).
    Basic,
    /// Another header.
    Header,
    /// The path.
    Path,
}

/// What the app says of itself (RFC 6749 section 2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientClaim {
    /// `client_id`.
    pub id: Param<String>,
    /// `client_secret`.
    pub secret: Param<Plain>,
    /// Where the credentials stood: `Basic`, `Header` or the parameters.
    pub carrier: Carrier,
    /// Whether Basic and parameters disagree, or both were used where only one may be.
    pub doubled: Doubled,
}

/// RFC 6749 section 2.3: "The client MUST NOT use more than one authentication method in each request."
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubled {
    /// One method.
    #[default]
    No,
    /// Two that say the same.
    Alike,
    /// Two that differ.
    Different,
}

/// A request to the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// Who asks.
    pub client: ClientClaim,
    /// For what.
    pub grant: GrantRequest,
}

/// The grants, each with its own parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantRequest {
    /// RFC 6749 section 4.1.3.
    Code {
        /// `code`.
        code: Param<Plain>,
        /// `redirect_uri`.
        redirect_uri: Param<String>,
        /// `code_verifier` (RFC 7636).
        verifier: Param<Plain>,
    },
    /// RFC 6749 section 6.
    Refresh {
        /// `refresh_token`.
        token: Param<Plain>,
        /// `scope`, as the dialect's codec split it.
        scope: Param<Vec<String>>,
        /// Whether the text has the dialect's shape.
        shaped: Shaped,
    },
    /// RFC 6749 section 4.4.
    ClientCredentials {
        /// `scope`.
        scope: Param<Vec<String>>,
    },
    /// A live access token for a fresh one with the dialect's renewed lifetime.
    Exchange {
        /// The access token.
        token: Param<Plain>,
    },
    /// No `grant_type` where one is needed.
    Missing,
    /// A `grant_type` that this dialect does not know, or one of another path.
    Unsupported,
}

/// Whether a presented text has the shape in which the dialect mints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shaped {
    /// As minted.
    Yes,
    /// Another shape: perhaps imported.
    No,
}

/// A request to the authorization endpoint (RFC 6749 section 4.1.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorizeRequest {
    /// `client_id`.
    pub client_id: Param<String>,
    /// `redirect_uri`.
    pub redirect_uri: Param<String>,
    /// `response_type`.
    pub response_type: ResponseTypeClaim,
    /// `scope`, as the dialect's codec split it.
    pub scope: Param<Vec<String>>,
    /// `state`, echoed byte for byte.
    pub state: Option<String>,
    /// `code_challenge`.
    pub challenge: Param<String>,
    /// `code_challenge_method`.
    pub challenge_method: Param<String>,
    /// The language parameter, where the dialect has one.
    pub language: LanguageClaim,
    /// What the dialect's extra parameters ask for.
    pub wishes: Wishes,
    /// A request object, where the dialect refuses them.
    pub object: Option<RequestObject>,
    /// A parameter that stood there twice, by its name on the wire.
    pub duplicate: Option<String>,
    /// A parameter that a dialect demands and that is missing or other, by its name on the wire.
    pub demanded: Option<String>,
}

/// Parameters in a signed text (RFC 9101).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestObject {
    /// `request`: the text itself.
    Value,
    /// `request_uri`: where it may be fetched.
    Reference,
}

/// What `response_type` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResponseTypeClaim {
    /// Not there.
    #[default]
    Absent,
    /// There, unknown to the dialect.
    Unknown,
    /// Known.
    Known(ResponseType),
}

/// RFC 6749 section 3.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResponseType {
    /// A code.
    Code,
    /// A token at once (implicit grant).
    Token,
}

/// What the language parameter says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LanguageClaim {
    /// Absent, or the dialect has no such parameter.
    #[default]
    Absent,
    /// In the dialect's list.
    Known(String),
    /// Not in the list.
    Unknown,
}

/// What extra parameters of a dialect ask for beyond the RFC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Whether a refresh token is wanted.
    pub offline: Wish,
    /// Whether consent shall be asked again.
    pub ask_again: Wish,
    /// Whether the user shall sign in again.
    pub sign_in_again: Wish,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { offline: Wish::Unsaid, ask_again: Wish::Unsaid, sign_in_again: Wish::Unsaid }
    }
}

/// Said, denied, or not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The parameter is absent, or the dialect has none.
    Unsaid,
    /// Asked for.
    Yes,
    /// Asked not to.
    No,
}
