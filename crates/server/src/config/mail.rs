//! The mail server, as the configuration names it.

use lettre::message::Mailbox;
use std::fmt;

/// The environment variable of the password at the mail server.
pub const PASSWORD_VARIABLE: &str = "GRANTOR_SMTP_PASSWORD";

/// How letters are sent.
#[derive(Clone, Debug, PartialEq)]
pub struct MailConfig {
    /// To which server.
    pub smtp: Smtp,
    /// From whom. Without a name the realm's title stands in its place.
    pub from: Mailbox,
}

/// A mail server. Its password is not here: see [`PASSWORD_VARIABLE`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smtp {
    /// How the connection is kept from being read.
    pub security: Security,
    /// Host name or IP address, IPv6 without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Who signs in there; `None`: nobody.
    pub user: Option<String>,
}

/// How the connection to a mail server is kept from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: `smtp://`.
    None,
    /// TLS is demanded after the greeting (RFC 3207): `starttls://`.
    StartTls,
    /// TLS from the first byte (RFC 8314): `smtps://`.
    Tls,
}

impl Security {
    /// The scheme that stands for it, and its usual port.
    pub fn scheme(self) -> (&'static str, u16) {
        match self {
            Self::None => ("smtp", 25),
            Self::StartTls => ("starttls", 587),
            Self::Tls => ("smtps", 465),
        }
    }

    /// What the scheme stands for.
    pub fn of_scheme(scheme: &str) -> Option<Self> {
        [Self::None, Self::StartTls, Self::Tls].into_iter().find(|own| own.scheme().0 == scheme)
    }
}

/// Without the user.
impl fmt::Display for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, _) = self.security.scheme();
        match self.host.contains(':') {
            true => write!(f, "{scheme}://[{}]:{}", self.host, self.port),
            false => write!(f, "{scheme}://{}:{}", self.host, self.port),
        }
    }
}
