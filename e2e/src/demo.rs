//! `grantor demo --json` as a child, and what its line says.

use crate::child::Ending;
use crate::http::{Answer, Request};
use crate::person::Person;
use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// What people sign in with.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The address.
    pub email: String,
}

/// One app.
#[derive(Clone, Debug, Deserialize)]
pub struct App {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub client_id: String,
    /// Its secret, if it has one.
    pub client_secret: Option<String>,
    /// Where people may be sent back to.
    pub redirect_uris: Vec<String>,
}

impl App {
    /// What `grantor app create --json` has made.
    pub fn made(told: &str) -> Self {
        #[derive(Deserialize)]
        struct Made {
            app: App,
            client_secret: Option<String>,
        }
        let made: Made = serde_json::from_str(told).unwrap_or_else(|error| panic!("{error}: {told}"));
        Self { client_secret: made.client_secret, ..made.app }
    }
}

/// One mount.
#[derive(Clone, Debug, Deserialize)]
pub struct Realm {
    /// Its name.
    pub name: String,
    /// The dialect that it speaks.
    pub dialect: String,
    /// Where it lies.
    pub url: String,
    /// Its apps.
    pub apps: Vec<App>,
}

impl Realm {
    /// The first app of that kind.
    pub fn app(&self, kind: &str) -> &App {
        self.apps
            .iter()
            .find(|app| app.kind == kind)
            .unwrap_or_else(|| panic!("no app of kind {kind} in {}", self.name))
    }
}

/// The line that the demo prints when its port is open.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// The public address.
    pub url: String,
    /// The data folder.
    pub data: PathBuf,
    /// Who signs in.
    pub account: Account,
    /// The administration.
    pub admin: String,
    /// Who may do everything there.
    pub administrator: Account,
    /// All mounts.
    pub realms: Vec<Realm>,
}

/// A running demo.
pub struct Demo {
    /// What it printed.
    pub line: Line,
    /// Where it listens.
    pub at: SocketAddr,
    child: Ending,
    // Dropped last: the database lies in it.
    folder: Option<TempDir>,
}

impl Demo {
    /// A demo in a folder that goes at the end.
    pub fn start(more: &[&str]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let mut demo = Self::start_in(folder.path(), more);
        demo.folder = Some(folder);
        demo
    }

    /// A demo in that folder, which stays.
    pub fn start_in(folder: &Path, more: &[&str]) -> Self {
        Self::start_by(grantor(&[]), folder, more)
    }

    /// The same, by another program.
    pub fn start_by(mut command: Command, folder: &Path, more: &[&str]) -> Self {
        command.args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"]);
        command.arg(folder).args(more).stdout(Stdio::piped());
        let mut child = Ending::start(&mut command);
        let mut text = String::new();
        let out = child.child().stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut text).expect("a line");
        let line: Line =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("no line of JSON ({error}): {text:?}"));
        let at = address(&line.url);
        Self { line, at, child, folder: None }
    }

    /// The mount of that name.
    pub fn realm(&self, name: &str) -> &Realm {
        self.line.realms.iter().find(|realm| realm.name == name).unwrap_or_else(|| panic!("no realm {name}"))
    }

    /// Somebody with a fresh browser who knows the password.
    pub fn person(&self) -> Person {
        Person::new(self.at, self.line.account.clone())
    }

    /// Moves the server's clock on.
    pub fn advance(&self, seconds: u32) {
        let body = format!("{{\"advance\":{seconds}}}");
        let answer = Request::new("POST", "/demo/clock").body("application/json", &body).send(self.at);
        assert_eq!(answer.expect("the clock answers").status, 200);
    }

    /// Runs `grantor WORDS --data … --realm …` beside the server; returns what it printed.
    pub fn administer(&self, words: &[&str], realm: &str, rest: &[&str]) -> String {
        let mut command = grantor(words);
        command.arg("--data").arg(&self.line.data).args(["--realm", realm]).args(rest);
        let out = command.output().expect("grantor runs");
        assert!(out.status.success(), "grantor {words:?} {realm} {rest:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    /// A key of the administration's API with these rights.
    pub fn key(&self, rights: &[&str]) -> String {
        let mut command = grantor(&["key", "create", "--name", "tests", "--json", "--data"]);
        command.arg(&self.line.data).args(rights.iter().flat_map(|right| ["--right", right]));
        let out = command.output().expect("grantor runs");
        assert!(out.status.success(), "a key: {}", String::from_utf8_lossy(&out.stderr));
        let made: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
        made["text"].as_str().expect("its text").to_owned()
    }

    /// Ends it as Ctrl-C does; it has to end well.
    pub fn end(self) {
        let status = self.child.terminate();
        assert!(status.success(), "after SIGTERM: {status}");
    }

    /// kill -9.
    pub fn kill(self) {
        self.child.kill();
    }

    /// One request.
    pub fn send(&self, request: Request) -> Answer {
        request.send(self.at).expect("an answer")
    }
}

/// Host and port of an `http://` URL.
pub fn address(url: &str) -> SocketAddr {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let host = rest.split('/').next().unwrap_or(rest);
    host.parse().unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// The program with these words: `$GRANTOR_BIN`, else what `cargo build` makes of the workspace as it is now.
pub fn grantor(words: &[&str]) -> Command {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(BINARY.get_or_init(binary));
    command.args(words).env_remove("GRANTOR_ROOT_KEY").stdin(Stdio::null());
    command
}

fn binary() -> PathBuf {
    if let Some(given) = std::env::var_os("GRANTOR_BIN") {
        return PathBuf::from(given);
    }
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.args(["build", "--quiet", "--package", "grantor"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(build.status().expect("cargo runs").success(), "grantor does not build");
    // This test lies in TARGET/PROFILE/deps.
    let own = std::env::current_exe().expect("a path of this test");
    own.ancestors().nth(2).expect("a target folder").join("grantor")
}
