//! Tokens that are shown, and requests that are none.

use super::{confidential, post};
use crate::client::Client;
use crate::http::Request;
use crate::world::World;

fn shown(world: &World, token: &str) {
    let answer = world.bearer("/standard/verify", token);
    assert_eq!(answer.status, 401, "{answer:?}");
}

pub fn missing(world: &World) {
    world.get("/standard/verify");
}

pub fn parameter_missing(world: &World) {
    let client = confidential(world);
    world.form("/standard/oauth2/introspect", &[("client_id", client.id()), ("client_secret", client.secret())]);
}

pub fn unknown(world: &World) {
    shown(world, "nothing");
}

pub fn expired(world: &World) {
    let token = confidential(world).tokens().access;
    world.advance(3600);
    shown(world, &token);
}

pub fn ended(world: &World) {
    let client = confidential(world);
    let token = client.tokens().access;
    assert_eq!(client.revoke(&token).unwrap().status, 200);
    shown(world, &token);
}

/// Where a dialect keeps a tombstone; elsewhere such a token is unknown at once.
pub fn withdrawn(world: &World) {
    let client = Client::first(world, "boxc");
    let (id, token) = (client.id(), client.tokens().access);
    world.admin("boxc", async move |desk| desk.revoke_grant("demo", id).await.unwrap());
    assert_eq!(client.verify(&token).status, 401);
}

pub fn account_disabled(world: &World) {
    let token = confidential(world).tokens().access;
    world.admin("standard", async move |desk| desk.disable("demo").await.unwrap());
    shown(world, &token);
    world.admin("standard", async move |desk| desk.enable("demo").await.unwrap());
}

pub fn app_suspended(world: &World) {
    let client = confidential(world);
    let (id, token) = (client.id(), client.tokens().access);
    world.admin("standard", async move |desk| desk.suspend(id, "Spam.").await.unwrap());
    shown(world, &token);
}

pub fn scope_insufficient(world: &World) {
    let client = confidential(world);
    let code = client.code_for(&client.target_for(Some("read"), None));
    let token = client.read_code(&client.exchange(&code)).access;
    assert_eq!(world.bearer("/standard/verify?scope=write", &token).status, 403);
}

pub fn body_malformed(world: &World) {
    world.json("/boxc/v1/oauth/access_token", "{");
}

pub fn secret_in_query(world: &World) {
    world.form("/standard/oauth2/token?client_secret=x", &[]);
}

pub fn too_large(world: &World) {
    Request::new("POST", "/standard/oauth2/token")
        .body("application/x-www-form-urlencoded", vec![b'a'; 65_537])
        .send(world.at);
}

pub fn too_many_parameters(world: &World) {
    post(world, &confidential(world), &[("x", "y"); 99]);
}

pub fn method(world: &World) {
    world.get("/standard/oauth2/token");
}

pub fn media_type(world: &World) {
    Request::new("POST", "/standard/oauth2/token").body("text/plain", "a").send(world.at);
}

pub fn unavailable(world: &World) {
    let client = confidential(world);
    world.database.leave();
    let pairs = [("grant_type", "client_credentials"), ("client_id", client.id()), ("client_secret", client.secret())];
    assert_eq!(world.form("/standard/oauth2/token", &pairs).status, 503);
    world.database_is_back();
}
