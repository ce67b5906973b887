//! OID-08 as far as there is metadata (RFC 8414): each value that it names works, and what it does not name does not.

use crate::client::{CHALLENGE, Client};
use crate::http::{Request, Response};
use crate::world::{WEB, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

fn document(world: &World) -> Value {
    serde_json::from_slice(&world.get("/.well-known/oauth-authorization-server/standard").body).unwrap()
}

fn listed<'d>(document: &'d Value, name: &str) -> Vec<&'d str> {
    document[name]
        .as_array()
        .unwrap_or_else(|| panic!("{name} in {document}"))
        .iter()
        .map(|value| value.as_str().unwrap())
        .collect()
}

/// A request to an endpoint of the document, with the client proving itself in that way.
fn proving(client: &Client<'_>, endpoint: &Value, method: &str, own: &[(&str, &str)]) -> Response {
    let world = client.world;
    let request = Request::new("POST", endpoint.as_str().unwrap().strip_prefix(&world.url()).unwrap());
    let mut pairs = own.to_vec();
    match method {
        "client_secret_basic" => {
            let basic = STANDARD.encode(format!("{}:{}", client.id(), client.secret()));
            return request.header("Authorization", &format!("Basic {basic}")).form(&pairs).send(world.at);
        }
        "client_secret_post" => pairs.extend([("client_id", client.id()), ("client_secret", client.secret())]),
        _ => pairs.push(("client_id", client.id())),
    }
    request.form(&pairs).send(world.at)
}

#[test]
fn oid_08_every_value_works() {
    let world = World::of(&["standard"]);
    let document = document(&world);
    assert_eq!(
        world.get("/standard/.well-known/oauth-authorization-server").body,
        world.get("/.well-known/oauth-authorization-server/standard").body
    );
    assert_eq!(document["issuer"], Client::first(&world, "standard").mount.issuer.as_str());
    let (confidential, public) = (Client::first(&world, "standard"), Client::of(&world, "standard", "public"));
    let endpoints = ["token_endpoint", "revocation_endpoint", "introspection_endpoint"];
    for endpoint in endpoints {
        for method in listed(&document, &format!("{endpoint}_auth_methods_supported")) {
            let client = if method == "none" { &public } else { &confidential };
            let tokens = client.tokens();
            let own = match endpoint {
                "token_endpoint" => vec![("grant_type", "refresh_token"), ("refresh_token", tokens.renewable())],
                _ => vec![("token", tokens.access.as_str())],
            };
            let answer = proving(client, &document[endpoint], method, &own);
            assert_eq!(answer.status, 200, "{endpoint} {method}: {answer:?}");
        }
    }
    for grant in listed(&document, "grant_types_supported") {
        let (code, tokens) = (confidential.code(), confidential.tokens());
        let own =
            [("grant_type", grant), ("code", &code), ("redirect_uri", WEB), ("refresh_token", tokens.renewable())];
        let own: Vec<(&str, &str)> = own
            .into_iter()
            .filter(|(name, _)| match grant {
                "authorization_code" => *name != "refresh_token",
                "refresh_token" => matches!(*name, "grant_type" | "refresh_token"),
                _ => *name == "grant_type",
            })
            .collect();
        assert_eq!(
            proving(&confidential, &document["token_endpoint"], "client_secret_post", &own).status,
            200,
            "{grant}"
        );
    }
    for scope in listed(&document, "scopes_supported") {
        assert!(confidential.allow(&confidential.target_for(Some(scope), None)).url().contains("code="), "{scope}");
    }
    for response in listed(&document, "response_types_supported") {
        let target = confidential.target().replace("response_type=code", &format!("response_type={response}"));
        assert!(confidential.allow(&target).url().contains("code="), "{response}");
    }
    for method in listed(&document, "code_challenge_methods_supported") {
        let target = format!("{}&code_challenge={CHALLENGE}&code_challenge_method={method}", confidential.target());
        assert!(confidential.allow(&target).url().contains("code="), "{method}");
    }
}

#[test]
fn oid_08_tok_09_what_is_not_named_does_not_work() {
    let world = World::of(&["standard"]);
    let document = document(&world);
    let client = Client::first(&world, "standard");
    for grant in [
        "password",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "implicit",
        "exchange",
    ] {
        assert!(!listed(&document, "grant_types_supported").contains(&grant));
        let answer = proving(
            &client,
            &document["token_endpoint"],
            "client_secret_post",
            &[("grant_type", grant), ("username", "demo"), ("password", "x")],
        );
        assert_eq!(answer.member("/error"), "unsupported_grant_type", "{grant}");
    }
    for name in [
        "jwks_uri",
        "registration_endpoint",
        "userinfo_endpoint",
        "device_authorization_endpoint",
        "pushed_authorization_request_endpoint",
    ] {
        assert!(document.get(name).is_none(), "{name}");
    }
    for path in ["jwks", "register", "userinfo", "device_authorization", "par"] {
        assert_eq!(world.get(&format!("/standard/oauth2/{path}")).status, 404, "{path}");
    }
    let public = Client::of(&world, "standard", "public");
    let answer = proving(&public, &document["introspection_endpoint"], "none", &[("token", "x")]);
    assert!(answer.status >= 400, "{answer:?}");
}

/// OID-09: what the request calls the server changes nothing.
#[test]
fn oid_09_issuer_and_links_come_from_the_configuration() {
    let world = World::of(&["standard"]);
    let asked = |name: &str| {
        let request =
            Request::new("GET", "/.well-known/oauth-authorization-server/standard").header(name, "evil.example");
        request
            .header("X-Forwarded-Proto", "https")
            .header("Forwarded", "host=evil.example;proto=https")
            .send(world.at)
            .text()
    };
    assert_eq!(asked("Host"), document(&world).to_string());
    assert_eq!(asked("X-Forwarded-Host"), document(&world).to_string());
}
