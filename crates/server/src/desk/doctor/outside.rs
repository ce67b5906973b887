//! How the server is reached: its public address, proxies, the demo's switches.

use super::Finding;
use crate::config::{At, Config, is_loopback};
use http::uri::Authority;
use std::net::SocketAddr;

/// What is to be done where there is no TLS.
const RIGHT: &str = "let a proxy speak TLS, and set `public_url` to its https address";

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![public_url(config)];
    findings.extend(in_clear(config));
    findings.extend(listener(config));
    findings.push(proxies(config));
    findings.push(administration(config));
    if config.demo.is_some() {
        let what = "a demo's file: whoever reaches this machine's loopback address can sign in and move the clock";
        findings.push(Finding::note("demo", what));
    }
    findings
}

fn public_url(config: &Config) -> Finding {
    const SUBJECT: &str = "public address";
    match config.public_url.as_deref() {
        Some(url) if url.starts_with("https://") => Finding::fine(SUBJECT, format!("{url}; cookies have `__Host-`")),
        Some(url) if !config.listen.ip().is_loopback() => {
            let open = format!("{} is open to others: passwords and tokens would travel in clear", config.listen);
            Finding::fault(SUBJECT, format!("{url} is plain http, and {open}; {RIGHT}"))
        }
        Some(url) => {
            Finding::note(SUBJECT, format!("{url}: plain http does for this machine only, cookies are not `Secure`"))
        }
        None if config.listen.ip().is_loopback() => {
            let what =
                format!("http://{}: does for this machine only; set `public_url` to the https address", config.listen);
            Finding::note(SUBJECT, what)
        }
        None => {
            let open = format!("{} is open to others: passwords and tokens would travel in clear", config.listen);
            Finding::fault(SUBJECT, format!("unknown, and {open}; {RIGHT}"))
        }
    }
}

/// Mounts under host names of their own, which have the scheme of the public address.
fn in_clear(config: &Config) -> Vec<Finding> {
    if config.base_url(config.listen).starts_with("https://") {
        return Vec::new();
    }
    let mounts = config.realms.iter().flat_map(|realm| &realm.mounts);
    let told = mounts.filter_map(|mount| {
        let At::Hosts(hosts) = &mount.at else { return None };
        let near = |host: &&String| host.parse::<Authority>().is_ok_and(|own| is_loopback(own.host()));
        let open = hosts.iter().find(|host| !near(host))?;
        let what = format!("{} is http://{open}: passwords and tokens travel in clear; {RIGHT}", mount.name);
        Some(Finding::fault("mount", what))
    });
    told.collect()
}

fn is_https(public_url: Option<&str>) -> bool {
    public_url.is_some_and(|url| url.starts_with("https://"))
}

/// Grantor itself speaks no TLS.
fn behind_tls(subject: &'static str, listen: SocketAddr) -> Finding {
    Finding::note(subject, format!("{listen} is plain http and open to others: let nobody but the proxies reach it"))
}

fn listener(config: &Config) -> Option<Finding> {
    let open = is_https(config.public_url.as_deref()) && !config.listen.ip().is_loopback();
    open.then(|| behind_tls("listener", config.listen))
}

fn proxies(config: &Config) -> Finding {
    const SUBJECT: &str = "trusted proxies";
    let https = is_https(config.public_url.as_deref());
    match config.trusted_proxies.len() {
        // Somebody stands in front.
        0 if https => Finding::fault(
            SUBJECT,
            "none, though a proxy speaks TLS in front: limits per address would count all people as one; set `trusted_proxies`",
        ),
        0 => Finding::fine(SUBJECT, "none; forwarding headers are ignored"),
        count => Finding::fine(SUBJECT, format!("{count}; forwarding headers of others are ignored")),
    }
}

fn administration(config: &Config) -> Finding {
    const SUBJECT: &str = "administration";
    let Some(admin) = &config.admin else {
        return Finding::note(SUBJECT, "at the main address; `[admin]` gives it, metrics and health one of their own");
    };
    match (admin.listen.ip().is_loopback(), is_https(admin.public_url.as_deref())) {
        (true, _) => Finding::fine(SUBJECT, format!("at {}, and only there", admin.listen)),
        (false, true) => behind_tls(SUBJECT, admin.listen),
        (false, false) => {
            let what = format!("{} is open to others over plain http: set `public_url` of `[admin]`", admin.listen);
            Finding::fault(SUBJECT, what)
        }
    }
}
