//! Commands on realms, the audit and keys.

use super::{Place, Readers, Target};
use crate::desk::rights::Right;
use clap::{Args, Subcommand, ValueEnum};
use dialect::check::seconds;
use std::str::FromStr;

/// `realm`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor realm list
  grantor realm show --realm shop                lifetimes, scopes, kinds of apps")]
pub struct RealmArgs {
    /// For whom.
    #[command(flatten)]
    pub readers: Readers,
    /// What to do.
    #[command(subcommand)]
    pub command: RealmCommand,
}

/// `realm …`
#[derive(Debug, Subcommand)]
pub enum RealmCommand {
    /// All realms, in order of the configuration
    List(Place),
    /// All about one realm; the file decides it
    Show(Target),
}

/// `audit`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor audit list --realm shop --since 7d
  grantor audit list --realm shop --account alice --action grant.
  grantor audit list --realm admin               administrators and keys
  grantor audit export --realm shop --since 2026-01-01 --format csv > audit.csv")]
pub struct AuditArgs {
    /// For whom.
    #[command(flatten)]
    pub readers: Readers,
    /// What to do.
    #[command(subcommand)]
    pub command: AuditCommand,
}

/// `audit …`
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Who did what, when, from where; newest first
    List {
        /// Which.
        #[command(flatten)]
        filter: AuditFilterArgs,
        /// How many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 50)]
        limit: u32,
    },
    /// All that fits, for other programs
    Export {
        /// Which.
        #[command(flatten)]
        filter: AuditFilterArgs,
        /// How rows are written
        #[arg(long, default_value = "jsonl")]
        format: ExportFormat,
    },
}

/// Which rows.
#[derive(Args, Debug)]
pub struct AuditFilterArgs {
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// Who: `command-line`, `key:ID`, `account:ID`
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,
    /// What, or how it begins: `app.`
    #[arg(long, value_name = "WHAT")]
    pub action: Option<String>,
    /// About this account: user name, address, or id, deleted or not
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// About this app, deleted or not
    #[arg(long, value_name = "CLIENT_ID")]
    pub app: Option<String>,
    /// From then on: `7d` (ago), `2026-11-28`, `2026-11-28T12:00:00Z`
    #[arg(long, value_name = "WHEN")]
    pub since: Option<When>,
    /// Before then
    #[arg(long, value_name = "WHEN")]
    pub until: Option<When>,
}

/// A time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// So many seconds ago.
    Ago(i64),
    /// In seconds since 1970.
    At(i64),
}

impl When {
    /// In seconds since 1970.
    pub fn secs(self, now: i64) -> i64 {
        match self {
            Self::Ago(seconds) => now - seconds,
            Self::At(at) => at,
        }
    }
}

impl FromStr for When {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(ago) = seconds(text) {
            return Ok(Self::Ago(ago));
        }
        let day = |text: &str| {
            Some(text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        };
        let at = text.parse::<jiff::Timestamp>().ok().or_else(|| day(text));
        at.map(|at| Self::At(at.as_second())).ok_or("such as `7d`, `2026-11-28` or `2026-11-28T12:00:00Z`")
    }
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A JSON object a line
    Jsonl,
    /// Comma-separated, with a heading
    Csv,
}

/// `key`
#[derive(Args, Debug)]
#[command(after_help = "\
Rights: realms:read, apps:read, apps:write, accounts:read, accounts:write, grants:read, grants:write, audit:read,
keys:read, keys:write, figures:read; `administrators` makes them hold for administrators too.

Examples:
  grantor key create --right apps:read --right audit:read --days 90 --name ci
  curl -H \"Authorization: Bearer $KEY\" http://127.0.0.1:8080/admin/api/v1/realms/shop/apps
  grantor key end KEY_ID")]
pub struct KeyArgs {
    /// For whom.
    #[command(flatten)]
    pub readers: Readers,
    /// What to do.
    #[command(subcommand)]
    pub command: KeyCommand,
}

/// `key …`
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key of the administration's API; prints it once
    Create {
        /// Where.
        #[command(flatten)]
        place: Place,
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do (repeatable)
        #[arg(long, value_name = "RIGHT", required = true)]
        right: Vec<Right>,
        /// How long
        #[arg(long, value_name = "NUMBER", default_value_t = 90)]
        days: u32,
    },
    /// All keys, ended ones too
    List(Place),
    /// End a key: it opens nothing any more
    End {
        /// Where.
        #[command(flatten)]
        place: Place,
        /// Its id
        id: String,
    },
}
