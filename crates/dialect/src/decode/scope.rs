//! Scopes as the dialect reads them.

use super::fields::Fields;
use crate::model::{Dialect, Endpoint, Name, Separator};
use engine::refusal::Refused;
use engine::request::Param;

const MOST_SCOPES: usize = 100;

impl Dialect {
    /// The words of the consent form's `scope` fields.
    pub fn decode_narrowing(&self, fields: &[String]) -> Vec<String> {
        fields.iter().flat_map(|field| self.scope_words(field)).map(str::to_owned).collect()
    }

    /// What a request asks for, its second scope parameter included; absent where the wire has no scopes.
    pub(super) fn asked_scope(&self, endpoint: Endpoint, fields: &Fields) -> Result<Param<Vec<String>>, Refused> {
        let first = fields.once(self.names.of(endpoint, Name::Scope))?;
        let second = fields.once(self.names.of(endpoint, Name::SecondScope))?;
        Ok(self.split_scope(first, second))
    }

    pub(super) fn split_scope(&self, first: Param<&str>, second: Param<&str>) -> Param<Vec<String>> {
        let mut words = Vec::new();
        for param in [&first, &second] {
            match param {
                _ if self.scopes.separator == Separator::None => {}
                Param::Absent => {}
                Param::Malformed => return Param::Malformed,
                Param::Given(text) => words.extend(self.scope_words(text).take(MOST_SCOPES + 1).map(str::to_owned)),
            }
        }
        match words.len() {
            0 => Param::Absent,
            count if count > MOST_SCOPES => Param::Malformed,
            _ => Param::Given(words),
        }
    }

    /// A literal plus sign arrives as a blank.
    fn scope_words<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let accepts = &self.scopes.accepts;
        let separates = |c: char| accepts.contains(&c) || c == ' ' && accepts.contains(&'+');
        text.split(separates).filter(|word| !word.is_empty())
    }
}
