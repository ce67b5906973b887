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
