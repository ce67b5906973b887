//! SES-02 to SES-05: the cookies of every page, when a session ends by itself, what ends with an account, and what a session alone does not do.

use super::is_sign_in;
use super::site::{PASSWORD, demo, second_person, signed_in};
use crate::administration::Caller;
use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::smtp::free_port;
use crate::world::{World, accounts};
use std::collections::BTreeSet;

const NEW: &str = "another long one ✓";

fn https() -> World {
    let mail = format!("[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n", free_port());
    let text = "listen = \"127.0.0.1:0\"\ndata = \".\"\npublic_url = \"https://auth.example\"\n[demo]\nseed = true\n[[realms]]\n\
                name = \"standard\"\nsign_up = \"open\"\nmounts = [{ dialect = \"standard\", prefix = \"/standard\" }]\n";
    World::from_config(&(text.to_owned() + &mail), &|_| ())
}

/// What an answer sets.
fn cookies(answers: &[Response]) -> Vec<String> {
    answers.iter().flat_map(|answer| answer.headers("set-cookie")).map(str::to_owned).collect()
}

/// Every cookie of every way in and out, the session's above all: also the line that takes it away, which browsers ignore without `Secure`.
#[test]
fn ses_02_behind_https_every_cookie_is_its_hosts_alone() {
    let world = https();
    for (realm, home, name) in [("standard", "/standard/account", "demo"), ("admin", "/admin", "admin")] {
        let password = match realm {
            "admin" => world.shown.administrator_password.as_ref().unwrap(),
            _ => &world.shown.password,
        };
        let mut browser = world.browser();
        let form = browser.send(Request::new("GET", home));
        let (action, seal) = sealed(&form, "/-/sign-in", "request");
        let own = [("request", seal.as_str()), ("username", name), ("password", password.expose())];
        let signed_in = browser.send(Request::new("POST", &action).header("Sec-Fetch-Site", "same-origin").form(&own));
        assert_eq!(signed_in.status, 303, "{signed_in:?}");
        let german = browser.send(Request::new("GET", &format!("{home}?lang=de")));
        let page = browser.open(home).page();
        assert!(!is_sign_in(&page), "{page:?}");
        let (action, seal) = sealed(&page, "/-/sign-out", "csrf");
        let out = Request::new("POST", &action).header("Sec-Fetch-Site", "same-origin").form(&[("csrf", &seal)]);
        let out = browser.send(out);
        let id = &world.apps("standard")[0].app.client_id;
        let authorize = format!("/standard/oauth2/authorize?response_type=code&client_id={id}");
        let others = ["/standard/-/forgotten", "/standard/-/sign-up", &authorize].map(|target| world.get(target));
        let mut kinds = BTreeSet::new();
        for (of, cookie) in [(realm, cookies(&[form, signed_in, german, out])), ("standard", cookies(&others))]
            .into_iter()
            .flat_map(|(of, all)| all.into_iter().map(move |cookie| (of, cookie)))
        {
            let prefix = format!("__Host-grantor-{of}-");
            let kind = cookie.strip_prefix(&prefix).unwrap_or_else(|| panic!("{prefix}: {cookie}"));
            kinds.insert(kind.split('=').next().unwrap().to_owned());
            let parts: Vec<&str> = cookie.split("; ").skip(1).collect();
            for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(parts.contains(&part), "{part}: {cookie}");
            }
            assert!(cookie.len() <= 4096 && !cookie.contains("Domain"), "{cookie}");
        }
        let all = ["browser", "known", "language", "session"].map(str::to_owned);
        assert_eq!(kinds, BTreeSet::from(all), "{realm}");
    }
}

/// Address and hidden field of the form to a path that ends so.
fn sealed(page: &Response, action: &str, field: &str) -> (String, String) {
    let text = page.text();
    let form = text.split("action=\"").skip(1).find(|form| form.split('"').next().unwrap().ends_with(action)).unwrap();
    let seal = form.split(&format!("name=\"{field}\" value=\"")).nth(1).unwrap().split('"').next().unwrap();
    (form.split('"').next().unwrap().to_owned(), seal.to_owned())
}

/// Where somebody who is signed in sees pages of their own.
fn pages(world: &World) -> Vec<(Browser<'_>, String)> {
    let console = format!("/standard{}", world.mount("standard").dialect.console.path);
    vec![
        (demo(world), "/standard/account".to_owned()),
        (demo(world), "/standard/account/password".to_owned()),
        (demo(world), console),
        (administrator(world), "/admin".to_owned()),
        (administrator(world), "/admin/realms/standard/accounts".to_owned()),
    ]
}

#[test]
fn ses_03_pages_of_ones_own_end_three_hours_after_the_last_visit_and_twelve_after_the_sign_in() {
    const IDLE: i64 = 3 * 3600;
    let world = World::of(&["standard"]);
    let mut seen = pages(&world);
    let mut are_open = |open: bool, when: &str| {
        for (browser, target) in &mut seen {
            assert_eq!(!is_sign_in(&browser.open(target).page()), open, "{target}, {when}");
        }
    };
    // Each visit is in the last idle second but the last of them, which is in the last second of all twelve hours.
    for visit in 1..=4 {
        world.advance(IDLE - 1);
        are_open(true, &format!("visit {visit}"));
    }
    world.advance(3);
    are_open(true, "in the last second of all");
    world.advance(1);
    are_open(false, "twelve hours after the sign-in");
    let mut seen = pages(&world);
    let mut are_open = |open: bool, when: &str| {
        for (browser, target) in &mut seen {
            assert_eq!(!is_sign_in(&browser.open(target).page()), open, "{target}, {when}");
        }
    };
    world.advance(IDLE - 1);
    are_open(true, "in the last idle second");
    world.advance(IDLE);
    are_open(false, "an idle second too many");
}

#[test]
fn ses_03_signing_out_ends_the_session_at_the_server_for_every_page() {
    let world = World::of(&["standard"]);
    for (mut browser, target) in pages(&world) {
        let page = browser.open(&target).page();
        let mut thief = world.browser();
        thief.cookies = browser.cookies.clone();
        assert!(!is_sign_in(&thief.open(&target).page()), "{target}: the cookie opens, until its owner signs out");
        browser.submit(&page, "/-/sign-out", &[]).page();
        assert!(is_sign_in(&thief.open(&target).page()), "{target}: the cookie that somebody kept");
    }
}

/// What becomes of an account, and by whom.
type End = fn(&World);

fn person_deletes(world: &World) {
    let mut own = demo(world);
    let page = own.open("/standard/account/delete").page();
    let fields = [("username", "demo"), ("current", world.shown.password.expose())];
    let gone = own.submit(&page, "/standard/account/delete", &fields).page();
    assert_eq!(gone.status, 200, "{gone:?}");
}

fn administrator_deletes(world: &World) {
    let id = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    let path = format!("/admin/realms/standard/accounts/{id}/delete");
    let mut browser = administrator(world);
    let page = browser.open(&path).page();
    browser.submit(&page, &path, &[("name", "demo")]).page();
}

fn caller_deletes(world: &World) {
    assert_eq!(Caller::new(world).send("DELETE", "/realms/standard/accounts/demo", "").status, 204);
}

fn caller_disables(world: &World) {
    assert_eq!(Caller::new(world).send("POST", "/realms/standard/accounts/demo/disable", "").status, 204);
}

/// Sessions, codes, access tokens and refresh tokens end, whoever ended the account; a namesake begins with nothing of it.
#[test]
fn ses_04_who_is_deleted_or_disabled_has_no_session_and_no_token_left() {
    for (how, end) in [
        ("by the person", person_deletes as End),
        ("by an administrator", administrator_deletes),
        ("by the API", caller_deletes),
        ("disabled by the API", caller_disables),
    ] {
        let world = World::of(&["standard"]);
        let client = Client::first(&world, "standard");
        let (tokens, code) = (client.tokens(), client.code());
        let (mut here, mut there) = (demo(&world), world.browser_of(&client));
        end(&world);
        for (browser, target) in [(&mut here, "/standard/account"), (&mut there, client.target().as_str())] {
            assert!(is_sign_in(&browser.open(target).page()), "{how}: {target}");
        }
        client.is_dead(&tokens.access, how);
        assert_eq!(client.refresh(tokens.renewable()).status, 400, "{how}");
        assert_eq!(client.exchange(&code).status, 400, "{how}");
        if how == "disabled by the API" {
            let enabled = Caller::new(&world).send("POST", "/realms/standard/accounts/demo/enable", "");
            assert_eq!(enabled.status, 204, "{enabled:?}");
        } else {
            let person = r#"{"username": "demo", "email": "demo@example.com", "password": "a long enough one"}"#;
            let made = Caller::new(&world).send("POST", "/realms/standard/accounts", person);
            assert_eq!(made.status, 201, "{how}: {made:?}");
        }
        for (browser, target) in [(&mut here, "/standard/account"), (&mut there, client.target().as_str())] {
            assert!(is_sign_in(&browser.open(target).page()), "{how}, under that name again: {target}");
        }
        if how != "disabled by the API" {
            client.is_dead(&tokens.access, how);
            assert_eq!(client.refresh(tokens.renewable()).status, 400, "{how}: a namesake's are others");
        }
    }
}

/// Address, password and the account itself: each takes the current password, the account's own and the whole of it.
#[test]
fn ses_05_a_session_alone_changes_neither_password_nor_address_nor_ends_the_account() {
    let world = World::of(&["standard"]);
    second_person(&world, "standard");
    let right = world.shown.password.expose().to_owned();
    let shorter = &right[..right.len() - 1];
    let longer = format!("{right}x");
    let upper = right.to_uppercase();
    let state = || {
        world.admin("standard", async move |desk| {
            let mut accounts = accounts(&desk).await;
            accounts.sort_by(|one, other| one.username.cmp(&other.username));
            format!("{accounts:?}")
        })
    };
    let before = state();
    for (page, action, new) in [
        ("/password", "/password", vec![("password", NEW)]),
        ("/profile", "/email", vec![("email", "thief@example.com")]),
        ("/delete", "/delete", vec![("username", "demo")]),
    ] {
        for wrong in [None, Some(""), Some("a wrong guess"), Some(shorter), Some(&longer), Some(&upper), Some(PASSWORD)]
        {
            let mut browser = demo(&world);
            let form = browser.open(&format!("/standard/account{page}")).page();
            let fields: Vec<_> = new.iter().copied().chain(wrong.map(|wrong| ("current", wrong))).collect();
            let answer = browser.submit(&form, &format!("/standard/account{action}"), &fields).page();
            let text = answer.text();
            assert!(text.contains("This is not your current password"), "{action} {wrong:?}: {answer:?}");
            assert!(text.contains("<title>Error"), "{action} {wrong:?}: {answer:?}");
            assert_eq!(state(), before, "{action} {wrong:?}");
            // Guessing has its budget, which is not what is looked at here.
            world.advance(60);
        }
    }
    signed_in(&world, "demo", &right);
    let mut browser = demo(&world);
    let form = browser.open("/standard/account/profile").page();
    let fields = [("email", "moved@example.com"), ("current", right.as_str())];
    let moved = browser.submit(&form, "/standard/account/email", &fields).page();
    assert_eq!(moved.status, 200, "{moved:?}");
    assert!(state().contains("moved@example.com"), "and with it, it does");
}
