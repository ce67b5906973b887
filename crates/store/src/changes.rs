//! What administration changes, one fact at a time.

use engine::model::{Account, AccountKey, AppSecret, Review};

/// Redirect URIs of one app.
pub const MOST_REDIRECTS: usize = 100;
/// Owners of one app.
pub const MOST_OWNERS: usize = 20;

/// A change of an app.
#[derive(Clone, Debug)]
pub enum AppChange {
    /// Its live secrets, newest first.
    Secrets(Vec<AppSecret>),
    /// One more secret, the newest. `Absent` where so many live already.
    AddSecret {
        /// The secret.
        secret: AppSecret,
        /// Secrets that may live beside each other.
        at_most: usize,
    },
    /// One less, by its handle.
    RemoveSecret(String),
    /// One more redirect URI; `Absent` where there are [`MOST_REDIRECTS`].
    AddRedirect(String),
    /// One less.
    RemoveRedirect(String),
    /// `token_limit`. Where there was none, the app's own tokens of before are counted by the time that this returns if the database holds few tokens, else
    /// with the next purge.
    Limit(Option<u32>),
    /// What people read about it.
    Facts(AppFacts),
    /// Its kind, and the secrets that go with it.
    Kind {
        /// The dialect's word.
        kind: String,
        /// As in `Secrets`.
        secrets: Vec<AppSecret>,
    },
    /// The scopes it may ask for.
    Scopes(Vec<String>),
    /// How far it has come.
    Review(Review),
    /// From a draft to one that waits for review; `Absent` where it is none.
    Submit,
    /// Back to a draft; `Absent` where it does not wait.
    Withdraw,
    /// Everybody may use it, if it still is what was looked at: [`App::fingerprint`]; `Absent` where it is not, `None`: whatever it is.
    ///
    /// [`App::fingerprint`]: engine::model::App::fingerprint
    Approve(Option<String>),
    /// That, in a realm that demands a review: an app that everybody may use and that [`App::has_news`] now goes back to its review.
    ///
    /// [`App::has_news`]: engine::model::App::has_news
    Unreviewed(Box<AppChange>),
    /// All of them, or none.
    Several(Vec<AppChange>),
    /// One more owner; `Absent` where there are [`MOST_OWNERS`]. The app takes none of the places that the account has for apps of its own: nobody
    /// else can use those up.
    AddOwner(AccountKey),
    /// One less, and a test token that speaks for them ends; where the app is its owners' alone, so does what they let it have. The last one
    /// stays: `Absent`.
    RemoveOwner {
        /// Who.
        account: AccountKey,
        /// How long, in seconds, ended tokens are told from ones that never were.
        tombstone: i64,
    },
    /// Suspended since, and why.
    Suspend(i64, Option<String>),
    /// Suspended no more.
    Resume,
    /// Deleted since: all grants and tokens are dead.
    Delete(i64),
    /// All tokens issued before are dead.
    RevokeAll(i64),
}

/// What people read about an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppFacts {
    /// See [`engine::model::App`].
    pub name: String,
    /// See `name`.
    pub description: String,
    /// See `name`.
    pub site: Option<String>,
    /// See `name`.
    pub color: Option<u8>,
    /// See `name`.
    pub support: Option<String>,
}

/// An account to create.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The account.
    pub account: Account,
    /// PHC string (Argon2id).
    pub password: String,
}

/// A change of an account.
#[derive(Clone, Debug)]
pub enum AccountChange {
    /// A new password, as a PHC string.
    Password(String),
    /// The same by a mailed link: whoever has it reads that mailbox, so the address is confirmed if it is the account's still. Test tokens that speak for the account end.
    PasswordByMail {
        /// As a PHC string.
        password: String,
        /// Where the link was sent to. If that proves the account's address for the first time, what was given in its name until now ends.
        address: String,
        /// How long what ends is told from what never was, in seconds.
        tombstone: i64,
    },
    /// Disabled since.
    Disable(i64),
    /// Enabled.
    Enable,
    /// What the person says about themselves.
    Profile {
        /// First name.
        first_name: String,
        /// Last name.
        last_name: String,
        /// Of pages and mail.
        language: Option<String>,
    },
    /// What the person signs in with and is written to. `Taken` when another account has one of the names.
    Names(Names),
    /// The same, as the owner's own login says: nobody is refused. Whoever else that login knows by an id gives up a user name that is this one's now, or an address
    /// that is proven to be; otherwise the account does without. Leaves a row for each account and name that has changed.
    Claimed(Names),
    /// The address alone: a change of the user name at the same time stands. `Taken` as for names.
    Address {
        /// The new one.
        email: String,
        /// Whether it was confirmed.
        email_verified: bool,
    },
    /// The language of pages and mail alone.
    Language(Option<String>),
    /// Roles that open capped scopes.
    Roles(Vec<String>),
    /// Its id at the owner's own login, or none. `Taken` when another account has that id, `Absent` when this one has another.
    Upstream(Option<String>),
    /// Deleted since: everything about the person goes, grants end with all that came from them.
    Delete {
        /// In seconds.
        at: i64,
        /// See [`crate::ops::EndGrant::tombstone`].
        tombstone: i64,
    },
}

/// What an account is called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// User name.
    pub username: String,
    /// Address.
    pub email: String,
    /// Whether the address was confirmed.
    pub email_verified: bool,
}
