//! Two PostgreSQL servers under Patroni, etcd, and HAProxy in front of them, with what the documents say.

use cluster::{as_postgres, programs};
use grantor_e2e::child::{Ending, free_address, installed};
use grantor_e2e::http::Request;
use grantor_e2e::proxy::snippet;
use grantor_e2e::until;
use rustix::process::{Pid, Signal, kill_process};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take to come, or to come back as a synchronous standby.
const PATIENCE: Duration = Duration::from_secs(120);

/// One PostgreSQL server, and the Patroni that looks after it.
pub struct Member {
    name: &'static str,
    folder: PathBuf,
    /// Patroni's API, and the database.
    api: SocketAddr,
    database: SocketAddr,
    patroni: Option<Ending>,
}

impl Member {
    fn new(name: &'static str, parent: &Path, etcd: SocketAddr) -> Self {
        let folder = parent.join(name);
        std::fs::create_dir(&folder).unwrap();
        let (api, database) = (free_address(), free_address());
        let (data, programs) = (folder.join("data"), programs().expect("PostgreSQL"));
        let own_files =
            format!("  pgpass: {at}/pgpass\n  parameters:\n    unix_socket_directories: {at}\n", at = folder.display());
        let text = snippet(
            "patroni.yml",
            &[
                ("name: one", &format!("name: {name}")),
                ("10.0.0.21:8008", &api.to_string()),
                ("10.0.0.21:5432", &database.to_string()),
                ("10.0.0.31:2379", &etcd.to_string()),
                ("/var/lib/postgresql/grantor", &data.display().to_string()),
                ("/usr/lib/postgresql/15/bin", &programs.display().to_string()),
                ("10.0.0.0/24", "127.0.0.0/8"),
                ("local all all peer", "local all all scram-sha-256"),
                ("postgresql:\n  listen", &format!("postgresql:\n{own_files}  listen")),
            ],
        );
        std::fs::write(folder.join("patroni.yml"), text).unwrap();
        own(&folder);
        Self { name, folder, api, database, patroni: None }
    }

    /// Starts Patroni, which starts PostgreSQL.
    pub fn start(&mut self) {
        let mut patroni = as_postgres(&installed("patroni", "patroni")).unwrap();
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        patroni.arg(self.folder.join("patroni.yml")).current_dir(&self.folder).stdin(Stdio::null());
        patroni.stdout(log.try_clone().unwrap()).stderr(log);
        self.patroni = Some(Ending::start(&mut patroni));
    }

    /// What its API says of itself.
    fn says(&self, path: &str) -> u16 {
        Request::new("GET", path).send(self.api).map_or(0, |answer| answer.status)
    }

    fn postmaster(&self) -> Option<Pid> {
        let file = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).ok()?;
        Pid::from_raw(file.lines().next()?.trim().parse().ok()?)
    }

    /// kill -9 of PostgreSQL's first process; the others find that out and end.
    pub fn kill_postgres(&self) {
        kill_process(self.postmaster().expect("a running PostgreSQL"), Signal::KILL).unwrap();
    }

    /// kill -9 of Patroni. PostgreSQL goes on.
    pub fn kill_patroni(&mut self) {
        self.patroni.take().expect("a running Patroni").kill();
    }

    /// What it has said at last, for whoever looks why a test failed.
    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().filter(|line| line.contains(" INFO: ") || line.contains(" ERROR: ")).collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{}:\n{}", self.name, self.last_words());
        }
        self.patroni = None;
        if let Some(postmaster) = self.postmaster() {
            let _ = kill_process(postmaster, Signal::QUIT);
            let gone = || (!Path::new("/proc").join(postmaster.as_raw_nonzero().to_string()).exists()).then_some(());
            until("the end of PostgreSQL", gone);
        }
    }
}

/// Gives a folder with all that is in it to whoever PostgreSQL runs as.
fn own(folder: &Path) {
    let as_whom = as_postgres(Path::new("id")).unwrap().arg("-un").output().unwrap();
    let whom = String::from_utf8(as_whom.stdout).unwrap();
    assert!(Command::new("chown").args(["-R", whom.trim()]).arg(folder).status().unwrap().success());
}

/// All of it.
pub struct Managed {
    pub members: [Member; 2],
    /// HAProxy, behind which the primary is.
    pub at: SocketAddr,
    _proxy: Ending,
    _etcd: Ending,
    folder: TempDir,
}

impl Managed {
    /// Waits until one is the primary and the other its synchronous standby.
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        own(folder.path());
        let (etcd_at, etcd) = etcd(folder.path());
        let mut members = ["one", "two"].map(|name| Member::new(name, folder.path(), etcd_at));
        for member in &mut members {
            member.start();
        }
        let at = free_address();
        let proxy = proxy(folder.path(), at, &members);
        let managed = Self { members, at, _proxy: proxy, _etcd: etcd, folder };
        managed.is_whole();
        managed
    }

    /// Which one is the primary.
    pub fn primary(&self) -> Option<usize> {
        self.members.iter().position(|member| member.says("/primary") == 200)
    }

    /// Waits until both are there, and what is committed is on both.
    pub fn is_whole(&self) {
        patiently("a primary", || self.primary());
        patiently("a synchronous standby", || self.members.iter().find(|member| member.says("/synchronous") == 200));
    }

    /// What a statement gives, asked by the way that Grantor goes.
    pub fn ask(&self, database: &str, sql: &str) -> Option<String> {
        let psql = programs().expect("PostgreSQL").join("psql");
        let address =
            format!("host={} port={} user=postgres dbname={database} connect_timeout=1", self.at.ip(), self.at.port());
        let mut ask = Command::new(psql);
        ask.args(["-X", "-A", "-t", "-q", "-c", sql, &address]).env("PGPASSWORD", "change-me-1").stderr(Stdio::null());
        let out = ask.current_dir(self.folder.path()).output().unwrap();
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    }

    /// Waits until it takes a write, on both servers where there are two, by the way that Grantor goes.
    pub fn takes_writes(&self) {
        let write = "set statement_timeout = '1s'; create table if not exists probe (at int); insert into probe values (1) returning at";
        patiently("a write", || self.ask("postgres", write).filter(|said| said == "1"));
    }
}

/// As [`until`], with more patience.
fn patiently<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        match ask() {
            Some(found) => return found,
            None => assert!(begun.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain for {what}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn etcd(folder: &Path) -> (SocketAddr, Ending) {
    let (at, peer) = (free_address(), free_address());
    let mut etcd = Command::new(installed("etcd", "etcd-server"));
    etcd.args(["--name", "one", "--logger", "zap", "--log-level", "fatal", "--data-dir"]).arg(folder.join("etcd"));
    etcd.args(["--listen-client-urls", &format!("http://{at}"), "--advertise-client-urls", &format!("http://{at}")]);
    etcd.args(["--listen-peer-urls", &format!("http://{peer}")]);
    etcd.args(["--initial-advertise-peer-urls", &format!("http://{peer}")]);
    etcd.args(["--initial-cluster", &format!("one=http://{peer}")]);
    let running = Ending::start(etcd.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()));
    let healthy = || Request::new("GET", "/health").send(at).ok().filter(|answer| answer.body.contains("true"));
    until("etcd", healthy);
    (at, running)
}

fn proxy(folder: &Path, at: SocketAddr, members: &[Member; 2]) -> Ending {
    let [one, two] = members;
    let server = |member: &Member| format!("{} check port {}", member.database, member.api.port());
    let text = snippet(
        "patroni.cfg",
        &[
            ("bind 127.0.0.1:5432", &format!("bind {at}")),
            ("10.0.0.21:5432 check port 8008", &server(one)),
            ("10.0.0.22:5432 check port 8008", &server(two)),
        ],
    );
    std::fs::write(folder.join("haproxy.cfg"), text).unwrap();
    let mut haproxy = Command::new(installed("haproxy", "haproxy"));
    let haproxy = haproxy.args(["-q", "-db", "-f"]).arg(folder.join("haproxy.cfg")).stdin(Stdio::null());
    let running = Ending::start(haproxy);
    until("HAProxy", || TcpStream::connect(at).ok());
    running
}
