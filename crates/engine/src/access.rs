//! What an access token is worth now: at tokeninfo, introspection, the API and `/verify`.

use crate::model::{AccessToken, Account, App, EndReason, MountKey, TokenUse};
use crate::refusal::{Refusal, Refused};
use crate::scope::{Catalogue, ScopeSet};
use crate::time::{Now, has_ended};

/// All that the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The row.
    pub token: Option<&'a AccessToken>,
    /// Its app.
    pub app: Option<&'a App>,
    /// Its account, where it has one.
    pub account: Option<&'a Account>,
    /// The mount that asks; `None`: any of the realm.
    pub mount: Option<MountKey>,
}

/// A live token with what it speaks for.
#[derive(Clone, Copy, Debug)]
pub struct Live<'a> {
    /// The row.
    pub token: &'a AccessToken,
    /// Its app.
    pub app: &'a App,
    /// Its account.
    pub account: Option<&'a Account>,
}

/// The rules, in order: known here, not ended, not expired, app and account in good standing.
pub fn live<'a>(facts: &Facts<'a>, now: Now) -> Result<Live<'a>, Refused> {
    let token = facts.token.filter(|token| facts.mount.is_none_or(|mount| mount == token.mount));
    let token = token.ok_or(Refusal::TokenUnknown)?;
    if token.purge_at.is_some_and(|purge| now.secs() >= purge) {
        return Err(Refusal::TokenUnknown.into());
    }
    match token.ended {
        Some((_, EndReason::Withdrawn)) => return Err(Refusal::TokenWithdrawn.into()),
        Some(_) => return Err(Refusal::TokenEnded.into()),
        None => {}
    }
    if has_ended(token.ends_at, now) {
        return Err(Refusal::TokenExpired.into());
    }
    let app = facts.app.ok_or(Refusal::TokenUnknown)?;
    // A developer's own test token is no user's: revoking all of theirs leaves it.
    let revoked = token.usage == TokenUse::Grant && token.issued_at < app.valid_from;
    if app.deleted_at.is_some() || revoked {
        return Err(Refusal::TokenEnded.into());
    }
    if app.suspended_at.is_some() {
        return Err(Refusal::TokenAppSuspended.into());
    }
    if token.account.is_some() && facts.account.is_none_or(|account| account.disabled_at.is_some()) {
        return Err(Refusal::TokenAccountDisabled.into());
    }
    Ok(Live { token, app, account: facts.account })
}

/// The token opens what is demanded.
pub fn opens(live: &Live<'_>, demanded: &[String], catalogue: &Catalogue) -> Result<(), Refused> {
    let held = ScopeSet::parse(&live.token.scope);
    match demanded.iter().find(|word| !catalogue.opens(&held, word)) {
        Some(missing) => Err(Refused::scope(missing)),
        None => Ok(()),
    }
}
