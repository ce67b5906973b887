//! At authorize, sign-in and consent.

use super::{confidential, fresh, open, registered};
use crate::browser::authorize;
use crate::client::{CHALLENGE, Client};
use crate::world::{WEB, World};
use engine::model::Review;
use grantor::desk::apps::Wish;

pub fn redirect_missing(world: &World) {
    let client = Client::first(world, "boxc");
    world.get(&authorize("/boxc/v1/oauth/authorize", &[("application_id", client.id())]));
}

pub fn redirect_none(world: &World) {
    let client = registered(world, "serble", Wish::default());
    world.get(&authorize("/serble/oauth/authorize", &[("client_id", client.id()), ("redirect_uri", WEB)]));
}

pub fn redirect_strange(world: &World) {
    open(world, &confidential(world), &[("redirect_uri", "https://evil.example/"), ("response_type", "code")]);
}

pub fn redirect_reserved(world: &World) {
    open(world, &confidential(world), &[("redirect_uri", &format!("{WEB}?code=1")), ("response_type", "code")]);
}

pub fn language(world: &World) {
    let client = Client::first(world, "hidrive");
    let pairs = [("client_id", client.id()), ("redirect_uri", WEB), ("response_type", "code"), ("lang", "xx")];
    world.get(&authorize("/hidrive/client/authorize", &pairs));
}

pub fn doubled(world: &World) {
    open(world, &confidential(world), &[("response_type", "code"), ("state", "a"), ("state", "b")]);
}

pub fn demanded(world: &World) {
    open(world, &fresh(world, "odd", "confidential"), &[("response_type", "code")]);
}

pub fn object(world: &World) {
    open(world, &confidential(world), &[("response_type", "code"), ("request", "ey")]);
}

pub fn object_uri(world: &World) {
    open(world, &confidential(world), &[("response_type", "code"), ("request_uri", "urn:x")]);
}

pub fn response_missing(world: &World) {
    open(world, &confidential(world), &[]);
}

pub fn response_unknown(world: &World) {
    open(world, &confidential(world), &[("response_type", "id_token")]);
}

pub fn response_forbidden(world: &World) {
    let client = Client::of(world, "hidrive", "server");
    let pairs = [("client_id", client.id()), ("redirect_uri", WEB), ("response_type", "token")];
    world.get(&authorize("/hidrive/client/authorize", &pairs));
}

pub fn scope_unknown(world: &World) {
    open(world, &confidential(world), &[("response_type", "code"), ("scope", "read everything")]);
}

pub fn scope_malformed(world: &World) {
    let client = Client::of(world, "hidrive", "server");
    let pairs = [("client_id", client.id()), ("redirect_uri", WEB), ("response_type", "code"), ("scope", "ro,rw")];
    world.get(&authorize("/hidrive/client/authorize", &pairs));
}

pub fn challenge_missing(world: &World) {
    open(world, &fresh(world, "standard", "public"), &[("response_type", "code")]);
}

pub fn challenge_malformed(world: &World) {
    let pairs = [("response_type", "code"), ("code_challenge", "short"), ("code_challenge_method", "S256")];
    open(world, &confidential(world), &pairs);
}

pub fn challenge_method(world: &World) {
    let pairs = [("response_type", "code"), ("code_challenge", CHALLENGE), ("code_challenge_method", "plain")];
    open(world, &confidential(world), &pairs);
}

pub fn denied(world: &World) {
    world.browser().decide(&confidential(world).target(), "deny").url();
}

pub fn account_disabled(world: &World) {
    let client = Client::first(world, "serble");
    world.admin("serble", async move |desk| desk.disable("demo").await.unwrap());
    client.ask().url();
    world.admin("serble", async move |desk| desk.enable("demo").await.unwrap());
}

pub fn not_reviewed(world: &World) {
    let redirect_uris = vec![WEB.to_owned()];
    let client = registered(world, "standard", Wish { review: Review::InReview, redirect_uris, ..Wish::default() });
    open(world, &client, &[("response_type", "code")]);
}

pub fn throttled(world: &World) {
    let target = Client::first(world, "gitshare").target();
    let mut browser = world.browser();
    let page = browser.open(&target).page();
    for _ in 0..11 {
        browser.sign_in_with(&page, "a wrong guess").page();
    }
    world.advance(600);
}
