//! The server's processes.

use crate::{Fault, succeed, until};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The server runs until its standard input ends, which it does with the program that started it, however that ends; then its folder goes. A line
/// on standard input only says that the server has ended.
const UNTIL_ORPHANED: &str = r#""$@" & server=$!; echo "$server"; read -r ended && { wait "$server"; exit; }
kill -QUIT "$server"; kill -CONT "$server"; wait "$server"; rm -rf "$FOLDER""#;

/// How a server ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It ends its connections, writes what it has, and goes (`pg_ctl stop -m fast`).
    Fast,
    /// It goes at once, and recovers at its next start (`-m immediate`).
    Immediate,
    /// Its first process is killed (SIGKILL); the others find that out and end.
    Killed,
}

/// A running server, and the shell that watches over it.
#[derive(Debug)]
pub(crate) struct Running {
    shell: Child,
    first: String,
}

impl Running {
    /// Runs that command.
    pub(crate) fn start(server: &Command, folder: &Path) -> Result<Self, Fault> {
        let mut shell = Command::new("sh");
        shell.args(["-c", UNTIL_ORPHANED, "sh"]).arg(server.get_program()).args(server.get_args());
        shell.env("FOLDER", folder).current_dir(folder);
        let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut first = String::new();
        BufReader::new(shell.stdout.take().ok_or(Fault::Failed("sh"))?).read_line(&mut first)?;
        Ok(Self { shell, first: first.trim().to_owned() })
    }

    /// The shell, from which all of them come.
    pub(crate) fn pid(&self) -> u32 {
        self.shell.id()
    }

    /// Ends all of it.
    pub(crate) fn stop(mut self, how: Stop) -> Result<(), Fault> {
        // It forks no more, so that its last children are known: another server can only start when they have ended.
        let children = match how {
            Stop::Killed => {
                signal("STOP", &self.first)?;
                self.children()?
            }
            Stop::Fast | Stop::Immediate => Vec::new(),
        };
        signal(how.signal(), &self.first)?;
        if let Some(input) = &mut self.shell.stdin {
            input.write_all(b"ended\n")?;
        }
        self.shell.wait()?;
        until("the end of PostgreSQL", || Ok(!children.iter().any(|child| process(child).exists())))
    }

    /// Sends a signal to every process.
    pub(crate) fn signal_all(&self, name: &str) -> Result<(), Fault> {
        signal(name, &self.first)?;
        // Some end meanwhile.
        self.children()?.iter().try_for_each(|child| signal(name, child).or_else(|fault| unless_gone(child, fault)))
    }

    fn children(&self) -> Result<Vec<String>, Fault> {
        let file = process(&self.first).join("task").join(&self.first).join("children");
        Ok(std::fs::read_to_string(file)?.split_whitespace().map(str::to_owned).collect())
    }
}

impl Stop {
    fn signal(self) -> &'static str {
        match self {
            Self::Fast => "INT",
            Self::Immediate => "QUIT",
            Self::Killed => "KILL",
        }
    }
}

fn unless_gone(process_id: &str, fault: Fault) -> Result<(), Fault> {
    if process(process_id).exists() { Err(fault) } else { Ok(()) }
}

fn process(id: &str) -> PathBuf {
    Path::new("/proc").join(id)
}

fn signal(name: &str, process_id: &str) -> Result<(), Fault> {
    succeed("kill", Command::new("kill").args(["-s", name, process_id]).stderr(Stdio::null()))
}
