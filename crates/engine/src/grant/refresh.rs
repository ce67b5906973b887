//! Refresh (RFC 6749 section 6, RFC 9700 section 4.14) without logging anyone out.
//!
//! Rotation keeps one live branch. A consumed token that comes again gets the same successor while that can only mean a lost answer or
//! several workers of one app; afterwards it means a copy, and the family ends.

use super::{
    Circumstances, Denied, Family, Issue, RefreshTerms, access_ends, good_standing, open_to, refresh_end, refresh_purge,
};
use crate::model::{AccessToken, Account, App, EndReason, Handover, RefreshToken, Succession};
use crate::policy::{GrantKind, LostAccess, Rotation};
use crate::refusal::{Refusal, Refused};
use crate::request::{Param, Shaped};
use crate::scope::ScopeSet;
use crate::secret::Plain;
use crate::time::has_ended;

/// What the store knows.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The proven app.
    pub app: &'a App,
    /// The refresh token of that hash.
    pub token: Option<&'a RefreshToken>,
    /// Its account.
    pub account: Option<&'a Account>,
    /// What followed it in the end.
    pub successor: Option<Follower<'a>>,
}

/// What followed a consumed token.
#[derive(Clone, Copy, Debug)]
pub struct Follower<'a> {
    /// The refresh token.
    pub refresh: &'a RefreshToken,
    /// The access token that came with it, if its row is still there.
    pub access: Option<&'a AccessToken>,
    /// Whether any access token issued with it or after it has been seen in use.
    pub used: Seen,
}

/// Seen in use or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// At least once.
    Yes,
    /// Never.
    No,
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `refresh_token`.
    pub token: &'a Param<Plain>,
    /// Whether it has the dialect's shape.
    pub shaped: Shaped,
    /// `scope`.
    pub scope: &'a Param<Vec<String>>,
}

/// What a yes does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refreshed<'a> {
    /// Consumes the token and issues its successors.
    Rotate(Issue),
    /// The token stays; it ends at `ends_at` from now on.
    Renew {
        /// The new access token.
        issue: Issue,
        /// The refresh token's end.
        ends_at: Option<i64>,
    },
    /// The answer that was given before, again, written nowhere.
    Repeat {
        /// How its texts were made.
        handover: &'a Handover,
        /// The refresh token that was given.
        refresh: &'a RefreshToken,
        /// The access token that was given.
        access: &'a AccessToken,
    },
    /// The refresh token that was given before, with a new access token, since the one of then has expired or cannot be made again.
    RepeatRenewed {
        /// How its text was made.
        handover: &'a Handover,
        /// The refresh token that was given.
        refresh: &'a RefreshToken,
        /// The new access token.
        issue: Issue,
    },
}

/// The rules, in order.
pub fn decide<'a>(facts: &Facts<'a>, request: &Request<'_>, at: &Circumstances<'_>) -> Result<Refreshed<'a>, Denied> {
    open_to(facts.app, GrantKind::RefreshToken, at.policy)?;
    let token = known(facts, request)?;
    bound_to_app(token, facts.app, at)?;
    not_ended(token, facts)?;
    good_standing(facts.account, Refusal::RefreshTokenAccountDisabled)?;
    let scope = narrowed(token, request.scope, at)?;
    match &token.succession {
        Some(succession) => again(token, succession, facts, (scope, at)),
        None => first(token, facts.app, scope, at),
    }
}

fn known<'a>(facts: &Facts<'a>, request: &Request<'_>) -> Result<&'a RefreshToken, Denied> {
    match (request.token, facts.token, request.shaped) {
        (Param::Absent, ..) => Err(Refusal::RefreshTokenMissing.into()),
        (_, Some(token), _) => Ok(token),
        (_, None, Shaped::Yes) => Err(Refusal::RefreshTokenUnknown.into()),
        (_, None, Shaped::No) => Err(Refusal::RefreshTokenMalformed.into()),
    }
}

fn bound_to_app(token: &RefreshToken, app: &App, at: &Circumstances<'_>) -> Result<(), Denied> {
    match token.app == app.key && token.mount == at.mount {
        true => Ok(()),
        false => Err(Refusal::RefreshTokenForeign.into()),
    }
}

/// A refresh token ends with its grant.
fn not_ended(token: &RefreshToken, facts: &Facts<'_>) -> Result<(), Denied> {
    match token.ended {
        Some((_, EndReason::Withdrawn)) => Err(Refusal::RefreshTokenWithdrawn.into()),
        Some(_) => Err(Refusal::RefreshTokenEnded.into()),
        None if token.issued_at < facts.app.valid_from => Err(Refusal::RefreshTokenEnded.into()),
        None => Ok(()),
    }
}

/// RFC 6749 section 6: the scope may narrow, never widen.
fn narrowed(token: &RefreshToken, asked: &Param<Vec<String>>, at: &Circumstances<'_>) -> Result<ScopeSet, Refused> {
    let held = ScopeSet::parse(&token.scope);
    match asked {
        Param::Absent => Ok(held),
        Param::Malformed => Err(Refusal::ScopeMalformed.into()),
        Param::Given(words) if words.is_empty() => Ok(held),
        Param::Given(words) => at.policy.scopes.narrowed(&held, words),
    }
}

fn first<'a>(
    token: &'a RefreshToken,
    app: &App,
    scope: ScopeSet,
    at: &Circumstances<'_>,
) -> Result<Refreshed<'a>, Denied> {
    if has_ended(token.ends_at, at.now) || has_ended(token.family_ends_at, at.now) {
        return Err(Refusal::RefreshTokenExpired.into());
    }
    let extended = refresh_end(at.policy, at.now, token.family_ends_at);
    match at.policy.refresh.rotation {
        Rotation::Rotate => {
            let terms = RefreshTerms {
                number: token.number + 1,
                scope: ScopeSet::parse(&token.scope),
                ends_at: extended,
                family_ends_at: token.family_ends_at,
                purge_at: refresh_purge(at.policy, extended),
            };
            Ok(Refreshed::Rotate(Issue { refresh: Some(terms), ..issue(token, app, scope, at) }))
        }
        Rotation::Same => Ok(Refreshed::Renew { issue: issue(token, app, scope, at), ends_at: token.ends_at }),
        Rotation::SameExtended => Ok(Refreshed::Renew { issue: issue(token, app, scope, at), ends_at: extended }),
    }
}

fn again<'a>(
    token: &'a RefreshToken,
    succession: &'a Succession,
    facts: &Facts<'a>,
    (scope, at): (ScopeSet, &Circumstances<'_>),
) -> Result<Refreshed<'a>, Denied> {
    let Some(successor) = facts.successor else { return Err(Refusal::RefreshTokenExpired.into()) };
    if successor.refresh.ended.is_some() {
        return Err(Refusal::RefreshTokenEnded.into());
    }
    let may_repeat = |handover: &&Handover| {
        let (age, rules) = (at.now.secs() - handover.at, &at.policy.refresh);
        age <= rules.grace || successor.used == Seen::No && age <= rules.lost_answer
    };
    let Some(handover) = succession.last().filter(may_repeat) else {
        let ends = Family { key: token.family, app: token.app, account: token.account, grant: token.grant };
        return Err(Denied { refused: Refusal::RefreshTokenReplayed.into(), ends: Some(ends) });
    };
    if has_ended(successor.refresh.ends_at, at.now) {
        return Err(Refusal::RefreshTokenExpired.into());
    }
    let same = |access: &&AccessToken| {
        let live = access.ended.is_none() && !has_ended(access.ends_at, at.now);
        live && at.policy.refresh.lost_access == LostAccess::Same
    };
    match successor.access.filter(same) {
        Some(access) => Ok(Refreshed::Repeat { handover, refresh: successor.refresh, access }),
        None => {
            let issue = issue(successor.refresh, facts.app, scope, at);
            Ok(Refreshed::RepeatRenewed { handover, refresh: successor.refresh, issue })
        }
    }
}

fn issue(token: &RefreshToken, app: &App, scope: ScopeSet, at: &Circumstances<'_>) -> Issue {
    let (ends_at, purge_at) = access_ends(at.policy, at.now);
    Issue {
        mount: token.mount,
        app: token.app,
        account: Some(token.account),
        grant: Some(token.grant),
        family: token.family,
        scope,
        issued_at: app.issued_at(at.now),
        ends_at,
        purge_at,
        refresh: None,
    }
}
