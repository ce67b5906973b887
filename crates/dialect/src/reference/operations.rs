//! Which operations there are, in the order in which a developer meets them.

use super::answers::AnswerShape;
use super::examples::Example;
use super::parameters::Parameter;
use super::{Specimen, Writer};
use crate::model::{
    ClientAuth, Endpoint, Metadata, Method, Operation, ResourceAction, RevokeClient, Route, TokenCarrier, Way,
};
use engine::policy::{GrantKind, HasSecret, PublicClients};

/// What a section is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Sending people to the authorization endpoint.
    Authorize,
    /// A token request, in one of the ways of its grant.
    Token(Way),
    /// A resource that shows something, with its index and its name in the file.
    Show(usize, String),
    /// A resource that ends a grant, with its index and its name in the file.
    EndGrant(usize, String),
    /// Whether a token is good: what a gateway asks too.
    Verify,
    /// Token info.
    TokenInfo,
    /// Introspection.
    Introspect,
    /// Revocation.
    Revoke,
    /// Metadata.
    Metadata,
    /// The key set.
    Jwks,
}

impl Topic {
    /// A word for it, the same whatever the dialect calls its parts.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Token(way) => match way.grant {
                GrantKind::AuthorizationCode => "code",
                GrantKind::RefreshToken => "refresh",
                GrantKind::ClientCredentials => "credentials",
                GrantKind::Exchange => "exchange",
            },
            Self::Show(..) | Self::EndGrant(..) => "resource",
            Self::Verify => "verify",
            Self::TokenInfo => "tokeninfo",
            Self::Introspect => "introspect",
            Self::Revoke => "revoke",
            Self::Metadata => "metadata",
            Self::Jwks => "jwks",
        }
    }

    /// Whose refusals it may meet.
    pub fn endpoint(&self) -> Endpoint {
        match self {
            Self::Authorize => Endpoint::Authorize,
            Self::Token(_) => Endpoint::Token,
            Self::TokenInfo => Endpoint::TokenInfo,
            Self::Introspect => Endpoint::Introspect,
            Self::Revoke => Endpoint::Revoke,
            Self::Show(index, _) | Self::EndGrant(index, _) => Endpoint::Resource(*index),
            Self::Verify | Self::Metadata | Self::Jwks => Endpoint::Api,
        }
    }
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What it is about.
    pub topic: Topic,
    /// Methods and paths, the first is the one of the examples.
    pub routes: Vec<(Method, String)>,
    /// Paths that lead to another one, and to which.
    pub forwards: Vec<(String, String)>,
    /// The kinds of apps that may use it; empty: all that the reference is about.
    pub kinds: Vec<String>,
    /// How its parameters travel; empty: it has none, or they stand in the query.
    pub carriers: Vec<TokenCarrier>,
    /// How the app proves itself; empty: it need not, or has no secret.
    pub client_auth: Vec<ClientAuth>,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// The scope that the token needs.
    pub scope: Option<String>,
    /// What it gives.
    pub answers: Vec<AnswerShape>,
    /// Requests that run, with their answers.
    pub examples: Vec<Example>,
}

impl<'a> Writer<'a> {
    pub(super) fn sections(&self) -> Vec<Section> {
        let specimen = Specimen::new(self);
        let mut sections: Vec<Section> = self.topics().into_iter().map(|topic| self.section(topic)).collect();
        for section in &mut sections {
            section.answers = self.answers(&section.topic);
            section.examples = self.examples(&section.topic, &specimen);
        }
        sections
    }

    fn topics(&self) -> Vec<Topic> {
        let dialect = self.dialect;
        let grant = |kind| {
            let ways = dialect.ways().map(|(way, _)| way).filter(move |way| way.grant == kind);
            ways.filter(|way| self.with_grant(way.grant).next().is_some()).map(Topic::Token).collect::<Vec<_>>()
        };
        let resources = |action| {
            let own = dialect.resources.iter().enumerate().filter(move |(_, own)| own.action == action);
            own.map(move |(index, own)| match action {
                ResourceAction::Show => Topic::Show(index, own.name.clone()),
                ResourceAction::EndGrant => Topic::EndGrant(index, own.name.clone()),
            })
        };
        let proves = self.kinds().any(|kind| kind.secret == HasSecret::Yes);
        let mut topics = Vec::new();
        topics.extend(self.kinds().any(|kind| !kind.response_types.is_empty()).then_some(Topic::Authorize));
        topics.extend(grant(GrantKind::AuthorizationCode));
        topics.extend(resources(ResourceAction::Show));
        topics.push(Topic::Verify);
        topics.extend(grant(GrantKind::RefreshToken));
        topics.extend(grant(GrantKind::Exchange));
        topics.extend(grant(GrantKind::ClientCredentials));
        topics.extend(dialect.tokeninfo.is_some().then_some(Topic::TokenInfo));
        topics.extend((dialect.introspect.is_some() && proves).then_some(Topic::Introspect));
        topics.extend(dialect.revoke.is_some().then_some(Topic::Revoke));
        topics.extend(resources(ResourceAction::EndGrant));
        topics.extend((dialect.metadata == Metadata::Published).then_some(Topic::Metadata));
        topics.push(Topic::Jwks);
        topics.retain(|topic| *topic == Topic::Verify || self.routes(topic).next().is_some());
        topics
    }

    /// Those that lead to it; none for what every mount has.
    pub(super) fn routes(&self, topic: &Topic) -> impl Iterator<Item = &'a Route> {
        self.dialect.routes.iter().filter(move |route| match (&route.operation, topic) {
            (Operation::Token(ways), Topic::Token(way)) => ways.contains(way),
            (Operation::Resource(own), Topic::Show(index, _) | Topic::EndGrant(index, _)) => own == index,
            (Operation::Authorize, Topic::Authorize)
            | (Operation::TokenInfo, Topic::TokenInfo)
            | (Operation::Introspect, Topic::Introspect)
            | (Operation::Revoke, Topic::Revoke)
            | (Operation::Metadata, Topic::Metadata)
            | (Operation::Jwks, Topic::Jwks) => true,
            _ => false,
        })
    }

    fn section(&self, topic: Topic) -> Section {
        let routes = match topic {
            Topic::Verify => vec![(Method::Get, "/verify".to_owned())],
            _ => self.routes(&topic).map(|route| (route.method, route.written.clone())).collect(),
        };
        let (carriers, client_auth) = self.ways(&topic);
        let proves = self.kinds().any(|kind| kind.secret == HasSecret::Yes);
        let client_auth = if proves { client_auth } else { Vec::new() };
        let forwards = match topic {
            Topic::Authorize => self.forwards(),
            _ => Vec::new(),
        };
        let scope = match &topic {
            Topic::Show(index, _) | Topic::EndGrant(index, _) => {
                self.dialect.resources.get(*index).and_then(|own| own.scope.clone())
            }
            _ => None,
        };
        Section {
            kinds: self.only_for(&topic),
            parameters: self.parameters(&topic),
            routes,
            forwards,
            carriers,
            client_auth,
            scope,
            answers: Vec::new(),
            examples: Vec::new(),
            topic,
        }
    }

    fn forwards(&self) -> Vec<(String, String)> {
        let forwards = self.dialect.routes.iter().filter_map(|route| match &route.operation {
            Operation::Forward { to, .. } => Some((route.written.clone(), to.clone())),
            _ => None,
        });
        forwards.collect()
    }

    /// How parameters travel, and how the app proves itself.
    pub(super) fn ways(&self, topic: &Topic) -> (Vec<TokenCarrier>, Vec<ClientAuth>) {
        let dialect = self.dialect;
        match topic {
            Topic::Token(way) => {
                dialect.way(*way).map(|own| (own.carriers.clone(), own.client_auth.clone())).unwrap_or_default()
            }
            Topic::TokenInfo => {
                dialect.tokeninfo.as_ref().map(|own| (own.carriers.clone(), Vec::new())).unwrap_or_default()
            }
            Topic::Introspect => {
                let own = dialect.introspect.as_ref();
                own.map(|own| (own.carriers.clone(), own.client_auth.clone())).unwrap_or_default()
            }
            Topic::Revoke => {
                let asked = |own: &crate::model::Revoke| match own.client {
                    RevokeClient::NotAsked => Vec::new(),
                    RevokeClient::Required | RevokeClient::CheckedIfSent => own.client_auth.clone(),
                };
                dialect.revoke.as_ref().map(|own| (own.carriers.clone(), asked(own))).unwrap_or_default()
            }
            _ => (Vec::new(), Vec::new()),
        }
    }

    /// The kinds that may use it, where not all may.
    fn only_for(&self, topic: &Topic) -> Vec<String> {
        let public = self.dialect.policy.public_clients;
        let may = |kind: &&engine::policy::Kind| match topic {
            Topic::Authorize => !kind.response_types.is_empty(),
            Topic::Token(way) => {
                let closed = kind.secret == HasSecret::No && public == PublicClients::Refused;
                kind.grants.contains(&way.grant) && !closed
            }
            Topic::Introspect => kind.secret == HasSecret::Yes,
            _ => true,
        };
        let open: Vec<String> = self.kinds().filter(may).map(|kind| kind.name.clone()).collect();
        if open.len() == self.kinds().count() { Vec::new() } else { open }
    }
}
