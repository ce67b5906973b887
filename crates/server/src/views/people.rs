//! Accounts, their sessions, what they let happen.

use crate::desk::account::handle as session_handle;
use crate::desk::tokens::handle;
use engine::model::{self, AccessToken, RefreshToken};
use serde::Serialize;
use std::collections::BTreeMap;
use store::ops::{self, Authorized};
use utoipa::ToSchema;

/// A person with a user name and a password.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Account {
    /// What they sign in with.
    pub username: String,
    /// Address for mail.
    pub email: String,
    /// Whether the address was confirmed.
    pub email_verified: bool,
    /// The id that apps see.
    pub id: String,
    /// Roles that open capped scopes.
    pub roles: Vec<String>,
    /// As the person writes it.
    pub first_name: String,
    /// As the person writes it.
    pub last_name: String,
    /// Of pages and mail, where the person chose one.
    pub language: Option<String>,
    /// Named facts that whoami may show.
    pub attributes: BTreeMap<String, i64>,
    /// Its id at the owner's own login.
    pub upstream: Option<String>,
    /// Disabled since.
    pub disabled_at: Option<i64>,
    /// Made at.
    pub created_at: i64,
    /// When one of its browsers was last seen, to a minute.
    pub seen_at: Option<i64>,
}

impl From<&model::Account> for Account {
    fn from(account: &model::Account) -> Self {
        Self {
            username: account.username.clone(),
            email: account.email.clone(),
            email_verified: account.email_verified,
            id: account.id.clone(),
            roles: account.roles.clone(),
            first_name: account.first_name.clone(),
            last_name: account.last_name.clone(),
            language: account.language.clone(),
            attributes: account.attributes.clone(),
            upstream: account.upstream.clone(),
            disabled_at: account.disabled_at,
            created_at: account.created_at,
            seen_at: account.seen_at,
        }
    }
}

/// An account that looks after an app: who it is, and nothing of what is said of that person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Owner {
    /// What they sign in with.
    pub username: String,
    /// The id that apps see.
    pub id: String,
}

impl From<&model::Account> for Owner {
    fn from(account: &model::Account) -> Self {
        Self { username: account.username.clone(), id: account.id.clone() }
    }
}

/// A browser in which an account is signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Session {
    /// What tells it from the others.
    pub id: String,
    /// Browser and system in a few words; empty: not known.
    pub device: String,
    /// The address that the sign-in came from; empty: not known.
    pub address: String,
    /// Signed in at.
    pub signed_in_at: i64,
    /// Last seen at.
    pub seen_at: i64,
    /// When it ends by itself.
    pub ends_at: i64,
}

impl From<&ops::Session> for Session {
    fn from(session: &ops::Session) -> Self {
        Self {
            id: session_handle(&session.hash),
            device: session.origin.device.clone(),
            address: session.origin.address.clone(),
            signed_in_at: session.signed_in_at,
            seen_at: session.seen_at,
            ends_at: session.ends_at,
        }
    }
}

/// How many sessions there were.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct EndedSessions {
    /// Sessions.
    pub ended: u32,
}

/// A link by which a person chooses a password, good once.
#[derive(Clone, Debug, Serialize)]
pub struct PasswordLink {
    /// Whose.
    pub account: Account,
    /// The link: whoever has it chooses the password.
    pub url: String,
    /// First second in which it is refused.
    pub ends_at: i64,
}

/// What an account lets an app do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Grant {
    /// The app's client id.
    pub client_id: String,
    /// The app's name.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// Granted at.
    pub created_at: i64,
    /// From which address; empty: not known.
    pub address: String,
    /// More was last added at.
    pub widened_at: Option<i64>,
    /// One of its tokens was last seen in use, or renewed, at.
    pub used_at: Option<i64>,
    /// From which address.
    pub used_from: Option<String>,
    /// Its live access tokens.
    pub tokens: u32,
}

impl Grant {
    /// From its facts and its app.
    pub fn new(own: &Authorized, app: &model::App) -> Self {
        Self {
            client_id: app.client_id.clone(),
            name: app.name.clone(),
            scopes: words(&own.grant.scope),
            created_at: own.grant.created_at,
            address: own.origin.address.clone(),
            widened_at: own.widened_at,
            used_at: own.used.as_ref().map(|(at, _)| *at),
            used_from: own.used.as_ref().map(|(_, from)| from.clone()),
            tokens: own.tokens,
        }
    }
}

/// Who lets an app do what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AppGrant {
    /// The account's user name.
    pub account: String,
    /// What the app may do.
    pub scopes: Vec<String>,
    /// Granted at.
    pub created_at: i64,
    /// More was last added at.
    pub widened_at: Option<i64>,
    /// One of its tokens was last seen in use, or renewed, at.
    pub used_at: Option<i64>,
    /// Its live access tokens.
    pub tokens: u32,
}

impl AppGrant {
    /// From its facts and its account.
    pub fn new(own: &Authorized, account: &model::Account) -> Self {
        Self {
            account: account.username.clone(),
            scopes: words(&own.grant.scope),
            created_at: own.grant.created_at,
            widened_at: own.widened_at,
            used_at: own.used.as_ref().map(|(at, _)| *at),
            tokens: own.tokens,
        }
    }
}

/// A live token of a grant: that it is there, not what it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Token {
    /// What tells it from the others.
    pub id: String,
    /// Which sort of token.
    pub kind: TokenKind,
    /// What it opens.
    pub scopes: Vec<String>,
    /// Issued at.
    pub issued_at: i64,
    /// When it ends by itself; `null`: never.
    pub ends_at: Option<i64>,
    /// Last seen in use at; only access tokens tell.
    pub used_at: Option<i64>,
}

/// Which sort of token.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// Opens the API.
    Access,
    /// Is good for new access tokens.
    Refresh,
}

impl From<&AccessToken> for Token {
    fn from(token: &AccessToken) -> Self {
        Self {
            id: handle(&token.hash),
            kind: TokenKind::Access,
            scopes: words(&token.scope),
            issued_at: token.issued_at,
            ends_at: token.ends_at,
            used_at: token.used_at,
        }
    }
}

impl From<&RefreshToken> for Token {
    fn from(token: &RefreshToken) -> Self {
        Self {
            id: handle(&token.hash),
            kind: TokenKind::Refresh,
            scopes: words(&token.scope),
            issued_at: token.issued_at,
            ends_at: token.ends_at,
            used_at: None,
        }
    }
}

fn words(scope: &str) -> Vec<String> {
    scope.split_whitespace().map(str::to_owned).collect()
}
