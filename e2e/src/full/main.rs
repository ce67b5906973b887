//! `.ci/full [STEP…]`: runs what takes longer than a change can wait for, one step after the other, and writes down what came of it.
//!
//! - `steps`: what there is. `run`: one step, bounded in time, with nothing left behind. `machine`: where it ran. `report`: the Markdown.

mod machine;
mod report;
mod run;
mod steps;

use run::Ran;
use std::error::Error;
use std::process::ExitCode;
use steps::{STEPS, Step};

/// Whatever went wrong, in a sentence.
type Fault = Box<dyn Error>;

/// Where the report lies.
const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/full-run.md");

/// The steps that are named; all where none is.
fn wanted() -> Result<Vec<String>, Fault> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    match names.iter().find(|name| STEPS.iter().all(|step| step.name != *name)) {
        None => Ok(names),
        Some(unknown) => {
            let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
            Err(format!("there is no step {unknown}; there are {}", known.join(", ")).into())
        }
    }
}

fn main() -> Result<ExitCode, Fault> {
    let (wanted, machine) = (wanted()?, machine::told()?);
    let before = std::fs::read_to_string(REPORT).unwrap_or_default();
    let is_wanted = |step: &Step| wanted.is_empty() || wanted.iter().any(|name| name == step.name);
    let mut all: Vec<(&Step, Option<Ran>)> = STEPS.iter().map(|step| (step, None)).collect();
    let mut code = ExitCode::SUCCESS;
    for nth in 0..all.len() {
        let Some((step, ran)) = all.get_mut(nth).filter(|(step, _)| is_wanted(step)) else { continue };
        let done = ran.insert(run::run(step)?);
        if done.fault.is_some() {
            code = ExitCode::FAILURE;
        }
        // After each, so that a run that is broken off has not been for nothing.
        std::fs::write(REPORT, report::markdown(&machine, &all, &before))?;
    }
    Ok(code)
}
