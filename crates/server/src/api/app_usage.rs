//! How much an app is used, and what was refused to it.

use super::apps::OneApp;
use super::caller::Caller;
use super::paging::{Listed, Paging};
use super::sent::{Asked, At};
use super::{Problem, Problems};
use crate::desk::rights::Right;
use crate::server::Server;
use crate::views;
use axum::Json;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new().routes(routes!(show_usage)).routes(routes!(list_refusals))
}

/// How much it is used
#[utoipa::path(get, path = "/realms/{realm}/apps/{client_id}/usage", tag = "apps", security(("key" = ["apps:read"])),
    params(OneApp),
    responses((status = 200, body = views::Usage), Problems))]
async fn show_usage(caller: Caller, At(at): At<OneApp>) -> Result<Json<views::Usage>, Problem> {
    let desk = caller.desk(&at.realm, Right::AppsRead)?;
    let app = desk.app(&at.client_id).await?;
    let (counts, token) = (desk.counts(&app).await?, desk.live_test_token(&app).await?);
    Ok(Json(views::Usage::new(&counts, token.as_ref(), &desk.owners_of(&app).await?)))
}

/// Its own error log, newest first; of each app the last hundred refusals are kept, without secrets and without a word about people
#[utoipa::path(get, path = "/realms/{realm}/apps/{client_id}/refusals", tag = "apps", security(("key" = ["apps:read"])),
    params(OneApp, Paging),
    responses((status = 200, body = Listed<views::Refusal>), Problems))]
async fn list_refusals(
    caller: Caller,
    At(at): At<OneApp>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Listed<views::Refusal>>, Problem> {
    let desk = caller.desk(&at.realm, Right::AppsRead)?;
    let app = desk.app(&at.client_id).await?;
    let list = format!("{} refusals of app {}", at.realm, at.client_id);
    let slice = desk.refused(&app, caller.page(&list, &paging)?).await?;
    Ok(caller.listed(&list, slice, |row| views::Refusal::new(row, &app, desk.realm)))
}
