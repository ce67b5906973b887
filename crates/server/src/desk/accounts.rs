//! Accounts: making them, their passwords, disabling them.

use super::facts::is_odd;
use super::links::{Errand, Made};
use super::passwords::check;
use super::{About, Declined, Desk, Misnamed, apps::listed, page};
use crate::config::ADMIN;
use engine::model::{Account, AccountKey};
use engine::secret::Plain;
use std::collections::{BTreeMap, BTreeSet};
use store::Broken;
use store::ops::{AccountChange, NewAccount, Won, canonical};

/// An account to make.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// What they sign in with.
    pub username: String,
    /// Address for mail; they may sign in with it as well.
    pub email: String,
    /// Names.
    pub first_name: String,
    /// Names.
    pub last_name: String,
    /// Roles that open capped scopes.
    pub roles: Vec<String>,
    /// Named facts that whoami may show.
    pub attributes: BTreeMap<String, i64>,
}

impl Desk<'_> {
    /// Makes an account.
    pub async fn create_account(&self, person: Person, password: &Plain) -> Result<Account, Declined> {
        Ok(self.sign_up(person, password).await?.account)
    }

    /// The same, with the slow hash of what its person signs in with.
    pub async fn sign_up(&self, person: Person, password: &Plain) -> Result<NewAccount, Declined> {
        let new = self.new_account(person, password).await?;
        self.create(new.clone()).await?;
        Ok(new)
    }

    /// Makes an account that nobody can sign in to before its person has chosen a password by the link, which goes to its address.
    pub async fn invite(&self, person: Person) -> Result<(Account, Made), Declined> {
        let account = self.create_without_password(person).await?;
        let link = self.make_link(Errand::Invite, &account, &account.email).await?;
        Ok((account, link))
    }

    /// Makes an account that nobody can sign in to yet.
    pub async fn create_without_password(&self, person: Person) -> Result<Account, Declined> {
        // No password: no text has this hash.
        self.create(NewAccount { account: self.checked(person, None).await?, password: String::new() }).await
    }

    async fn create(&self, new: NewAccount) -> Result<Account, Declined> {
        let account = new.account.clone();
        let audit = self.audit("account.create", About::Account(&account), "");
        match self.store.create_account(self.realm.key, new, audit).await {
            Err(Broken::Taken(what)) => {
                Declined::for_any(self.taken(&account.username, &account.email).await?.into_iter())?;
                Err(Broken::Taken(what).into())
            }
            made => Ok(made.map(|()| account)?),
        }
    }

    /// An account on its way, checked.
    pub(crate) async fn new_account(&self, person: Person, password: &Plain) -> Result<NewAccount, Declined> {
        let account = self.checked(person, Some(password)).await?;
        let password = self.hashed(password, &[&account.username, &account.email]).await?;
        Ok(NewAccount { account, password })
    }

    async fn checked(&self, person: Person, password: Option<&Plain>) -> Result<Account, Declined> {
        self.has_passwords()?;
        let misnamed = [check_username(&person.username), check_address(&person.email)];
        let known = self.roles()?;
        let unknown = person.roles.iter().find(|role| !known.contains(role.as_str()));
        let no_role = unknown.map(|role| Declined::NoRole { role: role.clone(), known: listed(known.iter().copied()) });
        let unfit = password.and_then(|password| check(password, &[&person.username, &person.email]).err());
        let misnamed = misnamed.into_iter().filter_map(Result::err).map(Declined::from);
        let mut wrong: Vec<Declined> = misnamed.chain(no_role).chain(unfit.map(Declined::from)).collect();
        // Of a person with whom nothing is wrong the write finds it out.
        if !wrong.is_empty() {
            wrong.extend(self.taken(&person.username, &person.email).await?);
        }
        Declined::for_any(wrong.into_iter())?;
        let dialect = &self.main()?.dialect;
        Ok(Account {
            key: AccountKey(self.dice.key()),
            id: dialect.mint(&dialect.shapes.account_id, &self.dice.seed()).expose().to_owned(),
            username: person.username,
            email: person.email,
            email_verified: false,
            first_name: person.first_name,
            last_name: person.last_name,
            roles: person.roles,
            attributes: person.attributes,
            language: None,
            upstream: None,
            disabled_at: None,
            deleted_at: None,
            created_at: self.now.secs(),
            seen_at: None,
        })
    }

    /// All accounts in order of user name.
    pub async fn accounts(&self) -> Result<Vec<Account>, Declined> {
        let mut all: Vec<Account> = Vec::new();
        let mut after = None;
        loop {
            let rows = self.store.accounts(self.realm.key, page(after)).await?;
            after = rows.last().map(|account| canonical(&account.username));
            all.extend(rows);
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Gives an account a new password; its sessions end.
    pub async fn set_password(&self, name: &str, password: &Plain) -> Result<(), Declined> {
        self.has_passwords()?;
        let account = self.account(name).await?;
        let names = [account.username.as_str(), &account.email];
        let change = AccountChange::Password(self.hashed(password, &names).await?);
        self.change_account(&account, change, "account.set-password").await
    }

    /// Disables an account: no sign-in, and tokens that speak for it are refused. One that is disabled stays so since when it was.
    pub async fn disable(&self, name: &str) -> Result<(), Declined> {
        let account = self.account(name).await?;
        if account.disabled_at.is_some() {
            return Ok(());
        }
        self.shut_out(&account, AccountChange::Disable(self.now.secs()), "account.disable").await
    }

    /// Enables it again.
    pub async fn enable(&self, name: &str) -> Result<(), Declined> {
        let account = self.account(name).await?;
        if account.disabled_at.is_none() {
            return Ok(());
        }
        self.change_account(&account, AccountChange::Enable, "account.enable").await
    }

    /// Deletes it: everything about the person goes, its grants and tokens end, and its id never comes back.
    pub async fn delete_account(&self, name: &str) -> Result<(), Declined> {
        self.delete(&self.account(name).await?).await
    }

    /// The same, of that account, whatever it is called by now.
    pub async fn delete(&self, account: &Account) -> Result<(), Declined> {
        let change = AccountChange::Delete { at: self.now.secs(), tombstone: self.tombstone() };
        self.shut_out(account, change, "account.delete").await
    }

    /// What keeps somebody from signing in. Of the administrators one always can.
    async fn shut_out(&self, account: &Account, change: AccountChange, action: &str) -> Result<(), Declined> {
        if self.realm.name != ADMIN {
            return self.change_account(account, change, action).await;
        }
        let audit = self.audit(action, About::Account(account), "");
        match self.store.change_unless_last((self.realm.key, account.key), self.shown.cloned(), change, audit).await? {
            Won::Yes => Ok(()),
            Won::Lost => Err(Declined::LastAdministrator),
        }
    }

    pub(super) async fn change_account(
        &self,
        account: &Account,
        change: AccountChange,
        action: &str,
    ) -> Result<(), Declined> {
        let audit = self.audit(action, About::Account(account), "");
        match self.shown.cloned() {
            Some(shown) => self.store.change_own_account((self.realm.key, account.key), shown, change, audit).await?,
            None => self.store.change_account(self.realm.key, account.key, change, audit).await?,
        }
        Ok(())
    }

    /// Every role that a scope asks for.
    pub(crate) fn roles(&self) -> Result<BTreeSet<&str>, Declined> {
        let scopes = &self.main()?.dialect.policy.scopes.scopes;
        Ok(scopes.iter().filter_map(|scope| scope.role.as_deref()).collect())
    }

    /// Which of the names another account has, of those that are names.
    async fn taken(&self, username: &str, email: &str) -> Result<Vec<Declined>, Declined> {
        let same = canonical(username) == canonical(email);
        let names = [
            (username, check_username(username).is_ok(), Misnamed::UsernameTaken),
            (email, check_address(email).is_ok() && !same, Misnamed::EmailTaken),
        ];
        let mut taken = Vec::new();
        for (name, _, why) in names.into_iter().filter(|(_, asked, _)| *asked) {
            match self.account(name).await {
                Ok(_) => taken.push(why.into()),
                Err(Declined::NoAccount(..)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(taken)
    }
}

/// What a user name and, where there is one, an address look like.
pub(super) fn check_names(username: &str, email: Option<&str>) -> Result<(), Misnamed> {
    check_username(username)?;
    email.map_or(Ok(()), check_address)
}

fn check_username(username: &str) -> Result<(), Misnamed> {
    let length = username.chars().count();
    match username.trim() == username && (1..=100).contains(&length) && !username.contains(is_odd) {
        true => Ok(()),
        false => Err(Misnamed::Username),
    }
}

/// The same rule as the mail server's: what cannot be written to is no address.
pub(crate) fn check_address(address: &str) -> Result<(), Misnamed> {
    let odd = address.contains(char::is_whitespace) || address.len() > 254;
    if odd || address.parse::<crate::mail::Address>().is_err() { Err(Misnamed::Email) } else { Ok(()) }
}
