//! A server that speaks TLS.

use crate::{Cluster, Durability, Fault, as_postgres, of, succeed, until};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};

static STARTED: AtomicU32 = AtomicU32::new(0);

/// A server that is reached by TCP too, and speaks TLS there, with a certificate that vouches for itself.
#[derive(Debug)]
pub struct Secured {
    /// The server.
    pub cluster: Cluster,
    host: String,
}

impl Secured {
    /// Starts one, at an address of this machine that nobody else has: all of 127.0.0.0/8 is its own.
    pub fn start() -> Result<Self, Fault> {
        let (process, count) = (std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let [_, high, middle, low] = process.to_be_bytes();
        let host = format!("127.{}.{middle}.{low}", 1 + (high.wrapping_add(count as u8 * 64)) % 254);
        let cluster = Cluster::new(Durability::Memory, &[&format!("listen_addresses={host}")])?;
        cluster.init()?;
        // Not among the words of its start, which nothing changes afterwards.
        let mut file = File::options().append(true).open(cluster.data().join("postgresql.conf"))?;
        file.write_all(b"ssl = on\n")?;
        let mut make = as_postgres(Path::new("openssl"))?;
        make.args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split(' '));
        make.args(["-keyout", "server.key", "-out", "server.crt", "-addext", "basicConstraints=critical,CA:FALSE"]);
        make.args(["-subj", &format!("/CN={host}"), "-addext", &format!("subjectAltName=IP:{host}")]);
        succeed("openssl", make.current_dir(cluster.data()).stderr(Stdio::null()))?;
        cluster.resume()?;
        cluster.admit("127.0.0.0/8")?;
        Ok(Self { cluster, host })
    }

    /// The certificate, as PEM.
    pub fn certificate(&self) -> Result<Vec<u8>, Fault> {
        Ok(std::fs::read(self.cluster.data().join("server.crt"))?)
    }

    /// The address of a database by TCP, with words to the client, such as `sslmode=require`.
    pub fn address(&self, database: &str, words: &str) -> String {
        format!("postgres://grantor@{}/{}?{words}", self.host, of(database))
    }

    /// Lets it speak TLS no more.
    pub fn unsecure(&self, database: &str) -> Result<(), Fault> {
        self.cluster.run(database, "alter system set ssl = off")?;
        self.cluster.run(database, "select pg_reload_conf()")?;
        until("the end of TLS", || self.cluster.says(database, "show ssl", "off"))
    }
}
