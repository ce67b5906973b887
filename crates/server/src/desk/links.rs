//! Links that go by mail: good once, for a stated time, and used up together with what they do (AUT-07).

use super::{About, Declined, Desk, Misnamed};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::model::Account;
use engine::secret::Plain;
use store::Broken;
use store::ops::{AccountChange, Audit, Won, canonical};
use store::people::{Link, LinkEffect, UseLink};

/// What a link is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// To confirm an address: that of sign-up, or a new one.
    Confirm,
    /// To choose a new password in the place of a forgotten one.
    Reset,
    /// To choose the first password of an account that somebody else has made.
    Invite,
}

impl Errand {
    /// Those of links by which a password is chosen.
    pub const WITH_A_PASSWORD: [Self; 2] = [Self::Reset, Self::Invite];

    /// In a word, for the store.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
            Self::Invite => "invite",
        }
    }

    /// Where such a link leads, below a mount.
    pub fn path(self) -> &'static str {
        match self {
            Self::Confirm => "/-/confirm",
            Self::Reset => "/-/reset",
            Self::Invite => "/-/join",
        }
    }

    /// How long such a link is good, in seconds.
    pub fn life(self) -> i64 {
        match self {
            Self::Confirm => 24 * 3600,
            Self::Reset => 30 * 60,
            Self::Invite => 72 * 3600,
        }
    }
}

/// A link as it goes into a letter.
#[derive(Clone, Debug)]
pub struct Made {
    /// What for.
    pub errand: Errand,
    /// Its secret; only the hash is kept.
    pub text: Plain,
    /// First second in which it is refused.
    pub ends_at: i64,
}

impl Made {
    /// The link below that mount.
    pub fn address(&self, issuer: &str) -> String {
        format!("{issuer}{}?link={}", self.errand.path(), self.text.expose())
    }
}

/// A link that is good, and the account that it is about.
#[derive(Clone, Debug)]
pub struct Open {
    /// Whose.
    pub account: Account,
    /// The address that it was sent to.
    pub address: String,
}

impl Desk<'_> {
    /// Makes a link. `address`: where it is sent to, which using it confirms; empty: it goes another way. Older ones of the same account and errand are good no more.
    pub async fn make_link(&self, errand: Errand, account: &Account, address: &str) -> Result<Made, Declined> {
        let audit = match errand {
            Errand::Confirm => None,
            Errand::Reset | Errand::Invite => {
                Some(self.audit("account.password-link", About::Account(account), errand.word()))
            }
        };
        self.keep_link((errand, address), account, audit).await
    }

    /// What a link for a password of this account is for: its first one, or another.
    pub async fn errand_of(&self, account: &Account) -> Result<Errand, Declined> {
        let facts = self.store.sign_in(self.realm.key, &canonical(&account.username)).await?;
        let chosen = facts.is_some_and(|facts| !facts.password.is_empty());
        Ok(if chosen { Errand::Reset } else { Errand::Invite })
    }

    async fn keep_link(
        &self,
        (errand, address): (Errand, &str),
        account: &Account,
        audit: Option<Audit>,
    ) -> Result<Made, Declined> {
        self.has_passwords()?;
        let text = Plain::new(URL_SAFE_NO_PAD.encode(self.dice.seed().0));
        let ends_at = self.now.secs() + errand.life();
        let link = Link {
            realm: self.realm.key,
            hash: text.hashed(),
            purpose: errand.word().to_owned(),
            account: Some(account.key),
            data: address.to_owned(),
            ends_at,
        };
        self.store.put_link(link, self.shown.cloned(), audit).await?;
        Ok(Made { errand, text, ends_at })
    }

    /// Whether a letter with a link is of use to somebody.
    pub fn is_reached(&self, account: &Account) -> Result<(), Declined> {
        self.has_passwords()?;
        match account.email.is_empty() || account.disabled_at.is_some() {
            true => Err(Declined::Unreached(account.username.clone())),
            false => Ok(()),
        }
    }

    /// A link to confirm a new address, which is not the account's before it was confirmed. That it was asked for is told, the address is not.
    pub async fn ask_for_address(&self, account: &Account, address: &str) -> Result<Made, Declined> {
        super::accounts::check_address(address)?;
        let audit = self.audit("account.ask-address", About::Account(account), "");
        self.keep_link((Errand::Confirm, address), account, Some(audit)).await
    }

    /// The address that somebody has asked for and not confirmed yet, and the first second in which its link is refused.
    pub async fn asked_address(&self, account: &Account) -> Result<Option<(String, i64)>, Declined> {
        Ok(self.awaited_address(account).await?.filter(|(address, _)| *address != account.email))
    }

    /// The same, be it the account's own.
    pub async fn awaited_address(&self, account: &Account) -> Result<Option<(String, i64)>, Declined> {
        Ok(self.store.link_of(self.realm.key, account.key, Errand::Confirm.word(), self.now.secs()).await?)
    }

    /// Takes that back: its link is good no more.
    pub async fn withdraw_address(&self, account: &Account) -> Result<(), Declined> {
        let audit = self.audit("account.withdraw-address", About::Account(account), "");
        self.store.end_links(self.realm.key, account.key, Errand::Confirm.word(), audit).await?;
        Ok(())
    }

    /// What a link is about, if it is good. Looking at it does not use it: scanners of mail open links, too.
    pub async fn open_link(&self, errand: Errand, text: &Plain) -> Result<Open, Declined> {
        let found = self.store.link(self.realm.key, errand.word(), text.hashed(), self.now.secs()).await?;
        let Some((link, key)) = found.and_then(|link| link.account.map(|key| (link, key))) else {
            return Err(Declined::SpentLink);
        };
        let account = self.store.account(self.realm.key, key).await?;
        let account = account.filter(|account| account.disabled_at.is_none() && account.deleted_at.is_none());
        Ok(Open { account: account.ok_or(Declined::SpentLink)?, address: link.data })
    }

    /// Confirms the address of a link: from now on it is the account's. Gives the account as it was before.
    pub async fn confirm_address(&self, text: &Plain) -> Result<Open, Declined> {
        let open = self.open_link(Errand::Confirm, text).await?;
        let change = AccountChange::Address { email: open.address.clone(), email_verified: true };
        let same = open.address == open.account.email;
        let action = if same { "account.confirm-address" } else { "account.change-address" };
        self.use_link((Errand::Confirm, text), &open.account, change, action).await?;
        Ok(open)
    }

    /// Sets the password by a link of that errand; all sessions end. The address that it was sent to is confirmed by that, if it still is
    /// the account's.
    pub async fn choose_password(&self, errand: Errand, text: &Plain, password: &Plain) -> Result<Account, Declined> {
        let open = self.open_link(errand, text).await?;
        let password = self.hashed(password, &[&open.account.username, &open.account.email]).await?;
        let change = AccountChange::PasswordByMail { password, address: open.address, tombstone: self.tombstone() };
        self.use_link((errand, text), &open.account, change, "account.reset-password").await?;
        Ok(open.account)
    }

    async fn use_link(
        &self,
        (errand, text): (Errand, &Plain),
        account: &Account,
        change: AccountChange,
        action: &str,
    ) -> Result<(), Declined> {
        self.has_passwords()?;
        let own = Desk { actor: &format!("account:{}", account.id), ..*self };
        let write = UseLink {
            realm: self.realm.key,
            purpose: errand.word().to_owned(),
            hash: text.hashed(),
            effect: LinkEffect::Change(change),
            audit: own.audit(action, About::Account(account), "by a mailed link"),
            now: self.now.secs(),
        };
        match self.store.use_link(write).await {
            Ok(Won::Yes) => Ok(()),
            Ok(Won::Lost) => Err(Declined::SpentLink),
            Err(Broken::Taken(_)) => Err(Misnamed::EmailTaken.into()),
            Err(broken) => Err(broken.into()),
        }
    }
}
