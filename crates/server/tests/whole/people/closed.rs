//! HDR-01 to HDR-04 on every page that is not on the way of an app, and on the rest of that way: console, reference, administration, making an account,
//! mailed links, what was just made or ended, and whatever is not there.

use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::client::Client;
use crate::console::Developer;
use crate::http::{Request, Response};
use crate::smtp::free_port;
use crate::world::World;
use grantor::desk::accounts::Person;
use grantor::desk::links::Errand;
use std::collections::BTreeMap;

/// What a page leads on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leads {
    /// To pages of ours.
    Here,
    /// To the app in the end: browsers hold `form-action` against that redirect, and apps wait for these as pop-ups.
    ToTheApp,
    /// Nowhere: here such a way ends, perhaps in a pop-up.
    Nowhere,
}

/// The policy's directives.
fn policy(page: &Response) -> BTreeMap<&str, &str> {
    let policy = page.header("content-security-policy");
    policy.split(';').filter_map(|part| part.trim().split_once(' ')).collect()
}

fn is_closed(name: &str, page: &Response, leads: Leads) {
    let policy = policy(page);
    for part in ["default-src", "base-uri", "frame-ancestors"] {
        assert_eq!(policy.get(part), Some(&"'none'"), "{name}: {part} in {policy:?}: {page:?}");
    }
    assert!(policy.get("object-src").is_none_or(|part| *part == "'none'"), "{name}: {policy:?}");
    for (part, source) in &policy {
        assert!(matches!(*source, "'none'" | "'self'"), "{name}: {part} {source}: nothing unsafe, nobody else's");
    }
    let (form, opener) = match leads {
        Leads::Here => (Some(&"'self'"), "same-origin"),
        Leads::ToTheApp => (None, ""),
        Leads::Nowhere => (Some(&"'self'"), ""),
    };
    assert_eq!(policy.get("form-action"), form, "{name}: {policy:?}");
    for (header, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", opener),
        ("access-control-allow-origin", ""),
        ("access-control-allow-credentials", ""),
    ] {
        assert_eq!(page.header(header), value, "{name}: {header}: {page:?}");
    }
    assert!(page.header("permissions-policy").contains("camera=()"), "{name}");
    holds_nothing_of_others(name, &page.text());
}

/// No style, script or handler within the page, and no content from elsewhere.
fn holds_nothing_of_others(name: &str, text: &str) {
    for inline in [" style=", "<style", " onclick", " onload", "javascript:", "<iframe", "<object", "<embed", "<base"] {
        assert!(!text.contains(inline), "{name}: {inline} in {text}");
    }
    let links = text.split("<link").skip(1).filter_map(|link| link.split("href=\"").nth(1));
    let content = ["src=\"", "srcset=\"", "poster=\""].into_iter().flat_map(|start| text.split(start).skip(1));
    for from in links.chain(content).map(|rest| rest.split('"').next().unwrap_or_default()) {
        assert!(from.starts_with('/') && !from.starts_with("//"), "{name}: content from {from}");
    }
    for script in text.split("<script").skip(1) {
        let (tag, inner) = script.split_once('>').unwrap();
        assert!(tag.contains("src=\"/") && inner.starts_with("</script>"), "{name}: a script within the page: {tag}");
    }
}

fn world(realms: &[&str]) -> World {
    let mail = format!("\n[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n", free_port());
    World::configured(realms, &mail)
}

fn looked(browser: &mut Browser<'_>, targets: &[String]) {
    for target in targets {
        let page = browser.open(target).page();
        assert_eq!(page.status, 200, "{target}: {page:?}");
        is_closed(target, &page, Leads::Here);
    }
}

#[test]
fn hdr_01_hdr_02_hdr_03_hdr_04_every_page_of_the_console_and_of_the_reference_is_closed() {
    let world = World::of(&["raindrop"]);
    let mut dana = Developer::demo(&world, "raindrop");
    let made = dana.post("/new", &[("name", "Notes"), ("redirect_uri", crate::world::WEB)]);
    is_closed("an app that was just made", &made, Leads::Here);
    let id = crate::console::shown(&made, "client-id");
    Developer::second(&world, "raindrop", "carol");
    let (secret, owner) = {
        let id = id.clone();
        world.admin("raindrop", async move |desk| {
            (desk.app(&id).await.unwrap().secrets[0].handle(), desk.account("carol").await.unwrap().id)
        })
    };
    dana.post(&format!("/{id}/owners"), &[("username", "carol")]);
    let redirect = dana.redirect_handle(&id);
    for page in ["secrets", "test-token"] {
        let fields = [("secret_name", "autumn")];
        is_closed(page, &dana.post(&format!("/{id}/{page}"), &fields), Leads::Here);
    }
    let below = [
        "",
        "docs",
        "settings",
        "redirects",
        "permissions",
        "secrets",
        "test-token",
        "test-token/revoke",
        "errors",
        "owners",
        "review",
        "revoke-all",
        "delete",
        "kind/public",
    ];
    let mut paths: Vec<String> =
        below.iter().map(|page| format!("/{id}/{page}").trim_end_matches('/').to_owned()).collect();
    paths.extend([String::new(), "/new".to_owned(), "?q=nothing".to_owned()]);
    paths.push(format!("/{id}/redirects/{redirect}/remove"));
    paths.push(format!("/{id}/owners/{owner}/remove"));
    paths.push(format!("/{id}/secrets/{secret}/revoke"));
    let console = dana.console.clone();
    let targets: Vec<String> = paths.iter().map(|path| format!("{console}{path}")).collect();
    let there: Vec<String> =
        targets.into_iter().filter(|target| !target.contains("/kind/") && !target.contains("/review")).collect();
    looked(&mut dana.browser, &there);
    for page in ["kind/public", "review", "nothing"] {
        is_closed(page, &dana.open(&format!("/{id}/{page}")), Leads::Here);
    }
    let wrong = dana.post(&format!("/{id}/redirects"), &[("redirect_uri", "http://elsewhere.example/#x")]);
    is_closed("what was refused", &wrong, Leads::Here);
    let posted = dana.browser.send(Request::new("POST", &format!("{console}/{id}/delete")));
    is_closed("a form without its seal", &posted, Leads::Here);
    looked(&mut world.browser(), &["/raindrop/docs".to_owned(), "/raindrop/docs?lang=de".to_owned()]);
}

#[test]
fn hdr_01_hdr_02_hdr_03_hdr_04_every_page_of_the_account_and_of_the_administration_is_closed() {
    let world = world(&["standard"]);
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = super::site::demo(&world);
    let account = |page: &str| format!("/standard/account{page}");
    let remove = format!("/apps/{}/remove", client.id());
    let pages = ["", "/profile", "/password", "/events", "/data", "/sessions", &remove, "/delete"];
    looked(&mut browser, &pages.map(account));
    for page in ["/nothing", "/apps/nobody/remove"] {
        is_closed(page, &browser.open(&account(page)).page(), Leads::Here);
    }
    let posted = browser.send(Request::new("POST", &account("/events")));
    is_closed("no form here", &posted, Leads::Here);
    let form = browser.open(&account("/delete")).page();
    let fields = [("username", "demo"), ("current", world.shown.password.expose())];
    let mut own = administrator(&world);
    let id = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    let realm = |path: &str| format!("/admin/realms/standard{path}");
    let (of_account, of_app) = (format!("/accounts/{id}"), format!("/apps/{}", client.id()));
    let mut targets: Vec<String> = ["", "/accounts", "/accounts/new", "/apps", "/grants", "/audit"].map(realm).to_vec();
    let below = ["", "/sessions/end", "/password", "/disable", "/delete"];
    targets.extend(below.map(|path| realm(&format!("{of_account}{path}"))));
    targets.extend(["", "/send-back", "/suspend", "/delete"].map(|path| realm(&format!("{of_app}{path}"))));
    targets.push(realm(&format!("{of_account}/grants/{}", client.id())));
    targets.push(realm(&format!("{of_account}/grants/{}/revoke", client.id())));
    let more =
        ["/admin", "/admin/realms", "/admin/keys", "/admin/keys/new", "/admin/account", "/admin/realms/admin/accounts"];
    targets.extend(more.map(str::to_owned));
    looked(&mut own, &targets);
    let page = own.open("/admin/keys/new").page();
    let made = own.submit(&page, "/admin/keys/new", &[("name", "CI"), ("days", "9"), ("rights", "apps:read")]).page();
    assert!(made.text().contains("id=\"key\""), "{made:?}");
    is_closed("a key that was just made", &made, Leads::Here);
    own.headers.push(("Accept".to_owned(), "text/html".to_owned()));
    is_closed("nothing in the administration", &own.open("/admin/nothing").page(), Leads::Here);
    is_closed("an account that is gone", &browser.submit(&form, &account("/delete"), &fields).page(), Leads::Here);
}

#[test]
fn hdr_01_hdr_02_hdr_03_hdr_04_mailed_pages_and_the_first_administrators_are_closed() {
    let world = world(&["standard"]);
    let person = Person { username: "carol".to_owned(), email: "carol@example.com".to_owned(), ..Person::default() };
    let links = world.admin("standard", async move |desk| {
        let (carol, invitation) = desk.invite(person).await.unwrap();
        let reset = desk.make_link(Errand::Reset, &carol, "carol@example.com").await.unwrap();
        let confirm = desk.ask_for_address(&carol, "new@example.com").await.unwrap();
        [reset, invitation, confirm].map(|link| link.text.expose().to_owned())
    });
    let paths = ["reset", "join", "confirm"].map(|path| format!("/standard/-/{path}"));
    for (path, link) in paths.iter().zip(&links) {
        let (good, spent) = (format!("{path}?link={link}"), format!("{path}?link=guess"));
        let mut browser = world.browser();
        looked(&mut browser, std::slice::from_ref(&good));
        looked(&mut world.browser(), &[format!("{good}&lang=de")]);
        let gone = browser.open(&spent).page();
        assert_eq!(gone.status, 410, "{spent}: {gone:?}");
        is_closed(&spent, &gone, Leads::Here);
        let form = browser.open(&good).page();
        let foreign = world.form(path, &[("link", link), ("password", "a long enough one")]);
        assert_eq!(foreign.status, 400, "{path}: {foreign:?}");
        is_closed(path, &foreign, Leads::Here);
        if path.ends_with("confirm") {
            let done = browser.submit(&form, path, &[]).page();
            assert_eq!(done.status, 200, "{done:?}");
            is_closed("what was confirmed", &done, Leads::Here);
        } else {
            let weak = browser.submit(&form, path, &[("password", "short")]).page();
            assert!(weak.text().contains("<title>Error"), "{weak:?}");
            is_closed(path, &weak, Leads::Here);
        }
    }
    let mut browser = world.browser();
    looked(&mut browser, &["/standard/-/forgotten".to_owned(), "/standard/-/forgotten?done=sent".to_owned()]);
    let form = browser.open("/standard/-/forgotten").page();
    let missing = browser.submit(&form, "/-/forgotten", &[("name", " ")]).page();
    is_closed("nobody's name", &missing, Leads::Here);
    let first = browser.open("/admin/-/first?link=guess").page();
    assert_eq!(first.status, 410, "{first:?}");
    is_closed("the first administrator's link", &first, Leads::Here);
    let without_mail = World::of(&["standard"]);
    looked(&mut without_mail.browser(), &["/standard/-/forgotten".to_owned()]);
}

/// What the demo's callback says next follows from whether a code came, whatever its dialect calls it.
#[test]
fn the_demo_speaks_of_a_code_where_there_is_one() {
    let world = World::of(&["boxc", "serble"]);
    let says = |query: &str| world.get(&format!("/demo/callback{query}")).text();
    for (query, code) in
        [("?code=x&state=y", true), ("?nonce=x", true), ("?authorized=false&state=y", false), ("?error=x", false)]
    {
        let page = says(query);
        assert_eq!(page.contains("Copy the code"), code, "{query}: {page}");
        assert_eq!(page.contains("There is no code here"), !code, "{query}: {page}");
    }
    assert!(says("").contains("Nothing came yet"));
}

/// Making an account leads on to the app, as signing in does.
#[test]
fn hdr_01_hdr_02_hdr_03_hdr_04_making_an_account_codes_on_screen_and_the_demo_are_closed() {
    let world = World::of(&["standard", "hidrive"]);
    let mut browser = world.browser();
    let sign_in = browser.open(&Client::first(&world, "standard").target()).page();
    let form = browser.submit(&sign_in, "/-/sign-up", &[]).page();
    let fields = [("username", "x"), ("email", "nowhere"), ("password", "password")];
    let wrong = browser.submit(&form, "/-/sign-up", &fields).page();
    assert!(wrong.text().contains("<title>Error"), "{wrong:?}");
    for page in [&form, &wrong, &world.get("/standard/-/sign-up"), &world.get("/standard/account")] {
        is_closed("making an account", page, Leads::ToTheApp);
    }
    let native = Client::of(&world, "hidrive", "native");
    let target = format!("/hidrive/client/authorize?client_id={}&response_type=code&redirect_uri=oob", native.id());
    let code = world.browser().decide(&target, "allow").page();
    assert!(code.text().contains("id=\"code\""), "{code:?}");
    is_closed("a code on screen", &code, Leads::Nowhere);
    let no = world.browser().decide(&target, "deny").page();
    is_closed("a no that the app does not hear", &no, Leads::Nowhere);
    for target in ["/", "/demo/callback?state=x&error=y"] {
        is_closed(target, &world.get(target), Leads::Here);
    }
    let mut lost = world.browser();
    lost.headers.push(("Accept".to_owned(), "text/html".to_owned()));
    for target in ["/standard/nosuch", "/admin/nosuch", "/standard/-/nosuch"] {
        let page = lost.open(target).page();
        assert_eq!(page.status, 404, "{target}: {page:?}");
        is_closed(target, &page, Leads::Here);
    }
}
