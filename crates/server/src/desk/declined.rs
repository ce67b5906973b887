//! Why something is not done.

use super::facts::FactFault;
use super::keys::KeyFault;
use super::rights::Right;
use engine::redirect::Unregistrable;
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
    #[error("`{uri}` cannot be registered. {}", why.sentence())]
    Redirect {
        /// As given.
        uri: String,
        /// Why.
        why: Unregistrable,
    },
    /// No app of the demo could have it.
    #[error(
        "`{0}` cannot be registered. No app of the demo may have it: https goes everywhere, plain http to loopback addresses alone."
    )]
    DemoRedirect(String),
    /// An app has so many at most.
    #[error("an app has {0} redirect URIs at most")]
    ManyRedirects(usize),
    /// Apps of the other kind may not have what is registered.
    #[error("apps of the kind `{kind}` cannot have {uris}; remove that first")]
    KindRedirects {
        /// The kind.
        kind: String,
        /// What does not fit, quoted.
        uris: String,
    },
    /// It is not registered.
    #[error("the app has no redirect URI `{0}`")]
    NoRedirect(String),
    /// Apps of the kind keep no secret.
    #[error("apps of the kind `{0}` have no secret")]
    Secretless(String),
    /// As many live as may.
    #[error("an app has two secrets at most; revoke one first")]
    ManySecrets,
    /// What a form makes once was made when it was sent before, and has ended since.
    #[error("this was made before and has ended since; ask for a new one")]
    MadeBefore,
    /// The app has no such secret.
    #[error("the app has no such secret")]
    NoSecret,
    /// What people read is not in order.
    #[error("{0}")]
    Fact(#[from] FactFault),
    /// Several things are not, which are told together.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Several(Vec<Declined>),
    /// An app has so many at most.
    #[error("an app has {0} owners at most")]
    ManyOwners(usize),
    /// An account has so many at most.
    #[error(
        "an account looks after {0} apps of its own at most; leave or delete one first, or have another account make it"
    )]
    ManyApps(u32),
    /// It is not what was looked at any more.
    #[error("the app has changed since it was looked at; look at it again")]
    ChangedSince,
    /// The review has gone on meanwhile.
    #[error("the app stands elsewhere in its review by now")]
    ReviewMoved,
    /// The dialect knows no test tokens.
    #[error("this realm knows no test tokens")]
    NoTestToken,
    /// One has to be ended first.
    #[error("the app has a live test token; end it first")]
    TestTokenLives,
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
    /// A letter would be of no use.
    #[error("`{0}` is disabled or has no address: a letter is of no use")]
    Unreached(String),
    /// Administrators are accounts of their own.
    #[error("administrators sign in here, and nowhere else")]
    NoHandOff,
    /// Another account is that person.
    #[error("the id `{0}` of the owner's login belongs to another account; unlink that one first")]
    UpstreamTaken(String),
    /// The account is somebody else there.
    #[error("`{0}` has another id at the owner's login; unlink it first")]
    Linked(String),
    /// Another account has it.
    #[error("{what} is taken, so nobody can come in as `{upstream}` of the owner's login; rename one of the two")]
    Taken {
        /// Which name.
        what: String,
        /// The owner's id of the account that wants it.
        upstream: String,
    },
    /// A password that will not do.
    #[error("{0}")]
    Password(#[from] Unfit),
    /// A secret that will not do.
    #[error("{0}")]
    Weak(&'static str),
    /// A name or address of an account that will not do.
    #[error("{0}")]
    Misnamed(#[from] Misnamed),
    /// A text that will not do.
    #[error("{0}")]
    Name(&'static str),
    /// A mailed link that was used, is too old or never was one.
    #[error("this link works no more; ask for a new one")]
    SpentLink,
    /// The app has owners, but not this one.
    #[error("`{0}` is no owner of the app")]
    NoOwner(String),
    /// An app without owner would be nobody's.
    #[error("the last owner stays; add another one first")]
    LastOwner,
    /// The administrators' pages would be nobody's.
    #[error("this is the last administrator who can sign in; make another one first")]
    LastAdministrator,
    /// The developer must know why.
    #[error("say why: the app's owners read it")]
    Reasonless,
    /// No live token of that handle.
    #[error("there is no live token `{0}` here")]
    NoToken(String),
    /// A new key that will not do.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// No live key of that id.
    #[error("there is no live key `{0}`; `grantor key list` shows them")]
    NoKey(String),
    /// A key cannot give what it has not got.
    #[error("a key gives only rights that it has itself, and this one has no `{0}`")]
    Escalation(Right),
    /// There is no such session, or it is somebody else's.
    #[error("there is no such session")]
    NoSession,
    /// Too many slow hashes are waiting.
    #[error("too much is going on; try again")]
    Busy,
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
    /// What is there stands otherwise than the wish takes it to.
    Moved,
    /// The wish does not fit the rules.
    Unfit,
    /// The server cannot do it now.
    Unavailable,
}

impl Declined {
    /// Declines for all of these reasons, if there are any.
    pub(super) fn for_any(reasons: impl Iterator<Item = Self>) -> Result<(), Self> {
        let mut all: Vec<Self> = reasons.collect();
        match all.len() {
            0 | 1 => all.pop().map_or(Ok(()), Err),
            _ => Err(Self::Several(all)),
        }
    }

    /// The reasons one by one.
    pub(crate) fn each(self) -> Vec<Self> {
        match self {
            Self::Several(all) => all,
            one => vec![one],
        }
    }

    /// Which sort of no it is.
    pub fn sort(&self) -> Sort {
        match self {
            Self::NoApp(..)
            | Self::NoAccount(..)
            | Self::NoGrant(..)
            | Self::NoRedirect(_)
            | Self::NoOwner(_)
            | Self::NoSecret
            | Self::NoToken(_)
            | Self::NoKey(_)
            | Self::NoSession
            | Self::Broken(Broken::Absent(_)) => Sort::Absent,
            Self::Misnamed(Misnamed::UsernameTaken | Misnamed::EmailTaken)
            | Self::UpstreamTaken(_)
            | Self::Broken(Broken::Taken(_)) => Sort::Taken,
            Self::Linked(_) | Self::ChangedSince | Self::MadeBefore | Self::TestTokenLives | Self::ReviewMoved => {
                Sort::Moved
            }
            Self::NoFreeId | Self::Busy | Self::Mountless(_) | Self::Broken(_) => Sort::Unavailable,
            // Several of one sort are of that.
            Self::Several(all) => match all.split_first() {
                Some((first, others)) if others.iter().all(|other| other.sort() == first.sort()) => first.sort(),
                _ => Sort::Unfit,
            },
            _ => Sort::Unfit,
        }
    }
}

/// Why a password will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too short.
    #[error("a password has 8 characters at least")]
    Short,
    /// Too long.
    #[error("a password has 1,024 bytes at most")]
    Long,
    /// Everybody tries it first.
    #[error("this password is one of the most common; choose another")]
    Common,
    /// It is the user name or the address.
    #[error("a password is not one's own name; choose another")]
    Name,
    /// It is the one that there is.
    #[error("this is the password that there is; choose another")]
    Same,
}

/// Why a user name or address will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misnamed {
    /// No user name.
    #[error("a user name has 1 to 100 characters, none of them invisible, without blanks at its ends")]
    Username,
    /// No address.
    #[error("an address for mail looks like `name@example.com`")]
    Email,
    /// Another account has it.
    #[error("this user name is taken")]
    UsernameTaken,
    /// Another account has it.
    #[error("this address belongs to another account")]
    EmailTaken,
    /// An id of the owner's own login that is none.
    #[error("an account's id at the owner's has 1 to 255 characters")]
    Id,
    /// Longer than a name is.
    #[error("a name has 100 characters at most, none of them invisible")]
    TooLong,
    /// Pages do not speak it.
    #[error("there is no such language here")]
    Language,
}
