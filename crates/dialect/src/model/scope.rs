//! How scopes are written on the wire, and what they say to people.

use std::collections::BTreeMap;

/// Texts by language code; `en` is always there.
pub type Words = BTreeMap<String, String>;

/// How scopes are written and read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeCodec {
    /// Between words that we write.
    pub separator: Separator,
    /// Between words that we read; always holds the written one.
    pub accepts: Vec<char>,
    /// Words for people, by scope name.
    pub words: BTreeMap<String, ScopeWords>,
    /// Scopes that stand in the second scope parameter.
    pub second: Vec<String>,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// One character.
    Char(char),
    /// The wire has no scopes.
    None,
}

/// A scope as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeWords {
    /// One line, by language.
    pub words: Words,
    /// Whether the page marks it.
    pub danger: Danger,
}

/// Whether a scope is marked as dangerous, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// Plain.
    No,
    /// Marked.
    Marked,
}
