//! Introspection (RFC 7662): who may ask about which token.

use crate::access::Live;
use crate::model::{App, Introspects};

/// Whether the caller may learn about this token: its own app, or a resource server of the realm. To anybody else it is inactive.
pub fn visible(caller: &App, live: &Live<'_>) -> bool {
    caller.key == live.token.app || caller.introspects == Introspects::Realm
}
