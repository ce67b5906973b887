//! `grantor account`.

use super::args::{AccountArgs, AccountCommand, DescribeAccountArgs, Form, NewAccountArgs, OneAccount, Target};
use super::office::Office;
use super::outcome::{Outcome, tell};
use super::table::{facts, table, time};
use super::{pages, secret, start};
use crate::desk::Desk;
use crate::desk::account::AccountEdit;
use crate::desk::accounts::Person;
use crate::desk::links::Errand;
use crate::views::{Account, EndedSessions, PasswordLink, Session};
use engine::model;

/// An account that a command is about.
struct Case {
    office: Office,
    /// As it was before the command.
    account: model::Account,
    form: Form,
}

impl Case {
    async fn open(one: &OneAccount, form: Form) -> Outcome<Self> {
        Self::find(Office::open(&one.target).await?, one, form).await
    }

    /// The same where accounts have passwords here: a realm without says that first, whoever is meant.
    async fn open_with_password(one: &OneAccount, form: Form) -> Outcome<Self> {
        let office = Office::open(&one.target).await?;
        office.desk().has_passwords()?;
        Self::find(office, one, form).await
    }

    async fn find(office: Office, one: &OneAccount, form: Form) -> Outcome<Self> {
        let account = office.desk().account(&one.username).await?;
        Ok(Self { office, account, form })
    }

    fn desk(&self) -> Desk<'_> {
        self.office.desk()
    }

    fn name(&self) -> &str {
        &self.account.username
    }

    /// Says what was done; programs read the account as it is now. By its id: the address that it was named by may be another now.
    async fn changed(&self, words: &str) -> Outcome {
        let now = self.desk().account_of_id(&self.account.id).await?;
        tell(self.form, &Account::from(&now), |_| words.to_owned())
    }
}

async fn change((one, form): (&OneAccount, Form), words: &str, work: impl AsyncFnOnce(&Case) -> Outcome) -> Outcome {
    let case = Case::open(one, form).await?;
    work(&case).await?;
    case.changed(words).await
}

pub(super) fn run(args: AccountArgs) -> Outcome {
    let form = args.readers.form();
    start::block_on(async {
        match args.command {
            AccountCommand::Create(args) => create(args, form).await,
            AccountCommand::Invite(args) => invite(args, form).await,
            AccountCommand::List { target, search } => list(&target, &search, form).await,
            AccountCommand::Show(one) => {
                let office = Office::open(&one.target).await?;
                let account = office.desk().account_called(&one.username).await?;
                show(&Case { office, account, form })
            }
            AccountCommand::Describe(args) => describe(args, form).await,
            AccountCommand::SetPassword(one) => set_password(&one, form).await,
            AccountCommand::ResetLink(one) => {
                let Case { office, account, form } = Case::open_with_password(&one, form).await?;
                let errand = office.desk().errand_of(&account).await?;
                hand_over(&office, &account, errand, form).await
            }
            AccountCommand::Sessions(one) => {
                tell(form, &sessions(&Case::open(&one, form).await?).await?, |sessions| listed(sessions))
            }
            AccountCommand::EndSessions(one) => {
                let case = Case::open(&one, form).await?;
                let ended = case.desk().end_sessions(case.name()).await?;
                tell(form, &EndedSessions { ended }, |_| format!("{ended} ended"))
            }
            AccountCommand::EndSession { account, session } => {
                let case = Case::open(&account, form).await?;
                case.desk().end_session(case.name(), &session).await?;
                tell(form, &sessions(&case).await?, |_| "ended".to_owned())
            }
            AccountCommand::Link { account, id } => {
                change((&account, form), "linked; sessions of this account have ended", async |case| {
                    Ok(case.desk().link_account(case.name(), &id).await?)
                })
                .await
            }
            AccountCommand::Unlink(one) => {
                change((&one, form), "unlinked; sessions of this account have ended", async |case| {
                    Ok(case.desk().unlink_account(case.name()).await?)
                })
                .await
            }
            AccountCommand::Data(one) => {
                let case = Case::open(&one, form).await?;
                tell(form, &case.desk().data(&case.account).await?, |data| format!("{data:#}"))
            }
            AccountCommand::Disable(one) => {
                change((&one, form), "disabled", async |case| Ok(case.desk().disable(case.name()).await?)).await
            }
            AccountCommand::Enable(one) => {
                change((&one, form), "enabled", async |case| Ok(case.desk().enable(case.name()).await?)).await
            }
            AccountCommand::Delete(one) => {
                let case = Case::open(&one, form).await?;
                case.desk().delete_account(case.name()).await?;
                tell(form, &Account::from(&case.account), |_| "deleted".to_owned())
            }
        }
    })
}

async fn create(args: NewAccountArgs, form: Form) -> Outcome {
    let office = Office::open(&args.target).await?;
    office.desk().has_passwords()?;
    let made = office.desk().create_account(person(args), &secret::asked("Password")?).await?;
    tell(form, &Account::from(&made), |made| made.id.clone())
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

async fn set_password(one: &OneAccount, form: Form) -> Outcome {
    let case = Case::open_with_password(one, form).await?;
    case.desk().set_password(case.name(), &secret::asked("New password")?).await?;
    case.changed("done; sessions of this account have ended").await
}

async fn invite(args: NewAccountArgs, form: Form) -> Outcome {
    let office = Office::open(&args.target).await?;
    let account = office.desk().create_without_password(person(args)).await?;
    hand_over(&office, &account, Errand::Invite, form).await
}

/// Nothing is sent from here: whoever runs the command hands the link over, on a safe way, and it confirms no address.
async fn hand_over(office: &Office, account: &model::Account, errand: Errand, form: Form) -> Outcome {
    let desk = office.desk();
    let link = desk.make_link(errand, account, "").await?;
    let url = link.address(&desk.main()?.issuer);
    tell(form, &PasswordLink { account: account.into(), url, ends_at: link.ends_at }, |link| {
        format!("{}\ngood once, until {}", link.url, time(link.ends_at))
    })
}

async fn describe(args: DescribeAccountArgs, form: Form) -> Outcome {
    let DescribeAccountArgs { account, email, first_name, last_name, language } = args;
    let language = language.map(|language| Some(language).filter(|language| !language.is_empty()));
    let edit = AccountEdit { email, first_name, last_name, language };
    change((&account, form), "changed", async |case| Ok(case.desk().edit_account(case.name(), edit).await?)).await
}

async fn list(target: &Target, search: &str, form: Form) -> Outcome {
    let office = Office::open(target).await?;
    let desk = office.desk();
    let found = pages::all(|page| desk.find_accounts(search, page)).await?;
    tell(form, &found.iter().map(Account::from).collect::<Vec<_>>(), |accounts| {
        let row = |account: &Account| {
            let standing = standing(account).to_owned();
            let roles = account.roles.join(" ");
            vec![account.username.clone(), account.email.clone(), account.id.clone(), roles, standing]
        };
        table(&["USERNAME", "EMAIL", "ID", "ROLES", "STANDING"], accounts.iter().map(row).collect())
    })
}

fn show(case: &Case) -> Outcome {
    tell(case.form, &Account::from(&case.account), |account| {
        facts(vec![
            ("user name", account.username.clone()),
            ("email", account.email.clone()),
            ("confirmed", if account.email_verified { "yes" } else { "no" }.to_owned()),
            ("id", account.id.clone()),
            ("name", format!("{} {}", account.first_name, account.last_name).trim().to_owned()),
            ("roles", account.roles.join(" ")),
            ("id elsewhere", account.upstream.clone().unwrap_or_default()),
            ("made", time(account.created_at)),
            ("last seen", account.seen_at.map(time).unwrap_or_default()),
            ("standing", standing(account).to_owned()),
        ])
    })
}

async fn sessions(case: &Case) -> Outcome<Vec<Session>> {
    Ok(case.desk().sessions(case.name()).await?.iter().map(Session::from).collect())
}

fn listed(sessions: &[Session]) -> String {
    let row = |session: &Session| {
        let (signed_in, seen) = (time(session.signed_in_at), time(session.seen_at));
        vec![session.id.clone(), session.device.clone(), session.address.clone(), signed_in, seen]
    };
    table(&["ID", "DEVICE", "ADDRESS", "SIGNED IN", "LAST SEEN"], sessions.iter().map(row).collect())
}

fn standing(account: &Account) -> &'static str {
    if account.disabled_at.is_some() { "disabled" } else { "active" }
}
