//! Who is who: accounts that are disabled, passwords that there are not, and the way out. Names that move: `names`.

use super::{Client, End, PAGE, is_consent_of, sent, trouble, visit, world};
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use grantor::desk::links::Errand;
use grantor::flow::hand_off::claims::Answer;

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
    world.admin("shop", async move |desk| desk.disable("ada").await.unwrap());
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
    world.admin("shop", async move |desk| desk.enable("ada").await.unwrap());
    let mut again = visit(&world, "shop");
    let own = again.ada();
    assert!(is_consent_of(again.back(&own), "ada"));
}

#[test]
fn there_are_no_passwords_and_the_desk_says_why() {
    let world = world();
    let password = Plain::new("a fine password");
    let said = world.admin("shop", async move |desk| {
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
    let mut again = sent(&world, ada.browser, &Client::first(&world, "shop").target());
    assert_eq!(again.request.prompt.as_deref(), Some("login"), "who is not Ada is asked who they are");
    let somebody = Answer { sub: "4712".to_owned(), preferred_username: "grace".to_owned(), ..again.ada() };
    let somebody = Answer { email: "grace@shop.example".to_owned(), ..somebody };
    let consent = again.back(&somebody).page();
    assert!(consent.text().contains("grace"), "{consent:?}");
    world.admin("shop", async move |desk| desk.end_sessions("grace").await.unwrap());
    let later = sent(&world, again.browser, &Client::first(&world, "shop").target());
    assert_eq!(later.request.prompt, None, "once");
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
    for (page, says) in [(&page, "and your session there"), (&gone, "You may still be signed in at")] {
        let text = page.text();
        assert!(text.contains(says) && text.contains("<bdi>www.shop.example</bdi>"), "{text}");
        assert!(text.contains("a new, empty account is made here"), "{text}");
    }
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
