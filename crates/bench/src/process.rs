//! Children, each on its core; and a folder that goes with us.

use crate::Outcome;
use crate::cores::Core;
use crate::family::Family;
use crate::http::{get, once};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How often is looked whether a server answers.
const LOOK: Duration = Duration::from_millis(2);
/// How long one may take to its first line: within valgrind, on a busy machine, the demo's passwords take minutes to hash.
const FIRST_LINE: Duration = Duration::from_secs(600);
/// How long one that was asked to end may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that was started here, and all that it starts; they end with us.
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Starts it on its core and waits for its first line.
    pub(crate) fn start(command: &mut Command, core: Core) -> Outcome<(Self, String)> {
        let mut child = kept(command, core).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("no output to read")?;
        let server = Self { child };
        let said = first_line(stdout, FIRST_LINE);
        let line = said.map_err(|fault| format!("{}: {fault}", command.get_program().display()))?;
        Ok((server, line))
    }

    /// Starts one that says nothing of itself: what it prints goes into a file.
    pub(crate) fn begin(command: &mut Command, core: Core, log: File) -> Outcome<Self> {
        let child = kept(command, core).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        Ok(Self { child })
    }

    /// Waits until a path answers with 200.
    pub(crate) async fn answers(&mut self, at: SocketAddr, path: &str, limit: Duration) -> Outcome<()> {
        let (begun, ask) = (Instant::now(), get(at, path, ""));
        while once(at, &ask, |answer| answer.fine().map(|_| ())).await.is_err() {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return Err("it ended before it answered".into());
            }
            if begun.elapsed() > limit {
                return Err("it never answered".into());
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// Asks it to end, and waits: so it hands on what it has, such as its turn at housekeeping.
    pub(crate) fn end(mut self) -> Outcome<()> {
        let pid = self.child.id().to_string();
        Command::new("sh").args(["-c", "kill -s TERM \"$1\"", "sh", &pid]).status()?;
        let begun = Instant::now();
        while self.child.try_wait()?.is_none() {
            if begun.elapsed() > PATIENCE {
                return Err("a server does not end".into());
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Lets it and all that came from it do nothing until [`Self::go_on`].
    pub(crate) fn halt(&self) -> Outcome<()> {
        signal(self.child.id(), "STOP")
    }

    /// Lets them go on.
    pub(crate) fn go_on(&self) -> Outcome<()> {
        signal(self.child.id(), "CONT")
    }

    /// Its number.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// It and all that came from it.
    pub(crate) fn family(&self) -> Family {
        Family(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end_group(&mut self.child);
    }
}

/// Read in a thread of its own, which ends with the output: whoever waits does not do so for ever.
fn first_line(stdout: ChildStdout, limit: Duration) -> Outcome<String> {
    let (sender, said) = channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(stdout).read_line(&mut line);
        // Whoever has given up needs no line.
        let _ = sender.send(read.map(|_| line));
    });
    match said.recv_timeout(limit) {
        Ok(Ok(line)) if !line.trim().is_empty() => Ok(line.trim().to_owned()),
        Ok(Ok(_)) | Err(RecvTimeoutError::Disconnected) => Err("it ended before it was ready".into()),
        Ok(Err(error)) => Err(error.into()),
        Err(RecvTimeoutError::Timeout) => Err(format!("it said nothing within {} s", limit.as_secs()).into()),
    }
}

/// The same command on one core, in a group of its own, and ended by the kernel should we be ended first.
fn kept(command: &Command, core: Core) -> Command {
    let mut kept = Command::new("taskset");
    kept.args(["-c", &core.number(), "setpriv", "--pdeathsig", "KILL"]);
    kept.arg(command.get_program()).args(command.get_args()).process_group(0);
    kept.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        kept.current_dir(folder);
    }
    kept
}

/// Ends a child that leads a group, with the whole group.
pub(crate) fn end_group(child: &mut Child) {
    let _ = signal(child.id(), "KILL");
    let _ = child.kill();
    let _ = child.wait();
}

fn signal(group: u32, name: &str) -> Outcome<()> {
    let words = ["-c", "kill -s \"$1\" -- \"-$2\"", "sh", name, &group.to_string()];
    let done = Command::new("sh").args(words).stderr(Stdio::null()).status()?;
    if done.success() { Ok(()) } else { Err(format!("no group {group} takes {name}").into()) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn said(script: &str, limit: Duration) -> Outcome<String> {
        let mut child =
            Command::new("sh").args(["-c", script]).process_group(0).stdout(Stdio::piped()).spawn().unwrap();
        let line = first_line(child.stdout.take().unwrap(), limit);
        end_group(&mut child);
        line
    }

    #[test]
    fn a_server_that_says_nothing_is_not_waited_for_for_ever() {
        let begun = Instant::now();
        let told = said("sleep 60", Duration::from_secs(1)).unwrap_err().to_string();
        assert_eq!(told, "it said nothing within 1 s");
        assert!(begun.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_server_is_ready_with_its_first_line() {
        assert_eq!(said("echo ready; sleep 60", Duration::from_secs(30)).unwrap(), "ready");
        assert_eq!(said("true", Duration::from_secs(30)).unwrap_err().to_string(), "it ended before it was ready");
    }
}
