//! Real proxies in front of nodes, with what the documents say.

use crate::child::{Ending, free_address, installed};
use crate::until;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Which one.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// With `docs/two-nodes.conf`.
    Nginx,
    /// With `docs/two-nodes.cfg`.
    Haproxy,
}

/// A running proxy.
pub struct Proxy {
    /// Where it listens.
    pub at: SocketAddr,
    /// Where it listens and speaks TLS, as the documents have it.
    pub tls: SocketAddr,
    _running: Ending,
    _folder: TempDir,
}

impl Proxy {
    /// In front of these two nodes.
    pub fn start(kind: Kind, nodes: [SocketAddr; 2]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let (at, tls) = (free_address(), free_address());
        certificate(folder.path());
        let [a, b] = nodes.map(|node| node.to_string());
        let nodes = [("10.0.0.11:8080", a.as_str()), ("10.0.0.12:8080", &b)];
        let mut command = match kind {
            Kind::Nginx => nginx(folder.path(), at, tls, nodes),
            Kind::Haproxy => haproxy(folder.path(), at, tls, nodes),
        };
        let running = Ending::start(command.stdin(Stdio::null()));
        until("the proxy", || TcpStream::connect(at).ok());
        Self { at, tls, _running: running, _folder: folder }
    }
}

/// A document with other words in the place of some.
pub fn snippet(name: &str, pairs: &[(&str, &str)]) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    let text = std::fs::read_to_string(file).expect("a document");
    pairs.iter().fold(text, |text, (written, own)| {
        assert!(text.contains(written), "{name} has no {written}");
        text.replace(written, own)
    })
}

/// Makes `proxy.key`, `proxy.pem`, and `both.pem` with the one after the other.
fn certificate(folder: &Path) {
    let words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=auth.example.com -keyout proxy.key -out proxy.pem";
    let mut make = Command::new(installed("openssl", "openssl"));
    let made = make.args(words.split(' ')).current_dir(folder).stderr(Stdio::null()).status();
    assert!(made.expect("openssl runs").success(), "no certificate");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("what was made");
    std::fs::write(folder.join("both.pem"), read("proxy.pem") + &read("proxy.key")).expect("a file");
}

fn nginx(folder: &Path, at: SocketAddr, tls: SocketAddr, nodes: [(&str, &str); 2]) -> Command {
    let (both, file) =
        (format!("listen {tls} ssl; listen {at};"), |name: &str| folder.join(name).display().to_string());
    let (pem, key) = (file("proxy.pem"), file("proxy.key"));
    let mut pairs = nodes.to_vec();
    pairs.push(("listen 443 ssl;", &both));
    pairs.extend([("/etc/ssl/auth.example.com.pem", pem.as_str()), ("/etc/ssl/auth.example.com.key", &key)]);
    let temporary: String =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {kind};\n")).concat();
    let head = "daemon off; worker_processes 1; pid nginx.pid; error_log stderr crit; events {}";
    let whole = format!("{head}\nhttp {{\naccess_log off;\n{temporary}{}}}\n", snippet("two-nodes.conf", &pairs));
    std::fs::write(folder.join("nginx.conf"), whole).expect("a file");
    let mut command = Command::new(installed("nginx", "nginx"));
    command.arg("-p").arg(folder).args(["-c", "nginx.conf", "-e", "stderr"]);
    command
}

fn haproxy(folder: &Path, at: SocketAddr, tls: SocketAddr, nodes: [(&str, &str); 2]) -> Command {
    let bind = format!("bind {tls} ssl crt {}\n    bind {at}", folder.join("both.pem").display());
    let mut pairs = nodes.to_vec();
    pairs.push(("bind :443 ssl crt /etc/haproxy/auth.example.com.pem", &bind));
    std::fs::write(folder.join("haproxy.cfg"), snippet("two-nodes.cfg", &pairs)).expect("a file");
    let mut command = Command::new(installed("haproxy", "haproxy"));
    command.args(["-q", "-db", "-f"]).arg(folder.join("haproxy.cfg"));
    command
}
