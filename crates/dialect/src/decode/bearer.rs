//! The access token of an API call (RFC 6750 section 2), in the ways that the dialect lists.

use super::carriers::{FORM, media_type};
use super::client::BASE64;
use super::fields::Raw;
use super::form;
use crate::incoming::Incoming;
use crate::model::{ApiCarrier, CaseOf, Dialect, SchemeEncoding};
use base64::Engine;
use engine::refusal::{Refusal, Refused};
use engine::secret::Plain;
use std::borrow::Cow;

impl Dialect {
    /// What the token may be, most literal first; empty: there is none. Two tokens in one request are refused.
    pub fn decode_bearer(&self, incoming: &Incoming) -> Result<Vec<Plain>, Refused> {
        let mut found: Option<(Cow<str>, SchemeEncoding)> = None;
        let mut headers: Vec<&str> = Vec::new();
        for carrier in &self.api {
            let (place, tokens) = match carrier {
                ApiCarrier::Header { name, .. } if headers.iter().any(|own| own.eq_ignore_ascii_case(name)) => continue,
                ApiCarrier::Header { name, .. } => (name, in_header(carrier, incoming)),
                ApiCarrier::Query(name) => (name, in_form(incoming.query.unwrap_or_default().as_bytes(), name)),
                ApiCarrier::Form(name) if is_form(incoming) => (name, in_form(incoming.body, name)),
                ApiCarrier::Form(_) => continue,
            };
            let doubled = || Refused::parameter(Refusal::ParameterDoubled, place);
            if tokens.len() > 1 {
                return Err(doubled());
            }
            let Some(token) = tokens.into_iter().next() else {
                continue;
            };
            // A header with several readings is read in the first that fits.
            let encoding = match carrier {
                ApiCarrier::Header { name, encoding, .. } => {
                    headers.push(name);
                    *encoding
                }
                _ => SchemeEncoding::Plain,
            };
            match &found {
                Some((other, _)) if *other != token => return Err(doubled()),
                Some(_) => {}
                None => found = Some((token, encoding)),
            }
        }
        Ok(found.map(|(token, encoding)| candidates(&token, encoding)).unwrap_or_default())
    }
}

pub(crate) fn is_form(incoming: &Incoming) -> bool {
    media_type(incoming).is_some_and(|own| own.eq_ignore_ascii_case(FORM))
}

/// All values of the name; what cannot be read is no token.
fn in_form<'a>(text: &'a [u8], wanted: &str) -> Vec<Cow<'a, str>> {
    form::pairs(text)
        .filter(|(name, _)| form::decoded(name).is_some_and(|name| name == wanted))
        .filter_map(|(_, value)| match Raw::of(form::decoded(value)) {
            Raw::Text(text) => Some(text),
            _ => None,
        })
        .collect()
}

fn in_header<'a>(carrier: &ApiCarrier, incoming: &Incoming<'a>) -> Vec<Cow<'a, str>> {
    let ApiCarrier::Header { name, scheme, case, encoding } = carrier else {
        return Vec::new();
    };
    let values = incoming.headers.get_all(name.as_str()).iter().filter_map(|value| value.to_str().ok());
    values
        .filter_map(|value| {
            let value = unquoted(value.trim(), *encoding);
            let token = match scheme {
                Some(scheme) => after_scheme(value, scheme, *case)?,
                None => value,
            };
            (!token.is_empty()).then_some(Cow::Borrowed(token))
        })
        .collect()
}

/// `"Bearer T"`, quotation marks and all: as one document has it.
fn unquoted(value: &str, encoding: SchemeEncoding) -> &str {
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if encoding == SchemeEncoding::PlainOrQuoted => inner.trim(),
        _ => value,
    }
}

fn after_scheme<'v>(value: &'v str, scheme: &str, case: CaseOf) -> Option<&'v str> {
    let (own, token) = value.split_once(' ')?;
    let same = match case {
        CaseOf::Any => own.eq_ignore_ascii_case(scheme),
        CaseOf::Exact => own == scheme,
    };
    same.then(|| token.trim())
}

fn candidates(token: &str, encoding: SchemeEncoding) -> Vec<Plain> {
    let mut all = vec![Plain::new(token)];
    if encoding == SchemeEncoding::PlainOrBase64 {
        let text = BASE64.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        all.extend(text.filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic())).map(Plain::new));
    }
    all
}
