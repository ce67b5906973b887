//! A share of a core that a process does not go beyond.

use crate::Outcome;
use crate::process::Server;
use std::path::{Path, PathBuf};

/// Microseconds in which the kernel counts: so few that nobody waits long for the next ones.
const PERIOD: u32 = 10_000;
/// Where control groups are: version 2 of them, or the part of version 1 that counts CPU time.
const GROUPS: &str = "/sys/fs/cgroup";

/// A control group with a quarter of a core. It goes with this, once nobody is in it.
pub(crate) struct Quarter {
    folder: PathBuf,
}

impl Quarter {
    /// Puts a running server into one of its own.
    pub(crate) fn of(server: &Server) -> Outcome<Self> {
        let pid = server.pid();
        Self::made(pid).map_err(|error| {
            format!("a share of a core is a control group's bound, which only root may set: {error}").into()
        })
    }

    fn made(pid: u32) -> std::io::Result<Self> {
        let groups = Path::new(GROUPS);
        let name = format!("grantor-bench-{pid}");
        let unified = groups.join("cgroup.controllers").exists();
        let folder = if unified { groups.join(name) } else { groups.join("cpu").join(name) };
        if unified {
            std::fs::write(groups.join("cgroup.subtree_control"), "+cpu")?;
        }
        std::fs::create_dir(&folder)?;
        let group = Self { folder };
        let quota = PERIOD / 4;
        if unified {
            std::fs::write(group.folder.join("cpu.max"), format!("{quota} {PERIOD}"))?;
        } else {
            std::fs::write(group.folder.join("cpu.cfs_period_us"), PERIOD.to_string())?;
            std::fs::write(group.folder.join("cpu.cfs_quota_us"), quota.to_string())?;
        }
        std::fs::write(group.folder.join("cgroup.procs"), pid.to_string())?;
        Ok(group)
    }
}

impl Drop for Quarter {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir(&self.folder);
    }
}
