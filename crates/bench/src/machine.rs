//! What stands beside the figures: the machine, who else works on it, and its disk.

use crate::Outcome;
use crate::args::Args;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
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

/// What was measured: the program, its source and its compiler, as far as they are known here.
pub(crate) fn program(binary: &Path) -> Outcome<String> {
    let version = says(Command::new(binary).arg("--version"))?;
    let here = env!("CARGO_MANIFEST_DIR");
    // What is written there while the program is measured is no part of it.
    const BESIDE: &str = ":(top,exclude)docs";
    let git = |words: &[&str]| says(Command::new("git").args(words).args(["--", ":/", BESIDE]).current_dir(here));
    let changed = git(&["status", "--porcelain"]).is_ok_and(|changed| !changed.is_empty());
    let commit = git(&["log", "-1", "--format=%h"]).map_or_else(
        |_| "no checkout".to_owned(),
        |commit| format!("checkout at {commit}{}", if changed { ", changed" } else { "" }),
    );
    let rustc = says(Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("--version"));
    Ok(format!("{version}, {commit}, {}", rustc.unwrap_or_else(|_| "unknown compiler".to_owned())))
}

/// The time, to the minute.
pub(crate) fn time() -> Outcome<String> {
    says(Command::new("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]))
}

fn says(command: &mut Command) -> Outcome<String> {
    let told = command.stderr(Stdio::null()).output()?;
    match told.status.success() {
        true => Ok(String::from_utf8(told.stdout)?.trim().to_owned()),
        false => Err(format!("{}: {}", command.get_program().display(), told.status).into()),
    }
}

/// The file system that a folder lies on, and its device.
pub(crate) fn file_system(folder: &Path) -> Outcome<String> {
    let (folder, mounts) = (folder.canonicalize()?, std::fs::read_to_string("/proc/mounts")?);
    mounted(&mounts, &folder).ok_or_else(|| format!("nothing is mounted at {}", folder.display()).into())
}

/// proc_pid_mounts(5): device, place and kind. The place that is nearest holds, and of those that are mounted at the same place the last.
fn mounted(mounts: &str, folder: &Path) -> Option<String> {
    let fields = |line: &str| -> Option<(usize, String)> {
        let mut words = line.split(' ');
        let (device, place, kind) = (words.next()?, words.next()?, words.next()?);
        folder.starts_with(place).then(|| (Path::new(place).components().count(), format!("{kind} on {device}")))
    };
    mounts.lines().filter_map(fields).max_by_key(|(depth, _)| *depth).map(|(_, told)| told)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_lies_on_what_is_mounted_nearest_and_last() {
        let mounts = "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n/dev/vdb /tmp/data xfs rw 0 0\nnone /tmp/data/old tmpfs rw 0 0\n/dev/vdc /tmp/data/old ext4 rw 0 0\n";
        let told = |folder: &str| mounted(mounts, Path::new(folder)).unwrap();
        assert_eq!(told("/var/tmp"), "ext4 on /dev/vda");
        assert_eq!(told("/tmp/data-of-others"), "tmpfs on tmpfs");
        assert_eq!(told("/tmp/data/own"), "xfs on /dev/vdb");
        assert_eq!(told("/tmp/data/old/a"), "ext4 on /dev/vdc");
    }
}
