//! A forgotten password and its link.

use super::{choose, forget, hidden, post, signs_in, target, world};
use crate::client::Client;
use crate::people::site::demo;
use crate::smtp::wait;
use crate::world::World;
use grantor::desk::account::AccountEdit;
use grantor::desk::links::Errand;

const NEW: &str = "battery staple";

#[test]
fn aut_07_a_forgotten_password_is_replaced_by_a_link_that_works_once() {
    let (world, mut mail) = world(&["standard"]);
    let client = Client::first(&world, "standard");
    let old = world.shown.password.expose().to_owned();
    let mut elsewhere = world.browser();
    assert!(elsewhere.reach_consent(&client.target()).page().text().contains("/-/consent\""));
    assert!(mail.next().head("subject").starts_with("New sign-in"), "the demo's browser is new");

    let said = forget(&world, "Demo@Example.com");
    assert!(said.status == 200 && said.text().contains("Look at your email"), "{said:?}");
    let back = "<a href=\"/standard/account\">Sign in</a>";
    assert!(said.text().contains(back) && world.get("/standard/-/forgotten").text().contains(back), "{said:?}");
    let letter = mail.next();
    assert_eq!(letter.to, ["demo@example.com"]);
    assert_eq!(letter.head("subject"), "New password for Grantor");
    assert_eq!(letter.head("from"), "Grantor <no-reply@shop.example>");
    let link = target(&world, &letter);
    assert!(link.starts_with("/standard/-/reset?link=") && link.len() >= 43 + 23, "256 bits: {link}");

    // A scanner of mail opens the link, more than once.
    for _ in 0..3 {
        let page = world.get(&link);
        assert!(page.status == 200 && page.text().contains("Choose a new password"), "{page:?}");
        assert_eq!(world.bearer(&link, "x").header("referrer-policy"), "no-referrer");
    }
    assert!(signs_in(&world, "demo", &old), "looking changes nothing");
    mail.next();

    let mut browser = world.browser();
    let weak = choose(&mut browser, &link, "short");
    assert!(weak.text().contains("<title>Error") && weak.text().contains("8 characters"), "{weak:?}");
    let page = browser.open(&link).page();
    let again = [("csrf", hidden(&page, "csrf")), ("link", hidden(&page, "link")), ("password", NEW.to_owned())];
    let done = choose(&mut browser, &link, NEW);
    assert!(done.text().contains("Your password was saved"), "{done:?}");

    assert!(elsewhere.open(&client.target()).page().text().contains("/-/sign-in\""), "old sessions are dead");
    assert!(!signs_in(&world, "demo", &old));
    let told = mail.next();
    assert_eq!(told.head("subject"), "Your password for Grantor was changed");
    assert!(told.text.contains("All sessions have ended."), "{told:?}");
    assert!(signs_in(&world, "demo", NEW));

    let pairs: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(post(&world, &browser, "/standard/-/reset", &pairs).status, 410, "used twice");
    let spent = world.get(&link);
    assert!(spent.status == 410 && spent.text().contains(back), "{spent:?}");
}

#[test]
fn a_language_that_was_asked_for_holds_for_the_pages_that_follow() {
    let (world, mut mail) = world(&["standard"]);
    let mut browser = world.browser();
    let page = browser.open("/standard/-/forgotten?lang=de").page();
    let unnamed = browser.submit(&page, "/-/forgotten", &[("name", "")]).page();
    assert!(unnamed.text().contains("Bitte geben Sie Ihren Benutzernamen"), "{unnamed:?}");
    let sent = browser.submit(&unnamed, "/-/forgotten", &[("name", "demo")]).page();
    assert!(sent.text().contains("Sehen Sie in Ihr Postfach"), "{sent:?}");
    let letter = mail.next();
    assert_eq!(letter.head("subject"), "Neues Passwort für Grantor");
    let done = choose(&mut browser, &target(&world, &letter), NEW);
    assert!(done.text().contains("Ihr Passwort ist gespeichert"), "{done:?}");
}

/// Whoever needs a new password may not have been alone in the account: what speaks for it without a consent ends, and the events say how the password came.
#[test]
fn aut_07_a_password_by_mail_ends_test_tokens_and_is_told_as_such() {
    let (world, _mail) = world(&["raindrop"]);
    let client = Client::first(&world, "raindrop");
    let id = client.id().to_owned();
    let tokens = client.tokens();
    world.admin("raindrop", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        let confirmed = desk.ask_for_address(&account, &account.email).await.unwrap();
        desk.confirm_address(&confirmed.text).await.unwrap();
    });
    let test = world.admin("raindrop", async move |desk| desk.test_token(&id).await.unwrap());
    client.lives(test.expose(), "a test token");
    let link = world.admin("raindrop", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        desk.make_link(Errand::Reset, &account, &account.email).await.unwrap().text
    });
    let mut browser = world.browser();
    let page = browser.open(&format!("/raindrop/-/reset?link={}", link.expose())).page();
    browser.submit(&page, "/-/reset", &[("password", NEW)]).page();
    client.is_dead(test.expose(), "after the password was reset");
    client.lives(&tokens.access, "what was allowed is the person's own");
    let form = browser.open("/raindrop/account/events").page();
    let events = browser.submit(&form, "/-/sign-in", &[("username", "demo"), ("password", NEW)]).page().text();
    let name = &client.own.app.name;
    for sentence in [
        "A new password was chosen by a link from an email.".to_owned(),
        format!("The test token of <strong><bdi>{name}</bdi></strong> that spoke for you ended."),
    ] {
        assert!(events.contains(&sentence), "{sentence} in {events}");
    }
}

/// Whose wish it was cannot be known, and people are not told that it was theirs.
#[test]
fn a_link_that_a_stranger_asked_for_is_told_as_theirs() {
    let (world, mut mail) = world(&["standard"]);
    forget(&world, "demo");
    mail.next();
    let mut browser = demo(&world);
    for (language, told) in [
        ("en", "Somebody asked for a link for a new password, on the page for forgotten ones."),
        ("de", "Jemand hat auf der Seite für vergessene Passwörter einen Link für ein neues Passwort angefordert."),
    ] {
        let events = browser.open(&format!("/standard/account/events?lang={language}")).page().text();
        let row = events.split("<tr>").find(|row| row.contains(told)).unwrap_or_else(|| panic!("{events}"));
        assert!(row.contains("127.0.0.1"), "{row}");
    }
    let page = browser.open("/standard/account/data").page();
    let file = browser.submit(&page, "/standard/account/data", &[]).page();
    let file: serde_json::Value = serde_json::from_slice(&file.body).unwrap();
    let events = file["events"].as_array().unwrap();
    let event = events.iter().find(|event| event["action"] == "account.password-link").unwrap();
    assert_eq!((&event["by"], &event["from"]), (&"somebody-not-signed-in".into(), &"127.0.0.1".into()));
}

/// The account's own, though the browser wishes another and nobody is signed in.
#[test]
fn all_steps_of_a_letters_page_are_in_one_language() {
    let (world, mut mail) = world(&["standard"]);
    world.admin("standard", async move |desk| {
        let edit = AccountEdit { language: Some(Some("de".to_owned())), ..AccountEdit::default() };
        desk.edit_account("demo", edit).await.unwrap();
    });
    forget(&world, "demo");
    let link = target(&world, &mail.next());
    let mut browser = world.browser();
    browser.headers = vec![("Accept-Language".to_owned(), "en".to_owned())];
    let page = browser.open(&link).page();
    assert!(page.text().contains("Neues Passwort wählen"), "{page:?}");
    let done = browser.submit(&page, "/-/reset", &[("password", NEW)]).page();
    assert!(done.text().contains("Ihr Passwort ist gespeichert"), "{done:?}");
    let confirm = world.admin("standard", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        desk.ask_for_address(&account, "new@example.com").await.unwrap().text
    });
    let page = browser.open(&format!("/standard/-/confirm?link={}", confirm.expose())).page();
    assert!(page.text().contains("E-Mail-Adresse bestätigen"), "{page:?}");
    let done = browser.submit(&page, "/-/confirm", &[]).page();
    assert!(done.text().contains("Ihre E-Mail-Adresse ist bestätigt"), "{done:?}");
    let next = browser.open("/standard/account").page();
    assert!(next.text().contains("<html lang=\"en\">"), "the browser has chosen none: {next:?}");
}

/// Where no mail goes out there is no way to ask for another link.
#[test]
fn a_dead_link_without_mail_leads_to_whoever_can_help() {
    let world = World::of(&["standard"]);
    let page = world.get("/standard/-/reset?link=x");
    assert!(page.status == 410 && page.text().contains("No email is sent here"), "{page:?}");
    assert!(!page.text().contains("/-/forgotten"), "{page:?}");
}

/// Refused to the second; also by form, and also one that was open when the time was over.
#[test]
fn aut_07_a_link_ends_to_the_second() {
    let (world, mut mail) = world(&["standard"]);
    forget(&world, "demo");
    let link = target(&world, &mail.next());
    let mut browser = world.browser();
    let page = browser.open(&link).page();
    world.advance(1799);
    assert_eq!(world.get(&link).status, 200, "the last second");
    world.advance(1);
    assert_eq!(world.get(&link).status, 410);
    let late = browser.submit(&page, "/-/reset", &[("password", NEW)]).page();
    assert!(late.status == 410 && late.text().contains("This link works no more"), "{late:?}");
    assert!(signs_in(&world, "demo", world.shown.password.expose()));
}

#[test]
fn aut_07_a_link_is_of_one_realm_one_errand_and_the_newest() {
    let (world, mut mail) = world(&["standard", "hidrive"]);
    forget(&world, "demo");
    let first = target(&world, &mail.next());
    for elsewhere in [
        first.replace("/standard/", "/hidrive/"),
        first.replace("/reset", "/join"),
        first.replace("/reset", "/confirm"),
        first.replace("link=", "link=x"),
        first.split('?').next().unwrap().to_owned(),
    ] {
        assert_eq!(world.get(&elsewhere).status, 410, "{elsewhere}");
    }
    assert_eq!(world.get(&first).status, 200, "none of that used it up");
    forget(&world, "demo");
    let second = target(&world, &mail.next());
    assert_eq!(world.get(&first).status, 410, "a newer one has taken its place");
    assert_eq!(world.get(&second).status, 200);
}

/// The link is stored as a hash; neither it nor the address is in the log.
#[test]
fn aut_07_neither_database_nor_log_holds_a_link() {
    let (world, mut mail) = world(&["standard"]);
    forget(&world, "demo");
    let link = target(&world, &mail.next());
    world.get(&link);
    let secret = link.split_once("link=").unwrap().1.to_owned();
    wait("the log tells of the letter", || {
        world.log().iter().find(|line| line.text.contains("a letter went out")).cloned()
    });
    for line in world.log() {
        assert!(!line.text.contains(&secret) && !line.text.contains("demo@example.com"), "{}", line.text);
    }
    let content = world.database.content();
    assert!(content.iter().any(|(_, bytes)| contains(bytes, b"demo@example.com")), "the database was read");
    for (name, bytes) in content {
        assert!(!contains(&bytes, secret.as_bytes()), "{name}");
    }
}

/// Two at the same moment with the same link: one new password.
#[test]
fn aut_07_of_two_at_once_one_wins() {
    let (world, mut mail) = world(&["standard"]);
    forget(&world, "demo");
    let link = target(&world, &mail.next());
    let forms: Vec<_> = ["first password", "second password"]
        .map(|password| {
            let mut browser = world.browser();
            let page = browser.open(&link).page();
            (browser.cookies.clone(), hidden(&page, "csrf"), hidden(&page, "link"), password)
        })
        .into_iter()
        .collect();
    let seen = crate::race::all(forms, |(cookies, csrf, link, password)| {
        let mut browser = world.browser();
        browser.cookies = cookies;
        let pairs = [("csrf", csrf.as_str()), ("link", &link), ("password", password)];
        post(&world, &browser, "/standard/-/reset", &pairs).status
    });
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [303, 410]);
    let (right, wrong) =
        if seen[0] == 303 { ("first password", "second password") } else { ("second password", "first password") };
    assert!(signs_in(&world, "demo", right) && !signs_in(&world, "demo", wrong));
}

/// A form of another browser does not count, and neither does a post from another site.
#[test]
fn a_form_is_bound_to_its_browser_and_its_path() {
    let (world, mut mail) = world(&["standard"]);
    forget(&world, "demo");
    let link = target(&world, &mail.next());
    let mut browser = world.browser();
    let page = browser.open(&link).page();
    let (csrf, secret) = (hidden(&page, "csrf"), hidden(&page, "link"));
    let pairs = [("csrf", csrf.as_str()), ("link", secret.as_str()), ("password", NEW)];
    let mut other = world.browser();
    other.open("/standard/-/forgotten");
    assert_eq!(post(&world, &other, "/standard/-/reset", &pairs).status, 400, "another browser");
    assert_eq!(post(&world, &browser, "/standard/-/join", &pairs).status, 400, "another path");
    assert_eq!(post(&world, &browser, "/standard/-/reset", &[pairs[1], pairs[2]]).status, 400, "no seal");
    assert!(signs_in(&world, "demo", world.shown.password.expose()));
}

/// Whoever has the link reads the mailbox.
#[test]
fn a_link_that_was_used_confirms_where_it_was_sent_to() {
    let (world, mut mail) = world(&["standard"]);
    let confirmed = || world.admin("standard", async move |desk| desk.account("demo").await.unwrap().email_verified);
    world.admin("standard", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        desk.change_email(&account, "demo@example.net").await.unwrap();
    });
    forget(&world, "demo");
    let letter = mail.next();
    assert_eq!(letter.to, ["demo@example.net"]);
    let mut browser = world.browser();
    let link = target(&world, &letter);
    assert!(!confirmed());
    choose(&mut browser, &link, NEW);
    assert!(confirmed());
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
