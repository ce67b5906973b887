//! The data folder, the root key, free space.

use super::Finding;
use crate::config::Config;
use crate::config::DATABASE;
use crate::keys::{Keys, ROOT_KEY_FILE, ROOT_KEY_VARIABLE};
use engine::time::Now;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::UNIX_EPOCH;

/// Below it, a database that grows is soon in trouble.
const LEAST_FREE_MIB: u64 = 512;
/// 2026-01-01: no Grantor is older.
const FIRST_DAY: i64 = 1_767_225_600;
/// Seconds that clocks of one machine may differ by.
const TOLERANCE: i64 = 60;

pub(super) fn examine(config: &Config, now: Now) -> Vec<Finding> {
    if !config.data.exists() {
        let what = format!("{} is not there yet; the first start makes it", config.data.display());
        return vec![Finding::note("data folder", what), clock(&config.data, now)];
    }
    vec![permissions(&config.data), root_key(&config.data), space(&config.data), clock(&config.data, now)]
}

fn permissions(data: &Path) -> Finding {
    const SUBJECT: &str = "data folder";
    let shown = data.display();
    match std::fs::metadata(data) {
        Err(error) => Finding::fault(SUBJECT, format!("{shown}: {error}")),
        Ok(own) if !own.is_dir() => Finding::fault(SUBJECT, format!("{shown} is no folder")),
        Ok(own) if own.permissions().mode() & 0o022 != 0 => {
            Finding::fault(SUBJECT, format!("others can write to {shown}; run chmod 700 {shown}"))
        }
        Ok(_) => Finding::fine(SUBJECT, shown.to_string()),
    }
}

fn root_key(data: &Path) -> Finding {
    const SUBJECT: &str = "root key";
    let path = data.join(ROOT_KEY_FILE);
    let from_environment = std::env::var_os(ROOT_KEY_VARIABLE).is_some();
    match Keys::find(data) {
        Ok(None) => Finding::note(
            SUBJECT,
            "not there; a start makes one where the database has no keys, and needs the one that belongs to it where it has",
        ),
        Ok(Some(_)) if from_environment => Finding::fine(SUBJECT, format!("from {ROOT_KEY_VARIABLE}")),
        Ok(Some(_)) => Finding::fine(SUBJECT, format!("{}, for its owner only", path.display())),
        Err(error) => Finding::fault(SUBJECT, error.to_string()),
    }
}

/// POSIX's `df`, since the standard library does not ask file systems.
fn space(data: &Path) -> Finding {
    const SUBJECT: &str = "free space";
    let asked = Command::new("df").arg("-Pk").arg(data).output().ok();
    let told = asked.and_then(|asked| String::from_utf8(asked.stdout).ok()).unwrap_or_default();
    let free =
        told.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)).and_then(|free| free.parse::<u64>().ok());
    match free.map(|kib| kib / 1024) {
        None => Finding::note(SUBJECT, "unknown: `df` did not tell"),
        Some(mib) if mib < LEAST_FREE_MIB => {
            Finding::fault(SUBJECT, format!("{mib} MiB: make room, or writes will soon be refused with 503"))
        }
        Some(mib) => Finding::fine(SUBJECT, format!("{mib} MiB")),
    }
}

/// A clock that goes back makes tokens live again.
fn clock(data: &Path, now: Now) -> Finding {
    const SUBJECT: &str = "clock";
    let written = std::fs::metadata(data.join(DATABASE)).and_then(|own| own.modified()).ok();
    let written =
        written.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).and_then(|since| i64::try_from(since.as_secs()).ok());
    let said = jiff::Timestamp::from_second(now.secs()).map(|at| at.to_string()).unwrap_or_default();
    match written {
        _ if now.secs() < FIRST_DAY => Finding::fault(SUBJECT, format!("it says {said}: set it, by NTP")),
        Some(written) if now.secs() + TOLERANCE < written => Finding::fault(
            SUBJECT,
            format!("it says {said}, and the database was written later than that: set it, by NTP"),
        ),
        _ => Finding::fine(SUBJECT, said),
    }
}
