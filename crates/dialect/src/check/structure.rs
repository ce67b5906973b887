//! From the merged table to `raw`: unknown keys and values of another type, all of them.

use super::at::Checker;
use super::suggest;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

/// More faults of this sort in one file say that it is no dialect file.
const MOST: usize = 100;

/// The file as written; what cannot be read is recorded and left out.
pub(super) fn read<T: DeserializeOwned + Default>(mut table: DeTable<'_>, checker: &Checker<'_>) -> T {
    for _ in 0..MOST {
        let error = match T::deserialize(Deserializer::from(Spanned::new(0..0, table.clone()))) {
            Ok(raw) => return raw,
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let span = word_within(&table, &span, word(&error)).unwrap_or(span);
        let (what, remedy) = explained(&error);
        checker.fault_at(span.clone(), what, remedy);
        if !remove(&mut table, &span) {
            break;
        }
    }
    T::default()
}

/// The word that an error is about.
fn word(error: &Error) -> &str {
    let found = error.message().split(", expected ").next().unwrap_or_default();
    found.split(['`', '"']).nth(1).unwrap_or_default()
}

/// Where the word stands in the list that the error points at as a whole.
fn word_within(table: &DeTable<'_>, span: &Range<usize>, word: &str) -> Option<Range<usize>> {
    table.iter().find_map(|(_, value)| match value.get_ref() {
        DeValue::Table(table) => word_within(table, span, word),
        DeValue::Array(items) if value.span() == *span => {
            items.iter().find(|item| item.get_ref().as_str() == Some(word)).map(Spanned::span)
        }
        DeValue::Array(items) => {
            items.iter().filter_map(|item| item.get_ref().as_table()).find_map(|table| word_within(table, span, word))
        }
        _ => None,
    })
}

/// Serde's sentence, taken apart: what was found, and the words that it lists.
fn explained(error: &Error) -> (String, String) {
    let message = error.message().lines().next().unwrap_or_default();
    let (found, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let word = word(error);
    let what = match found {
        found if found.starts_with("unknown field") => format!("unknown key `{word}`"),
        found if found.starts_with("unknown variant") || found.starts_with("invalid value: string") => {
            format!("unknown word `{word}`")
        }
        found => match found.strip_prefix("invalid type: ") {
            Some(value) => format!("{value} stands here"),
            None => found.to_owned(),
        },
    };
    let listed = what.starts_with("unknown") && !known.is_empty();
    let remedy = if listed { suggest::remedy(word, known) } else { format!("write {}", plain(expected)) };
    if expected.is_empty() && !listed { (what.clone(), "see docs/dialects.md".to_owned()) } else { (what, remedy) }
}

/// Rust's words for types, as people say them.
fn plain(expected: &str) -> &str {
    match expected {
        "a sequence" => "a list",
        "a map" => "a table",
        "a string" => "a text",
        "a boolean" => "`true` or `false`",
        "u16" | "u32" | "i64" => "a whole number",
        expected if expected.starts_with("struct ") => "a table",
        expected => expected,
    }
}

/// Takes out the innermost entry that the span lies in.
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let holds = |outer: &Range<usize>| outer.start <= span.start && span.end <= outer.end;
    let mut doomed = None;
    for (key, value) in table.iter_mut() {
        if key.span() == *span {
            doomed = Some(key.get_ref().to_string());
            break;
        }
        if within(value.get_mut(), span) {
            return true;
        }
        if holds(&value.span()) || holds(&key.span()) {
            doomed = Some(key.get_ref().to_string());
        }
    }
    doomed.is_some_and(|key| table.remove(key.as_str()).is_some())
}

/// One word of several: what the others bring with them is looked at all the same.
fn remove_item(items: &mut DeArray<'_>, span: &Range<usize>) -> bool {
    let mut rest = DeArray::new();
    items.iter().filter(|item| item.span() != *span).for_each(|item| rest.push(item.clone()));
    let removed = !rest.is_empty() && rest.len() < items.len();
    if removed {
        *items = rest;
    }
    removed
}

fn within(value: &mut DeValue<'_>, span: &Range<usize>) -> bool {
    match value {
        DeValue::Table(table) => remove(table, span),
        DeValue::Array(items) => items.iter_mut().any(|item| within(item.get_mut(), span)) || remove_item(items, span),
        _ => false,
    }
}
