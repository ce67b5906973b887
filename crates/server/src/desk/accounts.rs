//! Accounts: making them, their passwords, disabling them.

use super::{About, Declined, Desk, apps::listed, page};
use crate::passwords::{LONGEST, hash_now};
use engine::model::{Account, AccountKey};
use engine::secret::Plain;
use std::collections::{BTreeMap, BTreeSet};
use store::ops::{AccountChange, NewAccount, canonical};

/// NIST SP 800-63B section 3.1.1.2: eight at least, and nothing about which characters.
const SHORTEST: usize = 8;

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
        let new = self.new_account(person, password)?;
        let account = new.account.clone();
        let audit = self.audit("account.create", About::Account(&account), "");
        self.store.create_account(self.realm.key, new, audit).await?;
        Ok(account)
    }

    /// An account on its way, checked.
    pub(crate) fn new_account(&self, person: Person, password: &Plain) -> Result<NewAccount, Declined> {
        self.has_passwords()?;
        check_names(&person.username, Some(&person.email))?;
        let known = self.roles()?;
        if let Some(role) = person.roles.iter().find(|role| !known.contains(role.as_str())) {
            return Err(Declined::NoRole { role: role.clone(), known: listed(known.into_iter()) });
        }
        let password = self.slow_hash(password)?;
        let dialect = &self.main()?.dialect;
        let account = Account {
            key: AccountKey(self.dice.key()),
            id: dialect.mint(&dialect.shapes.account_id, &self.dice.seed(), None).expose().to_owned(),
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
        };
        Ok(NewAccount { account, password })
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
        let change = AccountChange::Password(self.slow_hash(password)?);
        self.change_account(&account, change, "account.set-password").await
    }

    /// Disables an account: no sign-in, and tokens that speak for it are refused.
    pub async fn disable(&self, name: &str) -> Result<(), Declined> {
        let account = self.account(name).await?;
        self.change_account(&account, AccountChange::Disable(self.now.secs()), "account.disable").await
    }

    /// Enables it again.
    pub async fn enable(&self, name: &str) -> Result<(), Declined> {
        let account = self.account(name).await?;
        self.change_account(&account, AccountChange::Enable, "account.enable").await
    }

    /// Deletes it: everything about the person goes, its grants and tokens end, and its id never comes back.
    pub async fn delete_account(&self, name: &str) -> Result<(), Declined> {
        let account = self.account(name).await?;
        let change = AccountChange::Delete { at: self.now.secs(), tombstone: self.tombstone() };
        self.change_account(&account, change, "account.delete").await
    }

    pub(super) async fn change_account(
        &self,
        account: &Account,
        change: AccountChange,
        action: &str,
    ) -> Result<(), Declined> {
        let audit = self.audit(action, About::Account(account), "");
        Ok(self.store.change_account(self.realm.key, account.key, change, audit).await?)
    }

    /// Every role that a scope asks for.
    pub(crate) fn roles(&self) -> Result<BTreeSet<&str>, Declined> {
        let scopes = &self.main()?.dialect.policy.scopes.scopes;
        Ok(scopes.iter().filter_map(|scope| scope.role.as_deref()).collect())
    }

    pub(super) fn slow_hash(&self, password: &Plain) -> Result<String, Declined> {
        if password.expose().chars().count() < SHORTEST {
            return Err(Declined::Weak("a password has 8 characters at least"));
        }
        if password.expose().len() > LONGEST {
            return Err(Declined::Weak("a password has 1,024 bytes at most"));
        }
        hash_now(password, self.dice.salt()).ok_or(Declined::Weak("this password cannot be hashed; choose another"))
    }
}

/// What a user name and, where there is one, an address look like.
pub(super) fn check_names(username: &str, email: Option<&str>) -> Result<(), Declined> {
    let bare = username.trim();
    if bare.is_empty() || bare.chars().count() > 100 || bare != username || username.contains(char::is_control) {
        return Err(Declined::Name("a user name has 1 to 100 characters, without blanks at its ends"));
    }
    email.map_or(Ok(()), check_address)
}

/// The same rule as the mail server's: what cannot be written to is no address.
pub(super) fn check_address(address: &str) -> Result<(), Declined> {
    if address.contains(char::is_whitespace) || address.len() > 254 || address.parse::<crate::mail::Address>().is_err()
    {
        return Err(Declined::Name("an address for mail looks like `name@example.com`"));
    }
    Ok(())
}
