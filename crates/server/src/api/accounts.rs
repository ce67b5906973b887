//! Accounts: finding, making, describing and deleting them.

use super::caller::Caller;
use super::paging::{Listed, Paging};
use super::sent::{Asked, At, Sent, given, wholes};
use super::{Problem, Problems};
use crate::desk::account::AccountEdit;
use crate::desk::accounts::Person;
use crate::desk::rights::Right;
use crate::server::Server;
use crate::views;
use axum::Json;
use engine::secret::Plain;
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(list_accounts, create_account))
        .routes(routes!(show_account, edit_account, delete_account))
        .routes(routes!(export_account))
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
    #[schema(min_length = 1, max_length = 100, example = "alice")]
    username: String,
    /// Address for mail.
    #[schema(example = "alice@example.com")]
    email: String,
    /// 8 characters at least. Without one the person chooses it by a mailed link.
    #[schema(min_length = 8, max_length = 1024, write_only)]
    password: Option<String>,
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

/// What is to be said anew of an account; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EditedAccount {
    /// Address for mail; it counts as unconfirmed.
    #[schema(example = "alice@example.com")]
    email: Option<String>,
    /// As the person writes it.
    #[schema(max_length = 100)]
    first_name: Option<String>,
    /// As the person writes it.
    #[schema(max_length = 100)]
    last_name: Option<String>,
    /// Of pages and mail; `null`: the browser's.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    language: Option<Option<String>>,
}

/// Accounts in order of the name that is found: the user name, or the address where that alone begins so
#[utoipa::path(get, path = "/realms/{realm}/accounts", tag = "accounts", security(("key" = ["accounts:read"])),
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
#[utoipa::path(post, path = "/realms/{realm}/accounts", tag = "accounts", security(("key" = ["accounts:write"])),
    params(("realm" = String, Path, description = "The realm's name")),
    request_body = NewAccount, responses((status = 201, body = views::Account), Problems))]
async fn create_account(
    caller: Caller,
    At(realm): At<String>,
    Sent(new): Sent<NewAccount>,
) -> Result<(StatusCode, Json<views::Account>), Problem> {
    let desk = caller.desk(&realm, Right::AccountsWrite)?;
    let person = Person {
        username: new.username,
        email: new.email,
        first_name: new.first_name,
        last_name: new.last_name,
        roles: new.roles,
        attributes: new.attributes,
    };
    let made = match new.password {
        Some(password) => desk.create_account(person, &Plain::new(password)).await?,
        None => {
            let postroom = caller.postroom(&desk)?;
            let (account, link) = desk.invite(person).await?;
            postroom.send_link(&account, &account.email, &link, None);
            account
        }
    };
    Ok((StatusCode::CREATED, Json((&made).into())))
}

/// One account
#[utoipa::path(get, path = "/realms/{realm}/accounts/{username}", tag = "accounts", security(("key" = ["accounts:read"])),
    params(OneAccount),
    responses((status = 200, body = views::Account), Problems))]
async fn show_account(caller: Caller, At(at): At<OneAccount>) -> Result<Json<views::Account>, Problem> {
    let account = caller.desk(&at.realm, Right::AccountsRead)?.account_called(&at.username).await?;
    Ok(Json((&account).into()))
}

/// Say something anew of it
#[utoipa::path(patch, path = "/realms/{realm}/accounts/{username}", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    request_body = EditedAccount, responses((status = 200, body = views::Account), Problems))]
async fn edit_account(
    caller: Caller,
    At(at): At<OneAccount>,
    Sent(own): Sent<EditedAccount>,
) -> Result<Json<views::Account>, Problem> {
    let desk = caller.desk(&at.realm, Right::AccountsWrite)?;
    let id = desk.account(&at.username).await?.id;
    let EditedAccount { email, first_name, last_name, language } = own;
    desk.edit_account(&at.username, AccountEdit { email, first_name, last_name, language }).await?;
    // By its id: the address that it was named by may be another now.
    Ok(Json((&desk.account_of_id(&id).await?).into()))
}

/// All that is kept about its person, as they can take it along themselves. It leaves a row in the audit
#[utoipa::path(get, path = "/realms/{realm}/accounts/{username}/data", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    responses((status = 200, body = Object, content_type = "application/json"), Problems))]
async fn export_account(caller: Caller, At(at): At<OneAccount>) -> Result<Json<Value>, Problem> {
    // It holds what the account granted as well; whoever may set its password gets at that anyway.
    let desk = caller.desk(&at.realm, Right::AccountsWrite)?;
    Ok(Json(desk.data(&desk.account(&at.username).await?).await?))
}

/// Delete an account: everything about the person goes, its grants and tokens end, and its id never comes back
#[utoipa::path(delete, path = "/realms/{realm}/accounts/{username}", tag = "accounts", security(("key" = ["accounts:write"])),
    params(OneAccount),
    responses((status = 204, description = "Deleted"), Problems))]
async fn delete_account(caller: Caller, At(at): At<OneAccount>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AccountsWrite)?.delete_account(&at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}
