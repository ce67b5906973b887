//! What of a refused request its developer may read again.

use super::*;
use crate::model::Endpoint;
use crate::sample;

fn words(call: &Call, endpoint: Endpoint) -> Vec<(String, String)> {
    sample::dialect().sent(endpoint, &call.incoming()).words
}

#[test]
fn no_secret_and_nothing_about_people_is_among_it() {
    let secret = "s3cr3t";
    let form = format!(
        "grant_type=authorization_code&code={secret}&client_id=a&client_secret={secret}&code_verifier={secret}\
         &refresh_token={secret}&state={secret}&redirect_uri=https%3A%2F%2Fu:{secret}@a.example%2Fcb%3Fuser={secret}%23{secret}"
    );
    let calls = [
        Call::form(&form).basic(&format!("a:{secret}")),
        Call::form(&form).header("authorization", &format!("Bearer {secret}")),
        Call::get(&form),
        Call::json(&format!(r#"{{"client_secret":"{secret}","grant_type":"authorization_code","redirect_uri":7}}"#)),
    ];
    for call in calls {
        for endpoint in [Endpoint::Authorize, Endpoint::Token, Endpoint::Revoke, Endpoint::Introspect, Endpoint::Api] {
            let said = format!("{:?}", words(&call, endpoint));
            assert!(!said.contains(secret), "{said}");
        }
    }
}

#[test]
fn what_helps_is_among_it_wherever_it_stands() {
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let call =
        Call::json(r#"{"grant_type":"password","redirect_uri":"https://a.example/cb?b=1&c","scope":"read fly"}"#);
    assert_eq!(
        words(&call.query("client_id=a").basic("app:x"), Endpoint::Token),
        [
            text("grant_type", "password"),
            text("redirect_uri", "https://a.example/cb?b=…&c"),
            text("scope", "read …"),
            text("Authorization", "Basic …"),
            text("Content-Type", "application/json"),
        ]
    );
    let dialect = sample::dialect();
    let id = |call: &Call| dialect.sent(Endpoint::Token, &call.incoming()).client_id;
    assert_eq!(id(&Call::form("client_id=a").basic("b:x")).as_deref(), Some("a"));
    assert_eq!(id(&Call::form("").basic("b:x")).as_deref(), Some("b"));
    assert_eq!(id(&Call::form("client_id=")), None);
}

#[test]
fn what_no_specification_and_no_dialect_knows_is_three_dots() {
    let shown = |endpoint, pair: &str| words(&Call::get(pair), endpoint).remove(0).1;
    for (endpoint, name, known) in [
        (Endpoint::Authorize, "response_type", "code"),
        (Endpoint::Authorize, "response_type", "id_token"),
        (Endpoint::Authorize, "code_challenge_method", "plain"),
        (Endpoint::Authorize, "scope", "read"),
        (Endpoint::Token, "grant_type", "password"),
        (Endpoint::Token, "grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        (Endpoint::Revoke, "token_type_hint", "refresh_token"),
    ] {
        assert_eq!(shown(endpoint, &format!("{name}={known}")), known);
        for secret in ["SECRETVALUE", "hunter2", "0f8fad5b-d9cb-469f-a165-70867728950e"] {
            assert_eq!(shown(endpoint, &format!("{name}={secret}")), "…", "{name}");
            assert_eq!(shown(endpoint, &format!("{name}={known}+{secret}")), format!("{known} …"), "{name}");
        }
    }
}

#[test]
fn a_path_that_names_a_person_is_three_dots() {
    let shown = |uri: &str| words(&Call::get(&format!("redirect_uri={uri}")), Endpoint::Authorize)[0].1.clone();
    assert_eq!(shown("https://a.example/of/ann@b.example/cb?c=d@e"), "https://a.example/of/…/cb?c=…");
    assert_eq!(shown("https://u:p@a.example/ann@b.example"), "https://…@a.example/…");
}

#[test]
fn long_and_odd_values_are_cut() {
    let long = "x".repeat(5000);
    let call = Call::get(&format!("response_type={long}&redirect_uri=https://a.example/{long}&scope=a%1Bb"));
    let words = words(&call, Endpoint::Authorize);
    assert!(words.iter().all(|(_, value)| value.chars().count() <= 301), "{words:?}");
    assert_eq!((words[0].1.as_str(), words[2].1.as_str()), ("…", "…"));
}
