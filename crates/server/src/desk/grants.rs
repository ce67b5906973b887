//! Grants: which apps an account let in, and taking that back.

use super::slice::{Slice, one_more};
use super::{About, Declined, Desk, page};
use engine::model::{Account, App, EndReason, Grant};
use store::office::AuditFilter;
use store::ops::{Authorized, EndGrant, Ended, Page};

impl Desk<'_> {
    /// The live grants of an account, each with its app.
    pub async fn grants(&self, name: &str) -> Result<Vec<(Grant, App)>, Declined> {
        let account = self.account(name).await?;
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let rows = self.store.grants(self.realm.key, account.key, page(after)).await?;
            after = rows.last().map(|grant| grant.key.0.to_string());
            for grant in rows {
                let app = self.store.app(self.realm.key, grant.app).await?;
                all.extend(app.filter(|app| app.deleted_at.is_none()).map(|app| (grant, app)));
            }
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// What an account granted to an app and has not withdrawn.
    pub async fn authorization(&self, account: &Account, app: &App) -> Result<Authorized, Declined> {
        // The list is in order of the apps' keys: the row right behind the key before is this app's or there is none.
        let page = Page { after: Some((app.key.0 - 1).to_string()), limit: 1 };
        let rows = self.store.authorized(self.realm.key, account.key, self.now.secs(), page).await?;
        let found = rows.into_iter().find(|row| row.grant.app == app.key);
        found.ok_or_else(|| Declined::NoGrant(account.username.clone(), app.client_id.clone()))
    }

    /// Whether the account has ever ended what it granted to that app, or lost it.
    pub async fn was_granted(&self, account: &Account, client_id: &str) -> Result<bool, Declined> {
        let Some(app) = self.app_ever(client_id).await? else { return Ok(false) };
        let (account, app, action) = (Some(account.key), Some(app.key), Some("grant.".to_owned()));
        let filter = AuditFilter { account, app, action, ..AuditFilter::default() };
        let newest = self.store.find_audit(self.realm.key, filter, Page { after: None, limit: 1 }).await?;
        Ok(!newest.is_empty())
    }

    /// Ends what an account granted to an app: codes and tokens, all at once.
    pub async fn revoke_grant(&self, name: &str, client_id: &str) -> Result<(), Declined> {
        let account = self.account(name).await?;
        let app = self.app(client_id).await?;
        let ended = self.store.end_grant(EndGrant {
            realm: self.realm.key,
            account: account.key,
            app: app.key,
            reason: EndReason::Withdrawn,
            tombstone: self.tombstone(),
            audit: self.audit("grant.revoke", About::Grant(&account, &app), format!("app {}", app.client_id)),
            now: self.now.secs(),
        });
        match ended.await? {
            Ended::Now => Ok(()),
            Ended::Before => Err(Declined::NoGrant(account.username, app.client_id)),
        }
    }
    /// How long ended access tokens are told from ones that never were: the longest of the realm's mounts, in seconds.
    pub(super) fn tombstone(&self) -> i64 {
        let tombstones = self.realm.mounts.iter().map(|mount| mount.dialect.policy.lifetimes.tombstone);
        tombstones.max().unwrap_or_default()
    }

    /// What an account granted and has not withdrawn, each with its app.
    pub async fn authorized(&self, name: &str, page: Page) -> Result<Slice<(Authorized, App)>, Declined> {
        let account = self.account(name).await?;
        let rows = self.store.authorized(self.realm.key, account.key, self.now.secs(), one_more(&page)).await?;
        self.with_apps(Slice::of(rows, &page, |row| row.grant.app.0.to_string())).await
    }

    /// The same in the order in which people look for it, the last used first.
    pub async fn authorized_by_use(&self, account: &Account, page: Page) -> Result<Slice<(Authorized, App)>, Declined> {
        let now = self.now.secs();
        let rows = self.store.authorized_by_use(self.realm.key, account.key, now, one_more(&page)).await?;
        self.with_apps(Slice::by_use(rows, &page)).await
    }

    async fn with_apps(&self, mut slice: Slice<Authorized>) -> Result<Slice<(Authorized, App)>, Declined> {
        let mut rows = Vec::new();
        for row in std::mem::take(&mut slice.rows) {
            let app = self.store.app(self.realm.key, row.grant.app).await?;
            rows.extend(app.map(|app| (row, app)));
        }
        Ok(slice.with(rows))
    }

    /// Who let an app in, each with the account.
    pub async fn grants_of_app(&self, client_id: &str, page: Page) -> Result<Slice<(Authorized, Account)>, Declined> {
        let app = self.app(client_id).await?;
        let rows = self.store.grants_of_app(self.realm.key, app.key, self.now.secs(), one_more(&page)).await?;
        self.with_accounts(Slice::of(rows, &page, |row| row.grant.account.0.to_string())).await
    }

    /// The same, those first for whom it was used last.
    pub async fn grants_of_app_by_use(
        &self,
        client_id: &str,
        page: Page,
    ) -> Result<Slice<(Authorized, Account)>, Declined> {
        let (app, now) = (self.app(client_id).await?, self.now.secs());
        let rows = self.store.grants_of_app_by_use(self.realm.key, app.key, now, one_more(&page)).await?;
        self.with_accounts(Slice::by_use(rows, &page)).await
    }

    async fn with_accounts(&self, mut slice: Slice<Authorized>) -> Result<Slice<(Authorized, Account)>, Declined> {
        let mut rows = Vec::new();
        for row in std::mem::take(&mut slice.rows) {
            let account = self.store.account(self.realm.key, row.grant.account).await?;
            rows.extend(account.map(|account| (row, account)));
        }
        Ok(slice.with(rows))
    }
}
