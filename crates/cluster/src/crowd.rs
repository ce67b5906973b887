//! Other clients, who take all connections that a server has.

use crate::{Cluster, Fault};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// Each connects again and again until it is let in, and stays until standard input ends.
const WAIT_AND_STAY: &str = r#"exec 3<&0
for each in $(seq "$MANY"); do until "$@" <&3; do sleep 0.02; done & done; wait"#;

/// What the first one says once it is in; it says nothing after that.
const IN: &[u8] = b"\\echo in\n\\o /dev/null\n";

/// The other clients; they leave when this is dropped.
#[derive(Debug)]
pub struct Crowd {
    waiting: Child,
    inside: Child,
}

impl Cluster {
    /// So many clients who come in as soon as there is room.
    pub fn crowd(&self, address: &str, many: u32) -> Result<Crowd, Fault> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-q", "-X", address]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut inside = psql.spawn()?;
        if let Some(input) = &mut inside.stdin {
            input.write_all(IN)?;
        }
        // Nobody else comes before the one who lets the others in.
        let mut line = String::new();
        BufReader::new(inside.stdout.take().ok_or(Fault::Failed("psql"))?).read_line(&mut line)?;
        if line.trim() != "in" {
            return Err(Fault::Failed("psql"));
        }
        let mut waiting = Command::new("sh");
        waiting.args(["-c", WAIT_AND_STAY, "sh"]).arg(psql.get_program()).args(psql.get_args());
        waiting.env("MANY", many.to_string()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Crowd { waiting: waiting.spawn()?, inside })
    }
}

impl Crowd {
    /// Ends the connections of all who call themselves `name`, so that the crowd gets them.
    pub fn push_out(&mut self, name: &str) -> Result<(), Fault> {
        let Some(input) = &mut self.inside.stdin else { return Ok(()) };
        writeln!(input, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{name}';")?;
        Ok(())
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        for client in [&mut self.waiting, &mut self.inside] {
            drop(client.stdin.take());
            let _ = client.wait();
        }
    }
}
