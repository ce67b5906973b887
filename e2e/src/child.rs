//! Programs that end with the test, also when it panics.

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};

/// A running program with all that it starts.
pub struct Ending {
    child: Child,
}

impl Ending {
    /// Starts it in a process group of its own.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_owned();
        let child = command.process_group(0).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{} does not start: {error}", name.display())) }
    }

    /// The process itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Asks it to end (SIGTERM) and waits for it.
    pub fn terminate(mut self) -> ExitStatus {
        let _ = kill_process(self.pid(), Signal::TERM);
        self.child.wait().expect("the end of a program")
    }

    /// How it has ended by itself, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the state of a program")
    }

    /// Ends it in the middle of whatever it does (SIGKILL).
    pub fn kill(self) {}

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = kill_process_group(self.pid(), Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Where a program lies that Debian has a package for.
pub fn installed(program: &str, package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let known = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    known.map(|folder| folder.join(program)).find(|file| file.is_file()).unwrap_or_else(|| {
        panic!("there is no {program} on this machine, and this test runs a real one: install it (Debian: apt-get install {package})")
    })
}

/// An address on which nobody listens at the moment.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its address")
}
