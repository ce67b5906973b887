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
            let (realms, mounts) = (counted(read.realms.len(), "realm"), counted(mounts, "mount"));
            print(format_args!("{}: no faults; {realms}, {mounts}", config.display()))
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
