//! axe-core on every page: nothing that shuts anybody out.

use crate::page::Page;
use crate::see::See;
use crate::stage::Stage;
use crate::{account, administration, mailed, tour};
use grantor_e2e::speak::Client;
use serde_json::{Value, json};
use std::path::Path;

/// From npm; `scripts/test` brings it.
fn source() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!("{}: {error}; `npm ci --prefix e2e` brings it", file.display());
    })
}

const RUN: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations.map((rule) => \
    rule.id + ': ' + rule.nodes.map((node) => node.html.slice(0, 120) + ' (' + node.failureSummary + ')').join('; '))))";

/// Nothing is found, in light and in dark.
pub async fn check(stage: &Stage, axe: &str, name: &str) {
    stage.script(axe).await;
    for scheme in ["light", "dark"] {
        // A colour on its way to another is neither.
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, still] });
        stage.devtools("Emulation.setEmulatedMedia", media).await;
        let found = stage.tab.execute_async(RUN, Vec::new()).await.unwrap();
        assert_eq!(found, Value::Array(Vec::new()), "{name}, {scheme}");
    }
}

/// The way of an app, then every page of the account, in both languages.
pub async fn everywhere(stage: &Stage) {
    let axe = source();
    stage.open(&stage.demo.line.url).await;
    check(stage, &axe, "demo").await;
    let realm = stage.demo.realm("hidrive");
    let client = Client::new(realm, realm.app("server"));
    stage.open(&client.link()).await;
    check(stage, &axe, "sign-in").await;
    stage.sign_in_with("not the password").await;
    check(stage, &axe, "sign-in-wrong").await;
    stage.sign_in().await;
    check(stage, &axe, "consent").await;
    stage.decide("allow").await;
    check(stage, &axe, "callback").await;
    stage.open(&client.link_but("redirect_uri", Some("https://elsewhere.example/"))).await;
    check(stage, &axe, "error").await;
    let native = Client::new(realm, realm.app("native")).redirected("oob");
    stage.to_consent(&native.link()).await;
    stage.decide("allow").await;
    stage.at(Page::CodeOnScreen).await;
    check(stage, &axe, "code-on-screen").await;
    for language in ["en", "de"] {
        account::tour(stage, language, &See::Axe(&axe)).await;
    }
}

/// The administration, in both languages.
pub async fn administrators(stage: &Stage) {
    let axe = source();
    for language in ["en", "de"] {
        administration::tour(stage, language, &See::Axe(&axe)).await;
    }
}

/// The console, and what newcomers see, in both languages.
pub async fn developers(stage: &Stage) {
    let axe = source();
    for language in ["en", "de"] {
        tour::developers(stage, language, &See::Axe(&axe)).await;
    }
}

/// Every mailed link from its letter to its end, in both languages.
pub async fn mailed(stage: &Stage) {
    let axe = source();
    for language in ["en", "de"] {
        mailed::tour(stage, language, &See::Axe(&axe)).await;
    }
}
