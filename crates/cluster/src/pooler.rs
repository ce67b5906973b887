//! PgBouncer in front of a server, in the mode in which a connection is a client's for one transaction only.

use crate::running::Running;
use crate::{Cluster, Fault, Stop, as_postgres, folder, of, until};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// Where Debian has it, and whoever built it.
const PLACES: [&str; 3] = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];

/// A pooler at an address that stays. It ends with the program, or when this is dropped.
#[derive(Debug)]
pub struct Pooler {
    folder: PathBuf,
    program: &'static Path,
    running: Option<Running>,
}

impl Cluster {
    /// Starts one that opens so many connections to each database.
    pub fn pooler(&self, connections: u32) -> Result<Pooler, Fault> {
        let program = PLACES.iter().map(Path::new).find(|place| place.exists()).ok_or(Fault::NoPooler)?;
        let folder = folder()?;
        let (server, own) = (self.folder.display(), folder.display());
        // Who says to be somebody is believed, and everybody is this one.
        let settings = format!(
            "[databases]\n* = host={server} user=grantor\n[pgbouncer]\nlisten_addr =\nunix_socket_dir = {own}\nauth_type = any\n\
             pool_mode = transaction\ndefault_pool_size = {connections}\nmax_client_conn = 1000\nserver_login_retry = 0.1\n"
        );
        std::fs::write(folder.join("pgbouncer.ini"), settings)?;
        let mut pooler = Pooler { folder, program, running: None };
        pooler.resume()?;
        Ok(pooler)
    }
}

impl Pooler {
    /// The address by which it leads to a database of its server.
    pub fn address(&self, database: &str) -> String {
        let host = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://grantor@{host}:6432/{}", of(database))
    }

    /// Ends it, and with it everybody's connections.
    pub fn stop(&mut self) -> Result<(), Fault> {
        self.running.take().map_or(Ok(()), |running| running.stop(Stop::Immediate))
    }

    /// Starts it again, and waits until it takes connections.
    pub fn resume(&mut self) -> Result<(), Fault> {
        // What a shell starts beside itself ignores this signal, unless it says otherwise as PostgreSQL does.
        let mut command = as_postgres(Path::new("env"))?;
        command.arg("--default-signal=QUIT").arg(self.program).arg("-q").arg(self.folder.join("pgbouncer.ini"));
        let socket = self.folder.join(".s.PGSQL.6432");
        // One that was killed leaves it there.
        let _ = std::fs::remove_file(&socket);
        self.running = Some(Running::start(&command, &self.folder)?);
        until("the start of PgBouncer", || Ok(UnixStream::connect(&socket).is_ok()))
    }
}
