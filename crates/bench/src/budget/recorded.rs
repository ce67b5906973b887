//! What was recorded, and what is too much.

use crate::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What fails: a twentieth more than recorded.
const TOO_MUCH: f64 = 1.05;

/// What one request may cost.
#[derive(Clone, Copy, Deserialize, Serialize)]
pub(crate) struct Budget {
    /// Instructions of the whole process, without the kernel's.
    pub(crate) instructions: f64,
    /// Calls of `malloc` and its like.
    pub(crate) allocations: f64,
    /// Prepared statements run on SQLite.
    pub(crate) statements: f64,
    /// Calls of `fsync` and `fdatasync`.
    pub(crate) syncs: f64,
}

impl Budget {
    fn parts(&self) -> [(&'static str, f64); 4] {
        let Self { instructions, allocations, statements, syncs } = *self;
        [
            ("instructions", instructions),
            ("allocations", allocations),
            ("SQL statements", statements),
            ("fsyncs", syncs),
        ]
    }
}

/// All of them, by the name of the request.
#[derive(Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Recorded(BTreeMap<String, Budget>);

impl Recorded {
    /// What stands in the repository.
    pub(crate) fn known() -> Outcome<Self> {
        Ok(toml::from_str(include_str!("budgets.toml"))?)
    }

    /// These from now on.
    pub(crate) fn of(counted: &[(&'static str, Budget)]) -> Self {
        Self(counted.iter().map(|(name, own)| ((*name).to_owned(), *own)).collect())
    }

    /// Writes them where [`Self::known`] finds them in the next build.
    pub(crate) fn write(&self) -> Outcome<()> {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/budget/budgets.toml");
        Ok(std::fs::write(file, toml::to_string(self)?)?)
    }

    /// The instructions as a share of what is recorded.
    pub(crate) fn share(&self, name: &str, own: &Budget) -> Option<f64> {
        Some(own.instructions / self.0.get(name)?.instructions)
    }

    /// What is too much, in a sentence.
    pub(crate) fn exceeded(&self, name: &str, own: &Budget) -> Option<String> {
        let Some(budget) = self.0.get(name) else { return Some(format!("{name}: no budget is recorded")) };
        let pairs = own.parts().into_iter().zip(budget.parts());
        let over: Vec<String> = pairs
            .filter(|((_, now), (_, was))| *now > was * TOO_MUCH)
            .map(|((what, now), (_, was))| format!("{now:.1} {what}, recorded are {was:.1}"))
            .collect();
        (!over.is_empty()).then(|| format!("{name}: {}", over.join("; ")))
    }
}
