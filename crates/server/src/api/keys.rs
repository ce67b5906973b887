//! Keys of this API.

use super::caller::Caller;
use super::paging::{Listed, Paging};
use super::sent::{Asked, At, Sent, whole};
use super::{Problem, Problems};
use crate::desk::keys::{Giver, KeyWish};
use crate::desk::rights::Right;
use crate::server::Server;
use crate::views;
use axum::Json;
use http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Arc<Server>> {
    OpenApiRouter::new().routes(routes!(list_keys, create_key)).routes(routes!(end_key))
}

/// A key to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewKey {
    /// What it is for.
    #[schema(min_length = 1, max_length = 100, example = "Nightly export")]
    name: String,
    /// What it may do: rights of the key that makes it.
    #[schema(min_items = 1, example = json!(["apps:read"]))]
    rights: Vec<String>,
    /// How long.
    #[serde(deserialize_with = "whole")]
    #[schema(minimum = 1, maximum = 366, example = 90)]
    days: u32,
}

/// All keys, ended ones too, in order of id
#[utoipa::path(get, path = "/keys", tag = "keys", security(("key" = ["keys:read"])),
    params(Paging), responses((status = 200, body = Listed<views::Key>), Problems))]
async fn list_keys(caller: Caller, Asked(paging): Asked<Paging>) -> Result<Json<Listed<views::Key>>, Problem> {
    let desk = caller.keys(Right::KeysRead)?;
    let slice = desk.keys(caller.page("keys", &paging)?).await?;
    Ok(caller.listed("keys", slice, |row| views::Key::from(row)))
}

/// Make a key
#[utoipa::path(post, path = "/keys", tag = "keys", security(("key" = ["keys:write"])), request_body = NewKey, responses((status = 201, body = views::MadeKey), Problems))]
async fn create_key(caller: Caller, Sent(new): Sent<NewKey>) -> Result<(StatusCode, Json<views::MadeKey>), Problem> {
    let desk = caller.keys(Right::KeysWrite)?;
    let rights =
        new.rights.iter().map(|word| word.parse()).collect::<Result<_, String>>().map_err(Problem::declined)?;
    let wish = KeyWish { name: new.name, rights, days: new.days };
    let (key, text) = desk.create_key(wish, Giver::Key(&caller.rights)).await?;
    Ok((StatusCode::CREATED, Json(views::MadeKey::new(&key, &text))))
}

/// End a key: it opens nothing any more
#[utoipa::path(delete, path = "/keys/{key}", tag = "keys", security(("key" = ["keys:write"])),
    params(("key" = String, Path, description = "Its id")),
    responses((status = 204, description = "Ended"), Problems))]
async fn end_key(caller: Caller, At(key): At<String>) -> Result<StatusCode, Problem> {
    caller.keys(Right::KeysWrite)?.end_key(&key).await?;
    Ok(StatusCode::NO_CONTENT)
}
