//! The built-in dialects, and one that nobody has.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use grantor_dialect::check::{Source, load};
use grantor_dialect::model::{ConsoleWord, Dialect, NewSecret, Operation};
use grantor_dialect::show::show;
use grantor_dialect::{catalog, fault::Faults};

fn named(name: &str) -> Dialect {
    let source = catalog::source(name).unwrap();
    load(&source, &catalog::source).unwrap_or_else(|faults| panic!("{faults}"))
}

fn text(name: &str, text: &str) -> Result<Dialect, Faults> {
    let source = Source { name: name.to_owned(), file: format!("{name}.toml"), text: text.to_owned() };
    load(&source, &catalog::source)
}

fn sixth() -> Dialect {
    text("sixth", include_str!("fixtures/sixth.toml")).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Those of the fixtures, which are in no Rust.
fn invented() -> [Dialect; 4] {
    [
        ("sixth", include_str!("fixtures/sixth.toml")),
        ("workspace", include_str!("fixtures/workspace.toml")),
        ("forge", include_str!("fixtures/forge.toml")),
        ("photos", include_str!("fixtures/photos.toml")),
    ]
    .map(|(name, file)| text(name, file).unwrap_or_else(|faults| panic!("{faults}")))
}

#[test]
fn all_load_and_say_what_is_weaker() {
    assert_eq!(catalog::names().first(), Some(&"standard"));
    for name in catalog::names() {
        let dialect = named(name);
        assert_eq!(dialect.name, name);
        assert_eq!(dialect.warnings.is_empty(), name == "standard", "{name}: {:?}", dialect.warnings);
    }
}

#[test]
fn what_is_shown_loads_as_the_same_dialect() {
    for dialect in catalog::names().into_iter().map(named).chain(invented()) {
        let shown = show(&dialect);
        let again = text(&dialect.name, &shown).unwrap_or_else(|faults| panic!("{faults}\n{shown}"));
        assert_eq!(again, dialect);
        for warning in &dialect.warnings {
            assert!(shown.contains(&format!("# - {warning}\n")), "{warning}");
        }
    }
}

#[test]
fn a_file_of_nothing_is_the_standard() {
    let mut plain = text("plain", "").unwrap_or_else(|faults| panic!("{faults}"));
    plain.name = "standard".to_owned();
    assert_eq!(plain, named("standard"));
}

/// By the provider's document; what it has no word for is left to the pages.
#[test]
fn every_console_has_its_documents_words() {
    let said = |name: &str| {
        let console = named(name).console;
        let word = |word| console.word(word, "de").map(str::to_owned);
        let words = [ConsoleWord::NewApp, ConsoleWord::ClientId, ConsoleWord::ClientSecret, ConsoleWord::TestToken];
        (console.path.clone(), console.new_secret, words.map(word).map(Option::unwrap_or_default).join(" | "))
    };
    let rows = [
        ("standard", "/apps", NewSecret::Page, " |  |  | "),
        ("serble", "/oauthapps", NewSecret::List, "Neue App | ID | ClientSecret | "),
        ("raindrop-live", "/apps", NewSecret::Page, " | Client ID | Client Secret | Test token"),
        ("boxc", "/apps", NewSecret::Page, " | application_id | application_secret | "),
        ("gitshare", "/apps", NewSecret::Page, " | Client Id | Client Secret | "),
        ("hidrive", "/apps", NewSecret::Page, " |  |  | "),
    ];
    for (name, path, new_secret, words) in rows {
        assert_eq!(said(name), (path.to_owned(), new_secret, words.to_owned()), "{name}");
    }
}

#[test]
fn the_live_variant_differs_only_in_its_words_for_refusals() {
    let (stated, mut live) = (named("raindrop"), named("raindrop-live"));
    assert_ne!(stated.refusals, live.refusals);
    (live.name, live.title, live.refusals) = (stated.name.clone(), stated.title.clone(), stated.refusals.clone());
    assert_eq!(stated, live);
}

#[test]
fn every_dialect_has_two_apps_of_its_main_kind_and_one_of_each_other() {
    for dialect in catalog::names().into_iter().map(named) {
        for (index, kind) in dialect.policy.kinds.iter().enumerate() {
            let apps = dialect.demo.iter().filter(|app| app.kind == kind.name).count();
            assert_eq!(apps, if index == 0 { 2 } else { 1 }, "{} {}", dialect.name, kind.name);
        }
    }
}

#[test]
fn every_scope_speaks_german_too() {
    for dialect in catalog::names().into_iter().map(named) {
        for (name, words) in &dialect.scopes.words {
            assert!(words.words.contains_key("de"), "{} {name}", dialect.name);
        }
    }
}

#[test]
fn a_sixth_dialect_needs_no_rust() {
    let sixth = sixth();
    let paths: Vec<&str> = sixth.routes.iter().map(|route| route.written.as_str()).collect();
    assert!(paths.contains(&"/connect/renew") && paths.contains(&"/v3/me"), "{paths:?}");
    assert!(sixth.routes.iter().all(|route| route.operation != Operation::Metadata));
    assert!(sixth.warnings.iter().any(|warning| warning.contains("issued by GET")), "{:#?}", sixth.warnings);
}
