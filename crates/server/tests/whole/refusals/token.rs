//! At the token endpoint.

use super::{confidential, fresh, post};
use crate::client::{CHALLENGE, Client, VERIFIER};
use crate::world::{WEB, World};
use grantor::desk::{Declined, Desk};

fn redeem(world: &World, client: &Client<'_>, code: &str) {
    post(world, client, &[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", WEB)]);
}

fn renew(world: &World, client: &Client<'_>, token: &str) {
    post(world, client, &[("grant_type", "refresh_token"), ("refresh_token", token)]);
}

fn by_admin(world: &World, work: impl AsyncFnOnce(Desk<'_>) -> Result<(), Declined>) {
    world.admin("standard", work).unwrap();
}

fn withdraw(world: &World, client: &Client<'_>) {
    let id = client.id();
    by_admin(world, async move |desk| desk.revoke_grant("demo", id).await);
}

fn while_disabled(world: &World, work: impl FnOnce()) {
    by_admin(world, async move |desk| desk.disable("demo").await);
    work();
    by_admin(world, async move |desk| desk.enable("demo").await);
}

pub fn grant_missing(world: &World) {
    post(world, &confidential(world), &[]);
}

pub fn grant_unsupported(world: &World) {
    post(world, &confidential(world), &[("grant_type", "password")]);
}

pub fn grant_forbidden(world: &World) {
    post(world, &fresh(world, "standard", "public"), &[("grant_type", "client_credentials")]);
}

pub fn code_missing(world: &World) {
    post(world, &confidential(world), &[("grant_type", "authorization_code")]);
}

pub fn code_unknown(world: &World) {
    redeem(world, &confidential(world), "nothing");
}

pub fn code_foreign(world: &World) {
    redeem(world, &confidential(world), &confidential(world).code());
}

pub fn code_expired(world: &World) {
    let client = confidential(world);
    let code = client.code();
    world.advance(60);
    redeem(world, &client, &code);
}

pub fn code_revoked(world: &World) {
    let client = confidential(world);
    let code = client.code();
    let id = client.id().to_owned();
    by_admin(world, async move |desk| desk.revoke_all(&desk.app(&id).await?).await);
    redeem(world, &client, &code);
}

pub fn code_spent(world: &World) {
    let client = confidential(world);
    let code = client.code();
    assert_eq!(client.exchange(&code).status, 200);
    redeem(world, &client, &code);
}

pub fn code_withdrawn(world: &World) {
    let client = confidential(world);
    let code = client.code();
    withdraw(world, &client);
    redeem(world, &client, &code);
}

pub fn code_account_disabled(world: &World) {
    let client = confidential(world);
    let code = client.code();
    while_disabled(world, || redeem(world, &client, &code));
}

pub fn redirect_absent(world: &World) {
    let client = confidential(world);
    post(world, &client, &[("grant_type", "authorization_code"), ("code", &client.code())]);
}

pub fn redirect_differs(world: &World) {
    let client = confidential(world);
    let own =
        [("grant_type", "authorization_code"), ("code", &client.code()), ("redirect_uri", "https://evil.example/")];
    post(world, &client, &own);
}

fn challenged(world: &World) -> (Client<'_>, String) {
    let client = confidential(world);
    let target = format!("{}&code_challenge={CHALLENGE}&code_challenge_method=S256", client.target());
    let code = client.code_for(&target);
    (client, code)
}

pub fn verifier_missing(world: &World) {
    let (client, code) = challenged(world);
    redeem(world, &client, &code);
}

pub fn verifier_wrong(world: &World) {
    let (client, code) = challenged(world);
    let own = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", WEB),
        ("code_verifier", CHALLENGE),
    ];
    post(world, &client, &own);
}

pub fn verifier_unexpected(world: &World) {
    let client = confidential(world);
    let code = client.code();
    let own = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", WEB),
        ("code_verifier", VERIFIER),
    ];
    post(world, &client, &own);
}

pub fn refresh_missing(world: &World) {
    post(world, &confidential(world), &[("grant_type", "refresh_token")]);
}

pub fn refresh_malformed(world: &World) {
    renew(world, &confidential(world), "no shape of ours");
}

pub fn refresh_unknown(world: &World) {
    renew(world, &confidential(world), &"a".repeat(43));
}

pub fn refresh_foreign(world: &World) {
    renew(world, &confidential(world), confidential(world).tokens().renewable());
}

pub fn refresh_expired(world: &World) {
    let client = confidential(world);
    let tokens = client.tokens();
    world.advance(30 * 86_400);
    renew(world, &client, tokens.renewable());
}

pub fn refresh_ended(world: &World) {
    let client = confidential(world);
    let (tokens, _other) = (client.tokens(), client.tokens());
    assert_eq!(client.revoke(tokens.renewable()).unwrap().status, 200);
    renew(world, &client, tokens.renewable());
}

pub fn refresh_replayed(world: &World) {
    let client = confidential(world);
    let first = client.tokens();
    client.refreshed(client.refreshed(first.renewable()).renewable());
    renew(world, &client, first.renewable());
}

pub fn refresh_withdrawn(world: &World) {
    let client = confidential(world);
    let tokens = client.tokens();
    withdraw(world, &client);
    renew(world, &client, tokens.renewable());
}

pub fn refresh_account_disabled(world: &World) {
    let client = confidential(world);
    let tokens = client.tokens();
    while_disabled(world, || renew(world, &client, tokens.renewable()));
}

pub fn scope_widened(world: &World) {
    let client = confidential(world);
    let code = client.code_for(&client.target_for(Some("read"), None));
    let tokens = client.read_code(&client.exchange(&code));
    post(
        world,
        &client,
        &[("grant_type", "refresh_token"), ("refresh_token", tokens.renewable()), ("scope", "read write")],
    );
}
