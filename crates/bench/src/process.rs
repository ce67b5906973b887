//! Children, their core, their CPU time and memory; and a folder that goes with us.

use crate::Outcome;
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
        Ok(Stat::of(self.child.id())?.ticks * TICK_MICROS)
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

/// What is read of a process.
struct Stat {
    parent: u32,
    /// CPU time, user and system.
    ticks: u64,
}

impl Stat {
    fn of(pid: u32) -> Outcome<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // proc_pid_stat(5): behind the name in brackets come fields 3 and on; 4 is ppid, 14 and 15 are utime and stime.
        let (_, rest) = stat.rsplit_once(')').ok_or("unreadable /proc")?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let field = |number: usize| -> Outcome<u64> {
            Ok(fields.get(number - 3).and_then(|text| text.parse().ok()).ok_or("unreadable /proc")?)
        };
        Ok(Self { parent: field(4)? as u32, ticks: field(14)? + field(15)? })
    }
}

/// A process and all that came from it and still runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family(pub(crate) u32);

impl Family {
    /// CPU time so far, in microseconds.
    pub(crate) fn cpu_micros(self) -> Outcome<u64> {
        Ok(self.members()?.iter().map(|(_, stat)| stat.ticks).sum::<u64>() * TICK_MICROS)
    }

    /// Keeps them on a core, and what they start from now on.
    pub(crate) fn pin(self, core: Core) -> Outcome<()> {
        self.members()?.iter().try_for_each(|(pid, _)| core.pin(*pid))
    }

    fn members(self) -> Outcome<Vec<(u32, Stat)>> {
        let numbers =
            std::fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let all: Vec<(u32, Stat)> = numbers.filter_map(|pid| Some((pid, Stat::of(pid).ok()?))).collect();
        let mut known = vec![self.0];
        loop {
            let more: Vec<u32> = all
                .iter()
                .filter(|(pid, stat)| known.contains(&stat.parent) && !known.contains(pid))
                .map(|(pid, _)| *pid)
                .collect();
            if more.is_empty() {
                return Ok(all.into_iter().filter(|(pid, _)| known.contains(pid)).collect());
            }
            known.extend(more);
        }
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
