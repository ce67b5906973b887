//! The token endpoint: one file per grant, each an ordered list of rules that yields what to issue or why not.

pub mod client_credentials;
pub mod code;
pub mod exchange;
pub mod refresh;

use crate::model::{
    AccessToken, Account, AccountKey, App, AppKey, FamilyKey, GrantKey, MountKey, RefreshToken, TokenUse,
};
use crate::policy::{GrantKind, HasSecret, Policy, PublicClients};
use crate::refusal::{Refusal, Refused};
use crate::scope::ScopeSet;
use crate::time::{Now, end_of};
use crate::token::{TokenHash, TokenId};

/// Where and when, and the keys that a decision may use up.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The dialect's and the realm's choices.
    pub policy: &'a Policy,
    /// The mount that was asked.
    pub mount: MountKey,
    /// Now.
    pub now: Now,
    /// A fresh key, should a family begin.
    pub family: FamilyKey,
}

/// What a yes issues: everything but the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// At.
    pub mount: MountKey,
    /// To.
    pub app: AppKey,
    /// For; `None`: the app itself.
    pub account: Option<AccountKey>,
    /// Under.
    pub grant: Option<GrantKey>,
    /// In.
    pub family: FamilyKey,
    /// What the access token opens.
    pub scope: ScopeSet,
    /// In seconds.
    pub issued_at: i64,
    /// See [`AccessToken::ends_at`].
    pub ends_at: Option<i64>,
    /// See [`AccessToken::purge_at`].
    pub purge_at: Option<i64>,
    /// The refresh token that comes with it.
    pub refresh: Option<RefreshTerms>,
}

/// What a new refresh token is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshTerms {
    /// See [`RefreshToken::number`].
    pub number: i64,
    /// What it may renew.
    pub scope: ScopeSet,
    /// See [`RefreshToken::ends_at`].
    pub ends_at: Option<i64>,
    /// See [`RefreshToken::family_ends_at`].
    pub family_ends_at: Option<i64>,
    /// See [`RefreshToken::purge_at`].
    pub purge_at: Option<i64>,
}

impl Issue {
    /// The access token's row.
    pub fn access(&self, hash: TokenHash) -> AccessToken {
        AccessToken {
            hash,
            mount: self.mount,
            app: self.app,
            account: self.account,
            grant: self.grant,
            family: self.family,
            scope: self.scope.to_text(),
            usage: TokenUse::Grant,
            issued_at: self.issued_at,
            ends_at: self.ends_at,
            ended: None,
            used_at: None,
            purge_at: self.purge_at,
        }
    }

    /// The refresh token's row, where one comes with the access token.
    pub fn refresh(&self, hash: TokenHash, access: TokenId) -> Option<RefreshToken> {
        let (terms, account, grant) = (self.refresh.as_ref()?, self.account?, self.grant?);
        Some(RefreshToken {
            hash,
            mount: self.mount,
            app: self.app,
            account,
            grant,
            family: self.family,
            number: terms.number,
            scope: terms.scope.to_text(),
            issued_at: self.issued_at,
            ends_at: terms.ends_at,
            family_ends_at: terms.family_ends_at,
            ended: None,
            succession: None,
            access: Some(access),
            purge_at: terms.purge_at,
        })
    }
}

/// A no, and what ends with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// Why.
    pub refused: Refused,
    /// The family that a replay ends, before the answer leaves.
    pub ends: Option<Family>,
}

/// A family with the way to its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its key.
    pub key: FamilyKey,
    /// Whose.
    pub app: AppKey,
    /// For whom.
    pub account: AccountKey,
    /// Under which grant.
    pub grant: GrantKey,
}

impl<R: Into<Refused>> From<R> for Denied {
    fn from(refused: R) -> Self {
        Self { refused: refused.into(), ends: None }
    }
}

/// Whether this app may use this grant at all.
pub fn open_to(app: &App, grant: GrantKind, policy: &Policy) -> Result<(), Refused> {
    let kind = policy.kind_of(app).ok_or(Refusal::GrantTypeForbidden)?;
    if policy.public_clients == PublicClients::Refused && kind.secret == HasSecret::No {
        return Err(Refusal::ClientWithoutSecret.into());
    }
    match kind.grants.contains(&grant) {
        true => Ok(()),
        false => Err(Refusal::GrantTypeForbidden.into()),
    }
}

fn good_standing(account: Option<&Account>, otherwise: Refusal) -> Result<&Account, Denied> {
    account.filter(|account| account.disabled_at.is_none()).ok_or_else(|| otherwise.into())
}

/// When an access token ends, and until when its row is kept: long enough that its use can still witness against a replayed refresh token.
fn access_ends(policy: &Policy, now: Now) -> (Option<i64>, Option<i64>) {
    let ends_at = end_of(now.secs(), policy.lifetimes.access);
    (ends_at, ends_at.map(|end| end.max(now.secs() + policy.refresh.lost_answer)))
}

/// A token that was consumed in its last second is known for as long as its answer may have been lost.
fn refresh_purge(policy: &Policy, ends_at: Option<i64>) -> Option<i64> {
    ends_at.map(|end| end.saturating_add(policy.refresh.lost_answer))
}

/// The refresh token's end: idle life, within the family's.
fn refresh_end(policy: &Policy, now: Now, family_ends_at: Option<i64>) -> Option<i64> {
    match (end_of(now.secs(), policy.refresh.life), family_ends_at) {
        (Some(idle), Some(whole)) => Some(idle.min(whole)),
        (idle, whole) => idle.or(whole),
    }
}
