//! Redeems an authorization code.

use super::issue::{Bearer, access_text, bounds, lost, refresh_text};
use super::token::{Told, account_of, circumstances, claimant, told};
use super::{Answer, Call, Failure, TRIES};
use engine::grant::{Denied, Issue, code};
use engine::model::EndReason;
use engine::policy::GrantKind;
use engine::refusal::Refusal;
use engine::request::ClientClaim;
use engine::secret::{Hashed, Plain};
use store::ops::{EndToken, GrantToo, RedeemCode, Redeemed};

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

/// Ends the family that a replay betrays, then gives the refusal: the answer leaves only after the end is durable.
pub async fn denied_after(call: &Call<'_>, denied: Denied) -> Result<Failure, Failure> {
    if let Some(family) = denied.ends {
        let write = EndToken {
            realm: call.realm.key,
            hash: Hashed::of(b""),
            app: family.app,
            account: Some(family.account),
            grant: Some(family.grant),
            family: family.key,
            reason: EndReason::Replayed,
            grant_too: GrantToo::Keep,
            now: call.now.secs(),
        };
        call.server.store.end_family(write).await?;
    }
    Ok(Failure::Refused(denied.refused))
}
