//! The account pages: a tour of all of them, the life of a grant, and the same without a mouse.

use crate::page::{Page, value};
use crate::safety::{ENTER, press, tab_to};
use crate::see::See;
use crate::stage::Stage;
use grantor_e2e::demo::Realm;
use grantor_e2e::speak::{Client, Tokens};
use std::time::Duration;

fn realm(stage: &Stage) -> &Realm {
    stage.demo.realm("hidrive")
}

/// An address below `/account`.
fn at(stage: &Stage, path: &str) -> String {
    format!("{}/account{path}", realm(stage).url)
}

/// Every page of the account, and the ways into it, in that language.
pub async fn tour(stage: &Stage, language: &str, see: &See<'_>) {
    stage.forget().await;
    open(stage, "", language).await;
    see.look(stage, "door").await;
    stage.press(".aside button").await;
    see.look(stage, "sign-up").await;
    fill_in(stage, &[("username", "demo"), ("email", "demo@example"), ("password", "password")]).await;
    see.look(stage, "sign-up-wrong").await;
    open(stage, "", language).await;
    stage.sign_in().await;
    see.look(stage, "apps").await;
    stage.press(".item > .button").await;
    see.look(stage, "apps-remove").await;
    open(stage, "/sessions", language).await;
    see.look(stage, "sessions").await;
    open(stage, "/password", language).await;
    see.look(stage, "password").await;
    fill_in(stage, &[("current", "not the password"), ("password", "a new long one")]).await;
    see.look(stage, "password-wrong").await;
    open(stage, "/profile", language).await;
    see.look(stage, "profile").await;
    stage.fill("#email", "nowhere@").await;
    stage.let_anything_through().await;
    stage.fill("#current", &stage.demo.line.account.password.clone()).await;
    stage.press("form[aria-labelledby=mail] .primary").await;
    see.look(stage, "profile-wrong").await;
    open(stage, "/events", language).await;
    see.look(stage, "events").await;
    open(stage, "/data", language).await;
    see.look(stage, "data").await;
    open(stage, "/delete", language).await;
    see.look(stage, "delete").await;
    open(stage, "/nothing", language).await;
    see.look(stage, "not-found").await;
}

async fn open(stage: &Stage, path: &str, language: &str) {
    stage.open(&format!("{}?lang={language}", at(stage, path))).await;
}

async fn fill_in(stage: &Stage, fields: &[(&str, &str)]) {
    for (name, text) in fields {
        stage.fill(&format!("#{name}"), text).await;
    }
    stage.press("main form .primary").await;
}

/// Consent, seen in the account, last use moves, revoked, and the API says no at once.
pub async fn life_of_a_grant(stage: &Stage) {
    let client = Client::new(realm(stage), realm(stage).app("server"));
    stage.to_consent(&client.link()).await;
    assert!(
        stage
            .script("return document.querySelector('form .hint a').href")
            .await
            .as_str()
            .unwrap()
            .ends_with("/hidrive/account")
    );
    stage.decide("allow").await;
    let pairs = stage.came_back().await;
    let tokens = Tokens::of(&stage.demo.send(client.exchange(value(&pairs, client.code_name())))).unwrap();
    stage.enter(&at(stage, "")).await;
    let item = format!(
        "return [...document.querySelectorAll('.item')].find((item) => item.innerText.includes('{}')).innerText",
        client.app.name
    );
    let shown = async || stage.script(&item).await.as_str().unwrap().to_owned();
    let before = shown().await;
    assert!(before.contains("not yet") && before.contains("just now from 127.0.0.1"), "{before}");
    assert_eq!(stage.demo.send(client.whoami(&tokens.access)).status, 200);
    for _ in 0..100 {
        if !shown().await.contains("not yet") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        stage.open(&at(stage, "")).await;
    }
    assert!(!shown().await.contains("not yet"), "a use is seen within seconds");
    stage.demo.advance(3 * 60);
    stage.open(&at(stage, "")).await;
    let after = shown().await;
    assert!(after.contains("3 minutes ago from 127.0.0.1"), "{after}");
    stage.press(&format!("a[href$='/{}/remove']", client.app.client_id)).await;
    stage.press("button.danger").await;
    assert!(stage.text().await.contains(&format!("The access of {} has ended.", client.app.name)));
    stage.open(&at(stage, "")).await;
    assert!(!stage.text().await.contains(&client.app.name));
    let refused = stage.demo.send(client.whoami(&tokens.access));
    assert_eq!(refused.status, 401, "{refused:?}");
    let refresh = stage.demo.send(client.refresh(&tokens.refresh.unwrap()).unwrap());
    assert_eq!(refresh.status, 400, "{refresh:?}");
    stage.enter(&at(stage, "/events")).await;
    assert!(stage.text().await.contains(&format!("The access of {} ended", client.app.name)));
    assert_eq!(stage.complaints().await, Vec::<String>::new());
}

/// Removes an app, changes the name and signs out with Tab and Enter alone.
pub async fn keyboard(stage: &Stage) {
    stage.enter(&at(stage, "")).await;
    let names = "return document.querySelectorAll('.item').length";
    let before = stage.script(names).await.as_u64().unwrap();
    tab_to(stage, ".item > .button").await;
    stage.leave(async || press(stage, ENTER).await).await;
    tab_to(stage, "button.danger").await;
    stage.leave(async || press(stage, ENTER).await).await;
    assert_eq!(stage.script(names).await.as_u64().unwrap(), before - 1);
    tab_to(stage, ".side a[href$=profile]").await;
    stage.leave(async || press(stage, ENTER).await).await;
    tab_to(stage, "#first_name").await;
    press(stage, "Ada").await;
    stage.leave(async || press(stage, ENTER).await).await;
    assert!(stage.text().await.contains("Your profile is saved"));
    tab_to(stage, ".who button").await;
    stage.leave(async || press(stage, ENTER).await).await;
    stage.at(Page::Closing).await;
    assert_eq!(stage.complaints().await, Vec::<String>::new());
}
