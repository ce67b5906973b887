//! The first administrator: made by a link that whoever runs the server reads where it starts. It opens only while the administrators' realm
//! has never had an account, so it closes for good with the first one, also when that is deleted (GHSA-rjvp-29xq-f62w).

use super::accounts::Person;
use super::{About, Declined, Desk};
use engine::model::{Account, AccountKey};
use engine::secret::Plain;
use store::ops::{Page, Won};
use store::people::{Link, LinkEffect, UseLink};

/// What the link is for, as the store knows it.
const PURPOSE: &str = "first-administrator";
/// Nobody's: one holder for all links of this purpose, so that a newer one puts an end to the older.
const NOBODY: AccountKey = AccountKey(0);
/// Where the link leads, below the administrators' mount.
pub const PATH: &str = "/-/first";
/// How long it is good, in seconds.
const LIFE: i64 = 24 * 3600;

impl Desk<'_> {
    /// The text of a new link, in whose place no older one is good; `None` where there is or was an administrator.
    pub async fn first_link(&self) -> Result<Option<Plain>, Declined> {
        if self.had_accounts().await? {
            return Ok(None);
        }
        let dialect = &self.main()?.dialect;
        let text = dialect.mint(&dialect.shapes.code, &self.dice.seed());
        let link = Link {
            realm: self.realm.key,
            hash: text.hashed(),
            purpose: PURPOSE.to_owned(),
            account: Some(NOBODY),
            data: String::new(),
            ends_at: self.now.secs() + LIFE,
        };
        self.store.put_link(link, None, None).await?;
        Ok(Some(text))
    }

    /// Whether the link is good. Looking at it does not use it.
    pub async fn first_link_is_good(&self, link: &Plain) -> Result<bool, Declined> {
        let found = self.store.link(self.realm.key, PURPOSE, link.hashed(), self.now.secs()).await?;
        Ok(found.is_some() && !self.had_accounts().await?)
    }

    /// Makes the first administrator and uses the link up, both or neither.
    pub async fn first_administrator(
        &self,
        link: &Plain,
        person: Person,
        password: &Plain,
    ) -> Result<Account, Declined> {
        if !self.first_link_is_good(link).await? {
            return Err(Declined::SpentLink);
        }
        let new = self.new_account(person, password).await?;
        let account = new.account.clone();
        let write = UseLink {
            realm: self.realm.key,
            purpose: PURPOSE.to_owned(),
            hash: link.hashed(),
            effect: LinkEffect::Create(Box::new(new)),
            audit: self.audit("account.create", About::Account(&account), "the first administrator"),
            now: self.now.secs(),
        };
        match self.store.use_link(write).await? {
            Won::Yes => Ok(account),
            Won::Lost => Err(Declined::SpentLink),
        }
    }

    /// Deleted accounts count: their rows stay.
    async fn had_accounts(&self) -> Result<bool, Declined> {
        Ok(!self.store.accounts(self.realm.key, Page { after: None, limit: 1 }).await?.is_empty())
    }
}
