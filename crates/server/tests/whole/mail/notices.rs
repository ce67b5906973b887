//! Word of new devices and apps.

use super::{target, world, world_at};
use crate::client::Client;
use crate::smtp::Post;
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use std::time::Duration;

#[test]
fn a_new_browser_and_a_new_app_are_told_once() {
    let (world, mut mail) = world(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    browser.headers = vec![(
        "User-Agent".to_owned(),
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
    )];
    browser.allow(&client.target());
    let (one, two) = (mail.next(), mail.next());
    let (device, app) = if one.text.contains("browser") { (one, two) } else { (two, one) };
    assert!(device.text.contains("Firefox") && device.text.contains("127.0.0.1"), "{}", device.text);
    assert!(app.text.contains(&client.own.app.name), "{}", app.text);
    assert_eq!(target(&world, &app), "/standard/account");

    browser.cookies.retain(|name, _| !name.ends_with("-session"));
    browser.allow(&client.target());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(mail.unread(), 0, "neither is new");
}

/// Letters speak as the page did where it happened, until the account has a language of its own.
#[test]
fn letters_are_in_the_language_of_the_page() {
    let (world, mut mail) = world(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    browser.headers = vec![("Accept-Language".to_owned(), "de-DE,de;q=0.9".to_owned())];
    browser.allow(&client.target());
    let subjects = [mail.next(), mail.next()].map(|letter| letter.head("subject").to_owned());
    assert!(subjects.iter().any(|own| own.starts_with("Neue Anmeldung")), "{subjects:?}");
    let form = browser.open("/standard/account/password").page();
    let fields =
        [("current", world.shown.realms[0].password.as_ref().unwrap().expose()), ("password", "a much better one")];
    assert!(browser.submit(&form, "/account/password", &fields).is_page_of(200));
    assert_eq!(mail.next().head("subject"), "Ihr Passwort für Grantor wurde geändert");
}

#[test]
fn a_realm_may_keep_quiet() {
    let post = Post::open();
    let world = world_at(post.port, &["standard"], "notices = { new_device = false, new_app = false }");
    let client = Client::first(&world, "standard");
    world.browser().allow(&client.target());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(post.unread(), 0);
}

/// An app's name is its developer's choice: a stranger whose address somebody typed is not written to in such words.
#[test]
fn an_address_that_nobody_confirmed_hears_of_no_app() {
    let (world, mail) = world(&["standard"]);
    let client = Client::first(&world, "standard");
    let person = Person { username: "carol".to_owned(), email: "carol@example.com".to_owned(), ..Person::default() };
    world.admin("standard", async move |desk| {
        desk.create_account(person, &Plain::new("correct horse")).await.unwrap();
    });
    let mut browser = world.browser();
    let page = browser.open(&client.target()).page();
    let consent = browser.submit(&page, "/-/sign-in", &[("username", "carol"), ("password", "correct horse")]).page();
    browser.submit(&consent, "/-/consent", &[("decision", "allow")]).url();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(mail.unread(), 0);
}

#[test]
fn a_letter_has_the_colour_of_its_realm() {
    let mut mail = Post::open();
    let world = world_at(mail.port, &["standard"], "brand = { accent = \"#7a1f5c\" }");
    super::forget(&world, "demo");
    let letter = mail.next();
    assert!(letter.html.contains("background:#7a1f5c;"), "{letter:?}");
}

/// A realm's name and an app's name are no head lines.
#[test]
fn a_name_with_line_ends_adds_no_head_line() {
    let post = Post::open();
    let title = "title = \"Shop\\r\\nBcc: victim@example.com\\r\\n\\r\\nbody\"";
    let world = world_at(post.port, &["standard"], title);
    let mut mail = post;
    super::forget(&world, "demo");
    let letter = mail.next();
    assert_eq!(letter.to, ["demo@example.com"]);
    assert!(letter.heads.iter().all(|(name, _)| !name.eq_ignore_ascii_case("bcc")), "{letter:?}");
    assert_eq!(letter.head("subject"), "New password for Shop Bcc: victim@example.com body");
}
