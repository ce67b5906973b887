//! What a developer may see of apps, and what a developer may do with them: their own, and no others.

use super::apps::{Registered, Wish};
use super::secrets::generated;
use super::slice::{Slice, one_more};
use super::{Declined, Desk, page};
use crate::config::ReviewRule;
use engine::model::{Account, AccountKey, App, Review};
use std::cmp::Reverse;
use store::developers::Counts;
use store::ops::{AppChange, Page};

/// Tokens and grants of an app are counted as far as this in a list, and on a page of its own.
pub const COUNTED_IN_LIST: u32 = 1_000;
/// See [`COUNTED_IN_LIST`].
pub const COUNTED: u32 = 10_000;

/// An app as a developer makes one: a name and a description are enough.
#[derive(Clone, Debug, Default)]
pub struct NewApp {
    /// What people read.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where answers may go; blank: said later.
    pub redirect_uri: String,
    /// One of the dialect's kinds; `None`: the main one.
    pub kind: Option<String>,
}

/// How an app stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its owners alone can use it, and have not asked for a review.
    Draft,
    /// Its owners alone can use it, and have.
    InReview,
    /// Everybody can use it.
    Live,
    /// Nobody can; perhaps with what an administrator wrote about it.
    Suspended(Option<String>),
}

impl Standing {
    /// Of that app.
    pub fn of(app: &App) -> Self {
        match (app.suspended_at, app.review) {
            (Some(_), _) => Self::Suspended(app.suspend_reason.clone()),
            (None, Review::Draft) => Self::Draft,
            (None, Review::InReview) => Self::InReview,
            (None, Review::Live) => Self::Live,
        }
    }

    /// Whether it is suspended.
    pub fn is_suspended(&self) -> bool {
        matches!(self, Self::Suspended(_))
    }
}

impl Desk<'_> {
    /// The app, if that account looks after it. Somebody else's gets the same answer as one that is not there: this is the only place
    /// where pages get a developer's app from.
    pub async fn own_app(&self, account: AccountKey, client_id: &str) -> Result<App, Declined> {
        let app = self.app(client_id).await?;
        let absent = || Declined::NoApp(client_id.to_owned(), self.realm.name.clone());
        Some(app).filter(|app| app.owners.contains(&account)).ok_or_else(absent)
    }

    /// Whether that account looked after an app that has been deleted.
    pub async fn was_own(&self, account: AccountKey, client_id: &str) -> Result<bool, Declined> {
        let app = self.app_ever(client_id).await?;
        Ok(app.is_some_and(|app| app.deleted_at.is_some() && app.owners.contains(&account)))
    }

    /// A page of the apps that an account looks after, the last used first, each with how much it is used: those with that text in their name,
    /// or as their client id.
    pub async fn own_apps(&self, account: &Account, text: &str, page: Page) -> Result<Slice<(App, Counts)>, Declined> {
        let text = self.sought(text.to_owned()).await?;
        let rows = self.store.apps_by_use(self.realm.key, account.key, &text, one_more(&page)).await?;
        let mut slice = Slice::by_use(rows, &page);
        let mut rows = Vec::new();
        for app in std::mem::take(&mut slice.rows) {
            let counts = self.store.counts(self.realm.key, app.key, COUNTED_IN_LIST, self.now.secs()).await?;
            rows.push((app, counts));
        }
        // The store's order is to a minute.
        rows.sort_by_key(|(app, counts)| Reverse(counts.used_at.unwrap_or(app.created_at)));
        Ok(slice.with(rows))
    }

    /// All apps that an account looks after, in order of name.
    pub async fn owned(&self, account: &Account) -> Result<Vec<App>, Declined> {
        let mut all: Vec<App> = Vec::new();
        loop {
            let after = all.last().map(|app| app.client_id.clone());
            let rows = self.store.apps_of(self.realm.key, account.key, "", page(after)).await?;
            if rows.is_empty() {
                return Ok(all);
            }
            all.extend(rows);
        }
    }

    /// The most apps that an account may make and look after, where it has as many.
    pub async fn has_most_apps(&self, account: &Account) -> Result<Option<u32>, Declined> {
        let at_most = self.realm.apps_per_account;
        let made = self.store.made_apps(self.realm.key, account.key, at_most).await?;
        Ok((made >= at_most).then_some(at_most))
    }

    /// How much an app is used.
    pub async fn counts(&self, app: &App) -> Result<Counts, Declined> {
        Ok(self.store.counts(self.realm.key, app.key, COUNTED, self.now.secs()).await?)
    }

    /// Registers an app for the account that makes it.
    pub async fn create_own(&self, new: NewApp, account: &Account) -> Result<Registered, Declined> {
        let uri = new.redirect_uri.trim();
        let review = match self.realm.review {
            ReviewRule::None => Review::Live,
            ReviewRule::Demanded => Review::Draft,
        };
        let wish = Wish {
            name: new.name,
            description: new.description,
            kind: new.kind,
            redirect_uris: if uri.is_empty() { Vec::new() } else { vec![uri.to_owned()] },
            review,
            ..Wish::default()
        };
        let Registered { app, secret } = self.register(wish, Some(account.key)).await?;
        // With the dice of a form that was sent before, it is the app that there is: as it is by now, and with that secret only while it lives.
        let app = self.own_app(account.key, &app.client_id).await?;
        let secret = secret.filter(|own| app.secrets.iter().any(|kept| kept.stored == generated(own)));
        Ok(Registered { app, secret })
    }

    /// Ends all that its users' consents gave it: codes and tokens, not the consents, and not the test token. What was issued
    /// within this very second ends as well; what is issued afterwards bears the next one (see [`App::issued_at`]).
    pub async fn revoke_all(&self, app: &App) -> Result<(), Declined> {
        self.change(app, AppChange::RevokeAll(self.now.secs() + 1), "app.revoke-all", "").await
    }
}
