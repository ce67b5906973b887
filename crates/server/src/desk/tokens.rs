//! The live tokens of a grant: told apart by handles, since nobody has their texts but whoever holds them.

use super::{About, Declined, Desk};
use engine::model::{AccessToken, Account, App, EndReason, RefreshToken};
use engine::secret::Hashed;
use engine::token::TokenHash;
use store::office::Tokens;
use store::ops::{EndToken, Ended, GrantToo};

impl Desk<'_> {
    /// The live tokens between an account and an app, the youngest first; at most 100 of each kind.
    pub async fn tokens(&self, name: &str, client_id: &str) -> Result<Tokens, Declined> {
        let (account, app) = (self.account(name).await?, self.app(client_id).await?);
        Ok(self.store.tokens_of(self.realm.key, account.key, app.key, self.now.secs()).await?)
    }

    /// Ends one of them, by its handle. A refresh token takes its family with it.
    pub async fn end_token(&self, name: &str, client_id: &str, handle: &str) -> Result<(), Declined> {
        let (account, app) = (self.account(name).await?, self.app(client_id).await?);
        let tokens = self.store.tokens_of(self.realm.key, account.key, app.key, self.now.secs()).await?;
        let absent = || Declined::NoToken(handle.to_owned());
        let ended = if let Some(token) = tokens.access.iter().find(|token| self::handle(&token.hash) == handle) {
            self.store.end_access(self.end_of_access(token, (&account, &app))).await?
        } else {
            let token = tokens.refresh.iter().find(|token| self::handle(&token.hash) == handle).ok_or_else(absent)?;
            self.store.end_family(self.end_of_family(token, (&account, &app))).await?
        };
        if ended == Ended::Now { Ok(()) } else { Err(absent()) }
    }

    fn end_of_access(&self, token: &AccessToken, (account, app): (&Account, &App)) -> EndToken {
        EndToken {
            realm: self.realm.key,
            token: token.hash.id(),
            app: app.key,
            account: Some(account.key),
            grant: token.grant,
            family: token.family,
            reason: EndReason::Revoked,
            grant_too: GrantToo::Keep,
            audit: Some(self.audit("token.revoke", About::Grant(account, app), format!("app {}", app.client_id))),
            now: self.now.secs(),
        }
    }

    fn end_of_family(&self, token: &RefreshToken, (account, app): (&Account, &App)) -> EndToken {
        let audit = self.audit("token.revoke-family", About::Grant(account, app), format!("app {}", app.client_id));
        EndToken {
            realm: self.realm.key,
            token: token.hash.id(),
            app: app.key,
            account: Some(account.key),
            grant: Some(token.grant),
            family: token.family,
            reason: EndReason::Revoked,
            grant_too: GrantToo::Keep,
            audit: Some(audit),
            now: self.now.secs(),
        }
    }
}

/// What tells a token from others in lists and addresses: 16 hexadecimal digits that give nothing of it away.
pub fn handle(hash: &TokenHash) -> String {
    Hashed::of(hash.rest()).as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
