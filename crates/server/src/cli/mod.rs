//! The command line: what was asked for ([`args`]), done with the library and told in words.
//!
//! Exit status: 0, 1 for what could not be done, 2 for what was not understood.

mod account;
mod app;
pub mod args;
mod config;
mod demo;
mod dialect;
mod doctor;
mod grant;
mod office;
mod outcome;
mod secret;
mod serve;
mod start;
mod table;

use args::{Command, Grantor};
use clap::Parser;
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
        Command::App(args) => app::run(args),
        Command::Account(args) => account::run(args),
        Command::Grant(args) => grant::run(args),
        Command::Doctor(args) => doctor::run(args),
    }
}
