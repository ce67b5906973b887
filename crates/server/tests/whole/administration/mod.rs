//! Administration: its listener, health and metrics.

mod health;
mod metrics;

use crate::world::World;
use std::net::SocketAddr;

/// A world whose administration has a listener of its own, and where that is.
fn apart(realms: &[&str]) -> (World, SocketAddr) {
    let world = World::configured(realms, "\n[admin]\nlisten = \"127.0.0.1:0\"\n");
    let admin = world.server.config.admin.as_ref().unwrap().listen;
    (world, admin)
}
