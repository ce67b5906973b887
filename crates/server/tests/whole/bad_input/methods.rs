//! A wrong method gets 405 with `Allow`; HEAD is GET without effects; an address that nobody serves gets 404.

use super::places;
use crate::client::{Client, MOUNTS};
use crate::http::Request;
use crate::world::World;
use std::collections::BTreeMap;

#[test]
fn every_route_names_the_methods_that_it_takes() {
    let world = World::new();
    let mut allowed: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for place in places(&world) {
        allowed.entry(place.target).or_default().push(place.method);
    }
    for (target, methods) in allowed {
        for method in
            ["GET", "POST", "PUT", "PATCH", "DELETE", "BREW", "TRACE"].iter().filter(|method| !methods.contains(method))
        {
            let answer = Request::new(method, &target).send(world.at);
            assert_eq!(answer.status, 405, "{method} {target}: {answer:?}");
            let allow: Vec<&str> = answer.header("allow").split(", ").collect();
            assert!(methods.iter().all(|method| allow.contains(method)), "{target}: {allow:?}, not {methods:?}");
            assert_eq!(allow.contains(&"HEAD"), methods.contains(&"GET"), "{target}: {allow:?}");
        }
    }
    for own in ["sign-in", "consent", "sign-out"] {
        for mount in MOUNTS {
            let answer = world.get(&format!("/{mount}/-/{own}"));
            assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{mount} {own}");
        }
    }
}

/// The dialects that tell a status or a number in the body tell one here too.
#[test]
fn a_wrong_method_is_told_with_the_dialects_numbers() {
    let world = World::new();
    let told = |mount: &str, target: &str| Request::new("PUT", &format!("/{mount}{target}")).send(world.at).text();
    let boxc = r#"{"status":"error","http_status":405,"code":1000,"message":"Validation Error. method is invalid"}"#;
    assert_eq!(told("boxc", "/v1/oauth/access_token"), boxc);
    let live = told("raindrop-live", "/v1/oauth/access_token");
    assert!(live.starts_with(r#"{"result":false,"status":405,"errorMessage":""#), "{live}");
}

/// What only shows takes nothing else, and says so.
#[test]
fn allow_names_no_method_that_is_refused() {
    let world = World::of(&["hidrive"]);
    for target in ["/hidrive/docs", "/hidrive/account", "/hidrive/account/sessions", "/hidrive/account/events"] {
        for method in ["POST", "DELETE"] {
            let answer = Request::new(method, target).send(world.at);
            assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method} {target}");
        }
    }
}

/// There the address of a browser stands after a wrong password: whoever presses Enter in it is led on.
#[test]
fn a_browser_where_only_forms_post_to_gets_a_page_that_leads_on() {
    let world = World::new();
    for mount in MOUNTS {
        for own in ["sign-in", "consent", "sign-out"] {
            let browser = Request::new("GET", &format!("/{mount}/-/{own}")).header("Accept", "text/html,*/*;q=0.8");
            let page = browser.header("Accept-Language", "de").send(world.at);
            assert_eq!((page.status, page.header("allow")), (405, "POST"), "{mount} {own}: {page:?}");
            assert!(page.text().contains(&format!("/{mount}/account\"")), "{mount} {own}: {page:?}");
        }
    }
    let german =
        Request::new("GET", "/standard/-/sign-in").header("Accept", "text/html").header("Accept-Language", "de");
    assert!(german.send(world.at).text().contains("Diese Seite lässt sich so nicht öffnen"));
}

/// The demo's own pages too, with a sentence.
#[test]
fn the_demos_pages_say_that_they_are_read() {
    let world = World::of(&["standard"]);
    for (method, target) in [("DELETE", "/"), ("POST", "/demo/callback"), ("PUT", "/demo/callback/1")] {
        let answer = Request::new(method, target).send(world.at);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method} {target}: {answer:?}");
        assert!(!answer.text().is_empty(), "{method} {target}");
    }
    for (method, target, status) in [
        ("HEAD", "/", 200),
        ("HEAD", "/demo/callback/1", 200),
        ("OPTIONS", "/demo/callback", 405),
        ("GET", "/demo/callback/", 404),
        ("GET", "/demo/clock", 405),
        ("GET", "/demo", 404),
    ] {
        let answer = Request::new(method, target).send(world.at);
        assert_eq!(answer.status, status, "{method} {target}: {answer:?}");
        assert_eq!(answer.text().is_empty(), method == "HEAD", "{method} {target}: {answer:?}");
    }
}

/// What `Allow` names is answered: OPTIONS at every route, by the dialect's preflight or by the methods alone.
#[test]
fn options_is_answered_wherever_allow_names_it() {
    let world = World::new();
    for place in places(&world) {
        let allow = Request::new("BREW", &place.target).send(world.at).header("allow").to_owned();
        assert!(allow.ends_with(", OPTIONS"), "{place:?}: {allow}");
        let answer = Request::new("OPTIONS", &place.target).send(world.at);
        let serble = place.mount == "serble" && answer.header("access-control-allow-origin") == "*";
        assert_eq!(answer.status, if serble { 200 } else { 204 }, "{place:?}: {answer:?}");
        if answer.header("access-control-allow-origin").is_empty() {
            assert_eq!(answer.header("allow"), allow, "{place:?}");
        }
    }
}

#[test]
fn an_address_of_nobody_is_not_found() {
    let world = World::of(&["standard", "boxc"]);
    let nowhere = [
        "/nowhere",
        "/nowhere/oauth2/token",
        "/standard",
        "/standard/",
        "/standard/oauth2",
        "/standard/oauth2/tokens",
        "/standardx/oauth2/token",
        "/STANDARD/oauth2/token",
        "/standard/OAUTH2/token",
        "/standard//oauth2/token",
        "/standard/oauth2//token",
        "/standard/oauth2/token//",
        "/standard/oauth2/%74oken",
        "/standard/./oauth2/token",
        "/boxc/../standard/oauth2/token",
        "/standard/-/",
        "/standard/-/nothing",
        "/boxc/oauth2/introspect",
        "/standard/verifyx",
        "/.well-known/oauth-authorization-server/nowhere",
        "/.well-known/oauth-authorization-server/boxc",
        "/%",
        "/standard/oauth2/token%00",
        "/standard/-/style.css",
    ];
    for target in nowhere {
        let answer = world.get(target);
        assert_eq!(answer.status, 404, "{target}: {answer:?}");
        assert!(answer.text().len() < 200 && answer.text().ends_with(".\n"), "{target}: one sentence");
    }
}

#[test]
fn one_slash_at_the_end_makes_no_difference() {
    let world = World::new();
    for place in places(&world) {
        let other = match place.target.strip_suffix('/') {
            Some(bare) => bare.to_owned(),
            None => format!("{}/", place.target),
        };
        let status = |target: &str| Request::new(place.method, target).send(world.at).status;
        assert_eq!(status(&place.target), status(&other), "{place:?}");
    }
}

/// HEAD answers as GET does, without a body, and mints nothing: not even where consent would be skipped.
#[test]
fn con_head_and_prefetch_mint_no_code() {
    let world = World::of(&["serble"]);
    let client = Client::first(&world, "serble");
    let mut browser = world.browser();
    assert!(browser.allow(&client.target()).url().contains("code="));
    let skipped = browser.send(Request::new("GET", &client.target()));
    assert_eq!(skipped.status, 302, "consent is skipped: {skipped:?}");
    let head = browser.send(Request::new("HEAD", &client.target()));
    assert_eq!((head.status, head.body.len(), head.header("location")), (200, 0, ""));
    for (name, value) in [("Sec-Purpose", "prefetch"), ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch")] {
        let fetched = browser.send(Request::new("GET", &client.target()).header(name, value));
        assert_eq!((fetched.status, fetched.header("location")), (200, ""), "{value}: the page, not the code");
        assert!(fetched.text().contains("/-/consent\""));
    }
}

#[test]
fn hdr_04_options_of_an_app_is_answered_and_of_the_pages_is_not() {
    let world = World::new();
    for place in places(&world) {
        let answer = Request::new("OPTIONS", &place.target).header("Origin", "https://app.example").send(world.at);
        let open = answer.header("access-control-allow-origin");
        let page =
            matches!(place.operation, dialect::model::Operation::Authorize | dialect::model::Operation::Forward { .. });
        assert_eq!(open, if page { "" } else { "*" }, "HDR-04: {place:?} {answer:?}");
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{place:?}");
    }
}
