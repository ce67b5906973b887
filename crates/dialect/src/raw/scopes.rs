//! `[scopes]`: the codec and the catalogue.

use super::Choice;
use crate::model::Words;
use engine::scope::{AskedScope, UnknownScope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How scopes are written and read, and which there are.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawScopes {
    /// One character between words, or `none`: the wire has no scopes.
    pub separator: Option<String>,
    /// Further characters that separate words when read.
    pub accepts: Option<Vec<String>>,
    /// Unknown words: `refuse` or `drop`.
    pub unknown: Option<Choice<UnknownScope>>,
    /// What a request without scope gets: `registered`, `empty`, `refuse`, or a list of words.
    pub absent: Option<RawAbsent>,
    /// Who says what is asked: `request` or `registration`.
    pub asked: Option<Choice<AskedScope>>,
    /// Dimensions of which a scope has exactly one word.
    pub axes: Option<Vec<RawAxis>>,
    /// The words that stand in the second scope parameter.
    pub second: Option<Vec<String>>,
    /// All scopes, in the order in which they are shown and written.
    pub catalogue: Option<Vec<RawScope>>,
}

/// What an absent scope means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "`registered`, `empty`, `refuse` or a list of scopes")]
pub enum RawAbsent {
    /// `registered`, `empty` or `refuse`.
    Word(String),
    /// These scopes.
    Scopes(Vec<String>),
}

/// A dimension of which a scope has exactly one word.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawAxis {
    /// What people call it.
    pub name: Option<String>,
    /// The word when none is asked for.
    pub default: Option<String>,
}

/// A scope.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawScope {
    /// The word on the wire.
    pub name: Option<String>,
    /// What it opens, in one line, by language.
    pub words: Words,
    /// Scopes that it opens as well.
    pub implies: Option<Vec<String>>,
    /// The axis that it lies on.
    pub axis: Option<String>,
    /// Only accounts with this role may grant it.
    pub role: Option<String>,
    /// Whether the page marks it as dangerous.
    pub danger: Option<bool>,
}
