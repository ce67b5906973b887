//! What each operation gives, member by member.

use super::Writer;
use super::delivery::Delivery;
use super::operations::Topic;
use crate::model::{Body, CodeIn, Dialect, Format, Node, Slot, Template, TemplatePart};
use engine::policy::GrantKind;
use engine::request::ResponseType;
use engine::time::Lifetime;

/// One sort of answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerShape {
    /// How it comes.
    pub way: Way,
    /// What stands in it, in order.
    pub members: Vec<Member>,
    /// Other media types that a request may prefer by its `Accept`.
    pub accept: Vec<String>,
}

/// How an answer comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By redirect, after yes.
    Yes(ResponseType, CodeIn),
    /// By redirect, after no.
    No,
    /// On a page of this server, after yes and after no.
    Screen,
    /// As a body of this status and media type; none: an empty body.
    Body(u16, Option<String>),
}

/// A member of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name, with those of what it stands in: `data.items[].id`; empty: the whole body.
    pub path: String,
    /// What it says.
    pub says: Says,
    /// Whether it is there.
    pub presence: Presence,
}

/// What a member says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// A slot in its own type.
    Slot(Slot),
    /// Always the same, as JSON has it.
    Fixed(String),
    /// The same, in the place of the seconds that the access token has left, which are others.
    FixedLife(String),
    /// A text with slots in it, as the file has it.
    Pattern(String),
}

/// Whether a member is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Always,
    /// Left out where it has no value.
    WhenKnown,
    /// This stands there where it has no value, as JSON has it.
    Else(String),
    /// Only with a token that opens this scope.
    WithScope(String),
}

impl Writer<'_> {
    pub(super) fn answers(&self, topic: &Topic) -> Vec<AnswerShape> {
        let dialect = self.dialect;
        let body = |status: u16, body: &Body| vec![dialect.answer_shape(status, body)];
        let answers = match topic {
            Topic::Authorize => Some(self.redirects()),
            Topic::Token(way) => dialect.way(*way).map(|own| {
                let lifetimes = &dialect.policy.lifetimes;
                let exchanged = way.grant == GrantKind::Exchange;
                let life = if exchanged { lifetimes.exchanged } else { lifetimes.access };
                let shape = dialect.answer_shape(own.status, &own.body);
                let members = shape.members.into_iter().map(|own| with_life(own, life)).collect();
                vec![AnswerShape { members, ..shape }]
            }),
            Topic::TokenInfo => dialect.tokeninfo.as_ref().map(|own| body(own.status, &own.body)),
            Topic::Introspect => dialect.introspect.as_ref().map(|own| body(200, &own.body)),
            Topic::Revoke => dialect.revoke.as_ref().map(|own| body(own.status, &own.body)),
            Topic::Show(index, _) | Topic::EndGrant(index, _) => {
                dialect.resources.get(*index).map(|own| body(own.status, &own.body))
            }
            Topic::Verify => {
                Some(vec![AnswerShape { way: Way::Body(200, None), members: Vec::new(), accept: Vec::new() }])
            }
            Topic::Metadata | Topic::Jwks => None,
        };
        answers.unwrap_or_default()
    }

    fn redirects(&self) -> Vec<AnswerShape> {
        let own = &self.dialect.authorize;
        let shape = |way, pairs: &[(String, Template)]| {
            let members = pairs.iter().map(|(name, value)| {
                // A pair whose slots have no value is left out.
                let presence = if templated(value) { Presence::WhenKnown } else { Presence::Always };
                Member { path: name.clone(), says: template(value), presence: sure(value).unwrap_or(presence) }
            });
            AnswerShape { way, members: members.collect(), accept: Vec::new() }
        };
        let delivery = self.delivery();
        let screen = AnswerShape { way: Way::Screen, members: Vec::new(), accept: Vec::new() };
        if delivery == Delivery::Screen {
            return vec![screen];
        }
        let mut answers = Vec::new();
        if self.with_response(ResponseType::Code).next().is_some() {
            answers.push(shape(Way::Yes(ResponseType::Code, own.code_in), &own.code_answer));
        }
        if self.with_response(ResponseType::Token).next().is_some() {
            answers.push(shape(Way::Yes(ResponseType::Token, CodeIn::Fragment), &own.token_answer));
        }
        answers.push(shape(Way::No, &own.refusal_answer));
        answers.extend((delivery == Delivery::Either).then_some(screen));
        answers
    }
}

impl Dialect {
    /// A body, member by member.
    pub(super) fn answer_shape(&self, status: u16, body: &Body) -> AnswerShape {
        let mut members = Vec::new();
        if body.format != Format::Empty {
            flatten(&body.node, String::new(), &Presence::Always, &mut members);
        }
        let own = match body.format {
            Format::Json | Format::JsonSpaced => Some(self.json_type.as_str()),
            Format::Form => Some("application/x-www-form-urlencoded"),
            Format::Text => Some("text/plain; charset=utf-8"),
            Format::Empty => None,
        };
        AnswerShape {
            way: Way::Body(status, body.content_type.as_deref().or(own).map(str::to_owned)),
            members,
            accept: body.accept.iter().map(|(media, _)| media.clone()).collect(),
        }
    }
}

fn flatten(node: &Node, path: String, presence: &Presence, out: &mut Vec<Member>) {
    let mut say = |says, presence| out.push(Member { path: path.clone(), says, presence });
    match node {
        Node::Null | Node::Bool(_) | Node::Integer(_) => say(Says::Fixed(literal(node)), presence.clone()),
        Node::Text(text) => say(template(text), presence.clone()),
        Node::Slot(slot) => say(Says::Slot(slot.clone()), presence.clone()),
        Node::SlotOr(slot, other) if *presence == Presence::Always => {
            say(Says::Slot(slot.clone()), Presence::Else(literal(other)));
        }
        Node::SlotOr(slot, _) => say(Says::Slot(slot.clone()), presence.clone()),
        Node::Optional(inner) => flatten(inner, path, &Presence::WhenKnown, out),
        Node::IfScope(scope, then, otherwise) => {
            let (node, presence) = match is_literal(then) {
                true => (otherwise, Presence::Always),
                false => (then, Presence::WithScope(scope.clone())),
            };
            flatten(node, path, &presence, out);
        }
        Node::Object(members) => {
            for (name, node) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(node, path, presence, out);
            }
        }
        Node::List(items) => items.iter().for_each(|item| flatten(item, format!("{path}[]"), presence, out)),
        Node::EachGrant(item) => flatten(item, format!("{path}[]"), presence, out),
    }
}

/// RFC 6749 section 5.1: what stands in `expires_in` is read as the token's life.
fn with_life(own: Member, life: Lifetime) -> Member {
    match own.says {
        Says::Fixed(value) if own.path == "expires_in" && value.parse().is_ok_and(|fixed: i64| life != Some(fixed)) => {
            Member { says: Says::FixedLife(value), ..own }
        }
        says => Member { says, ..own },
    }
}

fn is_literal(node: &Node) -> bool {
    match node {
        Node::Null | Node::Bool(_) | Node::Integer(_) => true,
        Node::Text(text) => !templated(text),
        _ => false,
    }
}

/// A literal as JSON has it; what is none, by the slot's word.
fn literal(node: &Node) -> String {
    match node {
        Node::Null => "null".to_owned(),
        Node::Bool(truth) => truth.to_string(),
        Node::Integer(number) => number.to_string(),
        Node::Text(text) => serde_json::Value::from(pattern(text)).to_string(),
        Node::Slot(slot) | Node::SlotOr(slot, _) => format!("{{{}}}", slot.word()),
        Node::Object(_) => "{}".to_owned(),
        Node::List(_) | Node::EachGrant(_) => "[]".to_owned(),
        Node::Optional(inner) | Node::IfScope(_, inner, _) => literal(inner),
    }
}

fn templated(text: &Template) -> bool {
    text.0.iter().any(|part| matches!(part, TemplatePart::Slot(_)))
}

/// A pair that always has its value: a code, a token, whose it is and where.
fn sure(text: &Template) -> Option<Presence> {
    let always = |part: &TemplatePart| match part {
        TemplatePart::Literal(_) => true,
        TemplatePart::Slot(slot) => !matches!(
            slot,
            Slot::State
                | Slot::Scope
                | Slot::ScopeList
                | Slot::SecondScope
                | Slot::ExpiresIn
                | Slot::ExpiresInWhole
                | Slot::ExpiresInText
                | Slot::ExpiresInMillis
                | Slot::ExpiresAt
                | Slot::ExpiresAtMillis
                | Slot::ExpiresAtText
                | Slot::Number
                | Slot::Parameter
                | Slot::MissingScope
                | Slot::Carrier
                | Slot::Attribute(_)
        ),
    };
    text.0.iter().all(always).then_some(Presence::Always)
}

fn template(text: &Template) -> Says {
    match text.0.as_slice() {
        [TemplatePart::Slot(slot)] => Says::Slot(slot.clone()),
        _ if templated(text) => Says::Pattern(pattern(text)),
        _ => Says::Fixed(serde_json::Value::from(pattern(text)).to_string()),
    }
}

fn pattern(text: &Template) -> String {
    let part = |part: &TemplatePart| match part {
        TemplatePart::Literal(text) => text.clone(),
        TemplatePart::Slot(slot) => format!("{{{}}}", slot.word()),
    };
    text.0.iter().map(part).collect()
}
