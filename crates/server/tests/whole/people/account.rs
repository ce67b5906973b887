//! The account pages: sessions, password, address, profile, events, data and the end of an account.

use super::is_sign_in;
use super::site::{PASSWORD, demo, second_person, signed_in};
use crate::administration::Caller;
use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::world::World;
use engine::secret::Plain;
use grantor::desk::apps::Wish;
use grantor::desk::search::AuditWish;
use grantor::desk::secrets::{OldSecret, Rotation};
use serde_json::Value;

const NEW: &str = "another long one ✓";

fn account(path: &str) -> String {
    format!("/standard/account{path}")
}

fn world() -> World {
    World::of(&["standard"])
}

fn is_in(browser: &mut Browser<'_>) -> bool {
    !is_sign_in(&browser.open(&account("")).page())
}

/// Fills in the form of an account page.
fn fill(browser: &mut Browser<'_>, path: &str, action: &str, fields: &[(&str, &str)]) -> Response {
    let page = browser.open(&account(path)).page();
    browser.submit(&page, &account(action), fields).page()
}

#[test]
fn con_07_use_and_origin_of_a_grant_are_seen() {
    let world = world();
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let mut browser = demo(&world);
    let list = browser.open(&account("")).page().text();
    assert!(list.contains("just now</time> from <bdi>127.0.0.1</bdi>") && list.contains("not yet"), "{list}");
    assert!(list.contains("<dt>Live tokens</dt><dd>1</dd>"), "{list}");
    world.advance(600);
    client.verify(&tokens.access);
    world.block_on(world.server.uses.flush(world.server.store.as_ref()));
    world.advance(7200);
    let list = browser.open(&account("")).page().text();
    assert!(list.contains("2 hours ago</time> from <bdi>127.0.0.1</bdi>") && !list.contains("not yet"), "{list}");
}

/// Where the list of sessions leads to end one of them, in its order.
pub(crate) fn links_to_ends(list: &str) -> Vec<String> {
    let links = list.split("href=\"").map(|rest| rest.split('"').next().unwrap());
    links.filter(|link| link.ends_with("/end") && !link.ends_with("/sessions/end")).map(str::to_owned).collect()
}

#[test]
fn con_07_sessions_are_listed_and_end_one_or_all_others() {
    let world = world();
    let (mut here, mut there, mut third) = (demo(&world), demo(&world), demo(&world));
    let page = here.open(&account("/sessions")).page();
    assert_eq!(page.text().matches("class=\"panel item\"").count(), 3, "{page:?}");
    assert_eq!(page.text().matches("This browser").count(), 1);
    // Newest first behind this one: the first link is another's.
    let ends = links_to_ends(&page.text());
    let question = here.open(&ends[0]).page();
    assert!(question.text().contains("You stay signed in here."), "{question:?}");
    let which = question.text().replace("<bdi>", "").replace("</bdi>", "");
    let which = which.split("It signed in").nth(1).unwrap_or_else(|| panic!("which one: {which}"));
    assert!(which.contains("from 127.0.0.1, and was last seen"), "{which}");
    assert!(is_in(&mut there) && is_in(&mut third), "a question ends nothing");
    let action = &ends[0];
    let after = here.submit(&question, action, &[]).page();
    assert!(after.text().contains("That browser is signed out"), "{after:?}");
    assert_eq!(usize::from(is_in(&mut there)) + usize::from(is_in(&mut third)), 1);
    let again = here.open(action).page();
    assert!(again.text().contains("<h1>Where you are signed in</h1>"), "nothing to ask about: {again:?}");
    let question = here.open(&account("/sessions/end")).page();
    assert!(question.text().contains("All your other browsers ask"), "{question:?}");
    here.submit(&question, &account("/sessions/end"), &[]).page();
    assert!(is_in(&mut here) && !is_in(&mut there) && !is_in(&mut third));
    let list = here.open(&account("/sessions/end")).page();
    assert!(list.text().contains("<h1>Where you are signed in</h1>"), "no other is left: {list:?}");
    let events = here.open(&account("/events")).page().text();
    assert!(events.contains("All other browsers were signed out."), "{events}");
}

/// One's own browser signs out by the button for that, which every page has.
#[test]
fn this_browser_is_not_asked_about_as_if_it_were_another() {
    let world = world();
    let (mut here, mut there) = (demo(&world), demo(&world));
    let own = links_to_ends(&there.open(&account("/sessions")).page().text()).remove(0);
    let question = there.open(&own).page();
    let list = here.open(&own).page();
    assert!(list.text().contains("<h1>Where you are signed in</h1>"), "{list:?}");
    assert!(is_in(&mut here), "{question:?}");
}

/// An administrator leaves no browser signed in: it says so, and which one it was where it was one.
#[test]
fn what_an_administrator_signed_out_is_told_as_it_was() {
    let world = world();
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let caller = Caller::new(&world);
    let at = |below: &str| format!("/realms/standard/accounts/demo{below}");
    let mut browser = world.browser();
    browser.headers = vec![("User-Agent".to_owned(), "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".to_owned())];
    let form = browser.open(&account("")).page();
    browser.sign_in(&form).page();
    let sessions: Value = serde_json::from_slice(&caller.get(&at("/sessions")).body).unwrap();
    let own = sessions["items"].as_array().unwrap().iter().find(|own| own["device"] == "Firefox, Linux").unwrap();
    let session = own["id"].as_str().unwrap();
    assert_eq!(caller.send("DELETE", &at(&format!("/sessions/{session}")), "").status, 204);
    assert_eq!(caller.send("DELETE", &at("/sessions"), "").status, 200);
    let grant = at(&format!("/grants/{}/tokens", client.id()));
    let token = caller.get(&grant).member("/items/0/id");
    assert_eq!(caller.send("DELETE", &format!("{grant}/{token}"), "").status, 204, "{tokens:?}");
    let told = demo(&world).open(&account("/events")).page().text();
    let app = format!("A token of <strong><bdi>{}</bdi></strong> was ended", client.own.app.name);
    for says in ["A browser was signed out: <bdi>Firefox, Linux</bdi>.", "All browsers were signed out.", &app] {
        assert!(told.contains(says), "{says}: {told}");
    }
    assert!(!told.contains("Something else") && !told.contains("All other browsers"), "{told}");
}

#[test]
fn nobody_ends_a_session_of_somebody_else() {
    let world = world();
    second_person(&world, "standard");
    let (mut own, mut stranger) = (demo(&world), signed_in(&world, "mallory", PASSWORD));
    let mut second = demo(&world);
    let path = links_to_ends(&own.open(&account("/sessions")).page().text()).remove(0);
    let question = own.open(&path).page();
    let text = question.text();
    let seal = text
        .split(&format!("action=\"{path}\""))
        .nth(1)
        .unwrap()
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let post = |browser: &mut Browser<'_>, seal: &str| {
        browser.send(Request::new("POST", &path).header("Sec-Fetch-Site", "same-origin").form(&[("csrf", seal)])).status
    };
    assert_eq!(post(&mut stranger, &seal), 400);
    let led = stranger.open(&path).page();
    assert!(
        led.text().contains("<h1>Where you are signed in</h1>"),
        "there is nothing of theirs to ask about: {led:?}"
    );
    assert!(is_in(&mut own) && is_in(&mut second));
}

#[test]
fn ses_05_a_password_changes_only_for_who_knows_it() {
    let world = world();
    let mut browser = demo(&world);
    let page = fill(&mut browser, "/password", "/password", &[("current", "a wrong guess"), ("password", NEW)]);
    assert!(
        page.text().contains("This is not your current password") && page.text().contains("<title>Error"),
        "{page:?}"
    );
    assert!(!page.text().contains(NEW) && !page.text().contains("a wrong guess"), "no password comes back");
    let mut other = world.browser();
    let form = other.open(&account("")).page();
    assert!(is_sign_in(&other.submit(&form, "/-/sign-in", &[("username", "demo"), ("password", NEW)]).page()));
}

#[test]
fn ses_01_ses_04_a_new_password_ends_every_session_and_this_browser_gets_a_new_one() {
    let world = world();
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let (mut here, mut there) = (demo(&world), demo(&world));
    let before = here.cookies.clone();
    let current = world.shown.password.expose().to_owned();
    let page = fill(&mut here, "/password", "/password", &[("current", &current), ("password", NEW)]);
    assert!(page.text().contains("Your password is changed"), "{page:?}");
    assert!(is_in(&mut here) && !is_in(&mut there));
    let mut thief = world.browser();
    thief.cookies = before;
    assert!(!is_in(&mut thief), "the old id is dead");
    client.lives(&tokens.access, "apps keep their access");
    signed_in(&world, "demo", NEW);
}

#[test]
fn aut_05_passwords_that_everybody_tries_first_are_refused_here_too() {
    let world = world();
    let mut browser = demo(&world);
    let current = world.shown.password.expose().to_owned();
    for (new, says) in [("Password1", "one of the most common"), ("1234567", "at least 8"), ("", "at least 8")] {
        let page = fill(&mut browser, "/password", "/password", &[("current", &current), ("password", new)]);
        assert!(page.text().contains(says), "{new}: {page:?}");
    }
    let long = "x".repeat(1025);
    let page = fill(&mut browser, "/password", "/password", &[("current", &current), ("password", &long)]);
    assert!(page.text().contains("at most 1,024 bytes"), "{page:?}");
    let page = fill(&mut browser, "/password", "/password", &[("current", &current), ("password", &current)]);
    assert!(page.text().contains("This is the password that you have"), "{page:?}");
    let passphrase = "пароль 🦀 ".repeat(8);
    let page = fill(&mut browser, "/password", "/password", &[("current", &current), ("password", &passphrase)]);
    assert!(page.text().contains("Your password is changed"), "{page:?}");
}

/// Whoever sits at an open browser guesses no faster than whoever stands before the door.
#[test]
fn aut_02_aut_03_guessing_the_current_password_has_the_same_budget() {
    let world = world();
    let mut browser = demo(&world);
    let mut tries = Vec::new();
    for _ in 0..11 {
        let page = fill(&mut browser, "/password", "/password", &[("current", "a wrong guess"), ("password", NEW)]);
        tries.push(page.text().contains("Too many attempts"));
    }
    assert_eq!(tries.iter().position(|refused| *refused), Some(10));
    world.advance(16);
    let current = world.shown.password.expose().to_owned();
    let page = fill(&mut browser, "/password", "/password", &[("current", &current), ("password", NEW)]);
    assert!(page.text().contains("Your password is changed"), "the owner is in again: {page:?}");
}

#[test]
fn a_profile_says_what_apps_then_see_and_chooses_the_language() {
    let world = world();
    let mut browser = demo(&world);
    let names = [("first_name", "Ünal"), ("last_name", "<b>x</b>"), ("language", "de")];
    let page = fill(&mut browser, "/profile", "/profile", &names).text();
    assert!(page.contains("<html lang=\"de\">") && page.contains("Ihr Profil ist gespeichert"), "{page}");
    assert!(page.contains("value=\"Ünal\"") && !page.contains("<b>"), "{page}");
    let long = "x".repeat(101);
    let page = fill(&mut browser, "/profile", "/profile", &[("first_name", &long), ("language", "tlh")]);
    assert!(page.text().contains("höchstens 100 Zeichen"), "{page:?}");
    let account = world.admin("standard", async move |desk| desk.account("demo").await.unwrap());
    assert_eq!((account.first_name.as_str(), account.language.as_deref()), ("Ünal", Some("de")));
}

#[test]
fn what_happened_is_told_in_words_and_taken_along() {
    let world = world();
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = demo(&world);
    world.admin("standard", async move |desk| desk.set_password("demo", &Plain::new(NEW)).await.unwrap());
    let mut browser2 = signed_in(&world, "demo", NEW);
    assert!(!is_in(&mut browser));
    let events = browser2.open(&account("/events")).page().text();
    let allowed = format!("You allowed <strong><bdi>{}</bdi></strong>.", client.own.app.name);
    for sentence in [allowed.as_str(), "You signed in", "Your password was changed", "By whoever runs", "127.0.0.1"] {
        assert!(events.contains(sentence), "{sentence} in {events}");
    }
    let page = browser2.open(&account("/data")).page();
    let file = browser2.submit(&page, &account("/data"), &[]).page();
    assert_eq!(file.header("content-type"), "application/json");
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(file.member("/account/username"), "demo");
    assert_eq!(file.member("/apps/0/client_id"), client.id());
    let file_of: Value = serde_json::from_slice(&file.body).unwrap();
    let by = |action: &str| {
        let events = file_of["events"].as_array().unwrap();
        events.iter().find(|event| event["action"] == action).unwrap()["by"].clone()
    };
    assert_eq!((by("account.sign-in"), by("account.set-password")), ("account".into(), "operator".into()));
    assert!(file.text().contains("account.sign-in") && !file.text().contains("argon2"), "{file:?}");
    assert!(browser2.open(&account("/events")).page().text().contains("Your data was downloaded"));
}

#[test]
fn own_apps_are_taken_along_without_their_secrets() {
    let world = world();
    second_person(&world, "standard");
    let client = Client::first(&world, "standard");
    let id = client.id().to_owned();
    let (app, secret) = world.admin("standard", async move |desk| {
        let rotation = Rotation { name: "autumn".to_owned(), ..Rotation::of(OldSecret::Stays) };
        let secret = desk.rotate_secret(&id, rotation).await.unwrap();
        (desk.app(&id).await.unwrap(), secret)
    });
    let own_apps = |browser: &mut Browser<'_>| {
        let file = fill(browser, "/data", "/data", &[]);
        let apps = serde_json::from_slice::<Value>(&file.body).unwrap()["own_apps"].as_array().unwrap().clone();
        (apps, file.text())
    };
    let (apps, text) = own_apps(&mut demo(&world));
    let told = apps.iter().find(|own| own["client_id"] == client.id()).unwrap();
    assert_eq!((&told["name"], &told["redirect_uris"]), (&app.name.clone().into(), &app.redirect_uris.clone().into()));
    assert_eq!((told["secrets"].as_array().unwrap().len(), &told["secrets"][0]["name"]), (2, &"autumn".into()));
    let stored = app.secrets.iter().map(|own| own.stored.as_str());
    for secret in stored.chain([secret.expose(), client.secret()]) {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(own_apps(&mut signed_in(&world, "mallory", PASSWORD)).0.is_empty(), "nobody else's");
}

#[test]
fn of_many_apps_that_lose_their_last_owner_a_few_are_named() {
    let world = world();
    let orphans = world.admin("standard", async move |desk| {
        for n in 10..20 {
            let wish = Wish { name: format!("An orphan {n}"), owner: Some("demo".to_owned()), ..Wish::default() };
            desk.create_app(wish).await.unwrap();
        }
        desk.orphans(&desk.account("demo").await.unwrap()).await.unwrap().len()
    });
    let question = demo(&world).open(&account("/delete")).page().text();
    assert_eq!(question.matches("<strong><bdi>An orphan").count(), 5, "{question}");
    assert!(!question.contains("An orphan 10 ("), "a name that is one of a kind stands alone: {question}");
    assert!(question.contains(&format!("</strong> and {} more. They keep working", orphans - 5)), "{question}");
}

/// A program that fills in a form learns by the status that nothing was done.
#[test]
fn a_form_with_a_fault_is_422() {
    let world = world();
    let mut browser = demo(&world);
    let long = "x".repeat(200);
    for (page, action, fields) in [
        ("/profile", "/profile", vec![("first_name", long.as_str())]),
        ("/profile", "/email", vec![("email", "a@example.com"), ("current", "wrong")]),
        ("/password", "/password", vec![("current", "wrong"), ("password", NEW)]),
        ("/delete", "/delete", vec![("username", "somebody else")]),
    ] {
        let page = fill(&mut browser, page, action, &fields);
        assert!(page.status == 422 && page.text().contains("<title>Error"), "{action}: {page:?}");
    }
}

#[test]
fn all_that_is_wrong_with_a_new_password_or_address_is_told_at_once() {
    let world = world();
    let mut browser = demo(&world);
    for (page, action, fields, says) in [
        ("/password", "/password", [("current", "wrong"), ("password", "short")], "Use at least 8 characters."),
        ("/profile", "/email", [("current", "wrong"), ("email", "nowhere")], "An address looks like"),
    ] {
        let page = fill(&mut browser, page, action, &fields).text();
        for says in [says, "This is not your current password."] {
            assert_eq!(page.matches(says).count(), 2, "{says} in the summary and beside its field: {page}");
        }
    }
    let page = fill(
        &mut browser,
        "/password",
        "/password",
        &[("current", "not mine at all"), ("password", "not mine at all")],
    );
    assert!(!page.text().contains("the password that you have"), "it is not: {page:?}");
}

#[test]
fn a_person_posts_as_much_as_a_person_can() {
    let world = world();
    second_person(&world, "standard");
    let mut browser = demo(&world);
    let page = browser.open(&account("/profile")).page();
    let mut post = |n: usize| {
        let name = format!("Name {n}");
        browser.submit(&page, &account("/profile"), &[("first_name", &name)]).page()
    };
    for n in 0..300 {
        assert_eq!(post(n).status, 200, "post {n}");
    }
    let rows = || {
        let wish = AuditWish { action: Some("account.profile".to_owned()), ..AuditWish::default() };
        let page = store::ops::Page { after: None, limit: 999 };
        world.admin("standard", async move |desk| desk.find_audit(wish, page).await.unwrap().rows.len())
    };
    let refused = post(300);
    assert_eq!((refused.status, refused.header("retry-after"), rows()), (429, "3", 300));
    assert!(refused.text().contains("Please wait 3\u{a0}seconds, then try again."), "{refused:?}");
    let mut other = signed_in(&world, "mallory", PASSWORD);
    assert!(fill(&mut other, "/profile", "/profile", &[("first_name", "M")]).text().contains("value=\"M\""));
    world.advance(3);
    assert_eq!((post(301).status, post(302).status), (200, 429));
    assert!(is_in(&mut demo(&world)), "looking and signing in go on");
}

#[test]
fn an_account_ends_for_good_once_its_name_was_typed() {
    let world = world();
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let owned = Wish {
        name: "Orphan".to_owned(),
        owner: Some("demo".to_owned()),
        redirect_uris: vec![crate::world::WEB.to_owned()],
        ..Wish::default()
    };
    world.admin("standard", async move |desk| desk.create_app(owned).await.unwrap());
    let id = world.admin("standard", async move |desk| desk.account("demo").await.unwrap()).id;
    let mut browser = demo(&world);
    let current = world.shown.password.expose().to_owned();
    let question = browser.open(&account("/delete")).page();
    let warned = question.text();
    assert!(
        warned.contains("last owner of these apps:") && warned.contains("<strong><bdi>Orphan</bdi></strong>"),
        "{warned}"
    );
    for (name, password, says) in [
        ("dem", current.as_str(), "This is not your user name"),
        ("", &current, "This is not your user name"),
        ("demo", "a wrong guess", "This is not your current password"),
    ] {
        let page = browser.submit(&question, &account("/delete"), &[("username", name), ("current", password)]).page();
        assert!(page.text().contains(says), "{name}: {page:?}");
        client.lives(&tokens.access, "nothing has ended");
    }
    let end = browser.submit(&question, &account("/delete"), &[("username", "demo"), ("current", &current)]).page();
    assert!(end.text().contains("Your account is deleted"), "{end:?}");
    client.is_dead(&tokens.access, "the account is gone");
    assert!(!is_in(&mut browser));
    let form = browser.open(&account("")).page();
    assert!(is_sign_in(&browser.sign_in(&form).page()), "nobody is called so any more");
    // Somebody else may take the name; the id never comes back.
    let made = browser.open("/standard/-/sign-up").page();
    assert!(made.text().contains("Nothing is sent to it: no email goes out from here."), "{made:?}");
    let fields = [("username", "demo"), ("email", "new@example.com"), ("password", NEW)];
    assert!(browser.submit(&made, "/-/sign-up", &fields).is_page_of(200));
    let profile = browser.open("/standard/account/profile").page().text();
    assert!(profile.contains("not confirmed: no email goes out from here, so it cannot be"), "{profile}");
    let new = world.admin("standard", async move |desk| desk.account("demo").await.unwrap());
    assert_ne!(new.id, id);
}

#[test]
fn the_audit_tells_the_name_of_an_account_until_it_is_deleted() {
    let world = world();
    second_person(&world, "standard");
    let client = Client::first(&world, "standard");
    let own = client.id().to_owned();
    let id = world.admin("standard", async move |desk| {
        desk.add_owner(&own, "mallory").await.unwrap();
        desk.account("mallory").await.unwrap().id
    });
    let mut browser = signed_in(&world, "mallory", PASSWORD);
    let caller = Caller::new(&world);
    let told = |query: &str| {
        let rows = caller.get(&format!("/realms/standard/audit?{query}")).text();
        let csv = caller.get(&format!("/realms/standard/audit/export?format=csv&{query}")).text();
        let page = administrator(&world).open(&format!("/admin/realms/standard/audit?{query}")).page().text();
        (serde_json::from_str::<Value>(&rows).unwrap()["items"].clone(), csv, page)
    };
    let (rows, csv, page) = told("account=mallory");
    assert_eq!(rows.as_array().unwrap().len(), 3, "{rows}");
    for row in rows.as_array().unwrap() {
        assert_eq!(row["account_name"], "mallory", "{row}");
        assert!(!row["object"].to_string().contains("mallory") && row["detail"] != "mallory", "{row}");
    }
    assert!(rows.to_string().contains(&format!("\"account {id}\"")) && csv.contains(",mallory\r\n"), "{rows} {csv}");
    assert!(page.contains("<bdi>mallory</bdi>"), "{page}");
    let question = browser.open(&account("/delete")).page();
    let fields = [("username", "mallory"), ("current", PASSWORD)];
    assert!(browser.submit(&question, &account("/delete"), &fields).page().text().contains("Your account is deleted"));
    let (rows, csv, page) = told("");
    assert!(rows.to_string().contains("account.delete") && page.contains(&id), "{rows}");
    for text in [rows.to_string(), csv, page] {
        assert!(!text.contains("mallory"), "{text}");
    }
}
