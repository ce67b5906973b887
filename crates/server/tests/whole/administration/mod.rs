//! Administration: its listener, health and metrics, its API.

mod api;
mod events;
mod health;
mod lists;
mod metrics;
mod names;
mod objects;
pub mod pages;
mod rights;
mod telling;

use crate::http::{Request, Response};
use crate::world::World;
use grantor::desk::keys::{Giver, KeyWish};
use grantor::desk::rights::Right;
use std::net::SocketAddr;

/// A world whose administration has a listener of its own, and where that is.
fn apart(realms: &[&str]) -> (World, SocketAddr) {
    let world = World::configured(realms, "\n[admin]\nlisten = \"127.0.0.1:0\"\n");
    let admin = world.server.config.admin.as_ref().unwrap().listen;
    (world, admin)
}

/// A key with these rights: its id and its text.
fn key(world: &World, rights: &[Right]) -> (String, String) {
    let wish = KeyWish { name: "test".to_owned(), rights: rights.to_vec(), days: 1 };
    let (key, text) =
        world.admin("admin", async move |desk| desk.create_key(wish, Giver::Administrator).await.unwrap());
    (key.id, text.expose().to_owned())
}

/// Somebody who calls the API.
pub struct Caller<'w> {
    world: &'w World,
    key: String,
}

impl<'w> Caller<'w> {
    /// With every right.
    pub fn new(world: &'w World) -> Self {
        Self::with(world, Right::ALL)
    }

    pub fn with(world: &'w World, rights: &[Right]) -> Self {
        Self { world, key: key(world, rights).1 }
    }

    /// Sends a request to a path below the API, with that JSON (none where it is empty).
    pub fn send(&self, method: &str, path: &str, body: &str) -> Response {
        let request = Request::new(method, &format!("/admin/api/v1{path}"));
        let request = request.header("Authorization", &format!("Bearer {}", self.key));
        let answer = match body {
            "" => request.send(self.world.at),
            body => request.body("application/json", body).send(self.world.at),
        };
        if answer.header("content-type") == "application/problem+json" {
            let problem = answer.text();
            assert!(
                !problem.contains("`grantor ") && !problem.contains("--"),
                "a caller has no command line: {problem}"
            );
        }
        answer
    }

    pub fn get(&self, path: &str) -> Response {
        self.send("GET", path, "")
    }
}
