//! What stands in an example for something that only the developer has, and what a shell calls it.

use crate::client::quoted;
use crate::model::{Dialect, Endpoint, Name};

/// What stands in an example for something that only the developer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the RFC's own word")]
pub enum Variable {
    ClientId,
    ClientSecret,
    RedirectUri,
    Code,
    AccessToken,
    RefreshToken,
}

impl Variable {
    /// Those that answers bring.
    pub const BROUGHT: [Self; 3] = [Self::Code, Self::AccessToken, Self::RefreshToken];
    /// Those that an app has before its first request.
    pub const OF_THE_APP: [Self; 3] = [Self::ClientId, Self::ClientSecret, Self::RedirectUri];
    pub(super) const ALL: [Self; 6] =
        [Self::ClientId, Self::ClientSecret, Self::RedirectUri, Self::Code, Self::AccessToken, Self::RefreshToken];

    fn rfc_name(self) -> &'static str {
        match self {
            Self::ClientId => "CLIENT_ID",
            Self::ClientSecret => "CLIENT_SECRET",
            Self::RedirectUri => "REDIRECT_URI",
            Self::Code => "CODE",
            Self::AccessToken => "ACCESS_TOKEN",
            Self::RefreshToken => "REFRESH_TOKEN",
        }
    }

    /// What the client face is given in its place: it leaves these characters alone, however it encodes.
    pub(super) fn mark(self) -> String {
        format!("-_-{}-_-", self.rfc_name())
    }

    /// Whether a form may hold its value as it is: what the server makes has no character that needs escaping.
    pub(super) fn is_made(self) -> bool {
        Self::BROUGHT.contains(&self)
    }
}

/// The names in the shell of one dialect's developers: whatever prints such a line takes them from here, so that lines fit each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variables {
    /// Of [`Variable::OF_THE_APP`].
    of_the_app: [String; 3],
}

impl Default for Variables {
    /// The RFC's words.
    fn default() -> Self {
        Self { of_the_app: Variable::OF_THE_APP.map(|own| own.rfc_name().to_owned()) }
    }
}

impl Dialect {
    /// The wire's own words for the app's id, secret and redirect URI, where a shell can have them.
    pub fn variables(&self) -> Variables {
        let word = |endpoint, name| self.names.first(endpoint, name).to_ascii_uppercase();
        let of_the_app = [
            word(Endpoint::Token, Name::ClientId),
            word(Endpoint::Token, Name::ClientSecret),
            word(Endpoint::Authorize, Name::RedirectUri),
        ];
        if can_stand(&of_the_app) { Variables { of_the_app } } else { Variables::default() }
    }
}

/// Whether a shell can have them beside what answers bring and what it has itself: `PATH`, `HOME`, `IFS` and the like have no underscore.
fn can_stand(names: &[String; 3]) -> bool {
    let made = |name: &str| Variable::ALL.iter().any(|own| own.is_made() && own.rfc_name() == name);
    let alone = |name: &String| names.iter().filter(|own| *own == name).count() == 1;
    let name = |name: &String| {
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(is_of_name) && name.contains('_')
    };
    names.iter().all(|own| name(own) && alone(own) && !made(own))
}

impl Variables {
    /// Its name in the shell.
    pub fn name(&self, own: Variable) -> &str {
        let [id, secret, redirect] = &self.of_the_app;
        match own {
            Variable::ClientId => id,
            Variable::ClientSecret => secret,
            Variable::RedirectUri => redirect,
            made => made.rfc_name(),
        }
    }

    /// The line that gives it a value.
    pub fn set(&self, own: Variable, value: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        let bare = !value.is_empty() && value.chars().all(plain);
        format!("{}={}", self.name(own), if bare { value.to_owned() } else { quoted(value) })
    }

    /// The line that gives it what is written between its quotation marks, and leaves a shell that has a value already with that.
    pub fn keep(&self, own: Variable) -> String {
        let name = self.name(own);
        format!("{name}=${{{name}:-''}}")
    }

    /// Whether an example needs it.
    pub fn stands_in(&self, own: Variable, text: &str) -> bool {
        let name = self.name(own);
        let bare = text.split(&format!("${name}")).skip(1).any(|rest| !rest.starts_with(is_of_name));
        bare || text.contains(&format!("${{{name}}}"))
    }
}

/// Whether a shell takes it for part of a name.
pub(super) fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
