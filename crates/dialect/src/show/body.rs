//! Bodies, refusals and CORS, as written.

use crate::model::{Body, Cors, Dialect, Endpoint, Format, Node, RefusalWords, Slot, Template, TemplatePart, Worded};
use crate::raw::{Choice, Origins, RawAnswers, RawBody, RawCors, RawRefusals, RawValue, RawWorded};
use toml::{Table, Value};

/// A text with its slots in braces.
pub(super) fn text(template: &Template) -> String {
    let part = |part: &TemplatePart| match part {
        TemplatePart::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
        TemplatePart::Slot(slot) => braced(slot),
    };
    template.0.iter().map(part).collect()
}

fn braced(slot: &Slot) -> String {
    format!("{{{}}}", slot.word())
}

/// A body's three keys.
pub(super) fn body(body: &Body) -> RawBody {
    RawBody {
        format: Some(body.format),
        content_type: body.content_type.clone(),
        accept: (!body.accept.is_empty()).then(|| body.accept.iter().cloned().collect()),
        body: (body.format != Format::Empty).then(|| RawValue(value(&body.node))),
    }
}

fn value(node: &Node) -> Value {
    let special = |entries: Vec<(&str, Value)>| {
        Value::Table(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Table>())
    };
    match node {
        Node::Null => Value::String("{null}".to_owned()),
        Node::Bool(truth) => Value::Boolean(*truth),
        Node::Integer(number) => Value::Integer(*number),
        Node::Text(template) if matches!(template.0.as_slice(), [TemplatePart::Slot(_)]) => {
            special(vec![("text", Value::String(text(template)))])
        }
        Node::Text(template) => Value::String(text(template)),
        Node::Slot(slot) => Value::String(braced(slot)),
        Node::SlotOr(slot, absent) => special(vec![("slot", Value::String(braced(slot))), ("absent", value(absent))]),
        Node::Object(members) => {
            let pair = |(name, node): &(String, Node)| Value::Array(vec![Value::String(name.clone()), value(node)]);
            Value::Array(members.iter().map(pair).collect())
        }
        Node::List(items) => special(vec![("list", Value::Array(items.iter().map(value).collect()))]),
        Node::Optional(inner) => special(vec![("optional", value(inner))]),
        Node::IfScope(scope, yes, no) => {
            special(vec![("scope", Value::String(scope.clone())), ("then", value(yes)), ("otherwise", value(no))])
        }
        Node::EachGrant(inner) => special(vec![("each_grant", value(inner))]),
    }
}

/// Words of refusals at one endpoint.
pub(super) fn refusals_at(dialect: &Dialect, endpoint: Endpoint) -> RawRefusals {
    dialect.refusals.at.get(&endpoint).map(refusals).unwrap_or_default()
}

/// Words of refusals.
pub(super) fn refusals(words: &RefusalWords) -> RawRefusals {
    let envelope = words.envelope.as_ref().map(body).unwrap_or_default();
    let by = words.by_name.iter().chain(&words.by_code);
    RawRefusals {
        status: words.status,
        challenge: words.challenge.clone(),
        format: envelope.format,
        content_type: envelope.content_type,
        accept: envelope.accept,
        envelope: envelope.body,
        any: words.any.as_ref().map(worded),
        carriers: words.carriers.clone(),
        words: by.map(|(name, words)| (name.clone(), worded(words))).collect(),
    }
}

fn worded(words: &Worded) -> RawWorded {
    RawWorded {
        status: words.status,
        error: words.error.clone(),
        description: words.description.as_ref().map(text),
        number: words.number,
        challenge: words.challenge.clone(),
        place: words.place,
    }
}

/// What each section says for itself here, so only the type is left.
pub(super) fn answers(dialect: &Dialect) -> RawAnswers {
    RawAnswers { format: Some(Format::Json), json_type: Some(dialect.json_type.clone()) }
}

/// `[cors]`.
pub(super) fn cors(cors: Option<&Cors>) -> RawCors {
    let Some(cors) = cors else {
        return RawCors { origins: Some(Choice(Origins::None)), ..RawCors::default() };
    };
    RawCors {
        origins: Some(Choice(Origins::Any)),
        preflight: Some(cors.preflight),
        headers: Some(cors.headers.clone()),
        allow: Some(cors.allow),
    }
}
