//! `grantor account`.

use super::args::{AccountArgs, AccountCommand, Listing, NewAccountArgs};
use super::office::Office;
use super::outcome::{Outcome, print};
use super::table::table;
use super::{secret, start};
use crate::desk::accounts::Person;
use engine::model::Account;
use serde_json::{Value, json};

pub(super) fn run(args: AccountArgs) -> Outcome {
    start::block_on(async {
        match args.command {
            AccountCommand::Create(args) => create(args).await,
            AccountCommand::SetPassword(one) => {
                let office = Office::open(&one.target)?;
                office.desk().has_passwords()?;
                office.desk().account(&one.username).await?;
                office.desk().set_password(&one.username, &secret::asked("New password")?).await?;
                print("done; sessions of this account have ended")
            }
            AccountCommand::List(args) => list(args).await,
            AccountCommand::Disable(one) => {
                Office::open(&one.target)?.desk().disable(&one.username).await?;
                print("disabled")
            }
            AccountCommand::Enable(one) => {
                Office::open(&one.target)?.desk().enable(&one.username).await?;
                print("enabled")
            }
        }
    })
}

async fn create(args: NewAccountArgs) -> Outcome {
    let office = Office::open(&args.target)?;
    office.desk().has_passwords()?;
    let person = Person {
        username: args.username,
        email: args.email,
        first_name: args.first_name,
        last_name: args.last_name,
        roles: args.role,
        attributes: args.attribute.into_iter().collect(),
    };
    let made = office.desk().create_account(person, &secret::asked("Password")?).await?;
    print(made.id)
}

async fn list(args: Listing) -> Outcome {
    let accounts = Office::open(&args.target)?.desk().accounts().await?;
    if args.json {
        return print(Value::from(accounts.iter().map(json).collect::<Vec<_>>()));
    }
    let row = |account: &Account| {
        let standing = if account.disabled_at.is_some() { "disabled" } else { "" };
        vec![
            account.username.clone(),
            account.email.clone(),
            account.id.clone(),
            account.roles.join(" "),
            standing.to_owned(),
        ]
    };
    print(table(&["USERNAME", "EMAIL", "ID", "ROLES", ""], accounts.iter().map(row).collect()))
}

fn json(account: &Account) -> Value {
    json!({
        "username": account.username, "email": account.email, "id": account.id, "roles": account.roles,
        "first_name": account.first_name, "last_name": account.last_name, "attributes": account.attributes,
        "disabled_at": account.disabled_at, "created_at": account.created_at,
    })
}
