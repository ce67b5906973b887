//! A tour of the app console with names that are a trouble to show, and of what a newcomer sees: lists with nothing in them.

use crate::console::until;
use crate::page::Page;
use crate::see::See;
use crate::stage::Stage;
use grantor_e2e::http::Request;

/// 40 letters, and a name that tries to be markup; each with what its pictures are called by.
pub const NAMES: [(&str, &str); 2] = [("Donaudampfschifffahrtsgesellschaftsarchi", "long"), ("<b>x</b>", "markup")];

const CALLBACK: &str = "https://app.example/callback";

fn base(stage: &Stage) -> String {
    stage.demo.realm("raindrop").url.clone()
}

async fn open(stage: &Stage, path: &str, language: &str) {
    stage.open(&format!("{}{path}?lang={language}", base(stage))).await;
}

/// Every page of the console in that language.
pub async fn developers(stage: &Stage, language: &str, see: &See<'_>) {
    stage.forget().await;
    newcomer(stage, language, see).await;
    stage.forget().await;
    open(stage, "/apps", language).await;
    stage.sign_in().await;
    see.look(stage, "list").await;
    stage.open(&format!("{}/apps?q=nothing+has+this+name", base(stage))).await;
    see.look(stage, "none").await;
    open(stage, "/apps/new", language).await;
    see.look(stage, "new").await;
    for (name, stem) in NAMES {
        open(stage, "/apps/new", language).await;
        stage.fill("#name", name).await;
        stage.fill("#description", name).await;
        stage.fill("#redirect_uri", "http://app.example/callback").await;
        stage.press("main form .primary").await;
        see.look(stage, "new-wrong").await;
        stage.fill("#redirect_uri", CALLBACK).await;
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

/// Every page of the app that was just made.
async fn app(stage: &Stage, (language, stem): (&str, &str), see: &See<'_>) {
    let id = stage.script("return document.querySelector('#client-id, #made-id').textContent").await;
    let id = id.as_str().unwrap();
    let at = format!("/apps/{id}");
    let look = async |page: &str| see.look(stage, &format!("app-{stem}{page}")).await;
    for page in ["", "/settings", "/redirects", "/permissions", "/secrets", "/test-token", "/owners", "/review"] {
        open(stage, &format!("{at}{page}"), language).await;
        assert_ne!(stage.page().await, Page::Error, "{page}");
        look(&page.replace('/', "-")).await;
    }
    open(stage, &format!("{at}/errors"), language).await;
    look("-errors-none").await;
    stage.open(&format!("{}/oauth/authorize?client_id={id}&redirect_uri={CALLBACK}/", base(stage))).await;
    until(stage, &format!("/{id}/errors?lang={language}"), "/callback/").await;
    look("-errors").await;
    open(stage, &format!("{at}/redirects"), language).await;
    stage.fill("#redirect_uri", "http://elsewhere.example/#here").await;
    stage.let_anything_through().await;
    stage.press("main form.stack .primary").await;
    look("-redirects-wrong").await;
    for page in ["/secrets", "/test-token"] {
        open(stage, &format!("{at}{page}"), language).await;
        stage.press("main form .primary").await;
        look(&format!("{}-made", page.replace('/', "-"))).await;
    }
    for page in ["/docs", "/revoke-all", "/test-token/reset", "/test-token/revoke", "/delete"] {
        open(stage, &format!("{at}{page}"), language).await;
        look(&page.replace('/', "-")).await;
    }
}

/// So many apps of the demo's developer, some with names that are a trouble to show.
pub fn crowd(stage: &Stage, count: usize) {
    let authorization = format!("Bearer {}", stage.demo.key(&["apps:write"]));
    for nth in 0..count {
        let plain = format!("App {nth}");
        let name = NAMES.get(nth % 20).map_or(plain.as_str(), |(name, _)| name);
        let wish = serde_json::json!({ "owner": "demo", "name": name }).to_string();
        let request = Request::new("POST", "/admin/api/v1/realms/raindrop/apps").body("application/json", &wish);
        let answer = stage.demo.send(request.header("Authorization", &authorization));
        assert_eq!(answer.status, 201, "{answer:?}");
    }
}
