//! LOG-02: the audit as a file, from the page with its filters; and nobody finds a secret in it.

use super::*;
use crate::administration::Caller;
use crate::people::site::{PASSWORD, second_person};
use engine::secret::Plain;
use grantor::desk::links::Errand;
use grantor::desk::rights::Right;
use grantor::desk::secrets::{OldSecret, Rotation};
use serde_json::Value;

/// The file behind the buttons below the list.
fn export(browser: &mut Browser<'_>, (realm, query): (&str, &str), format: &str) -> Response {
    let at = format!("/admin/realms/{realm}/audit");
    let mut page = browser.open(&format!("{at}?{query}")).page();
    let text = page.text();
    // Each format has a form of its own.
    let begin = text.find(&format!("value=\"{format}\"")).and_then(|button| text[..button].rfind("<form")).unwrap();
    page.body = text.as_bytes()[begin..].to_vec();
    browser.submit(&page, &format!("{at}/export"), &[]).page()
}

fn rows(file: &Response) -> Vec<Value> {
    file.text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn log_02_each_filter_of_the_page_holds_for_its_files() {
    let world = World::of(&["standard"]);
    second_person(&world, "standard");
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = administrator(&world);
    let suspend = format!("/apps/{}/suspend", client.id());
    act(&mut browser, &suspend, &suspend, &[("reason", "It sends\nspam, \"quickly\"")]);
    let app = format!("app={}", client.id());
    let administrator = world.admin("admin", async move |desk| desk.account("admin").await.unwrap().id);
    let actor = format!("actor=account:{administrator}");
    let all = rows(&export(&mut browser, ("standard", ""), "jsonl"));
    let of = |filter: &dyn Fn(&Value) -> bool| all.iter().filter(|row| filter(row)).count();
    let suspended = |row: &Value| row["action"] == "app.suspend";
    for (query, count) in [
        ("", all.len()),
        ("action=app.suspend", 1),
        ("action=account.", of(&|row| row["action"].as_str().unwrap().starts_with("account."))),
        (actor.as_str(), of(&suspended)),
        ("actor=admin", of(&suspended)),
        ("actor=demo", of(&|row| row["account_name"] == "demo" && row["actor"] != "demo")),
        ("account=mallory", 1),
        (app.as_str(), of(&|row| row.to_string().contains(client.id()))),
        ("since=2026-11-22&until=2026-11-22", all.len()),
        ("until=2026-11-21", 0),
        ("account=nobody", 0),
        ("action=app.suspend&account=mallory", 0),
    ] {
        let lines = export(&mut browser, ("standard", query), "jsonl");
        assert_eq!((lines.status, lines.header("content-type")), (200, "application/jsonl"));
        assert_eq!(rows(&lines).len(), count, "{query}: {lines:?}");
        let csv = export(&mut browser, ("standard", query), "csv");
        assert_eq!(csv.text().matches("\r\n").count(), count + 1, "{query}: a heading and as many rows: {csv:?}");
    }
    let row = all.iter().find(|row| suspended(row)).unwrap();
    assert_eq!((&row["address"], &row["actor"]), (&"127.0.0.1".into(), &format!("account:{administrator}").into()));
    let csv = export(&mut browser, ("standard", "action=app.suspend"), "csv").text();
    let named = format!("account:{administrator},admin,app.suspend,app {},{},", client.id(), client.own.app.name);
    assert!(csv.contains(&named) && csv.contains(",2026-11-22T"), "names beside ids, times that people read: {csv}");
    assert_eq!((&row["actor_name"], &row["app_name"]), (&"admin".into(), &client.own.app.name.clone().into()));
    assert!(row["at"].is_number(), "JSON keeps whole seconds");
    let told = |rights: &[Right]| {
        let answer = Caller::with(&world, rights).get("/realms/standard/audit?action=app.suspend");
        serde_json::from_str::<Value>(&answer.text()).unwrap()["items"][0]["actor_name"].clone()
    };
    assert_eq!(told(&[Right::AuditRead]), Value::Null, "who the administrators are takes a right of its own");
    assert_eq!(told(&[Right::AuditRead, Right::Administrators]), "admin");
    let theirs = all.iter().find(|row| row["action"] == "grant.allow" && row["actor_name"] == "demo");
    assert!(theirs.is_some(), "{all:?}");
    let file = export(&mut browser, ("standard", ""), "jsonl");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit-standard.jsonl\"");
    assert_eq!((file.header("cache-control"), file.header("x-content-type-options")), ("no-store", "nosniff"));
}

/// Everything that has a secret is done once, by its pages; then every file of every realm is searched for it and for its hash.
#[test]
fn log_02_no_file_holds_a_secret_or_its_hash() {
    let world = World::of(&["raindrop"]);
    let client = Client::first(&world, "raindrop");
    let tokens = client.tokens();
    let mut browser = administrator(&world);
    let page = browser.open("/admin/keys/new").page();
    let fields = [("name", "CI"), ("days", "9"), ("rights", "apps:read")];
    let made = browser.submit(&page, "/admin/keys/new", &fields).page().text();
    let key = made.split("id=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let id = client.id().to_owned();
    let (secret, test_token, link) = world.admin("raindrop", async move |desk| {
        let secret = desk.rotate_secret(&id, Rotation::of(OldSecret::Stays)).await.unwrap();
        let token = desk.test_token(&id).await.unwrap();
        let account = desk.account("demo").await.unwrap();
        let link = desk.make_link(Errand::Reset, &account, "").await.unwrap();
        desk.set_password("demo", &Plain::new(PASSWORD)).await.unwrap();
        (secret, token, link.text)
    });
    let told: String = ["raindrop", "admin"]
        .into_iter()
        .flat_map(|realm| ["jsonl", "csv"].map(|format| export(&mut browser, (realm, ""), format).text()))
        .collect();
    let cookies = browser.cookies.values().chain(client.cookies().values()).cloned().collect::<Vec<_>>();
    let own = [&key, secret.expose(), test_token.expose(), link.expose(), client.secret(), &tokens.access];
    let passwords =
        [PASSWORD, world.shown.password.expose(), world.shown.administrator_password.as_ref().unwrap().expose()];
    let all = own.into_iter().chain([tokens.renewable()]).chain(passwords);
    for text in all.chain(cookies.iter().map(String::as_str)) {
        assert!(!told.contains(text), "{text}");
        let hash = Plain::new(text).hashed();
        let hex: String = hash.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!told.contains(&hex), "the hash of {text}");
    }
    assert!(!told.contains("$argon2id$"));
    for action in ["app.rotate-secret", "app.test-token", "account.set-password", "key.create", "account.sign-in"] {
        assert!(told.contains(action), "{action} happened: {told}");
    }
}
