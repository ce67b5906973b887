//! Scopes: an ordered catalogue that says which word implies which, and the rules of asking, defaulting and narrowing.

use crate::refusal::{Refusal, Refused};
use crate::request::Param;
use std::collections::BTreeSet;

/// One word of the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The word.
    pub name: String,
    /// Words that it opens as well.
    pub implies: Vec<String>,
    /// Exactly one word of each axis is in a scope; index of its axis.
    pub axis: Option<usize>,
    /// Only accounts with this role may grant it.
    pub role: Option<String>,
}

/// A dimension of which a scope has exactly one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// What people call it.
    pub name: String,
    /// The word when none is asked for.
    pub default: String,
}

/// What to do with a word that the catalogue does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownScope {
    /// `invalid_scope`.
    Refuse,
    /// Left out.
    Drop,
}

/// What an authorize request gets when it asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AbsentScope {
    /// All that the app registered.
    Registered,
    /// These words.
    Default(Vec<String>),
    /// Nothing: an empty scope.
    Empty,
    /// `invalid_scope` (RFC 6749 section 3.3).
    Refuse,
}

/// How a request says what it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedScope {
    /// By its parameter.
    Request,
    /// Not at all: the app's registration decides.
    Registration,
}

/// All scopes of a realm, in the order in which they are shown and written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The words.
    pub scopes: Vec<Scope>,
    /// The dimensions.
    pub axes: Vec<Axis>,
    /// Unknown words.
    pub unknown: UnknownScope,
    /// No words.
    pub absent: AbsentScope,
    /// Who says.
    pub asked: AskedScope,
}

/// A set of words in catalogue order. Written with blanks between inside Grantor, whatever the dialect writes outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeSet(Vec<String>);

impl ScopeSet {
    /// From the store's form.
    pub fn parse(text: &str) -> Self {
        Self(text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// The store's form.
    pub fn to_text(&self) -> String {
        self.0.join(" ")
    }

    /// The words.
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the word itself is in it.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|own| own == word)
    }
}

impl Catalogue {
    /// The entry of that name.
    pub fn scope(&self, name: &str) -> Option<&Scope> {
        self.scopes.iter().find(|scope| scope.name == name)
    }

    /// In catalogue order, each once; words that the catalogue lacks go last, in their own order.
    pub fn ordered<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> ScopeSet {
        let rank = |word: &str| self.scopes.iter().position(|scope| scope.name == word).unwrap_or(usize::MAX);
        let mut all: Vec<(usize, &str)> = words.into_iter().map(|word| (rank(word), word)).collect();
        // Mostly they come as they lie here, and there is nothing to do.
        if !all.is_sorted_by(|one, next| one.0 < next.0) {
            let mut seen = BTreeSet::new();
            all.retain(|(_, word)| seen.insert(*word));
            all.sort_by_key(|(rank, _)| *rank);
        }
        ScopeSet(all.into_iter().map(|(_, word)| word.to_owned()).collect())
    }

    /// Whether `held` opens `wanted`, by itself or by what it implies.
    pub fn opens(&self, held: &ScopeSet, wanted: &str) -> bool {
        let mut open: Vec<&str> = held.words().iter().map(String::as_str).collect();
        let mut next = 0;
        while let Some(word) = open.get(next).copied() {
            if word == wanted {
                return true;
            }
            for implied in self.scope(word).map(|scope| scope.implies.as_slice()).unwrap_or_default() {
                if !open.contains(&implied.as_str()) {
                    open.push(implied);
                }
            }
            next += 1;
        }
        false
    }

    /// Whether everything in `wanted` is opened by `held`.
    pub fn covers(&self, held: &ScopeSet, wanted: &ScopeSet) -> bool {
        wanted.words().iter().all(|word| self.opens(held, word))
    }

    /// What an authorize or client-credentials request asks for, within what the app registered.
    pub fn asked(&self, asked: &Param<Vec<String>>, registered: &[String]) -> Result<ScopeSet, Refused> {
        let own = self.ordered(registered.iter().map(String::as_str));
        if self.asked == AskedScope::Registration {
            return Ok(own);
        }
        let words = match asked {
            Param::Malformed => return Err(Refusal::ScopeMalformed.into()),
            Param::Given(words) if !words.is_empty() => words.clone(),
            _ => match &self.absent {
                AbsentScope::Registered => return Ok(own),
                AbsentScope::Empty => Vec::new(),
                AbsentScope::Refuse => return Err(Refusal::ScopeMalformed.into()),
                AbsentScope::Default(words) => words.clone(),
            },
        };
        let known = self.known(&words, &own)?;
        self.completed(known)
    }

    fn known(&self, words: &[String], own: &ScopeSet) -> Result<Vec<String>, Refused> {
        let mut kept = Vec::new();
        for word in words {
            let open = self.scope(word).is_some() && self.opens(own, word);
            match (open, self.unknown) {
                (true, _) => kept.push(word.clone()),
                (false, UnknownScope::Drop) => {}
                (false, UnknownScope::Refuse) => return Err(Refusal::ScopeUnknown.into()),
            }
        }
        Ok(kept)
    }

    /// Exactly one word of each axis; a missing one takes its default.
    fn completed(&self, mut words: Vec<String>) -> Result<ScopeSet, Refused> {
        for (index, axis) in self.axes.iter().enumerate() {
            let on_axis = words.iter().filter(|word| self.scope(word).is_some_and(|scope| scope.axis == Some(index)));
            match on_axis.count() {
                0 => words.push(axis.default.clone()),
                1 => {}
                _ => return Err(Refusal::ScopeMalformed.into()),
            }
        }
        Ok(self.ordered(words.iter().map(String::as_str)))
    }

    /// Caps what only some roles may grant: the word falls back to the strongest of its axis that it implies and the account may grant, or goes.
    pub fn capped(&self, scope: &ScopeSet, roles: &[String]) -> ScopeSet {
        let allowed = |word: &str| {
            self.scope(word).and_then(|s| s.role.as_ref()).is_none_or(|role| roles.iter().any(|own| own == role))
        };
        let mut kept = Vec::new();
        for word in scope.words() {
            if allowed(word) {
                kept.push(word.as_str());
            } else if let Some(lesser) = self.fallback(word, &allowed) {
                kept.push(lesser);
            }
        }
        self.ordered(kept)
    }

    fn fallback<'a>(&'a self, word: &str, allowed: &dyn Fn(&str) -> bool) -> Option<&'a str> {
        let axis = self.scope(word)?.axis?;
        let held = ScopeSet(vec![word.to_owned()]);
        let lesser = self.scopes.iter().rev().filter(|s| s.axis == Some(axis) && s.name != word);
        lesser.map(|s| s.name.as_str()).find(|name| allowed(name) && self.opens(&held, name))
    }

    /// What is left when the user grants only `chosen` of `asked`. A word of an axis replaces the asked one if that implies it.
    pub fn narrowed(&self, asked: &ScopeSet, chosen: &[String]) -> Result<ScopeSet, Refused> {
        let open: Vec<&str> = chosen.iter().map(String::as_str).filter(|word| self.opens(asked, word)).collect();
        if open.len() != chosen.len() {
            return Err(Refusal::ScopeWidened.into());
        }
        let axis_of = |word: &str| self.scope(word).and_then(|scope| scope.axis);
        let untouched =
            asked.words().iter().map(String::as_str).filter(|word| {
                axis_of(word).is_some_and(|axis| !open.iter().any(|chosen| axis_of(chosen) == Some(axis)))
            });
        self.completed(open.iter().copied().chain(untouched).map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests;
