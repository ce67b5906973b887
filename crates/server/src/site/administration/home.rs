//! The first page: figures, apps that wait, and the realms.

use super::room::Room;
use super::{Page, Visit};
use crate::metrics::figures::{Figures, Span};
use crate::pages::{AdminHome, AdminItem, Area};
use http::StatusCode;
use store::office::{AppSearch, AppStanding};
use store::ops;

/// Waiting apps of one realm that are named here.
const NAMED: u32 = 5;

/// The page.
pub(super) async fn show(visit: &Visit<'_>) -> Page {
    let server = visit.call.server;
    let span = if visit.call.parameter("span").as_deref() == Some("day") { Span::Day } else { Span::Hour };
    let (mut waiting, mut realms) = (Vec::new(), Vec::new());
    for realm in &server.realms.all {
        let room = Room { visit, realm };
        let search = AppSearch { text: String::new(), standing: AppStanding::InReview };
        let found = room.desk().find_apps(search, ops::Page { after: None, limit: NAMED }).await?;
        let named = |app: &engine::model::App| (app.name.clone(), room.app(&app.client_id), realm.title.clone());
        waiting.extend(found.rows.iter().map(named));
        realms.push((realm.title.clone(), room.to("")));
    }
    let home = AdminHome { span, chart: Figures::chart(server, span), waiting, realms };
    let frame = AdminItem::Home.frame(visit.frame(Area::Administration), None, None);
    Ok(visit.page(StatusCode::OK, home.render(&frame)))
}
