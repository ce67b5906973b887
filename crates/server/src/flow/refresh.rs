//! Refreshes: rotates, renews, or gives a lost answer again.

use super::issue::{
    Bearer, Origin, Row, Told, access_token, bounds, circumstances, denied_after, lost, refresh_token, told,
};
use super::prove::{Asking, account_of, claimant};
use super::{Answer, Call, Failure, TRIES, presented};
use crate::memory::uses;
use dialect::mint::Minted;
use dialect::model::Way;
use engine::grant::refresh::{self, Facts, Follower, Refreshed, Request, Seen};
use engine::grant::{Issue, RefreshTerms};
use engine::model::{AccessToken, App, Handover, RefreshToken};
use engine::policy::{OlderAccess, Rotation};
use engine::refusal::Refusal;
use engine::scope::ScopeSet;
use engine::secret::{Plain, Seed};
use engine::token::{TokenHash, TokenId};
use store::Broken;
use store::ops::{Bounds, RefreshFacts, Renew, Rotate, Used, Won};

/// Loads, decides, commits; the loser of a race is decided again and gets what the winner got.
pub async fn refresh(call: &Call<'_>, asking: Asking<'_>, request: Request<'_>) -> Result<Answer, Failure> {
    let presented = request.token.given().cloned().unwrap_or_else(|| Plain::new(""));
    let places = presented::refresh(call, &presented);
    for _ in 0..TRIES {
        let facts = call.server.store.refresh(call.realm.key, &places, call.now.secs()).await?;
        let owner = facts.token.as_ref().map(|token| token.app);
        let app = claimant(call, asking, (facts.revision, owner)).await?;
        let account = account_of(call, facts.revision, facts.token.as_ref().map(|token| token.account)).await?;
        let known = Facts {
            app: &app,
            token: facts.token.as_ref(),
            account: account.as_deref(),
            successor: follower(call, &facts),
        };
        let decided = match refresh::decide(&known, &request, &circumstances(call)) {
            Ok(decided) => decided,
            Err(denied) => return Err(denied_after(call, denied).await?),
        };
        let bearer = Bearer { app: &app, account: account.as_deref() };
        let held = facts.token.as_ref().map_or(TokenId(0), |token| token.hash.id());
        let step = Step { call, way: asking.way, app: &app, bearer, presented: &presented, held };
        let done = match decided {
            Refreshed::Rotate(issue) => step.rotate(issue).await?,
            Refreshed::Renew { issue, ends_at } => {
                step.renew(issue, (step.held, ends_at), &presented, Again::No).await?
            }
            Refreshed::Repeat { handover, refresh, access } => Some(step.repeat(handover, refresh, access)?),
            Refreshed::RepeatRenewed { handover, refresh, issue } => {
                let text = step.successor(handover, refresh)?;
                step.renew(issue, (refresh.hash.id(), refresh.ends_at), &text, Again::Yes).await?
            }
        };
        if let Some(answer) = done {
            if let Some(token) = &facts.token {
                let seen = uses::Seen { at: call.now.secs(), address: call.address };
                call.server.uses.note_renewal(call.realm.key, token, seen);
            }
            return Ok(answer);
        }
    }
    Err(lost())
}

fn follower<'a>(call: &Call<'_>, facts: &'a RefreshFacts) -> Option<Follower<'a>> {
    let successor = facts.successor.as_ref()?;
    let unwritten = call.server.uses.seen(call.realm.key, &successor.issued_since);
    let used = if successor.used == Used::Yes || unwritten { Seen::Yes } else { Seen::No };
    Some(Follower { refresh: &successor.refresh, access: successor.access.as_ref(), used })
}

/// Whether an answer is given again, with another access token.
#[derive(Clone, Copy)]
enum Again {
    No,
    Yes,
}

struct Step<'a> {
    call: &'a Call<'a>,
    way: Way,
    app: &'a App,
    bearer: Bearer<'a>,
    presented: &'a Plain,
    held: TokenId,
}

impl Step<'_> {
    /// The seeds of the access and refresh token that follow this one under this salt: the same every time.
    fn seeds(&self, salt: &[u8; 16]) -> (Seed, Seed) {
        let seed = self.call.realm.keys.successors.seed(&[salt, self.presented.expose().as_bytes()]);
        (seed.derive("access"), seed.derive("refresh"))
    }

    async fn rotate(&self, issue: Issue) -> Result<Option<Answer>, Failure> {
        let salt = self.call.server.dice.salt();
        let (for_access, for_refresh) = self.seeds(&salt);
        let access = access_token(self.call, &issue, self.bearer, Origin::new(for_access, Row::New))?;
        let refresh = refresh_token(self.call, &issue, self.bearer, Origin::new(for_refresh, Row::New))?;
        let write = Rotate {
            realm: self.call.realm.key,
            presented: self.held,
            salt,
            access: issue.access(access.hash),
            refresh: issue.refresh(refresh.hash, access.hash.id()).ok_or(Refusal::RefreshTokenUnknown)?,
            older: self.call.mount.dialect.policy.refresh.older_access,
            now: self.call.now.secs(),
        };
        match self.call.server.store.rotate_refresh(write).await? {
            Won::Yes => Ok(Some(self.told(&issue, &access.text, &refresh.text))),
            Won::Lost => Ok(None),
        }
    }

    async fn renew(
        &self,
        issue: Issue,
        (held, ends_at): (TokenId, Option<i64>),
        refresh: &Plain,
        again: Again,
    ) -> Result<Option<Answer>, Failure> {
        let rules = &self.call.mount.dialect.policy.refresh;
        let access = access_token(self.call, &issue, self.bearer, Origin::fresh(self.call))?;
        let (rotation, older) = match again {
            Again::No => (rules.rotation, rules.older_access),
            // The one of then was given to the same app by the same refresh: it is no older one.
            Again::Yes => (Rotation::Same, OlderAccess::Keep),
        };
        let write = Renew {
            realm: self.call.realm.key,
            refresh: held,
            rotation,
            ends_at,
            access: issue.access(access.hash),
            older,
            bounds: Bounds { app_limit: None, ..bounds(self.call, self.app, &issue) },
            now: self.call.now.secs(),
        };
        let terms =
            RefreshTerms { number: 0, scope: issue.scope.clone(), ends_at, family_ends_at: None, purge_at: None };
        let issue = Issue { refresh: Some(terms), ..issue };
        match self.call.server.store.renew_access(write).await? {
            Won::Yes => Ok(Some(self.told(&issue, &access.text, refresh))),
            Won::Lost => Ok(None),
        }
    }

    fn repeat(&self, handover: &Handover, refresh: &RefreshToken, access: &AccessToken) -> Result<Answer, Failure> {
        let issue = self.issue_of(handover, refresh, access);
        let (access_seed, _) = self.seeds(&handover.salt);
        let text = self.again(access_seed, access.hash, |from| access_token(self.call, &issue, self.bearer, from))?;
        let refresh_text = self.successor(handover, refresh)?;
        Ok(self.told(&issue, &text, &refresh_text))
    }

    /// The refresh token that was given then.
    fn successor(&self, handover: &Handover, refresh: &RefreshToken) -> Result<Plain, Failure> {
        let issue = self.terms_of(handover, refresh);
        let (_, refresh_seed) = self.seeds(&handover.salt);
        self.again(refresh_seed, refresh.hash, |from| refresh_token(self.call, &issue, self.bearer, from))
    }

    /// The text whose row this is, made again: a JWT by the key that signed it then. One that does not match its row is a fault of ours, never the
    /// app's.
    fn again(
        &self,
        seed: Seed,
        kept: TokenHash,
        mint: impl Fn(Origin) -> Result<Minted, Failure>,
    ) -> Result<Plain, Failure> {
        let keys = self.call.realm.keys.turning();
        for key in keys.tokens.verifying(self.call.now.secs()).cloned() {
            let made = mint(Origin { seed, row: Row::At(kept.id()), key: Some(key) })?;
            if kept.matches(&made.text) {
                return Ok(made.text);
            }
        }
        Err(Broken::Corrupt("a successor that its predecessor does not derive".to_owned()).into())
    }

    fn issue_of(&self, handover: &Handover, refresh: &RefreshToken, access: &AccessToken) -> Issue {
        Issue { scope: ScopeSet::parse(&access.scope), ends_at: access.ends_at, ..self.terms_of(handover, refresh) }
    }

    fn terms_of(&self, handover: &Handover, refresh: &RefreshToken) -> Issue {
        let scope = ScopeSet::parse(&refresh.scope);
        Issue {
            mount: refresh.mount,
            app: refresh.app,
            account: Some(refresh.account),
            grant: Some(refresh.grant),
            family: refresh.family,
            scope: scope.clone(),
            issued_at: handover.at,
            ends_at: None,
            purge_at: None,
            refresh: Some(RefreshTerms {
                number: refresh.number,
                scope,
                ends_at: refresh.ends_at,
                family_ends_at: refresh.family_ends_at,
                purge_at: refresh.purge_at,
            }),
        }
    }

    fn told(&self, issue: &Issue, access: &Plain, refresh: &Plain) -> Answer {
        let handed = Told { bearer: self.bearer, access, refresh: Some(refresh), second: None };
        told(self.call, self.way, issue, &handed)
    }
}
