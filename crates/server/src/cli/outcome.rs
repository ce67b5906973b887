//! What a command comes to.

use std::fmt::Display;
use std::io::{self, Write};

/// Why a command ends with another status than 0.
#[derive(Debug)]
pub(super) enum Failure {
    /// One sentence for standard error.
    Sentence(String),
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

/// Writes to standard output, at once. A reader that went away is no failure of ours.
pub(super) fn print(text: impl Display) -> Outcome {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::of(format!("cannot write the answer: {error}"))),
        _ => Ok(()),
    }
}
