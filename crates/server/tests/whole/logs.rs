//! LOG-01, LOG-02: secrets of every kind go through every flow, right and wrong, and none is in the log or the database.

use crate::client::{Client, MOUNTS, VERIFIER};
use crate::http::{Request, Response, encoded};
use crate::world::World;
use std::collections::BTreeSet;

/// Everything that nobody but its owner may read.
#[derive(Default)]
struct Canaries(BTreeSet<String>);

impl Canaries {
    fn add(&mut self, text: &str) {
        assert!(text.len() >= 8, "too short to be found: {text}");
        self.0.insert(text.to_owned());
        let encoded = encoded(text);
        self.0.insert(encoded);
    }

    /// Those that stand in the text.
    fn found_in<'a>(&'a self, text: &[u8]) -> Vec<&'a str> {
        let stands = |canary: &&String| text.windows(canary.len()).any(|window| window == canary.as_bytes());
        self.0.iter().filter(stands).map(String::as_str).collect()
    }
}

/// The whole of what a client can do, with its secrets where they belong and where they do not.
fn exercise(world: &World, client: &Client<'_>, canaries: &mut Canaries) {
    canaries.add(client.secret());
    let challenge = format!("&code_challenge={}&code_challenge_method=S256", crate::client::CHALLENGE);
    let code = client.code_for(&format!("{}{challenge}", client.target()));
    canaries.add(&code);
    let exchange = client.dialect().client_exchange(&client.face(), &code, Some(VERIFIER)).unwrap();
    let tokens = client.read_code(&client.send(exchange.clone()));
    canaries.add(&tokens.access);
    if let Some(refresh) = &tokens.refresh {
        canaries.add(refresh);
        let next = client.refreshed(refresh);
        canaries.add(&next.access);
        canaries.add(next.renewable());
    }
    client.doors(&tokens.access);
    // In the wrong places: as each other, in queries, in paths, in headers of proxies.
    let prefix = &client.mount.prefix;
    for secret in [&code, &tokens.access, client.secret()] as [&str; 3] {
        client.exchange(secret);
        client.doors(secret);
        for target in [
            format!("{prefix}/nowhere/{secret}"),
            format!("{prefix}/verify?access_token={secret}&code={secret}"),
            format!("{prefix}/oauth/{secret}"),
        ] {
            for method in ["GET", "DELETE", "POST"] {
                Request::new(method, &target)
                    .header("X-Original-URI", &target)
                    .header("Referer", &target)
                    .send(world.at);
            }
        }
        let authorize = client.target_for(Some(secret), None);
        world.get(&format!("{authorize}&lang={secret}&x={secret}"));
        Request::new("GET", &format!("{prefix}/verify"))
            .header("Authorization", &format!("Bearer {secret} {secret}"))
            .send(world.at);
    }
    client.send(exchange);
    client.revoke(&tokens.access);
}

/// A person with their password, their guesses and their cookies.
fn sign_in(world: &World, client: &Client<'_>, canaries: &mut Canaries) {
    let guess = "a wrong guess of a password";
    canaries.add(guess);
    canaries.add(world.shown.password.expose());
    let mut browser = world.browser();
    let page = browser.open(&client.target()).page();
    let again = browser.sign_in_with(&page, guess).page();
    assert!(!again.text().contains(guess), "the page does not say it again");
    let consent = browser.sign_in(&page).page();
    for value in browser.cookies.values() {
        canaries.add(value);
    }
    for page in [&page, &consent] {
        canaries.add(page.text().split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap());
    }
    browser.submit(&consent, "/-/consent", &[("decision", "allow")]);
}

#[test]
fn log_01_cod_06_no_secret_of_any_kind_is_in_the_log_or_the_database() {
    let world = World::new();
    let mut canaries = Canaries::default();
    canaries.add(VERIFIER);
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        sign_in(&world, &client, &mut canaries);
        exercise(&world, &client, &mut canaries);
    }
    for app in world.shown.realms.iter().flat_map(|realm| &realm.apps) {
        let made = [&app.secret, &app.test_token];
        made.into_iter().flatten().for_each(|secret| canaries.add(secret.expose()));
    }
    world.block_on(world.server.write_notes());
    assert!(canaries.0.len() > 60, "{}", canaries.0.len());
    let log = world.log();
    assert!(log.iter().filter(|line| line.refusal.is_some()).count() > 50, "the log was kept");
    for line in &log {
        let found = canaries.found_in(line.text.as_bytes());
        assert!(found.is_empty(), "{found:?} in the log: {}", line.text);
    }
    let content = world.database.content();
    assert!(content.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > 10_000, "the database was read");
    for (name, bytes) in content {
        assert_eq!(canaries.found_in(&bytes).len(), 0, "{name}");
    }
}

/// What a caller sends never makes a line of its own: each of these requests is logged, and none of what it says is.
#[test]
fn log_02_no_caller_forges_a_line() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let forged = "x\r\n2026-11-22 INFO refusal=client_unknown forged\u{1b}[31m";
    let bearer =
        |text: &str| Request::new("GET", "/standard/verify").header("Authorization", &format!("Bearer {text}"));
    let sign_in = || {
        let mut browser = world.browser();
        let form = browser.open("/standard/account").page();
        browser.submit(&form, "/-/sign-in", &[("username", forged), ("password", forged)]).page()
    };
    let strange = client.target().replace(client.id(), &encoded(forged));
    let whose = [("client_id", forged), ("client_secret", forged)];
    let token = [&[("grant_type", "client_credentials")][..], &whose].concat();
    let own = [("grant_type", forged), ("client_id", client.id()), ("client_secret", client.secret())];
    let ways: [(&str, &dyn Fn() -> Response); 6] = [
        ("authorize", &|| world.get(&strange)),
        ("token", &|| world.form("/standard/oauth2/token", &token)),
        ("grant type", &|| world.form("/standard/oauth2/token", &own)),
        ("introspection", &|| world.form("/standard/oauth2/introspect", &[&[("token", forged)][..], &whose].concat())),
        ("api", &|| bearer(&encoded(forged)).send(world.at)),
        ("sign-in", &sign_in),
    ];
    for (way, send) in ways {
        let before = world.log().len();
        let answer = send();
        let lines = world.log().split_off(before);
        assert!(!lines.is_empty(), "{way} leaves a line: {answer:?}");
        for line in lines {
            let forged = line.text.contains(['\n', '\r', '\u{1b}']) || line.text.contains("forged");
            assert!(!forged, "{way}: {line:?}");
        }
    }
}
