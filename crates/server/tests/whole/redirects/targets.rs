//! RED-01 to RED-04, RED-11, LEG-07: what counts as the app's own address.

use super::mutations::MUTATIONS;
use super::{exact, paths, to};
use crate::browser::End;
use crate::client::{CHALLENGE, Client, MOUNTS};
use crate::http::Response;
use crate::world::{LOOP, WEB, World};
use grantor::demo::ShownApp;
use grantor::desk::apps::Wish;

#[track_caller]
fn page(answer: &Response, what: &str) {
    assert_eq!((answer.status, answer.header("location")), (400, ""), "{what}: {answer:?}");
    assert!(!answer.text().to_lowercase().contains("http-equiv=\"refresh\""), "{what}");
}

#[test]
fn red_01_leg_07_no_mutation_of_a_registered_address_is_ever_redirected_to() {
    let world = World::new();
    // Below the registered path: what BoxC's documented addresses need (its declared deviation).
    let below = [
        "https://client.example/connect/user/",
        "https://client.example/connect/user?x=1",
        "https://client.example/connect/user?",
    ];
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for path in paths(&client) {
            for uri in MUTATIONS.iter().filter(|uri| !uri.is_empty() && (exact(&client) || !below.contains(uri))) {
                page(&world.get(&to(&client, &path, uri, &[])), &format!("{mount} {uri:?}"));
            }
            assert_eq!(world.get(&to(&client, &path, WEB, &[])).status, 200, "{mount}: its own");
        }
    }
}

#[test]
fn leg_07_boxcs_prefix_ends_at_a_segment_and_the_whole_address_comes_back() {
    let world = World::of(&["boxc"]);
    let client = Client::first(&world, "boxc");
    let path = "/boxc/v1/oauth/authorize";
    for below in ["/150162", "/a/b", "", "?user=1", "/7?user=%26"] {
        let uri = format!("{WEB}{below}");
        let url = client.allow(&to(&client, path, &uri, &[])).url();
        let joint = if uri.contains('?') { '&' } else { '?' };
        assert!(url.starts_with(&format!("{uri}{joint}nonce=")), "{uri}: {url}");
    }
    for beside in [
        "s",
        "2",
        "-evil",
        ".evil.example",
        "%2f..",
        "/%2e%2e/x",
        "/../x",
        "/x/../../y",
        "/..;/x",
        "/?code=1&nonce=2",
        "/?state=x",
    ] {
        page(&world.get(&to(&client, path, &format!("{WEB}{beside}"), &[])), beside);
    }
}

/// The same seven names everywhere: an app that reads one of them in its own query can be misled.
#[test]
fn leg_07_a_query_of_ones_own_has_no_name_that_an_answer_uses() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let (path, kind) = (&paths(&client)[0], world.apps(mount)[0].app.kind.as_str());
        for name in ["code", "nonce", "state", "error", "scope", "authorized", "access_token"] {
            let uri = format!("{WEB}?a=1&{name}=2");
            page(&world.get(&to(&client, path, &uri, &[])), &format!("{mount} {name}"));
            assert!(registered(&world, mount, kind, &uri).is_err(), "{mount} {name}: registered");
        }
        assert!(registered(&world, mount, kind, &format!("{WEB}?a=1")).is_ok(), "{mount}: a name of its own");
    }
}

/// An error page shows what was sent for the parameter that it names, and for no other.
#[test]
fn an_error_page_shows_the_parameter_that_it_names() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    let path = "/hidrive/client/authorize";
    let shown = |query: &str| world.get(&format!("{path}?response_type=code&{query}")).text();
    let unknown = shown("client_id=zz&redirect_uri=https%3A%2F%2Fx.example%2Fcb");
    assert!(unknown.contains("<code>zz</code>") && !unknown.contains("x.example"), "{unknown}");
    let strange = shown(&format!("client_id={}&redirect_uri=https%3A%2F%2Fx.example%2Fcb", client.id()));
    assert!(strange.contains("<code>https://x.example/cb</code>"), "{strange}");
    let language = shown(&format!("client_id={}&redirect_uri=https%3A%2F%2Fx.example%2Fcb&lang=xx", client.id()));
    assert!(!language.contains("x.example"), "{language}");
}

/// Only the port of a loopback literal may differ, and only where the dialect says so.
#[test]
fn red_02_the_port_of_a_loopback_address() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let path = &paths(&client)[0];
        let any_port = matches!(mount, "standard" | "boxc-standard" | "hidrive");
        assert_eq!(world.get(&to(&client, path, LOOP, &[])).status, 200, "{mount}: as registered");
        let other = world.get(&to(&client, path, "http://127.0.0.1:5/cb", &[]));
        assert_eq!(other.status == 200, any_port, "{mount}: another port: {other:?}");
        for wrong in [
            "http://127.0.0.1:47110/cb2",
            "http://127.0.0.1:47110/CB",
            "https://127.0.0.1:47110/cb",
            "http://127.0.0.2:47110/cb",
            "http://localhost:47110/cb",
            "http://[::1]:47110/cb",
            "http://127.0.0.1.evil.example:47110/cb",
            "http://127.0.0.1:47110@evil.example/cb",
            "http://127.1:47110/cb",
            "http://2130706433:47110/cb",
            "http://0x7f.1:47110/cb",
            "http://127.0.0.1:47110/cb#x",
            "http://0.0.0.0:47110/cb",
        ] {
            page(&world.get(&to(&client, path, wrong, &[])), &format!("{mount} {wrong}"));
        }
        let query = world.get(&to(&client, path, "http://127.0.0.1:5/cb?x=1", &[]));
        page(&query, &format!("{mount}: a query of its own (CVE-2020-15233)"));
    }
}

/// `localhost` with any port is HiDrive's alone; elsewhere it is a name like another.
#[test]
fn red_02_localhost_is_a_setting_of_its_own() {
    let world = World::of(&["hidrive", "standard"]);
    for (mount, kind, other_port) in [("hidrive", "native", true), ("standard", "confidential", false)] {
        let client = registered(&world, mount, kind, "http://localhost:1234/cb").unwrap();
        let path = &paths(&client)[0];
        assert_eq!(world.get(&to(&client, path, "http://localhost:1234/cb", &[])).status, 200, "{mount}");
        assert_eq!(world.get(&to(&client, path, "http://localhost:5/cb", &[])).status == 200, other_port, "{mount}");
        page(&world.get(&to(&client, path, "http://localhost:5/cb/", &[])), mount);
        page(&world.get(&to(&client, path, "http://localhost.evil.example:5/cb", &[])), mount);
    }
}

fn registered<'w>(world: &'w World, mount: &str, kind: &str, uri: &str) -> Result<Client<'w>, String> {
    let wish = Wish {
        name: "One".to_owned(),
        kind: Some(kind.to_owned()),
        redirect_uris: vec![uri.to_owned()],
        ..Wish::default()
    };
    let made =
        world.admin(mount, async move |desk| desk.create_app(wish).await).map_err(|declined| declined.to_string())?;
    let own = Box::leak(Box::new(ShownApp { app: made.app, secret: made.secret, test_token: None }));
    Ok(Client::with(world, mount, own))
}

#[test]
fn red_03_registration_takes_no_address_that_could_be_turned_against_somebody() {
    let world = World::new();
    let bad = [
        "https://client.example/*",
        "https://*.client.example/cb",
        "https://client.example*",
        "https://client.example/cb#part",
        "http://client.example/cb",
        "http://localhost.evil.example/cb",
        "http://127.0.0.1.evil.example/cb",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "\u{1}javascript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "DATA:text/html,x",
        "vbscript:x",
        "VbScript:x",
        "file:///etc/passwd",
        "FILE:///x",
        "blob:https://client.example/x",
        "about:blank",
        "view-source:https://client.example/",
        "https://user@client.example/",
        "https://user:word@client.example/",
        "https://client.example/../x",
        "https://client.example\\x",
        "//client.example/cb",
        "/cb",
        "client.example/cb",
        "https://",
        "https:///cb",
        "",
    ];
    for mount in MOUNTS.into_iter().filter(|mount| *mount != "boxc-standard") {
        for kind in &world.mount(mount).dialect.policy.kinds {
            for uri in bad {
                assert!(registered(&world, mount, &kind.name, uri).is_err(), "{mount} {}: {uri:?}", kind.name);
            }
        }
        let answers = &world.mount(mount).dialect.authorize;
        for (name, _) in answers.code_answer.iter().chain(&answers.refusal_answer) {
            let uri = format!("https://client.example/cb?a=1&{name}=x");
            assert!(
                registered(&world, mount, &world.mount(mount).dialect.policy.kinds[0].name, &uri).is_err(),
                "{mount}: {uri}"
            );
        }
        let id = Client::first(&world, mount).id();
        let added = world.admin(mount, async move |desk| desk.add_redirect(id, "https://*.client.example/").await);
        assert!(added.is_err(), "{mount}: nor may it be added later");
    }
}

#[test]
fn red_02_hidrives_kinds_register_what_the_document_lets_them() {
    let world = World::of(&["hidrive"]);
    let rows = [
        ("native", "http://localhost:4711/", true),
        ("native", "oob", true),
        ("native", "https://client.example/cb", false),
        ("server", "https://client.example/cb", true),
        ("server", "http://127.0.0.1/cb", true),
        ("server", "oob", false),
        ("browser", "https://client.example/cb", true),
        ("browser", "http://[::1]:8080/cb", true),
        ("browser", "oob", false),
    ];
    for (kind, uri, fits) in rows {
        assert_eq!(registered(&world, "hidrive", kind, uri).is_ok(), fits, "{kind} {uri}");
    }
    let client = registered(&world, "hidrive", "native", "http://localhost:4711/").unwrap();
    page(&world.get(&to(&client, "/hidrive/client/authorize", "oob", &[])), "oob, not registered by this app");
}

#[test]
fn red_04_a_wrong_app_or_address_is_a_page_with_all_text_escaped() {
    let world = World::new();
    let script = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for path in paths(&client) {
            let own = to(&client, &path, script, &[("error_description", script), ("lang", script)]);
            let unknown = own.replace(client.id(), "%22%3E%3Cscript%3Ealert(1)");
            for target in [own, unknown, format!("{path}?x=%3Cscript%3E")] {
                let answer = world.get(&target);
                page(&answer, &target);
                let text = answer.text();
                assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{mount}: {text}");
                assert!(answer.header("content-type").starts_with("text/html"));
            }
        }
    }
}

/// An app of the device's own scheme: public apps only, with PKCE, and asked every time.
#[test]
fn red_11_a_scheme_of_the_apps_own_asks_every_time() {
    let world = World::of(&["standard"]);
    let uri = "com.example.app:/callback";
    assert!(registered(&world, "standard", "confidential", uri).is_err());
    let client = registered(&world, "standard", "public", uri).unwrap();
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let target = to(&client, "/standard/oauth2/authorize", uri, &pkce);
    let bare = to(&client, "/standard/oauth2/authorize", uri, &[]);
    assert!(client.allow(&bare).url().contains("error=invalid_request"), "without a challenge");
    let mut browser = world.browser();
    for _ in 0..3 {
        let asked = browser.reach_consent(&target);
        let End::Page(consent) = asked else { panic!("not asked: {asked:?}") };
        let url = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).url();
        assert!(url.starts_with("com.example.app:/callback?code="), "{url}");
    }
}
