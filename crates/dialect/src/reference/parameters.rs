//! What each operation takes.

use super::Writer;
use super::operations::Topic;
use crate::model::{ExtraEffect, Name, Need, Node, TokenCarrier, Way};
use engine::policy::{GrantKind, RedirectAtExchange};
use engine::refusal::Refusal;

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// On the wire; the first is the one of the examples, all are read.
    pub names: Vec<String>,
    /// What it is.
    pub means: Means,
    /// Whether it is needed.
    pub need: Necessity,
    /// The values that are understood; empty: any.
    pub values: Vec<String>,
    /// What stands for it where it is absent.
    pub otherwise: Otherwise,
    /// What is refused because of it.
    pub refusals: Vec<Refusal>,
}

/// What a parameter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A parameter of the RFCs.
    Name(Name),
    /// The language of the pages.
    Language,
    /// One beyond the RFCs, with what its values do.
    Extra(Vec<(String, ExtraEffect)>),
    /// The members of the answer that are wanted.
    Select,
    /// The token, in the path.
    TokenInPath,
    /// The `client_id` of any app, in the path.
    AppInPath,
    /// The app's own `client_id`, in the path.
    ClientInPath,
    /// The token, as API calls carry it.
    TokenAsApi,
    /// A scope that the token has to open.
    Demanded,
}

/// Whether a parameter is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Necessity {
    /// Its absence is refused.
    Required,
    /// It may be absent.
    Optional,
    /// It is not read: any value or none is the same.
    Ignored,
    /// Needed from apps without a secret.
    WithoutSecret,
    /// Needed from apps with a secret.
    WithSecret,
    /// Needed unless the header says it.
    UnlessInHeader,
    /// Needed where the authorization request had it.
    WhenNamed,
    /// Needed where the authorization request had a challenge, refused where it had none.
    WhenChallenged,
}

/// What stands for an absent parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// Nothing.
    Nothing,
    /// This value.
    Value(String),
    /// No challenge is taken: it would be a plain one.
    NoChallenge,
    /// All scopes that the app registered.
    Registered,
    /// No scope.
    NoScope,
    /// The scope of the refresh token.
    SameScope,
    /// The only redirect URI that the app registered.
    SoleRedirect,
    /// The first one.
    FirstRedirect,
    /// The only one; the code on a page where there is none.
    SoleOrOnScreen,
    /// The parameter that is there tells.
    Told,
    /// The language of the browser.
    BrowserLanguage,
}

impl Writer<'_> {
    pub(super) fn parameters(&self, topic: &Topic) -> Vec<Parameter> {
        match topic {
            Topic::Authorize => self.of_authorize(),
            Topic::Token(way) => self.of_token(topic, *way),
            Topic::TokenInfo => self.presented(topic, Name::AccessToken),
            Topic::Introspect | Topic::Revoke => {
                let hint = self.parameter(topic, Name::TokenTypeHint, Necessity::Optional, Otherwise::Nothing);
                [self.presented(topic, Name::Token), hint.into_iter().collect(), self.client_parameters(topic)].concat()
            }
            Topic::Show(index, _) | Topic::EndGrant(index, _) => self.of_resource(topic, *index),
            Topic::Verify => {
                let scope = plain("scope", Means::Demanded, Necessity::Optional);
                if self.dialect.policy.scopes.scopes.is_empty() {
                    vec![token_as_api()]
                } else {
                    vec![token_as_api(), scope]
                }
            }
            Topic::Metadata | Topic::Jwks => Vec::new(),
        }
    }

    fn of_token(&self, topic: &Topic, way: Way) -> Vec<Parameter> {
        let grant = way.grant;
        let own = |name, need| self.parameter(topic, name, need, Otherwise::Nothing);
        let mut all = Vec::new();
        all.extend(self.grant_type(topic, way));
        match grant {
            GrantKind::AuthorizationCode => {
                all.extend(own(Name::Code, Necessity::Required));
                let named = self.with_grant(grant).any(|kind| self.names_redirects(kind));
                let repeated = match self.dialect.policy.redirect_at_exchange {
                    RedirectAtExchange::Required => Some(Necessity::WhenNamed),
                    RedirectAtExchange::IfSent => Some(Necessity::Optional),
                    RedirectAtExchange::NotRead => None,
                };
                all.extend(repeated.filter(|_| named).and_then(|need| own(Name::RedirectUri, need)));
                all.extend(own(Name::CodeVerifier, Necessity::WhenChallenged));
            }
            GrantKind::RefreshToken => all.extend(own(Name::RefreshToken, Necessity::Required)),
            GrantKind::Exchange => all.extend(own(Name::AccessToken, Necessity::Required)),
            GrantKind::ClientCredentials => {}
        }
        if matches!(grant, GrantKind::RefreshToken | GrantKind::ClientCredentials) {
            all.extend(self.scope_parameters(topic));
        }
        all.extend(self.client_parameters(topic));
        all
    }

    fn grant_type(&self, topic: &Topic, way: Way) -> Option<Parameter> {
        let own = self.dialect.way(way)?;
        let (need, otherwise) = match own.grant_type {
            Need::Required => (Necessity::Required, Otherwise::Nothing),
            Need::Optional => (Necessity::Optional, Otherwise::Told),
            Need::Ignored => (Necessity::Ignored, Otherwise::Nothing),
        };
        let parameter = self.parameter(topic, Name::GrantType, need, otherwise)?;
        let values = if need == Necessity::Ignored { Vec::new() } else { own.grant_words.clone() };
        Some(Parameter { values, ..parameter })
    }

    /// A token that is presented for its own sake: in the path, as API calls carry it, or as a parameter.
    fn presented(&self, topic: &Topic, name: Name) -> Vec<Parameter> {
        let (carriers, _) = self.ways(topic);
        let mut all = Vec::new();
        let among = carriers.iter().any(|own| !matches!(own, TokenCarrier::Path | TokenCarrier::Api));
        let need =
            if carriers.len() > 1 && carriers.iter().any(|own| matches!(own, TokenCarrier::Path | TokenCarrier::Api)) {
                Necessity::Optional
            } else {
                Necessity::Required
            };
        if carriers.contains(&TokenCarrier::Path) {
            all.push(plain("{token}", Means::TokenInPath, need));
        }
        if among {
            all.extend(self.parameter(topic, name, need, Otherwise::Nothing));
        }
        if carriers.contains(&TokenCarrier::Api) {
            all.push(Parameter { need, ..token_as_api() });
        }
        all
    }

    fn of_resource(&self, topic: &Topic, index: usize) -> Vec<Parameter> {
        let Some(own) = self.dialect.resources.get(index) else { return Vec::new() };
        let mut all = vec![token_as_api()];
        if self.routes(topic).any(|route| route.path.contains("{app}")) {
            all.push(plain("{app}", Means::AppInPath, Necessity::Required));
        }
        if let Some(select) = &own.select {
            let members = match &own.body.node {
                Node::Object(members) => members.iter().map(|(name, _)| name.clone()).collect(),
                _ => Vec::new(),
            };
            all.push(Parameter { values: members, ..plain(select, Means::Select, Necessity::Optional) });
        }
        all
    }
}

pub(super) fn plain(name: &str, means: Means, need: Necessity) -> Parameter {
    Parameter {
        names: vec![name.to_owned()],
        means,
        need,
        values: Vec::new(),
        otherwise: Otherwise::Nothing,
        refusals: Vec::new(),
    }
}

fn token_as_api() -> Parameter {
    Parameter { names: Vec::new(), ..plain("", Means::TokenAsApi, Necessity::Required) }
}
