//! `grantor config`.

use super::args::{ConfigArgs, ConfigCommand};
use super::outcome::{Outcome, configuration, print};
use crate::config::EXAMPLE;

pub(super) fn run(args: ConfigArgs) -> Outcome {
    match args.command {
        ConfigCommand::Example => print(EXAMPLE.trim_end()),
        ConfigCommand::Check { config } => {
            let read = configuration(&config)?;
            let mounts = read.realms.iter().map(|realm| realm.mounts.len()).sum::<usize>();
            print(format_args!("{}: no faults; {} realms, {mounts} mounts", config.display(), read.realms.len()))
        }
    }
}
