//! The parameters of one request, wherever they stood.

use engine::refusal::{Refusal, Refused};
use engine::request::{Carrier, Param};
use engine::secret::Plain;
use memchr::memchr;
use std::borrow::Cow;

/// What stood behind a name.
pub(super) enum Raw<'a> {
    /// Nothing, or JSON null: as if the parameter were not there (RFC 6749 section 3.1).
    Empty,
    /// A text.
    Text(Cow<'a, str>),
    /// A JSON value of another type.
    Broken,
    /// A spelling that no text has: invalid UTF-8, half a percent sign, NUL.
    Garbled,
}

impl<'a> Raw<'a> {
    /// NUL has no place in any parameter, and not every store can keep it.
    pub(super) fn of(text: Option<Cow<'a, str>>) -> Self {
        match text {
            None => Self::Garbled,
            Some(text) if text.is_empty() => Self::Empty,
            Some(text) if memchr(0, text.as_bytes()).is_some() => Self::Garbled,
            Some(text) => Self::Text(text),
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A parameter as it came.
pub(super) struct Field<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) value: Raw<'a>,
    pub(super) carrier: Carrier,
}

/// All of them.
#[derive(Default)]
pub(super) struct Fields<'a>(pub(super) Vec<Field<'a>>);

/// What was found under a parameter's names.
pub(super) struct Found<'f> {
    pub(super) value: Param<&'f str>,
    pub(super) carrier: Option<Carrier>,
    /// The name that stands there twice in one carrier, or with another value in a second place.
    pub(super) doubled: Option<&'f str>,
}

impl<'a> Fields<'a> {
    /// Looks under all names that the dialect accepts for one parameter.
    pub(super) fn find(&self, names: &[String]) -> Found<'_> {
        let mut found = Found { value: Param::Absent, carrier: None, doubled: None };
        let named = |field: &&Field| names.iter().any(|name| *name == field.name);
        for (at, field) in self.0.iter().enumerate().filter(|(_, field)| named(field)) {
            let name: &str = &field.name;
            let again = self.0.iter().take(at).any(|other| other.name == name && other.carrier == field.carrier);
            let value = match &field.value {
                Raw::Empty => Param::Absent,
                Raw::Broken | Raw::Garbled => Param::Malformed,
                Raw::Text(text) => Param::Given(text.as_ref()),
            };
            let other = !value.is_absent() && !found.value.is_absent() && value != found.value;
            if again || other {
                return Found { value: Param::Malformed, carrier: Some(field.carrier), doubled: Some(name) };
            }
            if found.value.is_absent() {
                found.carrier = Some(field.carrier);
                found.value = value;
            }
        }
        found
    }

    /// The same, where a doubled or garbled parameter ends the matter.
    pub(super) fn once(&self, names: &[String]) -> Result<Param<&str>, Refused> {
        let found = self.find(names);
        let garbled =
            |field: &Field| matches!(field.value, Raw::Garbled) && names.iter().any(|name| *name == field.name);
        if found.value == Param::Malformed && self.0.iter().any(garbled) {
            return Err(Refusal::BodyMalformed.into());
        }
        match found.doubled {
            Some(name) => Err(Refused::parameter(Refusal::ParameterDoubled, name)),
            None => Ok(found.value),
        }
    }

    /// Whether the name stands there with a value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|field| field.value.text().is_some() && field.name == name)
    }
}

/// The parameter as a text.
pub(super) fn text(param: Param<&str>) -> Param<String> {
    map(param, str::to_owned)
}

/// The parameter as a secret.
pub(super) fn plain(param: Param<&str>) -> Param<Plain> {
    map(param, Plain::new)
}

/// The parameter as something else.
pub(super) fn map<'a, T>(param: Param<&'a str>, of: impl FnOnce(&'a str) -> T) -> Param<T> {
    match param {
        Param::Absent => Param::Absent,
        Param::Malformed => Param::Malformed,
        Param::Given(text) => Param::Given(of(text)),
    }
}
