//! What every grant does with a decision: mints texts in the dialect's shapes, tells them, or ends what a refusal ends.

use super::{Answer, Call, Failure};
use dialect::encode::Facts;
use dialect::mint::{self, Minted, Signers, Subject, Unsigned};
use dialect::model::{Shape, Way};
use engine::grant::{Circumstances, Denied, Issue};
use engine::model::{Account, App, EndReason};
use engine::scope::ScopeSet;
use engine::secret::{Key, Plain, Seed};
use engine::token::TokenId;
use store::ops::{Bounds, EndToken, GrantToo};
use store::{Beside, Broken};

/// For whom tokens are made.
#[derive(Clone, Copy)]
pub struct Bearer<'a> {
    /// The app.
    pub app: &'a App,
    /// The account, where there is one.
    pub account: Option<&'a Account>,
}

/// What texts are made from, once or again.
#[derive(Clone)]
pub struct Origin {
    /// Their chance.
    pub seed: Seed,
    /// Where its row lies.
    pub row: Row,
    /// What signed it then, if it is a JWT that is made again; `None`: what signs now.
    pub key: Option<Key>,
}

/// Where the row of a token lies.
#[derive(Clone, Copy)]
pub enum Row {
    /// At an id of this moment, if the text may carry that and everybody would find it; else at the text's hash.
    New,
    /// There: the text is made again.
    At(TokenId),
    /// At the text's hash.
    ByHash,
}

impl Row {
    fn id(self, call: &Call<'_>, shape: &Shape) -> Option<TokenId> {
        match self {
            Self::At(id) => Some(id),
            Self::ByHash => None,
            Self::New if shape.is_private() && call.server.store.beside() == Beside::Elders => None,
            Self::New => Some(call.server.ids.token(call.now)),
        }
    }
}

impl Origin {
    /// A new token.
    pub fn fresh(call: &Call<'_>) -> Self {
        Self::new(call.server.dice.seed(), Row::New)
    }

    /// A token of that seed.
    pub fn new(seed: Seed, row: Row) -> Self {
        Self { seed, row, key: None }
    }
}

/// The access token.
pub fn access_token(call: &Call<'_>, issue: &Issue, bearer: Bearer<'_>, origin: Origin) -> Result<Minted, Failure> {
    let shape = &call.mount.dialect.shapes.access_token;
    minted(call, shape, (bearer, issue), (&issue.scope, issue.ends_at), origin)
}

/// The second access token of an answer.
pub fn second_token(call: &Call<'_>, issue: &Issue, bearer: Bearer<'_>, origin: Origin) -> Result<Minted, Failure> {
    let shapes = &call.mount.dialect.shapes;
    let shape = shapes.second_access_token.as_ref().unwrap_or(&shapes.access_token);
    minted(call, shape, (bearer, issue), (&issue.scope, issue.ends_at), origin)
}

/// The refresh token that comes with it.
pub fn refresh_token(call: &Call<'_>, issue: &Issue, bearer: Bearer<'_>, origin: Origin) -> Result<Minted, Failure> {
    let terms = issue.refresh.as_ref();
    let scope = terms.map_or(&issue.scope, |terms| &terms.scope);
    let ends_at = terms.and_then(|terms| terms.ends_at);
    minted(call, &call.mount.dialect.shapes.refresh_token, (bearer, issue), (scope, ends_at), origin)
}

fn minted(
    call: &Call<'_>,
    shape: &Shape,
    (bearer, issue): (Bearer<'_>, &Issue),
    (scope, ends_at): (&ScopeSet, Option<i64>),
    origin: Origin,
) -> Result<Minted, Failure> {
    let (keys, now) = (call.realm.keys.turning(), call.now.secs());
    let subject = Subject {
        account: bearer.account,
        app: bearer.app,
        scope,
        issued_at: issue.issued_at,
        ends_at,
        issuer: &call.mount.issuer,
        realm: &call.realm.name,
        realm_title: &call.realm.title,
        signers: Signers {
            hs256: origin.key.as_ref().unwrap_or_else(|| keys.tokens.signing(now)),
            es256: Some(keys.signatures.signing(now)),
        },
    };
    let id = origin.row.id(call, shape);
    let of = mint::Origin { seed: origin.seed, id, mask: &call.realm.keys.ids };
    let minted = call.mount.dialect.mint_token(shape, of, &subject);
    minted.map_err(|Unsigned| Broken::Corrupt("a token that cannot be signed".to_owned()).into())
}

/// The bounds that an issue to this app keeps.
pub fn bounds(call: &Call<'_>, app: &App, issue: &Issue) -> Bounds {
    let endless = issue.ends_at.is_none() && issue.grant.is_some();
    Bounds { app_limit: app.token_limit, grant_limit: endless.then_some(call.mount.dialect.policy.tokens_per_grant) }
}

/// A lost condition, every time: somebody else is always faster.
pub fn lost() -> Failure {
    Failure::Busy
}

/// Where and when a decision is made.
pub fn circumstances<'a>(call: &Call<'a>) -> Circumstances<'a> {
    Circumstances {
        policy: &call.mount.dialect.policy,
        mount: call.mount.key,
        now: call.now,
        family: call.server.ids.family(call.now),
    }
}

/// What is handed out.
pub struct Told<'a> {
    /// To whom.
    pub bearer: Bearer<'a>,
    /// The access token.
    pub access: &'a Plain,
    /// The refresh token.
    pub refresh: Option<&'a Plain>,
    /// The second access token, and what it opens.
    pub second: Option<(&'a Plain, &'a ScopeSet)>,
}

/// The success answer of a grant.
pub fn told(call: &Call<'_>, way: Way, issue: &Issue, told: &Told<'_>) -> Answer {
    call.server.metrics.issued_by(way.grant);
    let dialect = &call.mount.dialect;
    // Of two tokens the answer tells all that was granted, and each slot its own part.
    let whole = told.second.map(|(_, second)| {
        let words = issue.scope.words().iter().chain(second.words());
        dialect.policy.scopes.ordered(words.map(String::as_str))
    });
    let facts = Facts {
        app: Some(told.bearer.app),
        account: told.bearer.account,
        scope: whole.as_ref().or(Some(&issue.scope)),
        access_token: Some(told.access.expose()),
        second_access_token: told.second.map(|(text, _)| text.expose()),
        issued_at: Some(issue.issued_at),
        access_ends_at: issue.ends_at,
        refresh_token: told.refresh.map(Plain::expose),
        refresh_ends_at: issue.refresh.as_ref().and_then(|terms| terms.ends_at),
        ..call.facts()
    };
    dialect.encode_token(way, &facts)
}

/// Ends the family that a replay betrays, then gives the refusal: the answer leaves only after the end is durable.
pub async fn denied_after(call: &Call<'_>, denied: Denied) -> Result<Failure, Failure> {
    if let Some(family) = denied.ends {
        let write = EndToken {
            realm: call.realm.key,
            token: TokenId(0),
            app: family.app,
            account: Some(family.account),
            grant: Some(family.grant),
            family: family.key,
            reason: EndReason::Replayed,
            grant_too: GrantToo::Keep,
            audit: None,
            now: call.now.secs(),
        };
        call.server.store.end_family(write).await?;
    }
    Ok(Failure::Refused(denied.refused))
}
