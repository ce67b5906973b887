//! What the server counts: for Prometheus, and for the charts of the administration.
//!
//! A request costs a few atomic additions and no lock. Labels are closed sets and the realms of the configuration, never an app, an account or
//! anything that a caller sends.
//!
//! # Layout
//! - [`Metrics`]: the counters of the whole server; [`Requests`]: those of a realm; [`Noted`]: what is known about one request so far.
//! - [`words`]: the sets of labels; `counts`, `histogram`: numbers that many threads add to.
//! - [`figures`]: the last hour by minute and the last day by hour; [`text`]: everything as OpenMetrics text.

mod counts;
pub mod figures;
mod histogram;
mod noted;
#[cfg(test)]
mod tests;
pub mod text;
pub mod words;

pub use counts::Counts;
pub use histogram::Histogram;
pub use noted::Noted;

use engine::policy::GrantKind;
use engine::refusal::Refusal;
use figures::Figures;
use std::time::Duration;
use words::{Issue, Kind, Outcome, SignIn, Word};

/// The counters of the whole server. They begin at 0 with the process.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Why requests were refused.
    pub refusals: Counts<Refusal>,
    /// Tries to sign in.
    pub sign_ins: Counts<SignIn>,
    /// Answers that handed out a token.
    pub issued: Counts<Issue>,
    /// How long answers took, by endpoint.
    pub took: ByKind<Histogram>,
    /// Requests that belong to no realm.
    pub elsewhere: Requests,
    /// The last hour and the last day.
    pub figures: Figures,
}

/// The requests of a realm, by endpoint and outcome.
pub type Requests = ByKind<Counts<Outcome>>;

/// One of each endpoint kind's.
#[derive(Debug)]
pub struct ByKind<T>(Box<[T]>);

impl<T: Default> Default for ByKind<T> {
    fn default() -> Self {
        Self(Kind::ALL.iter().map(|_| T::default()).collect())
    }
}

impl<T> ByKind<T> {
    /// Each kind with what it has.
    pub fn each(&self) -> impl Iterator<Item = (Kind, &T)> {
        Kind::ALL.iter().copied().zip(&self.0)
    }

    fn of(&self, kind: Kind) -> Option<&T> {
        self.0.get(kind.index())
    }
}

impl Requests {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.each().map(|(_, outcomes)| outcomes.total()).sum()
    }
}

impl Metrics {
    /// A request of these requests was answered.
    pub fn answered(&self, requests: &Requests, noted: &Noted, took: Duration) {
        if let Some(outcomes) = requests.of(noted.kind()) {
            outcomes.add(noted.outcome());
        }
        if let Some(histogram) = self.took.of(noted.kind()) {
            histogram.observe(took);
        }
    }

    /// A token was handed out at the token endpoint.
    pub fn issued_by(&self, grant: GrantKind) {
        self.issued.add(Issue::from(grant));
    }
}
