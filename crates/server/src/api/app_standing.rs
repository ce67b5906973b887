//! How apps stand: reviewed, suspended, limited.

use super::apps::OneApp;
use super::caller::Caller;
use super::sent::{Asked, At, Sent, whole_or_null};
use super::{Problem, Problems};
use crate::desk::rights::Right;
use crate::server::Server;
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new()
        .routes(routes!(ask_review))
        .routes(routes!(withdraw_review))
        .routes(routes!(approve_app))
        .routes(routes!(send_app_back))
        .routes(routes!(suspend_app))
        .routes(routes!(resume_app))
        .routes(routes!(limit_app))
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reason {
    /// For the app's owners to read.
    #[schema(min_length = 1, max_length = 1000, example = "Its site is gone. Please tell us where it is now.")]
    reason: String,
}

/// A bound.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Limit {
    /// The most live access tokens; `null`: no bound.
    #[serde(deserialize_with = "whole_or_null")]
    #[schema(required = true, value_type = Option<i64>, minimum = 0, maximum = 4294967295_i64, example = 5000)]
    limit: Option<u32>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Seen {
    /// The app's `fingerprint` as it was looked at: 409 where it has changed since. Whatever it is, where nothing is said
    seen: Option<String>,
}

/// Ask for its review, as its owners do; in a realm that demands none everybody can use it at once
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/ask-review", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    responses((status = 204, description = "In review, or live"), Problems))]
async fn ask_review(caller: Caller, At(at): At<OneApp>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.ask_review(&at.client_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take that back: it is a draft again
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/withdraw-review", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    responses((status = 204, description = "A draft"), Problems))]
async fn withdraw_review(caller: Caller, At(at): At<OneApp>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.withdraw_review(&at.client_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let everybody use it
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/approve", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp, Seen),
    responses((status = 204, description = "Live"), Problems))]
async fn approve_app(caller: Caller, At(at): At<OneApp>, Asked(own): Asked<Seen>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.approve(&at.client_id, own.seen.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make it a draft again: only its owners can use it
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/send-back", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    request_body = Reason, responses((status = 204, description = "A draft"), Problems))]
async fn send_app_back(caller: Caller, At(at): At<OneApp>, Sent(why): Sent<Reason>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.send_back(&at.client_id, &why.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give it nothing new, and refuse its tokens
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/suspend", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    request_body = Reason, responses((status = 204, description = "Suspended"), Problems))]
async fn suspend_app(caller: Caller, At(at): At<OneApp>, Sent(why): Sent<Reason>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.suspend(&at.client_id, &why.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a suspension
#[utoipa::path(post, path = "/realms/{realm}/apps/{client_id}/resume", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    responses((status = 204, description = "Resumed"), Problems))]
async fn resume_app(caller: Caller, At(at): At<OneApp>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.resume(&at.client_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bound its live access tokens
#[utoipa::path(put, path = "/realms/{realm}/apps/{client_id}/limit", tag = "apps", security(("key" = ["apps:write"])),
    params(OneApp),
    request_body = Limit, responses((status = 204, description = "Set"), Problems))]
async fn limit_app(caller: Caller, At(at): At<OneApp>, Sent(own): Sent<Limit>) -> Result<StatusCode, Problem> {
    caller.desk(&at.realm, Right::AppsWrite)?.limit(&at.client_id, own.limit).await?;
    Ok(StatusCode::NO_CONTENT)
}
