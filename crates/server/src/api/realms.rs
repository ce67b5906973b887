//! Realms, and how much is going on.

use super::caller::Caller;
use super::paging::Listed;
use super::sent::{Asked, At};
use super::{Problem, Problems};
use crate::desk::rights::Right;
use crate::metrics::figures::{self, Span};
use crate::server::Server;
use crate::views;
use axum::Json;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new().routes(routes!(list_realms)).routes(routes!(show_realm)).routes(routes!(show_figures))
}

/// All realms, in order of the configuration
#[utoipa::path(get, path = "/realms", tag = "realms", security(("key" = ["realms:read"])), responses((status = 200, body = Listed<views::Realm>), Problems))]
async fn list_realms(caller: Caller) -> Result<Json<Listed<views::Realm>>, Problem> {
    caller.demand(Right::RealmsRead, "")?;
    Ok(Listed::whole(caller.server.realms.all.iter().map(|realm| views::Realm::from(realm.as_ref())).collect()))
}

/// One realm
#[utoipa::path(get, path = "/realms/{realm}", tag = "realms", security(("key" = ["realms:read"])),
    params(("realm" = String, Path, description = "Its name")),
    responses((status = 200, body = views::Realm), Problems))]
async fn show_realm(caller: Caller, At(realm): At<String>) -> Result<Json<views::Realm>, Problem> {
    Ok(Json(caller.desk(&realm, Right::RealmsRead)?.realm.into()))
}

/// How far back.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Back {
    /// 60 minutes.
    #[default]
    Hour,
    /// 24 hours.
    Day,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SpanAsked {
    /// How far back; an hour where nothing is said
    #[serde(default)]
    #[param(inline, required = false)]
    span: Back,
}

/// Requests, refusals, sign-ins and tokens of the last hour by minute, or of the last day by hour
#[utoipa::path(get, path = "/figures", tag = "realms", security(("key" = ["figures:read"])),
    params(SpanAsked), responses((status = 200, body = views::Figures), Problems))]
async fn show_figures(caller: Caller, Asked(asked): Asked<SpanAsked>) -> Result<Json<views::Figures>, Problem> {
    caller.demand(Right::FiguresRead, "")?;
    let span = match asked.span {
        Back::Hour => Span::Hour,
        Back::Day => Span::Day,
    };
    Ok(Json((&figures::Figures::chart(&caller.server, span)).into()))
}
