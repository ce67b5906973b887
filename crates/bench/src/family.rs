//! A process and all that came from it: its CPU time and memory.

use crate::Outcome;
use crate::cores::Core;

/// The unit of CPU time in /proc: Linux shows 100 a second on every machine.
const TICK_MICROS: u64 = 10_000;

/// What is read of a process.
struct Stat {
    parent: u32,
    /// CPU time, user and system.
    ticks: u64,
}

impl Stat {
    fn of(pid: u32) -> Outcome<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // proc_pid_stat(5): behind the name in brackets come fields 3 and on; 4 is ppid, 14 and 15 are utime and stime.
        let (_, rest) = stat.rsplit_once(')').ok_or("unreadable /proc")?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let field = |number: usize| -> Outcome<u64> {
            Ok(fields.get(number - 3).and_then(|text| text.parse().ok()).ok_or("unreadable /proc")?)
        };
        Ok(Self { parent: field(4)? as u32, ticks: field(14)? + field(15)? })
    }
}

/// A process and all that came from it and still runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family(pub(crate) u32);

impl Family {
    /// CPU time so far, in microseconds.
    pub(crate) fn cpu_micros(self) -> Outcome<u64> {
        Ok(self.members()?.iter().map(|(_, stat)| stat.ticks).sum::<u64>() * TICK_MICROS)
    }

    /// CPU time since then, in microseconds.
    pub(crate) fn cpu_since(self, before: u64) -> Outcome<u64> {
        let since = self.cpu_micros()?.checked_sub(before);
        since.ok_or_else(|| format!("a process of server {} ended while it was measured", self.0).into())
    }

    /// Keeps them on a core, and what they start from now on.
    pub(crate) fn pin(self, core: Core) -> Outcome<()> {
        self.members()?.iter().try_for_each(|(pid, _)| core.pin(*pid))
    }

    /// The most memory that they have had, in MiB: what is shared counts for each.
    pub(crate) fn peak_memory(self) -> Option<f64> {
        self.memory("status", "VmHWM:")
    }

    /// Memory now, in MiB: what is shared counts once.
    pub(crate) fn memory_now(self) -> Option<f64> {
        self.memory("smaps_rollup", "Pss:")
    }

    fn memory(self, file: &str, field: &str) -> Option<f64> {
        let of = |pid: u32| -> Option<f64> {
            let text = std::fs::read_to_string(format!("/proc/{pid}/{file}")).ok()?;
            let line = text.lines().find_map(|line| line.strip_prefix(field))?;
            line.split_whitespace().next()?.parse().ok()
        };
        let kib: Vec<f64> = self.members().ok()?.into_iter().filter_map(|(pid, _)| of(pid)).collect();
        (!kib.is_empty()).then(|| kib.iter().sum::<f64>() / 1024.0)
    }

    fn members(self) -> Outcome<Vec<(u32, Stat)>> {
        let numbers =
            std::fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let all: Vec<(u32, Stat)> = numbers.filter_map(|pid| Some((pid, Stat::of(pid).ok()?))).collect();
        let mut known = vec![self.0];
        loop {
            let more: Vec<u32> = all
                .iter()
                .filter(|(pid, stat)| known.contains(&stat.parent) && !known.contains(pid))
                .map(|(pid, _)| *pid)
                .collect();
            if more.is_empty() {
                return Ok(all.into_iter().filter(|(pid, _)| known.contains(pid)).collect());
            }
            known.extend(more);
        }
    }
}
