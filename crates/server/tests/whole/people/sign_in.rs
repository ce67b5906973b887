//! AUT-01 to AUT-05, AUT-08: guessing is slow, tells nothing, and locks nobody out.

use super::is_consent;
use super::site::{self, PASSWORD};
use crate::browser::{Browser, End};
use crate::client::{Client, MOUNTS};
use crate::http::{Request, Response};
use crate::race;
use crate::world::World;
use engine::secret::Plain;
use grantor::desk::account::HELD_BACK;
use grantor::desk::accounts::Person;
use grantor::desk::search::AuditWish;
use std::time::{Duration, Instant};
use store::ops::Page;

/// The page after a try, or the consent page after a right one.
const BEHIND_A_PROXY: &str = "listen = \"127.0.0.1:0\"\ndata = \".\"\ntrusted_proxies = [\"127.0.0.1\"]\n[demo]\nseed = true\n[[realms]]\nname = \"standard\"\nmounts = [{ dialect = \"standard\", prefix = \"/standard\" }]\n";

fn tried(browser: &mut Browser<'_>, page: &Response, name: &str, password: &str) -> Response {
    match browser.submit(page, "/-/sign-in", &[("username", name), ("password", password)]) {
        End::Page(page) => page,
        End::App(url, _) => panic!("{url}"),
    }
}

fn opened<'w>(world: &'w World, client: &Client<'_>) -> (Browser<'w>, Response) {
    let mut browser = world.browser();
    let page = browser.open(&client.target()).page();
    (browser, page)
}

/// All that an answer tells, but for the name that was typed and the time.
fn told(answer: &Response, name: &str) -> (u16, Vec<String>, String) {
    let lines = answer.headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let mut headers: Vec<String> = lines.filter(|line| !line.starts_with("date")).collect();
    headers.sort();
    (answer.status, headers, answer.text().replace(name, "NAME"))
}

/// How many slow hashes the server has computed: what a try costs is this, and all the rest together is a fraction of it.
fn hashes(world: &World) -> u64 {
    let text = world.get("/metrics").text();
    let line = text.lines().find_map(|line| line.strip_prefix("grantor_password_hashes_total "));
    line.unwrap_or_else(|| panic!("{text}")).parse().unwrap()
}

/// Neither what is answered nor what it costs, which is what its time shows, tells whether there is such an account and how it stands.
#[test]
fn aut_01_every_wrong_try_is_answered_alike_at_the_same_cost() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let person =
        |name: &str| Person { username: name.to_owned(), email: format!("{name}@example.com"), ..Person::default() };
    let (disabled, invited) = (person("shut"), person("asks"));
    world.admin("standard", async move |desk| {
        desk.create_account(disabled, &Plain::new(PASSWORD)).await.unwrap();
        desk.disable("shut").await.unwrap();
        desk.invite(invited).await.unwrap();
    });
    let (mut browser, page) = opened(&world, &client);
    let mut tries = |name: &str, password: &str| {
        let before = hashes(&world);
        let answer = tried(&mut browser, &page, name, password);
        assert_eq!(hashes(&world) - before, 1, "{name}: one slow hash, whoever it is");
        answer
    };
    let wrong = told(&tries("demo", "a wrong guess"), "demo");
    for (what, name) in [("nobody", "emod"), ("disabled", "shut"), ("without a password", "asks")] {
        assert_eq!(told(&tries(name, "a wrong guess"), name), wrong, "{what}");
    }
    for (what, name) in [("nobody", "emod"), ("without a password", "asks")] {
        assert_eq!(told(&tries(name, ""), name), wrong, "{what}, with nothing typed");
    }
    // Only whoever knows the password hears that the account is disabled, and even that costs the same.
    assert_ne!(told(&tries("shut", PASSWORD), "shut"), wrong);
    assert!(is_consent(&tries("demo", world.shown.password.expose())));
}

#[test]
fn aut_02_one_account_has_one_budget_by_whatever_name() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let email = world.shown.realms[0].account.email.clone();
    let names = ["demo", &email, "DEMO", "Demo", &email.to_uppercase(), "ｄｅｍｏ", " demo "];
    let (mut browser, page) = opened(&world, &client);
    let mut seen = Vec::new();
    for n in 0..11 {
        seen.push(tried(&mut browser, &page, names[n % 2], "a wrong guess").status);
    }
    assert_eq!(seen, [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 429]);
    for name in names.iter().take(5) {
        let answer = tried(&mut browser, &page, name, "a wrong guess");
        assert_eq!(answer.status, 429, "{name}: {answer:?}");
        assert!(answer.header("retry-after").parse::<u64>().unwrap() <= 15);
    }
    for name in names.iter().skip(5) {
        // No form of the name is a second way in: it is the same account, or none.
        let answer = tried(&mut browser, &page, name, world.shown.password.expose());
        assert!(!is_consent(&answer), "{name}: {answer:?}");
    }
}

/// A crowd of guesses at once gets no more tries than one guess after the other.
#[test]
fn aut_02_32_guesses_at_once_are_ten_guesses() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let (browser, page) = opened(&world, &client);
    let cookies = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let seal = page.text().split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let at = world.at;
    let statuses = race::all((0..32).collect(), |n: usize| {
        let guess = format!("guess number {n}");
        let form = [("request", seal.as_str()), ("username", "demo"), ("password", &guess)];
        Request::new("POST", "/standard/-/sign-in").header("Cookie", &cookies).form(&form).send(at).status
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 10, "{statuses:?}");
}

/// Another person may go on failing for ever: a browser that has signed in before has a budget of its own, and a new one waits 15 seconds.
#[test]
fn aut_03_nobody_locks_the_owner_out() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let (mut owner, page) = opened(&world, &client);
    let consent = owner.sign_in(&page).page();
    assert!(is_consent(&consent));
    owner.submit(&consent, "/-/sign-out", &[]);
    let (mut attacker, page) = opened(&world, &client);
    for _ in 0..12 {
        tried(&mut attacker, &page, "demo", "a wrong guess");
    }
    let right = world.shown.password.expose();
    assert_eq!(tried(&mut attacker, &page, "demo", right).status, 429, "even the right password waits");
    let page = owner.open(&client.target()).page();
    assert!(is_consent(&tried(&mut owner, &page, "demo", right)), "the owner's browser does not");
    let email = world.shown.realms[0].account.email.clone();
    owner.cookies.retain(|name, _| !name.ends_with("session"));
    let page = owner.open(&client.target()).page();
    assert!(is_consent(&tried(&mut owner, &page, &email, right)), "by address too");
    let (mut new, page) = opened(&world, &client);
    assert_eq!(tried(&mut new, &page, "demo", right).status, 429);
    world.advance(15);
    assert!(is_consent(&tried(&mut new, &page, "demo", right)), "one try every 15 seconds is let through");
}

/// How often `demo` was told that tries are held back, and nobody else, once it is so many times.
fn held_back(world: &World, times: usize) -> usize {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let wish = AuditWish { action: Some(HELD_BACK.to_owned()), ..AuditWish::default() };
        let page = Page { after: None, limit: 10 };
        let (found, id) = world.admin("standard", async move |desk| {
            (desk.find_audit(wish, page).await.unwrap().rows, desk.account("demo").await.unwrap().id)
        });
        assert!(found.iter().all(|row| row.audit.object == format!("account {id}")), "{found:?}");
        if found.len() >= times || Instant::now() > until {
            return found.len();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Nobody outside learns by it whether there is such an account.
#[test]
fn aut_03_an_account_hears_of_wrong_passwords_once_an_hour() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut owner = site::demo(&world);
    let (mut attacker, page) = opened(&world, &client);
    let mut tries = |name: &str, count: usize| -> Vec<_> {
        (0..count).map(|_| told(&tried(&mut attacker, &page, name, "a wrong guess"), name)).collect()
    };
    assert_eq!(tries("emod", 12), tries("demo", 12), "the same answers where there is none");
    assert_eq!(held_back(&world, 1), 1);
    world.advance(60);
    tries("demo", 5);
    world.advance(3_600);
    let asked = owner.open("/standard/account/password").page();
    for _ in 0..11 {
        let fields = [("current", "a wrong guess"), ("password", "another long one")];
        owner.submit(&asked, "/standard/account/password", &fields);
    }
    assert_eq!(held_back(&world, 2), 2, "once an hour, at the door and behind it");
    let events = owner.open("/standard/account/events").page().text();
    let sentence = "Somebody tried several wrong passwords; the next try had to wait 15\u{a0}seconds.";
    assert_eq!(events.matches(sentence).count(), 2, "{events}");
    let german = owner.open("/standard/account/events?lang=de").page().text();
    assert!(german.contains("Jemand hat mehrere falsche Passwörter versucht; der nächste Versuch musste"), "{german}");
    let data = owner.open("/standard/account/data").page();
    let file = owner.submit(&data, "/standard/account/data", &[]).page().text();
    assert_eq!(file.matches("\"account.held-back\"").count(), 2, "{file}");
}

/// Guesses from ever new addresses take all that a name has to give, and an owner in a new browser at an address of their own is heard all the same.
#[test]
fn aut_03_nor_does_anybody_with_many_addresses() {
    let world = World::from_config(BEHIND_A_PROXY, &|_| ());
    let client = Client::first(&world, "standard");
    let from = |address: String| {
        let (mut browser, page) = opened(&world, &client);
        browser.headers = vec![("X-Forwarded-For".to_owned(), address)];
        (browser, page)
    };
    for n in 0..30 {
        let (mut attacker, page) = from(format!("192.0.2.{n}"));
        let answer = tried(&mut attacker, &page, "demo", "a wrong guess");
        assert_eq!(answer.status, 200, "{n}: one guess from each");
        assert_eq!(tried(&mut attacker, &page, "demo", "another").status == 200, n < 5, "{n}: ten in all are free");
    }
    let right = world.shown.password.expose();
    let (mut owner, page) = from("198.51.100.7".to_owned());
    assert!(is_consent(&tried(&mut owner, &page, "demo", right)), "the owner, from elsewhere");
    let (mut neighbour, page) = from("2001:db8:1:2::1".to_owned());
    tried(&mut neighbour, &page, "demo", "a wrong guess");
    let (mut neighbour, page) = from("2001:db8:1:3::1".to_owned());
    assert_eq!(tried(&mut neighbour, &page, "demo", right).status, 429, "a site has one try, not each of its networks");
}

/// Names one after the other from one address; headers of anybody do not make it another.
#[test]
fn aut_08_an_address_has_a_budget_and_no_header_of_a_strangers_changes_it() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let (mut browser, page) = opened(&world, &client);
    let mut failed = 0;
    for n in 0..40 {
        browser.headers = vec![
            ("X-Forwarded-For".to_owned(), format!("198.51.100.{n}")),
            ("Forwarded".to_owned(), format!("for=198.51.100.{n}")),
        ];
        match tried(&mut browser, &page, &format!("name-{n}"), "a wrong guess").status {
            200 => failed += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(failed, 30);
}

/// Behind a proxy that the configuration names, each visitor has their own; what is no address is not believed.
#[test]
fn aut_08_a_trusted_proxy_says_who_asks() {
    let world = World::from_config(BEHIND_A_PROXY, &|_| ());
    let target =
        format!("/standard/oauth2/authorize?response_type=code&client_id={}", world.apps("standard")[2].app.client_id);
    let mut browser = world.browser();
    let page = browser.open(&target).page();
    let mut status = |n: usize, from: String| {
        browser.headers = vec![("X-Forwarded-For".to_owned(), from)];
        tried(&mut browser, &page, &format!("name-{n}"), "a wrong guess").status
    };
    for n in 0..30 {
        assert_eq!(status(n, "203.0.113.9".to_owned()), 200);
    }
    assert_eq!(status(30, "203.0.113.9".to_owned()), 429);
    assert_eq!(status(31, "198.51.100.1, 203.0.113.9".to_owned()), 429, "what a visitor puts in front is not believed");
    assert_eq!(status(32, "203.0.113.10".to_owned()), 200, "another visitor");
}

#[test]
fn aut_05_passwords_are_bounded_and_may_hold_anything() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let (mut browser, page) = opened(&world, &client);
    let long = "x".repeat(1025);
    assert!((400..500).contains(&tried(&mut browser, &page, "demo", &long).status));
    assert_eq!(tried(&mut browser, &page, "demo", &long[..1024]).status, 200, "checked, and wrong");
    for odd in ["", "\u{0}", "\u{1f600}\u{202e}", "' OR 1=1 --", "%00"] {
        assert_eq!(tried(&mut browser, &page, "demo", odd).status, 200, "{odd:?}");
    }
    let mut raw = |body: &str| {
        browser
            .send(
                Request::new("POST", "/standard/-/sign-in").body("application/x-www-form-urlencoded", body.to_owned()),
            )
            .status
    };
    assert_eq!(raw("username=%ff&password=%ff"), 400);
}

/// Somebody whose account was disabled may have another one, or the first one again: the form that says so is as good as the one before it.
#[test]
fn a_form_that_told_of_a_disabled_account_signs_others_in() {
    let world = World::new();
    for mount in MOUNTS.into_iter().filter(|mount| *mount != "serble") {
        let client = Client::first(&world, mount);
        let (mut browser, page) = opened(&world, &client);
        world.admin(mount, async move |desk| desk.disable("demo").await.unwrap());
        let told = browser.sign_in(&page).page();
        assert!(told.status == 200 && told.text().contains("disabled"), "{mount}: {told:?}");
        world.admin(mount, async move |desk| desk.enable("demo").await.unwrap());
        assert!(is_consent(&browser.sign_in(&told).page()), "{mount}: the account was enabled");
    }
    let client = Client::first(&world, "standard");
    let password = Plain::new("correct horse battery");
    let own = password.clone();
    let other = Person { username: "other".to_owned(), email: "other@example.com".to_owned(), ..Person::default() };
    world.admin("standard", async move |desk| desk.create_account(other, &own).await.unwrap());
    let (mut browser, page) = opened(&world, &client);
    world.admin("standard", async move |desk| desk.disable("demo").await.unwrap());
    let told = browser.sign_in(&page).page();
    assert!(is_consent(&tried(&mut browser, &told, "other", password.expose())), "another account");
}
