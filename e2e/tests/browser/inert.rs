//! HDR-06: texts of strangers, of developers and of people, that try to be markup, in every field that a page says again or keeps. In a real Chromium none
//! of it becomes an element, a handler or a script, and the policy of the pages has nothing to hold back.

use crate::page::Page;
use crate::stage::Stage;
use grantor_e2e::demo::{App, Realm};
use grantor_e2e::speak::Client;
use grantor_e2e::stub::{Stub, answer};

/// Each for another place: an element, an attribute in either quotation, a title, a comment, an address, a template.
const HOSTILE: [&str; 8] = [
    "<script>window.ran=1</script>",
    "\"><img src=x onerror=window.ran=1>",
    "'><svg onload=window.ran=1>",
    "\" autofocus onfocus=window.ran=1 x=\"",
    "' autofocus onfocus=window.ran=1 x='",
    "</title></textarea><iframe src=javascript:window.ran=1>",
    "--><b onclick=window.ran=1>x</b><!--",
    "javascript:window.ran=1",
];

/// What an app sends and a page might say again.
const SENT: [&str; 14] = [
    "state",
    "login_hint",
    "ui_locales",
    "lang",
    "nonce",
    "prompt",
    "display",
    "acr_values",
    "id_token_hint",
    "error",
    "error_description",
    "error_uri",
    "claims",
    "x",
];

/// Everything that acts and is none of ours, and whether anything has acted.
const FOUND: &str = "\
    const scheme = /^\\s*(javascript|vbscript|data):/i; \
    const acts = (element) => [...element.attributes].some((own) => own.name.startsWith('on')) \
        || element.matches('iframe, object, embed, base, svg[onload], img[src=x], [autofocus][x]') \
        || (element.matches('script') && (!element.src || new URL(element.src).origin !== location.origin)) \
        || ['href', 'src', 'action', 'formaction'].some((name) => scheme.test(element.getAttribute(name) ?? '')); \
    const found = [...document.querySelectorAll('*')].filter(acts).map((element) => element.outerHTML.slice(0, 160)); \
    return window.ran === undefined ? found : ['it ran', ...found]";

async fn found(stage: &Stage) -> Vec<String> {
    let found = stage.script(FOUND).await;
    found.as_array().unwrap().iter().map(|own| own.as_str().unwrap_or_default().to_owned()).collect()
}

/// The page is itself, and nothing else.
async fn inert(stage: &Stage, what: &str) {
    let (found, url) = (found(stage).await, stage.url().await);
    assert_eq!(found, Vec::<String>::new(), "{what} at {url}");
    let held_back = stage.complaints().await;
    let held_back: Vec<_> = held_back.iter().filter(|line| line.contains("Content Security Policy")).collect();
    assert!(held_back.is_empty(), "{what} at {url}: {held_back:?}");
}

/// The same, where the text is to be read as it was written.
async fn says(stage: &Stage, text: &str, what: &str) {
    inert(stage, what).await;
    let body =
        "return document.body.innerText + [...document.querySelectorAll('input, textarea')].map((own) => own.value)";
    let body = stage.script(body).await;
    assert!(body.as_str().unwrap().contains(text), "{what} says {text}: {body}");
}

fn realm(stage: &Stage) -> &Realm {
    stage.demo.realm("standard")
}

/// An app that is called so, with everything else about it.
fn app(stage: &Stage, name: &str) -> Client {
    let callback = format!("{}/demo/callback", stage.demo.line.url);
    let (named, described) = (format!("--name={name}"), format!("--description={name}"));
    let made = ["--json", "--owner", "demo", &named, &described, "--redirect-uri", &callback];
    Client::new(realm(stage), &App::made(&stage.demo.administer(&["app", "create"], "standard", &made)))
}

pub async fn walk(stage: &Stage) {
    sees_what_there_is(stage).await;
    for hostile in HOSTILE {
        stage.forget().await;
        let client = app(stage, hostile);
        reflected(stage, &client, hostile).await;
        named(stage, &client, hostile).await;
        administered(stage, &client, hostile).await;
    }
}

/// A page that takes each of them as it comes is found out.
async fn sees_what_there_is(stage: &Stage) {
    for hostile in HOSTILE {
        let kind = if hostile.starts_with('"') { ["<input value=\"", "\">"] } else { ["<a href='", "'>x</a>"] };
        let page = format!("<!doctype html><title>x</title>{hostile}{}{hostile}{}", kind[0], kind[1]);
        let open = Stub::start(move |_| answer(200, "text/html", &page));
        stage.open(&format!("http://{}/", open.at)).await;
        assert_ne!(found(stage).await, Vec::<String>::new(), "{hostile}");
    }
    stage.complaints().await;
}

/// What is sent along, from the first page to the last, and what is typed.
async fn reflected(stage: &Stage, client: &Client, hostile: &str) {
    let mut pairs = client.asks();
    pairs.retain(|(name, _)| *name != "state");
    pairs.extend(SENT.map(|name| (name, hostile)));
    let link = client.link_with(&pairs);
    for name in ["client_id", "redirect_uri", "response_type", "scope"] {
        stage.open(&client.link_but(name, Some(hostile))).await;
        inert(stage, name).await;
    }
    stage.open(&link).await;
    stage.at(Page::SignIn).await;
    says(stage, &client.app.name, "sign-in").await;
    stage.fill("#username", hostile).await;
    stage.fill("#password", "a wrong guess").await;
    stage.press("form .primary").await;
    says(stage, hostile, "a wrong user name").await;
    stage.press(".aside button").await;
    for field in ["#username", "#email"] {
        stage.fill(field, hostile).await;
    }
    stage.fill("#password", "short").await;
    stage.let_anything_through().await;
    stage.press("main form .primary").await;
    says(stage, hostile, "making an account").await;
    stage.open(&link).await;
    stage.sign_in().await;
    stage.at(Page::Consent).await;
    says(stage, &client.app.name, "consent").await;
    stage.decide("allow").await;
    stage.at(Page::Callback).await;
    says(stage, hostile, "state at the app").await;
    let said: String = ["error", "error_description", "error_uri", "state"]
        .map(|name| format!("{name}={}&", url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect::<String>()))
        .concat();
    stage.open(&format!("{}/demo/callback?{said}#{said}", stage.demo.line.url)).await;
    says(stage, hostile, "a refusal at the app").await;
}

/// What people and developers call themselves and their things.
async fn named(stage: &Stage, client: &Client, hostile: &str) {
    let (base, id) = (&realm(stage).url, &client.app.client_id);
    stage.open(&format!("{base}/account/profile")).await;
    stage.fill("#first_name", hostile).await;
    stage.fill("#last_name", hostile).await;
    stage.press("main form .primary").await;
    says(stage, hostile, "a profile").await;
    for page in ["", "/events", &format!("/apps/{id}/remove")] {
        stage.open(&format!("{base}/account{page}")).await;
        says(stage, hostile, page).await;
    }
    stage.open(&format!("{base}/apps/{id}/secrets")).await;
    stage.fill("#secret_name", hostile).await;
    stage.press("main form .primary").await;
    inert(stage, "a new secret").await;
    for page in
        ["", "/docs", "/settings", "/redirects", "/permissions", "/secrets", "/owners", "/revoke-all", "/delete"]
    {
        stage.open(&format!("{base}/apps/{id}{page}")).await;
        says(stage, hostile, page).await;
    }
    let query: String = url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
    stage.open(&format!("{base}/apps?q={query}")).await;
    says(stage, hostile, "a search").await;
}

/// What administrators read of it, and the reason that they give.
async fn administered(stage: &Stage, client: &Client, hostile: &str) {
    let (base, id) = (&realm(stage).url, &client.app.client_id);
    stage.demo.administer(&["app", "suspend"], "standard", &[id, &format!("--reason={hostile}")]);
    stage.open(&format!("{base}/apps/{id}")).await;
    says(stage, hostile, "the reason").await;
    let own = stage.demo.line.administrator.clone();
    stage.open(&stage.demo.line.admin).await;
    if stage.page().await == Page::SignIn {
        stage.fill("#username", &own.username).await;
        stage.fill("#password", &own.password).await;
        stage.press("form .primary").await;
    }
    let query: String = url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
    for page in [
        format!("/apps/{id}"),
        format!("/apps/{id}/suspend"),
        format!("/apps/{id}/delete"),
        format!("/apps?q={query}"),
        format!("/accounts?q={query}"),
        format!("/grants?account=demo&app={id}"),
        format!("/grants?account={query}&app={query}"),
        "/audit?action=app.suspend".to_owned(),
        format!("/audit?account={query}&app={query}&actor={query}&since={query}"),
    ] {
        stage.open(&format!("{}/realms/standard{page}", stage.demo.line.admin)).await;
        says(stage, hostile, &page).await;
    }
}
