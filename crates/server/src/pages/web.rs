//! Addresses that strangers typed.

use super::html::Html;

/// The host of a site, if the site may become a link: a web address that shows where it leads.
pub(super) fn host(site: &str) -> Option<&str> {
    let rest = site.strip_prefix("https://").or_else(|| site.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', '\\']).next().filter(|host| !host.is_empty() && !host.contains('@'))
}

/// Where an app's people get help, if that may become a link.
pub(super) fn help(place: &str) -> Html {
    match host(place) {
        Some(_) => Html::outward(place, place),
        None if place.starts_with("https://") => Html::plain(place),
        None => Html::link(&format!("mailto:{place}"), place),
    }
}
