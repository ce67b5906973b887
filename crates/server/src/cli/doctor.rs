//! `grantor doctor`.

use super::args::DoctorArgs;
use super::outcome::Outcome;

pub(super) fn run(_args: DoctorArgs) -> Outcome {
    Ok(())
}
