//! What a browser must not do, and what it must do without a mouse.

use crate::page::Page;
use crate::stage::Stage;
use grantor_e2e::speak::Client;
use grantor_e2e::stub::{Stub, answer};

/// A page of another origin puts sign-in and consent into frames, and sees nothing in them.
pub async fn frames(stage: &Stage) {
    let realm = stage.demo.realm("hidrive");
    let client = Client::new(realm, realm.app("server"));
    // Cookies know no ports: here the second frame would show consent.
    stage.to_consent(&client.link()).await;
    let style = stage.script("return document.querySelector('link[rel=stylesheet]').href").await;
    let unknown = stage.demo.realm("serble");
    let sign_in = Client::new(unknown, unknown.app("server")).link();
    let frames = [sign_in.as_str(), &client.link(), style.as_str().unwrap()]
        .map(|url| format!("<iframe src=\"{}\"></iframe>", url.replace('&', "&amp;")));
    let page = format!("<!doctype html><title>Prizes</title>{}", frames.concat());
    let evil = Stub::start(move |_| answer(200, "text/html", &page));
    stage.open(&format!("http://{}/", evil.at)).await;
    for (nth, what) in ["sign-in", "consent"].into_iter().enumerate() {
        stage.tab.enter_frame(nth.try_into().unwrap()).await.unwrap();
        let seen = stage
            .script("return document.querySelectorAll('form, input, button').length + document.body.innerText")
            .await;
        let seen = seen.as_str().unwrap_or_default().to_owned();
        assert!(
            seen.starts_with('0') && !seen.contains("HiDrive") && !seen.contains("Serble"),
            "{what} in a frame shows {seen:?}"
        );
        stage.tab.enter_parent_frame().await.unwrap();
    }
    let refused = stage.complaints().await;
    println!("{refused:#?}");
    assert!(refused.iter().filter(|line| line.contains("frame")).count() >= 2, "{refused:?}");
    // The frames themselves work: what may be framed is.
    stage.tab.enter_frame(2).await.unwrap();
    let shown = stage.script("return document.body.innerText").await;
    assert!(shown.as_str().unwrap().contains("--accent"), "{shown:?}");
}

/// Every sort of page, seen by somebody who is signed in everywhere: no frame of another origin shows one.
pub async fn every_page_in_a_frame(stage: &Stage) {
    let realm = stage.demo.realm("standard");
    let client = Client::new(realm, realm.app("confidential"));
    stage.to_consent(&client.link()).await;
    stage.decide("allow").await;
    stage.came_back().await;
    let own = stage.demo.line.administrator.clone();
    stage.open(&stage.demo.line.admin).await;
    stage.fill("#username", &own.username).await;
    stage.fill("#password", &own.password).await;
    stage.press("form .primary").await;
    let pages = of_every_sort(stage, &client);
    for page in &pages {
        stays_out_of_frames(stage, page).await;
    }
    println!("{} pages", pages.len());
}

/// An address of each.
fn of_every_sort(stage: &Stage, client: &Client) -> Vec<String> {
    let (id, base, admin) = (&client.app.client_id, &stage.demo.realm("standard").url, &stage.demo.line.admin);
    let account = ["", "/profile", "/password", "/events", "/data", "/sessions", "/delete", "/nothing"];
    let app = [
        "",
        "/docs",
        "/settings",
        "/redirects",
        "/permissions",
        "/secrets",
        "/errors",
        "/owners",
        "/revoke-all",
        "/delete",
    ];
    let office = ["", "/realms", "/keys", "/keys/new", "/account", "/-/first?link=x"];
    let room = ["", "/accounts", "/accounts/new", "/apps", "/grants", "/audit"];
    let mut pages: Vec<String> = account.iter().map(|page| format!("{base}/account{page}")).collect();
    pages.extend(app.iter().map(|page| format!("{base}/apps/{id}{page}")));
    pages.extend(["/apps", "/apps/new", "/docs"].map(|page| format!("{base}{page}")));
    pages.extend(
        ["sign-up", "forgotten", "reset?link=x", "join?link=x", "confirm?link=x"]
            .map(|page| format!("{base}/-/{page}")),
    );
    pages.extend(office.iter().map(|page| format!("{admin}{page}")));
    pages.extend(room.iter().map(|page| format!("{admin}/realms/standard{page}")));
    pages.push(format!("{admin}/realms/standard/apps/{id}/suspend"));
    pages.push(client.link_but("redirect_uri", Some("https://elsewhere.example/")));
    pages.push(client.link_but("scope", Some("write")));
    pages.push(stage.demo.realm("hidrive").url.clone() + "/account");
    pages.extend(["/", "/demo/callback?state=x"].map(|page| format!("{}{page}", stage.demo.line.url)));
    pages
}

async fn stays_out_of_frames(stage: &Stage, page: &str) {
    // Alone it is a page; in the frame of somebody else it is none.
    stage.open(page).await;
    let title = stage.title().await;
    assert!(
        !title.is_empty() && stage.script("return document.querySelector('main') !== null").await == true,
        "{page}"
    );
    let framed =
        format!("<!doctype html><title>Prizes</title><iframe src=\"{}\"></iframe>", page.replace('&', "&amp;"));
    let evil = Stub::start(move |_| answer(200, "text/html", &framed));
    stage.complaints().await;
    stage.open(&format!("http://{}/", evil.at)).await;
    stage.tab.enter_frame(0).await.unwrap();
    let seen = stage.script("return document.querySelectorAll('main, form, input').length + document.title").await;
    assert!(!seen.as_str().unwrap().contains(&title) && seen.as_str().unwrap().starts_with('0'), "{page}: {seen:?}");
    stage.tab.enter_parent_frame().await.unwrap();
    let refused = stage.complaints().await;
    assert!(
        refused.iter().any(|line| line.contains("frame-ancestors") || line.contains("X-Frame-Options")),
        "{page}: {refused:?}"
    );
}

const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";

/// Sign-in and consent with Tab and Enter alone; whatever has the focus shows it.
pub async fn keyboard(stage: &Stage) {
    let realm = stage.demo.realm("hidrive");
    let client = Client::new(realm, realm.app("server"));
    let account = stage.demo.line.account.clone();
    stage.open(&client.link()).await;
    tab_to(stage, "#username").await;
    press(stage, &account.username).await;
    tab_to(stage, "#password").await;
    press(stage, &account.password).await;
    stage.leave(async || press(stage, ENTER).await).await;
    stage.at(Page::Consent).await;
    tab_to(stage, "button[value=allow]").await;
    stage.leave(async || press(stage, ENTER).await).await;
    stage.came_back().await;
}

pub async fn press(stage: &Stage, keys: &str) {
    stage.tab.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

pub async fn tab_to(stage: &Stage, css: &str) {
    let mut way = Vec::new();
    for _ in 0..40 {
        press(stage, TAB).await;
        let state = stage
            .script(&format!(
                "const on = document.activeElement, style = getComputedStyle(on); \
                 return [on.matches('{css}'), style.outlineStyle !== 'none' && style.outlineWidth !== '0px', on.outerHTML.slice(0, 60)]"
            ))
            .await;
        way.push(state[2].as_str().unwrap_or_default().to_owned());
        assert_eq!(state[1], true, "nobody sees that this has the focus: {}", state[2]);
        if state[0] == true {
            return println!("{css} after {} x Tab", way.len());
        }
    }
    panic!("{css} cannot be reached: {way:#?}");
}
