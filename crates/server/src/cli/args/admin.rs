//! Commands on apps, accounts and grants. Secrets are never arguments: other users of the machine can read those.

use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::str::FromStr;

/// Which realm of which deployment.
#[derive(Args, Debug)]
pub struct Target {
    /// The configuration file [default: grantor.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    pub config: Option<PathBuf>,
    /// The folder of grantor.toml, as `grantor demo` names it
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
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

/// A list.
#[derive(Args, Debug)]
pub struct Listing {
    /// Where
    #[command(flatten)]
    pub target: Target,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `app`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor app create --realm shop --name Notes --redirect-uri https://notes.example/callback
  grantor app list --realm shop
  grantor app redirect add --realm shop CLIENT_ID https://notes.example/other
  grantor app limit --realm shop CLIENT_ID 3     at most 3 live access tokens; `none` lifts it
  grantor app suspend --realm shop CLIENT_ID     nothing new, its tokens are refused")]
pub struct AppArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: AppCommand,
}

/// `app …`
#[derive(Debug, Subcommand)]
pub enum AppCommand {
    /// Register an app; prints its id and, once, its secret
    Create(NewAppArgs),
    /// All apps of the realm
    List(Listing),
    /// All about one app
    Show {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a new secret; prints it once
    RotateSecret {
        /// Which.
        #[command(flatten)]
        app: OneApp,
        /// Let the old secret go on working until the next rotation
        #[arg(long)]
        keep_old: bool,
        /// Read a secret of your own from standard input
        #[arg(long)]
        own: bool,
    },
    /// Make a new test token for the app's owner; prints it once
    TestToken(OneApp),
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
    /// Give it nothing new, and refuse its tokens
    Suspend(OneApp),
    /// End a suspension
    Resume(OneApp),
    /// End it, with all of its grants and tokens
    Delete(OneApp),
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
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `3` or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub Option<u32>);

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "none" => Ok(Self(None)),
            text => text.parse().map(|limit| Self(Some(limit))).map_err(|_| "a whole number from 0, or `none`"),
        }
    }
}

/// `account`
#[derive(Args, Debug)]
#[command(after_help = "\
Passwords are asked for, or read from standard input where that is no terminal.

Examples:
  grantor account create --realm shop alice --email alice@example.com
  printf '%s\\n' \"$PASSWORD\" | grantor account set-password --realm shop alice
  grantor account disable --realm shop alice     no sign-in, its tokens are refused")]
pub struct AccountArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: AccountCommand,
}

/// `account …`
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account; reads its password
    Create(NewAccountArgs),
    /// Give an account a new password, read from standard input; its sessions end
    SetPassword(OneAccount),
    /// All accounts of the realm
    List(Listing),
    /// Let nobody sign in to it, and refuse tokens that speak for it
    Disable(OneAccount),
    /// End that
    Enable(OneAccount),
}

/// `account create`
#[derive(Args, Debug)]
pub struct NewAccountArgs {
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// What the person signs in with
    pub username: String,
    /// Address for mail
    #[arg(long)]
    pub email: String,
    /// First name
    #[arg(long, default_value = "", hide_default_value = true)]
    pub first_name: String,
    /// Last name
    #[arg(long, default_value = "", hide_default_value = true)]
    pub last_name: String,
    /// A role that opens scopes which not everybody may grant (repeatable)
    #[arg(long)]
    pub role: Vec<String>,
    /// A number that apps may see, such as `plan=2` (repeatable)
    #[arg(long, value_name = "NAME=NUMBER", value_parser = attribute)]
    pub attribute: Vec<(String, i64)>,
}

fn attribute(text: &str) -> Result<(String, i64), &'static str> {
    let (name, number) = text.split_once('=').ok_or("such as `plan=2`")?;
    Ok((name.to_owned(), number.parse().map_err(|_| "the value is a whole number")?))
}

/// `grant`
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  grantor grant list --realm shop --account alice
  grantor grant revoke --realm shop --account alice --app CLIENT_ID")]
pub struct GrantArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: GrantCommand,
}

/// `grant …`
#[derive(Debug, Subcommand)]
pub enum GrantCommand {
    /// Which apps an account let in
    List {
        /// Where.
        #[command(flatten)]
        list: Listing,
        /// User name
        #[arg(long, value_name = "USERNAME")]
        account: String,
    },
    /// Take a grant back: its codes and tokens end at once
    Revoke {
        /// Where.
        #[command(flatten)]
        target: Target,
        /// User name
        #[arg(long, value_name = "USERNAME")]
        account: String,
        /// Client id
        #[arg(long, value_name = "CLIENT_ID")]
        app: String,
    },
}
