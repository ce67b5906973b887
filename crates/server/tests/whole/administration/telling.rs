//! What the API tells, and what is told about it: CLI-02 (no secret twice, no hash ever), LOG-02 (every change leaves its row).

use super::{Caller, key};
use crate::client::Client;
use crate::http::Request;
use crate::world::World;
use grantor::desk::rights::Right;
use serde_json::Value;

/// Every address that is only read.
fn read_everything(caller: &Caller<'_>, realm: &str, app: &str) -> String {
    let places = [
        "/realms".to_owned(),
        format!("/realms/{realm}"),
        "/figures".to_owned(),
        format!("/realms/{realm}/accounts"),
        format!("/realms/{realm}/accounts/demo"),
        format!("/realms/{realm}/accounts/demo/sessions"),
        format!("/realms/{realm}/accounts/demo/grants"),
        format!("/realms/{realm}/accounts/demo/grants/{app}/tokens"),
        format!("/realms/{realm}/apps"),
        format!("/realms/{realm}/apps/{app}"),
        format!("/realms/{realm}/apps/{app}/owners"),
        format!("/realms/{realm}/apps/{app}/grants"),
        format!("/realms/{realm}/audit"),
        format!("/realms/{realm}/audit/export?format=csv"),
        "/realms/admin/audit/export".to_owned(),
        "/realms/admin/accounts".to_owned(),
        "/keys".to_owned(),
    ];
    let told = places.iter().map(|place| {
        let answer = caller.get(place);
        assert_eq!(answer.status, 200, "{place}: {answer:?}");
        answer.text()
    });
    told.collect()
}

#[test]
fn cli_02_no_answer_tells_a_secret_again_or_any_hash() {
    let world = World::of(&["raindrop"]);
    let (caller, client) = (Caller::new(&world), Client::first(&world, "raindrop"));
    let tokens = client.tokens();
    let app = format!("/realms/raindrop/apps/{}", client.id());
    let secret = caller.send("POST", &format!("{app}/secrets"), r#"{"old": "stays"}"#).member("/client_secret");
    let test_token = caller.send("POST", &format!("{app}/test-token"), "").member("/test_token");
    let made = caller.send("POST", "/keys", r#"{"name": "n", "rights": ["apps:read"], "days": 1}"#).member("/text");
    assert!(secret.len() >= 22 && made.starts_with("gk_") && made.len() == 46, "{secret} {made}");
    let cookies = client.cookies();
    let own = [secret.as_str(), &test_token, &made, &caller.key, client.secret(), &tokens.access, tokens.renewable()];
    let told = read_everything(&caller, "raindrop", client.id());
    for text in own.into_iter().chain(cookies.values().map(String::as_str)) {
        assert!(!told.contains(text), "{text}");
        let hash = engine::secret::Plain::new(text).hashed();
        let hex: String = hash.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!told.contains(&hex), "the hash of {text}");
    }
    assert!(!told.contains("$argon2id$") && !told.contains(world.shown.password.expose()));
    assert!(told.contains(client.id()), "something was told");
}

#[test]
fn log_02_every_change_leaves_a_row_with_who_and_from_where() {
    let world = World::of(&["standard"]);
    let (id, text) = key(&world, Right::ALL);
    let caller = Caller { world: &world, key: text };
    let app = format!("/realms/standard/apps/{}", world.apps("standard")[0].app.client_id);
    let person = r#"{"username": "alice", "email": "alice@example.com", "password": "correct horse"}"#;
    let changes = [
        ("POST", "/realms/standard/accounts".to_owned(), person, "account.create"),
        ("POST", "/realms/standard/accounts/alice/disable".to_owned(), "", "account.disable"),
        (
            "PUT",
            "/realms/standard/accounts/alice/password".to_owned(),
            r#"{"password": "battery staple"}"#,
            "account.set-password",
        ),
        ("DELETE", "/realms/standard/accounts/alice".to_owned(), "", "account.delete"),
        ("POST", format!("{app}/suspend"), r#"{"reason": "spam\r\nforged line"}"#, "app.suspend"),
        ("POST", format!("{app}/resume"), "", "app.resume"),
        ("PUT", format!("{app}/limit"), r#"{"limit": null}"#, "app.limit"),
        ("POST", format!("{app}/secrets"), r#"{"old": "ends"}"#, "app.rotate-secret"),
        ("DELETE", app.clone(), "", "app.delete"),
    ];
    for (method, path, body, action) in changes {
        let answer = caller.send(method, &path, body);
        assert!(answer.status < 300, "{path}: {answer:?}");
        let newest: Value = serde_json::from_str(&caller.get("/realms/standard/audit?limit=1").text()).unwrap();
        let row = &newest["items"][0];
        assert_eq!((&row["action"], &row["actor"]), (&action.into(), &format!("key:{id}").into()));
        assert_eq!((&row["address"], &row["at"]), (&"127.0.0.1".into(), &world.server.clock.now().secs().into()));
    }
    let of_key = caller.get("/realms/admin/audit?action=key.");
    assert_eq!(of_key.member("/items/0/object"), format!("key {id}"));
    assert_eq!(of_key.member("/items/0/actor"), "command-line");
    for line in world.log() {
        assert!(!line.text.contains("forged line"), "{line:?}");
    }
}

#[test]
fn the_audit_is_filtered_and_exported_page_by_page() {
    let world = World::of(&["standard"]);
    let caller = Caller::with(&world, &[Right::AuditRead]);
    let client_id = world.apps("standard")[0].app.client_id.clone();
    world.admin("standard", async move |desk| desk.disable("demo").await.unwrap());
    let count = |query: &str| {
        let answer = caller.get(&format!("/realms/standard/audit?{query}"));
        serde_json::from_str::<Value>(&answer.text()).unwrap()["items"].as_array().map_or(99, Vec::len)
    };
    let now = world.server.clock.now().secs();
    assert_eq!(count("action=account."), 2);
    assert_eq!(count("actor=command-line"), 1);
    assert_eq!(count("account=demo&action=account.disable"), 1);
    let id = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    assert_eq!(count(&format!("account={id}&action=account.disable")), 1);
    assert_eq!(caller.get("/realms/standard/audit?account=nobody").status, 404);
    assert_eq!(count(&format!("app={client_id}")), 1);
    assert_eq!((count(&format!("since={}", now + 1)), count(&format!("until={}", now + 1))), (0, 5));
    assert_eq!(caller.get("/realms/standard/audit?app=nobody").status, 404);

    let (mut target, mut lines) =
        ("/admin/api/v1/realms/standard/audit/export?limit=2&actor=demo".to_owned(), Vec::new());
    loop {
        let answer =
            Request::new("GET", &target).header("Authorization", &format!("Bearer {}", caller.key)).send(world.at);
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/jsonl"));
        lines.extend(answer.text().lines().map(str::to_owned));
        match answer.header("link").strip_prefix('<').and_then(|link| link.split_once(">; rel=\"next\"")) {
            Some((next, _)) => target = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(lines.len(), 4);
    let lines: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|row| row["actor"] == "demo"));
    let listed: Value = serde_json::from_str(&caller.get("/realms/standard/audit?actor=demo").text()).unwrap();
    assert_eq!(listed["items"], Value::Array(lines), "both tell the same rows");
    let ids = listed["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap());
    assert!(ids.map(|id| id.parse::<i64>().unwrap()).all(|id| id > 1 << 53), "more than a number of JavaScript holds");
    let csv = caller.get("/realms/standard/audit/export?format=csv").text();
    assert_eq!(
        (csv.lines().next(), csv.lines().count()),
        (Some("id,at,actor,actor_name,action,object,app_name,detail,address,account_name"), 6)
    );
}
