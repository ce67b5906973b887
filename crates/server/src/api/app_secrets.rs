//! Secrets and test tokens of apps. What is made is told once, in this answer alone.

use super::apps::OneApp;
use super::caller::Caller;
use super::sent::{At, Sent};
use super::{Problem, Problems};
use crate::desk::rights::Right;
use crate::desk::secrets::OldSecret;
use crate::server::Server;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new().routes(routes!(rotate_secret)).routes(routes!(make_test_token))
}

/// What becomes of the secret that there is.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Old {
    /// It stops working at once.
    Ends,
    /// It goes on working until the next rotation.
    Stays,
}

/// A rotation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// What becomes of the secret that there is.
    old: Old,
}

/// A new secret.
#[derive(Serialize, ToSchema)]
struct NewSecret {
    /// Shown this once.
    client_secret: String,
}

/// A new test token.
#[derive(Serialize, ToSchema)]
struct NewTestToken {
    /// Shown this once.
    test_token: String,
}

/// Make a new secret
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/secrets", tag = "apps", params(OneApp),
    request_body = Rotation, responses((status = 201, body = NewSecret), Problems))]
async fn rotate_secret(
    caller: Caller,
    At(at): At<OneApp>,
    Sent(rotation): Sent<Rotation>,
) -> Result<(StatusCode, Json<NewSecret>), Problem> {
    let old = match rotation.old {
        Old::Ends => OldSecret::Ends,
        Old::Stays => OldSecret::Stays,
    };
    let made = caller.desk(&at.realm, Right::AppsWrite)?.rotate_secret(&at.client_id, None, old).await?;
    Ok((StatusCode::CREATED, Json(NewSecret { client_secret: made.expose().to_owned() })))
}

/// Make a new test token in the place of the old one; it speaks for the app's first owner
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/test-token", tag = "apps", params(OneApp),
    responses((status = 201, body = NewTestToken), Problems))]
async fn make_test_token(caller: Caller, At(at): At<OneApp>) -> Result<(StatusCode, Json<NewTestToken>), Problem> {
    let made = caller.desk(&at.realm, Right::AppsWrite)?.test_token(&at.client_id).await?;
    Ok((StatusCode::CREATED, Json(NewTestToken { test_token: made.expose().to_owned() })))
}
