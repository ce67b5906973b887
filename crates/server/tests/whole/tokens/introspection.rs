//! INT-01 to INT-03 (RFC 7662), and HiDrive's tokeninfo.

use crate::client::{Client, MOUNTS};
use crate::http::Request;
use crate::world::World;
use engine::model::Introspects;
use grantor::demo::ShownApp;
use grantor::desk::apps::Wish;
use serde_json::{Value, json};

fn ask(world: &World, caller: &Client<'_>, token: &str) -> String {
    let pairs = [("client_id", caller.id()), ("client_secret", caller.secret()), ("token", token)];
    world.form(&format!("{}/oauth2/introspect", caller.mount.prefix), &pairs).text()
}

#[test]
fn int_01_the_caller_proves_itself_and_posts() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let token = client.tokens().access;
    let path = "/standard/oauth2/introspect";
    assert_eq!(world.get(&format!("{path}?token={token}")).status, 405);
    for pairs in [
        vec![("token", token.as_str())],
        vec![("token", token.as_str()), ("client_id", client.id())],
        vec![("token", token.as_str()), ("client_id", client.id()), ("client_secret", "wrong")],
        vec![("token", token.as_str()), ("client_id", "nobody"), ("client_secret", "x")],
    ] {
        let answer = world.form(path, &pairs);
        assert_eq!(answer.status, 401, "{pairs:?}: {answer:?}");
        assert!(answer.header("www-authenticate").starts_with("Basic "), "{answer:?}");
        assert!(!answer.text().contains("active"));
    }
    let public = Client::of(&world, "standard", "public");
    let answer = world.form(path, &[("token", &public.tokens().access), ("client_id", public.id())]);
    assert!(
        answer.status >= 400 && !answer.text().contains("active"),
        "without proof anybody could scan for tokens: {answer:?}"
    );
}

#[test]
fn int_02_whatever_is_no_live_token_of_the_callers_is_inactive_and_no_more() {
    let world = World::of(&["standard", "boxc"]);
    let (client, other) = (Client::first(&world, "standard"), Client::second(&world, "standard"));
    let (code, tokens, revoked, foreign) = (client.code(), client.tokens(), client.tokens(), other.tokens());
    let expired = client.tokens().access;
    let elsewhere = Client::first(&world, "boxc-standard").tokens();
    client.revoke(&revoked.access);
    world.advance(3600);
    let fresh = client.refreshed(tokens.renewable());
    assert!(ask(&world, &client, &fresh.access).starts_with(r#"{"active":true"#));
    let dead = [
        "nothing",
        "%00",
        "\u{fffd}",
        &"x".repeat(10_000),
        &code,
        tokens.renewable(),
        fresh.renewable(),
        &revoked.access,
        &expired,
        &foreign.access,
        foreign.renewable(),
        &elsewhere.access,
        client.secret(),
        client.id(),
    ];
    for token in dead {
        assert_eq!(ask(&world, &client, token), r#"{"active":false}"#, "{token}");
    }
    for malformed in ["token=%ff", "token=%", "token=a%00b"] {
        let body = format!("client_id={}&client_secret={}&{malformed}", client.id(), client.secret());
        let answer = Request::new("POST", "/standard/oauth2/introspect")
            .body("application/x-www-form-urlencoded", body)
            .send(world.at);
        assert!(answer.status == 400 || answer.text() == r#"{"active":false}"#, "{malformed}: {answer:?}");
    }
}

#[test]
fn int_03_another_apps_token_is_seen_only_by_a_resource_server_of_the_realm() {
    let world = World::of(&["standard"]);
    let (client, other) = (Client::first(&world, "standard"), Client::second(&world, "standard"));
    let tokens = client.tokens();
    assert_eq!(ask(&world, &other, &tokens.access), r#"{"active":false}"#);
    let wish = Wish { name: "Gateway".to_owned(), introspects: Introspects::Realm, ..Wish::default() };
    let made = world.admin("standard", async move |desk| desk.create_app(wish).await.unwrap());
    let gateway = ShownApp { app: made.app, secret: made.secret, test_token: None };
    let gateway = Box::leak(Box::new(gateway));
    let seen: Value =
        serde_json::from_str(&ask(&world, &Client::with(&world, "standard", gateway), &tokens.access)).unwrap();
    let now = world.server.clock.now().secs();
    let account = &world.shown.realms[0].account;
    let expected = json!({
        "active": true, "scope": "profile read write", "client_id": client.id(), "username": "demo", "token_type": "Bearer",
        "exp": now + 3600, "iat": now, "sub": account.id, "iss": client.mount.issuer,
    });
    assert_eq!(seen, expected);
}

/// Tells what it opens, and nothing to who holds another sort of token.
#[test]
fn int_02_hidrives_tokeninfo_counts_the_seconds_and_knows_no_refresh_token() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    let tokens = client.tokens();
    world.advance(397);
    let told = client.tokeninfo(&tokens.access).unwrap();
    assert_eq!(
        told.text(),
        format!(r#"{{"expires_in":3202,"client_id":"{}","alias":"demo","scope":"ro,user"}}"#, client.id())
    );
    for wrong in [tokens.renewable(), "nothing", ""] {
        let answer = client.tokeninfo(wrong).unwrap();
        assert_eq!((answer.status, answer.member("/error").as_str()), (400, "invalid_token"), "{wrong}: {answer:?}");
    }
    let in_query =
        Request::new("POST", &format!("/hidrive/oauth2/tokeninfo?access_token={}", tokens.access)).send(world.at);
    assert_eq!(in_query.text(), told.text());
}

/// No dialect without the endpoint has one by accident.
#[test]
fn int_01_there_is_no_introspection_but_where_it_is_said() {
    let world = World::new();
    for mount in MOUNTS.into_iter().filter(|mount| !matches!(*mount, "standard" | "boxc-standard")) {
        assert_eq!(world.form(&format!("/{mount}/oauth2/introspect"), &[("token", "x")]).status, 404, "{mount}");
        assert_eq!(world.get(&format!("/.well-known/oauth-authorization-server/{mount}")).status, 404, "{mount}");
    }
}
