//! One step: it ends in time, and nothing of it stays.

use crate::steps::Step;
use crate::{Fault, machine};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Every process that a step starts has this in its environment.
const MARK: &str = "GRANTOR_FULL";
/// How long what a step has started may take to end after it.
const GRACE: Duration = Duration::from_secs(20);

/// What came of a step.
pub(crate) struct Ran {
    /// What went wrong.
    pub(crate) fault: Option<String>,
    /// When it began.
    pub(crate) at: String,
    /// The commit that changed the program last.
    pub(crate) program: String,
    pub(crate) took: Duration,
    /// What the machine did before.
    pub(crate) load: String,
    /// What it printed.
    pub(crate) said: Vec<String>,
}

/// Runs it, in a temporary folder of its own.
pub(crate) fn run(step: &Step) -> Result<Ran, Fault> {
    println!("== {}", step.name);
    let (at, program, load) = (machine::now()?, machine::program()?, machine::load());
    let folder = TempDir::with_prefix("grantor-full-")?;
    // PostgreSQL runs as somebody else.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755))?;
    let mark = format!("{}-{}", step.name, std::process::id());
    let mut words = step.words.split(' ');
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).envs(step.says.iter().copied()).env(MARK, &mark).env("TMPDIR", folder.path());
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().ok_or("a step without output")?;
    let reader = std::thread::spawn(move || echoed(output));
    let status = ended(&mut child, begun + Duration::from_secs(60 * step.minutes))?;
    let took = begun.elapsed();
    let stayed = swept(&format!("{MARK}={mark}"))?;
    let fault = match status {
        None => Some(format!("it did not end within {} minutes", step.minutes)),
        Some(status) if !status.success() => Some(status.to_string()),
        Some(_) if !stayed.is_empty() => Some(format!("it left behind: {}", stayed.join(", "))),
        Some(_) => None,
    };
    Ok(Ran { fault, at, program, took, load, said: reader.join().map_err(|_| "its output cannot be read")? })
}

/// All lines, as they come also to whoever watches.
fn echoed(output: impl Read) -> Vec<String> {
    let lines = BufReader::new(output).lines().map_while(Result::ok);
    lines.inspect(|line| println!("{line}")).collect()
}

/// `None`: its time was over, and it is ended.
fn ended(child: &mut Child, until: Instant) -> Result<Option<ExitStatus>, Fault> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() > until {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Ends what has not ended by itself; gives its names.
fn swept(mark: &str) -> Result<Vec<String>, Fault> {
    let begun = Instant::now();
    while !marked(mark)?.is_empty() && begun.elapsed() < GRACE {
        std::thread::sleep(Duration::from_millis(100));
    }
    let mut names = Vec::new();
    for process in marked(mark)? {
        names.push(
            std::fs::read_to_string(Path::new("/proc").join(process.to_string()).join("comm"))?.trim().to_owned(),
        );
        if let Some(process) = Pid::from_raw(process) {
            let _ = kill_process(process, Signal::KILL);
        }
    }
    Ok(names)
}

/// Processes with this in their environment.
fn marked(mark: &str) -> Result<Vec<i32>, Fault> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let entry = entry?;
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        if environment.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes()) {
            found.push(process);
        }
    }
    Ok(found)
}
