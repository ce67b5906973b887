//! LOG-02: an audit event per security action. Every action that the audit has a word for is done once, on the way that people, apps, keys and operators
//! take, and leaves a row with what, who, to whom, when and from where, and with no secret.

use super::Caller;
use crate::browser::Browser;
use crate::client::Client;
use crate::console::Developer;
use crate::hand_off;
use crate::http::{Request, Response};
use crate::people::site::{demo, signed_in};
use crate::smtp::free_port;
use crate::world::{WEB, World};
use grantor::desk::links::Errand;
use grantor::desk::rights::Right;
use grantor::desk::search::AuditWish;
use grantor::keys::rotate::{Old, Which, rotate};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use store::ops::{Audit, Page};

const FIRST: &str = "correct horse battery";
const SECOND: &str = "another battery staple";

/// What was done, by what sort of actor, to what. What an operator does at the machine itself has no address.
const EVENTS: [(&str, &str, &str); 58] = [
    ("account.create", "key:", "account "),
    ("account.sign-in", "account:", "account "),
    ("account.sign-out", "account:", "account "),
    ("account.held-back", "server", "account "),
    ("account.set-password", "key:", "account "),
    ("account.reset-password", "account:", "account "),
    ("account.password-link", "key:", "account "),
    ("account.ask-address", "account:", "account "),
    ("account.withdraw-address", "account:", "account "),
    ("account.change-address", "account:", "account "),
    ("account.confirm-address", "account:", "account "),
    ("account.profile", "key:", "account "),
    ("account.rename", "hand-off", "account "),
    ("account.lose-name", "hand-off", "account "),
    ("account.lose-address", "hand-off", "account "),
    ("account.end-session", "key:", "account "),
    ("account.end-sessions", "key:", "account "),
    ("account.disable", "key:", "account "),
    ("account.enable", "key:", "account "),
    ("account.delete", "key:", "account "),
    ("account.link", "key:", "account "),
    ("account.unlink", "key:", "account "),
    ("account.roles", "hand-off", "account "),
    ("account.export", "account:", "account "),
    ("app.create", "key:", "app "),
    ("app.describe", "key:", "app "),
    ("app.scopes", "key:", "app "),
    ("app.redirect.add", "key:", "app "),
    ("app.redirect.remove", "key:", "app "),
    ("app.limit", "key:", "app "),
    ("app.ask-review", "key:", "app "),
    ("app.approve", "key:", "app "),
    ("app.send-back", "key:", "app "),
    ("app.suspend", "key:", "app "),
    ("app.resume", "key:", "app "),
    ("app.delete", "key:", "app "),
    ("app.owner.add", "key:", "app "),
    ("app.owner.remove", "key:", "app "),
    ("app.rotate-secret", "key:", "app "),
    ("app.revoke-all", "key:", "app "),
    ("app.test-token", "key:", "app "),
    ("app.kind", "key:", "app "),
    ("app.open", "key:", "app "),
    ("app.withdraw-review", "key:", "app "),
    ("app.secret.add", "account:", "app "),
    ("app.secret.revoke", "key:", "app "),
    ("app.test-token.revoke", "key:", "app "),
    ("grant.allow", "account:", "account "),
    ("grant.revoke", "key:", "account "),
    ("grant.end-with-app", "server", "account "),
    ("token.revoke", "key:", "account "),
    ("token.revoke-family", "key:", "account "),
    // By a restore, which `keeping::restore` does.
    ("token.end-all", "", ""),
    ("token.crowded", "server", "app "),
    ("key.create", "key:", "key "),
    ("key.end", "key:", "key "),
    ("signing-key.rotate", "command-line", "key "),
    ("policy.weak", "server", "realm "),
];

/// The actions that the audit's page has words for.
fn named() -> BTreeSet<&'static str> {
    let words = include_str!("../../../src/pages/words/en/administration.rs");
    let list = words.split("actions: &[").nth(1).unwrap().split("],").next().unwrap();
    list.lines().filter_map(|line| Some(line.trim().strip_prefix("(\"")?.split_once('"')?.0)).collect()
}

fn world() -> World {
    let realm = |name: &str, more: &str| {
        format!("[[realms]]\nname = \"{name}\"\n{more}mounts = [{{ dialect = \"{name}\", prefix = \"/{name}\" }}]\n")
    };
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndata = \".\"\n[demo]\nseed = true\nredirect_uris = [\"{WEB}\"]\n{}{}{}[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n",
        realm("standard", "review = \"demanded\"\n"),
        realm("raindrop", ""),
        realm("boxc", ""),
        free_port()
    );
    World::from_config(&text, &|_| ())
}

/// Requests to the API that have to succeed.
struct Api<'w>(Caller<'w>);

impl Api<'_> {
    fn done(&self, method: &str, path: &str, body: &str) -> Response {
        let answer = self.0.send(method, path, body);
        assert!((200..300).contains(&answer.status), "{method} {path}: {answer:?}");
        answer
    }
}

fn accounts(world: &World, api: &Api<'_>) {
    let accounts = "/realms/standard/accounts";
    let own = |below: &str| format!("{accounts}/alice{below}");
    let body = serde_json::json!({ "username": "alice", "email": "alice@example.com", "password": FIRST }).to_string();
    api.done("POST", accounts, &body);
    api.done("PATCH", &own(""), r#"{"first_name": "n", "language": null}"#);
    api.done("PUT", &own("/password"), &serde_json::json!({ "password": SECOND }).to_string());
    api.done("POST", &own("/letter"), "");
    signed_in(world, "alice", SECOND);
    let session = api.done("GET", &own("/sessions"), "").member("/items/0/id");
    api.done("DELETE", &own(&format!("/sessions/{session}")), "");
    signed_in(world, "alice", SECOND);
    api.done("DELETE", &own("/sessions"), "");
    api.done("POST", &own("/disable"), "");
    api.done("POST", &own("/enable"), "");
}

fn apps(world: &World, api: &Api<'_>) {
    let made = api.done("POST", "/realms/standard/apps", r#"{"name": "Notes", "owner": "demo"}"#);
    let id = made.member("/app/client_id");
    let own =
        |method: &str, below: &str, body: &str| api.done(method, &format!("/realms/standard/apps/{id}{below}"), body);
    own("PATCH", "", r#"{"description": "d"}"#);
    own("PATCH", "", r#"{"kind": "public"}"#);
    own("PATCH", "", r#"{"kind": "confidential"}"#);
    own("PUT", "/scopes", r#"{"scopes": ["read"]}"#);
    own("POST", "/redirect-uris", r#"{"uri": "https://a.example/"}"#);
    own("DELETE", "/redirect-uris?uri=https://a.example/", "");
    own("PUT", "/limit", r#"{"limit": 3}"#);
    own("PUT", "/owners/alice", "");
    own("DELETE", "/owners/alice", "");
    own("POST", "/secrets", r#"{"old": "ends"}"#);
    Developer::demo(world, "standard").post(&format!("/{id}/secrets"), &[("secret_name", "autumn")]);
    let secret = own("GET", "/secrets", "").member("/items/0/id");
    own("DELETE", &format!("/secrets/{secret}"), "");
    own("POST", "/send-back", r#"{"reason": "spam"}"#);
    own("POST", "/ask-review", "");
    own("POST", "/withdraw-review", "");
    own("POST", "/ask-review", "");
    own("POST", "/approve", "");
    own("POST", "/suspend", r#"{"reason": "spam"}"#);
    own("POST", "/resume", "");
    own("POST", "/revoke-tokens", "");
    own("DELETE", "", "");
    let free = format!("/realms/raindrop/apps/{}", world.apps("raindrop")[0].app.client_id);
    api.done("POST", &format!("{free}/test-token"), "");
    api.done("DELETE", &format!("{free}/test-token"), "");
    api.done("POST", &format!("{free}/send-back"), r#"{"reason": "spam"}"#);
    api.done("POST", &format!("{free}/ask-review"), "");
}

/// What apps hold; gives some of it, which nobody may read in the audit.
fn tokens(world: &World, api: &Api<'_>) -> Vec<String> {
    let client = Client::first(world, "standard");
    let issued = client.tokens();
    let grant = format!("/realms/standard/accounts/demo/grants/{}", client.id());
    for kind in ["access", "refresh"] {
        let list = api.done("GET", &format!("{grant}/tokens"), "");
        let list: serde_json::Value = serde_json::from_slice(&list.body).unwrap();
        let all = list["items"].as_array().unwrap();
        let token = all.iter().find(|token| token["kind"].as_str().unwrap().contains(kind)).unwrap();
        api.done("DELETE", &format!("{grant}/tokens/{}", token["id"].as_str().unwrap()), "");
    }
    let again = client.tokens();
    api.done("DELETE", &grant, "");
    let boxc = Client::first(world, "boxc");
    let most = boxc.dialect().policy.tokens_per_grant;
    (0..=most).for_each(|_| drop(boxc.tokens()));
    api.done("DELETE", &format!("/realms/boxc/apps/{}", boxc.id()), "");
    world.purge();
    [issued.access, issued.refresh.unwrap(), again.access, client.secret().to_owned()].into()
}

fn key(api: &Api<'_>) -> String {
    let made = api.done("POST", "/keys", r#"{"name": "n", "rights": ["apps:read"], "days": 1}"#);
    let id = made.member("/key/id");
    api.done("DELETE", &format!("/keys/{id}"), "");
    made.member("/text")
}

fn fill(browser: &mut Browser<'_>, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Response {
    let page = browser.open(page).page();
    let answer = browser.submit(&page, action, fields).page();
    assert_eq!(answer.status, 200, "{action}: {answer:?}");
    answer
}

/// What people do themselves; gives links that nobody may read in the audit.
fn people(world: &World) -> Vec<String> {
    let mut own = demo(world);
    let current = world.shown.password.expose();
    let address = [("email", "new@example.com"), ("current", current)];
    fill(&mut own, ("/standard/account/profile", "/standard/account/email"), &address);
    fill(&mut own, ("/standard/account/profile", "/standard/account/email"), &[("withdraw", "yes")]);
    fill(&mut own, ("/standard/account/data", "/standard/account/data"), &[]);
    let page = own.open("/standard/account").page();
    own.submit(&page, "/-/sign-out", &[]).page();
    let mut links = Vec::new();
    for (errand, path, new) in [
        (Errand::Confirm, "confirm", "demo@example.com"),
        (Errand::Confirm, "confirm", "other@example.com"),
        (Errand::Reset, "reset", ""),
    ] {
        let link = world.admin("standard", async move |desk| {
            let account = desk.account("demo").await.unwrap();
            desk.make_link(errand, &account, new).await.unwrap().text.expose().to_owned()
        });
        let target = format!("/standard/-/{path}?link={link}");
        let fields = if path == "reset" { vec![("password", SECOND)] } else { Vec::new() };
        fill(&mut world.browser(), (&target, &format!("/-/{path}")), &fields);
        links.push(link);
    }
    let mut guessing = world.browser();
    let form = guessing.open("/standard/account").page();
    for _ in 0..12 {
        guessing.submit(&form, "/-/sign-in", &[("username", "demo"), ("password", "a wrong guess")]).page();
    }
    links
}

/// What the owner's login says of people.
fn at_the_owners(world: &World) {
    let api = Api(Caller::new(world));
    let upstream = "/realms/shop/accounts/demo/upstream";
    api.done("PUT", upstream, r#"{"id": "4700"}"#);
    api.done("DELETE", upstream, "");
    for (sub, name, roles) in
        [("4711", "ada", None), ("4711", "countess", Some(vec!["staff"])), ("4712", "countess", None)]
    {
        let mut visit = hand_off::visit(world, "shop");
        let answer = hand_off::Answer {
            sub: sub.to_owned(),
            preferred_username: name.to_owned(),
            roles: roles.map(|roles| roles.into_iter().map(str::to_owned).collect()),
            ..visit.ada()
        };
        visit.back(&answer).page();
    }
}

fn rows(world: &World, realm: &str) -> Vec<Audit> {
    world.admin(realm, async move |desk| {
        let found = desk.find_audit(AuditWish::default(), Page { after: None, limit: 1000 }).await.unwrap();
        found.rows.into_iter().map(|row| row.audit).collect()
    })
}

/// Written beside the answer.
fn held_back(world: &World) {
    let until = Instant::now() + Duration::from_secs(10);
    while !rows(world, "standard").iter().any(|row| row.action == "account.held-back") {
        assert!(Instant::now() < until, "the account is told");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn log_02_every_security_action_leaves_its_row() {
    assert_eq!(EVENTS.iter().map(|(action, ..)| *action).collect::<BTreeSet<_>>(), named(), "each has its way here");
    let (world, owners) = (world(), hand_off::world());
    let api = Api(Caller::new(&world));
    accounts(&world, &api);
    apps(&world, &api);
    let mut secrets = tokens(&world, &api);
    secrets.push(key(&api));
    secrets.extend(people(&world));
    held_back(&world);
    api.done("DELETE", "/realms/standard/accounts/alice", "");
    world.block_on(rotate(&world.server, Which::All, Old::Overlaps, "command-line")).unwrap();
    at_the_owners(&owners);
    let mut all = rows(&owners, "shop");
    all.extend(["standard", "raindrop", "boxc", "admin"].iter().flat_map(|realm| rows(&world, realm)));
    let now = world.server.clock.now().secs();
    for (action, actor, object) in EVENTS.into_iter().filter(|(_, actor, _)| !actor.is_empty()) {
        let of: Vec<&Audit> = all.iter().filter(|row| row.action == action).collect();
        let row = of.iter().find(|row| row.actor.starts_with(actor));
        let row = row.unwrap_or_else(|| panic!("{action} by {actor}: {of:?}"));
        assert!(row.object.starts_with(object), "{action}: to what: {row:?}");
        assert_eq!(row.at, now, "{action}: when");
        let by_request = actor.contains(':') || action == "account.held-back";
        assert!(!by_request || row.address == "127.0.0.1", "{action}: from where: {row:?}");
    }
    // Its person reads of these alone, and `pages::account::events` has words for each.
    let told = ["account.", "app.owner.", "app.test-token", "grant.", "token."];
    let untold = |row: &&Audit| row.account.is_some() && !told.iter().any(|of| row.action.starts_with(of));
    assert_eq!(all.iter().find(untold), None);
    secrets.extend([FIRST, SECOND, "a wrong guess", world.shown.password.expose()].map(str::to_owned));
    let told = format!("{all:?}");
    for secret in &secrets {
        assert!(!told.contains(secret.as_str()), "{secret} in the audit");
    }
    assert!(!told.contains("$argon2id$"));
}

/// Nor is a request that changes nothing a row: whoever is refused fills nobody's audit.
#[test]
fn log_02_what_is_refused_leaves_none() {
    let world = World::of(&["standard"]);
    let caller = Caller::with(&world, &[Right::AccountsRead]);
    let before = rows(&world, "standard").len();
    for (method, path) in
        [("DELETE", "/realms/standard/accounts/demo"), ("POST", "/realms/standard/accounts/demo/disable")]
    {
        assert_eq!(caller.send(method, path, "").status, 403);
        let forged = Request::new(method, &format!("/admin/api/v1{path}")).send(world.at);
        assert_eq!(forged.status, 401);
    }
    assert_eq!(rows(&world, "standard").len(), before);
}
