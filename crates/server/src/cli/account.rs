//! `grantor account`.

use super::args::{AccountArgs, AccountCommand, DescribeAccountArgs, Listing, NewAccountArgs, OneAccount};
use super::office::Office;
use super::outcome::{Outcome, print};
use super::table::{facts, table, time};
use super::{pages, secret, start};
use crate::desk::account::AccountEdit;
use crate::desk::accounts::Person;
use crate::desk::links::{Errand, Made};
use crate::views::{Account, Session};
use serde_json::json;

pub(super) fn run(args: AccountArgs) -> Outcome {
    start::block_on(async {
        match args.command {
            AccountCommand::Create(args) => create(args).await,
            AccountCommand::SetPassword(one) => {
                let office = Office::open(&one.target).await?;
                office.desk().has_passwords()?;
                office.desk().account(&one.username).await?;
                office.desk().set_password(&one.username, &secret::asked("New password")?).await?;
                print("done; sessions of this account have ended")
            }
            AccountCommand::List { list, search } => self::list(list, &search).await,
            AccountCommand::Show { account, json } => show(account, json).await,
            AccountCommand::Sessions { account, json } => sessions(account, json).await,
            AccountCommand::EndSessions(one) => {
                let ended = Office::open(&one.target).await?.desk().end_sessions(&one.username).await?;
                print(format_args!("{ended} ended"))
            }
            AccountCommand::EndSession { account, session } => {
                Office::open(&account.target).await?.desk().end_session(&account.username, &session).await?;
                print("ended")
            }
            AccountCommand::Describe(args) => describe(args).await,
            AccountCommand::Invite(args) => invite(args).await,
            AccountCommand::ResetLink(one) => reset_link(one).await,
            AccountCommand::Link { account, id } => {
                Office::open(&account.target).await?.desk().link_account(&account.username, &id).await?;
                print("linked; sessions of this account have ended")
            }
            AccountCommand::Unlink(one) => {
                Office::open(&one.target).await?.desk().unlink_account(&one.username).await?;
                print("unlinked; sessions of this account have ended")
            }
            AccountCommand::Data(one) => {
                let office = Office::open(&one.target).await?;
                let account = office.desk().account(&one.username).await?;
                print(format_args!("{:#}", office.desk().data(&account).await?))
            }
            AccountCommand::Disable(one) => {
                Office::open(&one.target).await?.desk().disable(&one.username).await?;
                print("disabled")
            }
            AccountCommand::Enable(one) => {
                Office::open(&one.target).await?.desk().enable(&one.username).await?;
                print("enabled")
            }
            AccountCommand::Delete(one) => {
                Office::open(&one.target).await?.desk().delete_account(&one.username).await?;
                print("deleted")
            }
        }
    })
}

async fn create(args: NewAccountArgs) -> Outcome {
    let office = Office::open(&args.target).await?;
    office.desk().has_passwords()?;
    let made = office.desk().create_account(person(args), &secret::asked("Password")?).await?;
    print(made.id)
}

fn person(args: NewAccountArgs) -> Person {
    Person {
        username: args.username,
        email: args.email,
        first_name: args.first_name,
        last_name: args.last_name,
        roles: args.role,
        attributes: args.attribute.into_iter().collect(),
    }
}

async fn invite(args: NewAccountArgs) -> Outcome {
    let office = Office::open(&args.target).await?;
    let account = office.desk().create_without_password(person(args)).await?;
    let link = office.desk().make_link(Errand::Invite, &account, "").await?;
    hand_over(&office, &link)
}

async fn reset_link(one: OneAccount) -> Outcome {
    let office = Office::open(&one.target).await?;
    let account = office.desk().account(&one.username).await?;
    let link = office.desk().make_link(Errand::Reset, &account, "").await?;
    hand_over(&office, &link)
}

/// Nothing is sent from here: whoever runs the command hands the link over, on a safe way, and it confirms no address.
fn hand_over(office: &Office, link: &Made) -> Outcome {
    print(format_args!("{}\ngood once, until {}", link.address(&office.desk().main()?.issuer), time(link.ends_at)))
}

async fn describe(args: DescribeAccountArgs) -> Outcome {
    let DescribeAccountArgs { account, email, first_name, last_name, language } = args;
    let language = language.map(|language| Some(language).filter(|language| !language.is_empty()));
    let edit = AccountEdit { email, first_name, last_name, language };
    Office::open(&account.target).await?.desk().edit_account(&account.username, edit).await?;
    print("changed")
}

async fn list(args: Listing, search: &str) -> Outcome {
    let office = Office::open(&args.target).await?;
    let desk = office.desk();
    let found = pages::all(|page| desk.find_accounts(search, page)).await?;
    let accounts: Vec<Account> = found.iter().map(Account::from).collect();
    if args.json {
        return print(json!(accounts));
    }
    let row = |account: &Account| {
        let standing = standing(account).to_owned();
        let roles = account.roles.join(" ");
        vec![account.username.clone(), account.email.clone(), account.id.clone(), roles, standing]
    };
    print(table(&["USERNAME", "EMAIL", "ID", "ROLES", ""], accounts.iter().map(row).collect()))
}

async fn show(one: OneAccount, as_json: bool) -> Outcome {
    let account = Account::from(&Office::open(&one.target).await?.desk().account(&one.username).await?);
    if as_json {
        return print(json!(account));
    }
    let standing = standing(&account).to_owned();
    print(facts(vec![
        ("user name", account.username),
        ("email", account.email),
        ("confirmed", if account.email_verified { "yes" } else { "no" }.to_owned()),
        ("id", account.id),
        ("name", format!("{} {}", account.first_name, account.last_name).trim().to_owned()),
        ("roles", account.roles.join(" ")),
        ("id elsewhere", account.upstream.unwrap_or_default()),
        ("made", time(account.created_at)),
        ("standing", standing),
    ]))
}

async fn sessions(one: OneAccount, as_json: bool) -> Outcome {
    let found = Office::open(&one.target).await?.desk().sessions(&one.username).await?;
    let sessions: Vec<Session> = found.iter().map(Session::from).collect();
    if as_json {
        return print(json!(sessions));
    }
    let row = |session: &Session| {
        let (signed_in, seen) = (time(session.signed_in_at), time(session.seen_at));
        vec![session.id.clone(), session.device.clone(), session.address.clone(), signed_in, seen]
    };
    print(table(&["ID", "DEVICE", "ADDRESS", "SIGNED IN", "LAST SEEN"], sessions.iter().map(row).collect()))
}

fn standing(account: &Account) -> &'static str {
    if account.disabled_at.is_some() { "disabled" } else { "" }
}
