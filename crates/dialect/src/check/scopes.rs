//! `[scopes]`: the catalogue for the rules, the codec and the words for people.

use super::at::At;
use super::text;
use crate::model::{Danger, ScopeCodec, ScopeWords, Separator};
use crate::raw::{RawAbsent, RawScope, RawScopes};
use engine::scope::{AbsentScope, AskedScope, Axis, Catalogue, Scope, UnknownScope};
use std::collections::BTreeMap;

/// Catalogue and codec.
pub(super) fn scopes(at: &At<'_>, raw: &RawScopes) -> (Catalogue, ScopeCodec) {
    let at = at.key("scopes");
    let list = raw.catalogue.as_deref().unwrap_or_default();
    let names: Vec<String> = list.iter().filter_map(|scope| scope.name.clone()).collect();
    let axes: Vec<Axis> = raw.axes.iter().flatten().map(axis).collect();
    let scopes =
        list.iter().enumerate().map(|(i, raw)| scope(&at.key("catalogue").index(i), raw, &names, &axes)).collect();
    let catalogue = Catalogue {
        scopes,
        unknown: at.choice("unknown", raw.unknown, UnknownScope::Refuse),
        absent: absent(&at, raw.absent.as_ref(), &names),
        asked: at.choice("asked", raw.asked, AskedScope::Request),
        axes,
    };
    check_axes(&at.key("axes"), &catalogue);
    check_implied_roles(&at.key("catalogue"), &catalogue);
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|known| known == name) {
            at.key("catalogue")
                .index(index)
                .key("name")
                .fault(format!("the scope `{name}` is there twice"), "leave one out");
        }
    }
    let codec = codec(&at, raw, &names);
    check_letters(&at, &codec, &names);
    (catalogue, codec)
}

fn axis(raw: &crate::raw::RawAxis) -> Axis {
    Axis { name: raw.name.clone().unwrap_or_default(), default: raw.default.clone().unwrap_or_default() }
}

fn scope(at: &At<'_>, raw: &RawScope, names: &[String], axes: &[Axis]) -> Scope {
    let name = at.required("name", raw.name.as_ref(), String::new());
    let implies = raw.implies.clone().unwrap_or_default();
    for (index, implied) in implies.iter().enumerate().filter(|(_, implied)| !names.contains(implied)) {
        at.key("implies").index(index).unknown("scope", implied, names.iter().map(String::as_str));
    }
    let axis = raw.axis.as_ref().and_then(|name| {
        let found = axes.iter().position(|axis| axis.name == *name);
        if found.is_none() {
            at.key("axis").unknown("axis", name, axes.iter().map(|axis| axis.name.as_str()));
        }
        found
    });
    Scope { name, implies, axis, role: raw.role.clone() }
}

fn absent(at: &At<'_>, raw: Option<&RawAbsent>, names: &[String]) -> AbsentScope {
    let said = at.required("absent", raw, RawAbsent::Word("empty".to_owned()));
    let at = at.key("absent");
    match said {
        RawAbsent::Word(word) => match word.as_str() {
            "registered" => AbsentScope::Registered,
            "empty" => AbsentScope::Empty,
            "refuse" => AbsentScope::Refuse,
            other => {
                at.unknown("word", other, ["registered", "empty", "refuse"]);
                AbsentScope::Empty
            }
        },
        RawAbsent::Scopes(words) => {
            for (index, word) in words.iter().enumerate().filter(|(_, word)| !names.contains(word)) {
                at.index(index).unknown("scope", word, names.iter().map(String::as_str));
            }
            AbsentScope::Default(words)
        }
    }
}

/// A default that only some accounts may grant would make every other sign-in fail.
fn check_axes(at: &At<'_>, catalogue: &Catalogue) {
    for (index, axis) in catalogue.axes.iter().enumerate() {
        let at = at.index(index);
        let on_axis: Vec<&Scope> = catalogue.scopes.iter().filter(|scope| scope.axis == Some(index)).collect();
        match on_axis.iter().find(|scope| scope.name == axis.default) {
            None => {
                at.key("default").unknown("scope of this axis", &axis.default, on_axis.iter().map(|s| s.name.as_str()))
            }
            Some(scope) if scope.role.is_some() => {
                at.key("default").fault("only some accounts may grant the default", "take one that needs no role");
            }
            Some(_) => {}
        }
        if axis.name.is_empty() {
            at.fault("an axis without name", "say `name = \"…\"`");
        }
    }
}

/// What implies a scope with a role would open it without the role.
fn check_implied_roles(at: &At<'_>, catalogue: &Catalogue) {
    for (index, scope) in catalogue.scopes.iter().enumerate() {
        let capped = scope.implies.iter().filter_map(|name| catalogue.scope(name)).find(|other| other.role.is_some());
        if let (None, Some(other)) = (&scope.role, capped) {
            at.index(index).key("implies").fault(
                format!("`{}` would be open without the role that it needs", other.name),
                "give this scope a role too, or imply less",
            );
        }
    }
}

fn codec(at: &At<'_>, raw: &RawScopes, names: &[String]) -> ScopeCodec {
    let said = at.required("separator", raw.separator.as_ref(), " ".to_owned());
    let separator = match (said.as_str(), one_char(&said)) {
        ("none", _) => Separator::None,
        (_, Some(c)) => Separator::Char(c),
        _ => {
            at.key("separator").fault(format!("`{said}` is not one character"), "write `\" \"`, `\",\"` or `\"none\"`");
            Separator::Char(' ')
        }
    };
    let mut accepts: Vec<char> = Vec::new();
    if let Separator::Char(c) = separator {
        accepts.push(c);
    }
    for (index, text) in raw.accepts.iter().flatten().enumerate() {
        match one_char(text) {
            Some(c) if accepts.contains(&c) => {}
            Some(c) => accepts.push(c),
            None => at.key("accepts").index(index).fault(format!("`{text}` is not one character"), "write `\",\"`"),
        }
    }
    let second = raw.second.clone().unwrap_or_default();
    for (index, word) in second.iter().enumerate().filter(|(_, word)| !names.contains(word)) {
        at.key("second").index(index).unknown("scope", word, names.iter().map(String::as_str));
    }
    ScopeCodec { separator, accepts, words: people(at, raw), second }
}

fn people(at: &At<'_>, raw: &RawScopes) -> BTreeMap<String, ScopeWords> {
    let mut people = BTreeMap::new();
    for (index, scope) in raw.catalogue.iter().flatten().enumerate() {
        let words = text::words(&at.key("catalogue").index(index).key("words"), &scope.words);
        let danger = if scope.danger == Some(true) { Danger::Marked } else { Danger::No };
        people.insert(scope.name.clone().unwrap_or_default(), ScopeWords { words, danger });
    }
    people
}

fn one_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars
        .next()
        .filter(|c| chars.next().is_none() && c.is_ascii() && !c.is_ascii_alphanumeric() && !c.is_ascii_control())
}

/// RFC 6749 section 3.3 allows no blanks, quotation marks or backslashes; our own form separates by blanks.
fn check_letters(at: &At<'_>, codec: &ScopeCodec, names: &[String]) {
    for (index, name) in names.iter().enumerate() {
        let strange = |c: char| !c.is_ascii_graphic() || c == '"' || c == '\\' || codec.accepts.contains(&c);
        if name.is_empty() || name.contains(strange) {
            at.key("catalogue").index(index).key("name").fault(
                format!("`{name}` cannot be a scope: it would fall apart when it is read"),
                "visible ASCII without quotation marks, backslashes and separators",
            );
        }
    }
}
