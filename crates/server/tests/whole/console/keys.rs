//! Secrets and test tokens.

use super::{Developer, shown};
use crate::client::deliver;
use crate::http::Response;
use crate::world::World;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn cli_07_a_secret_rotates_without_an_outage() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, first) = alice.make_whole("Notes");
    let page = alice.post(&format!("/{id}/secrets"), &[("secret_name", "autumn")]);
    let second = shown(&page, "secret");
    assert_ne!(first, second);
    let full = alice.open(&format!("/{id}/secrets"));
    assert!(full.text().contains("Two live already") && full.text().contains("autumn"), "{full:?}");
    for secret in [&first, &second] {
        let client = alice.client(&id, secret);
        client.lives(&client.tokens().access, "with either secret");
    }
    world.block_on(world.server.write_notes());
    let page = alice.open(&format!("/{id}/secrets")).text();
    assert!(!page.contains("not yet"), "both were used: {page}");
    let old = page.split("Without a name").nth(1).unwrap();
    let revoke = old.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = revoke.strip_prefix(&alice.console).unwrap().to_owned();
    let question = alice.open(&path).text();
    assert!(question.contains("refused at once") && !question.contains("the last one"), "{question}");
    let client = alice.client(&id, &first);
    let code = client.code();
    alice.post(&path, &[]);
    assert_eq!(client.exchange(&code).status, 401, "the old one is dead at once");
    assert_eq!(alice.client(&id, &second).exchange(&code).status, 200, "the new one goes on");
    let after = alice.open(&path).text();
    assert!(after.contains("Make another secret"), "nothing to ask about: {after}");
}

#[test]
fn two_secrets_without_a_name_are_told_apart() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    alice.post(&format!("/{id}/secrets"), &[]);
    let page = alice.open(&format!("/{id}/secrets")).text();
    let labels = page.split("aria-label=\"Revoke the secret ").skip(1);
    let called: BTreeSet<&str> = labels.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(called.len(), 2, "{page}");
    for handle in called {
        assert!(page.contains(&format!("Without a name <code class=\"hint\">{handle}</code>")), "{page}");
        let question = alice.open(&format!("/{id}/secrets/{handle}/revoke")).text();
        assert!(question.contains(&format!("Revoke the secret <strong><bdi>{handle}</bdi></strong>?")), "{question}");
        assert!(question.contains("It was made <time") && question.contains("has not been used yet"), "{question}");
    }
}

#[test]
fn cli_01_without_a_secret_a_confidential_app_is_nobody() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let code = client.code();
    let handle = client.own.app.secrets[0].handle();
    let path = format!("/{id}/secrets/{handle}/revoke");
    assert!(alice.open(&path).text().contains("It is the last one"));
    alice.post(&path, &[]);
    let exchange = |secret: Option<&str>| {
        let mut request = client.exchanging(&code);
        request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
        let body = format!(
            "grant_type=authorization_code&code={code}&client_id={id}&redirect_uri={}{}",
            crate::http::encoded(crate::world::WEB),
            secret.map(|secret| format!("&client_secret={secret}")).unwrap_or_default()
        );
        request.body = Some(body);
        deliver(world.at, request).status
    };
    for blank in [None, Some(""), Some("null"), Some(secret.as_str())] {
        assert_eq!(exchange(blank), 401, "{blank:?}");
    }
    let page = alice.open(&format!("/{id}"));
    assert!(page.text().contains("The app has no secret"), "{page:?}");
    let page = alice.post(&format!("/{id}/secrets"), &[]);
    let made = shown(&page, "secret");
    assert_eq!(exchange(Some(&made)), 200);
}

#[test]
fn a_test_token_works_at_once_is_shown_once_replaced_and_revoked() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let (id, secret) = alice.make("Notes");
    let client = alice.client(&id, &secret);
    let path = format!("/{id}/test-token");
    assert!(alice.open(&path).text().contains("There is none"));
    for ending in ["reset", "revoke"] {
        let page = alice.open(&format!("{path}/{ending}")).text();
        assert!(page.contains("There is none") && page.contains("Make a test token"), "{ending}: {page}");
    }
    let page = alice.post(&path, &[]);
    let first = shown(&page, "secret");
    assert!(page.text().contains("curl") && page.text().contains("/rest/v1/user"), "{page:?}");
    assert_eq!(client.whoami(&first).unwrap().status, 200);
    assert!(!alice.open(&path).text().contains(&first));
    let events = alice.browser.open("/raindrop/account/events").page().text();
    assert!(events.contains("<strong><bdi>Notes</bdi></strong> got a test token that speaks for you."), "{events}");
    world.advance(400 * 86_400);
    assert_eq!(client.whoami(&first).unwrap().status, 200, "it does not expire");
    let mut alice = Developer::demo(&world, "raindrop");
    let second = shown(&alice.post(&format!("{path}/reset"), &[]), "secret");
    assert_eq!((client.whoami(&first).unwrap().status, client.whoami(&second).unwrap().status), (401, 200));
    let page = alice.act((&format!("{path}/revoke"), &format!("{path}/revoke")), &[]);
    assert!(page.text().contains("The test token is revoked."), "{page:?}");
    assert_eq!(client.whoami(&second).unwrap().status, 401);
}

#[test]
fn a_test_token_stands_among_the_apps_with_access_of_whom_it_speaks_for() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let (id, _) = alice.make("Notes");
    let revoke = format!("href=\"{}/{id}/test-token/revoke\"", alice.console);
    let listed =
        |alice: &mut Developer<'_>, lang: &str| alice.browser.open(&format!("/raindrop/account{lang}")).page().text();
    assert!(!listed(&mut alice, "").contains(&revoke));
    let token = shown(&alice.post(&format!("/{id}/test-token"), &[]), "secret");
    let mut bob = Developer::second(&world, "raindrop", "bob");
    alice.post(&format!("/{id}/owners"), &[("username", "bob")]);
    let page = listed(&mut alice, "");
    let item = page.split("<li class=\"panel item\">").find(|item| item.contains(&revoke)).unwrap();
    for part in ["<bdi>Notes</bdi> <span class=\"badge\">Test token</span>", "never expires.", ">Revoke</a>", "not yet"]
    {
        assert!(item.contains(part), "{part}: {item}");
    }
    assert!(item.contains(&format!("href=\"{}/{id}/test-token\"", alice.console)) && !page.contains(&token), "{item}");
    assert!(listed(&mut alice, "?lang=de").contains("und läuft nie ab."));
    assert!(!listed(&mut bob, "").contains(&revoke), "it does not speak for the app's other owner");
    let data = |alice: &mut Developer<'_>| {
        let page = alice.browser.open("/raindrop/account/data").page();
        alice.browser.submit(&page, "/raindrop/account/data", &[]).page()
    };
    let file = data(&mut alice);
    assert!(file.text().contains(&id) && !file.text().contains(&token));
    let own = |file: &Response| {
        let all: Value = serde_json::from_str(&file.text()).unwrap();
        all["test_tokens"].as_array().unwrap().iter().filter(|own| own["client_id"] == id.as_str()).count()
    };
    assert_eq!(own(&file), 1);
    alice.post(&format!("/{id}/test-token/revoke"), &[]);
    assert!(!listed(&mut alice, "").contains(&revoke));
    assert_eq!(own(&data(&mut alice)), 0);
}

#[test]
fn where_the_dialect_knows_no_test_tokens_there_is_no_page_for_them() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    assert!(!alice.open(&format!("/{id}")).text().contains("test-token"));
    assert_eq!(alice.open(&format!("/{id}/test-token")).status, 404);
}

#[test]
fn a_live_test_token_is_replaced_by_whoever_was_asked_and_its_owner_hears_of_it() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let (id, secret) = alice.make_whole("Notes");
    let mut bob = Developer::second(&world, "raindrop", "bob");
    alice.post(&format!("/{id}/owners"), &[("username", "bob")]);
    let [page, reset] = ["test-token", "test-token/reset"].map(|page| format!("/{id}/{page}"));
    let client = alice.client(&id, &secret);
    // Both have the form that makes the first one before them.
    let form = bob.open(&page);
    let first = shown(&alice.post(&page, &[]), "secret");
    let asked = bob.browser.submit(&form, &page, &[]).page().text();
    assert!(
        asked.contains("It speaks for <strong><bdi>demo</bdi></strong>.") && !asked.contains("id=\"secret\""),
        "{asked}"
    );
    assert_eq!(client.whoami(&first).unwrap().status, 200, "nobody was asked");
    assert!(bob.open(&format!("{page}/revoke")).text().contains("It speaks for"));
    let second = shown(&bob.post(&reset, &[]), "secret");
    assert_eq!([&first, &second].map(|token| client.whoami(token).unwrap().status), [401, 200]);
    let events = alice.browser.open("/raindrop/account/events").page().text();
    let row = events.split("<tr>").find(|row| row.contains("that spoke for you ended")).unwrap();
    assert!(row.contains("Notes") && row.contains("By another of its owners.") && !row.contains("127.0.0.1"), "{row}");
    assert!(!bob.browser.open("/raindrop/account/events").page().text().contains("that spoke for you ended"));
}
