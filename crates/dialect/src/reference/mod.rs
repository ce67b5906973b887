//! A dialect told to those who write apps for it: every operation, parameter, member of an answer and refusal as plain data, each with a
//! request that runs. No language: what needs words has a key.
//!
//! - `operations`: which operations there are for whom; `parameters`, `authorizing` and `client` what each takes, `answers` what it gives.
//! - `delivery`: how an answer of people reaches the app.
//! - `reasons`: what each endpoint may refuse; `refusals`: how the wire says it.
//! - `examples`: requests by the client face, written for a shell by `shell`, which calls things by `variables`; answers by the encoder, about a `specimen`.

mod answers;
mod authorizing;
mod client;
mod delivery;
mod examples;
mod indent;
mod operations;
mod parameters;
mod reasons;
mod refusals;
mod shell;
mod specimen;
#[cfg(test)]
mod tests;
mod variables;

pub use answers::{AnswerShape, Member, Presence, Says, Way};
pub use delivery::Delivery;
pub use examples::{Ask, Example, Shown};
pub use operations::{Section, Topic};
pub use parameters::{Means, Necessity, Otherwise, Parameter};
pub use refusals::{RefusalLine, RefusalTable};
pub use variables::{Variable, Variables};

use crate::model::{ApiCarrier, Danger, Dialect, Name, TestToken, Words};
use engine::model::App;
use engine::policy::{GrantKind, Kind, Policy};
use engine::request::ResponseType;
use specimen::Specimen;

/// For whom a reference is written.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Where the mount is: scheme, host, port and path prefix, no slash at the end.
    pub base: &'a str,
    /// The realm's name.
    pub realm: &'a str,
    /// What people call the realm.
    pub realm_title: &'a str,
    /// Whose id and redirect URI the examples use; `None`: the shell's variables stand for them.
    pub app: Option<&'a App>,
    /// The kind of app that it is about; `None`: all.
    pub kind: Option<&'a Kind>,
}

/// All that a developer has to know of one mount.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The kinds of apps that it is about, the main one first.
    pub kinds: Vec<Kind>,
    /// Shell variables that the examples need from the developer, in order.
    pub variables: Vec<Variable>,
    /// What the shell calls them.
    pub names: Variables,
    /// The operations, in the order in which a developer meets them.
    pub sections: Vec<Section>,
    /// How what people decide reaches the app.
    pub delivery: Delivery,
    /// How API calls carry the access token, the first is the one of the examples.
    pub carriers: Vec<ApiCarrier>,
    /// The scheme before a secret that stands in a header.
    pub secret_scheme: String,
    /// Refusals by endpoint, and those that any request may meet.
    pub refusals: Vec<RefusalTable>,
    /// Scopes with their words.
    pub scopes: Vec<ScopeLine>,
    /// What stands between two scopes; `None`: the wire has none.
    pub separator: Option<char>,
    /// Everything else that the rules decide: redirect URIs, PKCE, lifetimes.
    pub policy: Policy,
    /// Whether an app has a test token.
    pub test_token: TestToken,
}

/// A scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeLine {
    /// Its name on the wire.
    pub name: String,
    /// What it opens, by language.
    pub words: Words,
    /// Whether pages mark it.
    pub danger: Danger,
    /// Scopes that it opens as well.
    pub implies: Vec<String>,
    /// The axis of which it is one word.
    pub axis: Option<String>,
    /// The role that an account needs to grant it.
    pub role: Option<String>,
}

impl Reference {
    /// What answers bring that a later line needs.
    pub fn brought(&self) -> Vec<Variable> {
        used(&self.names, &self.sections, &Variable::BROUGHT)
    }

    /// Whether an example has a challenge.
    pub fn is_challenged(&self) -> bool {
        lines(&self.sections).any(|text| text.contains(examples::CHALLENGE))
    }

    /// The parameter of that name, where the authorization endpoint takes it.
    pub fn of_links(&self, name: Name) -> Option<&Parameter> {
        let section = self.sections.iter().find(|section| section.topic == Topic::Authorize)?;
        section.parameters.iter().find(|own| own.means == Means::Name(name))
    }
}

fn lines(sections: &[Section]) -> impl Iterator<Item = &str> {
    sections.iter().flat_map(|section| &section.examples).map(|example| example.ask.text())
}

/// Those of them that stand in an example.
fn used(names: &Variables, sections: &[Section], all: &[Variable]) -> Vec<Variable> {
    let stands = |own: &&Variable| lines(sections).any(|text| names.stands_in(**own, text));
    all.iter().filter(stands).copied().collect()
}

/// A dialect with its reader.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) dialect: &'a Dialect,
    pub(super) reader: Reader<'a>,
}

impl Dialect {
    /// The reference for that reader.
    pub fn reference(&self, reader: Reader) -> Reference {
        let writer = Writer { dialect: self, reader };
        let sections = writer.sections();
        Reference {
            kinds: writer.kinds().cloned().collect(),
            variables: writer.variables(&sections),
            names: self.variables(),
            delivery: writer.delivery(),
            carriers: self.api.clone(),
            secret_scheme: self.secret_scheme.clone(),
            refusals: writer.refusals(&sections),
            sections,
            scopes: self.policy.scopes.scopes.iter().map(|scope| self.scope_line(scope)).collect(),
            separator: self.separator(),
            policy: self.policy.clone(),
            test_token: self.test_token,
        }
    }

    fn scope_line(&self, scope: &engine::scope::Scope) -> ScopeLine {
        let people = self.scopes.words.get(&scope.name);
        let axis = scope.axis.and_then(|index| self.policy.scopes.axes.get(index));
        ScopeLine {
            name: scope.name.clone(),
            words: people.map(|people| people.words.clone()).unwrap_or_default(),
            danger: people.map_or(Danger::No, |people| people.danger),
            implies: scope.implies.clone(),
            axis: axis.map(|axis| axis.name.clone()),
            role: scope.role.clone(),
        }
    }

    fn separator(&self) -> Option<char> {
        match self.scopes.separator {
            crate::model::Separator::Char(own) => Some(own),
            crate::model::Separator::None => None,
        }
    }
}

impl<'a> Writer<'a> {
    /// The kinds of apps that it is about.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'a Kind> {
        let only = self.reader.kind;
        self.dialect.policy.kinds.iter().filter(move |kind| only.is_none_or(|only| only.name == kind.name))
    }

    /// Those that may use a grant.
    pub(super) fn with_grant(&self, grant: GrantKind) -> impl Iterator<Item = &'a Kind> {
        self.kinds().filter(move |kind| kind.grants.contains(&grant))
    }

    /// Those that may ask for such an answer.
    pub(super) fn with_response(&self, response: ResponseType) -> impl Iterator<Item = &'a Kind> {
        self.kinds().filter(move |kind| kind.response_types.contains(&response))
    }

    /// What the developer has to set before the examples run, in the order of their appearance.
    fn variables(&self, sections: &[Section]) -> Vec<Variable> {
        used(&self.dialect.variables(), sections, &Variable::OF_THE_APP)
    }
}
