//! Every page and every form of account and console, by every role: what is somebody's own is nobody else's to see or to change. The routes are
//! read out of the routers' text, so that one that is new fails here until it has its row.

use crate::browser::Browser;
use crate::client::Client;
use crate::console::{Developer, csrf, sealed_post};
use crate::http::{Request, Response};
use crate::world::{World, accounts};
use std::collections::BTreeSet;

/// What a path is below of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Below {
    Account,
    Console,
    App,
}

use Below::{Account, App, Console};

/// Its path, and where the form stands that posts there: `-` where it takes no posts, `.` for its own page, which others can not be seen at.
struct Route(Below, &'static str, &'static str);

/// In an order in which the owner can post all of them: what ends most comes last.
const ROUTES: [Route; 36] = [
    Route(Account, "", "-"),
    Route(Account, "profile", "."),
    Route(Account, "email", "profile"),
    Route(Account, "password", "."),
    Route(Account, "events", "-"),
    Route(Account, "data", "."),
    Route(Account, "sessions", "-"),
    Route(Account, "sessions/{session}/end", "."),
    Route(Account, "sessions/end", "."),
    Route(Account, "apps/{granted}/remove", "."),
    Route(Console, "", "-"),
    Route(Console, "new", "."),
    Route(App, "", "-"),
    Route(App, "docs", "-"),
    Route(App, "settings", "."),
    Route(App, "kind", "settings"),
    Route(App, "redirects", "."),
    Route(App, "redirects/{redirect}/remove", "."),
    Route(App, "permissions", "."),
    Route(App, "secrets", "."),
    Route(App, "secrets/{secret}/revoke", "."),
    Route(App, "test-token", "."),
    Route(App, "test-token/reset", "."),
    Route(App, "test-token/revoke", "."),
    Route(App, "errors", "-"),
    Route(App, "owners", "."),
    Route(App, "owners/{owner}/remove", "."),
    Route(App, "review", "."),
    Route(App, "review/withdraw", "review"),
    Route(App, "kind/{kind}", "."),
    Route(App, "revoke-all", "."),
    Route(App, "delete", "."),
    Route(Account, "delete", "."),
    // What has never been.
    Route(App, "secrets/none/revoke", ""),
    Route(App, "owners/none/remove", ""),
    Route(Account, "apps/none/remove", ""),
];

impl Route {
    /// The form for another kind stands on another page, and who looks here is led there.
    fn looks(&self) -> bool {
        matches!(self.2, "-" | ".") || self.1 == "kind"
    }

    fn acts(&self) -> bool {
        self.2 != "-"
    }

    /// Whether there is such a thing.
    fn is(&self) -> bool {
        !self.2.is_empty()
    }

    /// Whether it names something that is somebody's.
    fn names_a_thing(&self) -> bool {
        self.0 == App || self.1.contains('{') || !self.is()
    }
}

/// What is Alice's.
struct Things {
    app: String,
    granted: String,
    secret: String,
    redirect: String,
    owner: String,
    session: String,
}

impl Things {
    fn path(&self, below: Below, path: &str, console: &str) -> String {
        let mount = console.split('/').nth(1).unwrap();
        let base = match below {
            Account => format!("/{mount}/account"),
            Console => console.to_owned(),
            App => format!("{console}/{}", self.app),
        };
        let path = path.replace("{granted}", &self.granted).replace("{secret}", &self.secret);
        let path = path.replace("{redirect}", &self.redirect);
        let path = path.replace("{owner}", &self.owner).replace("{session}", &self.session);
        let path = path.replace("{kind}", "public");
        if path.is_empty() { base } else { format!("{base}/{path}") }
    }
}

/// Two realms of one dialect, which knows everything that a console can do; the first demands reviews.
fn world() -> World {
    let realm = |name: &str, more: &str| {
        format!("[[realms]]\nname = \"{name}\"\n{more}mounts = [{{ dialect = \"whole\", prefix = \"/{name}\" }}]\n")
    };
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndata = \".\"\ndialects = \"dialects\"\n[demo]\nseed = true\n{}{}",
        realm("shop", "review = \"demanded\"\n"),
        realm("club", "")
    );
    World::from_config(&text, &|folder| {
        let own = folder.join("dialects/whole");
        std::fs::create_dir_all(&own).unwrap();
        let text = "extends = \"standard\"\ntitle = \"Whole\"\ntest_token = \"endless\"\n";
        std::fs::write(own.join("dialect.toml"), text).unwrap();
    })
}

fn things(world: &World, alice: &mut Developer<'_>) -> Things {
    let (app, _) = alice.make_whole("Alices own notebook");
    alice.post(&format!("/{app}/owners"), &[("username", "carol")]);
    let client = Client::first(world, "shop");
    client.tokens();
    // One more browser of Alice's, so that one is left to end with all others.
    Developer::demo(world, "shop");
    let sessions = alice.browser.open("/shop/account/sessions").page().text();
    let session = sessions.split("/account/sessions/").filter_map(|rest| rest.split_once("/end\"")).next().unwrap().0;
    let (secret, owner) = world.admin("shop", {
        let app = app.clone();
        async move |desk| (desk.app(&app).await.unwrap().secrets[0].handle(), desk.account("carol").await.unwrap().id)
    });
    let redirect = alice.redirect_handle(&app);
    Things { redirect, app, granted: client.id().to_owned(), secret, owner, session: session.to_owned() }
}

/// All that is kept of Alice's things.
fn kept(world: &World, things: &Things) -> String {
    let app = things.app.clone();
    world.admin("shop", async move |desk| {
        let account = accounts(&desk).await.into_iter().find(|account| account.username == "demo").unwrap();
        let sessions = desk.sessions("demo").await.unwrap().len();
        let granted = desk.let_in(&account, None).await.unwrap().rows.len();
        format!("{:?} {account:?} {sessions} {granted}", desk.app(&app).await.unwrap())
    })
}

fn is_sign_in(page: &Response) -> bool {
    super::is_sign_in(page) && page.status == 200
}

#[test]
fn every_route_of_the_code_has_its_row() {
    let account = include_str!("../../../src/site/account/mod.rs");
    let console = include_str!("../../../src/site/console/mod.rs");
    let end = include_str!("../../../src/site/console/end.rs");
    let (list, app) = console.split_once("async fn of_app").unwrap();
    let mut found = BTreeSet::new();
    for (below, text) in [(Account, account), (Console, list), (App, app), (App, end)] {
        let before = found.len();
        found.extend(text.lines().filter_map(arm).map(|(path, acts)| (below, path, acts)));
        assert!(found.len() > before, "a router that is written in another way");
    }
    let braces = |path: &str| {
        let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    let mut rows = BTreeSet::new();
    for route in ROUTES.iter().filter(|route| route.is()) {
        let verbs = [(route.looks(), false), (route.acts(), true)];
        rows.extend(verbs.into_iter().filter(|(is, _)| *is).map(|(_, acts)| (route.0, braces(route.1), acts)));
    }
    assert_eq!(found, rows);
}

/// Path and method of a line such as `(["apps", id, "remove"], Does::Act) => …`; what only says no is no route.
pub fn arm(line: &str) -> Option<(String, bool)> {
    let (path, rest) = line.trim().strip_prefix("([")?.split_once("], ")?;
    if path.contains(['@', '|']) || rest.contains("=> Err(") {
        return None;
    }
    let parts = path.split(", ").map(|part| match part.strip_prefix('"') {
        Some(word) => word.trim_end_matches('"'),
        None if part.is_empty() => "",
        None => "{}",
    });
    Some((parts.collect::<Vec<_>>().join("/"), rest.starts_with("Does::Act")))
}

/// A page that only shows says so to whoever posts to it, before it asks who that is.
fn takes_no_form(route: &Route, page: &Response) -> bool {
    !route.acts() && page.status == 405 && page.header("allow") == "GET, HEAD"
}

#[test]
fn nobody_sees_or_changes_what_is_not_theirs() {
    let world = world();
    let mut alice = Developer::demo(&world, "shop");
    let mut carol = Developer::second(&world, "shop", "carol");
    let things = things(&world, &mut alice);
    let mut mallory = Developer::second(&world, "shop", "mallory");
    let mut namesake = Developer::demo(&world, "club");
    for route in &ROUTES {
        let at = |path: &str, console: &str| things.path(route.0, path, console);
        let own = at(route.1, &alice.console);
        let form = at(if route.2.len() > 1 { route.2 } else { route.1 }, &alice.console);
        let seal = csrf(&alice.browser.open(&form).page(), &own);
        assert_eq!(!seal.is_empty(), route.acts() && route.is(), "{own}: its owner has the form");
        let before = kept(&world, &things);
        let mut nobody = world.browser();
        for page in [nobody.open(&own).page(), sealed_post(&mut nobody, &own, &seal)] {
            let turned_away = is_sign_in(&page) || takes_no_form(route, &page);
            assert!(turned_away && !page.text().contains("Alices"), "{own}, nobody: {page:?}");
        }
        for stranger in [&mut mallory, &mut namesake] {
            let theirs = at(route.1, &stranger.console);
            strange(route, &things, (&mut stranger.browser, &theirs), &seal);
            // Nor does the way over the other realm's address.
            let page = sealed_post(&mut stranger.browser, &own, &seal);
            assert!(is_sign_in(&page) || matches!(page.status, 400 | 404 | 405), "{own}: {page:?}");
        }
        shared(route, &things, (&mut carol, &own), &seal);
        assert_eq!(kept(&world, &things), before, "{own}: changed");
        owned(route, &mut alice, &own, &seal);
    }
}

/// Every form of the app by its other owner, up to the one that makes her a stranger to it.
#[test]
fn a_co_owner_does_with_the_app_what_its_first_owner_does_and_nothing_once_she_has_left() {
    let world = world();
    let mut alice = Developer::demo(&world, "shop");
    let mut carol = Developer::second(&world, "shop", "carol");
    let things = things(&world, &mut alice);
    let leaves = |route: &Route| route.1 == "owners/{owner}/remove";
    let ends = |route: &Route| route.1 == "delete";
    let of_app = || ROUTES.iter().filter(|route| route.0 == App && route.is() && route.acts());
    for route in of_app().filter(|route| !leaves(route) && !ends(route)) {
        let path = things.path(App, route.1, &carol.console);
        let form = things.path(App, if route.2.len() > 1 { route.2 } else { route.1 }, &carol.console);
        let seal = csrf(&carol.browser.open(&form).page(), &path);
        assert!(!seal.is_empty(), "{path}: she has the form");
        owned(route, &mut carol, &path, &seal);
    }
    let tests = |who: &mut Developer<'_>| who.open(&format!("/{}", things.app)).status;
    assert_eq!((tests(&mut alice), tests(&mut carol)), (200, 200));
    let leave = things.path(App, "owners/{owner}/remove", &carol.console);
    let seal = csrf(&carol.browser.open(&leave).page(), &leave);
    assert_eq!(sealed_post(&mut carol.browser, &leave, &seal).status, 303);
    assert_eq!((tests(&mut alice), tests(&mut carol)), (200, 404));
    let before = kept(&world, &things);
    for route in ROUTES.iter().filter(|route| route.0 == App) {
        let path = things.path(App, route.1, &carol.console);
        let form = things.path(App, if route.2.len() > 1 { route.2 } else { route.1 }, &alice.console);
        let seal = csrf(&alice.browser.open(&form).page(), &path);
        strange(route, &things, (&mut carol.browser, &path), &seal);
    }
    assert_eq!(kept(&world, &things), before);
}

#[test]
fn a_form_whose_session_has_ended_is_shown_again_after_the_sign_in() {
    let world = world();
    let mut alice = Developer::demo(&world, "shop");
    Developer::second(&world, "shop", "carol");
    let things = things(&world, &mut alice);
    let app = || {
        let id = things.app.clone();
        world.admin("shop", async move |desk| format!("{:?}", desk.app(&id).await.unwrap()))
    };
    let before = app();
    for route in ROUTES.iter().filter(|route| route.is()) {
        let path = things.path(route.0, route.1, &alice.console);
        alice.browser.cookies.retain(|name, _| !name.ends_with("-session"));
        let form = sealed_post(&mut alice.browser, &path, "of a session that has ended");
        if takes_no_form(route, &form) {
            continue;
        }
        assert!(is_sign_in(&form), "{path}: {form:?}");
        let page = alice.browser.sign_in(&form).page();
        assert!(page.status == 200 && page.text().contains("so nothing was done"), "{path}: {page:?}");
        // Only what is in review is withdrawn, and only a test token that lives ends.
        let shown = route.acts() && !["review/withdraw", "test-token/reset", "test-token/revoke"].contains(&route.1);
        assert_eq!(csrf(&page, &path).is_empty(), !shown, "{path}: {page:?}");
    }
    assert_eq!(app(), before);
}

/// What somebody else gets.
fn strange(route: &Route, things: &Things, (browser, path): (&mut Browser<'_>, &str), seal: &str) {
    let page = browser.open(path).page();
    let expected: &[u16] = match (route.looks() || !route.is(), route.names_a_thing()) {
        (true, false) => &[200],
        // A session that is none of theirs is as one that has ended: there is nothing to ask about, and the list stands there.
        (true, true) if route.1.starts_with("sessions/") => &[200],
        (true, true) => &[404],
        (false, _) => &[404, 405],
    };
    assert!(expected.contains(&page.status), "{path}: {page:?}");
    for own in ["Alices", &things.app, &things.session, &things.owner, &things.secret] {
        let said = page.text().replace(path, "");
        assert!(!said.contains(own), "{path}: {own} in {page:?}");
    }
    let posted = sealed_post(browser, path, seal);
    let expected: &[u16] = match (route.acts(), route.0 == App) {
        (true, false) => &[400],
        (true, true) => &[404],
        (false, _) => &[404, 405],
    };
    assert!(expected.contains(&posted.status), "{path}: {posted:?}");
}

/// What the app's other owner gets: the app, and nothing that is Alice's own; no form of Alice's counts for her.
fn shared(route: &Route, things: &Things, (carol, path): (&mut Developer<'_>, &str), seal: &str) {
    let left = carol.open(&format!("/{}", things.app)).status == 404;
    let page = carol.browser.open(path).page();
    let expected: &[u16] = match (route.0 == App && route.is() && !left, route.looks()) {
        (true, true) => &[200],
        (true, false) => &[404, 405],
        (false, true) if route.1.starts_with("sessions/") => &[200],
        (false, _) if route.names_a_thing() => &[404, 405],
        (false, _) => &[200, 405],
    };
    assert!(expected.contains(&page.status), "{path}: {page:?}");
    for own in [&things.session, &things.granted] {
        assert!(!page.text().replace(path, "").contains(own), "{path}: {own} in {page:?}");
    }
    let posted = sealed_post(&mut carol.browser, path, seal);
    assert!(matches!(posted.status, 400 | 404 | 405), "{path}: a seal of Alice's: {posted:?}");
}

/// What its owner gets.
fn owned(route: &Route, alice: &mut Developer<'_>, path: &str, seal: &str) {
    let page = alice.browser.open(path).page();
    let expected: &[u16] = match (route.looks(), route.is()) {
        (true, _) => &[200],
        (false, true) => &[404, 405],
        // What is no secret and who is no owner leads on to those that there are.
        (false, false) if route.0 == App && route.1.contains("/none/") => &[200],
        (false, false) => &[404],
    };
    assert!(expected.contains(&page.status), "{path}: {page:?}");
    if route.acts() && route.is() {
        let fields = [("csrf", seal), ("kind", "confidential")];
        let form = Request::new("POST", path).header("Sec-Fetch-Site", "same-origin").form(&fields);
        let posted = alice.browser.send(form);
        assert!(matches!(posted.status, 200 | 303 | 422) && !is_sign_in(&posted), "{path}: {posted:?}");
    }
}
