//! Redeems an authorization code.

use super::issue::{Bearer, Told, access_text, bounds, circumstances, denied_after, lost, refresh_text, told};
use super::prove::{account_of, claimant};
use super::{Answer, Call, Failure, TRIES};
use engine::grant::{Issue, code};
use engine::policy::GrantKind;
use engine::refusal::Refusal;
use engine::request::ClientClaim;
use engine::secret::{Hashed, Plain};
use store::ops::{RedeemCode, Redeemed};

/// Loads, decides, commits; a lost race is decided again, so that the loser is a replay.
pub async fn redeem(call: &Call<'_>, claim: &ClientClaim, request: code::Request<'_>) -> Result<Answer, Failure> {
    let hash = request.code.given().map_or(Hashed::of(b""), Plain::hashed);
    for _ in 0..TRIES {
        let facts = call.server.store.code(call.realm.key, hash, call.now.secs()).await?;
        let owner = facts.code.as_ref().map(|code| code.app);
        let app = claimant(call, claim, GrantKind::AuthorizationCode, (facts.revision, owner)).await?;
        let account = account_of(call, facts.revision, facts.code.as_ref().map(|code| code.account)).await?;
        let known = code::Facts {
            app: &app,
            code: facts.code.as_ref(),
            grant: facts.grant.as_ref(),
            account: account.as_deref(),
        };
        let issue = match code::decide(&known, &request, &circumstances(call)) {
            Ok(issue) => issue,
            Err(denied) => return Err(denied_after(call, denied).await?),
        };
        let bearer = Bearer { app: &app, account: account.as_deref() };
        let access = access_text(call, &issue, bearer, &call.server.dice.seed());
        let refresh = issue.refresh.is_some().then(|| refresh_text(call, &issue, bearer, &call.server.dice.seed()));
        match call.server.store.redeem_code(write(call, hash, (&issue, bearer), &access, refresh.as_ref())?).await? {
            Redeemed::Won => {
                let handed = Told { bearer, access: &access, refresh: refresh.as_ref() };
                return Ok(told(call, GrantKind::AuthorizationCode, &issue, &handed));
            }
            Redeemed::OverLimit => return Err(Refusal::TokenLimit.into()),
            Redeemed::Lost => {}
        }
    }
    Err(lost())
}

fn write(
    call: &Call<'_>,
    code: Hashed,
    (issue, bearer): (&Issue, Bearer<'_>),
    access: &Plain,
    refresh: Option<&Plain>,
) -> Result<RedeemCode, Failure> {
    Ok(RedeemCode {
        realm: call.realm.key,
        code,
        grant: issue.grant.ok_or(Refusal::CodeUnknown)?,
        access: issue.access(access.hashed()),
        refresh: refresh.and_then(|text| issue.refresh(text.hashed())),
        bounds: bounds(call, bearer.app, issue),
        now: call.now.secs(),
    })
}
