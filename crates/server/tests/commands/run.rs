//! Runs the binary.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

/// The program with these words.
pub(crate) fn grantor(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grantor"));
    command.args(words).env_remove("GRANTOR_ROOT_KEY").stdin(Stdio::null());
    command
}

/// Exit status, standard output, standard error.
pub(crate) fn told(words: &[&str]) -> (i32, String, String) {
    ended(grantor(words).output().unwrap())
}

/// The same, with this on standard input.
pub(crate) fn told_with(words: &[&str], input: &str) -> (i32, String, String) {
    let mut child = grantor(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    ended(child.wait_with_output().unwrap())
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim_end().to_owned();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A running demo; ended when it goes out of scope.
pub(crate) struct Demo {
    child: Child,
    /// Its JSON line.
    pub(crate) line: Value,
}

impl Demo {
    /// `demo --json` on a free port.
    pub(crate) fn start(more: &[&str]) -> Self {
        let words: Vec<&str> = ["demo", "--json", "--listen", "127.0.0.1:0"].iter().chain(more).copied().collect();
        let mut child = grantor(&words).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, line: serde_json::from_str(&line).unwrap() }
    }

    /// The realm's entry.
    pub(crate) fn realm(&self, name: &str) -> &Value {
        self.line["realms"].as_array().unwrap().iter().find(|realm| realm["name"] == name).unwrap()
    }

    /// The id of the realm's first app.
    pub(crate) fn app(&self, realm: &str) -> &str {
        self.realm(realm)["apps"][0]["client_id"].as_str().unwrap()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> &str {
        self.line["data"].as_str().unwrap()
    }

    /// `grantor NOUN VERB --data … --realm …` beside it, which must succeed.
    pub(crate) fn admin(&self, verb: &[&str], realm: &str, rest: &[&str]) -> String {
        let target = ["--data", self.data(), "--realm", realm];
        let words: Vec<&str> = verb.iter().chain(&target).chain(rest).copied().collect();
        let (status, out, err) = told(&words);
        assert_eq!(status, 0, "{words:?}: {err}");
        out
    }

    /// Sends a signal and waits for the end; gives the exit status.
    pub(crate) fn signalled(mut self, signal: &str) -> Option<i32> {
        self.end(signal)
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).stderr(Stdio::null()).status();
        assert!(sent.is_ok());
    }

    fn end(&mut self, signal: &str) -> Option<i32> {
        self.signal(signal);
        self.child.wait().unwrap().code()
    }
}

impl Drop for Demo {
    /// By a signal that it handles, so that its temporary folder goes too.
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.end("-TERM");
        }
    }
}
