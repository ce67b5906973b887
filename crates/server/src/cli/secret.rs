//! Passwords and secrets: asked for without echo, or the first line of standard input.

use super::outcome::{Failure, Outcome};
use engine::secret::Plain;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};

/// Asks for it, twice where a person types.
pub(super) fn asked(what: &str) -> Outcome<Plain> {
    if !io::stdin().is_terminal() {
        return line();
    }
    let _quiet = Quiet::begin();
    let first = prompted(&format!("{what}: "))?;
    let second = prompted(&format!("{what}, again: "))?;
    if first != second {
        return Err(Failure::of("the two differ"));
    }
    Ok(first)
}

fn prompted(prompt: &str) -> Outcome<Plain> {
    let mut err = io::stderr();
    write!(err, "{prompt}")?;
    err.flush()?;
    let typed = line();
    writeln!(err)?;
    typed
}

fn line() -> Outcome<Plain> {
    let mut text = String::new();
    if io::stdin().lock().read_line(&mut text)? == 0 {
        return Err(Failure::of("nothing came from standard input"));
    }
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    Ok(Plain::new(text))
}

/// The terminal does not show what is typed for as long as this lives.
struct Quiet;

impl Quiet {
    fn begin() -> Self {
        stty("-echo");
        Self
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        stty("echo");
    }
}

/// POSIX's way to a terminal's switches without unsafe code.
fn stty(switch: &str) {
    let _ = Command::new("stty").arg(switch).stdin(Stdio::inherit()).stderr(Stdio::null()).status();
}
