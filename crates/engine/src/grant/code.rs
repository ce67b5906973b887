//! Authorization code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.6).

use super::{
    Circumstances, Denied, Family, Issue, RefreshTerms, access_ends, good_standing, open_to, refresh_end, refresh_purge,
};
use crate::model::{Account, App, Code, Grant};
use crate::pkce;
use crate::policy::{GrantKind, RedirectAtExchange};
use crate::redirect;
use crate::refusal::Refusal;
use crate::request::Param;
use crate::scope::ScopeSet;
use crate::secret::Plain;
use crate::time::{Now, end_of, has_ended};

/// What the store knows.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The proven app.
    pub app: &'a App,
    /// The code of that hash.
    pub code: Option<&'a Code>,
    /// The grant that lives now between its account and app.
    pub grant: Option<&'a Grant>,
    /// Its account.
    pub account: Option<&'a Account>,
}

/// The parameters.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `code`.
    pub code: &'a Param<Plain>,
    /// `redirect_uri`.
    pub redirect_uri: &'a Param<String>,
    /// `code_verifier`.
    pub verifier: &'a Param<Plain>,
}

/// The rules, in order. Nothing before the replay rule burns the code, and nothing after it does either: only the exchange itself spends it.
pub fn decide(facts: &Facts<'_>, request: &Request<'_>, at: &Circumstances<'_>) -> Result<Issue, Denied> {
    open_to(facts.app, GrantKind::AuthorizationCode, at.policy)?;
    let code = known(facts, request)?;
    bound_to_app(code, facts.app, at)?;
    unspent(code)?;
    in_time(code, facts.app, at.now)?;
    bound_to_redirect(code, request.redirect_uri, at.policy.redirect_at_exchange)?;
    pkce::verify(code.challenge.as_ref(), request.verifier)?;
    granted(code, facts)?;
    good_standing(facts.account, Refusal::CodeAccountDisabled)?;
    Ok(issue(code, facts.app, at))
}

fn known<'a>(facts: &Facts<'a>, request: &Request<'_>) -> Result<&'a Code, Denied> {
    match request.code {
        Param::Absent => Err(Refusal::CodeMissing.into()),
        _ => facts.code.ok_or_else(|| Refusal::CodeUnknown.into()),
    }
}

fn bound_to_app(code: &Code, app: &App, at: &Circumstances<'_>) -> Result<(), Denied> {
    match code.app == app.key && code.mount == at.mount {
        true => Ok(()),
        false => Err(Refusal::CodeForeign.into()),
    }
}

/// RFC 6749 section 4.1.2: a code that comes again ends what it had issued.
fn unspent(code: &Code) -> Result<(), Denied> {
    let family = |key| Family { key, app: code.app, account: code.account, grant: code.grant };
    match code.spent {
        None => Ok(()),
        Some(key) => Err(Denied { refused: Refusal::CodeSpent.into(), ends: Some(family(key)) }),
    }
}

/// What was on its way when all tokens of the app were revoked is too late as well.
fn in_time(code: &Code, app: &App, now: Now) -> Result<(), Denied> {
    if has_ended(Some(code.ends_at), now) {
        return Err(Refusal::CodeExpired.into());
    }
    match code.issued_at < app.valid_from {
        true => Err(Refusal::CodeRevoked.into()),
        false => Ok(()),
    }
}

fn bound_to_redirect(code: &Code, sent: &Param<String>, rule: RedirectAtExchange) -> Result<(), Denied> {
    match (rule, sent, &code.redirect_uri) {
        (RedirectAtExchange::NotRead, ..) => Ok(()),
        (RedirectAtExchange::Required, Param::Absent, Some(_)) if code.redirect_named => {
            Err(Refusal::RedirectUriAbsent.into())
        }
        (_, Param::Absent, _) => Ok(()),
        (_, Param::Given(sent), Some(of_code)) if redirect::same(sent, of_code) => Ok(()),
        // A word such as "oob" may be repeated for a code that was shown on screen.
        (_, Param::Given(sent), None) if code.redirect_named && !sent.contains("//") => Ok(()),
        _ => Err(Refusal::RedirectUriDiffers.into()),
    }
}

fn granted(code: &Code, facts: &Facts<'_>) -> Result<(), Denied> {
    match facts.grant.is_some_and(|grant| grant.key == code.grant && grant.ended.is_none()) {
        true => Ok(()),
        false => Err(Refusal::CodeWithdrawn.into()),
    }
}

fn issue(code: &Code, app: &App, at: &Circumstances<'_>) -> Issue {
    let (ends_at, purge_at) = access_ends(at.policy, at.now);
    let family_ends_at = end_of(at.now.secs(), at.policy.refresh.family_life);
    let scope = ScopeSet::parse(&code.scope);
    let idle = refresh_end(at.policy, at.now, family_ends_at);
    let refresh = code.offline.then(|| RefreshTerms {
        number: 0,
        scope: scope.clone(),
        ends_at: idle,
        family_ends_at,
        purge_at: refresh_purge(at.policy, idle),
    });
    Issue {
        mount: code.mount,
        app: code.app,
        account: Some(code.account),
        grant: Some(code.grant),
        family: at.family,
        scope,
        issued_at: app.issued_at(at.now),
        ends_at,
        purge_at,
        refresh,
    }
}
