//! Pages of the administrators: everything that whoever runs the server does.
//!
//! They are there in the administrators' realm alone, and whoever is signed in to that may do everything in every realm.
//!
//! # Layout
//! - [`first`](fn@first): the first administrator; `home`: figures, what waits, and realms.
//! - `room`: one realm; `accounts`, `account`, `apps`, `app`, `grants`, `grant`, `audit`: what is in it. `keys`: keys of the API; `api`: what they open.

mod account;
mod accounts;
mod api;
mod app;
mod apps;
mod audit;
mod first;
mod grant;
mod grants;
mod home;
mod keys;
mod room;

use super::{Does, Halt, Page, Visit};
use crate::config::ADMIN;
use crate::flow::Call;
use room::Room;

/// The page of the first administrator; `None` in every other realm.
pub(super) async fn first(call: &Call<'_>) -> Option<Page> {
    if call.realm.name == ADMIN { Some(first::answer(call).await) } else { None }
}

/// Answers below the administrators' mount; `None`: there is nothing.
pub(super) async fn answer(call: &Call<'_>, path: &[&str]) -> Option<Page> {
    match path {
        [] | ["realms" | "keys" | "api", ..] => Some(page(call, path).await),
        _ => None,
    }
}

async fn page(call: &Call<'_>, path: &[&str]) -> Page {
    let does = Does::of(call)?;
    let visit = Visit::begin(call).await?;
    match (path, does) {
        ([], Does::Look) => home::show(&visit).await,
        (["realms"], Does::Look) => Ok(room::all(&visit)),
        (["realms", name, rest @ ..], _) => {
            let realm = call.server.realms.exactly(name).ok_or(Halt::Absent)?;
            Room { visit: &visit, realm }.answer(rest, does).await
        }
        (["api", rest @ ..], _) => api::answer(&visit, rest, does),
        (["keys", rest @ ..], _) => keys::answer(&visit, rest, does).await,
        _ => Err(Halt::Method("GET, HEAD")),
    }
}
