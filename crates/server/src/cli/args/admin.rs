//! Commands on apps. Secrets are never arguments: other users of the machine can read those.

use super::Readers;
use crate::desk::review::NO_REASON;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// Which deployment.
#[derive(Args, Debug)]
pub struct Place {
    /// The configuration file [default: grantor.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    pub config: Option<PathBuf>,
    /// The folder of grantor.toml, as `grantor demo` names it
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// Which realm of which deployment.
#[derive(Args, Debug)]
pub struct Target {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// The realm, by its name or that of one of its mounts
    #[arg(long, value_name = "NAME")]
    pub realm: String,
}

/// An app of a realm.
#[derive(Args, Debug)]
pub struct OneApp {
    /// Where
    #[command(flatten)]
    pub target: Target,
    /// The app's client id
    pub client_id: String,
}

/// An account of a realm.
#[derive(Args, Debug)]
pub struct OneAccount {
    /// Where
    #[command(flatten)]
    pub target: Target,
    /// The user name, or the address
    pub username: String,
}

/// `app`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor app create --realm shop --name Notes --redirect-uri https://notes.example/callback
  grantor app list --realm shop
  grantor app redirect add --realm shop CLIENT_ID https://notes.example/other
  grantor app limit --realm shop CLIENT_ID 3     at most 3 live access tokens; `none` lifts it
  grantor app suspend --realm shop CLIENT_ID --reason 'It sends spam.'    its tokens are refused
  grantor app list --realm shop --standing in-review
  grantor app approve --realm shop CLIENT_ID     everybody may use it")]
pub struct AppArgs {
    /// For whom.
    #[command(flatten)]
    pub readers: Readers,
    /// What to do.
    #[command(subcommand)]
    pub command: AppCommand,
}

/// `app …`
#[derive(Debug, Subcommand)]
pub enum AppCommand {
    /// Register an app; prints its id and, once, its secret
    Create(NewAppArgs),
    /// Apps of the realm, in order of name
    List {
        /// Where.
        #[command(flatten)]
        target: Target,
        /// Part of the name, or the whole client id
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        search: String,
        /// Only those that stand so
        #[arg(long, default_value = "any")]
        standing: Standing,
    },
    /// All about one app
    Show(OneApp),
    /// Make a new secret; prints it once. The old one ends at once, unless --keep-old
    RotateSecret {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// What it is called
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        name: String,
        /// Let the old secret go on working until the next rotation
        #[arg(long)]
        keep_old: bool,
        /// Read a secret of your own from standard input
        #[arg(long)]
        own: bool,
    },
    /// Its live secrets, without their texts, each with its last use
    Secrets(OneApp),
    /// End one secret, by its id; the last one too
    RevokeSecret {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// Its id, as `secrets` shows it
        secret: String,
    },
    /// Make a new test token for the app's owner; prints it once
    TestToken(OneApp),
    /// End its test token
    EndTestToken(OneApp),
    /// End every code and token that it holds, for its users and for itself; what they allowed stays
    RevokeTokens(OneApp),
    /// How much it is used
    Usage(OneApp),
    /// Its own error log: the last refusals of its requests, newest first
    Errors(OneApp),
    /// Redirect URIs
    #[command(subcommand)]
    Redirect(RedirectCommand),
    /// Bound the app's live access tokens
    Limit {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// A number, or `none`
        limit: Limit,
    },
    /// Say something anew of it: what people read about it, and its kind
    Describe(DescribeArgs),
    /// Say anew what it may ask for
    Scopes {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// Scopes of the realm
        scopes: Vec<String>,
    },
    /// Owners: they look after it in the console
    #[command(subcommand)]
    Owner(OwnerCommand),
    /// Ask for its review, as its owners do in the console; in a realm that demands none everybody can use it at once
    AskReview(OneApp),
    /// Take that back: it is a draft again
    WithdrawReview(OneApp),
    /// Let everybody use it
    Approve {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// Only if its fingerprint is this still, as `show` told it
        #[arg(long, value_name = "FINGERPRINT")]
        seen: Option<String>,
    },
    /// Make it a draft again: only its owners can use it
    SendBack {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// Why; its owners read it
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Give it nothing new, and refuse its tokens
    Suspend {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// Why; its owners read it
        #[arg(long, value_name = "TEXT", default_value = NO_REASON)]
        reason: String,
    },
    /// End a suspension
    Resume(OneApp),
    /// End it, with all of its grants and tokens
    Delete(OneApp),
}

/// How apps stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Standing {
    /// However
    Any,
    /// Its owners are at it
    Draft,
    /// Waits to be looked at
    InReview,
    /// For everybody, and not suspended
    Live,
    /// Suspended
    Suspended,
}

/// `app describe`
#[derive(Args, Debug)]
pub struct DescribeArgs {
    /// Which.
    #[command(flatten)]
    pub app: OneApp,
    /// Its name
    #[arg(long)]
    pub name: Option<String>,
    /// What it is for, in a sentence
    #[arg(long)]
    pub description: Option<String>,
    /// Its site; '' takes it away
    #[arg(long, value_name = "URL")]
    pub site: Option<String>,
    /// Where its users get help; '' takes it away
    #[arg(long, value_name = "ADDRESS")]
    pub support: Option<String>,
    /// Number of its tile's colour, or `none`: drawn from its id
    #[arg(long, value_name = "NUMBER")]
    pub color: Option<Colour>,
    /// One of the realm's kinds; one without a secret ends its secrets
    #[arg(long)]
    pub kind: Option<String>,
}

/// `3` or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub Option<u8>);

impl FromStr for Colour {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "none" => Ok(Self(None)),
            text => text.parse().map(|color| Self(Some(color))).map_err(|_| "a number from 0 to 11, or `none`"),
        }
    }
}

/// `app owner …`
#[derive(Debug, Subcommand)]
pub enum OwnerCommand {
    /// One more
    Add {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// User name, or the address
        username: String,
    },
    /// One less; the last one stays
    Remove {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// User name, or the address
        username: String,
    },
    /// The first one is who its test token speaks for
    List(OneApp),
}

/// `app redirect …`
#[derive(Debug, Subcommand)]
pub enum RedirectCommand {
    /// Register one more
    Add {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// The whole address
        uri: String,
    },
    /// Take one back
    Remove {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// As it was registered
        uri: String,
    },
    /// In order of registration
    List(OneApp),
}

/// `app create`
#[derive(Args, Debug)]
pub struct NewAppArgs {
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// What people read when the app asks them
    #[arg(long)]
    pub name: String,
    /// What it is for, in a sentence
    #[arg(long, default_value = "", hide_default_value = true)]
    pub description: String,
    /// The app's site
    #[arg(long, value_name = "URL")]
    pub site: Option<String>,
    /// One of the dialect's kinds; the main one if left out
    #[arg(long)]
    pub kind: Option<String>,
    /// Where answers may go (repeatable)
    #[arg(long, value_name = "URI")]
    pub redirect_uri: Vec<String>,
    /// What it may ask for (repeatable); all of the realm's scopes if left out
    #[arg(long)]
    pub scope: Vec<String>,
    /// User name of whoever it belongs to
    #[arg(long, value_name = "USERNAME")]
    pub owner: Option<String>,
    /// Only at this mount of the realm (repeatable); all of them if left out
    #[arg(long, value_name = "NAME")]
    pub mount: Vec<String>,
    /// Let it introspect all tokens of the realm: for resource servers
    #[arg(long)]
    pub resource_server: bool,
    /// Read a secret of your own from standard input
    #[arg(long)]
    pub own_secret: bool,
}

/// `3` or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub Option<u32>);

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "none" => Ok(Self(None)),
            text => text
                .parse()
                .map(|limit| Self(Some(limit)))
                .map_err(|_| "a whole number from 0 to 4294967295, or `none`"),
        }
    }
}
