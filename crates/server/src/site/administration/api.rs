//! The API for people, as it describes itself to programs.

use super::{Page, Visit};
use crate::api::PREFIX;
use crate::api::told::groups;
use crate::flow::Answer;
use crate::pages::{AdminApi, AdminApiGroup, AdminItem, Area, Frame};
use crate::site::{Does, Halt};
use http::StatusCode;

const LIST: &str = "/api";

/// Answers at the page of all of it and below that.
pub(super) fn answer(visit: &Visit<'_>, path: &[&str], does: Does) -> Page {
    match (path, does) {
        ([], Does::Look) => Ok(all(visit)),
        ([name], Does::Look) => one(visit, name),
        _ => Err(Halt::Absent),
    }
}

fn page(visit: &Visit<'_>, render: impl FnOnce(&Frame) -> String) -> Answer {
    let frame = AdminItem::Keys.frame(visit.frame(Area::Administration), None, None);
    visit.page(StatusCode::OK, render(&frame))
}

fn all(visit: &Visit<'_>) -> Answer {
    let groups = groups().into_iter().map(|group| {
        let href = visit.to(&format!("{LIST}/{}", group.name));
        (group.name, group.about, href)
    });
    let described = format!("{PREFIX}/openapi.json");
    let list = AdminApi { groups: groups.collect(), described, keys: visit.to("/keys") };
    page(visit, |frame| list.render(frame))
}

fn one(visit: &Visit<'_>, name: &str) -> Page {
    let group = groups().into_iter().find(|group| group.name == name).ok_or(Halt::Absent)?;
    let address = format!("{}{}", visit.call.mount.issuer, PREFIX.trim_start_matches(&visit.call.mount.prefix));
    let list = AdminApiGroup { group, list: visit.to(LIST), address };
    Ok(page(visit, |frame| list.render(frame)))
}
