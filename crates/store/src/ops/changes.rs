//! What administration changes: one fact at a time.

use engine::model::{Account, AccountKey, AppSecret, Review};

/// A change of an app.
#[derive(Clone, Debug)]
pub enum AppChange {
    /// Its live secrets, newest first.
    Secrets(Vec<AppSecret>),
    /// One more redirect URI.
    AddRedirect(String),
    /// One less.
    RemoveRedirect(String),
    /// `token_limit`.
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
    /// One more owner.
    AddOwner(AccountKey),
    /// One less. The last one stays: `Absent`.
    RemoveOwner(AccountKey),
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
    /// Roles that open capped scopes.
    Roles(Vec<String>),
    /// Deleted since: everything about the person goes, grants end with all that came from them.
    Delete {
        /// In seconds.
        at: i64,
        /// See [`EndGrant::tombstone`].
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
