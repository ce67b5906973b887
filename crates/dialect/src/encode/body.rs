//! Bodies: ordered members, written as JSON, a form or a text.

use super::Answer;
use super::fill::{self, Filler, Value};
use crate::model::{Body, Format, Node, Slot};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use http::{HeaderValue, Response, StatusCode};
use std::io::Write;

/// What stands around the members of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spacing {
    /// Nothing.
    Compact,
    /// A blank after each colon and comma.
    Spaced,
}

impl Spacing {
    fn colon(self) -> &'static [u8] {
        if self == Self::Spaced { b": " } else { b":" }
    }

    fn comma(self) -> &'static [u8] {
        if self == Self::Spaced { b", " } else { b"," }
    }
}

impl Filler<'_> {
    /// The whole answer: the status that the slots know, the body and its type, never kept by a cache.
    pub(super) fn answer(&self, body: &Body) -> Answer {
        self.answer_with(body, &body.node)
    }

    /// The same with another node in the body's format.
    pub(super) fn answer_with(&self, body: &Body, node: &Node) -> Answer {
        let own_type = body.content_type.as_deref().or_else(|| self.type_of(body.format));
        let (format, media_type) = body.format_for(self.facts.accept, own_type);
        let mut out = Vec::with_capacity(256);
        match format {
            Format::Json => self.json(node, Spacing::Compact, &mut out),
            Format::JsonSpaced => self.json(node, Spacing::Spaced, &mut out),
            Format::Form => out = self.form(node).into_bytes(),
            Format::Text => out = self.plain(node).into_bytes(),
            Format::Empty => {}
        }
        let mut answer = Response::new(Bytes::from(out));
        *answer.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let media_type = media_type.or_else(|| self.type_of(format));
        if let Some(Ok(media_type)) = media_type.map(HeaderValue::from_str) {
            answer.headers_mut().insert(CONTENT_TYPE, media_type);
        }
        if !body.accept.is_empty() {
            answer.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
        }
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    fn type_of(&self, format: Format) -> Option<&str> {
        match format {
            Format::Json | Format::JsonSpaced => Some(&self.dialect.json_type),
            Format::Form => Some("application/x-www-form-urlencoded"),
            Format::Text => Some("text/plain; charset=utf-8"),
            Format::Empty => None,
        }
    }

    /// Appends the node as JSON.
    pub(crate) fn json(&self, node: &Node, spacing: Spacing, out: &mut Vec<u8>) {
        match node {
            Node::Null => out.extend_from_slice(b"null"),
            Node::Bool(truth) => json_value(&Value::Bool(*truth), spacing, out),
            Node::Integer(number) => json_value(&Value::Integer(*number), spacing, out),
            Node::Text(template) => json_text(&self.written(template), out),
            Node::Slot(slot) => match self.slot(slot) {
                Some(value) => json_value(&value, spacing, out),
                None => out.extend_from_slice(b"null"),
            },
            Node::SlotOr(slot, other) => match self.slot(slot) {
                Some(value) => json_value(&value, spacing, out),
                None => self.json(other, spacing, out),
            },
            Node::Object(members) => self.json_object(members, spacing, out),
            Node::List(items) => {
                let mut list = List::open(b'[', spacing, out);
                for item in items.iter().filter(|item| self.stands(item)) {
                    self.json(item, spacing, list.next());
                }
                list.close(b']');
            }
            Node::Optional(inner) => self.json(inner, spacing, out),
            Node::IfScope(scope, then, otherwise) => self.json(self.branch(scope, then, otherwise), spacing, out),
            Node::EachGrant(item) => {
                let mut list = List::open(b'[', spacing, out);
                for grant in self.facts.grants {
                    self.with_grant(grant).json(item, spacing, list.next());
                }
                list.close(b']');
            }
        }
    }

    fn json_object(&self, members: &[(String, Node)], spacing: Spacing, out: &mut Vec<u8>) {
        let mut list = List::open(b'{', spacing, out);
        for (name, node) in members.iter().filter(|(_, node)| self.stands(node)) {
            let out = list.next();
            json_text(name, out);
            out.extend_from_slice(spacing.colon());
            self.json(node, spacing, out);
        }
        list.close(b'}');
    }

    fn branch<'n>(&self, scope: &str, then: &'n Node, otherwise: &'n Node) -> &'n Node {
        let open = self.scope().is_some_and(|held| self.dialect.policy.scopes.opens(held, scope));
        if open { then } else { otherwise }
    }

    /// Whether a member or item stands there at all: optional ones only with all that they need.
    fn stands(&self, node: &Node) -> bool {
        match node {
            Node::Optional(inner) => self.has_value(inner),
            Node::IfScope(scope, then, otherwise) => self.stands(self.branch(scope, then, otherwise)),
            _ => true,
        }
    }

    fn has_value(&self, node: &Node) -> bool {
        match node {
            Node::Slot(slot) => self.slot(slot).is_some(),
            Node::Text(template) => self.is_whole(template),
            Node::Object(members) => members.iter().all(|(_, node)| self.has_value(node)),
            Node::List(items) => items.iter().all(|node| self.has_value(node)),
            Node::IfScope(scope, then, otherwise) => self.has_value(self.branch(scope, then, otherwise)),
            _ => true,
        }
    }

    fn form(&self, node: &Node) -> String {
        let Node::Object(members) = node else {
            return self.plain(node);
        };
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, node) in members.iter().filter(|(_, node)| self.stands(node)) {
            out.append_pair(name, &self.plain(node));
        }
        out.finish()
    }

    /// The node as a text; what is no single value is written as JSON.
    fn plain(&self, node: &Node) -> String {
        let of = |slot: &Slot| self.slot(slot).map(|value| plain_value(&value));
        match node {
            Node::Null => String::new(),
            Node::Text(template) => self.text(template),
            Node::Slot(slot) => of(slot).unwrap_or_default(),
            Node::SlotOr(slot, other) => of(slot).unwrap_or_else(|| self.plain(other)),
            Node::Optional(inner) => self.plain(inner),
            Node::IfScope(scope, then, otherwise) => self.plain(self.branch(scope, then, otherwise)),
            _ => {
                let mut out = Vec::new();
                self.json(node, Spacing::Compact, &mut out);
                String::from_utf8(out).unwrap_or_default()
            }
        }
    }
}

fn plain_value(value: &Value) -> String {
    let mut out = String::new();
    fill::push(&mut out, value);
    out
}

fn json_value(value: &Value, spacing: Spacing, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => json_text(text, out),
        Value::Integer(number) => json_integer(*number, out),
        Value::Bool(truth) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
        Value::List(words) => {
            let mut list = List::open(b'[', spacing, out);
            for word in words {
                json_text(word, list.next());
            }
            list.close(b']');
        }
    }
}

fn json_integer(number: i64, out: &mut Vec<u8>) {
    // Writing to a Vec cannot fail.
    let _ = write!(out, "{number}");
}

fn json_text(text: &str, out: &mut Vec<u8>) {
    // A text always serialises, and writing to a Vec cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// A compact JSON object, written member by member.
pub(crate) struct Object<'o>(List<'o>);

impl<'o> Object<'o> {
    pub(crate) fn open(out: &'o mut Vec<u8>) -> Self {
        Self(List::open(b'{', Spacing::Compact, out))
    }

    pub(crate) fn text(&mut self, name: &str, text: &str) {
        json_text(text, self.name(name));
    }

    pub(crate) fn integer(&mut self, name: &str, number: i64) {
        json_integer(number, self.name(name));
    }

    pub(crate) fn close(self) {
        self.0.close(b'}');
    }

    fn name(&mut self, name: &str) -> &mut Vec<u8> {
        let out = self.0.next();
        json_text(name, out);
        out.extend_from_slice(Spacing::Compact.colon());
        out
    }
}

/// Items between brackets.
struct List<'o> {
    out: &'o mut Vec<u8>,
    comma: &'static [u8],
    first: bool,
}

impl<'o> List<'o> {
    fn open(bracket: u8, spacing: Spacing, out: &'o mut Vec<u8>) -> Self {
        out.push(bracket);
        Self { out, comma: spacing.comma(), first: true }
    }

    fn next(&mut self) -> &mut Vec<u8> {
        if !std::mem::replace(&mut self.first, false) {
            self.out.extend_from_slice(self.comma);
        }
        self.out
    }

    fn close(self, bracket: u8) {
        self.out.push(bracket);
    }
}
