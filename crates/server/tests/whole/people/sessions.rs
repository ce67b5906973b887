//! SES-01 to SES-06.

use super::{is_consent, is_sign_in};
use crate::browser::Browser;
use crate::client::{Client, MOUNTS};
use crate::database::Database;
use crate::http::Request;
use crate::world::World;
use engine::model::Account;
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use std::future::poll_fn;
use std::task::Poll;
use store::ops::{AccountChange, Audit, SignInFacts};

fn session(browser: &Browser<'_>) -> (String, String) {
    let found = browser.cookies.iter().find(|(name, _)| name.ends_with("-session")).expect("a session");
    (found.0.clone(), found.1.clone())
}

/// Whether a browser with that cookie is somebody at that target.
fn opens(world: &World, target: &str, (name, value): (&str, &str)) -> bool {
    let mut browser = world.browser();
    browser.cookies.insert(name.to_owned(), value.to_owned());
    is_consent(&browser.open(target).page())
}

#[test]
fn ses_01_each_sign_in_makes_a_new_session_and_ends_the_one_before() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let mut browser = world.browser();
        let page = browser.open(&client.target()).page();
        browser.sign_in(&page);
        let first = session(&browser);
        assert!(first.1.len() >= 43, "256 bits: {first:?}");
        browser.sign_in(&page);
        let second = session(&browser);
        assert_ne!(first, second);
        assert!(opens(&world, &client.target(), (&second.0, &second.1)), "{mount}");
        assert!(!opens(&world, &client.target(), (&first.0, &first.1)), "{mount}: the session before it");
    }
}

/// A session that somebody planted before sign-in is not the one that signs in.
#[test]
fn ses_01_a_fixed_session_never_becomes_one() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let planted = "a".repeat(43);
    browser.cookies.insert("grantor-standard-session".to_owned(), planted.clone());
    let page = browser.open(&client.target()).page();
    assert!(is_sign_in(&page));
    browser.sign_in(&page);
    assert_ne!(session(&browser).1, planted);
    assert!(!opens(&world, &client.target(), ("grantor-standard-session", &planted)));
}

#[test]
fn ses_02_cookies_are_closed_to_scripts_and_to_other_sites() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let first = browser.send(Request::new("GET", &client.target()));
    let own = [("username", "demo"), ("password", world.shown.password.expose())];
    let seal = first.text().split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let pairs: Vec<(&str, &str)> = [("request", seal.as_str())].into_iter().chain(own).collect();
    let signed_in = browser.send(Request::new("POST", "/standard/-/sign-in").form(&pairs));
    let cookies: Vec<&str> = first.headers("set-cookie").chain(signed_in.headers("set-cookie")).collect();
    assert_eq!(cookies.len(), 3, "{cookies:?}");
    for cookie in cookies {
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "grantor-standard-"] {
            assert!(cookie.contains(part), "{part}: {cookie}");
        }
        assert!(cookie.len() < 4096 && !cookie.contains("Domain"), "{cookie}");
    }
}

/// Behind https: `__Host-` and `Secure`, by the configuration's word and no header's.
#[test]
fn ses_02_aut_08_https_is_what_the_configuration_says() {
    let text = "listen = \"127.0.0.1:0\"\ndata = \".\"\npublic_url = \"https://auth.example\"\n[demo]\nseed = true\n[[realms]]\nname = \"standard\"\nmounts = [{ dialect = \"standard\", prefix = \"/standard\" }]\n";
    let world = World::from_config(text, &|_| ());
    let client = &world.apps("standard")[0].app;
    let target = format!("/standard/oauth2/authorize?response_type=code&client_id={}", client.client_id);
    let page = Request::new("GET", &target).header("X-Forwarded-Proto", "http").send(world.at);
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-grantor-standard-browser=") && cookie.contains("Secure"), "{page:?} {cookie}");
    let plain = World::of(&["standard"]);
    let page = Request::new("GET", &Client::first(&plain, "standard").target())
        .header("X-Forwarded-Proto", "https")
        .send(plain.at);
    assert!(!page.header("set-cookie").contains("Secure"), "{}", page.header("set-cookie"));
}

#[test]
fn ses_03_signing_out_ends_the_session_here_and_in_the_cookie() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let consent = browser.reach_consent(&client.target()).page();
    let kept = session(&browser);
    assert!(opens(&world, &client.target(), (&kept.0, &kept.1)));
    let out = browser.submit(&consent, "/-/sign-out", &[]).page();
    assert_eq!(out.status, 200);
    assert!(!browser.cookies.contains_key(&kept.0));
    assert!(!opens(&world, &client.target(), (&kept.0, &kept.1)), "the cookie that somebody kept");
}

#[test]
fn ses_04_a_new_password_or_a_disabled_account_ends_the_sessions() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let signed_in = || {
        let mut browser = world.browser();
        browser.reach_consent(&client.target()).page();
        session(&browser)
    };
    let before = signed_in();
    world.admin("standard", async move |desk| desk.disable("demo").await.unwrap());
    assert!(!opens(&world, &client.target(), (&before.0, &before.1)));
    world.admin("standard", async move |desk| desk.enable("demo").await.unwrap());
    let before = signed_in();
    let own = world.shown.password.clone();
    world.admin("standard", async move |desk| desk.set_password("demo", &own).await.unwrap());
    assert!(!opens(&world, &client.target(), (&before.0, &before.1)));
}

/// Realms share nothing: not under the other's cookie name, not with its own.
#[test]
fn ses_a_session_is_worth_nothing_in_another_realm() {
    let world = World::new();
    for mount in MOUNTS {
        let mut browser = world.browser();
        browser.reach_consent(&Client::first(&world, mount).target());
        let own = session(&browser);
        for other in MOUNTS {
            let one_realm = world.realm(mount).name == world.realm(other).name;
            let client = Client::first(&world, other);
            let elsewhere = format!("grantor-{}-session", world.realm(other).name);
            assert_eq!(opens(&world, &client.target(), (&elsewhere, &own.1)), one_realm, "{mount} at {other}");
            assert_eq!(opens(&world, &client.target(), (&own.0, &own.1)), one_realm, "{mount} at {other}");
        }
    }
}

/// CVE-2025-12390: the second person in the same browser is nobody else.
#[test]
fn ses_06_the_second_person_in_a_browser_inherits_nothing() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let password = Plain::new("correct horse battery");
    let own = password.clone();
    let person = Person { username: "erin".to_owned(), email: "erin@example.com".to_owned(), ..Person::default() };
    world.admin("standard", async move |desk| desk.create_account(person, &own).await.unwrap());
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    let of_demo = browser.sign_in(&sign_in).page();
    assert!(of_demo.text().contains("demo"));
    browser.submit(&of_demo, "/-/sign-out", &[]);
    let of_erin =
        browser.submit(&sign_in, "/-/sign-in", &[("username", "erin"), ("password", password.expose())]).page();
    assert!(is_consent(&of_erin) && of_erin.text().contains("erin"));
    assert_eq!(
        browser.submit(&of_demo, "/-/consent", &[("decision", "allow")]).page().status,
        400,
        "the first person's form"
    );
    let code = browser.submit(&of_erin, "/-/consent", &[("decision", "allow")]).parameter("code");
    let token = client.read_code(&client.exchange(&code)).access;
    assert_eq!(client.verify(&token).header("x-grantor-username"), "erin");
}

fn demo(world: &World) -> SignInFacts {
    let realm = world.realm("standard").key;
    world.block_on(world.server.store.sign_in(realm, "demo")).unwrap().unwrap()
}

/// Does something for which a password is looked at, of an account that changes meanwhile: the change is what is written first.
fn meanwhile<T: Send>(world: &World, change: AccountChange, work: impl FnOnce() -> T + Send) -> T {
    let (realm, demo, store) = (world.realm("standard").key, demo(world).account.key, world.server.store.clone());
    let worked = world.server.passwords.worked();
    let lock = world.database.lock();
    let mut changes = Box::pin(async move { store.change_account(realm, demo, change, Audit::default()).await });
    let waits = world.block_on(poll_fn(|context| Poll::Ready(changes.as_mut().poll(context).is_pending())));
    assert!(waits, "nobody writes yet");
    let done = std::thread::scope(|scope| {
        let works = scope.spawn(work);
        while world.server.passwords.worked() == worked && !works.is_finished() {
            std::thread::yield_now();
        }
        drop(lock);
        works.join().unwrap()
    });
    world.block_on(changes).unwrap();
    done
}

/// Its password was right when it was looked at. Nobody is in by what is no longer so, and whoever tries is told as after any wrong try.
#[test]
fn ses_04_a_sign_in_on_its_way_ends_with_the_password_that_it_showed() {
    let world = World::of(&["standard"]);
    let (realm, store) = (world.realm("standard").key, world.server.store.clone());
    let (demo, now) = (demo(&world).account.key, world.server.clock.now().secs());
    for change in [AccountChange::Disable(now), AccountChange::Password("$another".to_owned())] {
        world.block_on(store.change_account(realm, demo, AccountChange::Enable, Audit::default())).unwrap();
        let mut browser = world.browser();
        let form = browser.open("/standard/account").page();
        let answer = meanwhile(&world, change.clone(), || browser.sign_in(&form).page());
        assert_eq!(answer.status, 200, "{change:?}: {answer:?}");
        if let Database::File(_) = world.database {
            // Writes come in the order in which they were asked for.
            assert!(answer.text().contains("do not match"), "{change:?}: {answer:?}");
        }
        let kept = world.block_on(store.sessions(realm, demo, now)).unwrap();
        assert!(kept.is_empty(), "{change:?}: {kept:?}");
        assert!(is_sign_in(&browser.open("/standard/account").page()), "{change:?}");
    }
}

#[test]
fn ses_04_a_new_password_stays_whoever_showed_the_old_one_meanwhile() {
    let world = World::of(&["standard"]);
    let old = world.shown.password.expose().to_owned();
    let mut browser = world.browser();
    let form = browser.open("/standard/account/password").page();
    let form = browser.sign_in(&form).page();
    let fields = [("current", old.as_str()), ("password", "one that is not theirs")];
    let change = AccountChange::Password("$another".to_owned());
    let answer = meanwhile(&world, change, || browser.submit(&form, "/standard/account/password", &fields).page());
    assert!(answer.status < 500, "{answer:?}");
    if let Database::File(_) = world.database {
        assert!(answer.text().contains("This is not your current password"), "{answer:?}");
    }
    assert_eq!(demo(&world).password, "$another");
    assert!(is_sign_in(&browser.open("/standard/account").page()));
}

/// What else somebody does who shows their password: none of it is done by one that was replaced while it was checked.
#[test]
fn ses_04_nobody_moves_or_ends_an_account_by_a_password_of_before() {
    let world = World::of(&["standard"]);
    let (old, name) = (world.shown.password.expose().to_owned(), demo(&world).account.username);
    let (realm, store, now) =
        (world.realm("standard").key, world.server.store.clone(), world.server.clock.now().secs());
    for (page, form, field) in [
        ("/standard/account/profile", "/standard/account/email", ("email", "mallory@example.com")),
        ("/standard/account/delete", "/standard/account/delete", ("username", name.as_str())),
    ] {
        let kept = demo(&world);
        let mut browser = world.browser();
        let opened = browser.open(page).page();
        let opened = browser.sign_in(&opened).page();
        let fields = [("current", old.as_str()), field];
        let change = AccountChange::Password("$another".to_owned());
        let answer = meanwhile(&world, change, || browser.submit(&opened, form, &fields).page());
        assert!(answer.status < 500, "{form}: {answer:?}");
        let after = demo(&world);
        // When somebody was seen is written beside, within a second: before or after this look.
        assert!([kept.account.seen_at, Some(now)].contains(&after.account.seen_at), "{form}: {after:?}");
        let account = Account { seen_at: kept.account.seen_at, ..after.account };
        assert_eq!((&after.password[..], &account), ("$another", &kept.account), "{form}");
        let asked = world.block_on(store.link_of(realm, kept.account.key, "confirm", now)).unwrap();
        assert_eq!(asked, None, "{form}: {answer:?}");
        let back = AccountChange::Password(kept.password);
        world.block_on(store.change_account(realm, kept.account.key, back, Audit::default())).unwrap();
    }
}
