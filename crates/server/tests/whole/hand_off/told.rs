//! What people and the log are told of a sign-in at the owner's page.

use super::{Answer, Visit, configured, is_consent_of, secret, sent, trouble, visit, world};
use crate::smtp::Post;
use crate::world::World;
use grantor::flow::hand_off::jwt::{Direction, sign};
use serde_json::{Value, json};

const EVENTS: &str = "/shop/account/events";

fn events(visit: &mut Visit<'_>, answer: &Answer) -> String {
    visit.back(answer).page().text()
}

#[test]
fn events_stand_in_their_order_and_say_how_somebody_signed_in() {
    let world = world();
    let mut first = sent(&world, world.browser(), EVENTS);
    let ada = Answer { amr: ["pwd", "otp", "x-own", "<b>"].map(str::to_owned).into(), ..first.ada() };
    let told = events(&mut first, &ada);
    assert!(told.contains("You signed in. With a password, a one-time code, <code>x-own</code>."), "{told}");
    let at = |sentence: &str| told.find(sentence).unwrap_or_else(|| panic!("{sentence} in {told}"));
    assert!(at("You signed in.") < at("Your account was made."), "newest first: {told}");
    let german = first.browser.open(&format!("{EVENTS}?lang=de")).page().text();
    assert!(german.contains("Sie haben sich angemeldet. Mit Passwort, Einmalcode, <code>x-own</code>."), "{german}");

    let mut browser = world.browser();
    browser.headers = vec![("User-Agent".to_owned(), "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".to_owned())];
    let mut second = sent(&world, browser, EVENTS);
    let own = Answer { amr: vec!["hwk".to_owned()], ..second.ada() };
    let told = events(&mut second, &own);
    assert!(told.contains("You signed in: <bdi>Firefox, Linux</bdi>. With a security key."), "{told}");

    let page = second.browser.open("/shop/account/data").page();
    let file = second.browser.submit(&page, "/shop/account/data", &[]).page();
    assert_eq!(file.member("/account/id_where_you_sign_in"), "4711");
    assert_eq!(
        (file.member("/events/0/action"), file.member("/events/0/by")),
        ("account.sign-in".into(), "account".into())
    );
}

#[test]
fn oid_09_a_new_device_is_told_by_mail() {
    let mut post = Post::open();
    let mail = format!("[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n", post.port);
    let world = configured("", &mail);
    let mut first = visit(&world, "shop");
    let ada = first.ada();
    assert!(is_consent_of(first.back(&ada), "ada"));
    world.advance(301);
    let mut again = sent(&world, first.browser, "/shop/account/delete");
    let own = again.ada();
    again.back(&own);
    let mut unproven = visit(&world, "shop");
    let unproven_ada = Answer { email_verified: false, ..unproven.ada() };
    unproven.back(&unproven_ada);
    assert_eq!(
        post.unread(),
        0,
        "neither of the first sign-in, nor in a browser that is known, nor to an address that nobody has proven"
    );
    let mut other = visit(&world, "shop");
    let own = other.ada();
    other.back(&own);
    let letter = post.next();
    assert_eq!(letter.to, ["ada@shop.example"]);
    assert!(letter.head("subject").starts_with("New sign-in"), "{letter:?}");
    let said = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("change the password that you sign in with at www.shop.example."), "{said}");
    assert!(!said.contains("new password"), "there is none here: {said}");
}

/// There is no password here to be asked for, and the owner's page may know the browser still.
#[test]
fn signing_another_browser_out_says_what_comes_of_it() {
    let world = world();
    let mut here = sent(&world, world.browser(), "/shop/account/sessions");
    let own = here.ada();
    here.back(&own).page();
    let mut there = sent(&world, world.browser(), "/shop/account/sessions");
    let own = there.ada();
    let list = there.back(&own).page().text();
    let one = crate::people::account::links_to_ends(&list).remove(0);
    for path in [one.as_str(), "/shop/account/sessions/end"] {
        let text = there.browser.open(path).page().text();
        assert!(
            text.contains("still signed in at <bdi>www.shop.example</bdi>, that happens without a question"),
            "{text}"
        );
        assert!(!text.contains("for the password"), "{text}");
    }
}

/// An answer that is signed as it should be is not called unsigned. The log names the claim, and never says what stands in it.
#[test]
fn the_log_names_the_claim_that_is_wrong() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let refused = |visit: &mut Visit<'_>, change: &dyn Fn(&mut Value)| {
        let mut claims = serde_json::to_value(visit.ada()).unwrap();
        change(&mut claims);
        let token = sign(Direction::Answer, &Direction::Answer.key(&secret()), &claims);
        let target = visit.with_token(&token);
        visit.refused(&target);
        assert_eq!(trouble(&world), "answer_unfit", "{claims}");
        last_trouble(&world)
    };
    for (name, value, says) in [
        ("email", Value::Null, "its claim `email` is not a text"),
        ("sub", json!(4711), "its claim `sub` is not a text"),
        ("exp", json!("2026"), "its claim `exp` is not a whole number"),
        ("email_verified", json!("yes"), "its claim `email_verified` is not true or false"),
        ("roles", json!(["staff", 1]), "its claim `roles` is not a list of texts"),
    ] {
        let line = refused(&mut visit, &|claims| claims[name] = value.clone());
        assert!(line.contains(says), "{line}");
        assert!(!line.contains("4711") && !line.contains("shop.example"), "{line}");
    }
    let line = refused(&mut visit, &|claims| drop(claims.as_object_mut().unwrap().remove("auth_time")));
    assert!(line.contains("its claim `auth_time` is missing"), "{line}");
}

fn last_trouble(world: &World) -> String {
    world.log().into_iter().rev().find(|line| line.text.contains("trouble=")).unwrap().text
}
