//! Secrets and test tokens of apps. What is made is told once, in this answer alone.

use super::apps::OneApp;
use super::caller::Caller;
use super::paging::Listed;
use super::sent::{At, Sent};
use super::{Problem, Problems};
use crate::desk::rights::Right;
use crate::desk::secrets::{OldSecret, Rotation};
use crate::server::Server;
use crate::views;
use axum::Json;
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(list_secrets, rotate_secret))
        .routes(routes!(revoke_secret))
        .routes(routes!(make_test_token, end_test_token))
        .routes(routes!(revoke_tokens))
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
struct Sought {
    /// What becomes of the secret that there is.
    old: Old,
    /// What it is called.
    #[serde(default)]
    #[schema(required = false, max_length = 60)]
    name: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OneSecret {
    /// The realm's name
    realm: String,
    /// Client id
    client_id: String,
    /// The secret's id
    secret: String,
}

/// Its live secrets, newest first, without their texts, each with its last use
#[utoipa::path(get, path = "/realms/{realm}/apps/{client_id}/secrets", tag = "apps", security(("key" = ["apps:read"])),
    params(OneApp),
    responses((status = 200, body = Listed<views::UsedSecret>), Problems))]
async fn list_secrets(caller: Caller, At(at): At<OneApp>) -> Result<Json<Listed<views::UsedSecret>>, Problem> {
    let desk = caller.desk(&at.realm, Right::AppsRead)?;
    let app = desk.app(&at.client_id).await?;
    let secrets = desk.secrets(&app).await?;
    Ok(Listed::whole(secrets.into_iter().map(|(secret, used_at)| views::UsedSecret::new(secret, used_at)).collect()))
}

/// Make a new secret
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/secrets", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    request_body = Sought, responses((status = 201, body = views::AppWithSecret), Problems))]
async fn rotate_secret(
    caller: Caller,
    At(at): At<OneApp>,
    Sent(sought): Sent<Sought>,
) -> Result<(StatusCode, Json<views::AppWithSecret>), Problem> {
    let old = match sought.old {
        Old::Ends => OldSecret::Ends,
        Old::Stays => OldSecret::Stays,
    };
    let rotation = Rotation { chosen: None, name: sought.name, old };
    let desk = caller.desk(&at.realm, Right::AppsWrite)?;
    let made = desk.rotate_secret(&at.client_id, rotation).await?;
    let app = desk.app(&at.client_id).await?;
    Ok((StatusCode::CREATED, Json(views::AppWithSecret::new(&app, Some(&made)))))
}

/// End one; the last one too
#[utoipa::path(delete, path = "/realms/{realm}/apps/{client_id}/secrets/{secret}", tag = "apps", security(("key" = ["apps:write"])),
    params(OneSecret),
    responses((status = 204, description = "Ended"), Problems))]
async fn revoke_secret(caller: Caller, At(at): At<OneSecret>) -> Result<StatusCode, Problem> {
    let desk = caller.desk(&at.realm, Right::AppsWrite)?;
    desk.revoke_secret(&desk.app(&at.client_id).await?, &at.secret).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a new test token in the place of the old one; it speaks for the app's first owner, so it takes `accounts:write` too
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/test-token", tag = "apps", security(("key" = ["apps:write", "accounts:write"])),
    params(OneApp),
    responses((status = 201, body = views::NewTestToken), Problems))]
async fn make_test_token(
    caller: Caller,
    At(at): At<OneApp>,
) -> Result<(StatusCode, Json<views::NewTestToken>), Problem> {
    let desk = caller.desk(&at.realm, Right::AppsWrite)?;
    caller.demand(Right::AccountsWrite, &at.realm)?;
    let made = desk.test_token(&at.client_id).await?;
    Ok((StatusCode::CREATED, Json((&made).into())))
}

/// End its test token
#[utoipa::path(delete, path = "/realms/{realm}/apps/{client_id}/test-token", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    responses((status = 204, description = "Ended, if there was one"), Problems))]
async fn end_test_token(caller: Caller, At(at): At<OneApp>) -> Result<StatusCode, Problem> {
    let desk = caller.desk(&at.realm, Right::AppsWrite)?;
    desk.end_test_token(&desk.app(&at.client_id).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End every code and token that it holds, for its users and for itself, everywhere; what they allowed stays
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/revoke-tokens", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    responses((status = 204, description = "Ended"), Problems))]
async fn revoke_tokens(caller: Caller, At(at): At<OneApp>) -> Result<StatusCode, Problem> {
    let desk = caller.desk(&at.realm, Right::AppsWrite)?;
    desk.revoke_all(&desk.app(&at.client_id).await?).await?;
    Ok(StatusCode::NO_CONTENT)
}
