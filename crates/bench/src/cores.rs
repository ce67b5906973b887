//! Which core of the machine somebody works on: the server under test has one for itself.

use crate::Outcome;
use std::process::Command;

/// A core.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Core(u32);

impl Core {
    /// The machine's first.
    pub(crate) fn first() -> Self {
        Self(0)
    }

    /// Of (server, load).
    pub(crate) fn of_server(cores: (u32, u32)) -> Self {
        Self(cores.0)
    }

    /// Of (server, load).
    pub(crate) fn of_load(cores: (u32, u32)) -> Self {
        Self(cores.1)
    }

    /// As the system counts it.
    pub(crate) fn number(self) -> String {
        self.0.to_string()
    }

    /// Keeps a running process on it.
    pub(crate) fn pin(self, pid: u32) -> Outcome<()> {
        let done = Command::new("taskset").args(["-a", "-c", "-p", &self.number(), &pid.to_string()]).output();
        match done {
            Ok(done) if done.status.success() => Ok(()),
            Ok(done) => Err(String::from_utf8_lossy(&done.stderr).trim().into()),
            Err(error) => {
                Err(format!("taskset (Debian: util-linux) is needed to keep processes apart: {error}").into())
            }
        }
    }
}
