//! The app console: the whole life of an app.

use crate::page::{Page, value};
use crate::stage::Stage;
use grantor_e2e::demo::{App, Realm};
use grantor_e2e::speak::{Client, Tokens};
use std::time::Duration;

const NAME: &str = "Notes <b>x</b>";

fn realm(stage: &Stage) -> &Realm {
    stage.demo.realm("raindrop")
}

/// An address of the console.
fn at(stage: &Stage, path: &str) -> String {
    format!("{}/apps{path}", realm(stage).url)
}

async fn enter(stage: &Stage, path: &str) {
    stage.enter(&at(stage, path)).await;
}

/// Opens a page again until it says that: notes are written within a second.
pub async fn until(stage: &Stage, path: &str, wanted: &str) -> String {
    for _ in 0..100 {
        stage.open(&at(stage, path)).await;
        let said = stage.text().await;
        if said.contains(wanted) {
            return said;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{path} never says {wanted}");
}

/// Tokens for the person who sits there, by the whole way.
async fn tokens(stage: &Stage, client: &Client) -> Tokens {
    let code = code(stage, client).await;
    let answer = stage.demo.send(client.exchange(&code));
    Tokens::of(&answer).unwrap_or_else(|| panic!("{answer:?}"))
}

async fn code(stage: &Stage, client: &Client) -> String {
    stage.to_consent(&client.link()).await;
    stage.decide("allow").await;
    let pairs = stage.came_back().await;
    value(&pairs, client.code_name()).to_owned()
}

fn client(stage: &Stage, id: &str, secret: &str, redirect_uri: &str) -> Client {
    let app = App {
        name: NAME.to_owned(),
        kind: "server".to_owned(),
        client_id: id.to_owned(),
        client_secret: Some(secret.to_owned()),
        redirect_uris: vec![redirect_uri.to_owned()],
    };
    Client::new(realm(stage), &app)
}

/// Created, redirect URI refused and mended, test token, rotation, error log, suspension, opening, deletion.
pub async fn life_of_an_app(stage: &Stage) {
    let callback = format!("{}/demo/callback", stage.demo.line.url);
    enter(stage, "").await;
    stage.press(".split .primary").await;
    stage.fill("#name", NAME).await;
    stage.press("main form .primary").await;
    let (id, first) = (stage.shown("client-id").await, stage.shown("secret").await);
    assert!(stage.text().await.contains(&format!("{NAME} is ready")));
    assert_ne!(stage.script("return document.querySelectorAll('[data-copy]:not([hidden])').length").await, 0);
    let old = client(stage, &id, &first, &callback);
    mended(stage, &old).await;
    let issued = tokens(stage, &old).await;
    assert_eq!(stage.demo.send(old.whoami(&issued.access)).status, 200);
    tested(stage, &old, &id).await;
    let second = rotated(stage, &id, &callback, &first).await;
    suspended(stage, &id, &second, &issued.access).await;
    opened(stage, &id).await;
    let last = tokens(stage, &client(stage, &id, &second, &callback)).await;
    enter(stage, &format!("/{id}/settings")).await;
    stage.press("a[href$='/delete']").await;
    assert!(
        stage.text().await.contains("The access of all people (1), with all live tokens (5)."),
        "{}",
        stage.text().await
    );
    stage.fill("#typed", "Notes").await;
    stage.press("button.danger").await;
    assert!(stage.text().await.contains("That is not the app’s name."));
    stage.fill("#typed", NAME).await;
    stage.press("button.danger").await;
    assert!(stage.text().await.contains("The app is deleted.") && !stage.text().await.contains(NAME));
    assert_eq!(stage.demo.send(old.whoami(&last.access)).status, 401);
    let complaints = stage.complaints().await;
    let refused = |line: &String| line.contains("status of 422");
    assert!(complaints.iter().all(refused), "{complaints:?}");
}

/// The error page leads to where a redirect URI is added; one is refused with a sentence, and mended.
async fn mended(stage: &Stage, client: &Client) {
    stage.open(&client.link()).await;
    stage.at(Page::Error).await;
    stage.press(".note a").await;
    stage.fill("#redirect_uri", "http://client.example/callback").await;
    stage.press("main form.stack .primary").await;
    assert!(stage.title().await.starts_with("Error"));
    assert!(stage.text().await.contains("This kind of app can use: https addresses"));
    let typed = stage.script("return document.querySelector('#redirect_uri').value").await;
    assert_eq!(typed, "http://client.example/callback");
    stage.fill("#redirect_uri", client.redirect_uri.as_deref().unwrap()).await;
    stage.press("main form.stack .primary").await;
    assert!(stage.text().await.contains("Added."));
}

/// The test token opens the owner's own account at once, and ends with a click.
async fn tested(stage: &Stage, client: &Client, id: &str) {
    enter(stage, &format!("/{id}/test-token")).await;
    stage.press("main form .primary").await;
    let token = stage.shown("secret").await;
    let whoami = stage.demo.send(client.whoami(&token));
    assert_eq!(whoami.status, 200, "{whoami:?}");
    stage.press(".column > p .primary").await;
    stage.press("a[href$='/revoke']").await;
    stage.press("button.danger").await;
    assert_eq!(stage.demo.send(client.whoami(&token)).status, 401);
}

/// Both secrets work, the old one is revoked, and its refusal stands in the error log.
async fn rotated(stage: &Stage, id: &str, callback: &str, first: &str) -> String {
    enter(stage, &format!("/{id}/secrets")).await;
    stage.fill("#secret_name", "autumn").await;
    stage.press("main form .primary").await;
    let second = stage.shown("secret").await;
    for secret in [first, &second] {
        tokens(stage, &client(stage, id, secret, callback)).await;
    }
    enter(stage, &format!("/{id}/secrets")).await;
    stage.press("tbody tr:last-child .act a").await;
    stage.press("button.danger").await;
    assert!(stage.text().await.contains("The secret is revoked."));
    let (old, new) = (client(stage, id, first, callback), client(stage, id, &second, callback));
    let code = code(stage, &new).await;
    assert_eq!(stage.demo.send(old.exchange(&code)).status, 400);
    assert_eq!(stage.demo.send(new.exchange(&code)).status, 200);
    let log = until(stage, &format!("/{id}/errors"), "The secret is none of the app’s, or it was revoked.").await;
    assert!(!log.contains(first) && log.contains("make another one under Secrets"), "{log}");
    second
}

/// A suspension is seen by the app's users and, with its reason, by its developer.
async fn suspended(stage: &Stage, id: &str, secret: &str, access: &str) {
    let callback = format!("{}/demo/callback", stage.demo.line.url);
    let client = client(stage, id, secret, &callback);
    stage.demo.administer(&["app", "suspend"], "raindrop", &[id, "--reason", "It sends spam."]);
    assert_eq!(stage.demo.send(client.whoami(access)).status, 401);
    stage.open(&client.link()).await;
    let pairs = stage.came_back().await;
    assert_eq!(value(&pairs, "error"), "invalid_application_status");
    enter(stage, &format!("/{id}")).await;
    let page = stage.text().await;
    assert!(page.contains("Suspended") && page.contains("The reason: It sends spam."), "{page}");
    stage.demo.administer(&["app", "resume"], "raindrop", &[id]);
    assert_eq!(stage.demo.send(client.whoami(access)).status, 200);
}

/// Sent back to a draft, it is opened again.
async fn opened(stage: &Stage, id: &str) {
    stage.demo.administer(&["app", "send-back"], "raindrop", &[id, "--reason", "Say who you are."]);
    enter(stage, &format!("/{id}")).await;
    let page = stage.text().await;
    assert!(page.contains("Draft") && page.contains("It was sent back, for this reason: Say who you are."), "{page}");
    stage.press(".note .button").await;
    stage.press("main form .primary").await;
    assert!(stage.text().await.contains("Open to everybody"));
}
