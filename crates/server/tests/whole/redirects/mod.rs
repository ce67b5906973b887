//! Where an answer may travel, in which form, and what is only ever shown on a page.

mod answers;
#[path = "../../../../engine/src/redirect/tests/mutations.rs"]
mod mutations;
mod targets;

use crate::browser::authorize;
use crate::client::Client;
use dialect::model::{Endpoint, Name, Operation};
use engine::policy::RedirectMatch;

/// Every authorize path of the client's mount.
fn paths(client: &Client<'_>) -> Vec<String> {
    let routes = client.dialect().routes.iter().filter(|route| route.operation == Operation::Authorize);
    routes
        .filter(|route| route.method.as_str() == "GET")
        .map(|route| format!("{}{}", client.mount.prefix, route.written))
        .collect()
}

/// An authorize target with that redirect URI and more.
fn to(client: &Client<'_>, path: &str, redirect_uri: &str, more: &[(&str, &str)]) -> String {
    let name = |name| client.dialect().names.first(Endpoint::Authorize, name);
    let mut pairs = vec![(name(Name::ClientId), client.id()), (name(Name::RedirectUri), redirect_uri)];
    pairs.extend([(name(Name::ResponseType), "code"), (name(Name::State), "st-7")]);
    pairs.extend(more);
    authorize(path, &pairs)
}

/// Whether its mount compares byte for byte.
fn exact(client: &Client<'_>) -> bool {
    client.dialect().policy.redirect.matching == RedirectMatch::Exact
}
