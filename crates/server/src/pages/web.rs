//! Addresses that strangers typed.

/// The host of a site, if the site may become a link: a web address that shows where it leads.
pub(super) fn host(site: &str) -> Option<&str> {
    let rest = site.strip_prefix("https://").or_else(|| site.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', '\\']).next().filter(|host| !host.is_empty() && !host.contains('@'))
}
