//! Who asks.

use super::{confidential, fresh, open, post, registered};
use crate::client::Client;
use crate::http::Request;
use crate::world::{WEB, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use grantor::desk::apps::Wish;

pub fn id_missing(world: &World) {
    world.get("/standard/oauth2/authorize?response_type=code");
}

pub fn unknown(world: &World) {
    world.form(
        "/standard/oauth2/token",
        &[("grant_type", "client_credentials"), ("client_id", "nobody"), ("client_secret", "x")],
    );
}

pub fn secret_missing(world: &World) {
    world.form(
        "/standard/oauth2/token",
        &[("grant_type", "client_credentials"), ("client_id", confidential(world).id())],
    );
}

pub fn secret_wrong(world: &World) {
    let client = confidential(world);
    let pairs = [("grant_type", "client_credentials"), ("client_id", client.id()), ("client_secret", "wrong")];
    world.form("/standard/oauth2/token", &pairs);
}

pub fn secret_unasked(world: &World) {
    let client = Client::of(world, "hidrive", "browser");
    let pairs = [("grant_type", "authorization_code"), ("client_id", client.id()), ("code", "x")];
    let answer = world.form("/hidrive/oauth2/token", &[&pairs[..], &[("client_secret", "0123456789abcdef")]].concat());
    assert_eq!((answer.status, answer.member("/error")), (400, "unauthorized_client".to_owned()), "{answer:?}");
}

pub fn auth_doubled(world: &World) {
    let client = confidential(world);
    let basic = STANDARD.encode(format!("{}:{}", client.id(), client.secret()));
    let pairs = [("grant_type", "client_credentials"), ("client_secret", client.secret())];
    let request = Request::new("POST", "/standard/oauth2/token").header("Authorization", &format!("Basic {basic}"));
    request.form(&pairs).send(world.at);
}

pub fn auth_method(world: &World) {
    let client = fresh(world, "odd", "confidential");
    let pairs = [("grant_type", "client_credentials"), ("client_id", client.id()), ("client_secret", client.secret())];
    world.form("/odd/oauth2/token", &pairs);
}

pub fn without_secret(world: &World) {
    let client = Client::of(world, "hidrive", "browser");
    world.form(
        "/hidrive/oauth2/token",
        &[("grant_type", "authorization_code"), ("client_id", client.id()), ("code", "x")],
    );
}

pub fn deleted(world: &World) {
    let client = confidential(world);
    let id = client.id();
    world.admin("standard", async move |desk| desk.delete_app(id).await.unwrap());
    post(world, &client, &[("grant_type", "client_credentials")]);
}

pub fn suspended(world: &World) {
    let client = confidential(world);
    let id = client.id();
    world.admin("standard", async move |desk| desk.suspend(id, "Spam.").await.unwrap());
    open(world, &client, &[("response_type", "code")]);
}

pub fn elsewhere(world: &World) {
    let (redirect_uris, mounts) = (vec![WEB.to_owned()], vec!["boxc".to_owned()]);
    let client = registered(world, "boxc-standard", Wish { redirect_uris, mounts, ..Wish::default() });
    open(world, &client, &[("response_type", "code")]);
}

pub fn limit(world: &World) {
    let client = confidential(world);
    let id = client.id();
    world.admin("standard", async move |desk| desk.limit(id, Some(0)).await.unwrap());
    post(world, &client, &[("grant_type", "client_credentials")]);
}
