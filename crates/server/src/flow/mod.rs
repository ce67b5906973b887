//! The use cases, one file per endpoint: decode, load, prove, decide, mint, commit, encode.

pub mod api;
pub mod asked;
pub mod authorize;
pub mod code;
pub mod consent;
mod device;
pub mod done;
pub mod errand;
pub mod guess;
pub mod hand_off;
pub mod headers;
pub mod introspect;
pub mod issue;
pub mod pages;
pub mod permissions;
pub mod presented;
pub mod prove;
pub mod refresh;
pub mod refusals;
pub mod request_id;
pub mod resource;
pub mod revoke;
pub mod seal;
pub mod session;
pub mod sign_in;
pub mod slow_secrets;
pub mod token;
pub mod tokeninfo;
pub mod verify;
pub mod witness;

use crate::desk::letters::Postroom;
use crate::memory::cache;
use crate::metrics::Noted;
use crate::metrics::words::Outcome;
use crate::realm::{Mount, Realm};
use crate::server::Server;
use dialect::encode::Facts;
use dialect::incoming::Incoming;
use dialect::model::Endpoint;
use engine::refusal::{Refusal, Refused};
use engine::time::Now;
use http::header::{ACCEPT, HeaderValue, RETRY_AFTER};
use request_id::RequestId;
use std::net::IpAddr;
use store::Broken;
use store::ops::Origin;
use witness::Witness;

pub use crate::wire::Answer;

/// How often a lost condition is decided again before the server gives up for now.
pub const TRIES: usize = 3;

/// One request with all that it works with.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The server.
    pub server: &'a Server,
    /// Whose realm.
    pub realm: &'a Realm,
    /// At which mount.
    pub mount: &'a Mount,
    /// What came.
    pub incoming: &'a Incoming<'a>,
    /// The host that was asked for.
    pub host: &'a str,
    /// The path below the mount.
    pub path: &'a str,
    /// When.
    pub now: Now,
    /// From where.
    pub address: IpAddr,
    /// By what the log knows it.
    pub request_id: &'a RequestId<'a>,
    /// What is known about it for the metrics.
    pub noted: &'a Noted,
    /// What has come to light about it.
    pub witness: &'a Witness,
}

impl<'a> Call<'a> {
    /// Where the browser is, for people to read later.
    pub fn origin(&self) -> Origin {
        Origin { address: self.address.to_string(), device: device::of(self.incoming.headers) }
    }

    /// The facts that every answer may use.
    pub fn facts(&self) -> Facts<'a> {
        Facts {
            now_ms: self.now.0,
            issuer: &self.mount.issuer,
            realm: &self.realm.name,
            realm_title: &self.realm.title,
            accept: self.incoming.headers.get(ACCEPT).and_then(|value| value.to_str().ok()),
            request_id: Some(self.request_id),
            ..Facts::default()
        }
    }

    /// Whether browsers reach this mount by https: the configuration says so, never a header.
    pub fn is_secure(&self) -> bool {
        self.mount.issuer.starts_with("https:")
    }

    /// The query without its question mark; empty where there is none.
    pub fn query(&self) -> &'a str {
        self.incoming.query.unwrap_or_default()
    }

    /// A parameter of the query, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        parameter(self.query(), name)
    }

    /// Where letters to this realm's people are written.
    pub fn postroom(&self) -> Postroom<'a> {
        let Call { server, realm, mount, now, .. } = *self;
        Postroom { mail: server.mail.as_deref(), realm, mount, dice: server.dice.as_ref(), now }
    }

    /// Where apps and accounts are read at this revision.
    pub fn at(&self, revision: i64) -> cache::At<'a> {
        cache::At { store: self.server.store.as_ref(), realm: self.realm.key, revision }
    }

    /// The answer to a failure at an endpoint that speaks the dialect.
    pub fn fail(&self, endpoint: Endpoint, failure: Failure) -> Answer {
        self.failed(failure, |refused| self.mount.dialect.encode_refused(endpoint, refused, &self.facts()))
    }

    /// The answer to a gateway whose request may not pass.
    pub fn bar(&self, failure: Failure) -> Answer {
        self.failed(failure, |refused| self.mount.dialect.encode_barred(refused, &self.facts()))
    }

    fn failed(&self, failure: Failure, encode: impl FnOnce(&Refused) -> Answer) -> Answer {
        let (refused, wait) = match failure {
            Failure::Refused(refused) => (refused, None),
            Failure::Broken(broken) => {
                self.broke(&broken);
                (Refusal::Unavailable.into(), Some(1))
            }
            Failure::Busy => (Refusal::Unavailable.into(), Some(1)),
            Failure::Throttled(seconds) => (Refusal::TooManyRequests.into(), Some(seconds)),
        };
        self.refuses(&refused);
        let mut answer = encode(&refused);
        if let Some(seconds) = wait {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }

    /// Says in the log why the database has not done it, which is the request's one line there, or one more in the count of the next. What is taken is an id that another node has made too,
    /// or a name that somebody got in this very moment: whoever comes again is told of the name, and finds other ids.
    pub fn broke(&self, broken: &Broken) {
        let (request_id, realm, mount) = (self.request_id.text(), &self.realm.name, &self.mount.name);
        let refusal = Refusal::Unavailable.name();
        if let Broken::Taken(_) = broken {
            tracing::warn!(request_id, %realm, %mount, refusal, %broken, "somebody else was faster; ids are made elsewhere from now on");
            self.server.ids.begin_anew(self.server.dice.as_ref());
        } else if let Some(untold) = self.server.failures.tells(self.server.clock.now().secs()) {
            tracing::error!(request_id, %realm, %mount, refusal, %broken, untold, "the database failed");
        }
        self.noted.ended(Outcome::Failed);
    }

    /// The same, where the request itself may say whose it is, though nobody has read that far.
    pub async fn fail_named(&self, endpoint: Endpoint, failure: Failure) -> Answer {
        // Whoever has waited for the database in vain does not wait for it again.
        if let Failure::Broken(_) = failure {
            return self.fail(endpoint, failure);
        }
        match refusals::identify(self).await {
            Ok(()) => self.fail(endpoint, failure),
            Err(broken) => self.fail(endpoint, broken),
        }
    }

    /// Says why something is refused: in the log, and in the error log of the app that asked.
    pub fn refuses(&self, refused: &Refused) {
        self.log(refused);
        refusals::note(self, refused);
    }

    /// Counts a refusal, and says it in the log by its name, where nobody has said already what failed.
    pub fn log(&self, refused: &Refused) {
        self.server.metrics.refusals.add(refused.refusal);
        if self.noted.outcome() == Outcome::Failed {
            return;
        }
        let failed = refused.refusal == Refusal::Unavailable;
        self.noted.ended(if failed { Outcome::Failed } else { Outcome::Refused });
        tracing::info!(
            request_id = self.request_id.text(),
            realm = %self.realm.name,
            mount = %self.mount.name,
            refusal = refused.refusal.name(),
            "{}",
            refused.refusal.log_text()
        );
    }
}

/// A parameter of a query, decoded.
pub fn parameter(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes()).find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

/// Why a use case has no answer of its own.
#[derive(Debug)]
pub enum Failure {
    /// The rules say no.
    Refused(Refused),
    /// The database does not answer, or is not to be believed: never a word about a grant.
    Broken(Broken),
    /// Too much to do.
    Busy,
    /// Too many failures from there: wait so many seconds.
    Throttled(i64),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Busy => Self::Busy,
            broken => Self::Broken(broken),
        }
    }
}

impl From<crate::passwords::Busy> for Failure {
    fn from(_: crate::passwords::Busy) -> Self {
        Self::Busy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_writes_are_no_failure_of_the_database() {
        assert!(matches!(Failure::from(Broken::Busy), Failure::Busy));
    }
}
