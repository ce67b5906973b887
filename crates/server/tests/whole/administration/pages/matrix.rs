//! Every page and every post by those who are no administrators, and with what is not theirs.

use super::*;
use crate::people::matrix::arm;
use crate::people::site::demo;
use crate::world::accounts;
use grantor::desk::apps::Wish;
use std::collections::BTreeSet;

/// Every page, and whether it takes a form; `{account}` and `{app}` stand for those of the realm.
pub(super) const PAGES: &[(&str, &str)] = &[
    ("GET", ""),
    ("GET", "/realms"),
    ("GET", "/realms/standard"),
    ("GET", "/realms/standard/accounts"),
    ("BOTH", "/realms/standard/accounts/new"),
    ("GET", "/realms/standard/accounts/{account}"),
    ("BOTH", "/realms/standard/accounts/{account}/sessions/end"),
    ("BOTH", "/realms/standard/accounts/{account}/sessions/0123456789abcdef/end"),
    ("BOTH", "/realms/standard/accounts/{account}/password"),
    ("POST", "/realms/standard/accounts/{account}/letter"),
    ("BOTH", "/realms/standard/accounts/{account}/login"),
    ("POST", "/realms/standard/accounts/{account}/login/end"),
    ("BOTH", "/realms/standard/accounts/{account}/disable"),
    ("POST", "/realms/standard/accounts/{account}/enable"),
    ("BOTH", "/realms/standard/accounts/{account}/delete"),
    ("GET", "/realms/standard/accounts/{account}/grants/{app}"),
    ("BOTH", "/realms/standard/accounts/{account}/grants/{app}/revoke"),
    ("BOTH", "/realms/standard/accounts/{account}/grants/{app}/tokens/0123456789abcdef/end"),
    ("GET", "/realms/standard/apps"),
    ("GET", "/realms/standard/apps/{app}"),
    ("POST", "/realms/standard/apps/{app}/approve"),
    ("BOTH", "/realms/standard/apps/{app}/send-back"),
    ("BOTH", "/realms/standard/apps/{app}/suspend"),
    ("POST", "/realms/standard/apps/{app}/resume"),
    ("POST", "/realms/standard/apps/{app}/limit"),
    ("BOTH", "/realms/standard/apps/{app}/revoke-tokens"),
    ("BOTH", "/realms/standard/apps/{app}/delete"),
    ("GET", "/realms/standard/grants"),
    ("GET", "/realms/standard/audit"),
    ("POST", "/realms/standard/audit/export"),
    ("GET", "/realms/admin/accounts"),
    ("BOTH", "/realms/admin/accounts/new"),
    ("GET", "/realms/admin/audit"),
    ("GET", "/api"),
    ("GET", "/api/{group}"),
    ("GET", "/keys"),
    ("BOTH", "/keys/new"),
    ("BOTH", "/keys/0123456789ab/end"),
];

const FORM: [(&str, &str); 5] =
    [("name", "demo"), ("reason", "spam"), ("password", "a long enough one"), ("limit", "1"), ("days", "1")];

#[test]
fn every_route_of_the_code_has_its_row() {
    let routers = [
        ("", include_str!("../../../../src/site/administration/mod.rs")),
        ("realms/{}/", include_str!("../../../../src/site/administration/room.rs")),
        ("realms/{}/accounts/{}/", include_str!("../../../../src/site/administration/account.rs")),
        ("realms/{}/accounts/{}/grants/{}/", include_str!("../../../../src/site/administration/grant.rs")),
        ("realms/{}/apps/{}/", include_str!("../../../../src/site/administration/app.rs")),
        ("api/", include_str!("../../../../src/site/administration/api.rs")),
        ("keys/", include_str!("../../../../src/site/administration/keys.rs")),
    ];
    let mut found = BTreeSet::new();
    for (below, text) in routers {
        let before = found.len();
        let routes = text.lines().filter_map(arm);
        found.extend(routes.map(|(path, acts)| (format!("{below}{path}").trim_end_matches('/').to_owned(), acts)));
        assert!(found.len() > before, "a router that is written in another way: {below}");
    }
    let named = |part: &str| part.starts_with(['{', '0']) || ["standard", "admin"].contains(&part);
    let mut rows = BTreeSet::new();
    for (method, path) in PAGES {
        let parts = path.trim_start_matches('/').split('/').map(|part| if named(part) { "{}" } else { part });
        let path = parts.collect::<Vec<_>>().join("/");
        let verbs = [("GET", false), ("POST", true)].into_iter().filter(|(verb, _)| [*verb, "BOTH"].contains(method));
        rows.extend(verbs.map(|(_, acts)| (path.clone(), acts)));
    }
    assert_eq!(found, rows);
}

/// What a change of anything would move.
fn state(world: &World) -> String {
    format!("{} {}", state_of(world, "standard"), state_of(world, "admin"))
}

pub(super) fn state_of(world: &World, realm: &str) -> String {
    world.admin(realm, async move |desk| {
        let page = || store::ops::Page { after: None, limit: 100 };
        let rows = desk.find_audit(Default::default(), page()).await.unwrap().rows.len();
        let keys = desk.keys(page()).await.unwrap().rows.len();
        let accounts = accounts(&desk).await;
        format!("{rows} {keys} {accounts:?} {:?}", desk.apps().await.unwrap())
    })
}

pub(super) fn filled(path: &str, account: &str, app: &str) -> String {
    format!("/admin{}", path.replace("{account}", account).replace("{app}", app).replace("{group}", "apps"))
}

pub(super) fn post(browser: &mut Browser<'_>, path: &str, csrf: &str) -> Response {
    let fields: Vec<_> = FORM.into_iter().chain([("csrf", csrf)]).collect();
    browser.send(Request::new("POST", path).header("Sec-Fetch-Site", "same-origin").form(&fields))
}

/// Hidden fields of forms to that path on the page.
pub(super) fn seal(page: &Response, path: &str) -> String {
    let text = page.text();
    let form = text.split("action=\"").find(|rest| rest.starts_with(&format!("{path}\""))).unwrap_or_default();
    form.split("name=\"csrf\" value=\"").nth(1).unwrap_or_default().split('"').next().unwrap_or_default().to_owned()
}

fn ids(world: &World) -> (String, String) {
    let id = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    (id, world.apps("standard")[0].app.client_id.clone())
}

#[test]
fn con_02_nobody_but_an_administrator_sees_or_changes_anything() {
    let world = World::of(&["standard"]);
    Client::first(&world, "standard").tokens();
    let (account, app) = ids(&world);
    let mut person = demo(&world);
    // The same cookie under the name that the administrators' realm gives its own.
    let renamed: Vec<_> =
        person.cookies.iter().map(|(name, value)| (name.replace("standard", "admin"), value.clone())).collect();
    person.cookies.extend(renamed);
    let before = state(&world);
    for mut browser in [world.browser(), person] {
        for (method, path) in PAGES {
            let path = filled(path, &account, &app);
            let page = browser.open(&path).page();
            assert!(is_sign_in(&page) && !page.text().contains(&app), "{method} {path}: {page:?}");
            let answer = post(&mut browser, &path, "forged");
            assert!(is_sign_in(&answer), "{path}: {answer:?}");
        }
    }
    assert_eq!(before, state(&world));
}

#[test]
fn con_02_no_form_counts_without_its_seal() {
    let world = World::of(&["standard"]);
    Client::first(&world, "standard").tokens();
    let (account, app) = ids(&world);
    let mut own = administrator(&world);
    let before = state(&world);
    for (method, path) in PAGES {
        let path = filled(path, &account, &app);
        for csrf in ["", "forged"] {
            let answer = post(&mut own, &path, csrf);
            assert!([400, 404, 405].contains(&answer.status), "{method} {path} {csrf}: {answer:?}");
        }
    }
    assert_eq!(before, state(&world));
}

#[test]
fn a_form_whose_session_has_ended_is_shown_again_after_the_sign_in() {
    let world = World::of(&["standard"]);
    Client::first(&world, "standard").tokens();
    let (account, app) = ids(&world);
    let password = world.shown.administrator_password.as_ref().unwrap().expose().to_owned();
    let mut browser = administrator(&world);
    let before = state_of(&world, "standard");
    for (method, path) in PAGES.iter().filter(|(_, path)| !path.contains("/0123456789ab")) {
        let path = filled(path, &account, &app);
        browser.cookies.retain(|name, _| !name.ends_with("-session"));
        let form = post(&mut browser, &path, "of a session that has ended");
        assert!(is_sign_in(&form), "{path}: {form:?}");
        let page = browser.submit(&form, "/-/sign-in", &[("username", "admin"), ("password", &password)]).page();
        assert!(page.status == 200 && page.text().contains("so nothing was done"), "{method} {path}: {page:?}");
        assert!(*method != "BOTH" || !seal(&page, &path).is_empty(), "{path}: {page:?}");
    }
    assert_eq!(before, state_of(&world, "standard"));
}

#[test]
fn con_07_ids_of_another_realm_are_nobodys() {
    let world = World::of(&["standard", "hidrive"]);
    let stranger = world.admin("hidrive", async move |desk| desk.account("demo").await.unwrap().id);
    let wish = Wish { name: "There".to_owned(), ..Wish::default() };
    let made = world.admin("hidrive", async move |desk| desk.create_app(wish).await.unwrap());
    let app = made.app.client_id;
    let mut browser = administrator(&world);
    for (_, path) in PAGES.iter().filter(|(_, path)| path.starts_with("/realms") && path.contains('{')) {
        let path = filled(path, &stranger, &app);
        assert_eq!(browser.open(&path).page().status, 404, "{path}");
        assert_eq!(post(&mut browser, &path, "").status, 404, "{path}");
    }
    for odd in ["/admin/realms/admin/apps", "/admin/realms/admin/grants", "/admin/nothing", "/admin/docs", "/admin//"] {
        let page = browser.open(odd).page();
        assert_eq!(page.status, 404, "{odd}");
        assert!(!page.text().contains("/admin/account"), "{odd}: {page:?}");
    }
}

#[test]
fn hdr_01_hdr_04_ses_the_pages_are_nobodys_to_keep_or_frame() {
    let world = World::of(&["standard"]);
    let (account, app) = ids(&world);
    let mut browser = administrator(&world);
    for (_, path) in PAGES.iter().filter(|(method, _)| *method != "POST") {
        let page = browser.open(&filled(path, &account, &app)).page();
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        if page.status == 200 {
            assert!(page.header("content-security-policy").contains("form-action 'self'"), "{path}");
            assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}");
            let scripts: Vec<String> = page.text().split("<script").skip(1).map(str::to_owned).collect();
            assert!(page.text().len() < 30 * 1024, "{path}: {}", page.text().len());
            // The buttons that copy an example.
            assert_eq!(scripts.len(), usize::from(*path == "/api/{group}"), "{path}");
            assert!(scripts.iter().all(|own| own.starts_with(" src=\"/admin/-/")), "{path}: {scripts:?}");
        }
    }
}

#[test]
fn on_a_listener_of_its_own_the_administration_is_there_alone() {
    let (world, admin) = apart(&["standard"]);
    let form = Request::new("GET", "/admin").send(admin);
    assert!(is_sign_in(&form), "{form:?}");
    for (_, path) in PAGES {
        let path = filled(path, "x", "y");
        let there = Request::new("GET", &path).send(admin);
        assert!(is_sign_in(&there), "{path}: {there:?}");
        assert_eq!(world.get(&path).status, 404, "{path}");
    }
}
