//! Lists: how long a page is, and where the next one begins.

use super::caller::Caller;
use super::problem::Problem;
use crate::desk::Slice;
use crate::server::Server;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::Json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use store::ops::Page;
use utoipa::{IntoParams, ToSchema};

/// Rows of a page where nothing else is asked.
const USUAL: u32 = 50;
/// The most rows of a page.
const MOST: u32 = 200;
/// Bytes that prove a cursor ours.
const TAG: usize = 12;

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paging {
    /// How many, 50 where nothing is said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Listed<T> {
    /// In the list's order.
    pub(super) items: Vec<T>,
    /// `after` of the next page; `null`: this is the last.
    pub(super) next: Option<String>,
}

impl<T> Listed<T> {
    /// A list that is one page.
    pub(super) fn whole(items: Vec<T>) -> Json<Self> {
        Json(Self { items, next: None })
    }
}

impl Caller {
    /// The page that is asked for of this list, which is named with all that narrows it: a cursor of one list is none of another.
    pub(super) fn page(&self, list: &str, paging: &Paging) -> Result<Page, Problem> {
        let limit = paging.limit.as_deref().map_or(Some(USUAL), |limit| limit.parse().ok());
        let limit = limit
            .filter(|limit| (1..=MOST).contains(limit))
            .ok_or_else(|| Problem::unreadable("`limit` is a whole number from 1 to 200"))?;
        let after = match &paging.after {
            Some(cursor) => Some(opened(&self.server, list, cursor)?),
            None => None,
        };
        Ok(Page { after, limit })
    }

    /// The rows as they are told.
    pub(super) fn listed<T, U>(&self, list: &str, slice: Slice<T>, view: impl Fn(&T) -> U) -> Json<Listed<U>> {
        let next = slice.next.map(|after| sealed(&self.server, list, &after));
        Json(Listed { items: slice.rows.iter().map(view).collect(), next })
    }
}

/// A cursor.
pub(super) fn sealed(server: &Server, list: &str, after: &str) -> String {
    URL_SAFE_NO_PAD.encode([&tag(server, list, after), after.as_bytes()].concat())
}

fn opened(server: &Server, list: &str, cursor: &str) -> Result<String, Problem> {
    let forged = || Problem::unreadable("`after` is no `next` of this list");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| forged())?;
    let (own, after) = bytes.split_at_checked(TAG).ok_or_else(forged)?;
    let after = std::str::from_utf8(after).map_err(|_| forged())?;
    verify_slices_are_equal(own, &tag(server, list, after)).map_err(|_| forged())?;
    Ok(after.to_owned())
}

fn tag(server: &Server, list: &str, after: &str) -> [u8; TAG] {
    let mut tag = [0; TAG];
    let seed = server.keys.named("cursors").seed(&[list.as_bytes(), after.as_bytes()]);
    tag.copy_from_slice(&seed.0[..TAG]);
    tag
}
