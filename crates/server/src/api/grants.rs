//! What accounts let apps do, and the tokens that live by it.

use super::accounts::OneAccount;
use super::apps::OneApp;
use super::caller::Caller;
use super::paging::{Listed, Paging};
use super::sent::{Asked, At};
use super::{Problem, Problems};
use crate::desk::rights::Right;
use crate::server::Server;
use crate::views;
use axum::Json;
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(list_grants))
        .routes(routes!(list_app_grants))
        .routes(routes!(revoke_grant))
        .routes(routes!(list_tokens))
        .routes(routes!(revoke_token))
}

/// A grant.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OneGrant {
    /// The realm's name
    realm: String,
    /// User name or address
    username: String,
    /// Client id
    client_id: String,
}

/// A token of a grant.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OneToken {
    /// The realm's name
    realm: String,
    /// User name or address
    username: String,
    /// Client id
    client_id: String,
    /// The token's id
    token: String,
}

/// Which apps an account let in
#[utoipa::path(get, path = "/realms/{realm}/accounts/{username}/grants", tag = "grants", security(("key" = ["grants:read"])),
    params(OneAccount, Paging),
    responses((status = 200, body = Listed<views::Grant>), Problems))]
async fn list_grants(
    caller: Caller,
    At(at): At<OneAccount>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Listed<views::Grant>>, Problem> {
    let desk = caller.desk(&at.realm, Right::GrantsRead)?;
    let list = format!("{} grants of account {}", at.realm, at.username);
    let slice = desk.authorized(&at.username, caller.page(&list, &paging)?).await?;
    Ok(caller.listed(&list, slice, |(own, app)| views::Grant::new(own, app)))
}

/// Who let an app in
#[utoipa::path(get, path = "/realms/{realm}/apps/{client_id}/grants", tag = "grants", security(("key" = ["grants:read"])),
    params(OneApp, Paging),
    responses((status = 200, body = Listed<views::AppGrant>), Problems))]
async fn list_app_grants(
    caller: Caller,
    At(at): At<OneApp>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Listed<views::AppGrant>>, Problem> {
    let desk = caller.desk(&at.realm, Right::GrantsRead)?;
    let list = format!("{} grants of app {}", at.realm, at.client_id);
    let slice = desk.grants_of_app(&at.client_id, caller.page(&list, &paging)?).await?;
    Ok(caller.listed(&list, slice, |(own, account)| views::AppGrant::new(own, account)))
}

/// Take a grant back: its codes and tokens end at once
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}/grants/{client_id}", tag = "grants", security(("key" = ["grants:write"])),
    params(OneGrant),
    responses((status = 204, description = "Revoked"), Problems))]
async fn revoke_grant(caller: Caller, At(at): At<OneGrant>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::GrantsWrite)?.revoke_grant(&at.username, &at.client_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The live tokens of a grant, the youngest first; at most 100 of each kind
#[utoipa::path(get, path = "/realms/{realm}/accounts/{username}/grants/{client_id}/tokens", tag = "grants", security(("key" = ["grants:read"])),
    params(OneGrant),
    responses((status = 200, body = Listed<views::Token>), Problems))]
async fn list_tokens(caller: Caller, At(at): At<OneGrant>) -> Result<Json<Listed<views::Token>>, Problem> {
    let tokens = caller.desk(&at.realm, Right::GrantsRead)?.tokens(&at.username, &at.client_id).await?;
    let access = tokens.access.iter().map(views::Token::from);
    Ok(Listed::whole(access.chain(tokens.refresh.iter().map(views::Token::from)).collect()))
}

/// End one token; a refresh token takes what came from it along
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}/grants/{client_id}/tokens/{token}", tag = "grants", security(("key" = ["grants:write"])),
    params(OneToken), responses((status = 204, description = "Revoked"), Problems))]
async fn revoke_token(caller: Caller, At(at): At<OneToken>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::GrantsWrite)?.end_token(&at.username, &at.client_id, &at.token).await?;
    Ok(StatusCode::NO_CONTENT)
}
