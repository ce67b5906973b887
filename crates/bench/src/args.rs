//! The command line.

use crate::{Fault, Outcome};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// What a request costs: CPU microseconds of the whole server process and requests per second.
///
/// Starts the real binary (`grantor demo`, on loopback, with a fresh database) on one core, and a bare axum server that does only the same one
/// thing on the same core, asks both in turns from another core over keep-alive connections, and prints one Markdown table.
///
/// Read "CPU µs" and "of its ceiling" first: they survive a noisy neighbour, requests per second do not. What waits for the disk says more
/// about the disk: the time of one fdatasync is printed beside.
#[derive(Debug, Parser)]
#[command(
    name = "bench",
    after_help = "\
Examples:
  cargo run --release -p bench
  cargo run --release -p bench -- --only introspection --only read
  cargo run --release -p bench -- lists
  cargo run --release -p bench -- peers --keycloak
  cargo run --release -p bench -- report --without peers
  cargo run --release -p bench -- budget
  cargo run --release -p bench -- --postgres --connections 128 --only token --only pg-token
  cargo run --release -p bench -- --rounds 12 --connections 128 --json"
)]
pub(crate) struct Args {
    /// What is asked for.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// Rounds; each asks every work once, and figures are medians over them
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) rounds: u32,
    /// Seconds for each work in each round
    #[arg(long, default_value_t = 1.0)]
    pub(crate) seconds: f64,
    /// Keep-alive connections, each with one request in flight
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) connections: u32,
    /// Only this work (repeatable): get, form, read, row, es256-row, metadata, jwks, introspection,
    /// tokeninfo, token, es256, refresh,
    /// and with --postgres: pg-introspection, pg-token, pg-refresh
    #[arg(long, value_name = "WORK")]
    pub(crate) only: Vec<String>,
    /// The same on PostgreSQL too: a server is started for it (Debian: postgresql), on the core of the load
    #[arg(long)]
    pub(crate) postgres: bool,
    /// The binary to measure [default: built with `cargo build --release -p grantor`]
    #[arg(long, value_name = "FILE")]
    pub(crate) grantor: Option<PathBuf>,
    /// Where the databases are made, and removed again; its disk is the one that counts [default: the folder for temporary files]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The cores of the servers and of the load
    #[arg(long, value_name = "SERVER,LOAD", default_value = "0,1")]
    pub(crate) cores: String,
    /// One JSON object instead of the table
    #[arg(long)]
    pub(crate) json: bool,
}

/// What else the binary does.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The bare server; the measuring process starts it by itself
    #[command(hide = true)]
    Ceiling {
        /// Where its database goes.
        data: PathBuf,
    },
    /// What a page of a long list costs, beside the same page of a short one
    Lists(ListArgs),
    /// Other servers of the same kind, beside this one
    Peers(PeerArgs),
    /// Everything in one go, written down with plots
    Report(ReportArgs),
    /// Instructions, allocations, SQL statements and fsyncs of a request, held against what is recorded
    Budget(BudgetArgs),
}

/// `budget`
///
/// Runs the real binary within valgrind, asks it one thing after the other, and counts what noise cannot touch. Fails where a count is more than
/// 5 % above `crates/bench/src/budget/budgets.toml` or 10 % below (then it may not do what is counted), and where one of both has a name that the other has not. Counts depend on the compiler and on what the processor offers: with another one, record anew.
#[derive(ClapArgs, Debug)]
pub(crate) struct BudgetArgs {
    /// Write down what is counted as the new budgets
    #[arg(long)]
    pub(crate) record: bool,
    /// The binary to measure [default: built with `cargo build --release -p grantor`]
    #[arg(long, value_name = "FILE")]
    pub(crate) grantor: Option<PathBuf>,
}

/// `report`
///
/// Measures one part after the other and writes `benchmarks.md` and a plot per table. Takes less than half an hour; nothing else should work meanwhile.
#[derive(ClapArgs, Debug)]
pub(crate) struct ReportArgs {
    /// The folder that it is written into
    #[arg(long, value_name = "DIR", default_value = "docs")]
    pub(crate) out: PathBuf,
    /// Leave this part out (repeatable)
    #[arg(long, value_name = "PART")]
    pub(crate) without: Vec<Part>,
    /// Keycloak too: 176 MB, and slow to warm
    #[arg(long)]
    pub(crate) keycloak: bool,
    /// Live tokens of the part about growth: ten millions take minutes more, and 2 GB of disk
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..=100_000_000))]
    pub(crate) tokens: u32,
    /// Rounds; figures are medians over them
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) rounds: u32,
    /// Seconds for each work in each round
    #[arg(long, default_value_t = 1.0)]
    pub(crate) seconds: f64,
    /// The binary to measure [default: built with `cargo build --release -p grantor`]
    #[arg(long, value_name = "FILE")]
    pub(crate) grantor: Option<PathBuf>,
    /// Where the databases are made, and removed again; its disk is the one that counts [default: the folder for temporary files]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// A part of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// What requests cost, beside the bare server
    Cost,
    /// Other servers
    Peers,
    /// How long an answer takes when requests come by the clock
    Latency,
    /// Twice as much as it can do
    Overload,
    /// Two nodes over one database, and one
    Nodes,
    /// Authorize, consent, code, token; and sign-ins
    Flow,
    /// Few live tokens and many; and what has ended
    Growth,
    /// Memory, start, size
    Footprint,
}

impl Part {
    /// All, in the order of the report.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Self::value_variants().iter().copied()
    }

    /// As on the command line.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// `peers`
///
/// Installs other authorization servers from their packages, beside this binary, starts each on loopback with a fresh database, and asks them and
/// Grantor the same things in turns. What each needs of the machine: Node.js with npm; Python with venv; apt-get (Debian); Java and Maven.
#[derive(ClapArgs, Debug)]
pub(crate) struct PeerArgs {
    /// Rounds; each puts every kind of request to every server, and figures are medians over them
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) rounds: u32,
    /// Seconds for each kind of request, server and round
    #[arg(long, default_value_t = 1.0)]
    pub(crate) seconds: f64,
    /// Keep-alive connections, each with one request in flight
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) connections: u32,
    /// Only this one (repeatable)
    #[arg(long, value_name = "PEER", ignore_case = true)]
    pub(crate) only: Vec<PeerName>,
    /// Keycloak too: 176 MB, and slow to warm
    #[arg(long)]
    pub(crate) keycloak: bool,
    /// The binary to measure [default: built with `cargo build --release -p grantor`]
    #[arg(long, value_name = "FILE")]
    pub(crate) grantor: Option<PathBuf>,
    /// Where the databases are made, and removed again [default: the folder for temporary files]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// Another server of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PeerName {
    /// Node.js, from npm
    OidcProvider,
    /// Python, from PyPI
    DjangoOauthToolkit,
    /// C, from Debian
    Glewlwyd,
    /// Java, from Maven
    Keycloak,
}

impl PeerName {
    /// As its makers write it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::OidcProvider => "oidc-provider",
            Self::DjangoOauthToolkit => "django-oauth-toolkit",
            Self::Glewlwyd => "Glewlwyd",
            Self::Keycloak => "Keycloak",
        }
    }
}

impl PeerArgs {
    /// The peers that are asked for.
    pub(crate) fn names(&self) -> impl Iterator<Item = PeerName> {
        PeerName::value_variants().iter().copied().filter(|name| match self.only.is_empty() {
            true => *name != PeerName::Keycloak || self.keycloak,
            false => self.only.contains(name),
        })
    }

    /// The time of one slice.
    pub(crate) fn slice(&self) -> Duration {
        Duration::from_secs_f64(self.seconds.clamp(0.05, 60.0))
    }
}

/// `lists`
///
/// Starts the real binary twice, fills the store of one with many rows and that of the other with a hundred, and asks both in turns for the pages
/// of every list, as people and programs do. What is flat has ratios near one.
#[derive(ClapArgs, Debug)]
pub(crate) struct ListArgs {
    /// Apps of one owner
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1_000..=1_000_000))]
    pub(crate) apps: u32,
    /// Accounts with a grant each
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1_000..=10_000_000))]
    pub(crate) grants: u32,
    /// Rounds; figures are medians over them
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rounds: u32,
    /// The same on PostgreSQL too: a server is started for it (Debian: postgresql), on the core of the load
    #[arg(long)]
    pub(crate) postgres: bool,
    /// The binary to measure [default: built with `cargo build --release -p grantor`]
    #[arg(long, value_name = "FILE")]
    pub(crate) grantor: Option<PathBuf>,
    /// Where the databases are made, and removed again [default: the folder for temporary files]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

impl Args {
    /// The time of one slice.
    pub(crate) fn slice(&self) -> Duration {
        Duration::from_secs_f64(self.seconds.clamp(0.05, 60.0))
    }

    /// The servers' core and the load's.
    pub(crate) fn cores(&self) -> Outcome<(u32, u32)> {
        let pair =
            self.cores.split_once(',').and_then(|(server, load)| Some((server.parse().ok()?, load.parse().ok()?)));
        pair.ok_or_else(|| Fault::from("--cores takes two numbers, such as 0,1"))
    }

    /// Whether this work was asked for.
    pub(crate) fn wants(&self, work: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|own| own == work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peers(words: &[&str]) -> Result<Vec<&'static str>, clap::Error> {
        let args = Args::try_parse_from([&["bench", "peers"], words].concat())?;
        let Some(Command::Peers(args)) = args.command else { panic!("no peers") };
        Ok(args.names().map(PeerName::title).collect())
    }

    #[test]
    fn peers_are_asked_for_by_name_and_keycloak_only_so() {
        let all = ["oidc-provider", "django-oauth-toolkit", "Glewlwyd"];
        assert_eq!(peers(&[]).unwrap(), all);
        assert_eq!(peers(&["--keycloak"]).unwrap(), [&all[..], &["Keycloak"]].concat());
        assert_eq!(peers(&["--only", "Keycloak", "--only", "oidc-provider"]).unwrap(), ["oidc-provider", "Keycloak"]);
        assert!(peers(&["--only", "hydra"]).is_err());
    }
}
