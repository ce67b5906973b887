//! Pages, and the apps of the demo.

use super::at::At;
use crate::model::{AcceptLanguage, DemoApp, Narrowing, Pages, TakesRedirects};
use crate::raw::{RawDemoApp, RawDialect};
use engine::policy::Kind;

/// `[pages]`.
pub(super) fn pages(at: &At<'_>, raw: &RawDialect) -> Pages {
    let at = at.key("pages");
    let raw = &raw.pages;
    let pages = Pages {
        languages: at.required("languages", raw.languages.as_ref(), Vec::new()),
        language_parameter: raw.language_parameter.clone().filter(|name| !name.is_empty()),
        default_language: at.required("default_language", raw.default_language.as_ref(), "en".to_owned()),
        accept_language: at.choice("accept_language", raw.accept_language, AcceptLanguage::Read),
        consent_note: raw.consent_note.clone().unwrap_or_default(),
        narrowing: at.choice("narrowing", raw.narrowing, Narrowing::No),
    };
    if !pages.languages.contains(&pages.default_language) {
        at.key("default_language").unknown(
            "language",
            &pages.default_language,
            pages.languages.iter().map(String::as_str),
        );
    }
    for (index, language) in pages.languages.iter().enumerate() {
        if !(2..=8).contains(&language.len()) || !language.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            at.key("languages")
                .index(index)
                .fault(format!("`{language}` is no language"), "a code such as `en` or `de`");
        }
    }
    if !pages.consent_note.is_empty() && !pages.consent_note.contains_key("en") {
        at.key("consent_note").fault("the English words are missing", "say `en = \"…\"`");
    }
    pages
}

/// `[[demo]]`.
pub(super) fn demo(at: &At<'_>, raw: &RawDialect, kinds: &[Kind]) -> Vec<DemoApp> {
    let at = at.key("demo");
    let mut apps: Vec<DemoApp> = Vec::new();
    for (index, raw) in raw.demo.iter().flatten().enumerate() {
        let at = at.index(index);
        let app = app(&at, raw);
        if !kinds.iter().any(|kind| kind.name == app.kind) {
            at.key("kind").unknown("kind", &app.kind, kinds.iter().map(|kind| kind.name.as_str()));
        }
        if apps.iter().any(|known| known.name == app.name) {
            at.key("name").fault(format!("the app `{}` is there twice", app.name), "give each its own name");
        }
        apps.push(app);
    }
    apps
}

fn app(at: &At<'_>, raw: &RawDemoApp) -> DemoApp {
    let takes = if raw.takes_redirects == Some(false) { TakesRedirects::No } else { TakesRedirects::Yes };
    DemoApp {
        name: at.required("name", raw.name.as_ref(), String::new()),
        description: raw.description.clone().unwrap_or_default(),
        kind: at.required("kind", raw.kind.as_ref(), String::new()),
        redirect_uris: raw.redirect_uris.clone().unwrap_or_default(),
        takes_redirects: takes,
    }
}
