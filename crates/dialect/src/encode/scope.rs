//! Scopes as the dialect writes them.

use crate::model::{Dialect, Separator};
use engine::scope::ScopeSet;

impl Dialect {
    /// The whole scope as the codec writes it; empty where the wire has no scopes.
    pub fn scope_text(&self, scope: &ScopeSet) -> String {
        self.join_scopes(&scope.words().iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub(super) fn join_scopes(&self, words: &[&str]) -> String {
        match self.scopes.separator {
            Separator::Char(separator) => words.join(separator.encode_utf8(&mut [0; 4])),
            Separator::None => String::new(),
        }
    }

    /// What each of two tokens opens: the words of the first scope parameter, and those of the second.
    pub fn split_scopes(&self, scope: &ScopeSet) -> (ScopeSet, ScopeSet) {
        let catalogue = &self.policy.scopes;
        (catalogue.ordered(self.first_scopes(scope)), catalogue.ordered(self.second_scopes(scope)))
    }

    pub(super) fn first_scopes<'a>(&self, scope: &'a ScopeSet) -> Vec<&'a str> {
        scope.words().iter().filter(|word| !self.scopes.second.contains(word)).map(String::as_str).collect()
    }

    pub(super) fn second_scopes<'a>(&self, scope: &'a ScopeSet) -> Vec<&'a str> {
        scope.words().iter().filter(|word| self.scopes.second.contains(word)).map(String::as_str).collect()
    }

    /// One digit for each word of the catalogue, in its order.
    pub(super) fn scope_bits(&self, scope: &ScopeSet) -> String {
        self.policy.scopes.scopes.iter().map(|word| if scope.has(&word.name) { '1' } else { '0' }).collect()
    }
}
