//! Apps.

use engine::model::{self, Introspects, Review};
use serde::Serialize;
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
