//! What the API does: the life of an app, an account and a grant, and problems in the words of RFC 9457.

use super::Caller;
use crate::client::Client;
use crate::console::{Developer, reviewing, saying};
use crate::http::{Request, Response};
use crate::world::World;
use serde_json::Value;

fn parsed(answer: &Response) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"))
}

#[test]
fn an_app_lives_its_whole_life_by_the_api() {
    let world = World::of(&["raindrop"]);
    let caller = Caller::new(&world);
    let wish = r#"{"name": "Notes", "redirect_uris": ["https://notes.example/cb"], "owner": "demo"}"#;
    let made = caller.send("POST", "/realms/raindrop/apps", wish);
    assert_eq!(made.status, 201, "{made:?}");
    let made = parsed(&made);
    let (id, secret) = (made["app"]["client_id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());
    let app = format!("/realms/raindrop/apps/{id}");
    let done = |method: &str, below: &str, body: &str| {
        let answer = caller.send(method, &format!("{app}{below}"), body);
        assert_eq!(answer.status, 204, "{method} {below}: {answer:?}");
    };
    let edited = |body: &str| {
        let answer = caller.send("PATCH", &app, body);
        assert_eq!(answer.status, 200, "{answer:?}");
        parsed(&answer)
    };
    edited(r#"{"name": "Notes 2", "description": "Writes.", "site": "https://notes.example", "color": 4.0}"#);
    let now = edited(r#"{"support": "help@notes.example"}"#);
    assert_eq!((&now["app"]["name"], &now["app"]["site"]), (&"Notes 2".into(), &"https://notes.example".into()));
    let now = edited(r#"{"site": null, "color": null}"#);
    assert_eq!(
        (&now["app"]["site"], &now["app"]["color"], &now["app"]["support"]),
        (&Value::Null, &Value::Null, &"help@notes.example".into())
    );
    done("POST", "/redirect-uris", r#"{"uri": "https://notes.example/other"}"#);
    done("DELETE", "/redirect-uris?uri=https%3A%2F%2Fnotes.example%2Fcb", "");
    done("PUT", "/limit", r#"{"limit": 3.0}"#);
    done("POST", "/send-back", r#"{"reason": "Say what it does."}"#);
    assert_eq!(parsed(&caller.get(&app))["review"], "draft");
    done("POST", "/approve", "");
    done("POST", "/suspend", r#"{"reason": "It sends spam."}"#);
    let shown = parsed(&caller.get(&app));
    assert_eq!(shown["name"], "Notes 2");
    assert_eq!(shown["redirect_uris"], serde_json::json!(["https://notes.example/other"]));
    assert_eq!((&shown["token_limit"], &shown["suspend_reason"]), (&3.into(), &"It sends spam.".into()));
    assert_eq!(parsed(&caller.get("/realms/raindrop/apps?standing=suspended"))["items"][0]["client_id"], id);
    done("POST", "/resume", "");
    let rotated = parsed(&caller.send("POST", &format!("{app}/secrets"), r#"{"old": "stays"}"#));
    assert_ne!(rotated["client_secret"].as_str().unwrap(), secret);
    assert_eq!(parsed(&caller.get(&app))["secrets"].as_array().unwrap().len(), 2);
    assert_eq!(caller.send("POST", &format!("{app}/test-token"), "").status, 201);
    assert_eq!(parsed(&caller.get(&format!("{app}/owners")))["items"][0]["username"], "demo");
    let usage = parsed(&caller.get(&format!("{app}/usage")));
    assert_eq!((&usage["tokens"], &usage["test_token"]["account"]), (&0.into(), &"demo".into()));
    done("DELETE", "/test-token", "");
    assert_eq!(parsed(&caller.get(&format!("{app}/usage")))["test_token"], Value::Null);
    let named = caller.send("POST", &format!("{app}/secrets"), r#"{"old": "stays", "name": "autumn"}"#);
    assert_eq!(named.status, 201);
    let secrets = parsed(&caller.get(&format!("{app}/secrets")));
    assert_eq!((&secrets["items"][0]["name"], &secrets["items"][0]["used_at"]), (&"autumn".into(), &Value::Null));
    let first = format!("/secrets/{}", secrets["items"][0]["id"].as_str().unwrap());
    done("DELETE", &first, "");
    assert_eq!(caller.send("DELETE", &format!("{app}{first}"), "").status, 404);
    assert_eq!(parsed(&caller.get(&app))["secrets"].as_array().unwrap().len(), 1);
    let last = caller.send("DELETE", &format!("{app}/owners/demo"), "");
    assert_eq!((last.status, last.member("/detail").contains("last owner")), (422, true));
    done("DELETE", "", "");
    assert_eq!(caller.get(&app).status, 404);
}

#[test]
fn an_apps_kind_changes_by_the_api_where_the_rules_allow_it() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let made = parsed(&caller.send("POST", "/realms/standard/apps", r#"{"name": "Notes"}"#));
    let app = format!("/realms/standard/apps/{}", made["app"]["client_id"].as_str().unwrap());
    let edited = |body: &str| caller.send("PATCH", &app, body);
    let public = parsed(&edited(r#"{"kind": "public", "name": "Notes to go"}"#));
    assert_eq!((&public["app"]["kind"], &public["client_secret"]), (&"public".into(), &Value::Null));
    assert_eq!(public["app"]["secrets"], serde_json::json!([]));
    let uri = r#"{"uri": "com.example.notes:/cb"}"#;
    assert_eq!(caller.send("POST", &format!("{app}/redirect-uris"), uri).status, 204);
    let no = edited(r#"{"kind": "confidential", "name": "Never"}"#);
    assert_eq!((no.status, no.member("/detail").contains("com.example.notes:/cb")), (422, true), "{no:?}");
    assert_eq!(parsed(&caller.get(&app))["name"], "Notes to go", "all of it or nothing");
    assert_eq!(caller.send("DELETE", &format!("{app}/redirect-uris?uri=com.example.notes:/cb"), "").status, 204);
    let back = parsed(&edited(r#"{"kind": "confidential"}"#));
    assert!(back["client_secret"].as_str().unwrap().len() >= 22, "{back}");
    for (body, status) in
        [(r#"{"kind": "odd"}"#, 422), (r#"{"color": 12}"#, 422), (r#"{"color": -1}"#, 400), (r#"{"name": ""}"#, 422)]
    {
        assert_eq!(edited(body).status, status, "{body}");
    }
}

#[test]
fn what_was_refused_to_an_app_and_all_of_its_tokens_end_by_the_api() {
    let world = World::of(&["standard"]);
    let (caller, client) = (Caller::new(&world), Client::first(&world, "standard"));
    let tokens = client.tokens();
    let app = format!("/realms/standard/apps/{}", client.id());
    client.exchange("no code at all");
    world.block_on(world.server.write_notes());
    let refused = parsed(&caller.get(&format!("{app}/refusals?limit=1")));
    assert_eq!(
        (&refused["items"][0]["endpoint"], &refused["items"][0]["refusal"]),
        (&"token".into(), &"code_unknown".into())
    );
    assert_eq!(refused["items"][0]["reason"], "`code` is unknown.");
    assert!(refused["items"][0]["remedy"].as_str().unwrap().starts_with("Send it whole, decoded once"), "{refused}");
    assert!(!refused.to_string().contains("no code at all"), "{refused}");
    assert_eq!(parsed(&caller.get(&format!("{app}/usage")))["tokens"], 1);
    assert_eq!(caller.send("POST", &format!("{app}/revoke-tokens"), "").status, 204);
    client.is_dead(&tokens.access, "all user tokens were revoked");
}

#[test]
fn an_account_gets_so_many_apps_by_the_api() {
    let world = saying("apps_per_account = 4");
    let caller = Caller::new(&world);
    let person = r#"{"username": "bob", "email": "bob@example.com", "password": "correct horse"}"#;
    assert_eq!(caller.send("POST", "/realms/standard/accounts", person).status, 201);
    let make = || caller.send("POST", "/realms/standard/apps", r#"{"name": "n", "owner": "bob"}"#);
    for _ in 0..4 {
        assert_eq!(make().status, 201);
    }
    let full = make();
    assert_eq!((full.status, full.member("/detail").contains("4 apps of its own at most")), (422, true), "{full:?}");
    let owner = format!("/realms/standard/apps/{}/owners/bob", world.apps("standard")[0].app.client_id);
    assert_eq!(caller.send("PUT", &owner, "").status, 204, "another one's app takes none of his places");
    assert_eq!(caller.send("POST", "/realms/standard/apps", r#"{"name": "nobody's"}"#).status, 201);
    let uris: Vec<String> = (0..=100).map(|nth| format!("https://a.example/{nth}")).collect();
    let wish = |uris: &[String]| serde_json::json!({ "name": "n", "redirect_uris": uris }).to_string();
    let many = caller.send("POST", "/realms/standard/apps", &wish(&uris));
    assert_eq!((many.status, many.member("/detail").contains("100 redirect URIs at most")), (422, true), "{many:?}");
    let most = parsed(&caller.send("POST", "/realms/standard/apps", &wish(&uris[..100])));
    let app = format!("/realms/standard/apps/{}", most["app"]["client_id"].as_str().unwrap());
    let one_more = caller.send("POST", &format!("{app}/redirect-uris"), r#"{"uri": "https://a.example/100"}"#);
    assert_eq!(one_more.status, 422);
}

/// A text is as long as it was sent: blanks around it count, as the API's description has it.
#[test]
fn texts_longer_than_the_description_of_the_api_says_are_declined_with_their_blanks() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let made = parsed(&caller.send("POST", "/realms/standard/apps", r#"{"name": "Notes"}"#));
    let app = format!("/realms/standard/apps/{}", made["app"]["client_id"].as_str().unwrap());
    let blank = |length: usize| format!("a{}", " ".repeat(length - 1));
    for (method, path, member, most) in [
        ("POST", "/realms/standard/apps", "name", 80),
        ("PATCH", app.as_str(), "name", 80),
        ("PATCH", app.as_str(), "description", 500),
        ("POST", &format!("{app}/send-back"), "reason", 1000),
        ("POST", &format!("{app}/suspend"), "reason", 1000),
        ("POST", &format!("{app}/secrets"), "name", 60),
    ] {
        let sent = |length: usize| {
            let mut body = serde_json::json!({member: blank(length)});
            if path.ends_with("/secrets") {
                body["old"] = "ends".into();
            }
            caller.send(method, path, &body.to_string())
        };
        assert!(sent(most).status < 300, "{path} {member}: {:?}", sent(most));
        let long = sent(most + 1);
        assert_eq!(
            (long.status, &parsed(&long)["type"]),
            (422, &"urn:grantor:problem:declined".into()),
            "{path} {member}"
        );
    }
}

#[test]
fn all_that_is_wrong_with_a_new_app_is_told_at_once() {
    let world = World::of(&["standard"]);
    let body = r#"{"name": "", "redirect_uris": ["nowhere"], "scopes": ["fly"], "mounts": ["elsewhere"]}"#;
    let declined = Caller::new(&world).send("POST", "/realms/standard/apps", body);
    let detail = declined.member("/detail");
    assert!(declined.status == 422 && detail.contains("name"), "{declined:?}");
    for wrong in ["nowhere", "fly", "elsewhere"] {
        assert!(detail.contains(wrong), "{wrong}: {detail}");
    }
}

/// One that is disabled already has nothing that could change, and leaves no second row.
#[test]
fn an_account_is_disabled_once_and_found_by_its_id() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let id = caller.get("/realms/standard/accounts/demo").member("/id");
    assert_eq!(caller.get(&format!("/realms/standard/accounts/{id}")).member("/username"), "demo");
    for _ in 0..2 {
        assert_eq!(caller.send("POST", "/realms/standard/accounts/demo/disable", "").status, 204);
        world.advance(60);
    }
    let rows = parsed(&caller.get("/realms/standard/audit?action=account.disable"));
    assert_eq!(rows["items"].as_array().unwrap().len(), 1, "{rows}");
}

#[test]
fn a_number_of_the_query_that_is_none_is_told_in_a_sentence() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    for (query, said) in [
        ("limit=0", "`limit` is a whole number from 1 to 200"),
        ("limit=abc", "`limit` is a whole number from 1 to 200"),
        ("limit=99999999999999999999", "`limit` is a whole number from 1 to 200"),
        ("since=abc", "the query: since: a time is a whole number of seconds since 1970"),
    ] {
        let answer = caller.get(&format!("/realms/standard/audit?{query}"));
        assert_eq!((answer.status, answer.member("/detail")), (400, said.to_owned()), "{query}");
    }
}

#[test]
fn a_problem_names_the_request_that_would_be_right() {
    let world = World::of(&["raindrop"]);
    let caller = Caller::new(&world);
    let made = parsed(&caller.send("POST", "/realms/raindrop/apps", r#"{"name": "nobody's"}"#));
    let ownerless = format!("/realms/raindrop/apps/{}/test-token", made["app"]["client_id"].as_str().unwrap());
    for (answer, named) in [
        (caller.get("/realms/raindrop/apps/nobody"), "GET /admin/api/v1/realms/raindrop/apps lists them"),
        (caller.get("/realms/raindrop/accounts/nobody"), "GET /admin/api/v1/realms/raindrop/accounts lists them"),
        (caller.send("DELETE", "/keys/nobody", ""), "GET /admin/api/v1/keys lists them"),
        (caller.send("POST", &ownerless, ""), "PUT below its `/owners` adds one"),
        (Request::new("GET", "/admin/api/v1/realms").send(world.at), "make keys at /admin/keys"),
    ] {
        let detail = parsed(&answer)["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(named) && !detail.contains("`grantor "), "{detail}");
    }
}

#[test]
fn a_developer_never_loses_an_app_without_a_reason() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let app = format!("/realms/standard/apps/{}", world.apps("standard")[0].app.client_id);
    for verb in ["suspend", "send-back"] {
        for reason in ["", " \n"] {
            let body = serde_json::json!({"reason": reason}).to_string();
            let answer = caller.send("POST", &format!("{app}/{verb}"), &body);
            assert_eq!(
                (answer.status, answer.member("/detail")),
                (422, "say why: the app's owners read it".to_owned())
            );
        }
    }
    assert_eq!(parsed(&caller.get(&app))["suspended_at"], serde_json::Value::Null);
}

/// What the console's owner does, by a key: asked for, taken back, and told where it has gone on meanwhile.
#[test]
fn a_review_is_asked_for_and_taken_back_through_the_api() {
    let world = reviewing();
    let caller = Caller::new(&world);
    let made = parsed(&caller.send("POST", "/realms/standard/apps", r#"{"name": "Notes"}"#));
    let id = made["app"]["client_id"].as_str().unwrap();
    let app = format!("/realms/standard/apps/{id}");
    let does = |what: &str| caller.send("POST", &format!("{app}/{what}"), "");
    assert_eq!(caller.send("POST", &format!("{app}/send-back"), r#"{"reason": "Say what it does."}"#).status, 204);
    for (what, stands) in [("ask-review", "in-review"), ("withdraw-review", "draft")] {
        assert_eq!(does(what).status, 204);
        assert_eq!(parsed(&caller.get(&app))["review"], stands);
    }
    let late = does("withdraw-review");
    assert_eq!((late.status, parsed(&late)["type"].as_str()), (409, Some("urn:grantor:problem:state")));
    assert_eq!(parsed(&late)["title"], "It does not stand like that");
}

/// What an administrator changes is reviewed by that; what an owner changes waits, and is approved as it was looked at.
#[test]
fn a_review_goes_through_the_api() {
    let world = reviewing();
    let caller = Caller::new(&world);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make_whole("Notes");
    let app = format!("/realms/standard/apps/{id}");
    let show = || parsed(&caller.get(&app));
    let approve = |seen: &str| caller.send("POST", &format!("{app}/approve?seen={seen}"), "").status;
    let seen = show()["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!((approve(&seen), &show()["review"]), (204, &"live".into()));
    let uri = r#"{"uri": "https://notes.example/by-an-administrator"}"#;
    assert_eq!(caller.send("POST", &format!("{app}/redirect-uris"), uri).status, 204);
    assert_eq!(show()["review"], "live");
    alice.post(&format!("/{id}/redirects"), &[("redirect_uri", "https://notes.example/by-its-owner")]);
    assert_eq!(parsed(&caller.get("/realms/standard/apps?standing=in-review"))["items"][0]["client_id"], id);
    let seen = show()["fingerprint"].as_str().unwrap().to_owned();
    alice.post(&format!("/{id}/redirects"), &[("redirect_uri", "https://elsewhere.example/slipped-in")]);
    assert_eq!((approve(&seen), &show()["review"]), (409, &"in-review".into()));
    let seen = show()["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!((approve(&seen), &show()["review"]), (204, &"live".into()));
}

#[test]
fn an_account_lives_its_whole_life_by_the_api() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let person = r#"{"username": "alice", "email": "alice@example.com", "password": "correct horse"}"#;
    assert_eq!(caller.send("POST", "/realms/standard/accounts", person).status, 201);
    let again = caller.send("POST", "/realms/standard/accounts", person);
    assert_eq!((again.status, again.member("/type").as_str()), (409, "urn:grantor:problem:taken"));
    let alice = "/realms/standard/accounts/alice";
    assert_eq!(caller.send("POST", &format!("{alice}/disable"), "").status, 204);
    assert!(parsed(&caller.get("/realms/standard/accounts/alice@example.com"))["disabled_at"].is_i64());
    assert_eq!(caller.send("POST", &format!("{alice}/enable"), "").status, 204);
    assert_eq!(caller.send("PUT", &format!("{alice}/password"), r#"{"password": "short"}"#).status, 422);
    assert_eq!(caller.send("PUT", &format!("{alice}/password"), r#"{"password": "battery staple"}"#).status, 204);
    let edited = |body: &str| caller.send("PATCH", alice, body);
    let now = parsed(&edited(r#"{"first_name": "Alice", "language": "de"}"#));
    assert_eq!(
        (&now["first_name"], &now["language"], &now["email"]),
        (&"Alice".into(), &"de".into(), &"alice@example.com".into())
    );
    let now = parsed(&edited(r#"{"email": "al@example.com", "language": null}"#));
    assert_eq!(
        (&now["first_name"], &now["language"], &now["email"]),
        (&"Alice".into(), &Value::Null, &"al@example.com".into())
    );
    for (body, status) in
        [(r#"{"email": "demo@example.com"}"#, 409), (r#"{"email": "none"}"#, 422), (r#"{"language": "xx"}"#, 422)]
    {
        assert_eq!(edited(body).status, status, "{body}");
    }
    let data = parsed(&caller.get(&format!("{alice}/data")));
    assert_eq!((&data["account"]["email"], &data["apps"]), (&"al@example.com".into(), &serde_json::json!([])));
    let letter = caller.send("POST", &format!("{alice}/letter"), "");
    assert_eq!((letter.status, letter.member("/detail").contains("no mail server")), (422, true), "{letter:?}");
    let without = r#"{"username": "bob", "email": "bob@example.com"}"#;
    assert_eq!(caller.send("POST", "/realms/standard/accounts", without).status, 422, "no mail, no letter");
    assert_eq!(caller.send("DELETE", alice, "").status, 204);
    assert_eq!(caller.get(alice).status, 404);
    assert_eq!(parsed(&caller.get("/realms/standard/accounts?q=alice"))["items"], serde_json::json!([]));
}

#[test]
fn grants_and_their_tokens_end_by_the_api_at_once() {
    let world = World::of(&["standard"]);
    let (caller, client) = (Caller::new(&world), Client::first(&world, "standard"));
    let (one, two) = (client.tokens(), client.tokens());
    let sessions = parsed(&caller.get("/realms/standard/accounts/demo/sessions"));
    assert_eq!(sessions["items"].as_array().unwrap().len(), 1);
    let grants = parsed(&caller.get("/realms/standard/accounts/demo/grants"));
    assert_eq!((&grants["items"][0]["client_id"], &grants["items"][0]["tokens"]), (&client.id().into(), &2.into()));
    let who = parsed(&caller.get(&format!("/realms/standard/apps/{}/grants", client.id())));
    assert_eq!(who["items"][0]["account"], "demo");
    let grant = format!("/realms/standard/accounts/demo/grants/{}", client.id());
    let tokens = parsed(&caller.get(&format!("{grant}/tokens")));
    assert_eq!(tokens["items"].as_array().unwrap().len(), 4, "{tokens}");
    let mut died = 0;
    for token in tokens["items"].as_array().unwrap().iter().filter(|token| token["kind"] == "access").take(1) {
        let id = token["id"].as_str().unwrap();
        assert_eq!(caller.send("DELETE", &format!("{grant}/tokens/{id}"), "").status, 204);
        assert_eq!(caller.send("DELETE", &format!("{grant}/tokens/{id}"), "").status, 404);
        died = [&one, &two].iter().filter(|tokens| client.verify(&tokens.access).status == 401).count();
    }
    assert_eq!(died, 1, "one token, and no other");
    assert_eq!(caller.send("DELETE", &grant, "").status, 204);
    client.is_dead(&one.access, "the grant was revoked");
    client.is_dead(&two.access, "the grant was revoked");
    assert_eq!(caller.send("DELETE", &grant, "").status, 404);
    let session = format!("/realms/standard/accounts/demo/sessions/{}", sessions["items"][0]["id"].as_str().unwrap());
    assert_eq!(caller.send("DELETE", &session, "").status, 204);
    assert_eq!(caller.send("DELETE", &session, "").status, 404);
    let mut browser = world.browser_of(&client);
    assert!(crate::people::is_sign_in(&browser.open("/standard/account").page()), "that browser is signed out");
    let ended = parsed(&caller.send("DELETE", "/realms/standard/accounts/demo/sessions", ""));
    assert_eq!(ended["ended"], 0);
}

#[test]
fn problems_are_told_for_people() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let apps = "/realms/standard/apps";
    for (answer, told) in [
        (caller.get(&format!("{apps}?serach=x")), "`serach` is no parameter here; known are `"),
        (caller.send("HEAD", &format!("{apps}?limit=2"), ""), ""),
        (caller.get("/realms?limit=2"), "`limit` is no parameter here: there are none in the query"),
        (caller.get(&format!("{apps}?standing=odd")), "the query: standing: unknown variant `odd`"),
        (caller.send("POST", apps, "[]"), "the body: invalid type: sequence, expected a JSON object"),
        (caller.send("POST", apps, "7"), "expected a JSON object"),
        (caller.send("POST", apps, "{}"), "the body: missing field `name`"),
    ] {
        assert!(answer.status == if told.is_empty() { 200 } else { 400 }, "{told}: {answer:?}");
        assert!(answer.text().contains(told), "{told}: {answer:?}");
        assert!(!answer.text().contains("struct") && !answer.text().contains("deserialize"), "{answer:?}");
    }
}

#[test]
fn problems_are_told_in_the_words_of_rfc_9457() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let json = "application/json";
    let posted = |path: &str, kind: &str, body: &str| {
        Request::new("POST", &format!("/admin/api/v1{path}"))
            .header("Authorization", &format!("Bearer {}", caller.key))
            .body(kind, body)
            .send(world.at)
    };
    let large = format!(r#"{{"name": "{}"}}"#, "x".repeat(70_000));
    for (answer, status, kind) in [
        (caller.get("/nowhere"), 404, "absent"),
        (caller.get("/realms/nowhere"), 404, "absent"),
        (caller.get("/realms/standard/apps/nobody"), 404, "absent"),
        (caller.get("/realms/%ff"), 400, "unreadable"),
        (caller.get("/realms/standard/apps?standing=odd"), 400, "unreadable"),
        (caller.send("PATCH", "/keys", ""), 405, "method"),
        (posted("/realms/standard/apps", json, "{"), 400, "unreadable"),
        (posted("/realms/standard/apps", json, r#"{"name": "n", "secret": "s"}"#), 400, "unreadable"),
        (posted("/realms/standard/apps", json, r#"{"name": "a", "name": "b"}"#), 400, "unreadable"),
        (posted("/realms/standard/apps", "text/plain", "{}"), 415, "media-type"),
        (posted("/realms/standard/apps", "", "{}"), 415, "media-type"),
        (posted("/realms/standard/apps", json, &large), 413, "large"),
        (posted("/realms/standard/apps", json, r#"{"name": "n", "kind": "odd"}"#), 422, "declined"),
        (
            posted("/realms/standard/apps", json, r#"{"name": "n", "redirect_uris": ["http://x.example/"]}"#),
            422,
            "declined",
        ),
    ] {
        assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{answer:?}");
        let problem = parsed(&answer);
        assert_eq!(
            (&problem["type"], &problem["status"]),
            (&format!("urn:grantor:problem:{kind}").into(), &status.into())
        );
        assert!(!problem["title"].as_str().unwrap().is_empty() && !problem["detail"].as_str().unwrap().is_empty());
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(caller.send("PATCH", "/keys", "").header("allow"), "GET,HEAD,POST");
    world.database.leave();
    let broken = caller.send("POST", "/keys", r#"{"name": "n", "rights": ["apps:read"], "days": 1}"#);
    assert_eq!((broken.status, broken.member("/type").as_str()), (503, "urn:grantor:problem:unavailable"));
    assert!(!broken.text().contains("sqlite") && !broken.text().contains("grantor.db"), "{broken:?}");
}

#[test]
fn the_description_is_open_31_and_needs_no_key() {
    let world = World::of(&["standard"]);
    let described = parsed(&world.get("/admin/api/v1/openapi.json"));
    assert_eq!(described["openapi"], "3.1.0");
    assert_eq!(described["info"]["title"], "Grantor administration");
    assert_eq!(described["components"]["securitySchemes"]["key"]["scheme"], "bearer");
}
