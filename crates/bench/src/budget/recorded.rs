//! What was recorded, and what is too much.

use crate::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What fails: a twentieth more than recorded.
const TOO_MUCH: f64 = 1.05;
/// And a tenth less: whoever does so much less may not do what is counted. If it does, that is worth recording.
const TOO_LITTLE: f64 = 0.9;

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

    /// A sentence, if this is no count: no request is answered without instructions and memory.
    fn nothing(&self, name: &str) -> Option<String> {
        (self.instructions == 0.0 || self.allocations == 0.0).then(|| format!("{name}: nothing was counted"))
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

    /// These from now on, if they are such as a request can have.
    pub(crate) fn of(counted: &[(&'static str, Budget)]) -> Outcome<Self> {
        match counted.iter().find_map(|(name, own)| own.nothing(name)) {
            Some(fault) => Err(fault.into()),
            None => Ok(Self(counted.iter().map(|(name, own)| ((*name).to_owned(), *own)).collect())),
        }
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

    /// Where what is counted is not what is recorded, a sentence each.
    pub(crate) fn faults(&self, counted: &[(&'static str, Budget)]) -> Vec<String> {
        let missing = self.0.keys().filter(|name| !counted.iter().any(|(own, _)| own == name));
        let missing = missing.map(|name| format!("{name}: it is recorded, and is counted no more"));
        counted.iter().filter_map(|(name, own)| self.fault(name, own)).chain(missing).collect()
    }

    fn fault(&self, name: &str, own: &Budget) -> Option<String> {
        let Some(budget) = self.0.get(name) else { return Some(format!("{name}: no budget is recorded")) };
        let faults: Vec<String> = own.parts().into_iter().zip(budget.parts()).filter_map(differs).collect();
        let beyond = (!faults.is_empty()).then(|| format!("{name}: {}", faults.join("; ")));
        own.nothing(name).or(beyond)
    }
}

type Part = (&'static str, f64);

/// What was counted and what is recorded.
fn differs(((what, now), (_, was)): (Part, Part)) -> Option<String> {
    let told = || format!("{now:.1} {what}, recorded are {was:.1}");
    match () {
        () if now > was * TOO_MUCH => Some(told()),
        () if now < was * TOO_LITTLE => Some(format!("only {}: does it still do what it is asked?", told())),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Budget = Budget { instructions: 100_000.0, allocations: 40.0, statements: 2.0, syncs: 1.0 };

    fn faults(counted: &[(&'static str, Budget)]) -> Vec<String> {
        Recorded::of(&[("token", ROW)]).unwrap().faults(counted)
    }

    #[test]
    fn a_twentieth_more_is_still_good_and_beyond_it_is_told() {
        assert!(faults(&[("token", ROW)]).is_empty());
        assert!(faults(&[("token", Budget { instructions: 105_000.0, ..ROW })]).is_empty());
        assert_eq!(
            faults(&[("token", Budget { instructions: 105_001.0, syncs: 2.0, ..ROW })]),
            ["token: 105001.0 instructions, recorded are 100000.0; 2.0 fsyncs, recorded are 1.0"]
        );
    }

    #[test]
    fn a_tenth_less_is_still_good_and_beyond_it_is_told() {
        assert!(faults(&[("token", Budget { instructions: 90_000.0, allocations: 36.0, ..ROW })]).is_empty());
        assert_eq!(
            faults(&[("token", Budget { instructions: 89_999.0, ..ROW })]),
            ["token: only 89999.0 instructions, recorded are 100000.0: does it still do what it is asked?"]
        );
        assert_eq!(
            faults(&[("token", Budget { syncs: 0.0, ..ROW })]),
            ["token: only 0.0 fsyncs, recorded are 1.0: does it still do what it is asked?"]
        );
    }

    #[test]
    fn a_count_of_nothing_is_none_and_cannot_be_recorded() {
        for none in [Budget { instructions: 0.0, ..ROW }, Budget { allocations: 0.0, ..ROW }] {
            assert!(faults(&[("token", none)])[0].ends_with("nothing was counted"));
            assert!(Recorded::of(&[("token", none)]).is_err());
        }
        // A request that reads and writes nothing has neither statements nor fsyncs.
        let fixed = Budget { statements: 0.0, syncs: 0.0, ..ROW };
        assert!(Recorded::of(&[("jwks", fixed)]).unwrap().faults(&[("jwks", fixed)]).is_empty());
    }

    #[test]
    fn what_is_recorded_is_counted_and_what_is_counted_is_recorded() {
        assert_eq!(faults(&[]), ["token: it is recorded, and is counted no more"]);
        assert_eq!(faults(&[("token", ROW), ("new", ROW)]), ["new: no budget is recorded"]);
    }
}
