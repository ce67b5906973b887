//! Switches for trying things out: never where others can reach them.

use super::switch;
use crate::config::DemoConfig;
use crate::config::raw::RawDemo;
use dialect::check::At;
use std::net::SocketAddr;

pub(super) fn demo(at: &At<'_>, raw: Option<&RawDemo>, listen: SocketAddr) -> Option<DemoConfig> {
    let raw = raw?;
    if !listen.ip().is_loopback() && (raw.clock || raw.seed) {
        let what = format!("demo switches on {listen}, which others can reach");
        at.fault(what, "listen on `127.0.0.1` or `[::1]`, or take the `[demo]` part out");
    }
    for (index, uri) in raw.redirect_uris.iter().enumerate() {
        if uri.parse::<http::Uri>().is_err() && !uri.contains(':') {
            let right = "a whole address, such as `https://app.example/callback`";
            at.key("redirect_uris").index(index).fault(format!("`{uri}` is no redirect URI"), right);
        }
    }
    Some(DemoConfig {
        clock: switch(raw.clock),
        seed: switch(raw.seed),
        samples: switch(raw.samples),
        redirect_uris: raw.redirect_uris.clone(),
    })
}
