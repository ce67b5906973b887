//! A second server that follows the first.

use crate::{Cluster, Durability, Fault, as_postgres, of, succeed, until};
use std::process::{Command, Stdio};

impl Cluster {
    /// Starts another server that follows this one. When this returns, no commit is acknowledged before it is on both.
    pub fn standby(&self) -> Result<Self, Fault> {
        let standby = Self::new(Durability::Disk, &[])?;
        let mut copy = as_postgres(&self.programs.join("pg_basebackup"))?;
        copy.arg("-d").arg(format!("host={} user=grantor application_name=standby", self.folder.display()));
        copy.arg("-D").arg(standby.data()).args(["-R", "-c", "fast", "-X", "stream"]);
        succeed("pg_basebackup", copy.current_dir(&standby.folder).stdout(Stdio::null()))?;
        standby.resume()?;
        let postgres = self.address("postgres");
        self.run(&postgres, "alter system set synchronous_standby_names = 'standby'")?;
        self.run(&postgres, "select pg_reload_conf()")?;
        until("the standby", || {
            self.says(&postgres, "select count(*) from pg_stat_replication where sync_state = 'sync'", "1")
        })?;
        Ok(standby)
    }

    /// Makes the standby the first server.
    pub fn promote(&self) -> Result<(), Fault> {
        self.run(&self.address("postgres"), "select pg_promote()")
    }

    /// The address at which this server has what is at the other one's.
    pub fn same(&self, address: &str) -> String {
        self.address(of(address))
    }

    /// The address of a database of this server, which after its end is the other one's.
    pub fn either(&self, other: &Self, address: &str) -> String {
        format!("postgres://grantor@{},{}/{}?target_session_attrs=read-write", self.host(), other.host(), of(address))
    }

    pub(crate) fn says(&self, address: &str, question: &str, answer: &str) -> std::io::Result<bool> {
        let mut psql = Command::new(self.programs.join("psql"));
        let told = psql.args(["-q", "-X", "-A", "-t", "-c", question, address]).stderr(Stdio::null()).output()?;
        Ok(told.stdout.trim_ascii() == answer.as_bytes())
    }
}
