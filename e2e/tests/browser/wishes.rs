//! What a person may choose: to grant less, and the language.

use crate::page::{Page, value};
use crate::stage::Stage;
use grantor_e2e::speak::{Client, Tokens};
use serde_json::json;

/// HiDrive: `ro` is granted where `rw` was asked.
pub async fn less(stage: &Stage) {
    let realm = stage.demo.realm("hidrive");
    let client = Client::new(realm, realm.app("server"));
    stage.to_consent(&client.link_but("scope", Some("rw,user"))).await;
    let asked = stage.script("return document.querySelector('[name=scope]:checked').value").await;
    assert_eq!(asked, "rw,user", "nothing less is preselected");
    stage.find("[name=scope][value^=ro]").await.click().await.unwrap();
    stage.decide("allow").await;
    let pairs = stage.came_back().await;
    assert_eq!(value(&pairs, "scope"), "ro,user");
    let answer = stage.demo.send(client.exchange(value(&pairs, "code")));
    assert_eq!(answer.member("scope").as_deref(), Some("ro,user"), "{answer:?}");
    let access = Tokens::of(&answer).unwrap().access;
    assert_eq!(stage.demo.send(client.whoami(&access)).status, 200);
    println!("asked rw,user; granted and exchanged ro,user");
}

/// HiDrive: `lang` rules up to the last page, and the browser's own languages count for nothing.
pub async fn by_parameter(stage: &Stage) {
    let realm = stage.demo.realm("hidrive");
    let client = Client::new(realm, realm.app("native")).redirected("oob");
    let german = client.link_but("lang", Some("de"));
    stage.open(&german).await;
    in_german(stage, Page::SignIn).await;
    stage.sign_in_with("falsch").await;
    in_german(stage, Page::SignInAgain).await;
    stage.sign_in().await;
    in_german(stage, Page::Consent).await;
    stage.decide("allow").await;
    in_german(stage, Page::CodeOnScreen).await;
    stage.open(&german).await;
    stage.decide("deny").await;
    in_german(stage, Page::Closing).await;
    stage.open(&client.link_but("lang", Some("DE")).replace(&client.app.client_id, "nobody")).await;
    in_german(stage, Page::Error).await;
    stage.open(&client.link_but("lang", Some("sv"))).await;
    assert_eq!(stage.language().await, "en", "accepted, and English until it is translated");
}

/// Everywhere else: the browser's languages.
pub async fn by_browser(stage: &Stage, client: &Client) {
    stage.forget().await;
    stage.open(&client.link()).await;
    if client.dialect == "hidrive" {
        return assert_eq!(stage.language().await, "en");
    }
    in_german(stage, Page::SignIn).await;
    stage.sign_in().await;
    in_german(stage, Page::Consent).await;
    stage.decide("deny").await;
    assert_eq!(stage.language().await, "de");
    stage.open(&client.link_but(client.id_name(), Some("nobody"))).await;
    in_german(stage, Page::Error).await;
}

/// From now on the browser says that its person reads German.
pub async fn speak_german(stage: &Stage) {
    stage.devtools("Network.enable", json!({})).await;
    let headers = json!({ "headers": { "Accept-Language": "de-DE,de;q=0.9,en;q=0.5" } });
    stage.devtools("Network.setExtraHTTPHeaders", headers).await;
}

async fn in_german(stage: &Stage, page: Page) {
    stage.at(page).await;
    let (title, language) = (stage.title().await, stage.language().await);
    assert_eq!(language, "de", "{title}");
    let english = ["Sign in", "Allow", "Error", "Your code", "Access"];
    assert!(!english.iter().any(|word| title.contains(word)), "{title}");
    println!("{title}");
}
