//! Apps: finding, registering, describing and deleting them, their redirect URIs and owners.

use super::caller::Caller;
use super::paging::{Listed, Paging};
use super::sent::{Asked, At, Sent, given, whole_given};
use super::{Problem, Problems};
use crate::desk::apps::Wish;
use crate::desk::facts::AppEdit;
use crate::desk::rights::Right;
use crate::server::Server;
use crate::views;
use axum::Json;
use engine::model::Introspects;
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use store::office::{AppSearch, AppStanding};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(list_apps, create_app))
        .routes(routes!(show_app, edit_app, delete_app))
        .routes(routes!(set_scopes))
        .routes(routes!(add_redirect_uri, remove_redirect_uri))
        .routes(routes!(list_owners))
        .routes(routes!(add_owner, remove_owner))
}

/// An app of a realm.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct OneApp {
    /// The realm's name
    pub(super) realm: String,
    /// Client id
    pub(super) client_id: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct OneOwner {
    /// The realm's name
    realm: String,
    /// Client id
    client_id: String,
    /// User name or address
    username: String,
}

/// How an app stands.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Standing {
    /// However.
    #[default]
    Any,
    /// Its owners are at it.
    Draft,
    /// Waits to be looked at.
    InReview,
    /// For everybody, and not suspended.
    Live,
    /// Suspended.
    Suspended,
}

impl From<Standing> for AppStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Any => Self::Any,
            Standing::Draft => Self::Draft,
            Standing::InReview => Self::InReview,
            Standing::Live => Self::Live,
            Standing::Suspended => Self::Suspended,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// Part of the name, or the whole client id; all where nothing is said
    #[serde(default)]
    #[param(required = false)]
    q: String,
    /// How it stands
    #[serde(default)]
    #[param(inline, required = false)]
    standing: Standing,
}

/// An app to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewApp {
    /// What people read.
    #[schema(min_length = 1, max_length = 80, example = "Notes")]
    name: String,
    /// What it is for.
    #[serde(default)]
    #[schema(required = false, max_length = 500)]
    description: String,
    /// Its site, an https address.
    site: Option<String>,
    /// One of the realm's kinds; the main one where nothing is said.
    kind: Option<String>,
    /// Where answers may go.
    #[serde(default)]
    #[schema(required = false)]
    redirect_uris: Vec<String>,
    /// What it may ask for; all of the realm's scopes where nothing is said.
    scopes: Option<Vec<String>>,
    /// User name or address of whoever it belongs to.
    owner: Option<String>,
    /// Mounts that it is limited to; all of the realm where nothing is said.
    #[serde(default)]
    #[schema(required = false)]
    mounts: Vec<String>,
}

/// What is to be said anew of an app; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EditedApp {
    /// Its name.
    #[schema(min_length = 1, max_length = 80, example = "Notes")]
    name: Option<String>,
    /// What it is for.
    #[schema(max_length = 500)]
    description: Option<String>,
    /// Its site, an https address; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    site: Option<Option<String>>,
    /// Where its users get help; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    support: Option<Option<String>>,
    /// The number of its tile's colour; `null`: drawn from its id.
    #[serde(default, deserialize_with = "whole_given")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 11)]
    color: Option<Option<u8>>,
    /// One of the realm's kinds. One without a secret ends its secrets.
    kind: Option<String>,
}

/// What an app may ask for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Scopes {
    /// Scopes of the realm.
    #[schema(example = json!(["read"]))]
    scopes: Vec<String>,
}

/// A redirect URI.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RedirectUri {
    /// The whole address.
    #[schema(example = "https://app.example/callback")]
    uri: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct UriAsked {
    /// As it was registered
    uri: String,
}

/// Apps in order of name
#[utoipa::path(get, path = "/realms/{realm}/apps", tag = "apps", security(("key" = ["apps:read"])),
    params(("realm" = String, Path, description = "The realm's name"), Search, Paging),
    responses((status = 200, body = Listed<views::App>), Problems))]
async fn list_apps(
    caller: Caller,
    At(realm): At<String>,
    Asked(search): Asked<Search>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Listed<views::App>>, Problem> {
    let desk = caller.desk(&realm, Right::AppsRead)?;
    let list = format!("{realm} apps {:?} {}", search.standing, search.q);
    let page = caller.page(&list, &paging)?;
    let slice = desk.find_apps(AppSearch { text: search.q, standing: search.standing.into() }, page).await?;
    Ok(caller.listed(&list, slice, |row| views::App::from(row)))
}

/// Register an app
#[utoipa::path(post, path = "/realms/{realm}/apps", tag = "apps", security(("key" = ["apps:write"])),
    params(("realm" = String, Path, description = "The realm's name")),
    request_body = NewApp, responses((status = 201, body = views::AppWithSecret), Problems))]
async fn create_app(
    caller: Caller,
    At(realm): At<String>,
    Sent(new): Sent<NewApp>,
) -> Result<(StatusCode, Json<views::AppWithSecret>), Problem> {
    let desk = caller.desk(&realm, Right::AppsWrite)?;
    let wish = Wish {
        name: new.name,
        description: new.description,
        site: new.site,
        kind: new.kind,
        redirect_uris: new.redirect_uris,
        scopes: new.scopes,
        owner: new.owner,
        mounts: new.mounts,
        introspects: Introspects::Own,
        ..Wish::default()
    };
    Ok((StatusCode::CREATED, Json((&desk.create_app(wish).await?).into())))
}

/// One app
#[utoipa::path(get, path = "/realms/{realm}/apps/{client_id}", tag = "apps", security(("key" = ["apps:read"])),
    params(OneApp),
    responses((status = 200, body = views::App), Problems))]
async fn show_app(caller: Caller, At(at): At<OneApp>) -> Result<Json<views::App>, Problem> {
    let app = caller.desk(&at.realm, Right::AppsRead)?.app(&at.client_id).await?;
    Ok(Json((&app).into()))
}

/// Say something anew of it, its kind among that; all of it or nothing. The secret that comes with another kind is shown this once
#[utoipa::path(patch, path = "/realms/{realm}/apps/{client_id}", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    request_body = EditedApp, responses((status = 200, body = views::AppWithSecret), Problems))]
async fn edit_app(
    caller: Caller,
    At(at): At<OneApp>,
    Sent(own): Sent<EditedApp>,
) -> Result<Json<views::AppWithSecret>, Problem> {
    let desk = caller.desk(&at.realm, Right::AppsWrite)?;
    let EditedApp { name, description, site, support, color, kind } = own;
    let made = desk.edit_app(&at.client_id, AppEdit { name, description, site, support, color, kind }).await?;
    Ok(Json(views::AppWithSecret::new(&desk.app(&at.client_id).await?, made.as_ref())))
}

/// Delete an app: all of its grants and tokens are dead, and its id never comes back
#[utoipa::path(delete, path = "/realms/{realm}/apps/{client_id}", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    responses((status = 204, description = "Deleted"), Problems))]
async fn delete_app(caller: Caller, At(at): At<OneApp>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.delete_app(&at.client_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say anew what it may ask for
#[utoipa::path(put, path = "/realms/{realm}/apps/{client_id}/scopes", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    request_body = Scopes, responses((status = 204, description = "Changed"), Problems))]
async fn set_scopes(caller: Caller, At(at): At<OneApp>, Sent(own): Sent<Scopes>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.set_scopes(&at.client_id, own.scopes).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Register one more redirect URI
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/redirect-uris", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    request_body = RedirectUri, responses((status = 204, description = "Registered"), Problems))]
async fn add_redirect_uri(
    caller: Caller,
    At(at): At<OneApp>,
    Sent(own): Sent<RedirectUri>,
) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.add_redirect(&at.client_id, &own.uri).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take one back
#[utoipa::path(delete, path = "/realms/{realm}/apps/{client_id}/redirect-uris", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp, UriAsked),
    responses((status = 204, description = "Removed"), Problems))]
async fn remove_redirect_uri(
    caller: Caller,
    At(at): At<OneApp>,
    Asked(own): Asked<UriAsked>,
) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.remove_redirect(&at.client_id, &own.uri).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who looks after it; its test token speaks for the first
#[utoipa::path(get, path = "/realms/{realm}/apps/{client_id}/owners", tag = "apps", security(("key" = ["apps:read"])),
    params(OneApp),
    responses((status = 200, body = Listed<views::Owner>), Problems))]
async fn list_owners(caller: Caller, At(at): At<OneApp>) -> Result<Json<Listed<views::Owner>>, Problem> {
    let owners = caller.desk(&at.realm, Right::AppsRead)?.owners(&at.client_id).await?;
    Ok(Listed::whole(owners.iter().map(views::Owner::from).collect()))
}

/// One more owner
#[utoipa::path(put, path = "/realms/{realm}/apps/{client_id}/owners/{username}", tag = "apps", security(("key" = ["apps:write"])),
    params(OneOwner),
    responses((status = 204, description = "Added"), Problems))]
async fn add_owner(caller: Caller, At(at): At<OneOwner>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.add_owner(&at.client_id, &at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One owner less; the last one stays
#[utoipa::path(delete, path = "/realms/{realm}/apps/{client_id}/owners/{username}", tag = "apps", security(("key" = ["apps:write"])),
    params(OneOwner),
    responses((status = 204, description = "Removed"), Problems))]
async fn remove_owner(caller: Caller, At(at): At<OneOwner>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.remove_owner(&at.client_id, &at.username).await?;
    Ok(StatusCode::NO_CONTENT)
}
