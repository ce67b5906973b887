//! Apps.

use crate::desk::apps::Registered;
use crate::desk::features::Feature;
use crate::desk::refused::Refused;
use crate::pages::Explained;
use crate::realm::Realm;
use engine::model::{self, Introspects, Review};
use engine::secret::Plain;
use serde::Serialize;
use store::developers::Counts;
use utoipa::ToSchema;

/// A third party's program.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct App {
    /// `client_id` on the wire.
    pub client_id: String,
    /// What people read.
    pub name: String,
    /// One of the kinds of the realm's first dialect.
    pub kind: String,
    /// What it is for.
    pub description: String,
    /// Its site.
    pub site: Option<String>,
    /// Where its users get help.
    pub support: Option<String>,
    /// The number of its tile's colour; `null`: drawn from its id.
    pub color: Option<u8>,
    /// Where answers may go, in order of registration.
    pub redirect_uris: Vec<String>,
    /// What it may ask for.
    pub scopes: Vec<String>,
    /// Mounts that it is limited to; none: all of its realm.
    pub mounts: Vec<String>,
    /// Whose tokens it may introspect.
    #[schema(value_type = String, example = "own")]
    pub introspects: Introspects,
    /// The most live access tokens.
    pub token_limit: Option<u32>,
    /// How far it has come: `draft`, `in-review` or `live`.
    #[schema(value_type = String, example = "live")]
    pub review: Review,
    /// Stands for what a review looks at: name, description, site, kind, redirect URIs and scopes.
    pub fingerprint: String,
    /// Suspended since.
    pub suspended_at: Option<i64>,
    /// Why, for its owners to read.
    pub suspend_reason: Option<String>,
    /// Registered at.
    pub created_at: i64,
    /// Its live secrets, newest first, without their texts.
    pub secrets: Vec<Secret>,
}

/// A secret of an app: that it is there, not what it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Secret {
    /// What tells it from the others.
    pub id: String,
    /// What its owners call it.
    pub name: String,
    /// Made at.
    pub created_at: i64,
}

impl From<&model::App> for App {
    fn from(app: &model::App) -> Self {
        Self {
            client_id: app.client_id.clone(),
            name: app.name.clone(),
            kind: app.kind.clone(),
            description: app.description.clone(),
            site: app.site.clone(),
            support: app.support.clone(),
            color: app.color,
            redirect_uris: app.redirect_uris.clone(),
            scopes: app.scopes.clone(),
            mounts: app.mounts.clone(),
            introspects: app.introspects,
            token_limit: app.token_limit,
            review: app.review,
            fingerprint: app.fingerprint(),
            suspended_at: app.suspended_at,
            suspend_reason: app.suspend_reason.clone(),
            created_at: app.created_at,
            secrets: app.secrets.iter().map(Secret::from).collect(),
        }
    }
}

impl From<&model::AppSecret> for Secret {
    fn from(secret: &model::AppSecret) -> Self {
        Self { id: secret.handle(), name: secret.name.clone(), created_at: secret.created_at }
    }
}

/// An app, and the secret that was made for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AppWithSecret {
    /// The app.
    pub app: App,
    /// The secret, shown this once; `null` where none was made.
    pub client_secret: Option<String>,
}

impl AppWithSecret {
    /// From both.
    pub fn new(app: &model::App, secret: Option<&Plain>) -> Self {
        Self { app: app.into(), client_secret: secret.map(|secret| secret.expose().to_owned()) }
    }
}

impl From<&Registered> for AppWithSecret {
    fn from(made: &Registered) -> Self {
        Self::new(&made.app, made.secret.as_ref())
    }
}

/// A new test token.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewTestToken {
    /// Shown this once.
    pub test_token: String,
}

impl From<&Plain> for NewTestToken {
    fn from(made: &Plain) -> Self {
        Self { test_token: made.expose().to_owned() }
    }
}

/// A secret with its last use.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UsedSecret {
    /// What tells it from the others.
    pub id: String,
    /// What its owners call it.
    pub name: String,
    /// Made at.
    pub created_at: i64,
    /// Last used at.
    pub used_at: Option<i64>,
}

impl UsedSecret {
    /// From the secret and its last use.
    pub fn new(secret: &model::AppSecret, used_at: Option<i64>) -> Self {
        let Secret { id, name, created_at } = secret.into();
        Self { id, name, created_at, used_at }
    }
}

/// How much an app is used; nothing is counted beyond 10,000.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Usage {
    /// Live access tokens, the test token left out.
    pub tokens: u32,
    /// Accounts that let it in.
    pub grants: u32,
    /// One of its tokens was last seen in use at.
    pub used_at: Option<i64>,
    /// Its test token, if one lives.
    pub test_token: Option<TestToken>,
}

/// A test token: that it is there, not what it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TestToken {
    /// Made at.
    pub created_at: i64,
    /// Last seen in use at.
    pub used_at: Option<i64>,
    /// User name of the owner whom it speaks for.
    pub account: Option<String>,
}

impl Usage {
    /// From what was counted, and the test token of one of these owners.
    pub fn new(counts: &Counts, token: Option<&model::AccessToken>, owners: &[model::Account]) -> Self {
        let owner = |token: &model::AccessToken| owners.iter().find(|owner| Some(owner.key) == token.account);
        let test_token = token.map(|token| TestToken {
            created_at: token.issued_at,
            used_at: token.used_at,
            account: owner(token).map(|owner| owner.username.clone()),
        });
        Self { tokens: counts.tokens, grants: counts.grants, used_at: counts.used_at, test_token }
    }
}

/// A refused request of an app.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Refusal {
    /// When.
    pub at: i64,
    /// At which endpoint.
    pub endpoint: String,
    /// Its method.
    pub method: Option<String>,
    /// The path that it went to, with `…` for what a route leaves open.
    pub path: Option<String>,
    /// Why, as a word.
    pub refusal: String,
    /// The same as a sentence.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
    /// The parameter that it is about.
    pub parameter: Option<String>,
    /// What the request said.
    pub sent: Vec<Sent>,
    /// The redirect URI that would have been right.
    pub expected: Option<String>,
    /// How the one that was sent differs from it.
    pub differs: Vec<String>,
    /// By what the server's log knows the request.
    pub request_id: String,
}

/// A parameter of a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Sent {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Refusal {
    /// From the log of an app of that realm.
    pub fn new(own: &Refused, app: &model::App, realm: &Realm) -> Self {
        let Explained { what, differs, next } = Explained::new(own, &Feature::of(app, realm), &realm.title);
        let sent = own.detail.sent.iter().map(|(name, value)| Sent { name: name.clone(), value: value.clone() });
        Self {
            at: own.at,
            endpoint: own.endpoint.clone(),
            method: own.detail.method.clone(),
            path: own.detail.path.clone(),
            refusal: own.refusal.name().to_owned(),
            reason: what,
            remedy: next,
            parameter: own.detail.parameter.clone(),
            sent: sent.collect(),
            expected: own.detail.expected.clone(),
            differs: differs.into_iter().map(str::to_owned).collect(),
            request_id: own.request_id.clone(),
        }
    }
}
