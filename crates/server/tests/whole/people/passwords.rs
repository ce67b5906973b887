//! AUT-05: passwords of eight characters to a kibibyte, of anything, whole, wherever they are chosen.

use super::site::demo;
use super::{is_consent, is_sign_in};
use crate::administration::Caller;
use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::world::World;

const LONGEST: usize = 1024;

fn fill(browser: &mut Browser<'_>, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Response {
    let page = browser.open(page).page();
    browser.submit(&page, action, fields).page()
}

/// Whether somebody with a new browser gets in with it; guesses have their budget, which is not what is looked at here.
fn opens(world: &World, name: &str, password: &str) -> bool {
    let mut browser = world.browser();
    let form = browser.open("/standard/account").page();
    let page = browser.submit(&form, "/-/sign-in", &[("username", name), ("password", password)]).page();
    world.advance(30);
    assert_eq!(page.status, 200, "{page:?}");
    !is_sign_in(&page)
}

/// Where other servers cut: after 8 (DES), 14, 64, 72 bytes (bcrypt), 128, 255, 512; and at a zero byte.
#[test]
fn aut_05_all_of_a_password_counts_up_to_its_last_byte() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let set = |password: &str| {
        let body = serde_json::json!({ "password": password }).to_string();
        let answer = caller.send("PUT", "/realms/standard/accounts/demo/password", &body);
        assert_eq!(answer.status, 204, "{answer:?}");
    };
    let whole: String = (0..LONGEST).map(|nth| char::from(b'a' + u8::try_from(nth * 7 % 26).unwrap())).collect();
    assert_eq!(whole.len(), LONGEST);
    set(&whole);
    for length in [8, 14, 16, 20, 32, 55, 56, 63, 64, 71, 72, 73, 127, 128, 255, 256, 511, 512, LONGEST - 1] {
        assert!(!opens(&world, "demo", &whole[..length]), "the first {length} bytes");
    }
    assert!(!opens(&world, "demo", &format!("{}!", &whole[..LONGEST - 1])), "another last byte");
    assert!(!opens(&world, "demo", &whole[1..]), "without its first");
    assert!(opens(&world, "demo", &whole));
    let zero = "correct\u{0}horse";
    set(zero);
    for other in ["correct", "correct\u{0}", "correct\u{0}house", "correcthorse"] {
        assert!(!opens(&world, "demo", other), "{other:?}");
    }
    assert!(opens(&world, "demo", zero));
    // Nothing is trimmed, folded or taken apart, and a password of 64 characters may be one of any script.
    let script = "пароль🦀 ".repeat(8);
    assert!(script.chars().count() >= 64);
    set(&script);
    for other in [script.trim(), &script.to_uppercase(), &script.replace('🦀', "?"), &script[..script.len() - 9]] {
        assert!(!opens(&world, "demo", other), "{other:?}");
    }
    assert!(opens(&world, "demo", &script));
}

#[test]
fn aut_05_a_sign_in_of_more_than_a_kibibyte_is_a_bad_request_and_costs_no_hash() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let page = browser.open(&client.target()).page();
    let hashes = || {
        let text = world.get("/metrics").text();
        text.lines().find_map(|line| line.strip_prefix("grantor_password_hashes_total ").map(str::to_owned))
    };
    let before = hashes();
    for name in ["demo", "nobody"] {
        for length in [LONGEST + 1, 60_000] {
            let long = "x".repeat(length);
            let answer = browser.submit(&page, "/-/sign-in", &[("username", name), ("password", &long)]).page();
            assert_eq!(answer.status, 400, "{name} {length}: {answer:?}");
            assert!(!answer.text().contains("xxxx"), "it is not said again: {answer:?}");
        }
    }
    assert_eq!(hashes(), before);
    assert!(before.is_some());
    let answer = browser.submit(&page, "/-/sign-in", &[("username", "demo"), ("password", &"x".repeat(LONGEST))]);
    assert_eq!(answer.page().status, 200, "a kibibyte is checked, and wrong");
    assert!(is_consent(&browser.sign_in(&page).page()));
}

/// Each place where a password is chosen says the same of one that is too short, too long, or everybody's first try.
#[test]
fn aut_05_wherever_a_password_is_chosen_the_same_rules_hold() {
    let world = World::of(&["standard"]);
    let (caller, long) = (Caller::new(&world), "x".repeat(LONGEST + 1));
    let current = world.shown.password.expose().to_owned();
    let id = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    let of_demo = format!("/admin/realms/standard/accounts/{id}/password");
    let new_account = "/admin/realms/standard/accounts/new";
    let (mut own, mut administrator) = (demo(&world), administrator(&world));
    for (password, says) in [
        ("1234567", "8 characters"),
        ("ßüöäßüö", "8 characters"),
        (&long, "1,024 bytes"),
        ("password", "most common"),
        ("PassWord1", "most common"),
        ("Qwertyuiop", "most common"),
    ] {
        let person = [("username", "new"), ("email", "new@example.com"), ("password", password)];
        let at_the_account = [("current", current.as_str()), ("password", password)];
        for page in [
            fill(&mut own, ("/standard/account/password", "/standard/account/password"), &at_the_account),
            fill(&mut world.browser(), ("/standard/-/sign-up", "/-/sign-up"), &person),
            fill(&mut administrator, (&of_demo, &of_demo), &[("password", password)]),
            fill(&mut administrator, (new_account, new_account), &person),
        ] {
            let text = page.text();
            assert!(text.contains("<title>Error") && text.contains(says), "{password:.20}: {page:?}");
        }
        for (method, path, body) in [
            ("PUT", "/realms/standard/accounts/demo/password", serde_json::json!({ "password": password })),
            (
                "POST",
                "/realms/standard/accounts",
                serde_json::json!({ "username": "new", "email": "new@example.com", "password": password }),
            ),
        ] {
            let no = caller.send(method, path, &body.to_string());
            assert_eq!(no.status, 422, "{path} {password:.20}: {no:?}");
            assert!(no.member("/detail").contains(says), "{path} {password:.20}: {no:?}");
        }
    }
    let made = world.admin("standard", async move |desk| desk.accounts().await.unwrap().len());
    assert_eq!(made, 1, "nobody new");
    assert!(opens(&world, "demo", &current), "and the old password is the one");
    let raw = Request::new("POST", "/standard/-/sign-in")
        .body("application/x-www-form-urlencoded", "username=%ff&password=%ff");
    assert_eq!(raw.send(world.at).status, 400, "no text at all");
}
