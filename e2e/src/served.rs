//! `grantor serve` as a child, on a port that the system chooses.

use crate::child::Ending;
use crate::demo::grantor;
use crate::http::{Answer, Request};
use crate::until;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// Any free port.
pub const ANY: &str = "127.0.0.1:0";

/// A running server.
pub struct Served {
    /// Where it listens.
    pub at: SocketAddr,
    child: Ending,
    printed: PathBuf,
    log: PathBuf,
}

impl Served {
    /// With that configuration file, and these secrets in its environment. What it says lies beside the file.
    pub fn start(config: &Path, secrets: &[(&str, &str)]) -> Self {
        Self::start_by(grantor(&["serve", "--listen", ANY]), config, secrets)
    }

    /// The same, by a command that lacks its configuration.
    pub fn start_by(mut serve: Command, config: &Path, secrets: &[(&str, &str)]) -> Self {
        let [printed, log] = ["printed", "log"].map(|name| config.with_file_name(name));
        serve.arg("--config").arg(config).envs(secrets.iter().copied());
        serve.stdout(File::create(&printed).expect("a file")).stderr(File::create(&log).expect("a file"));
        let child = Ending::start(&mut serve);
        let at = until("the server", || {
            let said = std::fs::read_to_string(&log).ok()?;
            said.split_once("listen=")?.1.split_once(' ')?.0.parse().ok()
        });
        Self { at, child, printed, log }
    }

    /// One request.
    pub fn send(&self, request: Request) -> Answer {
        request.send(self.at).expect("an answer")
    }

    /// What it has printed so far.
    pub fn printed(&self) -> String {
        std::fs::read_to_string(&self.printed).expect("what it printed")
    }

    /// What its log has so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("its log")
    }

    /// The link by which the first administrator is made; waits for it.
    pub fn first_link(&self) -> String {
        until("a link to become the administrator", || {
            let printed = self.printed();
            let whole = printed.strip_suffix('\n')?;
            whole.lines().find(|line| line.starts_with("http://")).map(str::to_owned)
        })
    }

    /// Waits until it ends by itself.
    pub fn ended(&mut self) -> ExitStatus {
        until("the end of the server", || self.child.ended())
    }

    /// kill -9.
    pub fn kill(self) {
        self.child.kill();
    }

    /// Ends it as a service manager does.
    pub fn terminate(self) -> ExitStatus {
        self.child.terminate()
    }
}
