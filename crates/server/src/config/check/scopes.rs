//! A realm's own catalogue of scopes.

use crate::config::ScopeConfig;
use crate::config::raw::RawScope;
use dialect::check::At;
use dialect::model::Danger;

pub(super) fn scopes(at: &At<'_>, raw: Option<&[RawScope]>) -> Option<Vec<ScopeConfig>> {
    let raw = raw?;
    let scopes: Vec<ScopeConfig> = raw.iter().enumerate().map(|(index, raw)| scope(&at.index(index), raw)).collect();
    for (index, scope) in scopes.iter().enumerate() {
        if scopes.iter().take(index).any(|other| other.name == scope.name) {
            at.index(index).fault(format!("there are two scopes `{}`", scope.name), "each scope once");
        }
        for (nth, implied) in scope.implies.iter().enumerate() {
            let known = scopes.iter().map(|scope| scope.name.as_str());
            if !known.clone().any(|name| name == implied) {
                at.index(index).key("implies").index(nth).unknown("scope", implied, known);
            }
        }
    }
    Some(scopes)
}

fn scope(at: &At<'_>, raw: &RawScope) -> ScopeConfig {
    let name = raw.name.clone().unwrap_or_default();
    // RFC 6749 section 3.3, without the characters that separate scopes somewhere.
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"\"\\,;".contains(&byte);
    if name.is_empty() || !name.bytes().all(fits) {
        let right = "a `name` of letters, digits and marks, without blank, comma or quotation mark";
        at.key("name").fault(format!("`{name}` is no scope"), right);
    }
    if !raw.words.contains_key("en") {
        let right = "`words = { en = \"See your orders\" }`";
        at.key("words").fault(format!("`{name}` has no English words for the consent page"), right);
    }
    ScopeConfig {
        name,
        words: raw.words.clone(),
        implies: raw.implies.clone(),
        role: raw.role.clone(),
        danger: if raw.danger { Danger::Marked } else { Danger::No },
    }
}
