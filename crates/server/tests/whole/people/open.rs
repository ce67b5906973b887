//! What is open to whoever comes, by every role: mailed links, the first administrator's, making an account, `/verify`, `/metrics`. What a link is about
//! is told to whoever has it, and to nobody else; whoever is signed in has no more of it than anybody.

use super::site::{PASSWORD, demo, second_person, signed_in};
use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::smtp::free_port;
use crate::world::{World, accounts};
use grantor::desk::accounts::Person;
use grantor::desk::keys::{Giver, KeyWish};
use grantor::desk::links::Errand;
use grantor::desk::rights::Right;
use std::collections::BTreeSet;

/// Errands of mailed links, and where each leads.
const LINKS: [&str; 3] = ["reset", "join", "confirm"];
/// All that stands below `/-/` for people without a session, beside the sign-in.
const OPEN: [&str; 6] = ["confirm", "first", "forgotten", "join", "reset", "sign-up"];

fn world() -> World {
    let mail = format!("\n[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n", free_port());
    let world = World::configured(&["standard", "hidrive"], &mail);
    second_person(&world, "standard");
    world
}

/// Everybody who may come by, by what they are.
fn roles(world: &World) -> Vec<(&'static str, Browser<'_>)> {
    let mut elsewhere = world.browser();
    let form = elsewhere.open("/hidrive/account").page();
    elsewhere.sign_in(&form).page();
    vec![
        ("nobody", world.browser()),
        ("a person", demo(world)),
        ("another person", signed_in(world, "mallory", PASSWORD)),
        ("a person of another realm", elsewhere),
        ("an administrator", administrator(world)),
    ]
}

/// Links for somebody new of that name, one of each errand, in that realm.
fn links(world: &World, realm: &str, name: &str) -> [String; 3] {
    let email = format!("{name}@example.com");
    let person = Person { username: name.to_owned(), email: email.clone(), ..Person::default() };
    let other = format!("{name}@elsewhere.example");
    world.admin(realm, async move |desk| {
        let (account, invitation) = desk.invite(person).await.unwrap();
        let reset = desk.make_link(Errand::Reset, &account, &email).await.unwrap();
        let confirm = desk.ask_for_address(&account, &other).await.unwrap();
        [reset, invitation, confirm].map(|link| link.text.expose().to_owned())
    })
}

fn kept(world: &World) -> String {
    ["standard", "hidrive", "admin"]
        .map(|realm| {
            world.admin(realm, async move |desk| {
                let passwords = desk.find_audit(Default::default(), store::ops::Page { after: None, limit: 200 }).await;
                let changes = passwords.unwrap().rows.into_iter().map(|row| row.audit.action);
                let changes: Vec<_> = changes.filter(|action| !action.starts_with("account.sign")).collect();
                format!("{:?} {changes:?}", accounts(&desk).await)
            })
        })
        .concat()
}

fn seal(page: &Response, name: &str) -> String {
    let text = page.text();
    let field = text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    field.split('"').next().unwrap_or_default().to_owned()
}

fn post(browser: &mut Browser<'_>, path: &str, site: &str, fields: &[(&str, &str)]) -> Response {
    browser.send(Request::new("POST", path).header("Sec-Fetch-Site", site).form(fields))
}

#[test]
fn every_open_page_of_the_code_has_its_row() {
    let mailed = include_str!("../../../src/site/mailed/mod.rs");
    let (site, dispatch) = (include_str!("../../../src/site/mod.rs"), include_str!("../../../src/http/dispatch.rs"));
    let arms = mailed.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" => "));
    let mut found: BTreeSet<&str> = arms.map(|(name, _)| name).collect();
    for (name, text, line) in [("first", site, "[\"-\", \"first\"] =>"), ("sign-up", dispatch, "sign_up::answer(call)")]
    {
        assert!(text.contains(line), "{name} is routed in another way");
        found.insert(name);
    }
    assert_eq!(found, BTreeSet::from(OPEN));
}

#[test]
fn con_02_aut_07_a_link_is_its_holders_and_counts_by_a_form_of_their_own_browser() {
    let world = world();
    let (own, elsewhere) = (links(&world, "standard", "carol"), links(&world, "hidrive", "carol"));
    let before = kept(&world);
    let fields = |csrf: &str, link: &str| {
        [("csrf", csrf.to_owned()), ("link", link.to_owned()), ("password", "a long enough one".to_owned())]
    };
    for (nth, errand) in LINKS.iter().enumerate() {
        let path = format!("/standard/-/{errand}");
        let good = format!("{path}?link={}", own[nth]);
        let foreign = seal(&world.browser().open(&good).page(), "csrf");
        assert!(!foreign.is_empty(), "{path} has a form");
        for (role, mut browser) in roles(&world) {
            let others = [&own[(nth + 1) % 3], &own[(nth + 2) % 3], &elsewhere[nth], "guess", ""];
            for link in others {
                let page = browser.open(&format!("{path}?link={link}")).page();
                assert_eq!(page.status, 410, "{role}, {path}: {page:?}");
                assert!(!page.text().contains("carol"), "{role}, {path}: {page:?}");
            }
            let shown = browser.open(&good).page();
            assert_eq!(shown.status, 200, "{role}, {path}: {shown:?}");
            let own_seal = seal(&shown, "csrf");
            let of_another_path = seal(&browser.open("/standard/-/forgotten").page(), "csrf");
            for (csrf, site) in [
                ("", "same-origin"),
                (&foreign, "same-origin"),
                (&of_another_path, "same-origin"),
                (&own_seal, "cross-site"),
            ] {
                let all = fields(csrf, &own[nth]);
                let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let posted = post(&mut browser, &path, site, &all);
                assert_eq!(posted.status, 400, "{role}, {path}, {site}: {posted:?}");
            }
            for link in others {
                let all = fields(&own_seal, link);
                let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
                assert_eq!(post(&mut browser, &path, "same-origin", &all).status, 410, "{role}, {path} {link}");
            }
        }
        assert_eq!(kept(&world), before, "{path}");
    }
    // Whoever holds the letter does it, once; then it is nobody's any more.
    for (nth, errand) in LINKS.iter().enumerate() {
        let path = format!("/standard/-/{errand}");
        let good = format!("{path}?link={}", links(&world, "standard", &format!("holder-{errand}"))[nth]);
        let mut holder = world.browser();
        let page = holder.open(&good).page();
        let password = [("password", "a long enough one")];
        let done = holder.submit(&page, &path, if *errand == "confirm" { &[] } else { &password }).page();
        assert_eq!(done.status, 200, "{path}: {done:?}");
        for (role, mut browser) in roles(&world) {
            assert_eq!(browser.open(&good).page().status, 410, "{role}, {path}");
        }
    }
}

#[test]
fn con_02_asking_for_a_link_and_making_an_account_take_a_form_of_ones_own() {
    let world = world();
    let before = kept(&world);
    for (path, field, fields) in [
        ("/standard/-/forgotten", "csrf", vec![("name", "demo")]),
        (
            "/standard/-/sign-up",
            "request",
            vec![("username", "new"), ("email", "new@example.com"), ("password", PASSWORD)],
        ),
    ] {
        let foreign = seal(&world.browser().open(path).page(), field);
        for (role, mut browser) in roles(&world) {
            let page = browser.open(path).page();
            assert_eq!(page.status, 200, "{role}, {path}: {page:?}");
            for told in ["demo", "mallory", "@example.com"] {
                assert!(!page.text().contains(told), "{role}, {path}: nobody's name stands there: {page:?}");
            }
            let own = seal(&page, field);
            assert!(!own.is_empty() && own != foreign, "{role}, {path}: {page:?}");
            for (seal, site) in
                [("", "same-origin"), (&foreign, "same-origin"), (&own, "cross-site"), (&own, "same-site")]
            {
                let all: Vec<_> = fields.iter().copied().chain([(field, seal)]).collect();
                let posted = post(&mut browser, path, site, &all);
                assert_eq!(posted.status, 400, "{role}, {path}, {site}: {posted:?}");
            }
        }
        assert_eq!(kept(&world), before, "{path}");
    }
    for (role, mut browser) in roles(&world) {
        let all = [("username", "new"), ("email", "new@example.com"), ("password", PASSWORD)];
        for answer in
            [browser.open("/admin/-/sign-up").page(), post(&mut browser, "/admin/-/sign-up", "same-origin", &all)]
        {
            assert_eq!(answer.status, 404, "{role}: nobody makes themselves an administrator: {answer:?}");
        }
    }
    assert_eq!(kept(&world), before);
}

/// GHSA-rjvp-29xq-f62w: once there is an administrator, it is over for everybody, whatever they bring.
#[test]
fn aut_09_the_first_administrators_page_is_over_for_every_role() {
    let world = world();
    let links = links(&world, "standard", "carol");
    let before = kept(&world);
    for (role, mut browser) in roles(&world) {
        let own = seal(&browser.open("/admin/-/forgotten").page(), "csrf");
        assert!(!own.is_empty(), "{role}");
        for link in ["", "guess", &links[0], &links[1]] {
            let page = browser.open(&format!("/admin/-/first?link={link}")).page();
            assert_eq!(page.status, 410, "{role}: {page:?}");
            assert!(!page.text().contains("<form class"), "{role}: nothing to fill in: {page:?}");
            for seal in ["", &own] {
                let fields = [
                    ("csrf", seal),
                    ("link", link),
                    ("username", "eve"),
                    ("email", "eve@example.com"),
                    ("password", PASSWORD),
                ];
                let posted = post(&mut browser, "/admin/-/first", "same-origin", &fields);
                assert_eq!(posted.status, 400, "{role}: {posted:?}");
            }
        }
        for realm in ["standard", "hidrive"] {
            let path = format!("/{realm}/-/first");
            assert_eq!(browser.open(&format!("{path}?link=guess")).page().status, 404, "{role}, {realm}");
            assert_eq!(post(&mut browser, &path, "same-origin", &[]).status, 404, "{role}, {realm}");
        }
    }
    assert_eq!(kept(&world), before);
}

fn key(world: &World, rights: &[Right]) -> String {
    let wish = KeyWish { name: "test".to_owned(), rights: rights.to_vec(), days: 1 };
    let made = world.admin("admin", async move |desk| desk.create_key(wish, Giver::Administrator).await.unwrap());
    made.1.expose().to_owned()
}

/// A gateway hears of nobody but whose token it is: neither a session nor a key of the administration is one, nor a token of another realm.
#[test]
fn verify_opens_to_the_realms_own_tokens_and_to_no_role() {
    let world = world();
    let (client, elsewhere) = (Client::first(&world, "standard"), Client::first(&world, "hidrive"));
    let (own, foreign, all) = (client.tokens(), elsewhere.tokens(), key(&world, Right::ALL));
    for (role, mut browser) in roles(&world) {
        for method in ["GET", "HEAD"] {
            let answer = browser.send(Request::new(method, "/standard/verify"));
            assert_eq!(answer.status, 401, "{role}: {answer:?}");
            assert!(
                answer.headers.iter().all(|(name, _)| !name.starts_with("x-grantor")),
                "{role}: {:?}",
                answer.headers
            );
        }
        for token in [&all, &foreign.access, own.renewable(), client.secret(), "guess"] as [&str; 5] {
            let request = Request::new("GET", "/standard/verify").header("Authorization", &format!("Bearer {token}"));
            let answer = browser.send(request);
            assert_eq!(answer.status, 401, "{role}: {answer:?}");
            assert!(
                answer.headers.iter().all(|(name, _)| !name.starts_with("x-grantor")),
                "{role}: {:?}",
                answer.headers
            );
        }
        let request =
            Request::new("GET", "/standard/verify").header("Authorization", &format!("Bearer {}", own.access));
        let answer = browser.send(request);
        assert_eq!(
            (answer.status, answer.header("x-grantor-username")),
            (200, "demo"),
            "{role}: the token's, not theirs"
        );
    }
}

/// From elsewhere, figures take a key with that right; neither an administrator's session nor any other right is one.
#[test]
fn metrics_open_to_their_right_and_to_no_role() {
    let world = world();
    let others: Vec<Right> = Right::ALL.iter().copied().filter(|right| *right != Right::FiguresRead).collect();
    let client = Client::first(&world, "standard");
    let (with, without, token) = (key(&world, &[Right::FiguresRead]), key(&world, &others), client.tokens().access);
    let far = |bearer: &str| {
        let request = Request::new("GET", "/metrics").header("Host", "auth.example.com");
        if bearer.is_empty() { request } else { request.header("Authorization", &format!("Bearer {bearer}")) }
    };
    for (role, mut browser) in roles(&world) {
        for bearer in ["", &without, &token, client.secret(), "gk_guess"] {
            let answer = browser.send(far(bearer));
            assert_eq!(answer.status, 404, "{role}: {answer:?}");
            assert!(!answer.text().contains("grantor_") && !answer.text().contains("standard"), "{role}: {answer:?}");
        }
        assert_eq!(browser.send(far(&with)).status, 200, "{role}");
        for hop in ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"] {
            let near = Request::new("GET", "/metrics").header(hop, "127.0.0.1");
            assert_eq!(browser.send(near).status, 404, "{role}: with {hop} somebody stands in between");
        }
        assert_eq!(browser.send(Request::new("GET", "/metrics")).status, 200, "{role}: on this machine");
        for method in ["POST", "DELETE"] {
            assert_eq!(browser.send(Request::new(method, "/metrics")).status, 405, "{role}");
        }
        for (path, said) in [("/livez", "alive\n"), ("/readyz", "ready\n")] {
            let answer = browser.send(Request::new("GET", path));
            assert_eq!((answer.status, answer.text().as_str()), (200, said), "{role}: {path}");
        }
    }
}

/// The reference is the same for everybody: nobody's app, id or name is in it.
#[test]
fn the_reference_tells_everybody_the_same_and_nothing_of_anybody() {
    let world = world();
    let apps: Vec<String> = world.apps("standard").iter().map(|own| own.app.client_id.clone()).collect();
    for (role, mut browser) in roles(&world) {
        let page = browser.open("/standard/docs").page();
        assert_eq!(page.status, 200, "{role}");
        assert!(apps.iter().all(|id| !page.text().contains(id)), "{role}: {page:?}");
        assert!(!page.text().contains("demo@example.com"), "{role}: {page:?}");
    }
}
