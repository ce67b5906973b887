//! RED-05 to RED-10 and RED-12: the form of an answer, and who gets one before anybody has signed in.

use super::{paths, to};
use crate::browser::End;
use crate::client::{Client, MOUNTS};
use crate::http::{Request, encoded};
use crate::world::{WEB, World};
use std::net::TcpListener;

/// A 307 would post the form on to the app.
#[test]
fn red_05_an_answer_to_a_post_is_303_and_to_a_get_302_or_what_the_document_has() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for decision in ["deny", "allow"] {
            let End::App(url, status) = world.browser().decide(&client.target(), decision) else { panic!("{mount}") };
            assert_eq!(status, 303, "{mount} {decision}: {url}");
        }
        let mut browser = world.browser();
        let page = browser.open(&client.target()).page();
        let form = page.text().split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let own = [("request", form.as_str()), ("username", "demo"), ("password", world.shown.password.expose())];
        let signed_in = browser.send(Request::new("POST", &format!("{}/-/sign-in", client.mount.prefix)).form(&own));
        assert_eq!(signed_in.status, 303, "{mount}: after sign-in: {signed_in:?}");
        let id = client.id();
        world.admin(mount, async move |desk| desk.suspend(id, "Spam.").await.unwrap());
        if let End::App(url, status) = browser.open(&client.target()) {
            let expected = if mount.starts_with("raindrop") { 307 } else { 302 };
            assert_eq!(status, expected, "{mount}: {url}");
        }
        world.admin(mount, async move |desk| desk.resume(id).await.unwrap());
    }
}

/// A server that bounces every visitor serves phishing (RFC 9700 section 4.11.2). The five redirect as their documents say: declared.
#[test]
fn red_06_standard_tells_no_app_anything_before_somebody_has_signed_in() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let target = to(&client, &paths(&client)[0], WEB, &[("scope", "nonsense"), ("prompt", "none")])
            .replace("response_type=code", "response_type=x");
        let first = world.browser().open(&target);
        match (mount, first) {
            ("standard" | "boxc-standard", End::Page(page)) => {
                assert!(page.text().contains("/-/sign-in\""), "{mount}: {page:?}");
                let url = world.browser().reach_consent(&target).url();
                assert!(url.starts_with(&format!("{WEB}?error=unsupported_response_type")), "{mount}: {url}");
            }
            ("hidrive" | "gitshare", End::App(url, _)) => {
                assert!(url.starts_with(&format!("{WEB}?error=")), "{mount}: {url}")
            }
            ("raindrop" | "raindrop-live" | "boxc" | "serble", End::Page(page)) => {
                assert!(page.text().contains("/-/sign-in\""), "{mount} reads neither: {page:?}");
            }
            (_, end) => panic!("{mount}: {end:?}"),
        }
    }
}

#[test]
fn red_08_leg_06_a_response_type_that_a_kind_may_not_use_gives_no_token() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for word in ["token", "id_token", "code token", "code id_token", "none", "device_code"] {
            let target = to(&client, &paths(&client)[0], WEB, &[("response_mode", "form_post")])
                .replace("response_type=code", &format!("response_type={}", encoded(word)));
            let url = client.allow(&target).url();
            assert!(!url.contains("access_token") && !url.contains("id_token="), "{mount} {word}: {url}");
            let read = !matches!(mount, "raindrop" | "raindrop-live" | "boxc" | "serble");
            assert_eq!(client.dialect().client_read_redirect(&url).code.is_none(), read, "{mount} {word}: {url}");
        }
    }
    let server = Client::of(&world, "hidrive", "server");
    let browser = Client::of(&world, "hidrive", "browser");
    let with = |client: &Client<'_>, word: &str| {
        let target = to(client, "/hidrive/client/authorize", WEB, &[])
            .replace("response_type=code", &format!("response_type={word}"));
        client.allow(&target).url()
    };
    assert!(with(&server, "token").contains("error=unauthorized_client"));
    assert!(with(&browser, "code").contains("error=unauthorized_client"));
    let granted = with(&browser, "token");
    assert!(granted.starts_with(&format!("{WEB}#access_token=")) && !granted.contains("refresh_token"), "{granted}");
}

#[test]
fn red_09_standard_says_who_it_is_in_every_answer() {
    let world = World::of(&["standard", "boxc"]);
    for mount in ["standard", "boxc-standard"] {
        let client = Client::first(&world, mount);
        let metadata = world.get(&format!("/.well-known/oauth-authorization-server/{mount}"));
        let issuer = metadata.member("/issuer");
        assert_eq!(issuer, client.mount.issuer);
        assert_eq!(metadata.member("/authorization_response_iss_parameter_supported"), "true");
        assert_eq!(world.browser().decide(&client.target(), "allow").parameter("iss"), issuer);
        assert_eq!(world.browser().decide(&client.target(), "deny").parameter("iss"), issuer);
        let wrong = client.target_for(Some("nonsense"), None);
        assert_eq!(client.allow(&wrong).parameter("iss"), issuer);
    }
}

#[test]
fn red_10_state_comes_back_byte_for_byte_and_is_never_read_or_logged() {
    let world = World::new();
    let states = [
        "a b+c%20d%2B",
        "{\"a\":[1,2]}",
        "=&?#/%00".trim_end_matches("%00"),
        "üñí\u{1f600}\u{202e}",
        "'\"><script>alert(1)</script>",
        "code=evil&error=x",
        "{state}{code}",
        &"s".repeat(4000),
    ];
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for state in states {
            for decision in ["allow", "deny"] {
                let url = world.browser_of(&client).decide(&client.target_for(None, Some(state)), decision).url();
                let back = client.dialect().client_read_redirect(&url).state;
                assert_eq!(back.as_deref(), Some(state), "{mount} {decision}: {url}");
            }
        }
        let none = client.allow(&client.target_for(None, None)).url();
        assert!(!none.contains("state="), "{mount}: absent stays absent: {none}");
    }
    let logged = world.log();
    assert!(!logged.iter().any(|line| line.text.contains("<script>alert") || line.text.contains(&"s".repeat(100))));
}

/// OpenID Connect Core section 6, RFC 9101: `standard` says that it takes none, the documented ones ignore what they do not know.
#[test]
fn red_12_rob_05_no_address_of_a_caller_is_ever_fetched() {
    let world = World::new();
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let uri = format!("http://{}/request.jwt", trap.local_addr().unwrap());
    let object = "eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJodHRwczovL2V2aWwuZXhhbXBsZS8ifQ.";
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for (name, value, error) in [
            ("request_uri", uri.as_str(), "request_uri_not_supported"),
            ("request", object, "request_not_supported"),
            ("jwks_uri", &uri, ""),
            ("sector_identifier_uri", &uri, ""),
        ] {
            let url = client.allow(&to(&client, &paths(&client)[0], WEB, &[(name, value)])).url();
            assert!(url.starts_with(WEB), "{mount} {name}: {url}");
            let refused = mount.ends_with("standard") && !error.is_empty();
            assert_eq!(url.contains(&format!("error={error}&")), refused, "{mount} {name}: {url}");
            assert_eq!(client.dialect().client_read_redirect(&url).code.is_none(), refused, "{mount} {name}: {url}");
        }
    }
    assert!(trap.accept().is_err(), "somebody came");
}

/// A form that is posted to authorize: its parameters and those of the address are one request, before and after sign-in.
#[test]
fn red_07_a_posted_request_may_stand_in_two_places() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let post = |query: &[(&str, &str)], body: &[(&str, &str)], browser: &mut crate::browser::Browser<'_>| {
        let target = crate::browser::authorize("/standard/oauth2/authorize", query);
        browser.send(crate::http::Request::new("POST", &target).form(body))
    };
    let named = [("client_id", client.id()), ("redirect_uri", WEB), ("state", "kept")];
    let asked = |scope| [("response_type", "code"), ("scope", scope), ("state", "kept")];
    let rows = [(named, asked("read"), "Read your data"), (asked("write"), named, "Change and delete your data")];
    for (query, body, words) in rows {
        let mut browser = world.browser();
        let page = post(&query, &body, &mut browser);
        assert!(page.status == 200 && page.text().contains("/-/sign-in"), "{page:?}");
        let consent = browser.sign_in(&page).page();
        let shown = ["Read your data", "Change and delete your data"].map(|line| consent.text().contains(line));
        assert_eq!(shown, [words.starts_with("Read"), words.starts_with("Change")], "{consent:?}");
        let url = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).url();
        let read = client.dialect().client_read_redirect(&url);
        assert!(read.code.is_some() && read.state.as_deref() == Some("kept"), "{url}");
    }
    let mut signed_in = world.browser_of(&client);
    let differs = post(&named, &[("response_type", "code"), ("state", "another")], &mut signed_in);
    assert!(differs.header("location").starts_with(&format!("{WEB}?error=invalid_request")), "{differs:?}");
    let long = "x".repeat(9_000);
    assert_eq!(post(&named, &[("response_type", "code"), ("nothing", &long)], &mut signed_in).status, 413);
}

/// A realm with two mounts: what the answer of one of them would spoil is not registered for either.
#[test]
fn red_10_no_name_of_any_mounts_answer_is_in_a_registered_query() {
    let world = World::of(&["boxc"]);
    let id = Client::first(&world, "boxc").id();
    for (uri, taken) in [("https://app.example/cb?iss=1", false), ("https://app.example/cb?issue=1", true)] {
        let added = world.admin("boxc", async move |desk| desk.add_redirect(id, uri).await);
        assert_eq!(added.is_ok(), taken, "{uri}: {added:?}");
    }
}
