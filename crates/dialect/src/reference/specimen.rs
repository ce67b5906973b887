//! An app, an account and tokens that nobody has, in the dialect's own shapes: what the answers of the examples speak of.

use super::Writer;
use crate::encode::Facts;
use crate::mint::{Es256, Origin, Signers, Subject, Unsigned};
use crate::model::{Dialect, Node, Shape, Slot, Template, TemplatePart};
use engine::model::{Account, AccountKey, App, AppKey, Introspects, Review};
use engine::scope::{Scope, ScopeSet};
use engine::secret::{Key, Plain, Seed};
use engine::time::end_of;
use engine::token::Mask;
use std::collections::BTreeMap;

/// 2026-01-01T12:00:00Z: when all that the examples show was made.
const MADE_AT: i64 = 1_767_268_800;

const KEY: Key = Key([7; 32]);

/// What nobody's tokens are signed with.
pub(super) fn key() -> Option<Es256> {
    Es256::new(&KEY)
}

/// All that the answers of the examples need.
pub(super) struct Specimen {
    pub(super) app: App,
    pub(super) account: Account,
    pub(super) scope: ScopeSet,
    pub(super) code: Plain,
    access: Plain,
    second: Option<Plain>,
    refresh: Plain,
    grants: Vec<(String, String, ScopeSet)>,
}

impl Specimen {
    pub(super) fn new(writer: &Writer) -> Self {
        let (dialect, reader) = (writer.dialect, &writer.reader);
        let seed = |what: &str| Seed([7; 32]).derive(what);
        let id = |shape, what| dialect.mint(shape, &seed(what)).expose().to_owned();
        let scope = writer.scope();
        let app = reader.app.cloned().unwrap_or_else(|| nobodys(id(&dialect.shapes.client_id, "app")));
        let account = account(id(&dialect.shapes.account_id, "account"), dialect);
        let key = key();
        let subject = Subject {
            account: Some(&account),
            app: &app,
            scope: &scope,
            issued_at: MADE_AT,
            ends_at: end_of(MADE_AT, dialect.policy.lifetimes.access),
            issuer: reader.base,
            realm: reader.realm,
            realm_title: reader.realm_title,
            signers: Signers { hs256: &KEY, es256: key.as_ref() },
        };
        let token = |shape: &Shape, what: &str, subject: &Subject| {
            let origin = Origin { seed: seed(what), id: None, mask: &Mask::new(&KEY) };
            let minted = dialect.mint_token(shape, origin, subject);
            minted.map_or_else(|Unsigned| Plain::new(what), |minted| minted.text)
        };
        let renewable = end_of(MADE_AT, dialect.policy.refresh.life);
        let two = dialect.ways().any(|(_, own)| own.body.node.mentions(&Slot::SecondAccessToken));
        let second = dialect.shapes.second_access_token.as_ref().unwrap_or(&dialect.shapes.access_token);
        let (access, refresh) = (&dialect.shapes.access_token, &dialect.shapes.refresh_token);
        Self {
            access: token(access, "access", &subject),
            second: two.then(|| token(second, "second", &subject)),
            refresh: token(refresh, "refresh", &Subject { ends_at: renewable, ..subject }),
            code: dialect.mint(&dialect.shapes.code, &seed("code")),
            grants: vec![(app.client_id.clone(), app.name.clone(), scope.clone())],
            app,
            account,
            scope,
        }
    }

    /// What a token answer, a redirect or a resource may tell.
    pub(super) fn facts<'a>(&'a self, writer: &Writer<'a>) -> Facts<'a> {
        let policy = &writer.dialect.policy;
        Facts {
            now_ms: MADE_AT * 1000,
            issuer: writer.reader.base,
            realm: writer.reader.realm,
            realm_title: writer.reader.realm_title,
            app: Some(&self.app),
            account: Some(&self.account),
            scope: Some(&self.scope),
            access_token: Some(self.access.expose()),
            second_access_token: self.second.as_ref().map(Plain::expose),
            issued_at: Some(MADE_AT),
            access_ends_at: end_of(MADE_AT, policy.lifetimes.access),
            refresh_token: Some(self.refresh.expose()),
            refresh_ends_at: end_of(MADE_AT, policy.refresh.life),
            code: Some(self.code.expose()),
            state: Some(super::examples::STATE),
            grants: &self.grants,
            request_id: Some(&super::examples::REQUEST_ID),
            ..Facts::default()
        }
    }
}

fn nobodys(client_id: String) -> App {
    App {
        key: AppKey(0),
        client_id,
        name: "Notes".to_owned(),
        description: String::new(),
        site: None,
        kind: String::new(),
        secrets: Vec::new(),
        redirect_uris: Vec::new(),
        scopes: Vec::new(),
        owners: Vec::new(),
        color: None,
        support: None,
        review: Review::Live,
        suspend_reason: None,
        mounts: Vec::new(),
        introspects: Introspects::Own,
        token_limit: None,
        suspended_at: None,
        deleted_at: None,
        valid_from: 0,
        created_at: MADE_AT,
    }
}

fn account(id: String, dialect: &Dialect) -> Account {
    let mut attributes = BTreeMap::new();
    dialect.resources.iter().for_each(|own| named(&own.body.node, &mut attributes));
    Account {
        key: AccountKey(0),
        id,
        username: "dana".to_owned(),
        email: "dana@example.com".to_owned(),
        email_verified: true,
        first_name: "Dana".to_owned(),
        last_name: "Example".to_owned(),
        roles: Vec::new(),
        attributes,
        language: None,
        upstream: None,
        disabled_at: None,
        deleted_at: None,
        created_at: MADE_AT,
        seen_at: None,
    }
}

/// The attributes that a body tells.
fn named(node: &Node, found: &mut BTreeMap<String, i64>) {
    match node {
        Node::Slot(slot) => note(slot, found),
        Node::SlotOr(slot, other) => {
            note(slot, found);
            named(other, found);
        }
        Node::Text(Template(parts)) => parts.iter().for_each(|part| match part {
            TemplatePart::Slot(slot) => note(slot, found),
            TemplatePart::Literal(_) => {}
        }),
        Node::Object(members) => members.iter().for_each(|(_, node)| named(node, found)),
        Node::List(items) => items.iter().for_each(|node| named(node, found)),
        Node::Optional(node) | Node::EachGrant(node) => named(node, found),
        Node::IfScope(_, yes, no) => [yes, no].into_iter().for_each(|node| named(node, found)),
        Node::Null | Node::Bool(_) | Node::Integer(_) => {}
    }
}

fn note(slot: &Slot, found: &mut BTreeMap<String, i64>) {
    if let Slot::Attribute(name) = slot {
        found.insert(name.clone(), 1);
    }
}

impl Writer<'_> {
    /// What the example asks for: all that the resources need, and one harmless word; of an axis its default.
    pub(super) fn scope(&self) -> ScopeSet {
        let catalogue = &self.dialect.policy.scopes;
        let app = self.reader.app.map(|app| catalogue.ordered(app.scopes.iter().map(String::as_str)));
        let open = |name: &str| app.as_ref().is_none_or(|own| catalogue.opens(own, name));
        let free = |scope: &&Scope| scope.axis.is_none() && scope.role.is_none() && open(&scope.name);
        let needed = self.needed();
        let harmless = |scope: &&Scope| {
            let words = self.dialect.scopes.words.get(&scope.name);
            words.is_none_or(|words| words.danger == crate::model::Danger::No)
        };
        let first = catalogue.scopes.iter().filter(free).find(harmless);
        let wanted = catalogue.scopes.iter().filter(free).filter(|scope| needed.contains(&scope.name.as_str()));
        let axes = catalogue.axes.iter().map(|axis| axis.default.as_str());
        let words = wanted.chain(first).map(|scope| scope.name.as_str());
        catalogue.ordered(words.chain(axes))
    }

    fn needed(&self) -> Vec<&str> {
        let mut needed: Vec<&str> = Vec::new();
        for resource in &self.dialect.resources {
            needed.extend(resource.scope.as_deref());
            conditions(&resource.body.node, &mut needed);
        }
        needed
    }
}

/// The scopes on which a body depends.
fn conditions<'n>(node: &'n Node, found: &mut Vec<&'n str>) {
    match node {
        Node::IfScope(scope, yes, no) => {
            found.push(scope);
            [yes, no].into_iter().for_each(|node| conditions(node, found));
        }
        Node::Object(members) => members.iter().for_each(|(_, node)| conditions(node, found)),
        Node::List(items) => items.iter().for_each(|node| conditions(node, found)),
        Node::Optional(node) | Node::EachGrant(node) | Node::SlotOr(_, node) => conditions(node, found),
        Node::Text(_) | Node::Slot(_) | Node::Null | Node::Bool(_) | Node::Integer(_) => {}
    }
}
