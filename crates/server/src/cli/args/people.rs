//! Commands on accounts and on what they granted. Secrets are never arguments: other users of the machine can read those.

use super::{OneAccount, Readers, Target};
use clap::{ArgGroup, Args, Subcommand};

/// `account`
#[derive(Args, Debug)]
#[command(after_help = "\
Passwords are asked for, or read from standard input where that is no terminal.

Examples:
  grantor account create --realm shop alice --email alice@example.com
  printf '%s\\n' \"$PASSWORD\" | grantor account set-password --realm shop alice
  grantor account link --realm shop alice 4711   at the owner's own login she is 4711
  grantor account disable --realm shop alice     no sign-in, its tokens are refused
  grantor account create --realm admin bob --email bob@example.com    an administrator")]
pub struct AccountArgs {
    /// For whom.
    #[command(flatten)]
    pub readers: Readers,
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
    /// Accounts of the realm, in order of user name
    List {
        /// Where.
        #[command(flatten)]
        target: Target,
        /// How the user name or the address begins, or the whole id
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        search: String,
    },
    /// All about one account
    Show(OneAccount),
    /// Browsers in which it is signed in
    Sessions(OneAccount),
    /// Sign it out everywhere
    EndSessions(OneAccount),
    /// Sign it out in one browser
    EndSession {
        /// Which.
        #[command(flatten)]
        account: OneAccount,
        /// The session's id, as `sessions` shows it
        session: String,
    },
    /// Say something anew of it
    Describe(DescribeAccountArgs),
    /// Make an account without a password, and print the link by which its person chooses one
    Invite(NewAccountArgs),
    /// Print a link by which its person chooses a new password, or the first one, once
    ResetLink(OneAccount),
    /// Say who it is at the owner's own login (`login = "hand-off"`); its sessions end
    Link {
        /// Which.
        #[command(flatten)]
        account: OneAccount,
        /// The id there: it never changes, and is nobody else's
        id: String,
    },
    /// Take that back; its sessions end
    Unlink(OneAccount),
    /// All that is kept about its person, as JSON; leaves a row in the audit
    Data(OneAccount),
    /// Let nobody sign in to it, and refuse tokens that speak for it
    Disable(OneAccount),
    /// End that
    Enable(OneAccount),
    /// Delete it: what is known about the person goes, its grants and tokens end, its id never comes back
    Delete(OneAccount),
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

/// `account describe`
#[derive(Args, Debug)]
pub struct DescribeAccountArgs {
    /// Which.
    #[command(flatten)]
    pub account: OneAccount,
    /// Address for mail; it counts as unconfirmed
    #[arg(long)]
    pub email: Option<String>,
    /// First name
    #[arg(long)]
    pub first_name: Option<String>,
    /// Last name
    #[arg(long)]
    pub last_name: Option<String>,
    /// Language of pages and mail; '' takes it away
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
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
  grantor grant list --realm shop --app CLIENT_ID
  grantor grant tokens --realm shop --account alice --app CLIENT_ID
  grantor grant revoke --realm shop --account alice --app CLIENT_ID")]
pub struct GrantArgs {
    /// For whom.
    #[command(flatten)]
    pub readers: Readers,
    /// What to do.
    #[command(subcommand)]
    pub command: GrantCommand,
}

/// `grant …`
#[derive(Debug, Subcommand)]
pub enum GrantCommand {
    /// Which apps an account let in, or who let an app in
    #[command(group = ArgGroup::new("whose").required(true))]
    List {
        /// Where.
        #[command(flatten)]
        target: Target,
        /// User name, address or id
        #[arg(long, value_name = "USERNAME", group = "whose")]
        account: Option<String>,
        /// Client id
        #[arg(long, value_name = "CLIENT_ID", group = "whose")]
        app: Option<String>,
    },
    /// Which tokens live by it
    Tokens(OneGrant),
    /// End one token; a refresh token takes what came from it along
    RevokeToken {
        /// Which.
        #[command(flatten)]
        grant: OneGrant,
        /// Its id, as `tokens` shows it
        token: String,
    },
    /// Take a grant back: its codes and tokens end at once
    Revoke(OneGrant),
}

/// What an account granted to an app.
#[derive(Args, Debug)]
pub struct OneGrant {
    /// Where.
    #[command(flatten)]
    pub target: Target,
    /// User name
    #[arg(long, value_name = "USERNAME")]
    pub account: String,
    /// Client id
    #[arg(long, value_name = "CLIENT_ID")]
    pub app: String,
}
