//! Accounts of people who sign in at the owner's own page: made at their first sign-in, later kept to what the owner says.

use super::accounts::check_names;
use super::{About, Declined, Desk, Misnamed};
use crate::config::ADMIN;
use engine::model::{Account, AccountKey};
use store::Broken;
use store::ops::{AccountChange, Names, NewAccount};

/// The longest id of an account at the owner's, in characters (OpenID Connect Core 1.0 section 2).
const LONGEST_ID: usize = 255;

/// What the owner says about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The owner's id of the account: never changes, never goes to somebody else.
    pub upstream: String,
    /// User name and address; the address may be empty.
    pub names: Names,
    /// Names.
    pub first_name: String,
    /// Names.
    pub last_name: String,
    /// Roles, those too that no scope asks for; `None`: what the account has stays.
    pub roles: Option<Vec<String>>,
}

impl Desk<'_> {
    /// The account of somebody whom the owner has signed in, as the owner describes them now. No account is found by user name or address; whose these
    /// are is what the owner has said last. Only an account that is linked to nobody keeps its own, since it may be theirs who come: nothing is done
    /// before an administrator has said so. A disabled account is given back as it is.
    pub async fn welcome(&self, claimed: &Claimed) -> Result<Account, Declined> {
        check(claimed)?;
        let known = async || self.store.account_of_upstream(self.realm.key, &claimed.upstream).await;
        if let Some(account) = known().await? {
            return self.follow(account, claimed).await;
        }
        match (self.first(claimed).await, known().await?) {
            (Ok(account), _) => Ok(account),
            // Somebody was faster: the same person, in another tab.
            (Err(Broken::Taken(_)), Some(account)) => self.follow(account, claimed).await,
            (Err(broken), _) => Err(taken(claimed, broken.into())),
        }
    }

    async fn first(&self, claimed: &Claimed) -> Result<Account, Broken> {
        let key = AccountKey(self.dice.key());
        let id = self.realm.main().map(|mount| {
            let dialect = &mount.dialect;
            dialect.mint(&dialect.shapes.account_id, &self.dice.seed()).expose().to_owned()
        });
        let account = Account {
            key,
            id: id.unwrap_or_default(),
            username: claimed.names.username.clone(),
            email: claimed.names.email.clone(),
            email_verified: claimed.names.email_verified,
            first_name: claimed.first_name.clone(),
            last_name: claimed.last_name.clone(),
            roles: self.roles_of(claimed).unwrap_or_default(),
            attributes: Default::default(),
            language: None,
            upstream: Some(claimed.upstream.clone()),
            disabled_at: None,
            deleted_at: None,
            created_at: self.now.secs(),
            seen_at: None,
        };
        let audit = self.audit("account.create", About::Account(&account), "");
        // No password: no text has this hash.
        let new = NewAccount { account: account.clone(), password: String::new() };
        self.store.create_account(self.realm.key, new, audit).await?;
        Ok(self.store.account(self.realm.key, key).await?.unwrap_or(account))
    }

    async fn follow(&self, mut account: Account, claimed: &Claimed) -> Result<Account, Declined> {
        if account.disabled_at.is_some() {
            return Ok(account);
        }
        let own = (&account.username, &account.email, account.email_verified);
        if own != (&claimed.names.username, &claimed.names.email, claimed.names.email_verified) {
            let change = AccountChange::Claimed(claimed.names.clone());
            self.change_account(&account, change, "account.rename").await?;
            account = self.store.account(self.realm.key, account.key).await?.unwrap_or(account);
        }
        if (&account.first_name, &account.last_name) != (&claimed.first_name, &claimed.last_name) {
            let (first_name, last_name) = (claimed.first_name.clone(), claimed.last_name.clone());
            account = Account { first_name: first_name.clone(), last_name: last_name.clone(), ..account };
            let change = AccountChange::Profile { first_name, last_name, language: account.language.clone() };
            self.change_account(&account, change, "account.profile").await?;
        }
        if let Some(roles) = self.roles_of(claimed).filter(|roles| *roles != account.roles) {
            self.change_account(&account, AccountChange::Roles(roles.clone()), "account.roles").await?;
            account.roles = roles;
        }
        Ok(account)
    }

    /// Those that a scope of the realm asks for, in the scopes' order.
    fn roles_of(&self, claimed: &Claimed) -> Option<Vec<String>> {
        let roles = claimed.roles.as_ref()?;
        let known = self.roles().unwrap_or_default();
        Some(known.into_iter().filter(|role| roles.iter().any(|own| own == role)).map(str::to_owned).collect())
    }

    /// Says who an account is at the owner's own login: from then on it is theirs who come in as that id. That is an administrator's word; at a
    /// sign-in nothing but the id finds an account. All sessions end.
    pub async fn link_account(&self, name: &str, upstream: &str) -> Result<(), Declined> {
        check_id(upstream)?;
        let account = self.linkable(name).await?;
        let change = AccountChange::Upstream(Some(upstream.to_owned()));
        self.change_account(&account, change, "account.link").await.map_err(|declined| match declined {
            Declined::Broken(Broken::Taken(_)) => Declined::UpstreamTaken(upstream.to_owned()),
            Declined::Broken(Broken::Absent("account without such an id")) => {
                Declined::Linked(account.username.clone())
            }
            declined => declined,
        })
    }

    /// Takes that back: nobody comes in as it from the owner's login any more. All sessions end.
    pub async fn unlink_account(&self, name: &str) -> Result<(), Declined> {
        let account = self.linkable(name).await?;
        self.change_account(&account, AccountChange::Upstream(None), "account.unlink").await
    }

    async fn linkable(&self, name: &str) -> Result<Account, Declined> {
        match self.realm.name == ADMIN {
            true => Err(Declined::NoHandOff),
            false => self.account(name).await,
        }
    }

    /// Whether the realm's people have passwords here.
    pub fn has_passwords(&self) -> Result<(), Declined> {
        match &self.realm.hand_off {
            Some(hand_off) => Err(Declined::HandedOff { realm: self.realm.name.clone(), page: hand_off.page.clone() }),
            None => Ok(()),
        }
    }
}

fn check_id(id: &str) -> Result<(), Misnamed> {
    let fits = (1..=LONGEST_ID).contains(&id.chars().count()) && !id.contains(char::is_control);
    if fits { Ok(()) } else { Err(Misnamed::Id) }
}

fn check(claimed: &Claimed) -> Result<(), Declined> {
    check_id(&claimed.upstream)?;
    if claimed.first_name.chars().count() > 100 || claimed.last_name.chars().count() > 100 {
        return Err(Misnamed::TooLong.into());
    }
    let email = Some(claimed.names.email.as_str()).filter(|email| !email.is_empty());
    Ok(check_names(&claimed.names.username, email)?)
}

fn taken(claimed: &Claimed, declined: Declined) -> Declined {
    match declined {
        Declined::Broken(Broken::Taken(what)) => Declined::Taken { what, upstream: claimed.upstream.clone() },
        declined => declined,
    }
}
