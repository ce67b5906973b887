//! The command line: what was asked for ([`args`]), done with the library and told in words.
//!
//! Exit status: 0, 1 for what could not be done, 2 for what was not understood.

mod account;
mod app;
mod app_errors;
mod app_parts;
mod app_tokens;
pub mod args;
mod audit;
mod config;
mod demo;
mod dialect;
mod doctor;
mod grant;
mod keeping;
mod key;
mod office;
mod outcome;
mod pages;
mod realm;
mod ring;
mod secret;
mod serve;
mod start;
mod store;
mod table;

use args::{Command, Grantor};
use clap::{CommandFactory, Parser};
use outcome::{Failure, Outcome};
use std::process::ExitCode;

/// The program.
pub fn main() -> ExitCode {
    match run(Grantor::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Sentence(sentence)) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
        Err(Failure::Report(faults)) => {
            eprintln!("{faults}");
            ExitCode::FAILURE
        }
        Err(Failure::Usage(sentence)) => {
            eprintln!("error: {sentence}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Outcome {
    match command {
        Command::Demo(args) => demo::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Config(args) => config::run(args),
        Command::Dialect(args) => dialect::run(args),
        Command::Realm(args) => realm::run(args),
        Command::App(args) => app::run(args),
        Command::Account(args) => account::run(args),
        Command::Grant(args) => grant::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Key(args) => key::run(args),
        Command::Backup(args) => keeping::backup(args),
        Command::Restore(args) => keeping::restore(args),
        Command::Store(args) => store::run(args),
        Command::Completions { shell } => completions(shell),
        Command::Doctor(args) => doctor::run(args),
    }
}

fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Grantor::command(), "grantor", &mut script);
    outcome::print(String::from_utf8_lossy(&script).trim_end())
}
