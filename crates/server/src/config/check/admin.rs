//! The administration's own listener.

use super::addresses;
use crate::config::AdminConfig;
use crate::config::raw::RawAdmin;
use dialect::check::At;
use std::net::SocketAddr;

pub(super) fn admin(at: &At<'_>, raw: Option<&RawAdmin>, main: SocketAddr) -> Option<AdminConfig> {
    let raw = raw?;
    let Some(text) = raw.listen.as_deref() else {
        at.fault(
            "the administration does not say where it listens",
            "`listen = \"127.0.0.1:9090\"`, or leave `[admin]` out: it is then at the main address",
        );
        return None;
    };
    let listen = addresses::address(&at.key("listen"), text)?;
    if listen == main && listen.port() != 0 {
        at.key("listen").fault(format!("{listen} is the main address"), "a port of its own, or leave `[admin]` out");
    }
    let public_url = addresses::public_url(&at.key("public_url"), raw.public_url.as_deref());
    Some(AdminConfig { listen, public_url })
}
