//! How the server is reached: its public address, proxies, the demo's switches.

use super::Finding;
use crate::config::Config;

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![public_url(config), proxies(config)];
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
        Some(url) => {
            Finding::note(SUBJECT, format!("{url}: plain http does for this machine only, cookies are not `Secure`"))
        }
        None if config.listen.ip().is_loopback() => {
            let what =
                format!("http://{}: does for this machine only; set `public_url` to the https address", config.listen);
            Finding::note(SUBJECT, what)
        }
        None => Finding::fault(SUBJECT, format!("unknown, and {} is open to others: set `public_url`", config.listen)),
    }
}

fn proxies(config: &Config) -> Finding {
    const SUBJECT: &str = "trusted proxies";
    let https = config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    match config.trusted_proxies.len() {
        // Grantor itself speaks no TLS, so somebody stands in front.
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
    let https = admin.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    match admin.listen.ip().is_loopback() || https {
        true => Finding::fine(SUBJECT, format!("at {}, and only there", admin.listen)),
        false => {
            let what = format!("{} is open to others over plain http: set `public_url` of `[admin]`", admin.listen);
            Finding::fault(SUBJECT, what)
        }
    }
}
