//! The owner's own login: one of the sites in `examples/hand-off`, with its own users.

use crate::child::{Ending, free_address, installed};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the site and Grantor both know.
pub const SECRET: &str = "a secret of the owner's and Grantor's alone";

/// How one of the sites is started.
pub struct Example {
    folder: &'static str,
    program: &'static str,
    package: &'static str,
    words: &'static [&'static str],
}

/// With Node's own modules.
pub const NODE: Example = Example { folder: "node", program: "node", package: "nodejs", words: &["shop.mjs"] };
/// With Python's standard library; `-B`: nothing is left beside it.
pub const PYTHON: Example =
    Example { folder: "python", program: "python3", package: "python3", words: &["-B", "shop.py"] };

/// Where the site will be.
pub struct Address {
    /// What it listens on.
    pub at: SocketAddr,
    /// What it calls itself: another host than Grantor's 127.0.0.1, so that to a browser it is another site.
    pub origin: String,
    /// Its login page.
    pub page: String,
}

impl Address {
    /// A free one.
    pub fn free() -> Self {
        let at = free_address();
        let origin = format!("http://localhost:{}", at.port());
        Self { at, page: format!("{origin}/login"), origin }
    }
}

/// Where the examples lie.
pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/hand-off")
}

/// Starts the site of a realm, with users from that file, and waits until it listens.
pub fn site(example: &Example, address: &Address, issuer: &str, users: &Path) -> Ending {
    let mut command = Command::new(installed(example.program, example.package));
    command.args(example.words).current_dir(examples().join(example.folder)).stdout(Stdio::piped());
    command.envs([("SECRET", SECRET), ("PAGE", &address.page), ("ISSUER", issuer)]).env("USERS", users);
    let mut site = Ending::start(&mut command);
    let mut said = String::new();
    BufReader::new(site.child().stdout.as_mut().expect("its output")).read_line(&mut said).expect("a line");
    assert!(said.starts_with("Sign in at "), "{said}");
    site
}
