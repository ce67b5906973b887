//! A mount: which dialect, where, and what it changes.

use super::realms::checked_name;
use crate::config::raw::{RawLifetimes, RawMount};
use crate::config::{At as Location, LifetimesConfig, MountConfig};
use dialect::check::{At, seconds};
use engine::time::Lifetime;

/// Longest lifetime that is not `endless`: 100 years.
const CENTURY: i64 = 100 * 365 * 86_400;
/// RFC 6749 section 4.1.2: ten minutes at most.
const LONGEST_CODE: i64 = 600;

pub(super) fn mount(at: &At<'_>, raw: &RawMount, usual_name: String) -> MountConfig {
    let dialect = raw.dialect.clone().unwrap_or_else(|| {
        at.fault("the mount names no dialect", "`dialect = \"standard\"`; `grantor dialect list` shows them all");
        String::new()
    });
    let name = raw.name.as_deref().map_or(usual_name, |name| checked_name(&at.key("name"), name));
    MountConfig { name, dialect, at: location(at, raw), lifetimes: lifetimes(&at.key("lifetimes"), &raw.lifetimes) }
}

fn location(at: &At<'_>, raw: &RawMount) -> Location {
    match (&raw.prefix, &raw.hosts) {
        (Some(prefix), None) => Location::Prefix(checked_prefix(&at.key("prefix"), prefix)),
        (None, Some(hosts)) => Location::Hosts(checked_hosts(&at.key("hosts"), hosts)),
        (Some(_), Some(_)) => {
            at.key("hosts")
                .fault("the mount has a prefix and host names", "one of the two; a second mount for the other");
            Location::Hosts(Vec::new())
        }
        (None, None) => {
            at.fault("the mount does not say where it is", "`prefix = \"/shop\"` or `hosts = [\"auth.example.com\"]`");
            Location::Hosts(Vec::new())
        }
    }
}

fn checked_prefix(at: &At<'_>, text: &str) -> String {
    let fits = |segment: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        !segment.is_empty() && segment.bytes().all(plain) && segment != "." && segment != ".."
    };
    if !text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(fits)) {
        at.fault(
            format!("`{text}` is no prefix"),
            "a path such as `/shop`, without a slash at its end; `hosts` for a host as a whole",
        );
    } else if is_reserved(text) {
        at.fault(
            format!("`{text}` is the server's own"),
            "a path that does not begin with `/-`, `/.well-known`, `/admin`, `/demo`, `/livez`, `/metrics` or `/readyz`",
        );
    }
    text.to_owned()
}

/// Whether the server answers this path itself.
pub fn is_reserved(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    first.starts_with('-') || matches!(first, ".well-known" | "admin" | "demo" | "livez" | "metrics" | "readyz")
}

fn checked_hosts(at: &At<'_>, hosts: &[String]) -> Vec<String> {
    for (index, host) in hosts.iter().enumerate().filter(|(_, host)| !is_host(host)) {
        let right =
            "such as `auth.example.com` or `*.shop.example`, in lower case, with a port if it is not the usual one";
        at.index(index).fault(format!("`{host}` is no host name"), right);
    }
    if hosts.iter().all(|host| host.starts_with("*.")) {
        at.fault(
            "there is no host name without `*.`",
            "name the host that apps know the mount by: it becomes the issuer",
        );
    }
    hosts.to_vec()
}

fn is_host(text: &str) -> bool {
    let (name, port) = text.rsplit_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let name = name.strip_prefix("*.").unwrap_or(name);
    let label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.len() <= 63 && label.bytes().all(plain)
    };
    name.len() <= 253 && name.split('.').all(label) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn lifetimes(at: &At<'_>, raw: &RawLifetimes) -> LifetimesConfig {
    let code = raw.code.as_deref().and_then(|text| {
        let fits = seconds(text).filter(|given| (1..=LONGEST_CODE).contains(given));
        if fits.is_none() {
            at.key("code").fault(format!("codes cannot live `{text}`"), "`1s` to `10m` (RFC 6749 section 4.1.2)");
        }
        fits
    });
    LifetimesConfig {
        code,
        access: lifetime(&at.key("access_token"), raw.access_token.as_deref()),
        refresh: lifetime(&at.key("refresh_token"), raw.refresh_token.as_deref()),
    }
}

fn lifetime(at: &At<'_>, text: Option<&str>) -> Option<Lifetime> {
    let text = text?;
    if text == "endless" {
        return Some(None);
    }
    let fits = seconds(text).filter(|given| (1..=CENTURY).contains(given));
    if fits.is_none() {
        at.fault(format!("tokens cannot live `{text}`"), "such as `1h`, `14d` or `endless`");
    }
    fits.map(Some)
}
