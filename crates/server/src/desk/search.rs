//! Finding apps, accounts, and what happened.

use super::slice::{Slice, one_more};
use super::{Declined, Desk, page};
use crate::flow::seal::OPEN_FOR_A_DAY;
use engine::model::{Account, App};
use std::cmp::Reverse;
use store::office::{AppSearch, AppUse, AuditFilter, found_under};
use store::ops::{Audited, Page, canonical};

/// Which audit rows are meant; `None`: all.
#[derive(Clone, Debug, Default)]
pub struct AuditWish {
    /// Who, whole: `command-line`, `key:ID`, `account:ID`.
    pub actor: Option<String>,
    /// What, or how it begins: `app.`.
    pub action: Option<String>,
    /// About the account of that user name or address, or of that id, deleted or not.
    pub account: Option<String>,
    /// About the app of that client id, deleted or not.
    pub app: Option<String>,
    /// From this second on.
    pub since: Option<i64>,
    /// Before this second.
    pub until: Option<i64>,
}

impl Desk<'_> {
    /// Whether that was made for the app within the last day, though it may have ended since: so a form that is sent again brings nothing back.
    pub(super) async fn was_made(&self, app: &App, action: &str, handle: &str) -> Result<bool, Declined> {
        let (app, action) = (Some(app.key), Some(action.to_owned()));
        let since = Some(self.now.secs() - OPEN_FOR_A_DAY);
        let filter = AuditFilter { app, action, since, ..AuditFilter::default() };
        let made = self.store.find_audit(self.realm.key, filter, page(None)).await?;
        Ok(made.iter().any(|row| row.audit.detail == handle))
    }

    /// Accounts one of whose sign-in names begins with `text`, in order of that name, behind the one whose id it is; deleted ones are left out.
    pub async fn find_accounts(&self, text: &str, page: Page) -> Result<Slice<Account>, Declined> {
        let rows = self.store.find_accounts(self.realm.key, text, one_more(&page)).await?;
        Ok(Slice::of(rows, &page, |account| found_under(account, text)))
    }

    /// All accounts, those first that were seen last; deleted ones are left out.
    pub async fn accounts_by_use(&self, page: Page) -> Result<Slice<Account>, Declined> {
        let rows = self.store.accounts_by_use(self.realm.key, one_more(&page)).await?;
        Ok(Slice::by_use(rows, &page))
    }

    /// Apps, the last used first; deleted ones are left out.
    pub async fn find_apps_by_use(&self, search: AppSearch, page: Page) -> Result<Slice<AppUse>, Declined> {
        let search = AppSearch { text: self.sought(search.text).await?, ..search };
        let rows = self.store.find_apps_by_use(self.realm.key, search, one_more(&page)).await?;
        let mut slice = Slice::by_use(rows, &page);
        // The store's order is to a minute.
        slice.rows.sort_by_key(|(app, used)| Reverse(used.unwrap_or(app.created_at)));
        Ok(slice)
    }

    /// Apps in order of name; deleted ones are left out.
    pub async fn find_apps(&self, search: AppSearch, page: Page) -> Result<Slice<App>, Declined> {
        let search = AppSearch { text: self.sought(search.text).await?, ..search };
        let rows = self.store.find_apps(self.realm.key, search, one_more(&page)).await?;
        Ok(Slice::of(rows, &page, |app| app.client_id.clone()))
    }

    /// The account of that user name or address, else that of this id, as it stands or in small letters, deleted or not.
    async fn account_ever(&self, name: &str) -> Result<Account, Declined> {
        match self.account(name).await {
            Err(absent @ Declined::NoAccount(..)) => self.account_of_id_ever(name).await?.ok_or(absent),
            found => found,
        }
    }

    /// The account of that id, as it stands or in small letters, deleted or not.
    pub async fn account_of_id_ever(&self, id: &str) -> Result<Option<Account>, Declined> {
        match self.store.account_of_id_ever(self.realm.key, id.trim()).await? {
            None => Ok(self.store.account_of_id_ever(self.realm.key, &canonical(id)).await?),
            found => Ok(found),
        }
    }

    /// The account of that user name or address, else that of this id, as it stands or in small letters.
    pub async fn account_called(&self, name: &str) -> Result<Account, Declined> {
        self.there(self.account_ever(name).await.map(Some)?, name)
    }

    /// The account of that id, as it stands or in small letters.
    pub async fn account_of_typed_id(&self, id: &str) -> Result<Account, Declined> {
        self.there(self.account_of_id_ever(id).await?, id)
    }

    fn there(&self, found: Option<Account>, name: &str) -> Result<Account, Declined> {
        let found = found.filter(|account| account.deleted_at.is_none());
        found.ok_or_else(|| Declined::NoAccount(name.to_owned(), self.realm.name.clone()))
    }

    /// The app of that client id, as it stands or in small letters, deleted or not: people type ids from mails and screenshots.
    pub(super) async fn app_ever(&self, client_id: &str) -> Result<Option<App>, Declined> {
        match self.store.app_by_client_id(self.realm.key, client_id.trim()).await? {
            None => Ok(self.store.app_by_client_id(self.realm.key, &canonical(client_id)).await?),
            found => Ok(found),
        }
    }

    /// What apps are searched for: a client id as it is registered, where the text is one; else the text.
    pub(super) async fn sought(&self, text: String) -> Result<String, Declined> {
        let app = if text.is_empty() { None } else { self.app_ever(&text).await? };
        Ok(app.map_or(text, |app| app.client_id))
    }

    /// Whether there is or was an app of that client id.
    pub async fn was_app(&self, client_id: &str) -> Result<bool, Declined> {
        Ok(self.app_ever(client_id).await?.is_some())
    }

    /// Audit rows that fit, newest first.
    pub async fn find_audit(&self, wish: AuditWish, page: Page) -> Result<Slice<Audited>, Declined> {
        let account = match &wish.account {
            Some(name) => Some(self.account_ever(name).await?.key),
            None => None,
        };
        let app = match &wish.app {
            Some(client_id) => {
                let found = self.app_ever(client_id).await?;
                let absent = || Declined::NoApp(client_id.clone(), self.realm.name.clone());
                Some(found.ok_or_else(absent)?.key)
            }
            None => None,
        };
        let AuditWish { actor, action, since, until, .. } = wish;
        let filter = AuditFilter { actor, action, account, app, since, until };
        let rows = self.store.find_audit(self.realm.key, filter, one_more(&page)).await?;
        Ok(Slice::of(rows, &page, |row| row.id.to_string()))
    }
}
