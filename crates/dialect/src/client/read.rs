//! Answers read by the dialect's own description of them.

use super::{ClientRedirect, ClientTokens};
use crate::model::{Body, Dialect, Format, Node, Slot, Template, TemplatePart, Way};
use serde_json::Value;

impl Dialect {
    /// The tokens in the answer to this grant, wherever its body has them.
    pub fn client_read_tokens(&self, way: impl Into<Way>, answer: &[u8]) -> Option<ClientTokens> {
        let body = &self.way(way.into())?.body;
        let value = parsed(body, answer)?;
        Some(ClientTokens {
            access_token: find(&body.node, &value, &Slot::AccessToken)?,
            second_access_token: find(&body.node, &value, &Slot::SecondAccessToken),
            refresh_token: find(&body.node, &value, &Slot::RefreshToken),
        })
    }

    /// What the redirect brought, in its query or its fragment.
    pub fn client_read_redirect(&self, location: &str) -> ClientRedirect {
        let (uri, fragment) = location.split_once('#').unwrap_or((location, ""));
        let query = uri.split_once('?').map_or("", |(_, query)| query);
        let pairs: Vec<(String, String)> =
            [query, fragment].iter().flat_map(|text| form_urlencoded::parse(text.as_bytes()).into_owned()).collect();
        let read = |answer: &[(String, Template)], slot: Slot| {
            answer.iter().find_map(|(name, template)| {
                let (_, value) = pairs.iter().find(|(own, _)| own == name)?;
                read_template(template, value, &slot)
            })
        };
        let own = &self.authorize;
        ClientRedirect {
            code: read(&own.code_answer, Slot::Code),
            access_token: read(&own.token_answer, Slot::AccessToken),
            state: [&own.code_answer, &own.token_answer, &own.refusal_answer]
                .iter()
                .find_map(|answer| read(answer, Slot::State)),
            error: read(&own.refusal_answer, Slot::Error),
        }
    }
}

/// The answer as JSON, whatever it was written in.
fn parsed(body: &Body, answer: &[u8]) -> Option<Value> {
    match body.format {
        Format::Json | Format::JsonSpaced => serde_json::from_slice(answer).ok(),
        Format::Form => {
            let pairs = form_urlencoded::parse(answer).into_owned();
            Some(Value::Object(pairs.map(|(name, value)| (name, Value::String(value))).collect()))
        }
        Format::Text => String::from_utf8(answer.to_vec()).ok().map(Value::String),
        Format::Empty => None,
    }
}

/// What stands where the description has the slot.
fn find(node: &Node, value: &Value, slot: &Slot) -> Option<String> {
    match node {
        Node::Slot(own) if own == slot => text_of(value),
        Node::SlotOr(own, _) if own == slot => text_of(value),
        Node::SlotOr(_, inner) | Node::Optional(inner) => find(inner, value, slot),
        Node::Text(template) => read_template(template, value.as_str()?, slot),
        Node::Object(members) => members.iter().find_map(|(name, node)| find(node, value.get(name)?, slot)),
        Node::List(items) => items.iter().zip(value.as_array()?).find_map(|(node, value)| find(node, value, slot)),
        Node::IfScope(_, then, otherwise) => find(then, value, slot).or_else(|| find(otherwise, value, slot)),
        _ => None,
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The slot's part of a text: each slot reaches to where the next literal begins.
fn read_template(template: &Template, text: &str, slot: &Slot) -> Option<String> {
    let mut rest = text;
    let mut parts = template.0.iter().peekable();
    let mut found = None;
    while let Some(part) = parts.next() {
        match part {
            TemplatePart::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
            TemplatePart::Slot(own) => {
                let end = match parts.peek() {
                    Some(TemplatePart::Literal(next)) => rest.find(next.as_str())?,
                    _ => rest.len(),
                };
                let (value, after) = rest.split_at_checked(end)?;
                if own == slot && !value.is_empty() {
                    found = Some(value.to_owned());
                }
                rest = after;
            }
        }
    }
    found.filter(|_| rest.is_empty())
}
