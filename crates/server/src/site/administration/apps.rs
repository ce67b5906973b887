//! Finding apps.

use super::Page;
use super::room::Room;
use crate::flow::pages::see_other;
use crate::pages::{AdminApps, AdminItem};
use store::office::{AppSearch, AppStanding};

/// The list.
pub(super) async fn list(room: Room<'_>) -> Page {
    let (query, standing) = (room.asked("q"), room.asked("standing"));
    let wanted = match standing.as_str() {
        "draft" => AppStanding::Draft,
        "in-review" => AppStanding::InReview,
        "live" => AppStanding::Live,
        "suspended" => AppStanding::Suspended,
        _ => AppStanding::Any,
    };
    let search = AppSearch { text: query.clone(), standing: wanted };
    let found = room.desk().find_apps_by_use(search, room.rows()).await?;
    let way = room.way("/apps", &[("q", &query), ("standing", &standing)], found.next);
    if let Some(beginning) = way.behind_the_end(&found.rows) {
        return Ok(see_other(beginning));
    }
    let apps = found.rows.into_iter().map(|(app, used)| {
        let href = room.app(&app.client_id);
        ((app, used), href)
    });
    let list = AdminApps { place: room.place(), query, standing, apps: apps.collect(), way };
    Ok(room.page(AdminItem::Apps, |frame| list.render(frame)))
}
