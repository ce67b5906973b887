//! Outcomes to HTTP answers: bodies, statuses, headers and redirects as the dialect has them.
//!
//! - [`Facts`]: what slots may speak of; `fill` fills them, `body` writes what they stand in.
//! - `words` words a refusal; `refused` answers with it, `redirect` sends it on; `metadata` and `cors` say what else is there.

mod accept;
mod body;
mod cors;
mod fill;
mod instant;
mod metadata;
mod redirect;
mod refused;
mod scope;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use body::Object;
pub(crate) use fill::Filler;
pub(crate) use metadata::challenge_method;
pub(crate) use refused::rfc_envelope;

use crate::model::{Dialect, Endpoint, Node, Resource, Way};
use bytes::Bytes;
use engine::model::{Account, App};
use engine::refusal::{Refusal, Refused};
use engine::scope::ScopeSet;
use http::HeaderValue;
use http::header::PRAGMA;

/// An answer without its transport.
pub type Answer = http::Response<Bytes>;

/// What an answer may tell. A slot whose fact is not there has no value.
#[derive(Clone, Copy, Default)]
pub struct Facts<'a> {
    /// In milliseconds since 1970.
    pub now_ms: i64,
    /// The mount's public address.
    pub issuer: &'a str,
    /// The realm's name in the configuration.
    pub realm: &'a str,
    /// What people call the realm: also what a challenge calls it (RFC 9110 section 11.5).
    pub realm_title: &'a str,
    /// The app.
    pub app: Option<&'a App>,
    /// The account.
    pub account: Option<&'a Account>,
    /// What the token opens.
    pub scope: Option<&'a ScopeSet>,
    /// The access token.
    pub access_token: Option<&'a str>,
    /// The token that opens the words of the second scope parameter.
    pub second_access_token: Option<&'a str>,
    /// When it was issued, in seconds.
    pub issued_at: Option<i64>,
    /// The first second in which it is refused; `None`: endless.
    pub access_ends_at: Option<i64>,
    /// The refresh token.
    pub refresh_token: Option<&'a str>,
    /// The first second in which that is refused.
    pub refresh_ends_at: Option<i64>,
    /// The code.
    pub code: Option<&'a str>,
    /// `state` as the request had it.
    pub state: Option<&'a str>,
    /// The account's live grants: `client_id`, the app's name, the scope.
    pub grants: &'a [(String, String, ScopeSet)],
    /// What the request says that it accepts.
    pub accept: Option<&'a str>,
    /// The id of this exchange, which may be drawn only when it is read.
    pub request_id: Option<&'a (dyn AsRef<str> + Sync)>,
}

impl Dialect {
    /// Tokens (RFC 6749 section 5.1).
    pub fn encode_token(&self, way: impl Into<Way>, facts: &Facts) -> Answer {
        let Some(own) = self.way(way.into()) else {
            return self.without(Endpoint::Token, facts);
        };
        let mut answer = Filler::new(self, facts).with_status(own.status).answer(&own.body);
        answer.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
        answer
    }

    /// What a token is worth, told to whoever holds it.
    pub fn encode_tokeninfo(&self, facts: &Facts) -> Answer {
        match &self.tokeninfo {
            Some(own) => Filler::new(self, facts).with_status(own.status).answer(&own.body),
            None => self.without(Endpoint::TokenInfo, facts),
        }
    }

    /// RFC 7662; `None`: whatever the reason, the token is not active and nothing else is said.
    pub fn encode_introspect(&self, facts: Option<&Facts>) -> Answer {
        let nothing = Facts::default();
        let facts_or_nothing = facts.unwrap_or(&nothing);
        let Some(own) = &self.introspect else {
            return self.without(Endpoint::Introspect, facts_or_nothing);
        };
        let filler = Filler::new(self, facts_or_nothing);
        match facts {
            Some(_) => filler.answer(&own.body),
            None => filler.answer_with(&own.body, &Node::Object(vec![("active".to_owned(), Node::Bool(false))])),
        }
    }

    /// RFC 7009 section 2.2.
    pub fn encode_revoked(&self, facts: &Facts) -> Answer {
        match &self.revoke {
            Some(own) => Filler::new(self, facts).with_status(own.status).answer(&own.body),
            None => self.without(Endpoint::Revoke, facts),
        }
    }

    /// A protected resource. `selected` is the value of its `select` parameter: the names of the members that are wanted.
    pub fn encode_resource(&self, index: usize, facts: &Facts, selected: Option<&str>) -> Answer {
        let Some(own) = self.resources.get(index) else {
            return self.without(Endpoint::Resource(index), facts);
        };
        let filler = Filler::new(self, facts).with_status(own.status);
        match selected.filter(|names| !names.is_empty()).and_then(|names| chosen(own, names)) {
            Some(node) => filler.answer_with(&own.body, &node),
            None => filler.answer(&own.body),
        }
    }

    /// An outcome that this dialect has no operation for: the server asked for what its routes do not have.
    fn without(&self, endpoint: Endpoint, facts: &Facts) -> Answer {
        self.encode_refused(endpoint, &Refused::from(Refusal::Unavailable), facts)
    }
}

/// The resource's members that are named, in their own order; unknown names are left out.
fn chosen(resource: &Resource, names: &str) -> Option<Node> {
    let Node::Object(members) = &resource.body.node else {
        return None;
    };
    let named = |member: &str| names.split(',').any(|name| name.trim() == member);
    resource.select.as_ref()?;
    Some(Node::Object(members.iter().filter(|(name, _)| named(name)).cloned().collect()))
}
