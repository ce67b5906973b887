//! valgrind's callgrind: it runs the program on a processor of its own and counts what that does.

use crate::process::Server;
use crate::{Fault, Outcome};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whoever asks for memory comes to one of these: the program's own code to the first three, SQLite and the rest of C to the others.
const ALLOCATIONS: [&str; 7] =
    ["mi_malloc_aligned", "mi_zalloc_aligned", "mi_realloc_aligned", "malloc", "calloc", "realloc", "posix_memalign"];
const SYNCS: [&str; 2] = ["fsync", "fdatasync"];
/// A statement of SQLite that has run is reset, once.
const STATEMENTS: [&str; 1] = ["sqlite3_reset"];

/// What the processor did.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) instructions: u64,
    pub(super) allocations: u64,
    pub(super) statements: u64,
    pub(super) syncs: u64,
}

impl Counts {
    /// Of each the smaller one.
    pub(super) fn least(&self, other: &Self) -> Self {
        Self {
            instructions: self.instructions.min(other.instructions),
            allocations: self.allocations.min(other.allocations),
            statements: self.statements.min(other.statements),
            syncs: self.syncs.min(other.syncs),
        }
    }
}

/// The tool and where it writes.
pub(super) struct Callgrind {
    out: PathBuf,
}

impl Callgrind {
    /// Writes into that folder.
    pub(super) fn within(folder: &Path) -> Outcome<Self> {
        match Command::new("valgrind").arg("--version").output() {
            Ok(told) if told.status.success() => Ok(Self { out: folder.join("callgrind") }),
            _ => Err("valgrind is needed to count instructions (Debian: valgrind)".into()),
        }
    }

    /// What stands before the program's own command line.
    pub(super) fn command(&self) -> Vec<String> {
        let out = format!("--callgrind-out-file={}", self.out.display());
        // One worker: how often threads wake each other is the system's whim.
        ["env", "TOKIO_WORKER_THREADS=1", "valgrind", "-q", "--tool=callgrind", &out].map(str::to_owned).to_vec()
    }

    /// Counts from now on.
    pub(super) fn zero(&self, server: &Server) -> Outcome<()> {
        control("--zero", server)
    }

    /// What was counted since.
    pub(super) fn counts(&self, server: &Server) -> Outcome<Counts> {
        control("--dump", server)?;
        let folder = self.out.parent().ok_or("no folder")?;
        let dumps = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path());
        let number = |path: &PathBuf| path.extension()?.to_str()?.parse::<u32>().ok();
        let newest = dumps.filter(|path| path.with_extension("") == self.out).max_by_key(number);
        read(&std::fs::read_to_string(newest.ok_or("valgrind wrote nothing")?)?)
    }
}

fn control(what: &str, server: &Server) -> Outcome<()> {
    let told = Command::new("callgrind_control").arg(what).arg(server.family().0.to_string()).output()?;
    let text = String::from_utf8_lossy(&told.stdout);
    match told.status.success() && text.contains("OK.") {
        true => Ok(()),
        false => Err(format!("callgrind_control {what}: {text}{}", String::from_utf8_lossy(&told.stderr)).into()),
    }
}

/// Reads a profile: callgrind's manual, "Callgrind Format Specification". A name stands in full once, then by its number.
fn read(profile: &str) -> Outcome<Counts> {
    let mut counts = Counts::default();
    let mut names: HashMap<&str, &str> = HashMap::new();
    let mut called = "";
    for line in profile.lines() {
        let (key, value) = line.split_once(['=', ':']).unwrap_or_default();
        match key {
            "fn" | "cfn" => {
                let (number, name) = value.split_once(' ').unwrap_or((value, ""));
                if !name.is_empty() {
                    names.insert(number, name);
                }
                if key == "cfn" {
                    called = names.get(number).copied().ok_or("a name that was never given")?;
                }
            }
            "calls" => {
                let times: u64 = value.split_whitespace().next().unwrap_or_default().parse()?;
                // Versions of glibc's symbols, and the cycles that valgrind finds, stand behind the name.
                let name = called.split(['@', '\'']).next().unwrap_or_default();
                counts.allocations += if ALLOCATIONS.contains(&name) { times } else { 0 };
                counts.statements += if STATEMENTS.contains(&name) { times } else { 0 };
                counts.syncs += if SYNCS.contains(&name) { times } else { 0 };
            }
            "summary" | "totals" => counts.instructions = value.trim().parse()?,
            _ => {}
        }
    }
    match counts.instructions {
        0 => Err(Fault::from("a profile without instructions")),
        _ => Ok(counts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_counts_the_smaller_one_is_the_least() {
        let one = Counts { instructions: 10, allocations: 5, statements: 2, syncs: 1 };
        let other = Counts { instructions: 9, allocations: 6, statements: 3, syncs: 0 };
        assert_eq!(one.least(&other), Counts { instructions: 9, allocations: 5, statements: 2, syncs: 0 });
    }

    #[test]
    fn a_profile_is_read_with_names_by_number() {
        let profile = "version: 1\nevents: Ir\n\nfn=(1) main\n0 5\ncfn=(2) malloc\ncalls=3 0\n0 30\n\n\
                       fn=(3) write\ncfn=(4) fdatasync@@GLIBC_2.2.5\ncalls=1 0\n0 9\ncfn=(2)\ncalls=4 0\n0 40\ncfn=(5) sqlite3_reset\ncalls=2 0\n0 1\n\
                       totals: 1234\n";
        let expected = Counts { instructions: 1234, allocations: 7, statements: 2, syncs: 1 };
        assert_eq!(read(profile).unwrap(), expected);
        assert!(read("cfn=(9)\ncalls=1 0\n").is_err());
    }
}
