//! The accounts that look after an app together.

use super::{About, Declined, Desk};
use engine::model::{Account, App, Grant, Review};
use store::Broken;
use store::ops::{AppChange, MOST_OWNERS, canonical};

impl Desk<'_> {
    /// The app's owners, in the order in which they came.
    pub async fn owners(&self, client_id: &str) -> Result<Vec<Account>, Declined> {
        self.owners_of(&self.app(client_id).await?).await
    }

    /// The same of an app at hand.
    pub async fn owners_of(&self, app: &App) -> Result<Vec<Account>, Declined> {
        let mut owners = Vec::new();
        for key in &app.owners {
            owners.extend(self.store.account(self.realm.key, *key).await?);
        }
        Ok(owners)
    }

    /// One more owner; somebody who is one already stays where they are.
    pub async fn add_owner(&self, client_id: &str, name: &str) -> Result<(), Declined> {
        let (app, account) = (self.app(client_id).await?, self.account(name).await?);
        self.owner_changed(&app, &account, AppChange::AddOwner(account.key), "app.owner.add").await
    }

    /// The same at an owner's wish. An address finds nobody: who has an account here is no developer's business.
    pub async fn invite_owner(&self, client_id: &str, username: &str) -> Result<(), Declined> {
        let account = self.account(username).await?;
        match canonical(&account.username) == canonical(username) && account.disabled_at.is_none() {
            true => self.add_owner(client_id, &account.username).await,
            false => Err(Declined::NoAccount(username.trim().to_owned(), self.realm.name.clone())),
        }
    }

    /// One owner less, and with them the test token that speaks for them, and what they let an app have that is its owners' alone; the last one
    /// stays.
    pub async fn remove_owner(&self, client_id: &str, name: &str) -> Result<(), Declined> {
        let (app, account) = (self.app(client_id).await?, self.account(name).await?);
        self.owner_removed(&app, &account).await
    }

    /// The same by the account's id, which outlives its names.
    pub async fn remove_owner_of_id(&self, app: &App, id: &str) -> Result<(), Declined> {
        let owners = self.owners_of(app).await?;
        let account = owners.iter().find(|owner| owner.id == id).ok_or_else(|| Declined::NoOwner(id.to_owned()))?;
        self.owner_removed(app, account).await
    }

    async fn owner_removed(&self, app: &App, account: &Account) -> Result<(), Declined> {
        if !app.owners.contains(&account.key) {
            return Err(Declined::NoOwner(account.username.clone()));
        }
        let change = AppChange::RemoveOwner { account: account.key, tombstone: self.tombstone() };
        self.owner_changed(app, account, change, "app.owner.remove").await
    }

    /// What that owner let the app have, where it ends with their part in it: of an app that is its owners' alone.
    pub async fn granted_as_owner(&self, app: &App, account: &Account) -> Result<Option<Grant>, Declined> {
        match app.review {
            Review::Live => Ok(None),
            Review::Draft | Review::InReview => Ok(self.store.grant(self.realm.key, account.key, app.key).await?),
        }
    }

    async fn owner_changed(
        &self,
        app: &App,
        account: &Account,
        change: AppChange,
        action: &str,
    ) -> Result<(), Declined> {
        let audit = self.audit(action, About::Owner(app, account), format!("account {}", account.id));
        match self.store.change_app(self.realm.key, app.key, change, audit).await {
            Err(Broken::Absent("room for another owner")) => Err(Declined::ManyOwners(MOST_OWNERS)),
            Err(Broken::Absent("other owner")) => Err(Declined::LastOwner),
            Err(Broken::Absent("owner")) => Err(Declined::NoOwner(account.username.clone())),
            done => Ok(done.map(drop)?),
        }
    }
}
