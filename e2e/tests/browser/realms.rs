//! Every realm and app kind: wrong password, right password, deny, allow, exchange, and once more.

use crate::page::{Page, value};
use crate::stage::Stage;
use crate::table::Table;
use grantor_e2e::speak::{Client, Tokens};

/// An app of each kind at each mount, none of them twice: a grant holds at every mount of a realm. HiDrive's native app shows its code
/// on screen as well.
pub fn clients(stage: &Stage) -> Vec<Client> {
    let mut all: Vec<Client> = Vec::new();
    for realm in &stage.demo.line.realms {
        for app in &realm.apps {
            let walked =
                |own: &Client| (own.url == realm.url && own.app.kind == app.kind) || own.app.client_id == app.client_id;
            if !all.iter().any(walked) {
                all.push(Client::new(realm, app));
            }
        }
    }
    let on_screen: Vec<Client> =
        all.iter().filter(|own| own.app.kind == "native").map(|own| own.redirected("oob")).collect();
    all.extend(on_screen);
    all
}

/// The whole way of one app.
pub async fn walk(stage: &Stage, client: &Client, table: &mut Table) {
    let link = client.link();
    stage.forget().await;
    stage.open(&link).await;
    stage.at(Page::SignIn).await;
    table.see(stage, client, "opened").await;

    stage.sign_in_with("not the password").await;
    stage.at(Page::SignInAgain).await;
    assert!(stage.title().await.starts_with("Error"));
    let kept = stage.script("return [username.value, password.value]").await;
    assert_eq!(
        kept,
        serde_json::json!([stage.demo.line.account.username, ""]),
        "what was typed is kept, never the password"
    );
    table.see(stage, client, "wrong password").await;

    stage.sign_in().await;
    stage.at(Page::Consent).await;
    table.see(stage, client, "right password").await;

    stage.decide("deny").await;
    table.see(stage, client, "denied").await;
    denied(stage, client).await;

    stage.open(&link).await;
    stage.at(Page::Consent).await;
    stage.decide("allow").await;
    table.see(stage, client, "allowed").await;
    let access = allowed(stage, client, table).await;
    let whoami = stage.demo.send(client.whoami(&access));
    assert_eq!(whoami.status, 200, "{whoami:?}");

    stage.open(&link).await;
    table.see(stage, client, "once more").await;
    let skips = matches!(client.dialect.as_str(), "serble" | "standard") && client.app.kind != "public";
    stage.at(if skips { Page::Callback } else { Page::Consent }).await;
    assert_eq!(stage.complaints().await, Vec::<String>::new());
}

fn shows_on_screen(client: &Client) -> bool {
    client.redirect_uri.as_deref().is_none_or(|uri| uri == "oob")
}

async fn denied(stage: &Stage, client: &Client) {
    if shows_on_screen(client) {
        return stage.at(Page::Closing).await;
    }
    let pairs = stage.came_back().await;
    match client.dialect.as_str() {
        "serble" => assert_eq!(value(&pairs, "authorized"), "false"),
        _ => assert_eq!(value(&pairs, "error"), "access_denied"),
    }
    assert_eq!(value(&pairs, "state"), "q7");
    assert!(pairs.iter().all(|(name, _)| name != client.code_name() && name != "access_token"), "{pairs:?}");
}

/// The access token, straight from the browser or for the code that it shows.
async fn allowed(stage: &Stage, client: &Client, table: &mut Table) -> String {
    let code = if shows_on_screen(client) {
        stage.at(Page::CodeOnScreen).await;
        stage.shown("code").await
    } else {
        let pairs = stage.came_back().await;
        assert_eq!(value(&pairs, "state"), "q7");
        if client.is_implicit() {
            return value(&pairs, "access_token").to_owned();
        }
        value(&pairs, client.code_name()).to_owned()
    };
    let answer = stage.demo.send(client.exchange(&code));
    let shown = answer.body.replace(|c: char| c.is_control(), "");
    table.note(
        client,
        "the code for a token",
        &format!("{} {}", answer.status, shown.chars().take(60).collect::<String>()),
    );
    Tokens::of(&answer).unwrap_or_else(|| panic!("{answer:?}")).access
}
