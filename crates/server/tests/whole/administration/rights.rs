//! Who may do what: every endpoint by every sort of key, and by none. SES: a person's session opens nothing here.

use super::{Caller, key};
use crate::http::Request;
use crate::world::World;
use grantor::desk::keys::{Giver, KeyWish};
use grantor::desk::rights::Right;
use serde_json::Value;
use std::collections::BTreeSet;

const EDIT: &str = r#"{"description": "d", "site": null, "color": 3}"#;
const REASON: &str = r#"{"reason": "spam"}"#;
const PERSON: &str = r#"{"username": "x", "email": "x@example.com", "password": "correct horse"}"#;
const PASSWORD: &str = r#"{"password": "correct horse"}"#;
const KEY: &str = r#"{"name": "n", "rights": ["apps:read"], "days": 1}"#;

/// Every operation, the rights that it takes and a body that is right.
pub(super) const OPERATIONS: &[(&str, &str, &str, &str)] = &[
    ("GET", "/realms", "realms:read", ""),
    ("GET", "/realms/{realm}", "realms:read", ""),
    ("GET", "/figures", "figures:read", ""),
    ("GET", "/realms/{realm}/accounts", "accounts:read", ""),
    ("POST", "/realms/{realm}/accounts", "accounts:write", PERSON),
    ("GET", "/realms/{realm}/accounts/{username}", "accounts:read", ""),
    ("PATCH", "/realms/{realm}/accounts/{username}", "accounts:write", r#"{"first_name": "n", "language": null}"#),
    ("DELETE", "/realms/{realm}/accounts/{username}", "accounts:write", ""),
    ("GET", "/realms/{realm}/accounts/{username}/data", "accounts:write", ""),
    ("POST", "/realms/{realm}/accounts/{username}/letter", "accounts:write", ""),
    ("PUT", "/realms/{realm}/accounts/{username}/upstream", "accounts:write", r#"{"id": "17"}"#),
    ("DELETE", "/realms/{realm}/accounts/{username}/upstream", "accounts:write", ""),
    ("DELETE", "/realms/{realm}/accounts/{username}/sessions/{session}", "accounts:write", ""),
    ("POST", "/realms/{realm}/accounts/{username}/disable", "accounts:write", ""),
    ("POST", "/realms/{realm}/accounts/{username}/enable", "accounts:write", ""),
    ("PUT", "/realms/{realm}/accounts/{username}/password", "accounts:write", PASSWORD),
    ("GET", "/realms/{realm}/accounts/{username}/sessions", "accounts:read", ""),
    ("DELETE", "/realms/{realm}/accounts/{username}/sessions", "accounts:write", ""),
    ("GET", "/realms/{realm}/accounts/{username}/grants", "grants:read", ""),
    ("DELETE", "/realms/{realm}/accounts/{username}/grants/{client_id}", "grants:write", ""),
    ("GET", "/realms/{realm}/accounts/{username}/grants/{client_id}/tokens", "grants:read", ""),
    ("DELETE", "/realms/{realm}/accounts/{username}/grants/{client_id}/tokens/{token}", "grants:write", ""),
    ("GET", "/realms/{realm}/apps", "apps:read", ""),
    ("POST", "/realms/{realm}/apps", "apps:write", r#"{"name": "n"}"#),
    ("GET", "/realms/{realm}/apps/{client_id}", "apps:read", ""),
    ("PATCH", "/realms/{realm}/apps/{client_id}", "apps:write", EDIT),
    ("DELETE", "/realms/{realm}/apps/{client_id}", "apps:write", ""),
    ("PUT", "/realms/{realm}/apps/{client_id}/scopes", "apps:write", r#"{"scopes": ["read"]}"#),
    ("POST", "/realms/{realm}/apps/{client_id}/redirect-uris", "apps:write", r#"{"uri": "https://a.example/"}"#),
    ("DELETE", "/realms/{realm}/apps/{client_id}/redirect-uris?uri=https://a.example/", "apps:write", ""),
    ("GET", "/realms/{realm}/apps/{client_id}/owners", "apps:read", ""),
    ("PUT", "/realms/{realm}/apps/{client_id}/owners/{username}", "apps:write", ""),
    ("DELETE", "/realms/{realm}/apps/{client_id}/owners/{username}", "apps:write", ""),
    ("GET", "/realms/{realm}/apps/{client_id}/secrets", "apps:read", ""),
    ("POST", "/realms/{realm}/apps/{client_id}/secrets", "apps:write", r#"{"old": "ends"}"#),
    ("DELETE", "/realms/{realm}/apps/{client_id}/secrets/{secret}", "apps:write", ""),
    ("POST", "/realms/{realm}/apps/{client_id}/test-token", "apps:write accounts:write", ""),
    ("DELETE", "/realms/{realm}/apps/{client_id}/test-token", "apps:write", ""),
    ("POST", "/realms/{realm}/apps/{client_id}/revoke-tokens", "apps:write", ""),
    ("GET", "/realms/{realm}/apps/{client_id}/usage", "apps:read", ""),
    ("GET", "/realms/{realm}/apps/{client_id}/refusals", "apps:read", ""),
    ("POST", "/realms/{realm}/apps/{client_id}/ask-review", "apps:write", ""),
    ("POST", "/realms/{realm}/apps/{client_id}/withdraw-review", "apps:write", ""),
    ("POST", "/realms/{realm}/apps/{client_id}/approve", "apps:write", ""),
    ("POST", "/realms/{realm}/apps/{client_id}/send-back", "apps:write", REASON),
    ("POST", "/realms/{realm}/apps/{client_id}/suspend", "apps:write", REASON),
    ("POST", "/realms/{realm}/apps/{client_id}/resume", "apps:write", ""),
    ("PUT", "/realms/{realm}/apps/{client_id}/limit", "apps:write", r#"{"limit": 3}"#),
    ("GET", "/realms/{realm}/apps/{client_id}/grants", "grants:read", ""),
    ("GET", "/realms/{realm}/audit", "audit:read", ""),
    ("GET", "/realms/{realm}/audit/export", "audit:read", ""),
    ("GET", "/keys", "keys:read", ""),
    ("POST", "/keys", "keys:write", KEY),
    ("DELETE", "/keys/{key}", "keys:write", ""),
];

/// The path with names that nothing has, in that realm.
fn at(path: &str, realm: &str) -> String {
    let path = path.replace("{realm}", realm);
    ["{username}", "{client_id}", "{token}", "{key}", "{secret}", "{session}"]
        .iter()
        .fold(path, |path, name| path.replace(name, "nobody"))
}

#[test]
fn the_description_names_every_operation_with_its_rights() {
    let (_, openapi) = grantor::api::router();
    let described = serde_json::to_value(&openapi).unwrap();
    let mut there: Vec<String> = Vec::new();
    for (path, operations) in described["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/admin/api/v1").unwrap();
        let rights = |told: &Value| {
            let all = told["security"][0]["key"].as_array().unwrap();
            all.iter().map(|right| right.as_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        there.extend(
            operations
                .as_object()
                .unwrap()
                .iter()
                .map(|(method, told)| format!("{} {path} {}", method.to_uppercase(), rights(told))),
        );
    }
    let bare = |path: &str| path.split('?').next().unwrap_or_default().to_owned();
    let mut named: Vec<String> =
        OPERATIONS.iter().map(|(method, path, takes, _)| format!("{method} {} {takes}", bare(path))).collect();
    there.sort();
    named.sort();
    assert_eq!(there, named);
}

#[test]
fn nobody_without_a_live_key_gets_anywhere() {
    let world = World::of(&["standard"]);
    let (ended, text) = key(&world, Right::ALL);
    world.admin("admin", async move |desk| desk.end_key(&ended).await.unwrap());
    let expired = key(&world, Right::ALL).1;
    world.advance(86_400);
    let client = crate::client::Client::first(&world, "standard");
    let cookies: Vec<String> = client.cookies().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let token = client.tokens().access;
    let nobody = [
        ("Accept", "*/*".to_owned()),
        ("Authorization", format!("Bearer {text}")),
        ("Authorization", format!("Bearer {expired}")),
        ("Authorization", "Bearer gk_0000000000000000000000000000000000000000000".to_owned()),
        ("Authorization", format!("Bearer {token}")),
        ("Authorization", "Bearer ".to_owned()),
        ("Authorization", "Basic YWRtaW46YWRtaW4=".to_owned()),
        ("Cookie", cookies.join("; ")),
    ];
    for (method, path, _, body) in OPERATIONS {
        for (name, value) in &nobody {
            let request = Request::new(method, &format!("/admin/api/v1{}", at(path, "standard"))).header(name, value);
            let answer = request.body("application/json", *body).send(world.at);
            assert_eq!(answer.status, 401, "{method} {path} with {name}: {value}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"admin\"");
        }
    }
}

#[test]
fn each_operation_takes_its_rights_and_no_others() {
    let world = World::of(&["standard"]);
    let all: BTreeSet<&str> = OPERATIONS.iter().map(|(_, _, takes, _)| *takes).collect();
    for takes in all {
        let rights: Vec<Right> = takes.split(' ').map(|word| word.parse().unwrap()).collect();
        let without = |right: &Right| {
            let others: Vec<Right> = Right::ALL.iter().copied().filter(|other| other != right).collect();
            Caller::with(&world, &others)
        };
        let (holder, lacking) = (Caller::with(&world, &rights), rights.iter().map(without).collect::<Vec<_>>());
        for (method, path, _, body) in OPERATIONS.iter().filter(|(_, _, own, _)| *own == takes) {
            let (own, admin) = (at(path, "standard"), at(path, "admin"));
            for (right, other) in rights.iter().zip(&lacking) {
                let no = other.send(method, &own, body);
                assert_eq!(no.status, 403, "{method} {path} without {right}");
                assert!(no.member("/detail").contains(right.word()));
            }
            let yes = holder.send(method, &own, body).status;
            assert!(![400, 401, 403].contains(&yes) && yes < 500, "{method} {path} with {takes}: {yes}");
            if path.contains("{realm}") {
                let no = holder.send(method, &admin, body);
                assert_eq!(
                    (no.status, no.member("/detail").contains("`administrators`")),
                    (403, true),
                    "{method} {admin}"
                );
            }
        }
    }
}

/// By way of an app that it makes for somebody, with the test token that speaks for them.
#[test]
fn a_key_for_apps_becomes_nobody() {
    let world = World::of(&["standard"]);
    let caller = Caller::with(&world, &[Right::AppsRead, Right::AppsWrite]);
    let made = caller.send("POST", "/realms/standard/apps", r#"{"name": "Trap", "owner": "demo"}"#);
    let app = format!("/realms/standard/apps/{}", made.member("/app/client_id"));
    let no = caller.send("POST", &format!("{app}/test-token"), "");
    assert_eq!(no.status, 403, "{no:?}");
    assert_eq!(no.member("/detail"), "this takes a key with the right `accounts:write`");
    assert!(!no.text().contains("test_token"), "{no:?}");

    let owners = caller.get(&format!("{app}/owners"));
    let id = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    let told: Value = serde_json::from_slice(&owners.body).unwrap();
    assert_eq!(told, serde_json::json!({"items": [{"username": "demo", "id": id}], "next": null}));
}

#[test]
fn a_key_gives_no_right_that_it_lacks() {
    let world = World::of(&["standard"]);
    let caller = Caller::with(&world, &[Right::KeysWrite, Right::AppsRead]);
    let asked =
        |rights: &str| caller.send("POST", "/keys", &format!(r#"{{"name": "n", "rights": {rights}, "days": 1}}"#));
    assert_eq!(asked(r#"["apps:read"]"#).status, 201);
    assert_eq!(asked(r#"["keys:write", "apps:read"]"#).status, 201);
    for rights in [r#"["apps:write"]"#, r#"["apps:read", "administrators"]"#, r#"["apps"]"#, "[]"] {
        assert_eq!(asked(rights).status, 422, "{rights}");
    }
}

#[test]
fn a_key_lives_a_year_at_most_and_opens_nothing_once_it_has_ended() {
    let world = World::of(&["standard"]);
    let made = |days| {
        let wish = KeyWish { name: "ci".to_owned(), rights: vec![Right::AppsRead], days };
        world.admin("admin", async move |desk| desk.create_key(wish, Giver::Administrator).await.is_ok())
    };
    assert_eq!([0, 1, 366, 367, u32::MAX].map(made), [false, true, true, false, false]);
    let (id, text) = key(&world, &[Right::AppsRead, Right::KeysWrite]);
    let caller = Caller { world: &world, key: text };
    assert_eq!(caller.get("/realms/standard/apps").status, 200);
    assert_eq!(caller.send("DELETE", &format!("/keys/{id}"), "").status, 204);
    assert_eq!(caller.get("/realms/standard/apps").status, 401);
}

#[test]
fn metrics_open_to_a_key_with_the_right() {
    let world = World::of(&["standard"]);
    let asked = |key: &str| {
        let far = Request::new("GET", "/metrics").header("Host", "auth.example.com");
        far.header("Authorization", &format!("Bearer {key}")).send(world.at).status
    };
    assert_eq!(asked(&key(&world, &[Right::FiguresRead]).1), 200);
    assert_eq!(asked(&key(&world, &[Right::AuditRead]).1), 404);
    assert_eq!(asked("gk_none"), 404);
}
