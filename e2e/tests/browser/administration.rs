//! The administration: a tour of its pages, and a day of somebody who runs the server.

use crate::page::value;
use crate::see::See;
use crate::stage::Stage;
use grantor_e2e::speak::{Client, Tokens};

const REALM: &str = "hidrive";

/// An address below the administration.
fn at(stage: &Stage, path: &str) -> String {
    format!("{}{path}", stage.demo.line.admin)
}

/// The same below the realm's page.
fn within(path: &str) -> String {
    format!("/realms/{REALM}{path}")
}

/// Opens a page and signs in as the administrator where that is asked.
async fn enter(stage: &Stage, path: &str) {
    stage.open(&at(stage, path)).await;
    if stage.script("return document.querySelector('.bar') === null").await == true {
        let own = stage.demo.line.administrator.clone();
        stage.fill("#username", &own.username).await;
        stage.fill("#password", &own.password).await;
        stage.press("form .primary").await;
    }
}

async fn follow(stage: &Stage, ends: &str) {
    stage.press(&format!("main a[href$='{ends}']")).await;
}

/// Every page of the administration, in that language.
pub async fn tour(stage: &Stage, language: &str, see: &See<'_>) {
    stage.forget().await;
    let open = async |path: &str| {
        let mark = if path.contains('?') { '&' } else { '?' };
        enter(stage, &format!("{path}{mark}lang={language}")).await;
    };
    open("").await;
    stage.script("for (const more of document.querySelectorAll('details')) more.open = true").await;
    see.look(stage, "home").await;
    for (path, page) in [
        ("/realms", "realms"),
        (&within(""), "realm"),
        (&within("/accounts"), "accounts"),
        (&within("/accounts?q=zzz"), "accounts-none"),
        (&within("/accounts/new"), "account-new"),
        (&within("/apps"), "apps"),
        (&within("/grants"), "grants"),
        (&within("/grants?account=demo"), "grants-found"),
        (&within("/audit"), "audit"),
        ("/realms/admin/accounts", "administrators"),
        ("/api", "api"),
        ("/api/accounts", "api-accounts"),
        ("/keys", "keys-none"),
        ("/keys/new", "key-new"),
    ] {
        open(path).await;
        see.look(stage, page).await;
    }
    stage.fill("#name", "Monitoring").await;
    stage.press("main form .primary").await;
    see.look(stage, "key-new-wrong").await;
    stage.find("input[value='figures:read']").await.click().await.unwrap();
    stage.press("main form .primary").await;
    see.look(stage, "key-made").await;
    open("/keys").await;
    see.look(stage, "keys").await;
    open(&within("/grants?account=demo")).await;
    stage.press(".cards tbody a").await;
    see.look(stage, "grant").await;
    follow(stage, "/revoke").await;
    see.look(stage, "grant-revoke").await;
    open(&within("/accounts?q=demo")).await;
    stage.press(".cards tbody a").await;
    see.look(stage, "account").await;
    follow(stage, "/password").await;
    stage.fill("#password", "password").await;
    stage.press("main form .primary").await;
    see.look(stage, "password-wrong").await;
    open(&within("/apps?standing=in-review")).await;
    stage.press(".cards tbody a").await;
    see.look(stage, "app").await;
    follow(stage, "/suspend").await;
    see.look(stage, "app-suspend").await;
}

/// Suspends and resumes an app, approves one, revokes a grant, and reads who did all that.
pub async fn day(stage: &Stage) {
    let realm = stage.demo.realm(REALM);
    let client = Client::new(realm, realm.app("server"));
    stage.to_consent(&client.link()).await;
    stage.decide("allow").await;
    let pairs = stage.came_back().await;
    let tokens = Tokens::of(&stage.demo.send(client.exchange(value(&pairs, client.code_name())))).unwrap();
    let hears = || stage.demo.send(client.whoami(&tokens.access)).status;
    assert_eq!(hears(), 200);

    let app = within(&format!("/apps/{}", client.app.client_id));
    enter(stage, &app).await;
    follow(stage, "/suspend").await;
    stage.fill("#reason", "It sends spam.").await;
    assert_eq!(
        stage.script("return document.querySelector('.danger')").await,
        serde_json::Value::Null,
        "it can be resumed"
    );
    stage.press("main form .primary").await;
    let page = stage.text().await;
    assert!(page.contains("The app is suspended.") && page.contains("It sends spam."), "{page}");
    assert!(hears() >= 400, "a suspended app hears no at once");
    stage.press("form[action$='/resume'] button").await;
    assert!(stage.text().await.contains("The app works again."));
    assert_eq!(hears(), 200);

    enter(stage, "").await;
    assert!(stage.text().await.contains("Print at Home"));
    enter(stage, &within("/apps?standing=in-review")).await;
    stage.press(".cards tbody a").await;
    stage.press("form[action$='/approve'] button").await;
    assert!(stage.text().await.contains("everybody can use it"));

    enter(stage, &within("/grants")).await;
    stage.fill("#account", "demo").await;
    stage.fill("#app", &client.app.client_id).await;
    stage.press("form.search button").await;
    assert!(stage.text().await.contains(&client.app.name));
    follow(stage, "/revoke").await;
    stage.press("button.danger").await;
    assert!(stage.text().await.contains("The access is revoked."));
    assert_eq!(hears(), 401);

    read_audit(stage).await;
    assert_eq!(stage.complaints().await, Vec::<String>::new());
}

async fn read_audit(stage: &Stage) {
    enter(stage, &within("/audit")).await;
    let rows = stage.script("return [...document.querySelectorAll('tbody tr')].map((row) => row.innerText)").await;
    let rows: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row.as_str()).collect();
    for what in ["App suspended", "App resumed", "App approved", "Access revoked"] {
        let row = rows.iter().find(|row| row.contains(what)).unwrap_or_else(|| panic!("no {what} in {rows:?}"));
        assert!(row.contains("admin, administrator") && row.contains("127.0.0.1"), "{row}");
    }
}
