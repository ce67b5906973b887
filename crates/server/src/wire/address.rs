//! From where a request comes, and for which host: headers of proxies count only from proxies that the configuration names.

use crate::config::Config;
use http::HeaderMap;
use std::net::IpAddr;

/// The address of the person or app: the peer, or what the nearest untrusted hop of `X-Forwarded-For` says where the peer is a trusted proxy.
/// Something that is no address ends the walk at the last proxy that we trust.
pub fn of(config: &Config, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.to_canonical();
    if !trusted(config, peer) {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for");
    let joined: Vec<&str> = lines.iter().filter_map(|line| line.to_str().ok()).collect();
    let mut address = peer;
    for hop in joined.join(",").rsplit(',') {
        if !trusted(config, address) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(hop) => address = hop.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

/// The host that was asked for: `X-Forwarded-Host` of a trusted proxy, else `Host`.
pub fn host<'h>(config: &Config, peer: IpAddr, headers: &'h HeaderMap) -> &'h str {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let forwarded = if trusted(config, peer.to_canonical()) { text("x-forwarded-host") } else { None };
    forwarded.or_else(|| text("host")).unwrap_or_default()
}

fn trusted(config: &Config, address: IpAddr) -> bool {
    config.trusted_proxies.iter().any(|proxies| proxies.contains(address))
}
