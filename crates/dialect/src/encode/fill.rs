//! Slots filled from the facts of one answer.

use super::words::Words;
use super::{Facts, instant};
use crate::model::{Dialect, Slot, Template, TemplatePart};
use engine::scope::ScopeSet;
use std::borrow::Cow;
use std::fmt::Write;

/// What a slot says.
#[derive(Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Bool(bool),
    List(Vec<&'a str>),
}

/// Everything that slots of one answer may speak of.
#[derive(Clone, Copy)]
pub(crate) struct Filler<'a> {
    pub(super) dialect: &'a Dialect,
    pub(super) facts: &'a Facts<'a>,
    pub(super) words: Option<&'a Words<'a>>,
    pub(super) status: u16,
    grant: Option<&'a (String, String, ScopeSet)>,
}

impl<'a> Filler<'a> {
    pub(crate) fn new(dialect: &'a Dialect, facts: &'a Facts<'a>) -> Self {
        Self { dialect, facts, words: None, status: 200, grant: None }
    }

    pub(super) fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(super) fn with_words(self, words: &'a Words<'a>) -> Self {
        Self { words: Some(words), status: words.status, ..self }
    }

    /// Speaks of one of the account's grants instead of the token's app and scope.
    pub(super) fn with_grant(self, grant: &'a (String, String, ScopeSet)) -> Self {
        Self { grant: Some(grant), ..self }
    }

    pub(super) fn scope(&self) -> Option<&'a ScopeSet> {
        self.grant.map(|(_, _, scope)| scope).or(self.facts.scope)
    }

    /// The text with its slots filled; a slot without value leaves nothing.
    pub(crate) fn text(&self, template: &Template) -> String {
        let mut out = String::new();
        for part in &template.0 {
            match part {
                TemplatePart::Literal(text) => out.push_str(text),
                TemplatePart::Slot(slot) => self.slot(slot).map_or((), |value| push(&mut out, &value)),
            }
        }
        out
    }

    /// The same, made anew only where it is put together.
    pub(crate) fn written<'t>(&self, template: &'t Template) -> Cow<'t, str>
    where
        'a: 't,
    {
        match template.0.as_slice() {
            [TemplatePart::Literal(text)] => Cow::Borrowed(text),
            [TemplatePart::Slot(slot)] => match self.slot(slot) {
                Some(Value::Text(text)) => text,
                _ => Cow::Owned(self.text(template)),
            },
            _ => Cow::Owned(self.text(template)),
        }
    }

    /// The text, or nothing where one of its slots has no value.
    pub(super) fn whole_text(&self, template: &Template) -> Option<String> {
        self.is_whole(template).then(|| self.text(template))
    }

    pub(super) fn is_whole(&self, template: &Template) -> bool {
        template.0.iter().all(|part| match part {
            TemplatePart::Literal(_) => true,
            TemplatePart::Slot(slot) => self.slot(slot).is_some(),
        })
    }

    /// What the slot says, or nothing.
    pub(super) fn slot(&self, slot: &Slot) -> Option<Value<'a>> {
        self.of_token(slot).or_else(|| self.of_account(slot)).or_else(|| self.of_refusal(slot))
    }

    fn of_token(&self, slot: &Slot) -> Option<Value<'a>> {
        let facts = self.facts;
        let left_ms = |end: Option<i64>| end.map(|end| end.saturating_mul(1000).saturating_sub(facts.now_ms).max(0));
        let left = |end: Option<i64>| end.map(|end| end.saturating_sub(facts.now_ms.div_euclid(1000)).max(0));
        match slot {
            Slot::AccessToken => facts.access_token.map(text),
            Slot::SecondAccessToken => facts.second_access_token.map(text),
            Slot::RefreshToken => facts.refresh_token.map(text),
            Slot::Code => facts.code.map(text),
            Slot::State => facts.state.map(text),
            Slot::Scope => self.scope_words(&self.dialect.first_scopes(self.scope()?)),
            Slot::SecondScope => self.scope_words(&self.dialect.second_scopes(self.scope()?)),
            Slot::ScopeList => Some(Value::List(self.scope()?.words().iter().map(String::as_str).collect())),
            Slot::ScopeBits => Some(Value::Text(self.dialect.scope_bits(self.scope()?).into())),
            Slot::ExpiresIn => left(facts.access_ends_at).map(Value::Integer),
            Slot::ExpiresInText => left(facts.access_ends_at).map(|seconds| Value::Text(seconds.to_string().into())),
            Slot::ExpiresInWhole => left_ms(facts.access_ends_at).map(|ms| Value::Integer(ms / 1000)),
            Slot::ExpiresInMillis => left_ms(facts.access_ends_at).map(Value::Integer),
            Slot::ExpiresAt => facts.access_ends_at.map(Value::Integer),
            Slot::ExpiresAtMillis => facts.access_ends_at.map(|end| Value::Integer(end.saturating_mul(1000))),
            Slot::IssuedAt => facts.issued_at.map(Value::Integer),
            Slot::IssuedAtMillis => facts.issued_at.map(|at| Value::Integer(at.saturating_mul(1000))),
            Slot::ExpiresAtText => facts.access_ends_at.map(|end| Value::Text(instant::rfc3339(end).into())),
            Slot::IssuedAtText => facts.issued_at.map(|at| Value::Text(instant::rfc3339(at).into())),
            Slot::RefreshExpiresIn => left(facts.refresh_ends_at).map(Value::Integer),
            Slot::Issuer => Some(text(facts.issuer)),
            Slot::Realm => Some(text(facts.realm)),
            Slot::RealmTitle => Some(text(facts.realm_title)),
            Slot::RequestId => Some(text(facts.request_id.map_or("", AsRef::as_ref))),
            _ => None,
        }
    }

    fn of_account(&self, slot: &Slot) -> Option<Value<'a>> {
        match (slot, self.grant) {
            (Slot::ClientId, Some((client_id, ..))) => return Some(text(client_id)),
            (Slot::AppName, Some((_, name, _))) => return Some(text(name)),
            (Slot::ClientId, None) => return self.facts.app.map(|app| text(&app.client_id)),
            (Slot::AppName, None) => return self.facts.app.map(|app| text(&app.name)),
            (Slot::Subject, _) if self.facts.account.is_none() => {
                return self.facts.app.map(|app| text(&app.client_id));
            }
            _ => {}
        }
        let account = self.facts.account?;
        match slot {
            Slot::Subject | Slot::AccountId => Some(text(&account.id)),
            Slot::AccountIdNumber => Some(number_or_text(&account.id)),
            Slot::Username => Some(text(&account.username)),
            Slot::Email => Some(text(&account.email)),
            Slot::EmailVerified => Some(Value::Bool(account.email_verified)),
            Slot::FullName => Some(Value::Text(account.full_name().into())),
            Slot::FirstName => Some(text(&account.first_name)),
            Slot::LastName => Some(text(&account.last_name)),
            Slot::Attribute(name) => account.attributes.get(name).copied().map(Value::Integer),
            _ => None,
        }
    }

    fn of_refusal(&self, slot: &Slot) -> Option<Value<'a>> {
        if *slot == Slot::Status {
            return Some(Value::Integer(self.status.into()));
        }
        let words = self.words?;
        match slot {
            Slot::Error => Some(text(words.error)),
            Slot::Description => Some(text(&words.description)),
            Slot::Number => words.number.map(Value::Integer),
            Slot::Parameter => words.parameter.map(text),
            Slot::MissingScope => words.missing_scope.map(text),
            Slot::Carrier => words.carrier.map(text),
            _ => None,
        }
    }

    fn scope_words(&self, words: &[&str]) -> Option<Value<'a>> {
        let written = self.dialect.join_scopes(words);
        (!written.is_empty()).then(|| Value::Text(written.into()))
    }
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

/// A number where the id is one and would be written the same.
fn number_or_text(id: &str) -> Value<'_> {
    match id.parse::<i64>() {
        Ok(number) if number.to_string() == id => Value::Integer(number),
        _ => text(id),
    }
}

/// Appends the value as a text.
pub(super) fn push(out: &mut String, value: &Value) {
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Text(text) => out.write_str(text),
        Value::Integer(number) => write!(out, "{number}"),
        Value::Bool(truth) => write!(out, "{truth}"),
        Value::List(words) => out.write_str(&words.join(" ")),
    };
}
