//! Bodies: values as written become nodes.

use super::at::At;
use super::template::{self, Spot};
use crate::model::{Body, Format, Node, Template, TemplatePart};
use crate::raw::{RawBody, RawValue};
use toml::Value;

/// How deep a body may nest.
const DEEPEST: usize = 16;

/// What a body needs to know of its surroundings.
pub(super) struct Around<'a> {
    /// Which slots make sense.
    pub spot: Spot,
    /// The format where the section names none.
    pub format: Format,
    /// The names of the catalogue's scopes.
    pub scopes: &'a [String],
    /// Whether some of them stand in a second parameter.
    pub second: Second,
}

/// Whether scopes stand in a second parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Second {
    /// All in one.
    None,
    /// Some.
    Some,
}

/// A section's body. `key` is the body's name in the section.
pub(super) fn body(at: &At<'_>, key: &str, raw: &RawBody, around: &Around<'_>) -> Body {
    let format = raw.format.unwrap_or(around.format);
    let place = at.key(key);
    if let Some(content_type) = &raw.content_type {
        super::text::header_value(&at.key("content_type"), content_type);
    }
    if format == Format::Empty {
        return Body { content_type: raw.content_type.clone(), ..Body::new(format, Node::Null) };
    }
    let fallback = RawValue(Value::Array(Vec::new()));
    let value = at.required(key, raw.body.as_ref(), fallback);
    let node = node(&place, &value.0, around, 0);
    fits(&place, format, &node);
    let accept = raw.accept.iter().flatten().map(|(name, format)| (name.to_ascii_lowercase(), *format)).collect();
    let body = Body { format, content_type: raw.content_type.clone(), accept, node };
    accepted(&at.key("accept"), key, &body);
    body
}

/// Every format that may be asked for can hold the body.
fn accepted(at: &At<'_>, key: &str, body: &Body) {
    for (name, format) in &body.accept {
        let at = at.key(name);
        let token =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-+.".contains(c));
        if !name.split_once('/').is_some_and(|(kind, sort)| token(kind) && token(sort)) {
            at.fault(format!("`{name}` is no media type"), "one such as `application/json`");
        }
        if *format == Format::Empty {
            at.fault(format!("`{key}` would be empty for those who ask so"), "`json`, `json-spaced`, `form` or `text`");
        }
        fits(&at, *format, &body.node);
    }
}

fn fits(at: &At<'_>, format: Format, node: &Node) {
    let flat = |node: &Node| !matches!(node, Node::Object(_) | Node::List(_) | Node::EachGrant(_));
    match (format, node) {
        (Format::Text, node) if !flat(node) => at.fault("a text body is one text", "write `\"…\"`"),
        (Format::Form, Node::Object(members)) => {
            if let Some((name, _)) = members.iter().find(|(_, node)| !flat(node)) {
                at.fault(format!("a form cannot nest: `{name}`"), "write `format = \"json\"`, or a text");
            }
        }
        (Format::Form, _) => at.fault("a form body is a list of pairs", "write `[[\"name\", \"value\"], …]`"),
        _ => {}
    }
}

fn node(at: &At<'_>, value: &Value, around: &Around<'_>, depth: usize) -> Node {
    if depth > DEEPEST {
        at.fault("this body nests too deeply", format!("at most {DEEPEST} levels"));
        return Node::Null;
    }
    match value {
        Value::String(text) => text_node(at, text, around.spot),
        Value::Integer(number) => Node::Integer(*number),
        Value::Boolean(truth) => Node::Bool(*truth),
        Value::Array(pairs) => object(at, pairs, around, depth),
        Value::Table(form) => special(at, form, around, depth),
        Value::Float(_) | Value::Datetime(_) => {
            at.fault("a body holds texts, whole numbers, true and false", "write it as a text");
            Node::Null
        }
    }
}

fn text_node(at: &At<'_>, text: &str, spot: Spot) -> Node {
    if text == "{null}" {
        return Node::Null;
    }
    let Template(mut parts) = template::template(at, text, spot);
    match (parts.len(), parts.pop()) {
        (1, Some(TemplatePart::Slot(slot))) => Node::Slot(slot),
        (_, last) => {
            parts.extend(last);
            Node::Text(Template(parts))
        }
    }
}

fn object(at: &At<'_>, pairs: &[Value], around: &Around<'_>, depth: usize) -> Node {
    let mut members: Vec<(String, Node)> = Vec::new();
    for (index, pair) in pairs.iter().enumerate() {
        let place = at.index(index);
        let Some([Value::String(name), value]) = pair.as_array().map(Vec::as_slice) else {
            place.fault("this is no pair", "write `[\"name\", value]`; for a list write `{ list = […] }`");
            continue;
        };
        if members.iter().any(|(known, _)| known == name) {
            place.fault(format!("the member `{name}` is there twice"), "leave one out");
        }
        members.push((name.clone(), node(&place.index(1), value, around, depth + 1)));
    }
    Node::Object(members)
}

fn special(at: &At<'_>, form: &toml::Table, around: &Around<'_>, depth: usize) -> Node {
    let inner = |key: &str, value: &Value| Box::new(node(&at.key(key), value, around, depth + 1));
    let mut keys: Vec<&str> = form.keys().map(String::as_str).collect();
    keys.sort_unstable();
    let get = |key: &str| form.get(key).unwrap_or(&Value::Boolean(false));
    match keys.as_slice() {
        ["list"] => match get("list") {
            Value::Array(items) => {
                let place = at.key("list");
                let item = |(index, value): (usize, &Value)| node(&place.index(index), value, around, depth + 1);
                Node::List(items.iter().enumerate().map(item).collect())
            }
            _ => {
                at.fault("a list is written with brackets", "write `{ list = […] }`");
                Node::Null
            }
        },
        ["text"] => {
            Node::Text(template::template(&at.key("text"), get("text").as_str().unwrap_or_default(), around.spot))
        }
        ["optional"] => Node::Optional(inner("optional", get("optional"))),
        ["each_grant"] => {
            if around.spot != Spot::Live {
                at.fault("`each_grant` has its place in a resource", "leave it out");
            }
            Node::EachGrant(inner("each_grant", get("each_grant")))
        }
        ["absent", "slot"] => slot_or(at, get("slot"), inner("absent", get("absent")), around.spot),
        ["otherwise", "scope", "then"] => {
            let scope = get("scope").as_str().unwrap_or_default().to_owned();
            if !around.scopes.contains(&scope) {
                at.key("scope").unknown("scope", &scope, around.scopes.iter().map(String::as_str));
            }
            Node::IfScope(scope, inner("then", get("then")), inner("otherwise", get("otherwise")))
        }
        _ => {
            let forms = "`{ text }`, `{ list }`, `{ optional }`, `{ slot, absent }`, `{ scope, then, otherwise }`, `{ each_grant }`";
            at.fault("this table is no form that a body knows", format!("one of {forms}, each with these keys alone"));
            Node::Null
        }
    }
}

fn slot_or(at: &At<'_>, slot: &Value, absent: Box<Node>, spot: Spot) -> Node {
    let place = at.key("slot");
    match text_node(&place, slot.as_str().unwrap_or_default(), spot) {
        Node::Slot(slot) => Node::SlotOr(slot, absent),
        _ => {
            place.fault("one slot alone stands here", "write `slot = \"{scope}\"`");
            Node::Null
        }
    }
}
