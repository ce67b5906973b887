//! An address and its confirmation.

use super::{forget, hidden, post, target, world};
use crate::smtp::{Post, Received};
use crate::world::World;
use engine::model::Account;
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use grantor::desk::letters::Postroom;

/// Asks for a new address of `demo`, as its page does.
fn ask(world: &World, address: &str) {
    let address = address.to_owned();
    let server = world.server.clone();
    let realm = world.realm("standard").clone();
    world.admin("standard", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        let made = desk.ask_for_address(&account, &address).await.unwrap();
        let (mail, mount) = (server.mail.as_deref(), realm.main().unwrap());
        let postroom = Postroom { mail, realm: &realm, mount, dice: server.dice.as_ref(), now: server.clock.now() };
        postroom.send_link(&account, &address, &made, Some("en"));
    });
}

fn account(world: &World) -> Account {
    world.admin("standard", async move |desk| desk.account("demo").await.unwrap())
}

fn asked(address: &str) -> (World, Post, Received) {
    let (world, mut mail) = world(&["standard"]);
    ask(&world, address);
    let letter = mail.next();
    (world, mail, letter)
}

#[test]
fn oid_10_a_new_address_is_the_accounts_only_once_it_was_confirmed() {
    let (world, mut mail, letter) = asked("new@example.com");
    assert_eq!(letter.to, ["new@example.com"]);
    assert!(!letter.text.contains("demo"), "a stranger's address gets no words of a stranger: {}", letter.text);
    let link = target(&world, &letter);
    let mut browser = world.browser();
    let page = browser.open(&link).page();
    assert!(page.text().contains("new@example.com") && page.text().contains("Yes, confirm it"), "{page:?}");
    assert_eq!(account(&world).email, "demo@example.com", "looking changes nothing");

    let (csrf, secret) = (hidden(&page, "csrf"), hidden(&page, "link"));
    let done = browser.submit(&page, "/-/confirm", &[]).page();
    assert!(done.text().contains("Your email address is confirmed"), "{done:?}");
    let after = account(&world);
    assert_eq!((after.email.as_str(), after.email_verified), ("new@example.com", true));
    let told = mail.next();
    assert_eq!(
        (told.to[0].as_str(), told.head("subject")),
        ("demo@example.com", "Your email address for Grantor was changed")
    );

    let pairs = [("csrf", csrf.as_str()), ("link", secret.as_str())];
    assert_eq!(post(&world, &browser, "/standard/-/confirm", &pairs).status, 410, "used twice");
}

#[test]
fn oid_10_an_account_begins_unconfirmed_and_its_own_link_confirms_it() {
    let (world, mut mail) = world(&["standard"]);
    let person = Person { username: "carol".to_owned(), email: "carol@example.com".to_owned(), ..Person::default() };
    let server = world.server.clone();
    let realm = world.realm("standard").clone();
    world.admin("standard", async move |desk| {
        let account = desk.create_account(person, &Plain::new("correct horse")).await.unwrap();
        assert!(!account.email_verified);
        let made = desk.ask_for_address(&account, &account.email).await.unwrap();
        let (mail, mount) = (server.mail.as_deref(), realm.main().unwrap());
        let postroom = Postroom { mail, realm: &realm, mount, dice: server.dice.as_ref(), now: server.clock.now() };
        postroom.send_link(&account, &account.email, &made, Some("de"));
    });
    let letter = mail.next();
    assert_eq!(letter.head("subject"), "Ihre E-Mail-Adresse für Grantor bestätigen");
    let mut browser = world.browser();
    let page = browser.open(&target(&world, &letter)).page();
    browser.submit(&page, "/-/confirm", &[]).page();
    let after = world.admin("standard", async move |desk| desk.account("carol").await.unwrap());
    assert!(after.email_verified);
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert_eq!(mail.unread(), 0, "nothing has changed that anybody must be told");
}

/// Whoever was in the account asked for an address of their own; its owner chooses a new password, and that was that.
#[test]
fn aut_07_a_new_password_ends_what_was_asked_for_before() {
    let (world, mut mail, letter) = asked("intruder@example.com");
    let intruding = target(&world, &letter);
    super::forget(&world, "demo");
    let link = target(&world, &mail.next());
    assert_eq!(world.get(&intruding).status, 200);
    super::choose(&mut world.browser(), &link, "battery staple");
    let over = world.get(&intruding);
    assert!(over.status == 410 && over.text().contains("or a new password has ended it"), "{over:?}");
    assert_eq!(account(&world).email, "demo@example.com");
}

#[test]
fn aut_07_a_confirmation_ends_after_a_day_to_the_second() {
    let (world, _mail, letter) = asked("new@example.com");
    let link = target(&world, &letter);
    world.advance(86_399);
    assert_eq!(world.get(&link).status, 200);
    world.advance(1);
    assert_eq!(world.get(&link).status, 410);
    assert_eq!(account(&world).email, "demo@example.com");
}

#[test]
fn an_address_that_was_taken_in_between_stays_with_whom_it_is() {
    let (world, _mail, letter) = asked("new@example.com");
    let person = Person { username: "carol".to_owned(), email: "new@example.com".to_owned(), ..Person::default() };
    world.admin("standard", async move |desk| {
        desk.create_account(person, &Plain::new("correct horse")).await.unwrap();
    });
    let mut browser = world.browser();
    let page = browser.open(&target(&world, &letter)).page();
    let said = browser.submit(&page, "/-/confirm", &[]).page();
    assert!(said.status == 409 && said.text().contains("This address is in use"), "{said:?}");
    assert_eq!(account(&world).email, "demo@example.com");
}

/// Whoever has just signed up reads where they land that a letter waits, until they have opened its link.
#[test]
fn after_sign_up_the_account_says_that_a_letter_waits() {
    let (world, mut mail) = world(&["standard"]);
    let mut browser = world.browser();
    let form = browser.open("/standard/-/sign-up").page();
    let fields = [("username", "carol"), ("email", "carol@example.com"), ("password", "battery staple")];
    let landed = browser.submit(&form, "/-/sign-up", &fields).page().text();
    let says = "An email is on its way to <strong><bdi>carol@example.com</bdi></strong>.";
    assert!(landed.contains(says), "{landed}");
    let german = browser.open("/standard/account?lang=de").page().text();
    assert!(german.contains("Eine E-Mail ist an <strong><bdi>carol@example.com</bdi></strong> unterwegs."), "{german}");
    let link = target(&world, &mail.next());
    let page = browser.open(&link).page();
    browser.submit(&page, "/-/confirm", &[]).page();
    let list = browser.open("/standard/account?lang=en").page().text();
    assert!(!list.contains("An email was sent"), "{list}");
}

#[test]
fn a_change_of_address_that_was_asked_for_is_told_without_the_address() {
    let (world, _mail) = world(&["standard"]);
    let mut browser = world.browser();
    let form = browser.open("/standard/account").page();
    browser.sign_in(&form).page();
    let page = browser.open("/standard/account/profile").page();
    let current = world.shown.password.expose();
    let fields = [("email", "new@example.com"), ("current", current)];
    assert!(browser.submit(&page, "/standard/account/email", &fields).page().text().contains("An email is on its way"));
    for (language, told) in
        [("en", "A new email address was asked for"), ("de", "Eine neue E-Mail-Adresse wurde angefragt")]
    {
        let events = browser.open(&format!("/standard/account/events?lang={language}")).page().text();
        assert!(events.contains(told) && !events.contains("new@example.com"), "{events}");
    }
    let id = account(&world).id;
    let row = world.admin("standard", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        desk.events(&account, None).await.unwrap().rows.remove(0).0.audit
    });
    assert_eq!((row.action.as_str(), row.actor), ("account.ask-address", format!("account:{id}")));
    assert_eq!((row.object, row.detail.as_str()), (format!("account {id}"), ""));
}

/// The account's own form is no way to have a stranger written to as often as somebody likes.
#[test]
fn aut_03_new_addresses_are_asked_for_a_few_times_and_then_one_by_one() {
    const EMAIL: &str = "/standard/account/email";
    let (world, mut mail) = world(&["standard"]);
    let mut browser = world.browser();
    let form = browser.open("/standard/account").page();
    browser.sign_in(&form).page();
    let page = browser.open("/standard/account/profile").page();
    assert_eq!(mail.next().to, ["demo@example.com"], "of the new device");
    let mut ask = |address: &str| {
        let fields = [("email", address), ("current", world.shown.password.expose())];
        browser.submit(&page, EMAIL, &fields).page().text()
    };
    let asked = || {
        world.admin("standard", async move |desk| {
            let account = desk.account("demo").await.unwrap();
            let rows = desk.events(&account, None).await.unwrap().rows;
            rows.iter().filter(|(row, _)| row.audit.action == "account.ask-address").count()
        })
    };
    assert!(ask("nowhere").contains("looks like name@example.com"));
    for n in 0..3 {
        let said = ask(&format!("stranger-{n}@example.com"));
        assert!(said.contains("An email is on its way"), "{said}");
        assert_eq!(mail.next().to, [format!("stranger-{n}@example.com")]);
    }
    for n in 3..6 {
        let said = ask(&format!("stranger-{n}@example.com"));
        assert!(said.contains("Several emails have gone out") && said.contains("wait 5\u{a0}minutes"), "{said}");
    }
    assert_eq!((mail.unread(), asked()), (0, 3), "neither a letter nor a row for those that were refused");
    world.advance(300);
    assert!(ask("stranger-6@example.com").contains("An email is on its way"));
    assert_eq!(mail.next().to, ["stranger-6@example.com"]);
}

/// Whoever asks for somebody's address as their own does not keep that somebody from a new password.
#[test]
fn aut_03_letters_about_a_new_address_take_none_from_those_about_a_password() {
    let (world, mut mail) = world(&["standard"]);
    let mut browser = world.browser();
    let form = browser.open("/standard/account").page();
    browser.sign_in(&form).page();
    mail.next();
    let page = browser.open("/standard/account/profile").page();
    let fields = [("email", "somebody@example.com"), ("current", world.shown.password.expose())];
    let asked = [(); 4].map(|()| browser.submit(&page, "/standard/account/email", &fields).page().text());
    assert!(asked[3].contains("Several emails have gone out"), "{}", asked[3]);
    let sent = forget(&world, "somebody@example.com");
    assert!(sent.status == 200 && sent.text().contains("Look at your email"), "{sent:?}");
}

#[test]
fn an_address_that_is_confirmed_already_gets_no_letter() {
    let (world, mut mail, letter) = asked("new@example.com");
    let mut browser = world.browser();
    let page = browser.open(&target(&world, &letter)).page();
    browser.submit(&page, "/-/confirm", &[]).page();
    mail.next();
    let form = browser.open("/standard/account").page();
    browser.sign_in(&form).page();
    let page = browser.open("/standard/account/profile").page();
    let fields = [("email", "new@example.com"), ("current", world.shown.password.expose())];
    let said = browser.submit(&page, "/standard/account/email", &fields).page().text();
    assert!(said.contains("This is your address already, and it is confirmed."), "{said}");
    let events = browser.open("/standard/account/events").page().text();
    assert_eq!(events.matches("A new email address was asked for").count(), 1, "{events}");
}

/// Who has asked for an address sees it, and can take that back without a password: it leaves everything as it is.
#[test]
fn a_new_address_that_waits_is_seen_and_withdrawn() {
    let (world, mut mail, letter) = asked("new@example.com");
    let link = target(&world, &letter);
    let mut browser = world.browser();
    let form = browser.open("/standard/account").page();
    browser.sign_in(&form).page();
    mail.next();
    let page = browser.open("/standard/account/profile?lang=de").page();
    assert!(page.text().contains("<bdi>new@example.com</bdi></strong> ist angefragt"), "{page:?}");
    let page = browser.open("/standard/account/profile?lang=en").page();
    assert!(page.text().contains("<bdi>new@example.com</bdi></strong> was asked for"), "{page:?}");
    for _ in 0..2 {
        let after = browser.submit(&page, "/standard/account/email", &[("withdraw", "yes")]).page().text();
        assert!(after.contains("The request is withdrawn") && !after.contains("new@example.com"), "{after}");
    }
    assert_eq!(world.get(&link).status, 410);
    assert_eq!((account(&world).email.as_str(), mail.unread()), ("demo@example.com", 0));
    let events = browser.open("/standard/account/events").page().text();
    assert_eq!(events.matches("The new email address that was asked for was withdrawn.").count(), 1, "{events}");
}
