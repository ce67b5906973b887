//! Every reason to say no, in one closed enum. A dialect words it, metrics count it by name, logs explain it.

use crate::request::Carrier;

/// The RFC's error codes (RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1) and HTTP's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorCode {
    /// `invalid_request`
    InvalidRequest,
    /// `invalid_client`
    InvalidClient,
    /// `invalid_grant`
    InvalidGrant,
    /// `invalid_scope`
    InvalidScope,
    /// `invalid_token`
    InvalidToken,
    /// `insufficient_scope`
    InsufficientScope,
    /// `unauthorized_client`
    UnauthorizedClient,
    /// `unsupported_grant_type`
    UnsupportedGrantType,
    /// `unsupported_response_type`
    UnsupportedResponseType,
    /// `access_denied`
    AccessDenied,
    /// `temporarily_unavailable`
    TemporarilyUnavailable,
    /// `request_not_supported` (OpenID Connect Core section 3.1.2.6, RFC 9101 section 6)
    RequestNotSupported,
    /// `request_uri_not_supported`
    RequestUriNotSupported,
}

impl ErrorCode {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::AccessDenied => "access_denied",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
        }
    }
}

/// Which sort of no it is: what HTTP itself refuses is never worded as a matter of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The rules of OAuth.
    Rules,
    /// The form of the request, or the state of the server.
    Transport,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $code:ident, $parameter:expr, $log:literal;)*) => {
        /// Why a request is refused. `name` is its word in dialect files, logs and metrics.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Refusal { $($(#[$doc])* $variant,)* }

        impl Refusal {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its word in dialect files, logs and metrics.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The RFC's code for it.
            pub fn code(self) -> ErrorCode {
                match self { $(Self::$variant => ErrorCode::$code),* }
            }

            /// The RFC name of the parameter it is about.
            pub fn parameter(self) -> Option<&'static str> {
                match self { $(Self::$variant => $parameter),* }
            }

            /// What happened, for logs and for developers. Holds nothing secret.
            pub fn log_text(self) -> &'static str {
                match self { $(Self::$variant => $log),* }
            }
        }
    };
}

refusals! {
    // Who asks.
    /// No `client_id`.
    ClientIdMissing, "client_id_missing", InvalidClient, Some("client_id"), "the client id is missing";
    /// No such app in this realm.
    ClientUnknown, "client_unknown", InvalidClient, Some("client_id"), "no app has this client id";
    /// No `client_secret` where one is needed.
    ClientSecretMissing, "client_secret_missing", InvalidClient, Some("client_secret"), "the client secret is missing";
    /// The secret is another.
    ClientSecretWrong, "client_secret_wrong", InvalidClient, Some("client_secret"), "the client secret is wrong";
    /// The app's kind has no secret, and one came.
    ClientSecretUnasked, "client_secret_unasked", InvalidClient, Some("client_secret"), "a secret came for an app that has none";
    /// Two methods of authentication where one is allowed, or two that differ.
    ClientAuthDoubled, "client_auth_doubled", InvalidRequest, Some("client_id"), "the client authenticates in two ways at once";
    /// A method of authentication that this dialect does not take.
    ClientAuthMethod, "client_auth_method", InvalidClient, Some("client_secret"), "the client authenticates in a way that this endpoint does not take";
    /// The endpoint is closed to apps without a secret.
    ClientWithoutSecret, "client_without_secret", UnauthorizedClient, Some("client_id"), "apps without a secret cannot use this endpoint";
    /// The app was deleted.
    AppDeleted, "app_deleted", InvalidClient, Some("client_id"), "the app was deleted";
    /// The app is suspended.
    AppSuspended, "app_suspended", UnauthorizedClient, Some("client_id"), "the app is suspended";
    /// The app may not use this mount.
    AppElsewhere, "app_elsewhere", UnauthorizedClient, Some("client_id"), "the app is limited to other endpoints of this realm";
    /// The app waits for review, and the account is none of its owners.
    AppNotReviewed, "app_not_reviewed", UnauthorizedClient, Some("client_id"), "the app is not reviewed yet, so only its owners can use it";
    /// The app has as many live tokens as it may.
    TokenLimit, "token_limit", UnauthorizedClient, Some("client_id"), "the app has reached its limit of live tokens";

    // Authorize.
    /// No `redirect_uri` where one is needed.
    RedirectUriMissing, "redirect_uri_missing", InvalidRequest, Some("redirect_uri"), "the redirect URI is missing";
    /// The app has registered none yet.
    RedirectUriNone, "redirect_uri_none", InvalidRequest, Some("redirect_uri"), "the app has no redirect URI yet";
    /// Not one that the app registered.
    RedirectUriStrange, "redirect_uri_strange", InvalidRequest, Some("redirect_uri"), "the redirect URI is not one that the app registered";
    /// Its query has a name that the answer uses.
    RedirectUriReserved, "redirect_uri_reserved", InvalidRequest, Some("redirect_uri"), "the query of the redirect URI has a name that the answer needs";
    /// The language is not in the list.
    LanguageUnknown, "language_unknown", InvalidRequest, Some("lang"), "the language is not one of the list";
    /// A known parameter twice.
    ParameterDoubled, "parameter_doubled", InvalidRequest, None, "a parameter is there twice";
    /// A parameter that the dialect demands.
    ParameterDemanded, "parameter_demanded", InvalidRequest, None, "a demanded parameter is missing or has another value";
    /// A request object (RFC 9101): parameters in a signed text, which nobody reads here.
    RequestObject, "request_object", RequestNotSupported, Some("request"), "request objects are not supported";
    /// The address of one. It is never fetched.
    RequestObjectUri, "request_object_uri", RequestUriNotSupported, Some("request_uri"), "addresses of request objects are not supported";
    /// No `response_type`.
    ResponseTypeMissing, "response_type_missing", InvalidRequest, Some("response_type"), "the response type is missing";
    /// An unknown `response_type`.
    ResponseTypeUnknown, "response_type_unknown", UnsupportedResponseType, Some("response_type"), "the response type is not supported";
    /// Not for this kind of app.
    ResponseTypeForbidden, "response_type_forbidden", UnauthorizedClient, Some("response_type"), "this kind of app may not use this response type";
    /// A scope that nobody knows, or one that the app may not ask for.
    ScopeUnknown, "scope_unknown", InvalidScope, Some("scope"), "the scope is unknown or not open to this app";
    /// Two words of one axis, a word twice, or no text.
    ScopeMalformed, "scope_malformed", InvalidScope, Some("scope"), "the scope is malformed";
    /// More than was granted.
    ScopeWidened, "scope_widened", InvalidScope, Some("scope"), "the scope goes beyond what was granted";
    /// PKCE is needed.
    ChallengeMissing, "challenge_missing", InvalidRequest, Some("code_challenge"), "the code challenge is missing";
    /// Not 43 to 128 characters of the unreserved set.
    ChallengeMalformed, "challenge_malformed", InvalidRequest, Some("code_challenge"), "the code challenge is malformed";
    /// A method that the dialect does not take.
    ChallengeMethodUnsupported, "challenge_method_unsupported", InvalidRequest, Some("code_challenge_method"), "the code challenge method is not supported";
    /// The user said no.
    AccessDenied, "access_denied", AccessDenied, None, "the user denied the request";
    /// The account is disabled.
    AccountDisabled, "account_disabled", AccessDenied, None, "the account is disabled";

    // Token endpoint.
    /// No `grant_type`.
    GrantTypeMissing, "grant_type_missing", InvalidRequest, Some("grant_type"), "the grant type is missing";
    /// An unknown `grant_type`.
    GrantTypeUnsupported, "grant_type_unsupported", UnsupportedGrantType, Some("grant_type"), "the grant type is not supported";
    /// Not for this kind of app.
    GrantTypeForbidden, "grant_type_forbidden", UnauthorizedClient, Some("grant_type"), "this kind of app may not use this grant type";
    /// No code.
    CodeMissing, "code_missing", InvalidRequest, Some("code"), "the code is missing";
    /// No such code.
    CodeUnknown, "code_unknown", InvalidGrant, Some("code"), "the code is unknown";
    /// Another app's, or another mount's.
    CodeForeign, "code_foreign", InvalidGrant, Some("code"), "the code was issued to another app";
    /// Too late.
    CodeExpired, "code_expired", InvalidGrant, Some("code"), "the code has expired";
    /// All tokens of the app were revoked while the code was on its way.
    CodeRevoked, "code_revoked", InvalidGrant, Some("code"), "all user tokens of the app were revoked after the code was issued";
    /// A second time: what it had issued ends.
    CodeSpent, "code_spent", InvalidGrant, Some("code"), "the code was used before";
    /// The grant behind the code has ended.
    CodeWithdrawn, "code_withdrawn", InvalidGrant, Some("code"), "the user has withdrawn the grant";
    /// The code's account is disabled.
    CodeAccountDisabled, "code_account_disabled", InvalidGrant, Some("code"), "the account is disabled";
    /// The redirect URI is needed and absent.
    RedirectUriAbsent, "redirect_uri_absent", InvalidGrant, Some("redirect_uri"), "the redirect URI of the authorization request must be repeated";
    /// The redirect URI is another than at authorize.
    RedirectUriDiffers, "redirect_uri_differs", InvalidGrant, Some("redirect_uri"), "the redirect URI differs from the one of the authorization request";
    /// PKCE: no verifier.
    VerifierMissing, "verifier_missing", InvalidGrant, Some("code_verifier"), "the code verifier is missing";
    /// PKCE: the verifier does not fit.
    VerifierWrong, "verifier_wrong", InvalidGrant, Some("code_verifier"), "the code verifier does not match the challenge";
    /// PKCE: a verifier, though no challenge was sent (RFC 9700 section 4.8.2).
    VerifierUnexpected, "verifier_unexpected", InvalidGrant, Some("code_verifier"), "a code verifier came for a code without challenge";
    /// No refresh token.
    RefreshTokenMissing, "refresh_token_missing", InvalidRequest, Some("refresh_token"), "the refresh token is missing";
    /// Unknown, and not of the dialect's shape.
    RefreshTokenMalformed, "refresh_token_malformed", InvalidGrant, Some("refresh_token"), "the refresh token is unknown and has another form";
    /// No such refresh token.
    RefreshTokenUnknown, "refresh_token_unknown", InvalidGrant, Some("refresh_token"), "the refresh token is unknown";
    /// Another app's, or another mount's.
    RefreshTokenForeign, "refresh_token_foreign", InvalidGrant, Some("refresh_token"), "the refresh token was issued to another app";
    /// Too late.
    RefreshTokenExpired, "refresh_token_expired", InvalidGrant, Some("refresh_token"), "the refresh token has expired";
    /// Ended before its time.
    RefreshTokenEnded, "refresh_token_ended", InvalidGrant, Some("refresh_token"), "the refresh token was revoked";
    /// A copy came after its successor was used: the family ends.
    RefreshTokenReplayed, "refresh_token_replayed", InvalidGrant, Some("refresh_token"), "the refresh token was used before and its successor is in use";
    /// The user withdrew the grant.
    RefreshTokenWithdrawn, "refresh_token_withdrawn", InvalidGrant, Some("refresh_token"), "the user has withdrawn the grant";
    /// The refresh token's account is disabled.
    RefreshTokenAccountDisabled, "refresh_token_account_disabled", InvalidGrant, Some("refresh_token"), "the account is disabled";

    // Tokens presented to tokeninfo, introspection, revocation and the API.
    /// No token.
    TokenMissing, "token_missing", InvalidToken, Some("access_token"), "no token was sent";
    /// The revocation or introspection request names no token.
    TokenParameterMissing, "token_parameter_missing", InvalidRequest, Some("token"), "the token parameter is missing";
    /// No such token, or one of another mount.
    TokenUnknown, "token_unknown", InvalidToken, Some("access_token"), "the token is unknown";
    /// Too late.
    TokenExpired, "token_expired", InvalidToken, Some("access_token"), "the token has expired";
    /// Ended before its time.
    TokenEnded, "token_ended", InvalidToken, Some("access_token"), "the token was revoked";
    /// The user withdrew the grant.
    TokenWithdrawn, "token_withdrawn", InvalidToken, Some("access_token"), "the user has withdrawn the grant";
    /// The token's account is disabled.
    TokenAccountDisabled, "token_account_disabled", InvalidToken, Some("access_token"), "the account is disabled";
    /// The token's app is suspended.
    TokenAppSuspended, "token_app_suspended", InvalidToken, Some("access_token"), "the app is suspended";
    /// The token opens less.
    ScopeInsufficient, "scope_insufficient", InsufficientScope, Some("scope"), "the token lacks a scope";

    // The form of the request, and the state of the server.
    /// The body is not what its type says.
    BodyMalformed, "body_malformed", InvalidRequest, None, "the body cannot be read";
    /// Credentials in the query where they may not stand.
    SecretInQuery, "secret_in_query", InvalidRequest, None, "a secret stands in the query";
    /// 413.
    TooLarge, "too_large", InvalidRequest, None, "the request is too large";
    /// More than 100 parameters.
    TooManyParameters, "too_many_parameters", InvalidRequest, None, "the request has too many parameters";
    /// 405.
    MethodNotAllowed, "method_not_allowed", InvalidRequest, None, "the address does not take this method";
    /// 415.
    MediaTypeUnsupported, "media_type_unsupported", InvalidRequest, None, "the content type is not supported";
    /// 429.
    TooManyRequests, "too_many_requests", TemporarilyUnavailable, None, "too many requests";
    /// 503.
    Unavailable, "unavailable", TemporarilyUnavailable, None, "the service is unavailable for the moment";
}

impl Refusal {
    /// From its word in dialect files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|refusal| refusal.name() == name)
    }

    /// The rules of OAuth, or HTTP and the state of the server.
    pub fn layer(self) -> Layer {
        if self >= Self::BodyMalformed { Layer::Transport } else { Layer::Rules }
    }
}

/// A refusal with what its words may need. Holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub refusal: Refusal,
    /// Where the refused value stood.
    pub carrier: Option<Carrier>,
    /// The parameter as it is called on the wire, where only the request knows it.
    pub parameter: Option<String>,
    /// The scope that is missing.
    pub scope: Option<String>,
}

impl Refused {
    /// The scope that a token lacks.
    pub fn scope(scope: &str) -> Self {
        Self { scope: Some(scope.to_owned()), ..Self::from(Refusal::ScopeInsufficient) }
    }

    /// About a parameter that only the request names.
    pub fn parameter(refusal: Refusal, parameter: &str) -> Self {
        Self { parameter: Some(parameter.to_owned()), ..Self::from(refusal) }
    }

    /// About a value that stood there.
    pub fn carried(refusal: Refusal, carrier: Carrier) -> Self {
        Self { carrier: Some(carrier), ..Self::from(refusal) }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, carrier: None, parameter: None, scope: None }
    }
}
