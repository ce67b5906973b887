//! How accounts are signed in to: their standing, passwords, links and sessions.

use super::accounts::OneAccount;
use super::caller::Caller;
use super::paging::Listed;
use super::sent::{At, Sent};
use super::{Problem, Problems};
use crate::desk::letters::Notice;
use crate::desk::rights::Right;
use crate::server::Server;
use crate::views;
use axum::Json;
use engine::secret::Plain;
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(disable_account))
        .routes(routes!(enable_account))
        .routes(routes!(set_password))
        .routes(routes!(send_link))
        .routes(routes!(link_account, unlink_account))
        .routes(routes!(list_sessions, end_sessions))
        .routes(routes!(end_session))
}

/// A session of an account.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OneSession {
    /// The realm's name
    realm: String,
    /// User name or address
    username: String,
    /// The session's id
    session: String,
}

/// A password to set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// 8 characters at least.
    #[schema(min_length = 8, max_length = 1024, write_only, example = "correct horse battery staple")]
    password: String,
}

/// Who somebody is at the owner's own login.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Upstream {
    /// The id there (`sub`): it never changes, and is nobody else's.
    #[schema(min_length = 1, max_length = 255, example = "10472")]
    id: String,
}

/// Let nobody sign in to it, and refuse tokens that speak for it
#[utoipa::path(post, path = "/realms/{realm}/accounts/{username}/disable", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    responses((status = 204, description = "Disabled"), Problems))]
async fn disable_account(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.disable(&at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End that
#[utoipa::path(post, path = "/realms/{realm}/accounts/{username}/enable", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    responses((status = 204, description = "Enabled"), Problems))]
async fn enable_account(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.enable(&at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give an account a new password; its sessions end
#[utoipa::path(put, path = "/realms/{realm}/accounts/{username}/password", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    request_body = NewPassword, responses((status = 204, description = "Set"), Problems))]
async fn set_password(
    caller: Caller,
    At(at): At<OneAccount>,
    Sent(new): Sent<NewPassword>,
) -> Result<StatusCode, Problem> {
    let desk = caller.desk(&at.realm, Right::AccountsWrite)?;
    desk.set_password(&at.username, &Plain::new(new.password)).await?;
    if let Ok(postroom) = caller.postroom(&desk) {
        postroom.tell(&desk.account(&at.username).await?, Notice::PasswordSet, None);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Send its person a link for a new password, or for the first one
#[utoipa::path(post, path = "/realms/{realm}/accounts/{username}/letter", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    responses((status = 204, description = "On its way"), Problems))]
async fn send_link(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    let desk = caller.desk(&at.realm, Right::AccountsWrite)?;
    let account = desk.account(&at.username).await?;
    let postroom = caller.postroom(&desk)?;
    desk.is_reached(&account)?;
    let link = desk.make_link(desk.errand_of(&account).await?, &account, &account.email).await?;
    postroom.send_link(&account, &account.email, &link, None);
    Ok(StatusCode::NO_CONTENT)
}

/// Say who it is at the owner's own login; its sessions end
#[utoipa::path(put, path = "/realms/{realm}/accounts/{username}/upstream", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    request_body = Upstream, responses((status = 204, description = "Linked"), Problems))]
async fn link_account(
    caller: Caller,
    At(at): At<OneAccount>,
    Sent(own): Sent<Upstream>,
) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.link_account(&at.username, &own.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take that back; its sessions end
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}/upstream", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    responses((status = 204, description = "Unlinked"), Problems))]
async fn unlink_account(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.unlink_account(&at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Its live sessions, the one seen last first; at most 100
#[utoipa::path(get, path = "/realms/{realm}/accounts/{username}/sessions", tag = "accounts", security(("key" = ["accounts:read"])),
    params(OneAccount),
    responses((status = 200, body = Listed<views::Session>), Problems))]
async fn list_sessions(caller: Caller, At(at): At<OneAccount>) -> Result<Json<Listed<views::Session>>, Problem> {
    let sessions = caller.desk(&at.realm, Right::AccountsRead)?.sessions(&at.username).await?;
    Ok(Listed::whole(sessions.iter().map(views::Session::from).collect()))
}

/// End all of its sessions
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}/sessions", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    responses((status = 200, body = views::EndedSessions), Problems))]
async fn end_sessions(caller: Caller, At(at): At<OneAccount>) -> Result<Json<views::EndedSessions>, Problem> {
    let ended = caller.desk(&at.realm, Right::AccountsWrite)?.end_sessions(&at.username).await?;
    Ok(Json(views::EndedSessions { ended }))
}

/// End one of them
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}/sessions/{session}", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneSession),
    responses((status = 204, description = "Ended"), Problems))]
async fn end_session(caller: Caller, At(at): At<OneSession>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.end_session(&at.username, &at.session).await?;
    Ok(StatusCode::NO_CONTENT)
}
