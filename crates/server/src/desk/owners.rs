//! Who looks after an app.

use super::{Declined, Desk};
use engine::model::Account;
use store::Broken;
use store::ops::AppChange;

impl Desk<'_> {
    /// The app's owners; its test token speaks for the first.
    pub async fn owners(&self, client_id: &str) -> Result<Vec<Account>, Declined> {
        let mut owners = Vec::new();
        for key in self.app(client_id).await?.owners {
            owners.extend(self.store.account(self.realm.key, key).await?);
        }
        Ok(owners)
    }

    /// One more owner; somebody who is one already stays where they are.
    pub async fn add_owner(&self, client_id: &str, name: &str) -> Result<(), Declined> {
        let (app, account) = (self.app(client_id).await?, self.account(name).await?);
        self.change(&app, AppChange::AddOwner(account.key), "app.owner.add", &account.username).await
    }

    /// One owner less; the last one stays.
    pub async fn remove_owner(&self, client_id: &str, name: &str) -> Result<(), Declined> {
        let (app, account) = (self.app(client_id).await?, self.account(name).await?);
        if !app.owners.contains(&account.key) {
            return Err(Declined::NoOwner(account.username));
        }
        match self.change(&app, AppChange::RemoveOwner(account.key), "app.owner.remove", &account.username).await {
            Err(Declined::Broken(Broken::Absent(_))) => Err(Declined::LastOwner),
            done => done,
        }
    }
}
