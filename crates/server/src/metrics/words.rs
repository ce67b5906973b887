//! The closed sets of labels.

use dialect::model::Endpoint;
use engine::policy::GrantKind;
use engine::refusal::Refusal;

/// A word of a closed set.
pub trait Word: Copy + 'static {
    /// All of them, in order of [`Word::index`].
    const ALL: &'static [Self];
    /// Its place in [`Word::ALL`].
    fn index(self) -> usize;
    /// As a label's value.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$about])* $variant,)* }

        impl Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn index(self) -> usize {
                self as usize
            }
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

words! {
    /// What sort of endpoint was asked.
    Kind {
        /// Authorize, also as a form.
        Authorize = "authorize",
        /// Token.
        Token = "token",
        /// Tokeninfo.
        TokenInfo = "tokeninfo",
        /// Introspection.
        Introspect = "introspect",
        /// Revocation.
        Revoke = "revoke",
        /// Resources such as whoami, and metadata.
        Resource = "resource",
        /// The gateway's question.
        Verify = "verify",
        /// Pages and their files.
        Page = "page",
        /// The admin API.
        AdminApi = "admin_api",
        /// Health and metrics.
        Health = "health",
        /// Nothing that there is.
        None = "none",
    }
}

words! {
    /// What came of a request.
    Outcome {
        /// An answer.
        Answered = "answered",
        /// A refusal, whatever status the dialect has for it.
        Refused = "refused",
        /// The server could not do it.
        Failed = "failed",
    }
}

words! {
    /// What came of a try to sign in.
    SignIn {
        /// A session.
        Accepted = "accepted",
        /// A wrong pair of name and password, or an answer of the owner's login page that does not count.
        Wrong = "wrong",
        /// Too many tries.
        Throttled = "throttled",
        /// The right pair, or a good answer, of a disabled account.
        Disabled = "disabled",
    }
}

words! {
    /// By which grant tokens were handed out.
    Issue {
        /// RFC 6749 section 4.1.
        AuthorizationCode = "authorization_code",
        /// RFC 6749 section 6.
        RefreshToken = "refresh_token",
        /// RFC 6749 section 4.4.
        ClientCredentials = "client_credentials",
        /// A live access token for a fresh one.
        Exchange = "exchange",
        /// RFC 6749 section 4.2.
        Implicit = "implicit",
    }
}

impl Word for Refusal {
    const ALL: &'static [Self] = Self::ALL;
    fn index(self) -> usize {
        self as usize
    }
    fn word(self) -> &'static str {
        self.name()
    }
}

impl From<Endpoint> for Kind {
    fn from(endpoint: Endpoint) -> Self {
        match endpoint {
            Endpoint::Authorize => Self::Authorize,
            Endpoint::Token => Self::Token,
            Endpoint::TokenInfo => Self::TokenInfo,
            Endpoint::Introspect => Self::Introspect,
            Endpoint::Revoke => Self::Revoke,
            Endpoint::Api | Endpoint::Resource(_) => Self::Resource,
        }
    }
}

impl From<GrantKind> for Issue {
    fn from(grant: GrantKind) -> Self {
        match grant {
            GrantKind::AuthorizationCode => Self::AuthorizationCode,
            GrantKind::RefreshToken => Self::RefreshToken,
            GrantKind::ClientCredentials => Self::ClientCredentials,
            GrantKind::Exchange => Self::Exchange,
        }
    }
}
