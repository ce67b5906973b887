//! Introspection (RFC 7662).

use super::{Answer, Call, Failure, api, prove};
use dialect::model::Endpoint;
use engine::introspect::visible;
use engine::refusal::Refusal;
use engine::request::Param;
use engine::scope::ScopeSet;

/// Answers an introspection request.
pub async fn answer(call: &Call<'_>) -> Answer {
    match run(call).await {
        Ok(answer) => answer,
        Err(failure) => call.fail_named(Endpoint::Introspect, failure).await,
    }
}

/// Whatever is not a live access token that the caller may see is inactive, and says no more than that.
async fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let dialect = &call.mount.dialect;
    let (claim, token) = dialect.decode_introspect(call.incoming)?;
    let presented = match &token {
        Param::Given(token) => Some(api::look_up(call, std::slice::from_ref(token)).await?),
        _ => None,
    };
    let revision = match &presented {
        Some(presented) => presented.revision,
        None => call.server.store.revision(call.realm.key).await?,
    };
    let caller = prove::named(call, &claim, revision).await?;
    let caller = match prove::proven(call, caller.as_ref(), &claim).await {
        // Its tokens are refused while it is suspended, and it learns of no others: inactive, all of them.
        Err(Failure::Refused(refused)) if refused.refusal == Refusal::AppSuspended => {
            call.refuses(&refused);
            return Ok(dialect.encode_introspect(None));
        }
        caller => caller?,
    };
    if caller.secrets.is_empty() {
        // RFC 7662 section 2.1: without proof anybody could scan for tokens.
        return Err(Refusal::ClientWithoutSecret.into());
    }
    let presented = presented.ok_or(Refusal::TokenParameterMissing)?;
    let live = match presented.live(call, Some(call.mount.key)) {
        Ok(live) if visible(&caller, &live) => live,
        Ok(_) | Err(Failure::Refused(_)) => return Ok(dialect.encode_introspect(None)),
        Err(failure) => return Err(failure),
    };
    api::note_use(call, &live);
    let scope = ScopeSet::parse(&live.token.scope);
    Ok(dialect.encode_introspect(Some(&presented.facts(call, &live, &scope))))
}
