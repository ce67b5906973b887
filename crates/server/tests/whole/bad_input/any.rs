//! ROB-02: any request to any endpoint answers below 500, and tokens come out of none of them.

use super::places;
use crate::client::{Client, MOUNTS};
use crate::http::raw;
use crate::world::World;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

/// Words that mean something to some dialect, and values that exist.
struct Known {
    targets: Vec<String>,
    names: Vec<String>,
    values: Vec<String>,
}

fn known(world: &World) -> Known {
    let mut targets: Vec<String> = places(world).into_iter().map(|place| place.target).collect();
    let mut names: Vec<String> = ["username", "password", "request", "decision", "csrf", "lang", "fields", "type", "x"]
        .map(str::to_owned)
        .to_vec();
    let mut values: Vec<String> = [
        "",
        "code",
        "token",
        "authorization_code",
        "refresh_token",
        "S256",
        "allow",
        "demo",
        "oob",
        "https://evil.example/",
    ]
    .map(str::to_owned)
    .to_vec();
    for mount in MOUNTS {
        let client = Client::first(world, mount);
        targets.extend(
            ["verify", "verify/a", "-/sign-in", "-/consent", "-/sign-out", "", "-/x"]
                .map(|own| format!("/{mount}/{own}")),
        );
        targets.push(format!("/.well-known/oauth-authorization-server/{mount}"));
        names.extend(client.dialect().names.all.values().flatten().cloned());
        values.extend([
            client.id().to_owned(),
            client.secret().to_owned(),
            crate::world::WEB.to_owned(),
            client.code(),
            client.tokens().access,
        ]);
    }
    Known { targets, names, values }
}

fn encoded() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9._~-]{0,40}",
        2 => "(%[0-9a-fA-F]{2}){0,12}",
        1 => "[!-~&&[^#]]{0,30}",
        1 => "%[0-9a-z%]{0,3}",
    ]
}

fn list(known: &Known) -> impl Strategy<Value = String> + use<> {
    let name = prop_oneof![6 => select(known.names.clone()), 1 => encoded()];
    let value =
        prop_oneof![3 => select(known.values.clone()).prop_map(|value| crate::http::encoded(&value)), 3 => encoded()];
    prop::collection::vec((name, value), 0..8).prop_map(|pairs| {
        pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    })
}

fn headers(known: &Known) -> impl Strategy<Value = String> + use<> {
    let name = select(vec![
        "Authorization",
        "SerbleAuth",
        "Cookie",
        "X-Forwarded-For",
        "X-Forwarded-Uri",
        "X-Original-URI",
        "Accept-Language",
        "Origin",
        "Sec-Fetch-Site",
        "Sec-Purpose",
        "Forwarded",
        "X-A",
    ]);
    let value = prop_oneof![
        3 => select(known.values.clone()).prop_map(|value| format!("Bearer {value}")),
        1 => select(known.values.clone()).prop_map(|value| format!("App {value}")),
        1 => "Basic [A-Za-z0-9+/=]{0,40}",
        2 => "[ -~]{0,60}",
        1 => "[a-z]{2}(-[A-Z]{2})?(,[a-z*]{1,3};q=[0-9.]{1,4}){0,3}",
    ];
    prop::collection::vec((name, value), 0..4)
        .prop_map(|all| all.into_iter().map(|(name, value)| format!("{name}: {}\r\n", value.trim())).collect())
}

fn body(known: &Known) -> impl Strategy<Value = Vec<u8>> + use<> {
    let member = prop_oneof![
        select(known.values.clone()).prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
        ".{0,20}".prop_map(serde_json::Value::from)
    ];
    let json = prop::collection::vec((select(known.names.clone()), member), 0..6)
        .prop_map(|members| serde_json::Value::Object(members.into_iter().collect()).to_string().into_bytes());
    prop_oneof![3 => list(known).prop_map(String::into_bytes), 2 => json, 1 => prop::collection::vec(any::<u8>(), 0..200)]
}

#[test]
fn rob_02_any_request_to_any_endpoint_answers_below_500() {
    let world = World::new();
    let known = known(&world);
    let target = prop_oneof![12 => select(known.targets.clone()), 1 => "/[!-~&&[^#?]]{0,40}"];
    let method =
        select(vec!["GET", "GET", "POST", "POST", "POST", "HEAD", "DELETE", "PUT", "PATCH", "OPTIONS", "BREW"]);
    let kind = select(vec![
        "",
        "application/x-www-form-urlencoded",
        "application/json",
        "application/json; charset=utf-8",
        "text/plain",
        "a/b;c=\"d",
    ]);
    let strategy = (method, target, list(&known), headers(&known), kind, body(&known));
    let config = Config { cases: 1500, failure_persistence: None, ..Config::default() };
    let asked = TestRunner::new(config).run(&strategy, |(method, target, query, headers, kind, body)| {
        let target = if query.is_empty() { target } else { format!("{target}?{query}") };
        let kind = if kind.is_empty() { String::new() } else { format!("Content-Type: {kind}\r\n") };
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}{kind}Content-Length: {}\r\n\r\n",
            body.len()
        );
        let answer = raw(world.at, &[head.as_bytes(), &body].concat());
        let answer = answer.ok_or_else(|| TestCaseError::fail("no answer"))?;
        prop_assert!((200..500).contains(&answer.status), "{answer:?}");
        Ok(())
    });
    asked.unwrap();
}
