//! A tour of an app that has just been made, with names that are a trouble to show, of the pages of mailed links, and of what a
//! newcomer sees: lists with nothing in them.

use crate::account::See;
use crate::page::Page;
use crate::stage::Stage;

/// 40 letters, and one name that tries to be markup.
const NAMES: [&str; 2] = ["Donaudampfschifffahrtsgesellschaftsarchi", "<b>x</b>"];

fn base(stage: &Stage) -> String {
    stage.demo.realm("raindrop").url.clone()
}

async fn open(stage: &Stage, path: &str, language: &str) {
    stage.open(&format!("{}{path}?lang={language}", base(stage))).await;
}

/// Every page of the console in that language, then the rest.
pub async fn developers(stage: &Stage, language: &str, see: &See<'_>) {
    stage.forget().await;
    newcomer(stage, language, see).await;
    mailed(stage, language, see).await;
    stage.forget().await;
    open(stage, "/apps", language).await;
    stage.sign_in().await;
    see.look(stage, "console").await;
    for (name, stem) in NAMES.into_iter().zip(["long", "markup"]) {
        open(stage, "/apps/new", language).await;
        see.look(stage, "new").await;
        stage.fill("#name", name).await;
        stage.fill("#description", name).await;
        stage.press("main form .primary").await;
        see.look(stage, &format!("made-{stem}")).await;
        app(stage, (language, stem), see).await;
    }
}

async fn newcomer(stage: &Stage, language: &str, see: &See<'_>) {
    open(stage, "/account", language).await;
    stage.press(".aside button").await;
    stage.fill("#username", &format!("newcomer-{language}")).await;
    stage.fill("#email", &format!("newcomer-{language}@example.com")).await;
    stage.fill("#password", "a long enough one").await;
    stage.press("main form .primary").await;
    see.look(stage, "empty-account").await;
    open(stage, "/apps", language).await;
    see.look(stage, "empty-console").await;
    open(stage, "/docs", language).await;
    see.look(stage, "docs").await;
}

async fn mailed(stage: &Stage, language: &str, see: &See<'_>) {
    for (path, picture) in [("/-/forgotten", "forgotten"), ("/-/reset", "link-spent"), ("/-/confirm", "confirm-spent")]
    {
        open(stage, path, language).await;
        see.look(stage, picture).await;
    }
}

/// Every page of the app that was just made.
async fn app(stage: &Stage, (language, stem): (&str, &str), see: &See<'_>) {
    let id = stage.script("return document.querySelector('#client-id, #made-id').textContent").await;
    let at = format!("/apps/{}", id.as_str().unwrap());
    for page in
        ["", "/settings", "/redirects", "/permissions", "/secrets", "/test-token", "/errors", "/owners", "/review"]
    {
        open(stage, &format!("{at}{page}"), language).await;
        assert_ne!(stage.page().await, Page::Error, "{page}");
        see.look(stage, &format!("app-{stem}{}", page.replace('/', "-"))).await;
    }
    open(stage, &format!("{at}/redirects"), language).await;
    stage.fill("#redirect_uri", "http://elsewhere.example/#here").await;
    stage.script("for (const form of document.forms) form.noValidate = true").await;
    stage.press("main form .primary").await;
    see.look(stage, &format!("app-{stem}-redirects-wrong")).await;
    open(stage, &format!("{at}/test-token"), language).await;
    stage.press("main form .primary").await;
    see.look(stage, &format!("app-{stem}-test-token-made")).await;
    for page in ["/docs", "/revoke-all", "/test-token/revoke", "/delete"] {
        open(stage, &format!("{at}{page}"), language).await;
        see.look(stage, &format!("app-{stem}{}", page.replace('/', "-"))).await;
    }
}

/// So many apps of the demo's developer, some with names that are a trouble to show.
pub fn crowd(stage: &Stage, count: usize) {
    for nth in 0..count {
        let name = match nth % 20 {
            0 => NAMES[0].to_owned(),
            1 => NAMES[1].to_owned(),
            _ => format!("App {nth}"),
        };
        stage.demo.administer(&["app", "create"], "raindrop", &["--owner", "demo", "--name", &name]);
    }
}
