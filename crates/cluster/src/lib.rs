//! A PostgreSQL server of one's own: Debian's program, a cluster in a temporary folder, a socket there and no port, no service.

mod crowd;
mod pooler;
mod running;
mod secured;
mod standby;

pub use crowd::Crowd;
pub use pooler::Pooler;
pub use running::Stop;
pub use secured::Secured;

use running::Running;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long the server may take to come up, or to let go of a database.
const PATIENCE: Duration = Duration::from_secs(60);
/// Where Debian keeps its versions apart.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The program is not there.
    #[error("PostgreSQL's server is missing. On Debian: sudo apt-get install postgresql")]
    Missing,
    /// Nor is the pooler's.
    #[error("PgBouncer is missing. On Debian: sudo apt-get install pgbouncer")]
    NoPooler,
    /// A program or file is not as it should be.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A program failed, or did not do in time what it should.
    #[error("{0} failed")]
    Failed(&'static str),
}

/// Whether what is committed is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It is.
    Disk,
    /// It may be lost with the machine, and everything is faster: for tests of something else.
    Memory,
}

/// A server, running or not, at an address that stays.
#[derive(Debug)]
pub struct Cluster {
    pub(crate) folder: PathBuf,
    pub(crate) programs: PathBuf,
    /// Further words for the server.
    settings: Vec<String>,
    running: Mutex<Option<Running>>,
    databases: AtomicU32,
}

impl Cluster {
    /// Starts one. It ends with the program, or when this is dropped.
    pub fn start(durability: Durability) -> Result<Self, Fault> {
        Self::start_with(durability, &[])
    }

    /// The same, with settings of the server (`name=value`).
    pub fn start_with(durability: Durability, settings: &[&str]) -> Result<Self, Fault> {
        let cluster = Self::new(durability, settings)?;
        cluster.init()?;
        cluster.resume()?;
        Ok(cluster)
    }

    /// Makes what its folder holds.
    pub(crate) fn init(&self) -> Result<(), Fault> {
        let mut init = as_postgres(&self.programs.join("initdb"))?;
        init.arg("-D").arg(self.data()).args([
            "-U",
            "grantor",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
        ]);
        succeed("initdb", init.current_dir(&self.folder).stdout(Stdio::null()))
    }

    /// One with nothing in its folder yet.
    pub(crate) fn new(durability: Durability, settings: &[&str]) -> Result<Self, Fault> {
        let (folder, programs) = (folder()?, programs().ok_or(Fault::Missing)?);
        let mut all = vec!["listen_addresses=", "max_connections=1000"];
        if durability == Durability::Memory {
            all.extend(["fsync=off", "full_page_writes=off"]);
        }
        all.extend(settings);
        let settings = all.into_iter().map(str::to_owned).collect();
        Ok(Self { folder, programs, settings, running: Mutex::default(), databases: AtomicU32::new(0) })
    }

    /// Starts it again, and waits until it takes connections.
    pub fn resume(&self) -> Result<(), Fault> {
        let mut server = as_postgres(&self.programs.join("postgres"))?;
        server.arg("-D").arg(self.data()).arg("-k").arg(&self.folder);
        for setting in &self.settings {
            server.args(["-c", setting]);
        }
        *self.running() = Some(Running::start(&server, &self.folder)?);
        let mut ready = Command::new(self.programs.join("pg_isready"));
        ready.arg("-h").arg(&self.folder).args(["-U", "grantor"]).stdout(Stdio::null());
        until("the start of PostgreSQL", || Ok(ready.status()?.success()))
    }

    /// Ends it; its folder stays for [`Cluster::resume`].
    pub fn stop(&self, how: Stop) -> Result<(), Fault> {
        self.running().take().map_or(Ok(()), |running| running.stop(how))
    }

    /// Lets all of its processes stand still, as on a machine that has frozen.
    pub fn freeze(&self) -> Result<(), Fault> {
        self.running().as_ref().map_or(Ok(()), |running| running.signal_all("STOP"))
    }

    /// Lets them go on.
    pub fn thaw(&self) -> Result<(), Fault> {
        self.running().as_ref().map_or(Ok(()), |running| running.signal_all("CONT"))
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> Result<String, Fault> {
        let name = self.name();
        succeed("createdb", self.createdb().arg(&name))?;
        Ok(self.address(&name))
    }

    /// The address of a new database that holds what the one at `address` does, to which nobody may be connected for long any more.
    pub fn copy(&self, address: &str) -> Result<String, Fault> {
        let (name, from) = (self.name(), of(address));
        let mut create = self.createdb();
        create.args(["-T", from, &name]).stderr(Stdio::null());
        until("createdb", || Ok(create.status()?.success()))?;
        Ok(self.address(&name))
    }

    /// The process that all of the server's come from; `None`: it does not run.
    pub fn pid(&self) -> Option<u32> {
        self.running().as_ref().map(Running::pid)
    }

    /// Runs statements on a database, as its owner.
    pub fn run(&self, address: &str, sql: &str) -> Result<(), Fault> {
        let mut psql = Command::new(self.programs.join("psql"));
        succeed("psql", psql.args(["-q", "-X", "-v", "ON_ERROR_STOP=1", "-c", sql, address]).stdout(Stdio::null()))
    }

    /// What a statement gives, as text.
    pub fn ask(&self, address: &str, sql: &str) -> Result<String, Fault> {
        let done =
            Command::new(self.programs.join("psql")).args(["-q", "-X", "-A", "-t", "-c", sql, address]).output()?;
        match done.status.success() {
            true => Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned()),
            false => Err(Fault::Failed("psql")),
        }
    }

    /// Takes a database away from everybody who uses it.
    pub fn close(&self, address: &str) -> Result<(), Fault> {
        let name = of(address);
        self.run(&self.address("postgres"), &format!("alter database {name} allow_connections false"))?;
        let end = format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        self.run(&self.address("postgres"), &end)
    }

    /// Gives it back.
    pub fn reopen(&self, address: &str) -> Result<(), Fault> {
        self.run(&self.address("postgres"), &format!("alter database {} allow_connections true", of(address)))
    }

    /// Holds all tables of a database, so that they can be read and not written.
    pub fn lock(&self, address: &str) -> Result<Lock, Fault> {
        let all = "select format('lock table %I in exclusive mode', tablename) from pg_tables where schemaname = 'public' \\gexec";
        self.hold(address, all)
    }

    /// Holds one table of a database, so that it can neither be read nor written.
    pub fn lock_table(&self, address: &str, table: &str) -> Result<Lock, Fault> {
        self.hold(address, &format!("lock table {table} in access exclusive mode;"))
    }

    fn hold(&self, address: &str, locks: &str) -> Result<Lock, Fault> {
        let mut psql = Command::new(self.programs.join("psql"));
        let mut holder = psql.args(["-q", "-X", address]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        if let Some(input) = &mut holder.stdin {
            writeln!(input, "begin; {locks}\n\\echo held")?;
        }
        let mut output = BufReader::new(holder.stdout.take().ok_or(Fault::Failed("psql"))?);
        let mut line = String::new();
        while line.trim() != "held" {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                return Err(Fault::Failed("psql"));
            }
        }
        Ok(Lock { holder })
    }

    /// Lets everybody in who comes from that network.
    pub fn admit(&self, network: &str) -> Result<(), Fault> {
        let mut file = std::fs::File::options().append(true).open(self.data().join("pg_hba.conf"))?;
        writeln!(file, "host all all {network} trust")?;
        self.run(&self.address("postgres"), "select pg_reload_conf()")
    }

    /// All that a database holds, as text.
    pub fn dump(&self, address: &str) -> Result<Vec<u8>, Fault> {
        let done = Command::new(self.programs.join("pg_dump")).args(["--data-only", address]).output()?;
        if done.status.success() { Ok(done.stdout) } else { Err(Fault::Failed("pg_dump")) }
    }

    /// The address of a new database that `pg_restore` has brought back from what `pg_dump` gave of the one at `address`, which goes on meanwhile.
    pub fn restored(&self, address: &str) -> Result<String, Fault> {
        let (restored, dump) = (self.database()?, self.folder.join("restored.dump"));
        let mut give = Command::new(self.programs.join("pg_dump"));
        succeed("pg_dump", give.args(["--format=custom", "--file"]).arg(&dump).arg(address))?;
        let mut take = Command::new(self.programs.join("pg_restore"));
        succeed("pg_restore", take.args(["--exit-on-error", "--dbname", &restored]).arg(&dump))?;
        Ok(restored)
    }

    fn name(&self) -> String {
        format!("d{}", self.databases.fetch_add(1, Ordering::Relaxed))
    }

    fn createdb(&self) -> Command {
        let mut create = Command::new(self.programs.join("createdb"));
        create.arg("-h").arg(&self.folder).args(["-U", "grantor"]);
        create
    }

    fn address(&self, name: &str) -> String {
        format!("postgres://grantor@{}/{name}", self.host())
    }

    /// Its folder, in which it listens.
    pub fn place(&self) -> String {
        self.folder.display().to_string()
    }

    /// The same, as an address names it.
    pub(crate) fn host(&self) -> String {
        self.place().replace('/', "%2F")
    }
}

/// Tables that are held until this is dropped.
#[derive(Debug)]
pub struct Lock {
    holder: Child,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Its input ends, so it ends, and its transaction with it.
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

/// The database's name.
pub(crate) fn of(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

pub(crate) fn until(what: &'static str, mut done: impl FnMut() -> io::Result<bool>) -> Result<(), Fault> {
    let begun = Instant::now();
    while !done()? {
        if begun.elapsed() > PATIENCE {
            return Err(Fault::Failed(what));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

pub(crate) fn succeed(what: &'static str, command: &mut Command) -> Result<(), Fault> {
    if command.status()?.success() { Ok(()) } else { Err(Fault::Failed(what)) }
}

/// A program as whoever PostgreSQL runs as: anybody but root.
pub fn as_postgres(program: &Path) -> io::Result<Command> {
    if !is_root()? {
        return Ok(Command::new(program));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    Ok(command)
}

/// A temporary folder of whoever PostgreSQL runs as.
pub(crate) fn folder() -> Result<PathBuf, Fault> {
    let folder = tempfile::tempdir()?.keep();
    if is_root()? {
        succeed("chown", Command::new("chown").arg("postgres").arg(&folder))?;
    }
    Ok(folder)
}

fn is_root() -> io::Result<bool> {
    Ok(Command::new("id").arg("-u").output()?.stdout.trim_ascii() == b"0")
}

/// Where PostgreSQL's programs lie, the newest version's.
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let programs = versions.map(|version| version.path().join("bin"));
    programs.filter(|programs| programs.join("initdb").exists()).max()
}
