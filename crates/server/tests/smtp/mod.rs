//! A real mail server on loopback: aiosmtpd, which `scripts/test` brings along.
#![allow(dead_code, unreachable_pub, reason = "not every test binary needs all of it")]

use serde::Deserialize;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a letter may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What it does with a letter.
const HANDLER: &str = include_str!("post.py");

/// A mail server that keeps what it gets.
pub struct Post {
    child: Child,
    folder: TempDir,
    pub port: u16,
    read: usize,
}

/// What came.
#[derive(Clone, Debug, Deserialize)]
pub struct Received {
    pub to: Vec<String>,
    pub heads: Vec<(String, String)>,
    pub text: String,
    pub html: String,
}

impl Received {
    /// A head line, empty where there is none.
    pub fn head(&self, name: &str) -> &str {
        self.heads.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// The one link of the text.
    pub fn link(&self) -> &str {
        let mut links = self.text.lines().filter(|line| line.starts_with("http"));
        let link = links.next().unwrap_or_else(|| panic!("no link in {self:?}"));
        assert_eq!(links.next(), None, "one link is enough");
        link
    }
}

impl Post {
    /// Plain, nobody has to sign in.
    pub fn open() -> Self {
        Self::at(free_port())
    }

    /// The same at that port.
    pub fn at(port: u16) -> Self {
        Self::with(port, &[], "")
    }

    /// With more switches of aiosmtpd, and `USER:PASSWORD`.
    pub fn with(port: u16, switches: &[&str], login: &str) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("post.py"), HANDLER).unwrap();
        let child = Command::new("aiosmtpd")
            .args(["-n", "-u", "-l", &format!("127.0.0.1:{port}"), "-c", "post.Post"])
            .args(switches)
            .arg(folder.path())
            .arg(login)
            .env("PYTHONPATH", folder.path())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("aiosmtpd (Debian: python3-aiosmtpd): {error}"));
        wait("the mail server listens", || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok());
        Self { child, folder, port, read: 0 }
    }

    /// The next letter; waits for it.
    pub fn next(&mut self) -> Received {
        self.read += 1;
        let file = self.folder.path().join(format!("{:04}.json", self.read));
        let text = wait("a letter comes", || std::fs::read_to_string(&file).ok());
        serde_json::from_str(&text).unwrap()
    }

    /// The next letter with a link that holds this text; those before it are of no interest.
    pub fn next_leading_to(&mut self, part: &str) -> Received {
        loop {
            let letter = self.next();
            if letter.link().contains(part) {
                return letter;
            }
        }
    }

    /// Letters that have come and were not taken by [`Post::next`].
    pub fn unread(&self) -> usize {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|own| own == "json")).count() - self.read
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks until there is an answer.
pub fn wait<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A port where nobody listens at the moment.
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// A certificate for `localhost` that is its own authority, and its key.
pub fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    (certificate, key)
}
