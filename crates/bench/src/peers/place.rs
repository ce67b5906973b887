//! Where a peer lies, how it gets there, and how it is started: bounded in time, and ended with all its processes.

use super::Paths;
use crate::args::PeerName;
use crate::cores::Core;
use crate::process::{Server, end_group};
use crate::{Fault, Outcome};
use std::fs::File;
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a peer may take to be brought here.
const INSTALL: Duration = Duration::from_secs(600);
/// How long making its data may take.
const PREPARE: Duration = Duration::from_secs(60);
/// How long it may take until it answers.
const START: Duration = Duration::from_secs(180);
/// As much as is told of what went wrong.
const TOLD: usize = 2000;

/// The files of a peer: name and text.
pub(super) type Files<'a> = &'a [(&'a str, &'a str)];

/// The folders of one peer.
pub(super) struct Place {
    /// Whose.
    pub(super) name: PeerName,
    /// What was installed; it stays for the next run.
    pub(super) programs: PathBuf,
    /// Its database; it goes with us.
    pub(super) data: PathBuf,
}

/// A peer that answers.
pub(super) struct Started {
    /// Its processes.
    pub(super) server: Server,
    /// Where.
    pub(super) at: SocketAddr,
    /// From its start to its first answer.
    pub(super) took: Duration,
}

impl Place {
    /// Beside our own binary, and in the folder for data.
    pub(super) fn of(name: PeerName, data: &Path) -> Outcome<Self> {
        let programs = std::env::current_exe()?.with_file_name("peers").join(name.title());
        let data = data.join(name.title());
        std::fs::create_dir_all(&data)?;
        Ok(Self { name, programs, data })
    }

    /// Runs `install.sh` beside the other files, unless the same ones have brought here what is there. Gives the version.
    pub(super) fn install(&self, files: Files<'_>) -> Outcome<String> {
        let (stamp, version) = (self.programs.join("installed"), self.programs.join("version"));
        let wanted: String = files.iter().map(|(name, text)| format!("{name}\n{text}\n")).collect();
        if std::fs::read_to_string(&stamp).ok().as_deref() != Some(&wanted) {
            if self.programs.exists() {
                std::fs::remove_dir_all(&self.programs)?;
            }
            write(&self.programs, files)?;
            eprintln!("installing into {} …", self.programs.display());
            self.bounded(Command::new("bash").arg("install.sh").current_dir(&self.programs), INSTALL)?;
            std::fs::write(stamp, wanted)?;
        }
        Ok(std::fs::read_to_string(version)?.trim().to_owned())
    }

    /// Files beside its data.
    pub(super) fn write(&self, files: Files<'_>) -> Outcome<()> {
        write(&self.data, files)
    }

    /// Runs something that makes its data.
    pub(super) fn prepare(&self, command: &mut Command) -> Outcome<()> {
        self.bounded(command.current_dir(&self.data), PREPARE)
    }

    fn bounded(&self, command: &mut Command, limit: Duration) -> Outcome<()> {
        let log = File::create(self.log())?;
        let begun = Instant::now();
        command.process_group(0).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let mut child = command.spawn().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        loop {
            match child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(self.failed(&status.to_string())),
                None if begun.elapsed() > limit => {
                    end_group(&mut child);
                    return Err(self.failed("it took too long"));
                }
                None => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// Starts it and waits until it answers at the path of its metadata.
    pub(super) async fn start(
        &self,
        command: &mut Command,
        at: SocketAddr,
        paths: &Paths,
        core: Core,
    ) -> Outcome<Started> {
        let begun = Instant::now();
        let mut server = Server::begin(command.current_dir(&self.data), core, File::create(self.log())?)?;
        server.answers(at, paths.ready, START).await.map_err(|fault| self.failed(&fault.to_string()))?;
        Ok(Started { server, at, took: begun.elapsed() })
    }

    fn log(&self) -> PathBuf {
        self.data.join("log")
    }

    fn failed(&self, what: &str) -> Fault {
        let said = std::fs::read_to_string(self.log()).unwrap_or_default();
        let from = said.char_indices().rev().nth(TOLD).map_or(0, |(place, _)| place);
        format!("{what}: {}", said[from..].trim()).into()
    }

    /// Bytes that it takes on the disk, its interpreter left out.
    pub(super) fn installed_bytes(&self) -> Outcome<u64> {
        bytes_below(&self.programs)
    }
}

fn write(folder: &Path, files: Files<'_>) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    for (name, text) in files {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}

fn bytes_below(folder: &Path) -> Outcome<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let facts = entry.metadata()?;
        sum += if facts.is_dir() { bytes_below(&entry.path())? } else { facts.len() };
    }
    Ok(sum)
}
