//! Catalogues agree, and no page has a sentence of its own.

use super::super::languages;
use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// All sentences of a language by key.
fn sentences(language: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    collect("", &serde_json::to_value(of(language)).unwrap(), &mut out);
    out
}

fn collect(key: &str, value: &serde_json::Value, out: &mut BTreeMap<String, String>) {
    match value {
        serde_json::Value::Object(members) => {
            members.iter().for_each(|(name, value)| collect(&format!("{key}.{name}"), value, out));
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| collect(&format!("{key}.{at}"), value, out));
        }
        value => drop(out.insert(key.to_owned(), value.as_str().unwrap().to_owned())),
    }
}

fn slots(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(slot, _)| slot).collect()
}

#[test]
fn every_language_has_the_same_keys_and_slots() {
    let english = sentences("en");
    assert!(english.len() > 150, "{}", english.len());
    for language in languages() {
        let other = sentences(language);
        assert_eq!(english.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        assert_eq!(of(language).common.language, *language);
        for (key, text) in &english {
            let (mut ours, mut theirs) = (slots(text), slots(&other[key]));
            // A sentence may do without the names of app and realm, never without a number or a place.
            for name in ["named", "realm"] {
                ours.remove(name);
                theirs.remove(name);
            }
            assert_eq!(ours, theirs, "{language} {key}");
        }
    }
}

#[test]
fn sentences_are_calm_and_whole() {
    for language in languages() {
        for (key, text) in sentences(language) {
            assert!(!text.trim().is_empty() && text.trim() == text, "{language} {key}");
            assert!(!text.contains('!') && !text.contains('\'') && !text.contains("  "), "{language} {key}: {text}");
        }
    }
}

#[test]
fn languages_differ() {
    let (english, german) = (sentences("en"), sentences("de"));
    let same: Vec<_> = english.iter().filter(|(key, text)| german[*key] == **text && text.contains(' ')).collect();
    assert!(same.is_empty(), "{same:?}");
}

#[test]
fn german_says_sie() {
    for (key, text) in sentences("de") {
        let informal = ["du", "dein", "deine", "dich", "dir"];
        let words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        assert!(words.into_iter().all(|word| !informal.contains(&word.as_str())), "{key}");
    }
}

/// Every template, in folders too: its path and its text.
fn templates() -> Vec<(PathBuf, String)> {
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((path.clone(), std::fs::read_to_string(&path).unwrap())),
            }
        }
    }
    found
}

/// What remains of a template without tags and expressions has no letter in it.
#[test]
fn no_template_has_a_sentence() {
    let all = templates();
    assert!(all.len() > 20, "{}", all.len());
    for (path, text) in all {
        let bare = ["{%", "{{", "{#", "<"]
            .iter()
            .zip(["%}", "}}", "#}", ">"])
            .fold(text, |text, (open, close)| without(&text, open, close));
        // `described.html` stands within a tag: what it adds are attributes.
        let within_a_tag = path.ends_with("part/described.html");
        assert!(within_a_tag || !bare.contains(char::is_alphabetic), "{}: {}", path.display(), bare.trim());
    }
}

/// Words in attributes are words too.
#[test]
fn no_template_has_a_sentence_in_an_attribute() {
    for (path, text) in templates() {
        for attribute in ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\"", "data-label=\"", "data-done=\""] {
            for (at, _) in text.match_indices(attribute) {
                let value = &text[at + attribute.len()..];
                // `alt=""` says that there is nothing to say.
                assert!(value.starts_with("{{") || value.starts_with('"'), "{}", path.display());
            }
        }
    }
}

fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        out.push_str(before);
        rest = after.split_once(close).map_or("", |(_, after)| after);
    }
    out + rest
}
