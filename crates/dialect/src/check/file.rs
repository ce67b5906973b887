//! Any other TOML file that is checked in the same way, such as the server's configuration: one file, no parents.

use super::Source;
use super::at::Checker;
use super::merge::Files;
use super::structure;
use crate::fault::Faults;
use serde::de::DeserializeOwned;

/// A file that stands alone.
pub struct File(Files);

impl File {
    /// Parses it as TOML.
    pub fn parse(source: &Source) -> Result<Self, Faults> {
        Ok(Self(Files::alone(source)?))
    }

    /// What is written in it, and where faults are recorded; what cannot be read is recorded already and left out.
    pub fn read<T: DeserializeOwned + Default>(&self) -> (T, Checker<'_>) {
        let checker = Checker::new(self.0.merged(), &self.0);
        let raw = structure::read(self.0.merged(), &checker);
        (raw, checker)
    }
}
