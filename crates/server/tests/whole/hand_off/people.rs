//! Who is who: names that are taken, accounts that are disabled, passwords that there are not, and the way out.

use super::{Client, End, PAGE, is_consent_of, sent, trouble, visit, world};
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use grantor::desk::links::Errand;
use grantor::flow::hand_off::claims::Answer;

/// Whoever may choose a user name at the owner's site must not come into somebody's account by it.
#[test]
fn no_account_is_found_by_its_name_or_address() {
    let world = world();
    let mut ada = visit(&world, "shop");
    let own = ada.ada();
    ada.back(&own);
    let seeded = world.shown.realms[0].account.clone();
    for (sub, username, email) in [
        ("4712", "ada", "grace@shop.example"),
        ("4712", "ADA", "grace@shop.example"),
        ("4712", "grace", "ada@shop.example"),
        ("4712", "ada@shop.example", "grace@shop.example"),
        ("4712", seeded.username.as_str(), "grace@shop.example"),
        ("4712", "grace", seeded.email.as_str()),
    ] {
        let mut other = visit(&world, "shop");
        let claimed = Answer {
            sub: sub.to_owned(),
            preferred_username: username.to_owned(),
            email: email.to_owned(),
            ..other.ada()
        };
        let target = other.way_back(&claimed);
        let page = other.refused(&target);
        assert_eq!(trouble(&world), "names_taken", "{username} {email}");
        assert!(page.text().contains("another account"), "{page:?}");
        let line = world.log().into_iter().rev().find(|line| line.text.contains("trouble=")).unwrap();
        assert!(line.text.contains("4712"), "the log says whom it is about: {line:?}");
    }
    assert_eq!(super::accounts(&world, "shop").len(), 1);
}

/// The same for a change: the account stays as it was, and signs in again once the name is free.
#[test]
fn a_change_to_a_taken_name_is_refused() {
    let world = world();
    let mut ada = visit(&world, "shop");
    let own = ada.ada();
    ada.back(&own);
    let mut grace = visit(&world, "shop");
    let own =
        Answer { sub: "4712".to_owned(), preferred_username: "grace".to_owned(), email: String::new(), ..grace.ada() };
    assert!(is_consent_of(grace.back(&own), "grace"), "an account without an address");
    let mut again = visit(&world, "shop");
    let claimed = Answer { preferred_username: "ada".to_owned(), jti: again.request.jti.clone(), ..own.clone() };
    let target = again.way_back(&claimed);
    again.refused(&target);
    let names: Vec<String> = super::accounts(&world, "shop").into_iter().map(|own| own.username).collect();
    assert_eq!(names, ["ada", "grace"]);
    let mut again = visit(&world, "shop");
    let claimed = Answer { preferred_username: "hopper".to_owned(), jti: again.request.jti.clone(), ..own };
    assert!(is_consent_of(again.back(&claimed), "hopper"));
}

#[test]
fn what_no_account_can_hold_is_refused() {
    let world = world();
    let changes: [&dyn Fn(&mut Answer); 7] = [
        &|own| own.sub = String::new(),
        &|own| own.sub = "x".repeat(256),
        &|own| own.sub = "47\n11".to_owned(),
        &|own| own.preferred_username = String::new(),
        &|own| own.preferred_username = " ada".to_owned(),
        &|own| own.email = "nowhere".to_owned(),
        &|own| own.given_name = "x".repeat(101),
    ];
    for change in changes {
        let mut visit = visit(&world, "shop");
        let mut claimed = visit.ada();
        change(&mut claimed);
        let target = visit.way_back(&claimed);
        visit.refused(&target);
        assert_eq!(trouble(&world), "answer_unfit", "{claimed:?}");
    }
    assert!(super::accounts(&world, "shop").is_empty());
}

#[test]
fn ses_04_a_disabled_account_stays_outside() {
    let world = world();
    let mut ada = visit(&world, "shop");
    let own = ada.ada();
    assert!(is_consent_of(ada.back(&own), "ada"));
    world.admin("shop", |desk| async move { desk.disable("ada").await.unwrap() });
    let End::App(url, 303) = ada.browser.open(&Client::first(&world, "shop").target()) else {
        panic!("its session has ended")
    };
    assert!(url.starts_with(PAGE));
    let mut again = visit(&world, "shop");
    let mut renamed = again.ada();
    renamed.preferred_username = "someone-else".to_owned();
    let target = again.way_back(&renamed);
    let page = again.refused(&target);
    assert!(page.text().contains("disabled"), "{page:?}");
    assert_eq!(super::accounts(&world, "shop")[0].username, "ada", "nothing follows");
    world.admin("shop", |desk| async move { desk.enable("ada").await.unwrap() });
    let mut again = visit(&world, "shop");
    let own = again.ada();
    assert!(is_consent_of(again.back(&own), "ada"));
}

#[test]
fn there_are_no_passwords_and_the_desk_says_why() {
    let world = world();
    let password = Plain::new("a fine password");
    let said = world.admin("shop", |desk| async move {
        let set = desk.set_password("demo", &password).await.unwrap_err().to_string();
        let person =
            Person { username: "grace".to_owned(), email: "grace@shop.example".to_owned(), ..Person::default() };
        let made = desk.create_account(person, &password).await.unwrap_err().to_string();
        assert_eq!(set, made);
        // Nor is there a way to one by mail.
        let account = desk.account("demo").await.unwrap();
        let linked = desk.make_link(Errand::Reset, &account, "").await.unwrap_err().to_string();
        assert_eq!(set, linked);
        set
    });
    assert!(said.contains(PAGE) && said.contains("`shop`") && said.contains("no passwords"), "{said}");
}

/// Grantor's session ends; the owner's is the owner's.
#[test]
fn ses_03_signing_out_says_that_the_owners_session_goes_on() {
    let world = world();
    let mut ada = visit(&world, "shop");
    let own = ada.ada();
    let consent = ada.back(&own).page();
    let out = ada.browser.submit(&consent, "/-/sign-out", &[]).page();
    assert!(out.text().contains("www.shop.example"), "{out:?}");
    let again = ada.browser.open(&Client::first(&world, "shop").target());
    assert!(matches!(&again, End::App(url, 303) if url.starts_with(PAGE)), "{again:?}");
}

/// There is no password to ask for, so the owner's page has to have asked just now; a page that lay open does not get round that.
#[test]
fn ses_05_deleting_the_account_takes_a_fresh_sign_in() {
    const DELETE: &str = "/shop/account/delete";
    let world = world();
    let mut ada = visit(&world, "shop");
    let own = ada.ada();
    ada.back(&own);
    world.advance(300);
    let page = ada.browser.open(DELETE).page();
    assert!(page.status == 200 && !page.text().contains("name=\"current\""), "{page:?}");
    world.advance(1);
    let late = ada.browser.submit(&page, DELETE, &[("username", "ada")]);
    assert!(matches!(&late, End::App(url, 303) if url.starts_with(PAGE)), "{late:?}");
    assert_eq!(super::accounts(&world, "shop").len(), 1);
    let other = ada.browser.open("/shop/account/profile").page();
    assert!(other.status == 200, "everything else goes on: {other:?}");

    let mut again = sent(&world, ada.browser, DELETE);
    assert_eq!(again.request.prompt.as_deref(), Some("login"));
    let mut stale = again.ada();
    stale.auth_time -= 61;
    let target = again.way_back(&stale);
    again.refused(&target);
    assert_eq!(trouble(&world), "sign_in_old");

    let mut again = sent(&world, again.browser, DELETE);
    let own = again.ada();
    let page = again.back(&own).page();
    let gone = again.browser.submit(&page, DELETE, &[("username", "ada")]).page();
    assert_eq!(gone.status, 200, "{gone:?}");
    assert!(super::accounts(&world, "shop").iter().all(|account| account.username != "ada"));
}

/// Names come from the owner: a form that says otherwise, which no page of ours has, changes the language alone.
#[test]
fn people_change_their_language_and_nothing_that_the_owner_keeps() {
    let world = world();
    let mut ada = visit(&world, "shop");
    let own = ada.ada();
    ada.back(&own);
    let page = ada.browser.open("/shop/account/profile").page();
    let text = page.text();
    assert!(text.contains("Ada Lovelace") && text.contains("name=\"language\""), "{text}");
    assert!(!text.contains("name=\"first_name\"") && !text.contains("/account/email\""), "{text}");
    let forged = [("first_name", "Mallory"), ("last_name", ""), ("language", "de")];
    let saved = ada.browser.submit(&page, "/shop/account/profile", &forged).page();
    assert!(saved.status == 200 && saved.text().contains("<html lang=\"de\">"), "{saved:?}");
    let account = super::accounts(&world, "shop").remove(0);
    assert_eq!((account.first_name.as_str(), account.last_name.as_str()), ("Ada", "Lovelace"));
    assert_eq!(account.language.as_deref(), Some("de"));
}
