//! Accounts, their passwords and sessions.

use super::caller::Caller;
use super::paging::{Listed, Paging};
use super::sent::{Asked, At, Sent, wholes};
use super::{Problem, Problems};
use crate::desk::accounts::Person;
use crate::desk::rights::Right;
use crate::server::Server;
use crate::views;
use axum::Json;
use engine::secret::Plain;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(list_accounts, create_account))
        .routes(routes!(show_account, delete_account))
        .routes(routes!(disable_account))
        .routes(routes!(enable_account))
        .routes(routes!(set_password))
        .routes(routes!(list_sessions, end_sessions))
}

/// An account of a realm.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OneAccount {
    /// The realm's name
    pub(super) realm: String,
    /// User name or address
    pub(super) username: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// How the user name or the address begins, or the whole id; all where nothing is said
    #[serde(default)]
    #[param(required = false)]
    q: String,
}

/// An account to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    /// What the person signs in with.
    #[schema(min_length = 1, max_length = 100)]
    username: String,
    /// Address for mail.
    #[schema(example = "alice@example.com")]
    email: String,
    /// 8 characters at least.
    #[schema(min_length = 8, max_length = 1024, write_only)]
    password: String,
    /// As the person writes it.
    #[serde(default)]
    #[schema(required = false)]
    first_name: String,
    /// As the person writes it.
    #[serde(default)]
    #[schema(required = false)]
    last_name: String,
    /// Roles that open capped scopes.
    #[serde(default)]
    #[schema(required = false)]
    roles: Vec<String>,
    /// Named facts that whoami may show.
    #[serde(default, deserialize_with = "wholes")]
    #[schema(required = false)]
    attributes: BTreeMap<String, i64>,
}

/// A password to set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// 8 characters at least.
    #[schema(min_length = 8, max_length = 1024, write_only)]
    password: String,
}

/// How many there were.
#[derive(Serialize, ToSchema)]
struct EndedSessions {
    /// Sessions.
    ended: u32,
}

/// Accounts in order of user name
#[utoipa::path(get, path = "/realms/{realm}/accounts", tag = "accounts",
    params(("realm" = String, Path, description = "The realm's name"), Search, Paging),
    responses((status = 200, body = Listed<views::Account>), Problems))]
async fn list_accounts(
    caller: Caller,
    At(realm): At<String>,
    Asked(search): Asked<Search>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Listed<views::Account>>, Problem> {
    let desk = caller.desk(&realm, Right::AccountsRead)?;
    let list = format!("{realm} accounts {}", search.q);
    let slice = desk.find_accounts(&search.q, caller.page(&list, &paging)?).await?;
    Ok(caller.listed(&list, slice, |row| views::Account::from(row)))
}

/// Make an account
#[utoipa::path(post, path = "/realms/{realm}/accounts", tag = "accounts", params(("realm" = String, Path, description = "The realm's name")),
    request_body = NewAccount, responses((status = 201, body = views::Account), Problems))]
async fn create_account(
    caller: Caller,
    At(realm): At<String>,
    Sent(new): Sent<NewAccount>,
) -> Result<(StatusCode, Json<views::Account>), Problem> {
    let desk = caller.desk(&realm, Right::AccountsWrite)?;
    let password = Plain::new(new.password);
    let person = Person {
        username: new.username,
        email: new.email,
        first_name: new.first_name,
        last_name: new.last_name,
        roles: new.roles,
        attributes: new.attributes,
    };
    let made = desk.create_account(person, &password).await?;
    Ok((StatusCode::CREATED, Json((&made).into())))
}

/// One account
#[utoipa::path(get, path = "/realms/{realm}/accounts/{username}", tag = "accounts", params(OneAccount),
    responses((status = 200, body = views::Account), Problems))]
async fn show_account(caller: Caller, At(at): At<OneAccount>) -> Result<Json<views::Account>, Problem> {
    let account = caller.desk(&at.realm, Right::AccountsRead)?.account(&at.username).await?;
    Ok(Json((&account).into()))
}

/// Delete an account: everything about the person goes, its grants and tokens end, and its id never comes back
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}", tag = "accounts", params(OneAccount),
    responses((status = 204, description = "Deleted"), Problems))]
async fn delete_account(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.delete_account(&at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let nobody sign in to it, and refuse tokens that speak for it
#[utoipa::path(post, path = "/realms/{realm}/accounts/{username}/disable", tag = "accounts", params(OneAccount),
    responses((status = 204, description = "Disabled"), Problems))]
async fn disable_account(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.disable(&at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End that
#[utoipa::path(post, path = "/realms/{realm}/accounts/{username}/enable", tag = "accounts", params(OneAccount),
    responses((status = 204, description = "Enabled"), Problems))]
async fn enable_account(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.enable(&at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give an account a new password; its sessions end
#[utoipa::path(put, path = "/realms/{realm}/accounts/{username}/password", tag = "accounts", params(OneAccount),
    request_body = NewPassword, responses((status = 204, description = "Set"), Problems))]
async fn set_password(
    caller: Caller,
    At(at): At<OneAccount>,
    Sent(new): Sent<NewPassword>,
) -> Result<StatusCode, Problem> {
    let desk = caller.desk(&at.realm, Right::AccountsWrite)?;
    desk.set_password(&at.username, &Plain::new(new.password)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Its live sessions, the one seen last first; at most 100
#[utoipa::path(get, path = "/realms/{realm}/accounts/{username}/sessions", tag = "accounts", params(OneAccount),
    responses((status = 200, body = Listed<views::Session>), Problems))]
async fn list_sessions(caller: Caller, At(at): At<OneAccount>) -> Result<Json<Listed<views::Session>>, Problem> {
    let sessions = caller.desk(&at.realm, Right::AccountsRead)?.sessions(&at.username).await?;
    Ok(Listed::whole(sessions.iter().map(views::Session::from).collect()))
}

/// End all of its sessions
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}/sessions", tag = "accounts", params(OneAccount),
    responses((status = 200, body = EndedSessions), Problems))]
async fn end_sessions(caller: Caller, At(at): At<OneAccount>) -> Result<Json<EndedSessions>, Problem> {
    let ended = caller.desk(&at.realm, Right::AccountsWrite)?.end_sessions(&at.username).await?;
    Ok(Json(EndedSessions { ended }))
}
