//! Where the server listens, what it is called outside, and whose word it takes for it.

use crate::config::net::IpNet;
use dialect::check::At;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const DEFAULT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

pub(super) fn listen(at: &At<'_>, text: Option<&str>) -> SocketAddr {
    text.and_then(|text| address(at, text)).unwrap_or(DEFAULT)
}

/// An address with a port.
pub(super) fn address(at: &At<'_>, text: &str) -> Option<SocketAddr> {
    let parsed = text.parse().ok();
    if parsed.is_none() {
        let right = "an IP address and a port, such as `127.0.0.1:8080` or `[::1]:8080`";
        at.fault(format!("`{text}` is no address with a port"), right);
    }
    parsed
}

pub(super) fn public_url(at: &At<'_>, text: Option<&str>) -> Option<String> {
    let text = text?;
    let origin = text.strip_suffix('/').unwrap_or(text);
    match origin_fault(origin) {
        None => Some(origin.to_owned()),
        Some((what, right)) => {
            at.fault(format!("`{text}` {what}"), right);
            None
        }
    }
}

/// What keeps a text from being a public address, and what would be right.
fn origin_fault(text: &str) -> Option<(&'static str, &'static str)> {
    const RIGHT: &str = "scheme and host, such as `https://auth.example.com`";
    let Ok(uri) = text.parse::<http::Uri>() else { return Some(("is no address", RIGHT)) };
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return Some(("is no address", RIGHT)) };
    let rest = text.strip_prefix(scheme).and_then(|text| text.strip_prefix("://")).unwrap_or_default();
    match scheme {
        "http" if !is_loopback(host) => Some((
            "is plain http: passwords and tokens would travel in clear",
            "`https://…`; plain http is for loopback addresses only",
        )),
        "http" | "https" if rest.contains(['/', '?', '#', '@']) => Some((
            "has more than scheme, host and port",
            "leave out the rest: where each realm lies is said by its mounts",
        )),
        // Issuers are compared byte for byte (RFC 8414 section 3.3), so only one spelling is taken.
        "http" | "https" if rest.chars().any(char::is_uppercase) || has_usual_port(scheme, rest) => {
            Some(("is not in its normal form", "lower case, without the scheme's usual port"))
        }
        "http" | "https" => None,
        _ => Some(("is neither http nor https", RIGHT)),
    }
}

fn has_usual_port(scheme: &str, authority: &str) -> bool {
    authority.ends_with(if scheme == "http" { ":80" } else { ":443" }) || authority.ends_with(':')
}

/// Whether a host is this machine, by its name or address.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost"
        || bare.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(super) fn trusted_proxies(at: &At<'_>, texts: &[String]) -> Vec<IpNet> {
    let mut nets = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        match text.parse::<IpNet>() {
            Ok(net) if net.is_everything() => {
                at.index(index)
                    .fault(format!("`{text}` trusts everybody's headers"), "the addresses of your own proxies only");
            }
            Ok(net) => nets.push(net),
            Err(()) => {
                at.index(index)
                    .fault(format!("`{text}` is no address or network"), "such as `127.0.0.1` or `10.0.0.0/8`");
            }
        }
    }
    nets
}
