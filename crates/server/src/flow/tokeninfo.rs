//! Token info: the token alone tells about itself.

use super::{Answer, Call, Failure, api};
use dialect::model::Endpoint;
use engine::refusal::Refusal;
use engine::request::Param;
use engine::scope::ScopeSet;

/// Answers a token-info request.
pub async fn answer(call: &Call<'_>) -> Answer {
    match run(call).await {
        Ok(answer) => answer,
        Err(failure) => call.fail(Endpoint::TokenInfo, failure),
    }
}

async fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let token = match call.mount.dialect.decode_tokeninfo(call.incoming)? {
        Param::Given(token) => token,
        Param::Absent => return Err(Refusal::TokenMissing.into()),
        Param::Malformed => return Err(Refusal::TokenUnknown.into()),
    };
    let presented = api::look_up_own(call, &[token]).await?;
    let live = presented.live(call, Some(call.mount.key))?;
    api::note_use(call, &live);
    let scope = ScopeSet::parse(&live.token.scope);
    Ok(call.mount.dialect.encode_tokeninfo(&presented.facts(call, &live, &scope)))
}
