//! Why something is not done.

use super::rights::Right;
use store::Broken;

/// Why an operator's wish is not met: a sentence that says what to do instead.
#[derive(Debug, thiserror::Error)]
pub enum Declined {
    /// The configuration has no mount for it.
    #[error("the realm `{0}` has no mount")]
    Mountless(String),
    /// No such app, or a deleted one.
    #[error("there is no app `{0}` in the realm `{1}`; `grantor app list` shows them")]
    NoApp(String, String),
    /// No such account.
    #[error("there is no account `{0}` in the realm `{1}`; `grantor account list` shows them")]
    NoAccount(String, String),
    /// The account has not let that app in.
    #[error("`{0}` has no live grant for the app `{1}`")]
    NoGrant(String, String),
    /// The dialect has no such kind of app.
    #[error("there is no kind `{kind}` here; kinds are {known}")]
    NoKind {
        /// The word.
        kind: String,
        /// The dialect's own.
        known: String,
    },
    /// The realm has no such mount.
    #[error("there is no mount `{mount}` here; mounts are {known}")]
    NoMount {
        /// The name.
        mount: String,
        /// The realm's own.
        known: String,
    },
    /// The catalogue has no such scope.
    #[error("there is no scope `{scope}` here; scopes are {known}")]
    NoScope {
        /// The word.
        scope: String,
        /// The realm's own.
        known: String,
    },
    /// No scope asks for such a role.
    #[error("there is no role `{role}` here; roles are {known}")]
    NoRole {
        /// The word.
        role: String,
        /// The realm's own.
        known: String,
    },
    /// The redirect URI may not be registered.
    #[error("`{uri}` cannot be registered. {why}")]
    Redirect {
        /// As given.
        uri: String,
        /// What would be right.
        why: &'static str,
    },
    /// It is not registered.
    #[error("the app has no redirect URI `{0}`")]
    NoRedirect(String),
    /// Apps of the kind keep no secret.
    #[error("apps of the kind `{0}` have no secret")]
    Secretless(String),
    /// The dialect knows no test tokens.
    #[error("this realm knows no test tokens")]
    NoTestToken,
    /// Nobody to speak for.
    #[error("a test token speaks for the app's owner, and this app has none; create it with --owner")]
    Ownerless,
    /// The realm's people sign in at the owner's own page.
    #[error(
        "people of the realm `{realm}` sign in at {page}: there are no passwords here, and an account appears at its first sign-in"
    )]
    HandedOff {
        /// The realm.
        realm: String,
        /// The page.
        page: String,
    },
    /// Another account has it.
    #[error("{what} is taken, so nobody can come in as `{upstream}` of the owner's login; rename one of the two")]
    Taken {
        /// Which name.
        what: String,
        /// The owner's id of the account that wants it.
        upstream: String,
    },
    /// Too easy to guess, or too long.
    #[error("{0}")]
    Weak(&'static str),
    /// Not a name or address.
    #[error("{0}")]
    Name(&'static str),
    /// A mailed link that was used, is too old or never was one.
    #[error("this link works no more; ask for a new one")]
    SpentLink,
    /// Another account has the address.
    #[error("another account has this address")]
    TakenAddress,
    /// The app has owners, but not this one.
    #[error("`{0}` is no owner of the app")]
    NoOwner(String),
    /// An app without owner would be nobody's.
    #[error("the last owner stays; add another one first")]
    LastOwner,
    /// The developer must know why.
    #[error("say why: the app's owners read it")]
    Reasonless,
    /// No live token of that handle.
    #[error("there is no live token `{0}` here")]
    NoToken(String),
    /// No live key of that id.
    #[error("there is no live key `{0}`; `grantor key list` shows them")]
    NoKey(String),
    /// A key cannot give what it has not got.
    #[error("a key gives only rights that it has itself, and this one has no `{0}`")]
    Escalation(Right),
    /// Every id that was tried was taken.
    #[error("no free id was found; try again")]
    NoFreeId,
    /// The store.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// Which sort of no it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// What was named is not there.
    Absent,
    /// A name or id is somebody else's.
    Taken,
    /// The wish does not fit the rules.
    Unfit,
    /// The server cannot do it now.
    Unavailable,
}

impl Declined {
    /// Which sort of no it is.
    pub fn sort(&self) -> Sort {
        match self {
            Self::NoApp(..)
            | Self::NoAccount(..)
            | Self::NoGrant(..)
            | Self::NoRedirect(_)
            | Self::NoOwner(_)
            | Self::NoToken(_)
            | Self::NoKey(_)
            | Self::Broken(Broken::Absent(_)) => Sort::Absent,
            Self::TakenAddress | Self::Broken(Broken::Taken(_)) => Sort::Taken,
            Self::NoFreeId | Self::Mountless(_) | Self::Broken(_) => Sort::Unavailable,
            _ => Sort::Unfit,
        }
    }
}
