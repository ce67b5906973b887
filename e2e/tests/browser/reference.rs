//! A developer with the reference before them.

use crate::stage::Stage;
use serde_json::json;

/// A parameter's error leads to the refusal, folded or not; every request can be copied; print has all of it; without a script nothing is
/// missing but the buttons.
pub async fn walk(stage: &Stage) {
    let page = format!("{}/docs", stage.demo.realm("standard").url);
    stage.open(&page).await;
    let folded = stage.script("return document.querySelector('#error-token-code_missing').checkVisibility()").await;
    assert_eq!(folded, json!(false), "refusals are folded at first");
    stage.script("document.querySelector('a[href=\"#error-token-code_missing\"]').click()").await;
    let seen = "const own = document.querySelector('#error-token-code_missing'); \
                return own.checkVisibility({ contentVisibilityAuto: true }) && own.getBoundingClientRect().top < innerHeight";
    assert_eq!(stage.script(seen).await, json!(true), "the link unfolds it");
    let buttons = "const shown = [...document.querySelectorAll('button[data-copy]')].filter(own => own.checkVisibility()); \
                   return [shown.length, document.querySelectorAll('.sample:not(.back)').length]";
    let buttons = stage.script(buttons).await;
    assert!(buttons[0].as_u64() > Some(5) && buttons[0] == buttons[1], "{buttons}");
    stage.open(&page).await;
    stage.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let printed = "return [...document.querySelectorAll('details dd')].every(own => own.getBoundingClientRect().height > 0) \
                   && ![...document.querySelectorAll('button, .contents')].some(own => own.checkVisibility())";
    assert_eq!(stage.script(printed).await, json!(true), "paper has no folds and no buttons");
    stage.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    assert_eq!(stage.complaints().await, Vec::<String>::new());
}
