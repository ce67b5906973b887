//! What bad input gets: the dialect's own error or a plain 4xx, at once, and the server goes on.

mod any;
mod bounds;
mod broken;
mod doubled;
mod methods;
mod slow;
mod text;

use crate::client::MOUNTS;
use crate::world::World;
use dialect::model::Operation;

/// A route of the demo as it goes on the wire.
#[derive(Clone, Debug)]
pub struct Place {
    pub mount: &'static str,
    pub method: &'static str,
    pub target: String,
    pub operation: Operation,
}

/// Every route of every mount, captures filled in.
pub fn places(world: &World) -> Vec<Place> {
    let routes = |mount: &'static str| {
        let own = world.mount(mount);
        let place = move |route: &dialect::model::Route| Place {
            mount,
            method: route.method.as_str(),
            target: format!("{}{}", own.prefix, route.written.replace("{token}", "x").replace("{app}", "x")),
            operation: route.operation.clone(),
        };
        own.dialect.routes.iter().map(place).collect::<Vec<_>>()
    };
    MOUNTS.into_iter().flat_map(routes).collect()
}

/// The refusal that the log named last.
pub fn last_refusal(world: &World) -> String {
    world.log().into_iter().filter_map(|line| line.refusal).next_back().unwrap_or_default()
}
