//! What stands beside the figures: the machine, who else works on it, and its disk.

use crate::Outcome;
use crate::args::Args;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Writes that are timed.
const SYNCS: usize = 100;

/// The load average of the last minute.
#[derive(Clone, Debug)]
pub(crate) struct Load(pub(crate) String);

impl Load {
    /// As it is now.
    pub(crate) fn now() -> Self {
        let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Self(text.split_whitespace().next().unwrap_or("unknown").to_owned())
    }
}

/// Load and disk at one moment: they stand beside every figure that waits for the disk.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    load: Load,
    /// Of one write with fdatasync, in microseconds.
    sync: u64,
}

impl Surroundings {
    /// As they are now.
    pub(crate) fn now(folder: &Path) -> Outcome<Self> {
        Ok(Self { load: Load::now(), sync: sync_micros(folder)? })
    }

    /// A sentence about before and after.
    pub(crate) fn told(before: &Self, after: &Self) -> String {
        format!(
            "Load average {} before, {} after; one write with fdatasync {} µs before, {} after.",
            before.load.0, after.load.0, before.sync, after.sync
        )
    }
}

/// What the report says beside the table.
pub(crate) struct Facts<'a> {
    /// How it was run.
    pub(crate) args: &'a Args,
    /// Median time of one write of 4 KiB with fdatasync, in microseconds.
    pub(crate) sync: u64,
    /// Before.
    pub(crate) before: Load,
    /// After: our own two processes count in it.
    pub(crate) after: Load,
    /// Peak memory of the server in MiB.
    pub(crate) memory: Option<f64>,
}

/// Files and connections that a process may have open.
pub(crate) fn open_files() -> Outcome<usize> {
    let text = std::fs::read_to_string("/proc/self/limits")?;
    let line = text.lines().find_map(|line| line.strip_prefix("Max open files"));
    // The soft bound, then the hard one.
    let soft = line.and_then(|line| line.split_whitespace().next()).ok_or("unreadable /proc")?;
    Ok(if soft == "unlimited" { usize::MAX } else { soft.parse()? })
}

/// The processor's name, and how many cores there are.
pub(crate) fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let names: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("model name"))
        .filter_map(|line| Some(line.split_once(':')?.1.trim()))
        .collect();
    format!("{} x {}", names.len(), names.first().unwrap_or(&"unknown processor"))
}

/// Median microseconds of an appended 4 KiB with fdatasync, as a database's log has it.
pub(crate) fn sync_micros(folder: &Path) -> Outcome<u64> {
    let path = folder.join("sync");
    let mut file = File::create(&path)?;
    let mut times = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let start = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(start.elapsed().as_micros());
    }
    std::fs::remove_file(path)?;
    times.sort_unstable();
    Ok(times.get(SYNCS / 2).copied().unwrap_or_default() as u64)
}
