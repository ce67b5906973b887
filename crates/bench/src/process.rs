//! Children, their core, their CPU time and memory; and a folder that goes with us.

use crate::{Fault, Outcome};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The unit of CPU time in /proc: Linux shows 100 a second on every machine.
const TICK_MICROS: u64 = 10_000;

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

    /// Keeps a running process on it.
    pub(crate) fn pin(self, pid: u32) -> Outcome<()> {
        let done = Command::new("taskset").args(["-a", "-c", "-p", &self.0.to_string(), &pid.to_string()]).output();
        match done {
            Ok(done) if done.status.success() => Ok(()),
            Ok(done) => Err(String::from_utf8_lossy(&done.stderr).trim().into()),
            Err(error) => {
                Err(format!("taskset (Debian: util-linux) is needed to keep processes apart: {error}").into())
            }
        }
    }
}

/// A server of ours; it ends with us.
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Starts it on its core and waits for its first line.
    pub(crate) fn start(command: &mut Command, core: Core) -> Outcome<(Self, String)> {
        let mut pinned = Command::new("taskset");
        pinned.args(["-c", &core.0.to_string()]).arg(command.get_program()).args(command.get_args());
        let mut child = pinned.stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("no output to read")?;
        let server = Self { child };
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        match line.trim() {
            "" => Err("a server ended before it was ready".into()),
            line => Ok((server, line.to_owned())),
        }
    }

    /// CPU time of the whole process so far, user and system, in microseconds.
    pub(crate) fn cpu_micros(&self) -> Outcome<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // proc_pid_stat(5): behind the name in brackets come fields 3 and on; 14 and 15 are utime and stime.
        let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace()).ok_or("unreadable /proc")?;
        let ticks: Vec<u64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
        match ticks.as_slice() {
            [user, system] => Ok((user + system) * TICK_MICROS),
            _ => Err(Fault::from("unreadable /proc")),
        }
    }

    /// The most memory that it has had, in MiB.
    pub(crate) fn peak_memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for databases.
pub(crate) struct Folder {
    /// Where.
    pub(crate) path: PathBuf,
}

impl Folder {
    /// Makes one of our own in that folder.
    pub(crate) fn made(within: Option<&Path>) -> Outcome<Self> {
        let within = within.map_or_else(std::env::temp_dir, Path::to_path_buf);
        let path = within.join(format!("grantor-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
