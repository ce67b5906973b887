//! Refreshes: rotates, renews, or gives a lost answer again.

use super::issue::{Bearer, Told, access_text, bounds, circumstances, denied_after, lost, refresh_text, told};
use super::prove::{Asking, account_of, claimant};
use super::{Answer, Call, Failure, TRIES};
use dialect::model::Way;
use engine::grant::refresh::{self, Facts, Follower, Refreshed, Request, Seen};
use engine::grant::{Issue, RefreshTerms};
use engine::model::{AccessToken, App, RefreshToken, Succession};
use engine::policy::Rotation;
use engine::refusal::Refusal;
use engine::scope::ScopeSet;
use engine::secret::{Hashed, Plain, Seed};
use store::Broken;
use store::ops::{Bounds, RefreshFacts, Renew, Rotate, Used, Won};

/// Consumed tokens that are kept of one family.
const CONSUMED_KEPT: u32 = 100;

/// Loads, decides, commits; the loser of a race is decided again and gets what the winner got.
pub async fn refresh(call: &Call<'_>, asking: Asking<'_>, request: Request<'_>) -> Result<Answer, Failure> {
    let presented = request.token.given().cloned().unwrap_or_else(|| Plain::new(""));
    let hash = presented.hashed();
    for _ in 0..TRIES {
        let facts = call.server.store.refresh(call.realm.key, hash, call.now.secs()).await?;
        let owner = facts.token.as_ref().map(|token| token.app);
        let app = claimant(call, asking, (facts.revision, owner)).await?;
        let account = account_of(call, facts.revision, facts.token.as_ref().map(|token| token.account)).await?;
        let known = Facts {
            app: &app,
            token: facts.token.as_ref(),
            grant: facts.grant.as_ref(),
            account: account.as_deref(),
            successor: follower(call, &facts),
        };
        let decided = match refresh::decide(&known, &request, &circumstances(call)) {
            Ok(decided) => decided,
            Err(denied) => return Err(denied_after(call, denied).await?),
        };
        let bearer = Bearer { app: &app, account: account.as_deref() };
        let step = Step { call, way: asking.way, app: &app, bearer, presented: &presented };
        let done = match decided {
            Refreshed::Rotate(issue) => step.rotate(issue).await?,
            Refreshed::Renew { issue, ends_at } => step.renew(issue, (hash, ends_at), &presented, None).await?,
            Refreshed::Repeat { succession, refresh, access } => Some(step.repeat(succession, refresh, access)?),
            Refreshed::RepeatRenewed { succession, refresh, issue } => {
                let text = step.successor(succession, refresh)?;
                step.renew(issue, (refresh.hash, refresh.ends_at), &text, Some(Rotation::Same)).await?
            }
        };
        if let Some(answer) = done {
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

struct Step<'a> {
    call: &'a Call<'a>,
    way: Way,
    app: &'a App,
    bearer: Bearer<'a>,
    presented: &'a Plain,
}

impl Step<'_> {
    /// The seeds of what follows this token under this salt: the same every time.
    fn seeds(&self, salt: &[u8; 16]) -> (Seed, Seed) {
        let key = &self.call.realm.keys.successors;
        let seed = key.seed(&[salt, self.presented.expose().as_bytes()]);
        (seed.derive("access"), seed.derive("refresh"))
    }

    async fn rotate(&self, issue: Issue) -> Result<Option<Answer>, Failure> {
        let salt = self.call.server.dice.salt();
        let (access_seed, refresh_seed) = self.seeds(&salt);
        let access = access_text(self.call, &issue, self.bearer, &access_seed);
        let refresh = refresh_text(self.call, &issue, self.bearer, &refresh_seed);
        let succession = Succession { at: issue.issued_at, salt, refresh: refresh.hashed(), access: access.hashed() };
        let write = Rotate {
            realm: self.call.realm.key,
            presented: self.presented.hashed(),
            succession,
            access: issue.access(access.hashed()),
            refresh: issue.refresh(refresh.hashed()).ok_or(Refusal::RefreshTokenUnknown)?,
            older: self.call.mount.dialect.policy.refresh.older_access,
            consumed_kept: CONSUMED_KEPT,
            now: self.call.now.secs(),
        };
        match self.call.server.store.rotate_refresh(write).await? {
            Won::Yes => Ok(Some(self.told(&issue, &access, &refresh))),
            Won::Lost => Ok(None),
        }
    }

    async fn renew(
        &self,
        issue: Issue,
        (hash, ends_at): (Hashed, Option<i64>),
        refresh: &Plain,
        rotation: Option<Rotation>,
    ) -> Result<Option<Answer>, Failure> {
        let rules = &self.call.mount.dialect.policy.refresh;
        let access = access_text(self.call, &issue, self.bearer, &self.call.server.dice.seed());
        let write = Renew {
            realm: self.call.realm.key,
            refresh: hash,
            rotation: rotation.unwrap_or(rules.rotation),
            ends_at,
            access: issue.access(access.hashed()),
            older: rules.older_access,
            bounds: Bounds { app_limit: None, ..bounds(self.call, self.app, &issue) },
            now: self.call.now.secs(),
        };
        let terms = RefreshTerms { scope: issue.scope.clone(), ends_at, family_ends_at: None, purge_at: None };
        let issue = Issue { refresh: Some(terms), ..issue };
        match self.call.server.store.renew_access(write).await? {
            Won::Yes => Ok(Some(self.told(&issue, &access, refresh))),
            Won::Lost => Ok(None),
        }
    }

    fn repeat(&self, succession: &Succession, refresh: &RefreshToken, access: &AccessToken) -> Result<Answer, Failure> {
        let issue = self.issue_of(succession, refresh, access);
        let (access_seed, _) = self.seeds(&succession.salt);
        let text = access_text(self.call, &issue, self.bearer, &access_seed);
        same(&text, access.hash)?;
        let refresh_text = self.successor(succession, refresh)?;
        Ok(self.told(&issue, &text, &refresh_text))
    }

    /// The refresh token that was given then.
    fn successor(&self, succession: &Succession, refresh: &RefreshToken) -> Result<Plain, Failure> {
        let issue = self.terms_of(succession, refresh);
        let (_, refresh_seed) = self.seeds(&succession.salt);
        let text = refresh_text(self.call, &issue, self.bearer, &refresh_seed);
        same(&text, refresh.hash)?;
        Ok(text)
    }

    fn issue_of(&self, succession: &Succession, refresh: &RefreshToken, access: &AccessToken) -> Issue {
        Issue { scope: ScopeSet::parse(&access.scope), ends_at: access.ends_at, ..self.terms_of(succession, refresh) }
    }

    fn terms_of(&self, succession: &Succession, refresh: &RefreshToken) -> Issue {
        let scope = ScopeSet::parse(&refresh.scope);
        Issue {
            mount: refresh.mount,
            app: refresh.app,
            account: Some(refresh.account),
            grant: Some(refresh.grant),
            family: refresh.family,
            scope: scope.clone(),
            issued_at: succession.at,
            ends_at: None,
            purge_at: None,
            refresh: Some(RefreshTerms {
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

/// A derived text that does not match its row is a fault of ours, never the app's.
fn same(text: &Plain, hash: Hashed) -> Result<(), Failure> {
    match hash.matches(text) {
        true => Ok(()),
        false => Err(Broken::Corrupt("a successor that its predecessor does not derive".to_owned()).into()),
    }
}
