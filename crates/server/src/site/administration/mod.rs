//! Pages of the administrators.

mod first;

use super::Page;
use crate::config::ADMIN;
use crate::flow::Call;

/// The page of the first administrator; `None` in every other realm.
pub(super) async fn first(call: &Call<'_>) -> Option<Page> {
    if call.realm.name == ADMIN { Some(first::answer(call).await) } else { None }
}
