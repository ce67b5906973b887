//! Pages beyond the way of an app: who gets in, whose forms count, and that nobody sees what is not theirs.

use super::is_sign_in;
use crate::administration::Caller;
use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::world::World;
use dialect::model::Method;
use engine::secret::Plain;
use grantor::desk::accounts::Person;

pub const PASSWORD: &str = "a long enough one";

/// A second person of a realm.
pub fn second_person(world: &World, realm: &str) {
    let person =
        Person { username: "mallory".to_owned(), email: "mallory@example.com".to_owned(), ..Person::default() };
    world.admin(realm, async move |desk| {
        desk.create_account(person, &Plain::new(PASSWORD)).await.unwrap();
    });
}

/// A browser in which that person is signed in.
pub fn signed_in<'w>(world: &'w World, username: &str, password: &str) -> Browser<'w> {
    let mut browser = world.browser();
    let form = browser.open("/standard/account").page();
    assert!(is_sign_in(&form));
    let page = browser.submit(&form, "/-/sign-in", &[("username", username), ("password", password)]).page();
    assert!(page.status == 200 && !is_sign_in(&page), "{page:?}");
    browser
}

pub fn demo<'w>(world: &'w World) -> Browser<'w> {
    signed_in(world, "demo", world.shown.password.expose())
}

/// The hidden field of the form to that address.
fn csrf(page: &Response, action: &str) -> String {
    let text = page.text();
    let form = text.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).unwrap().to_owned();
    form.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn signing_in_leads_back_to_the_page_and_signing_out_ends_the_session() {
    let world = World::of(&["standard"]);
    let mut browser = world.browser();
    let form = browser.open("/standard/account?lang=de").page();
    assert!(form.text().contains("anmelden</h1>"), "{form:?}");
    let form = browser.sign_in_with(&form, "a wrong guess").page();
    assert!(form.text().contains("passen nicht zusammen"), "{form:?}");
    let page = browser.sign_in(&form).page();
    assert!(page.text().contains("Apps mit Zugriff"), "{page:?}");
    let cookies = browser.cookies.clone();
    let out = browser.submit(&page, "/-/sign-out", &[]).page();
    assert!(out.text().contains("href=\"/standard/account?lang=de\""), "{out:?}");
    assert!(is_sign_in(&browser.open("/standard/account").page()));
    let done = world.admin("standard", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        desk.events(&account, None).await.unwrap().rows.remove(0).0.audit
    });
    assert_eq!((done.action.as_str(), done.address.as_str()), ("account.sign-out", "127.0.0.1"));
    // Not only the cookie went.
    let mut thief = world.browser();
    thief.cookies = cookies;
    assert!(is_sign_in(&thief.open("/standard/account").page()));
}

#[test]
fn con_07_a_person_sees_what_they_allowed_and_takes_it_back_at_once() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let mut browser = demo(&world);
    let list = browser.open("/standard/account").page();
    assert!(list.text().contains(&client.own.app.name) && list.text().contains("Read your data"), "{list:?}");
    let target = format!("/standard/account/apps/{}/remove", client.id());
    let question = browser.open(&target).page();
    assert!(question.text().contains("What ends") && question.text().contains("What stays"), "{question:?}");
    assert!(client.doors(&tokens.access).iter().all(|door| door.open));
    let after = browser.submit(&question, &target, &[]).page();
    assert!(after.text().contains("has ended.") && after.text().contains("No app has access"), "{after:?}");
    for door in client.doors(&tokens.access) {
        assert!(!door.open, "{door:?}");
    }
    assert_eq!(client.refresh(tokens.renewable()).status, 400, "the refresh token ended too");
}

#[test]
fn nobody_ends_what_is_not_theirs() {
    let world = World::of(&["standard"]);
    second_person(&world, "standard");
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let mut stranger = signed_in(&world, "mallory", PASSWORD);
    let target = format!("/standard/account/apps/{}/remove", client.id());
    assert_eq!(stranger.open(&target).page().status, 404);
    assert_eq!(stranger.open("/standard/account/apps/nobody/remove").page().status, 404);
    // With a form that was made for this path, but for somebody else.
    let mut own = demo(&world);
    let seal = csrf(&own.open(&target).page(), &target);
    let post = |browser: &mut Browser<'_>, seal: &str| {
        browser.send(Request::new("POST", &target).header("Sec-Fetch-Site", "same-origin").form(&[("csrf", seal)]))
    };
    assert_eq!(post(&mut stranger, &seal).status, 400);
    assert!(client.doors(&tokens.access).iter().all(|door| door.open));
    assert_eq!(post(&mut own, &seal).status, 303);
}

#[test]
fn con_02_a_form_counts_for_its_path_its_session_and_its_site_only() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let other = Client::second(&world, "standard");
    other.tokens();
    let mut browser = demo(&world);
    let target = |client: &Client<'_>| format!("/standard/account/apps/{}/remove", client.id());
    let own = csrf(&browser.open(&target(&client)).page(), &target(&client));
    let elsewhere = csrf(&browser.open(&target(&other)).page(), &target(&other));
    let mut post = |seal: &str, site: &str| {
        let form = Request::new("POST", &target(&client)).header("Sec-Fetch-Site", site).form(&[("csrf", seal)]);
        browser.send(form).status
    };
    for (seal, site) in [("", "same-origin"), ("x", "same-origin"), (&elsewhere, "same-origin"), (&own, "cross-site")] {
        assert_eq!(post(seal, site), 400, "{site}");
        assert!(client.doors(&tokens.access).iter().all(|door| door.open));
    }
    assert_eq!(post(&own, "same-origin"), 303);
    // A second time it is done already.
    assert_eq!(post(&own, "same-origin"), 303);
}

#[test]
fn a_session_of_one_realm_is_nobody_in_another() {
    let world = World::of(&["standard", "hidrive"]);
    let mut browser = demo(&world);
    assert!(is_sign_in(&browser.open("/hidrive/account").page()));
    assert!(!is_sign_in(&browser.open("/standard/account/").page()));
}

#[test]
fn odd_paths_and_methods_lead_nowhere() {
    let world = World::of(&["standard"]);
    let mut browser = demo(&world);
    for path in ["/standard//account", "/standard/account//apps", "/standard/account/nothing", "/standard/accounts"] {
        let page = browser.send(Request::new("GET", path));
        assert_eq!(page.status, 404, "{path}");
    }
    for method in ["PUT", "DELETE", "POST"] {
        let page = browser.send(Request::new(method, "/standard/account"));
        assert_eq!((page.status, page.header("allow").is_empty()), (405, false), "{method}");
        assert!(page.text().contains("cannot be opened like this") && page.text().contains("/standard/account\""));
    }
}

#[test]
fn a_browser_that_is_lost_gets_a_page_and_everything_else_a_sentence() {
    let world = World::of(&["standard"]);
    let mut browser = world.browser();
    browser.headers.push(("Accept".to_owned(), "text/html,application/xhtml+xml".to_owned()));
    for (path, way_back) in [
        ("/standard/nosuch", "/standard/account\""),
        ("/admin/nosuch", "/admin\""),
        ("/standard/-/nosuch", "/account\""),
    ] {
        let page = browser.open(path).page();
        assert!(page.status == 404 && page.text().contains("There is nothing here"), "{path}: {page:?}");
        assert!(page.text().contains(way_back), "{path}: {page:?}");
        let told = world.get(path);
        assert_eq!((told.status, told.text()), (404, "There is nothing at this address.\n".to_owned()), "{path}");
    }
    for path in ["/standard", "/standard/"] {
        assert_eq!(browser.send(Request::new("GET", path)).header("location"), "/standard/docs");
        assert_eq!(world.get(path).status, 404);
        assert_eq!(browser.send(Request::new("POST", path)).header("content-type"), "text/plain; charset=utf-8");
    }
}

#[test]
fn a_language_that_was_chosen_stays() {
    let world = World::of(&["standard"]);
    let mut browser = demo(&world);
    assert!(browser.open("/standard/account").page().text().contains("lang=\"en\""));
    assert!(browser.open("/standard/account?lang=de").page().text().contains("<html lang=\"de\">"));
    assert!(browser.open("/standard/account").page().text().contains("<html lang=\"de\">"));
    assert!(browser.open("/standard/account?lang=tlh").page().text().contains("<html lang=\"de\">"));
}

#[test]
fn an_app_that_ends_the_access_of_another_one_is_named() {
    let world = World::of(&["serble"]);
    let (client, other) = (Client::first(&world, "serble"), Client::second(&world, "serble"));
    let token =
        client.read_code(&client.exchange(&client.code_for(&client.target_for(Some("apps_control"), None)))).access;
    let theirs = other.tokens();
    // A GUID in capitals is the same one.
    let path = format!("/api/v1/account/authorizedApps/{}", other.id().to_uppercase());
    let mut request = client.dialect().client_call(&client.face(), &path, &token);
    request.method = Method::Delete;
    assert!(client.send(request).status < 300);
    other.is_dead(&theirs.access, "its grant has ended");
    let account = world.admin("serble", async move |desk| desk.account("demo").await.unwrap().id);
    let row = Caller::new(&world).get("/realms/serble/audit?action=grant.revoke");
    for (member, told) in [
        ("actor", format!("app:{}", client.id())),
        ("object", format!("account {account}")),
        ("detail", format!("app {}", other.id())),
        ("app_name", other.own.app.name.clone()),
        ("account_name", "demo".to_owned()),
    ] {
        assert_eq!(row.member(&format!("/items/0/{member}")), told, "{row:?}");
    }
    let mut browser = world.browser();
    let form = browser.open("/serble/account").page();
    browser.sign_in(&form).page();
    for (language, ended, by) in [("en", "The access of", "By the app"), ("de", "Der Zugriff von", "Durch die App")] {
        let events = browser.open(&format!("/serble/account/events?lang={language}")).page().text();
        let [own, of] = [&client, &other].map(|app| format!("<strong><bdi>{}</bdi></strong>", app.own.app.name));
        assert!(events.contains(&format!("{ended} {of}")) && events.contains(&format!("{by} {own}.")), "{events}");
    }
}
