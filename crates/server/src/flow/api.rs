//! A presented access token: found by its id or hash, with its app and account as they are now.

use super::{Call, Failure, presented};
use crate::memory::cache::KnownApp;
use crate::memory::uses::Seen;
use dialect::encode::Facts;
use engine::access::{self, Live};
use engine::model::{AccessToken, Account, MountKey};
use engine::refusal::Refusal;
use engine::scope::ScopeSet;
use engine::secret::Plain;
use std::sync::Arc;

/// What is known about a presented token.
pub struct Presented {
    /// The realm's revision as it was read with the token.
    pub revision: i64,
    /// Its row.
    pub token: Option<AccessToken>,
    /// Its text, once it is known to be one.
    text: Option<Plain>,
    /// Its app.
    pub app: Option<Arc<KnownApp>>,
    /// Its account.
    pub account: Option<Arc<Account>>,
}

impl Presented {
    /// What answers about it may tell. Its text goes to nobody but who sent it.
    pub fn facts<'l>(&'l self, call: &Call<'l>, live: &Live<'l>, scope: &'l ScopeSet) -> Facts<'l> {
        Facts {
            app: Some(live.app),
            account: live.account,
            scope: Some(scope),
            access_token: self.text.as_ref().map(Plain::expose),
            issued_at: Some(live.token.issued_at),
            access_ends_at: live.token.ends_at,
            ..call.facts()
        }
    }

    /// What it is worth at this mount (`None`: at any of the realm).
    pub fn live(&self, call: &Call<'_>, mount: Option<MountKey>) -> Result<Live<'_>, Failure> {
        let facts = access::Facts {
            token: self.token.as_ref(),
            app: self.app.as_deref().map(KnownApp::app),
            account: self.account.as_deref(),
            mount,
        };
        Ok(access::live(&facts, call.now)?)
    }
}

/// Looks the candidates up; the first that is known counts.
pub async fn look_up(call: &Call<'_>, candidates: &[Plain]) -> Result<Presented, Failure> {
    if candidates.is_empty() {
        return Err(Refusal::TokenMissing.into());
    }
    let mut revision = 0;
    for candidate in candidates {
        let facts =
            call.server.store.access(call.realm.key, &presented::access(call, candidate), call.now.secs()).await?;
        revision = facts.revision;
        let Some(token) = facts.token else { continue };
        let app = call.realm.cache.app(call.at(revision), token.app).await?;
        let account = match token.account {
            Some(key) => call.realm.cache.account(call.at(revision), key).await?,
            None => None,
        };
        return Ok(Presented { revision, token: Some(token), text: Some(candidate.clone()), app, account });
    }
    Ok(Presented { revision, token: None, text: None, app: None, account: None })
}

/// The same for a request that shows its own token: it is the request of that token's app.
pub async fn look_up_own(call: &Call<'_>, candidates: &[Plain]) -> Result<Presented, Failure> {
    let presented = look_up(call, candidates).await?;
    call.witness.names(presented.app.as_ref());
    Ok(presented)
}

/// A live token was seen in use: the witness against a replayed refresh token, and what people read as "last used".
pub fn note_use(call: &Call<'_>, live: &Live<'_>) {
    call.server.uses.note(call.realm.key, live.token, Seen { at: call.now.secs(), address: call.address });
}
