//! Grants: which apps an account let in, and taking that back.

use super::{About, Declined, Desk, page};
use engine::model::{App, EndReason, Grant};
use store::ops::{EndGrant, Ended};

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
                all.extend(app.map(|app| (grant, app)));
            }
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Ends what an account granted to an app: codes and tokens, all at once.
    pub async fn revoke_grant(&self, name: &str, client_id: &str) -> Result<(), Declined> {
        let account = self.account(name).await?;
        let app = self.app(client_id).await?;
        let tombstones = self.realm.mounts.iter().map(|mount| mount.dialect.policy.lifetimes.tombstone);
        let ended = self.store.end_grant(EndGrant {
            realm: self.realm.key,
            account: account.key,
            app: app.key,
            reason: EndReason::Withdrawn,
            tombstone: tombstones.max().unwrap_or_default(),
            audit: self.audit("grant.revoke", About::Grant(&account, &app), format!("app {}", app.client_id)),
            now: self.now.secs(),
        });
        match ended.await? {
            Ended::Now => Ok(()),
            Ended::Before => Err(Declined::NoGrant(account.username, app.client_id)),
        }
    }
}
