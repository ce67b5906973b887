//! Making an account, where everybody may.

use super::is_sign_in;
use crate::browser::{Browser, End};
use crate::client::Client;
use crate::world::World;

const NEW: &str = "another long one ✓";

fn world() -> World {
    World::of(&["standard"])
}

#[test]
fn whoever_signs_up_goes_on_to_the_app_that_sent_them() {
    let world = world();
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    let form = browser.submit(&sign_in, "/-/sign-up", &[]).page();
    assert!(form.text().contains("Create a") && form.text().contains(&client.own.app.name), "{form:?}");
    let tried = |browser: &mut Browser<'_>, fields: [&str; 3]| {
        let names = ["username", "email", "password"].into_iter().zip(fields);
        let page = browser.submit(&form, "/-/sign-up", &names.collect::<Vec<_>>()).page();
        let is_wrong = page.text().contains("<title>Error");
        assert_eq!(page.status, if is_wrong { 422 } else { 200 }, "{page:?}");
        page.text()
    };
    for (fields, says) in [
        (["demo", "x@example.com", NEW], "This user name is taken"),
        (["new", "demo@example.com", NEW], "belongs to another account"),
        (["new", "nowhere", NEW], "An address looks like"),
        (["new", "x@example.com", "password"], "one of the most common"),
        ([" ", "x@example.com", NEW], "1 to 100 characters"),
        (["\u{202e}new", "x@example.com", NEW], "none of them invisible"),
    ] {
        let page = tried(&mut browser, fields);
        assert!(page.contains(says) && page.contains("<title>Error"), "{fields:?}: {page}");
        assert!(!page.contains(NEW), "no password comes back");
    }
    for (fields, all) in [
        ([" ", "nowhere", "short"], vec!["1 to 100 characters", "An address looks like", "Use at least 8 characters."]),
        (["demo", "demo@example.com", NEW], vec!["This user name is taken", "belongs to another account"]),
        (["demo", "demo@example.com", "x"], vec!["is taken", "belongs to another", "Use at least 8 characters."]),
    ] {
        let page = tried(&mut browser, fields);
        for says in all {
            assert_eq!(page.matches(says).count(), 2, "{says} in the summary and beside its field: {page}");
        }
    }
    let consent = tried(&mut browser, ["new", "x@example.com", NEW]);
    assert!(consent.contains("/-/consent\"") && consent.contains("new"), "{consent}");
}

/// Whoever has an account already goes back to the form that the app sent them to.
#[test]
fn whoever_need_not_sign_up_finds_the_way_back() {
    let world = world();
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    let form = browser.submit(&sign_in, "/-/sign-up", &[]).page();
    let back = |page: &str| {
        page.split("class=\"aside\"")
            .nth(1)
            .unwrap()
            .split("href=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
    };
    let again = browser.open(&back(&form.text())).page();
    assert!(is_sign_in(&again) && again.text().contains(&client.own.app.name), "{again:?}");
    let fresh = world.get("/standard/-/sign-up");
    assert_eq!(back(&fresh.text()), "/standard/account");
}

#[test]
fn sign_up_is_off_unless_the_realm_says_otherwise() {
    let text = "listen = \"127.0.0.1:0\"\ndata = \".\"\n[demo]\nseed = true\n[[realms]]\nname = \"standard\"\nmounts = [{ dialect = \"standard\", prefix = \"/standard\" }]\n";
    let world = World::from_config(text, &|_| ());
    assert_eq!(world.get("/standard/-/sign-up").status, 404);
    let form = world.browser().open("/standard/account").page();
    let text = form.text();
    assert!(is_sign_in(&form) && !text.contains("sign-up") && text.contains("they make accounts"), "{text}");
}

/// Each answer tells whether the names are taken, so that each try counts.
#[test]
fn aut_01_nobody_asks_for_names_with_passwords_that_will_not_do() {
    let world = world();
    let mut browser = world.browser();
    let form = browser.open("/standard/-/sign-up").page();
    let mut tried = |name: &str| {
        let fields = [("username", name), ("email", "x@example.com"), ("password", "x")];
        browser.submit(&form, "/-/sign-up", &fields).page()
    };
    assert!(tried("demo").text().contains("This user name is taken"));
    for n in 0..19 {
        assert_eq!(tried(&format!("new{n}")).status, 422, "{n}");
    }
    let refused = tried("demo");
    assert!(refused.status == 429 && !refused.text().contains("is taken"), "{refused:?}");
}

#[test]
fn nobody_fills_a_realm_with_accounts() {
    let world = world();
    let mut made = 0;
    for n in 0..40 {
        let mut browser = world.browser();
        let form = browser.open("/standard/-/sign-up").page();
        let name = format!("new{n}");
        let fields = [("username", name.as_str()), ("email", &format!("{name}@example.com")), ("password", NEW)];
        match browser.submit(&form, "/-/sign-up", &fields) {
            End::Page(page) if page.status == 429 => break,
            _ => made += 1,
        }
    }
    assert_eq!(made, 20);
}
