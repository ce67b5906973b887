//! The command line as clap reads it; the docstrings here are its help.

mod admin;
mod keeping;
mod office;
mod people;
mod readers;

pub use admin::{
    AppArgs, AppCommand, DescribeArgs, Limit, NewAppArgs, OneAccount, OneApp, OwnerCommand, Place, RedirectCommand,
    Standing, Target,
};
pub use keeping::{
    BackupArgs, Manner, RestoreArgs, RingArgs, RingCommand, Source, SpreadWord, StoreArgs, StoreCommand,
};
pub use office::{
    AuditArgs, AuditCommand, AuditFilterArgs, ExportFormat, KeyArgs, KeyCommand, RealmArgs, RealmCommand, When,
};
pub use people::{AccountArgs, AccountCommand, DescribeAccountArgs, GrantArgs, GrantCommand, NewAccountArgs, OneGrant};
pub use readers::{Form, Readers};

use crate::config::net::listener;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Grantor, an OAuth 2.0 authorization server that speaks the dialect of any provider.
#[derive(Debug, Parser)]
#[command(
    name = "grantor",
    version,
    arg_required_else_help = true,
    after_help = "\
Try it:
  grantor demo                                   everything ready to try, nothing kept
Run it:
  grantor config example > grantor.toml          then edit it
  grantor serve
Administer it, while it runs:
  grantor account create --realm shop alice --email alice@example.com
  grantor app create --realm shop --name Notes --redirect-uri https://notes.example/callback"
)]
pub struct Grantor {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try everything: a server with every dialect, an account and apps
    Demo(DemoArgs),
    /// Run the server
    Serve(ServeArgs),
    /// The configuration file
    Config(ConfigArgs),
    /// Dialects: how providers speak OAuth
    Dialect(DialectArgs),
    /// Realms, as the configuration has them
    Realm(RealmArgs),
    /// Apps (clients)
    App(AppArgs),
    /// Accounts of people
    Account(AccountArgs),
    /// What accounts granted to apps
    Grant(GrantArgs),
    /// Who did what, when, from where
    Audit(AuditArgs),
    /// Keys of the administration's API
    Key(KeyArgs),
    /// Write a backup of the database, while the server runs
    Backup(BackupArgs),
    /// Bring a backup back
    Restore(RestoreArgs),
    /// The database as a whole
    Store(StoreArgs),
    /// Say what is wrong with a deployment, and what to do about it
    Doctor(DoctorArgs),
    /// Print what makes a shell complete these commands
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// `demo`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor demo
  grantor demo --realm standard --redirect-uri http://localhost:3000/callback
  grantor demo --json --listen 127.0.0.1:0       one line of JSON, for test suites
  grantor demo --print-config > grantor.toml     then: grantor serve --config grantor.toml
  curl -d '{\"advance\": 3600}' http://127.0.0.1:8080/demo/clock    an hour later")]
pub struct DemoArgs {
    /// One line of JSON instead of words, when the port is open; null is what there is not, and a password or secret that is no
    /// longer the demo's
    #[arg(long)]
    pub json: bool,
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = listener)]
    pub listen: SocketAddr,
    /// Keep everything in this folder; without it, in a temporary one that goes at the end
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Keep it on this PostgreSQL server instead of in the folder: postgres://user@host/name;
    /// without --data, a demo finds its apps again under the same words alone
    #[arg(long, value_name = "URL")]
    pub store: Option<String>,
    /// Register this for every app that may have it, too (repeatable)
    #[arg(long, value_name = "URI")]
    pub redirect_uri: Vec<String>,
    /// Only this realm (repeatable)
    #[arg(long, value_name = "NAME")]
    pub realm: Vec<String>,
    /// More dialects: each DIR/NAME/dialect.toml becomes a realm of that name
    #[arg(long, value_name = "DIR")]
    pub dialects: Option<PathBuf>,
    /// Print the configuration file that the demo runs from, and end
    #[arg(long, conflicts_with = "json")]
    pub print_config: bool,
}

/// `serve`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor serve
  grantor serve --config /etc/grantor/grantor.toml
  grantor serve --listen 127.0.0.1:8081          a second node, where the database is a PostgreSQL server

All nodes have the same configuration file and the same GRANTOR_ROOT_KEY.
GRANTOR_ROOT_KEY (64 hexadecimal digits) takes the place of the root key's file; it opens the keys in the database.
GRANTOR_HAND_OFF_REALM is what a realm with login = \"hand-off\" shares with its login page.
GRANTOR_SMTP_PASSWORD is the password at the mail server, GRANTOR_STORE_PASSWORD the one at the database.
Ctrl-C and SIGTERM let running requests end, then stop the server.")]
pub struct ServeArgs {
    /// The configuration file
    #[arg(long, value_name = "FILE", default_value = "grantor.toml")]
    pub config: PathBuf,
    /// Listen here instead of where the file says
    #[arg(long, value_name = "ADDR", value_parser = listener)]
    pub listen: Option<SocketAddr>,
}

/// `config`
#[derive(Args, Debug)]
pub struct ConfigArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// `config …`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print a commented file to begin with
    Example,
    /// Report all faults of a file, with line and remedy
    Check {
        /// The configuration file
        #[arg(long, value_name = "FILE", default_value = "grantor.toml")]
        config: PathBuf,
    },
}

/// `dialect`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor dialect show standard
  grantor dialect check my-dialects/acme/dialect.toml
  grantor dialect schema > dialect.schema.json   for editors that complete TOML")]
pub struct DialectArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: DialectCommand,
}

/// `dialect …`
#[derive(Debug, Subcommand)]
pub enum DialectCommand {
    /// Names and titles
    List {
        /// With the dialects of this folder, NAME/dialect.toml each
        #[arg(long, value_name = "DIR")]
        dialects: Option<PathBuf>,
    },
    /// A dialect as a whole, with what it takes over from others, and where it is weaker than the standard
    Show {
        /// Its name
        name: String,
        /// With the dialects of this folder
        #[arg(long, value_name = "DIR")]
        dialects: Option<PathBuf>,
    },
    /// Report all faults of a dialect file, with line and remedy
    Check {
        /// The file; dialects beside its folder may be extended
        file: PathBuf,
    },
    /// A JSON Schema of dialect files
    Schema,
}

/// `doctor`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor doctor
  grantor doctor --config /etc/grantor/grantor.toml

Nothing is changed. Each line is `fine`, a `note` worth knowing, or a `FAULT` and what to do about it;
with a fault the exit status is 1. Give it the environment that the server has.")]
pub struct DoctorArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
}
