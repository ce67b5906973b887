//! How a thread stands among the others that want a core.

use std::io;
use std::time::Duration;

/// So long a hash would like to keep a core. Whoever wakes up and wants one for less is put in front at once (Linux 6.12 and later; before, this says
/// nothing). `SCHED_IDLE` alone does that for threads of one group, and systems make a group of each session (sched(7), "The autogroup feature"): the threads
/// of the kernel that complete a write are in another one, and waited for the next tick behind every hash.
const SLICE: Duration = Duration::from_millis(100);

/// Puts this thread behind everything else: Linux' `SCHED_IDLE`, which needs no rights (sched(7)), with a long slice.
#[cfg(target_os = "linux")]
pub(super) fn step_back() -> io::Result<()> {
    // A slice is said with the usual policy, and stays with the other one.
    stand(libc::SCHED_OTHER, SLICE)?;
    stand(libc::SCHED_IDLE, Duration::ZERO)
}

/// There is no such rank.
#[cfg(not(target_os = "linux"))]
pub(super) fn step_back() -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// sched_setattr(2) of this thread.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "no library says this of threads that are not in real time")]
fn stand(policy: libc::c_int, slice: Duration) -> io::Result<()> {
    let attributes = libc::sched_attr {
        size: size_of::<libc::sched_attr>() as u32,
        sched_policy: policy.unsigned_abs(),
        sched_flags: 0,
        sched_nice: 0,
        sched_priority: 0,
        sched_runtime: slice.as_nanos() as u64,
        sched_deadline: 0,
        sched_period: 0,
    };
    // SAFETY: the kernel reads as many bytes as `size` says, during the call, and writes none.
    let done = unsafe { libc::syscall(libc::SYS_sched_setattr, 0, &raw const attributes, 0) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
