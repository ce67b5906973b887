//! The same through the pages: signing up, another address, another password.

use super::{target, world};
use crate::browser::{Browser, End};
use crate::http::Response;
use crate::world::World;
use engine::model::Account;
use std::time::Duration;

fn account(world: &World, name: &str) -> Account {
    let name = name.to_owned();
    world.admin("standard", |desk| async move { desk.account(&name).await.unwrap() })
}

/// The demo's person at a page of their account.
fn signed_in<'w>(world: &'w World, path: &str) -> (Browser<'w>, Response) {
    let mut browser = world.browser();
    let page = browser.open(&format!("/standard/account{path}")).page();
    let page = match page.text().contains("/-/sign-in\"") {
        true => browser.sign_in(&page).page(),
        false => page,
    };
    (browser, page)
}

fn move_to(world: &World, browser: &mut Browser<'_>, page: &Response, address: &str) -> Response {
    let current = world.shown.password.expose().to_owned();
    browser.submit(page, "/account/email", &[("email", address), ("current", &current)]).page()
}

#[test]
fn oid_10_whoever_signs_up_confirms_their_address() {
    let (world, mut mail) = world(&["standard"]);
    let mut browser = world.browser();
    let form = browser.open("/standard/-/sign-up").page();
    let fields = [("username", "carol"), ("email", "carol@example.com"), ("password", "battery staple")];
    match browser.submit(&form, "/-/sign-up", &fields) {
        End::Page(page) => assert_eq!(page.status, 200, "{page:?}"),
        End::App(url, _) => panic!("{url}"),
    }
    assert!(!account(&world, "carol").email_verified);
    let letter = mail.next();
    assert_eq!(letter.to, ["carol@example.com"]);
    assert!(letter.head("subject").starts_with("Confirm your"), "{letter:?}");
    // In another browser, such as that of a phone.
    let mut phone = world.browser();
    let page = phone.open(&target(&world, &letter)).page();
    assert!(!account(&world, "carol").email_verified, "looking changes nothing");
    phone.submit(&page, "/-/confirm", &[]);
    assert!(account(&world, "carol").email_verified);
}

#[test]
fn oid_10_another_address_answers_a_letter_before_it_is_ones_own() {
    let (world, mut mail) = world(&["standard"]);
    let (mut browser, page) = signed_in(&world, "/profile");
    mail.next();
    let said = move_to(&world, &mut browser, &page, "new@example.com");
    assert!(said.text().contains("An email is on its way"), "{said:?}");
    assert_eq!(account(&world, "demo").email, "demo@example.com");
    let letter = mail.next();
    assert_eq!(letter.to, ["new@example.com"]);
    let page = browser.open(&target(&world, &letter)).page();
    browser.submit(&page, "/-/confirm", &[]);
    let after = account(&world, "demo");
    assert_eq!((after.email.as_str(), after.email_verified), ("new@example.com", true));
    assert_eq!(mail.next().to, ["demo@example.com"], "the old address is told");
}

/// Whether the address is somebody else's is not said to whoever asks, only to whoever reads its mail.
#[test]
fn aut_01_asking_for_an_address_tells_nothing_about_whose_it_is() {
    let (world, mut mail) = world(&["standard"]);
    let person = grantor::desk::accounts::Person {
        username: "carol".to_owned(),
        email: "carol@example.com".to_owned(),
        ..Default::default()
    };
    let password = engine::secret::Plain::new("correct horse");
    world.admin("standard", |desk| async move { desk.create_account(person, &password).await }).unwrap();
    let (mut browser, page) = signed_in(&world, "/profile");
    mail.next();
    let said = move_to(&world, &mut browser, &page, "carol@example.com");
    assert!(said.text().contains("An email is on its way"), "{said:?}");
    let page = browser.open(&target(&world, &mail.next())).page();
    let refused = browser.submit(&page, "/-/confirm", &[]).page();
    assert_eq!(refused.status, 409, "{refused:?}");
}

#[test]
fn nobody_sends_many_letters_to_strangers() {
    let (world, mut mail) = world(&["standard"]);
    let (mut browser, page) = signed_in(&world, "/profile");
    mail.next();
    let seen: Vec<bool> = (0..4)
        .map(|nth| {
            let said = move_to(&world, &mut browser, &page, &format!("victim-{nth}@example.com"));
            said.text().contains("An email is on its way")
        })
        .collect();
    assert_eq!(seen, [true, true, true, false]);
    (0..3).for_each(|_| drop(mail.next()));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(mail.unread(), 0);
}

#[test]
fn a_changed_password_is_told() {
    let (world, mut mail) = world(&["standard"]);
    let (mut browser, page) = signed_in(&world, "/password");
    mail.next();
    let current = world.shown.password.expose().to_owned();
    browser.submit(&page, "/account/password", &[("current", &current), ("password", "battery staple")]);
    assert_eq!(mail.next().head("subject"), "Your password for Grantor was changed");
}

#[test]
fn without_mail_the_profile_says_who_helps() {
    let world = World::of(&["standard"]);
    let person = grantor::desk::accounts::Person {
        username: "carol".to_owned(),
        email: "carol@example.com".to_owned(),
        ..Default::default()
    };
    let password = engine::secret::Plain::new("correct horse");
    world.admin("standard", |desk| async move { desk.create_account(person, &password).await }).unwrap();
    let mut browser = world.browser();
    let form = browser.open("/standard/account/profile").page();
    let page = browser.submit(&form, "/-/sign-in", &[("username", "carol"), ("password", "correct horse")]).page();
    assert!(page.text().contains("No email is sent here") && page.text().contains("whoever runs"), "{}", page.text());
}
