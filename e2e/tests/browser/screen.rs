//! A code that a person carries into an app by hand.

use crate::page::Page;
use crate::safety::press;
use crate::stage::Stage;
use grantor_e2e::speak::Client;

const CONTROL_A: &str = "\u{e009}a\u{e000}";

/// What is selected, what the code is, how far its groups stand from each other, and how large its letters are.
const SELECTED: &str = "const code = document.querySelector('data#code'), [first, second] = code.querySelectorAll('span'); \
    return [getSelection().toString(), code.value, \
    second.getBoundingClientRect().left - first.getBoundingClientRect().right, parseFloat(getComputedStyle(code).fontSize)]";

/// One click selects the bare code, and so does the keyboard; people see groups.
pub async fn selected(stage: &Stage) {
    for (realm, kind, uri) in [("hidrive", "native", Some("oob")), ("gitshare", "on-screen", None)] {
        let realm = stage.demo.realm(realm);
        let app = Client::new(realm, realm.app(kind));
        stage.to_consent(&uri.map_or_else(|| app.clone(), |uri| app.redirected(uri)).link()).await;
        stage.decide("allow").await;
        stage.at(Page::CodeOnScreen).await;
        stage.find("#code").await.click().await.unwrap();
        is_bare(stage, "clicked").await;
        stage.script("getSelection().removeAllRanges()").await;
        press(stage, CONTROL_A).await;
        is_bare(stage, "Ctrl+A").await;
    }
}

async fn is_bare(stage: &Stage, how: &str) {
    let seen = stage.script(SELECTED).await;
    let code = seen[1].as_str().unwrap();
    assert!(code.len() >= 20 && code.chars().all(|letter| letter.is_ascii_alphanumeric()), "{how}: {code}");
    assert_eq!(seen[0].as_str().unwrap().trim(), code, "{how}");
    assert!(seen[2].as_f64().unwrap() >= 4.0, "{how}: the groups touch: {seen}");
    assert!(seen[3].as_f64().unwrap() >= 20.0, "{how}: small letters: {seen}");
}
