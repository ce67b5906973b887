//! Where it runs.

use crate::Fault;
use std::process::Command;

const PROGRAM: &str = "log -1 --format=%h -- crates/server crates/store crates/engine crates/dialect migrations";
const PACKAGES: &str = "-W -f=${Package}=${Version}\\n postgresql-15 patroni etcd-server haproxy nginx";

/// A line each: what, and how it is there.
pub(crate) fn told() -> Result<Vec<(&'static str, String)>, Fault> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo")?;
    let names: Vec<_> = cpu.lines().filter(|line| line.starts_with("model name")).collect();
    let name = names.first().and_then(|line| line.split_once(": ")).map_or("unknown", |(_, name)| name);
    let memory = std::fs::read_to_string("/proc/meminfo")?;
    let kilobytes: u64 = memory.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
    let debian = std::fs::read_to_string("/etc/debian_version").unwrap_or_default();
    Ok(vec![
        ("machine", format!("{} cores of {name}, {} GiB, shared", names.len(), kilobytes / 1024 / 1024)),
        ("system", format!("Debian {}, Linux {}", debian.trim(), says("uname", "-r")?)),
        ("packages", says("dpkg-query", PACKAGES).unwrap_or_default().replace('=', " ").replace('\n', ", ")),
    ])
}

/// The time, to the minute.
pub(crate) fn now() -> Result<String, Fault> {
    Ok(says("date", "-u +%Y-%m-%d=%H:%M=UTC")?.replace('=', " "))
}

/// The commit that changed the program last.
pub(crate) fn program() -> Result<String, Fault> {
    says("git", PROGRAM)
}

/// What else the machine does: processes that want a core, on average over a minute.
pub(crate) fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

fn says(program: &str, words: &str) -> Result<String, Fault> {
    let out = Command::new(program).args(words.split(' ')).output()?;
    match out.status.success() {
        true => Ok(String::from_utf8(out.stdout)?.trim().to_owned()),
        false => Err(format!("{program} {words}: {}", String::from_utf8_lossy(&out.stderr)).into()),
    }
}
