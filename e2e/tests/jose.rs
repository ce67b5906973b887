//! An API that checks access tokens by itself: npm's `jose` reads metadata and key set over HTTP and verifies what the server has signed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use grantor_e2e::child::installed;
use grantor_e2e::demo::{Demo, grantor};
use grantor_e2e::http::{Answer, Request, parameter};
use grantor_e2e::person::End;
use grantor_e2e::speak::Client;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const DIALECT: &str = include_str!("../../crates/bench/src/es256.toml");

/// A demo of that dialect alone.
fn demo(folder: &TempDir) -> Demo {
    let own = folder.path().join("es256");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("dialect.toml"), DIALECT).unwrap();
    Demo::start(&["--dialects", folder.path().to_str().unwrap(), "--realm", "es256"])
}

/// An app at it, whose wire is that of the standard.
fn client(demo: &Demo) -> Client {
    let realm = demo.realm("es256");
    Client { dialect: "standard".to_owned(), ..Client::new(realm, realm.app("confidential")) }
}

/// What the library says of each token, `aged` seconds after the first one was made.
fn checked(client: &Client, aged: i64, tokens: &[&str]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(folder.join("node_modules/jose").is_dir(), "`npm ci --prefix e2e` brings jose");
    let at = claims(tokens[0])["iat"].as_i64().unwrap() + aged;
    let mut command = Command::new(installed("node", "nodejs"));
    let out = command.arg(folder.join("jose.mjs")).args([&client.url, &at.to_string()]).args(tokens).output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What stands in it, read by Python, since it is base64url of JSON whoever reads it.
fn claims(token: &str) -> Value {
    let program = "import base64, sys; part = sys.argv[1].split('.')[1]; sys.stdout.buffer.write(base64.urlsafe_b64decode(part + '=='))";
    let out = Command::new(installed("python3", "python3")).args(["-c", program, token]).output().unwrap();
    serde_json::from_slice(&out.stdout).unwrap()
}

fn own_token(demo: &Demo, client: &Client) -> String {
    demo.send(client.own_token()).need("access_token")
}

/// With one character of that part of it changed.
fn bent(token: &str, part: usize) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let middle = parts[part].len() / 2;
    let other = if &parts[part][middle..=middle] == "A" { "B" } else { "A" };
    parts[part].replace_range(middle..=middle, other);
    parts.join(".")
}

fn introspected(demo: &Demo, client: &Client, token: &str) -> Answer {
    let secret = client.app.client_secret.as_deref().unwrap();
    let fields = [("token", token), ("client_id", &client.app.client_id), ("client_secret", secret)];
    demo.send(Request::new("POST", "/es256/oauth2/introspect").form(&fields))
}

#[test]
fn tok_05_an_api_checks_tokens_by_the_published_keys() {
    let folder = TempDir::new().unwrap();
    let demo = demo(&folder);
    let client = client(&demo);
    let End::App(url) = demo.person().decide(&client.link(), "allow").unwrap() else { panic!("no redirect") };
    let of_person = demo.send(client.exchange(&parameter(&url, "code").unwrap())).need("access_token");
    let own = own_token(&demo, &client);
    let forged = [bent(&own, 0), bent(&own, 1), bent(&own, 2)];
    let [head, body, _] = own.split('.').collect::<Vec<_>>()[..] else { panic!("no JWT: {own}") };
    let unsigned = format!("{head}.{body}.");
    let all = [&of_person, &own, &forged[0], &forged[1], &forged[2], &unsigned].map(String::as_str);
    let said = checked(&client, 1, &all);
    assert_eq!(said.len(), all.len());
    assert_eq!(said[0]["client_id"], client.app.client_id.as_str());
    assert_eq!((&said[1]["sub"], &said[1]["client_id"]), (&said[0]["client_id"], &said[0]["client_id"]));
    assert_ne!(said[0]["sub"], said[1]["sub"], "the person, and the app itself");
    assert_ne!(said[0]["jti"], said[1]["jti"]);
    for (token, said) in all.iter().zip(&said).skip(2) {
        assert!(said["refused"].is_string(), "{said}");
        assert_eq!(introspected(&demo, &client, token).body, r#"{"active":false}"#, "INT-02");
    }
    assert_eq!(checked(&client, 3_600, &[&own])[0]["refused"], "ERR_JWT_EXPIRED");
}

#[test]
fn key_01_a_new_key_signs_and_tokens_of_the_old_one_stay_good() {
    let folder = TempDir::new().unwrap();
    let demo = demo(&folder);
    let client = client(&demo);
    let before = own_token(&demo, &client);
    let rotated = grantor(&["store", "keys", "rotate", "--data"]).arg(&demo.line.data).output().unwrap();
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    let begun = Instant::now();
    let published = || demo.send(Request::get("/es256/oauth2/jwks")).body.matches("\"kid\"").count();
    while published() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the new key is not published");
        std::thread::sleep(Duration::from_millis(100));
    }
    let meanwhile = own_token(&demo, &client);
    demo.advance(900);
    let after = own_token(&demo, &client);
    let said = checked(&client, 901, &[&before, &meanwhile, &after]);
    assert!(said.iter().all(|said| said["kid"].is_string()), "{said:?}");
    assert_eq!(said[0]["kid"], said[1]["kid"], "the new one is known before it signs");
    assert_ne!(said[1]["kid"], said[2]["kid"]);
}
