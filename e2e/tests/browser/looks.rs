//! How the pages look: kept as pictures in `e2e/artefacts` for people to judge, and what a test can judge: that nothing is wider than its
//! window, and that tables can be read at every width.

use crate::page::Page;
use crate::see::See;
use crate::stage::Stage;
use crate::{account, administration, mailed, tour};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use grantor_e2e::speak::Client;
use serde_json::json;
use std::path::{Path, PathBuf};

const WIDTHS: [u32; 3] = [360, 768, 1280];

/// Between them, where there is a table: it is at its tightest just before its rows become cards.
const BETWEEN: [u32; 9] = [480, 640, 704, 840, 896, 960, 1024, 1060, 1100];

/// How high a window is at least.
const LOW: u64 = 640;

/// Cells of a row that touch or lie on each other, and short words that are broken within.
const CROWDED: &str = r"
    const out = [], range = document.createRange();
    for (const row of document.querySelectorAll('.cards tr')) {
        const seen = [];
        for (const cell of row.children) {
            const rects = [...cell.querySelectorAll('button, .button')].flatMap((one) => [...one.getClientRects()]);
            const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const text = texts.currentNode;
                if (text.data.trim() === '' || !text.parentElement.checkVisibility()) continue;
                range.selectNodeContents(text);
                let edge = Infinity;
                for (let up = text.parentElement; up !== cell; up = up.parentElement) {
                    if (getComputedStyle(up).overflowX === 'hidden') edge = Math.min(edge, up.getBoundingClientRect().right);
                }
                for (const { left, right, top, bottom } of range.getClientRects()) rects.push({ left, right: Math.min(right, edge), top, bottom });
                for (const word of text.data.matchAll(/\S+/g)) {
                    if (word[0].length > 16 || word[0].includes('-')) continue;
                    range.setStart(text, word.index);
                    range.setEnd(text, word.index + word[0].length);
                    const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
                    if (lines.size > 1) out.push(`${word[0]} is broken`);
                }
            }
            if (rects.length === 0) continue;
            const side = (which, name) => Math[which](...rects.map((rect) => rect[name]));
            const box = [side('min', 'left'), side('max', 'right'), side('min', 'top'), side('max', 'bottom'), cell.innerText];
            for (const [, right, top, bottom, said] of seen) {
                if (Math.min(bottom, box[3]) - Math.max(top, box[2]) > 1 && box[0] - right < 8) out.push(`${said} touches ${box[4]}`);
            }
            seen.push(box);
        }
    }
    return out";

/// Lines of more than 66 characters; addresses and ids may be longer.
const LONG: &str = r"
    const out = [], range = document.createRange(), lines = new Map();
    const end = (line) => { if (line && line.said.length > 66 && !/\S{40}/.test(line.said)) out.push(line.said); };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        let block = text.parentElement;
        if (text.data.trim() === '' || !block.checkVisibility() || block.closest('pre, svg, select')) continue;
        while (getComputedStyle(block).display === 'inline') block = block.parentElement;
        for (const word of text.data.matchAll(/\S+/g)) {
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const rects = [...range.getClientRects()], all = rects.reduce((sum, rect) => sum + rect.width, 0);
            let from = 0;
            for (const rect of rects) {
                const said = word[0].slice(from, from += Math.ceil(word[0].length * rect.width / all)), line = lines.get(block);
                if (line && rect.top < line.bottom - 2) {
                    line.said += ` ${said}`;
                    line.bottom = Math.max(line.bottom, rect.bottom);
                } else {
                    end(line);
                    lines.set(block, { said, bottom: rect.bottom });
                }
            }
        }
    }
    lines.forEach(end);
    return out";

/// The way of an app, and the developers' reference.
pub async fn pages(stage: &Stage) {
    let folder = fresh("pages");
    way(stage, &folder).await;
    reference(stage, &folder).await;
    names(stage, &folder).await;
    in_german(stage, &folder).await;
}

/// What people have of their own, and the pages behind mailed links.
pub async fn people(stage: &Stage) {
    let folder = fresh("people");
    for (language, stem) in [("en", "account"), ("de", "german-account")] {
        account::tour(stage, language, &See::Pictures(&folder, stem)).await;
    }
    for (language, stem) in [("en", "mail"), ("de", "german-mail")] {
        mailed::tour(stage, language, &See::Pictures(&folder, stem)).await;
    }
}

/// The administration.
pub async fn administrators(stage: &Stage) {
    let folder = fresh("administration");
    for (language, stem) in [("en", "admin"), ("de", "german-admin")] {
        administration::tour(stage, language, &See::Pictures(&folder, stem)).await;
    }
}

/// The console, with 200 apps in the list.
pub async fn developers(stage: &Stage) {
    let folder = fresh("console");
    tour::crowd(stage, 200);
    for (language, stem) in [("en", "console"), ("de", "german-console")] {
        tour::developers(stage, language, &See::Pictures(&folder, stem)).await;
    }
}

/// A folder of the pictures that is empty.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artefacts").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn client(stage: &Stage, realm: &str, kind: &str) -> Client {
    let realm = stage.demo.realm(realm);
    Client::new(realm, realm.app(kind))
}

async fn way(stage: &Stage, folder: &Path) {
    stage.open(&stage.demo.line.url).await;
    shoot(stage, folder, "demo").await;
    let app = client(stage, "hidrive", "server");
    let link = app.link_but("scope", Some("rw,owner"));
    stage.open(&link).await;
    shoot(stage, folder, "sign-in").await;
    stage.sign_in_with("wrong").await;
    shoot(stage, folder, "sign-in-wrong").await;
    stage.sign_in().await;
    shoot(stage, folder, "consent-choice").await;
    stage.decide("allow").await;
    shoot(stage, folder, "callback").await;
    stage.open(&app.link_but("redirect_uri", Some("https://elsewhere.example/callback"))).await;
    shoot(stage, folder, "error").await;
    stage.find("summary").await.click().await.unwrap();
    shoot(stage, folder, "error-open").await;
    let native = client(stage, "hidrive", "native").redirected("oob");
    stage.to_consent(&native.link()).await;
    stage.decide("allow").await;
    shoot(stage, folder, "code-on-screen").await;
    stage.to_consent(&native.link()).await;
    stage.decide("deny").await;
    shoot(stage, folder, "denied").await;
    let browser = client(stage, "hidrive", "browser");
    stage.to_consent(&browser.link()).await;
    stage.decide("allow").await;
    shoot(stage, folder, "callback-fragment").await;
    stage.to_consent(&browser.link()).await;
    stage.press(".whom button").await;
    shoot(stage, folder, "signed-out").await;
    stage.press("a.button").await;
    stage.at(Page::SignIn).await;
    for (realm, kind) in [
        ("standard", "public"),
        ("raindrop", "server"),
        ("boxc", "server"),
        ("gitshare", "callback"),
        ("serble", "server"),
    ] {
        stage.to_consent(&client(stage, realm, kind).link()).await;
        shoot(stage, folder, &format!("consent-{realm}")).await;
        stage.decide("allow").await;
        stage.open(&format!("{}/account", stage.demo.realm(realm).url)).await;
        shoot(stage, folder, &format!("account-{realm}")).await;
    }
}

async fn reference(stage: &Stage, folder: &Path) {
    for (realm, picture) in [("standard", "reference"), ("raindrop", "reference-json"), ("serble", "reference-query")] {
        stage.open(&format!("{}/docs", stage.demo.realm(realm).url)).await;
        shoot(stage, folder, picture).await;
    }
    stage.open(&format!("{}/docs?lang=de#error-token-code_spent", stage.demo.realm("hidrive").url)).await;
    shoot(stage, folder, "german-reference").await;
    stage.forget().await;
}

async fn names(stage: &Stage, folder: &Path) {
    let mut app = client(stage, "standard", "confidential");
    let callback = app.redirect_uri.clone().unwrap();
    for (name, stem) in tour::NAMES {
        let words = ["--json", "--kind", "confidential", "--redirect-uri", &callback, "--name", name];
        let made = stage.demo.administer(&["app", "create"], "standard", &words);
        let made: serde_json::Value = serde_json::from_str(&made).unwrap();
        app.app.client_id = made["app"]["client_id"].as_str().unwrap().to_owned();
        stage.to_consent(&app.link()).await;
        let text = stage.script("return document.querySelector('h1').textContent").await;
        assert!(text.as_str().unwrap().contains(name), "{text}");
        shoot(stage, folder, &format!("name-{stem}")).await;
    }
}

async fn in_german(stage: &Stage, folder: &Path) {
    stage.forget().await;
    let app = client(stage, "hidrive", "native").redirected("oob");
    let mut pairs = app.asks();
    pairs.extend([("lang", "de"), ("scope", "rw,owner")]);
    let link = app.link_with(&pairs);
    stage.open(&link).await;
    shoot(stage, folder, "german-sign-in").await;
    stage.sign_in_with("falsch").await;
    shoot(stage, folder, "german-sign-in-wrong").await;
    stage.sign_in().await;
    shoot(stage, folder, "german-consent").await;
    stage.decide("allow").await;
    shoot(stage, folder, "german-code-on-screen").await;
    stage.open(&app.link_but("lang", Some("de")).replace("oob", "https%3A%2F%2Felsewhere.example%2F")).await;
    shoot(stage, folder, "german-error").await;
}

/// A picture at each width, light and dark.
pub async fn shoot(stage: &Stage, folder: &Path, name: &str) {
    fits(stage, name, 320).await;
    if stage.script("return document.querySelector('.cards') !== null").await == true {
        for width in BETWEEN {
            fits(stage, name, width).await;
        }
    }
    for width in WIDTHS {
        let height = fits(stage, name, width).await;
        window(stage, width, height).await;
        assert_eq!(stage.script(LONG).await, json!([]), "{name} in a window of {width}");
        for scheme in schemes(name, width) {
            let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, still] });
            stage.devtools("Emulation.setEmulatedMedia", media).await;
            let picture = stage
                .devtools(
                    "Page.captureScreenshot",
                    json!({ "format": "png", "captureBeyondViewport": true, "optimizeForSpeed": true }),
                )
                .await;
            let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
            let file: PathBuf = folder.join(format!("{name}-{width}-{scheme}.png"));
            std::fs::write(file, bytes).unwrap();
        }
    }
    stage.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await;
    stage.devtools("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
}

/// German is there for its long words: they are seen once in the narrowest window and once in the widest.
fn schemes(name: &str, width: u32) -> &'static [&'static str] {
    match (name.starts_with("german"), width) {
        (false, _) => &["light", "dark"],
        (true, 360) => &["light"],
        (true, 1280) => &["dark"],
        (true, _) => &[],
    }
}

/// Nothing is wider than that window, and no table crowded; how high the page is there.
async fn fits(stage: &Stage, name: &str, width: u32) -> u64 {
    window(stage, width, LOW).await;
    let look = format!(
        "const page = document.documentElement, size = [page.scrollWidth, page.scrollHeight];
        return [...size, (() => {{ {CROWDED} }})()]"
    );
    let page = stage.script(&look).await;
    assert!(page[0].as_u64().unwrap() <= u64::from(width), "{name} is {} wide in a window of {width}", page[0]);
    assert_eq!(page[2], json!([]), "{name} in a window of {width}");
    page[1].as_u64().unwrap().max(LOW)
}

async fn window(stage: &Stage, width: u32, height: u64) {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    stage.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
}
