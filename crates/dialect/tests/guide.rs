//! The guide tells the truth: its examples load, and it leaves no key, slot or refusal out.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use engine::refusal::Refusal;
use grantor_dialect::catalog;
use grantor_dialect::check::{Source, load};
use grantor_dialect::model::Slot;
use grantor_dialect::schema::schema;
use serde_json::Value;
use std::collections::BTreeSet;

const GUIDE: &str = include_str!("../../../docs/dialects.md");

#[test]
fn every_example_is_a_dialect() {
    let examples: Vec<&str> = GUIDE.split("```toml\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
    assert!(examples.len() > 25, "{}", examples.len());
    for (index, example) in examples.into_iter().enumerate() {
        let file = format!("example {index}");
        let source = Source { name: "acme".to_owned(), file, text: example.to_owned() };
        let loaded = load(&source, &catalog::source);
        assert!(loaded.is_ok(), "{}\n\n{example}", loaded.unwrap_err());
    }
}

#[test]
fn no_key_is_left_out() {
    let mut keys = BTreeSet::new();
    collect(&schema(), &mut keys);
    assert!(keys.len() > 80, "{}", keys.len());
    let missing: Vec<&String> = keys.iter().filter(|key| !GUIDE.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn collect(schema: &Value, keys: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                keys.extend(properties.keys().cloned());
            }
            if let Some(Value::Array(words)) = members.get("enum") {
                keys.extend(words.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            members.values().for_each(|inner| collect(inner, keys));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, keys)),
        _ => {}
    }
}

#[test]
fn no_slot_and_no_refusal_is_left_out() {
    let slots = Slot::words().filter(|word| !GUIDE.contains(&format!("{{{word}}}"))).map(str::to_owned);
    let named = |refusal: &&Refusal| {
        !GUIDE.contains(&format!("| `{}` | `{}` | {} |", refusal.name(), refusal.code().as_str(), refusal.log_text()))
    };
    let refusals = Refusal::ALL.iter().filter(named).map(|refusal| refusal.name().to_owned());
    let missing: Vec<String> = slots.chain(refusals).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
