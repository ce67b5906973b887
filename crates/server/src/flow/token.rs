//! The token endpoint (RFC 6749 section 3.2): which grant, and the grants that need no code.

use super::issue::{Bearer, Origin, Told, access_token, bounds, circumstances, told};
use super::prove::{Asking, claimant};
use super::{Answer, Call, Failure, code, presented, prove, refresh};
use dialect::model::{Endpoint, Way};
use engine::access;
use engine::grant::{Issue, client_credentials, exchange};
use engine::refusal::Refusal;
use engine::request::{GrantRequest, Param, TokenRequest};
use engine::secret::Plain;
use store::ops::{IssueAccess, Issued};

/// Answers a token request.
pub async fn answer(call: &Call<'_>, ways: &[Way]) -> Answer {
    match run(call, ways).await {
        Ok(answer) => answer,
        Err(failure) => call.fail_named(Endpoint::Token, failure).await,
    }
}

async fn run(call: &Call<'_>, ways: &[Way]) -> Result<Answer, Failure> {
    let (way, TokenRequest { client, grant }) = call.mount.dialect.decode_token(ways, call.incoming)?;
    let asking = Asking { claim: &client, way };
    match &grant {
        GrantRequest::Code { code, redirect_uri, verifier } => {
            let request = engine::grant::code::Request { code, redirect_uri, verifier };
            code::redeem(call, asking, request).await
        }
        GrantRequest::Refresh { token, scope, shaped } => {
            let request = engine::grant::refresh::Request { token, shaped: *shaped, scope };
            refresh::refresh(call, asking, request).await
        }
        GrantRequest::ClientCredentials { scope } => credentials(call, asking, scope).await,
        GrantRequest::Exchange { token } => exchanged(call, asking, token).await,
        GrantRequest::Missing => refused_to(call, asking, Refusal::GrantTypeMissing).await,
        GrantRequest::Unsupported => refused_to(call, asking, Refusal::GrantTypeUnsupported).await,
    }
}

/// The client is checked first, whatever else is wrong.
async fn refused_to(call: &Call<'_>, Asking { claim, way }: Asking<'_>, refusal: Refusal) -> Result<Answer, Failure> {
    let revision = call.server.store.revision(call.realm.key).await?;
    let app = prove::named(call, claim, revision).await?;
    let app = prove::proven(call, app.as_ref(), claim).await?;
    // An endpoint that is closed to this kind of app says so first.
    match engine::grant::open_to(&app, way.grant, &call.mount.dialect.policy) {
        Err(refused) if refused.refusal == Refusal::ClientWithoutSecret => return Err(refused.into()),
        _ => {}
    }
    Err(refusal.into())
}

async fn credentials(
    call: &Call<'_>,
    Asking { claim, way }: Asking<'_>,
    scope: &Param<Vec<String>>,
) -> Result<Answer, Failure> {
    let revision = call.server.store.revision(call.realm.key).await?;
    let app = prove::named(call, claim, revision).await?;
    let app = prove::proven(call, app.as_ref(), claim).await?;
    let issue = client_credentials::decide(&app, scope, &circumstances(call)).map_err(|denied| denied.refused)?;
    issued(call, way, &issue, Bearer { app: &app, account: None }).await
}

async fn exchanged(call: &Call<'_>, asking: Asking<'_>, token: &Param<Plain>) -> Result<Answer, Failure> {
    let places = token.given().map_or_else(Vec::new, |token| presented::access(call, token));
    let facts = call.server.store.access(call.realm.key, &places, call.now.secs()).await?;
    let app = claimant(call, asking, (facts.revision, facts.token.as_ref().map(|t| t.app))).await?;
    let account = match facts.token.as_ref().and_then(|token| token.account) {
        Some(key) => call.realm.cache.account(call.at(facts.revision), key).await?,
        None => None,
    };
    let known = access::Facts {
        token: facts.token.as_ref(),
        app: Some(&app),
        account: account.as_deref(),
        mount: Some(call.mount.key),
    };
    let issue = exchange::decide(&known, token, &circumstances(call)).map_err(|denied| denied.refused)?;
    issued(call, asking.way, &issue, Bearer { app: &app, account: account.as_deref() }).await
}

async fn issued(call: &Call<'_>, way: Way, issue: &Issue, bearer: Bearer<'_>) -> Result<Answer, Failure> {
    let token = access_token(call, issue, bearer, Origin::fresh(call))?;
    let write = IssueAccess {
        realm: call.realm.key,
        access: issue.access(token.hash),
        consent: None,
        bounds: bounds(call, bearer.app, issue),
        now: call.now.secs(),
    };
    match call.server.store.issue_access(write).await? {
        Issued::New | Issued::Same => {
            Ok(told(call, way, issue, &Told { bearer, access: &token.text, refresh: None, second: None }))
        }
        Issued::OverLimit => Err(Refusal::TokenLimit.into()),
        Issued::Gone => Err(Failure::Busy),
    }
}
