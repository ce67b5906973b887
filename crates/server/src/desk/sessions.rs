//! Browsers in which an account is signed in.

use super::{About, Declined, Desk};
use store::ops::Session;

impl Desk<'_> {
    /// The live sessions of an account, the one seen last first; at most 100.
    pub async fn sessions(&self, name: &str) -> Result<Vec<Session>, Declined> {
        let account = self.account(name).await?;
        Ok(self.store.sessions(self.realm.key, account.key, self.now.secs()).await?)
    }

    /// Ends one of them, by its handle.
    pub async fn end_session(&self, name: &str, handle: &str) -> Result<(), Declined> {
        self.end_session_of(&self.account(name).await?, handle).await
    }

    /// Ends all sessions of an account; gives how many there were.
    pub async fn end_sessions(&self, name: &str) -> Result<u32, Declined> {
        let account = self.account(name).await?;
        let audit = self.audit("account.end-sessions", About::Account(&account), "");
        Ok(self.store.end_sessions(self.realm.key, account.key, None, audit).await?)
    }
}
