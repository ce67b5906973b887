//! What a command comes to.

use super::args::Form;
use crate::config::{self, Config, Faults, Unreadable};
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

/// Why a command ends with another status than 0.
#[derive(Debug)]
pub(super) enum Failure {
    /// One sentence for standard error.
    Sentence(String),
    /// Faults of a file, each with its line: several lines that speak for themselves.
    Report(Faults),
    /// The command line itself was wrong.
    Usage(String),
}

/// Done or not.
pub(super) type Outcome<T = ()> = Result<T, Failure>;

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Sentence(error.to_string())
    }
}

impl Failure {
    /// A sentence.
    pub(super) fn of(sentence: impl Display) -> Self {
        Self::Sentence(sentence.to_string())
    }
}

/// The checked configuration of that file.
pub(super) fn configuration(path: &Path) -> Outcome<Config> {
    config::read(path).map_err(|unreadable| match unreadable {
        Unreadable::Faults(faults) => Failure::Report(faults),
        file @ Unreadable::File(..) => Failure::of(file),
    })
}

/// Writes to standard output, at once. A reader that went away is no failure of ours.
pub(super) fn print(text: impl Display) -> Outcome {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::of(format!("cannot write the answer: {error}")))
        }
        _ => Ok(()),
    }
}

/// Answers: with one JSON value, or with words, where there are any.
pub(super) fn tell<T: Serialize>(form: Form, value: &T, words: impl FnOnce(&T) -> String) -> Outcome {
    let text = match form {
        Form::Json => serde_json::to_string(value)?,
        Form::Words => words(value),
    };
    if text.is_empty() { Ok(()) } else { print(text) }
}
