//! `grantor doctor`.

use super::args::DoctorArgs;
use super::office;
use super::outcome::{Failure, Outcome, configuration, print};
use super::start;
use crate::desk::doctor::{Finding, Level, examine};

pub(super) fn run(args: DoctorArgs) -> Outcome {
    let file = office::file(args.place.config.as_ref(), args.place.data.as_ref());
    let config = configuration(&file)?;
    let now = start::clock(&config).now();
    let findings = start::block_on(async { Ok(examine(&config, now).await) })?;
    print(format_args!("fine   configuration    {}: no faults", file.display()))?;
    for finding in &findings {
        print(line(finding))?;
    }
    match findings.iter().filter(|finding| finding.level == Level::Fault).count() {
        0 => Ok(()),
        1 => Err(Failure::of("one thing is to be mended")),
        count => Err(Failure::of(format!("{count} things are to be mended"))),
    }
}

fn line(finding: &Finding) -> String {
    let level = match finding.level {
        Level::Fine => "fine",
        Level::Note => "note",
        Level::Fault => "FAULT",
    };
    format!("{level:<5}  {:<15}  {}", finding.subject, finding.sentence)
}
