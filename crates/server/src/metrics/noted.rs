//! What is known about one request while it is answered.

use super::words::{Kind, Outcome, Word};
use std::sync::atomic::{AtomicU8, Ordering};

/// Which endpoint it is for and what came of it. A status does not tell: some dialects refuse with 200.
#[derive(Debug)]
pub struct Noted {
    kind: AtomicU8,
    outcome: AtomicU8,
}

impl Default for Noted {
    fn default() -> Self {
        let noted = Self { kind: AtomicU8::new(0), outcome: AtomicU8::new(0) };
        noted.at(Kind::None);
        noted
    }
}

impl Noted {
    /// It is for this endpoint.
    pub fn at(&self, kind: Kind) {
        self.kind.store(kind as u8, Ordering::Relaxed);
    }

    /// This came of it.
    pub fn ended(&self, outcome: Outcome) {
        self.outcome.store(outcome as u8, Ordering::Relaxed);
    }

    /// What its status says, where nobody has said anything yet.
    pub fn answered_with(&self, status: http::StatusCode) {
        match (self.outcome(), status.as_u16()) {
            (_, 500..) => self.ended(Outcome::Failed),
            (Outcome::Answered, 400..) => self.ended(Outcome::Refused),
            _ => {}
        }
    }

    /// The endpoint.
    pub fn kind(&self) -> Kind {
        read(&self.kind, Kind::None)
    }

    /// What came of it.
    pub fn outcome(&self) -> Outcome {
        read(&self.outcome, Outcome::Answered)
    }
}

fn read<W: Word>(number: &AtomicU8, absent: W) -> W {
    W::ALL.get(usize::from(number.load(Ordering::Relaxed))).copied().unwrap_or(absent)
}
