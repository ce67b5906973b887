//! Revocation (RFC 7009).

use super::{Answer, Call, Failure, presented, prove};
use crate::memory::cache::KnownApp;
use dialect::model::{Endpoint, RevokeClient, UnknownToken};
use engine::model::{AccessToken, App, RefreshToken};
use engine::refusal::{Refusal, Refused};
use engine::request::{ClientClaim, Param};
use engine::revoke::{Found, Verdict, decide};
use engine::secret::Plain;
use std::sync::Arc;
use store::ops::{EndToken, Ended, GrantToo};

/// Answers a revocation request, after the end is durable.
pub async fn answer(call: &Call<'_>) -> Answer {
    match run(call).await {
        Ok(answer) => answer,
        Err(failure) => call.fail_named(Endpoint::Revoke, failure).await,
    }
}

async fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let dialect = &call.mount.dialect;
    let (claim, token) = dialect.decode_revoke(call.incoming)?;
    let caller = caller(call, claim.as_ref()).await?;
    let ended = match &token {
        Param::Absent => return Err(Refusal::TokenParameterMissing.into()),
        Param::Malformed => Ended::Before,
        Param::Given(token) => end(call, caller.as_deref().map(KnownApp::app), token).await?,
    };
    let refuse_unknown = dialect.revoke.as_ref().is_some_and(|revoke| revoke.unknown == UnknownToken::Refused);
    match ended == Ended::Before && refuse_unknown {
        true => Err(Refusal::TokenUnknown.into()),
        false => Ok(dialect.encode_revoked(&call.facts())),
    }
}

async fn caller(call: &Call<'_>, claim: Option<&ClientClaim>) -> Result<Option<Arc<KnownApp>>, Failure> {
    let rule = call.mount.dialect.revoke.as_ref().map_or(RevokeClient::Required, |revoke| revoke.client);
    let claim = match (rule, claim) {
        (RevokeClient::NotAsked, _) | (RevokeClient::CheckedIfSent, None) => return Ok(None),
        (RevokeClient::Required, None) => return Err(Refusal::ClientIdMissing.into()),
        (_, Some(claim)) => claim,
    };
    let revision = call.server.store.revision(call.realm.key).await?;
    let app = prove::named(call, claim, revision).await?;
    if rule == RevokeClient::CheckedIfSent && claim.secret.is_absent() {
        // An id alone proves nothing, but what is sent has to be right.
        let known = app.ok_or_else(|| Refused::carried(Refusal::ClientUnknown, claim.carrier))?;
        return Ok(Some(known));
    }
    let proof = prove::check(call, app.as_ref(), claim).await?;
    // A suspended app may still end what it holds.
    engine::client::authenticated(app.as_deref().map(KnownApp::app), claim, proof)?;
    Ok(app)
}

/// An access token ends alone; a refresh token takes its family with it, and the grant when it was the last.
async fn end(call: &Call<'_>, caller: Option<&App>, text: &Plain) -> Result<Ended, Failure> {
    let store = call.server.store.as_ref();
    if let Some(token) = store.access(call.realm.key, &presented::access(call, text), call.now.secs()).await?.token {
        return match decide(Some(Found::Access(&token)), caller, call.mount.key, call.now) {
            Verdict::End(reason) => Ok(store.end_access(of_access(call, &token, reason)).await?),
            Verdict::Nothing => Ok(Ended::Before),
        };
    }
    let token = store.refresh(call.realm.key, &presented::refresh(call, text), call.now.secs()).await?.token;
    match (decide(token.as_ref().map(Found::Refresh), caller, call.mount.key, call.now), token) {
        (Verdict::End(reason), Some(token)) => Ok(store.end_family(of_refresh(call, &token, reason)).await?),
        _ => Ok(Ended::Before),
    }
}

fn of_access(call: &Call<'_>, token: &AccessToken, reason: engine::model::EndReason) -> EndToken {
    EndToken {
        realm: call.realm.key,
        token: token.hash.id(),
        app: token.app,
        account: token.account,
        grant: token.grant,
        family: token.family,
        reason,
        grant_too: GrantToo::Keep,
        audit: None,
        now: call.now.secs(),
    }
}

fn of_refresh(call: &Call<'_>, token: &RefreshToken, reason: engine::model::EndReason) -> EndToken {
    EndToken {
        realm: call.realm.key,
        token: token.hash.id(),
        app: token.app,
        account: Some(token.account),
        grant: Some(token.grant),
        family: token.family,
        reason,
        grant_too: GrantToo::IfLast,
        audit: None,
        now: call.now.secs(),
    }
}
