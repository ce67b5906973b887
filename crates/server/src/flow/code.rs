//! Redeems an authorization code.

use super::issue::{
    Bearer, Origin, Told, access_token, bounds, circumstances, denied_after, lost, refresh_token, second_token, told,
};
use super::prove::{Asking, account_of, claimant};
use super::{Answer, Call, Failure, TRIES};
use dialect::mint::Minted;
use dialect::model::{Slot, Way};
use engine::grant::{Issue, RefreshTerms, code};
use engine::refusal::Refusal;
use engine::secret::{Hashed, Plain};
use store::ops::{Bounds, RedeemCode, Redeemed};

/// Loads, decides, commits; a lost race is decided again, so that the loser is a replay.
pub async fn redeem(call: &Call<'_>, asking: Asking<'_>, request: code::Request<'_>) -> Result<Answer, Failure> {
    let hash = request.code.given().map_or(Hashed::of(b""), Plain::hashed);
    for _ in 0..TRIES {
        let facts = call.server.store.code(call.realm.key, hash, call.now.secs()).await?;
        let owner = facts.code.as_ref().map(|code| code.app);
        let app = claimant(call, asking, (facts.revision, owner)).await?;
        let account = account_of(call, facts.revision, facts.code.as_ref().map(|code| code.account)).await?;
        let known = code::Facts {
            app: &app,
            code: facts.code.as_ref(),
            grant: facts.grant.as_ref(),
            account: account.as_deref(),
        };
        let issue = match code::decide(&known, &request, &circumstances(call)) {
            Ok(issue) => issue,
            Err(denied) => {
                call.witness.expects(facts.code.as_ref().and_then(|code| code.redirect_uri.as_deref()));
                return Err(denied_after(call, denied).await?);
            }
        };
        let bearer = Bearer { app: &app, account: account.as_deref() };
        let (issue, second) = parted(call, asking.way, issue);
        let tokens = tokens(call, (&issue, second.as_ref()), bearer)?;
        match call.server.store.redeem_code(write(call, hash, bearer, (&issue, second.as_ref()), &tokens)?).await? {
            Redeemed::Won => {
                let texts =
                    (tokens.refresh.as_ref().map(|token| &token.text), tokens.second.as_ref().map(|token| &token.text));
                let handed = Told {
                    bearer,
                    access: &tokens.access.text,
                    refresh: texts.0,
                    second: texts.1.zip(second.as_ref().map(|second| &second.scope)),
                };
                return Ok(told(call, asking.way, &issue, &handed));
            }
            Redeemed::OverLimit => return Err(Refusal::TokenLimit.into()),
            Redeemed::Lost => {}
        }
    }
    Err(lost())
}

/// Where the answer has two access tokens, each opens its own part of what was granted, and the refresh token renews the first.
fn parted(call: &Call<'_>, way: Way, issue: Issue) -> (Issue, Option<Issue>) {
    let dialect = &call.mount.dialect;
    let (first, second) = dialect.split_scopes(&issue.scope);
    let two = dialect.way(way).is_some_and(|own| own.body.node.mentions(&Slot::SecondAccessToken));
    if !two || second.words().is_empty() {
        return (issue, None);
    }
    let refresh = issue.refresh.clone().map(|terms| RefreshTerms { scope: first.clone(), ..terms });
    let other = Issue { scope: second, refresh: None, ..issue.clone() };
    (Issue { scope: first, refresh, ..issue }, Some(other))
}

struct Tokens {
    access: Minted,
    second: Option<Minted>,
    refresh: Option<Minted>,
}

fn tokens(call: &Call<'_>, (issue, second): (&Issue, Option<&Issue>), bearer: Bearer<'_>) -> Result<Tokens, Failure> {
    let refresh = issue.refresh.is_some().then(|| refresh_token(call, issue, bearer, Origin::fresh(call)));
    let second = second.map(|second| second_token(call, second, bearer, Origin::fresh(call)));
    Ok(Tokens {
        access: access_token(call, issue, bearer, Origin::fresh(call))?,
        refresh: refresh.transpose()?,
        second: second.transpose()?,
    })
}

fn write(
    call: &Call<'_>,
    code: Hashed,
    bearer: Bearer<'_>,
    (issue, second): (&Issue, Option<&Issue>),
    tokens: &Tokens,
) -> Result<RedeemCode, Failure> {
    let bounds = bounds(call, bearer.app, issue);
    let second = second.zip(tokens.second.as_ref()).map(|(second, token)| second.access(token.hash));
    // The limit has to have room for both.
    let app_limit = bounds.app_limit.map(|limit| limit.saturating_sub(u32::from(second.is_some())));
    Ok(RedeemCode {
        realm: call.realm.key,
        code,
        grant: issue.grant.ok_or(Refusal::CodeUnknown)?,
        access: issue.access(tokens.access.hash),
        second,
        refresh: tokens.refresh.as_ref().and_then(|token| issue.refresh(token.hash, tokens.access.hash.id())),
        bounds: Bounds { app_limit, ..bounds },
        now: call.now.secs(),
    })
}
