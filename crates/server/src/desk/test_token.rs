//! The test token: one for each app, for the account of the owner who made it.

use super::account::handle;
use super::{About, Declined, Desk};
use dialect::mint::{Origin, Signers, Subject, Unsigned};
use dialect::model::TestToken;
use engine::model::{AccessToken, Account, App, FamilyKey, TokenUse};
use engine::scope::ScopeSet;
use engine::secret::{Plain, Seed};
use engine::token::TokenHash;
use store::Broken;
use store::ops::{LiveTestToken, SetTestToken};

/// What the audit calls it.
const MADE: &str = "app.test-token";
/// See [`MADE`].
const ENDED: &str = "app.test-token.revoke";

impl Desk<'_> {
    /// Makes a new test token in the place of the old one, for the app's first owner. It is shown once.
    pub async fn test_token(&self, client_id: &str) -> Result<Plain, Declined> {
        let app = self.app(client_id).await?;
        let owner = match app.owners.first() {
            Some(key) => self.store.account(self.realm.key, *key).await?,
            None => None,
        };
        self.make_test_token(&app, owner.as_ref().ok_or(Declined::Ownerless)?, LiveTestToken::Ends).await
    }

    /// Makes a new test token. It speaks for that owner alone: looking after an app together is no consent to each other's data. `live`: what
    /// becomes of one that lives, which may be another owner's.
    pub async fn make_test_token(&self, app: &App, owner: &Account, live: LiveTestToken) -> Result<Plain, Declined> {
        let token = self.mint_test_token(app, owner, &self.dice.seed())?;
        if self.was_made(app, MADE, &handle(&token.hashed())).await? {
            let live = self.live_test_token(app).await?.map(|live| live.hash);
            let lives = live == Some(TokenHash::of(token.hashed()));
            return if lives { Ok(token) } else { Err(Declined::MadeBefore) };
        }
        self.keep_test_token(app, owner, (&token, live)).await?;
        Ok(token)
    }

    /// Ends it.
    pub async fn end_test_token(&self, app: &App) -> Result<(), Declined> {
        let ended = self.audit(ENDED, About::App(app), "");
        let (realm, live) = (self.realm.key, LiveTestToken::Ends);
        Ok(self.store.set_test_token(SetTestToken { realm, app: app.key, token: None, live, ended }).await?)
    }

    /// The live one.
    pub async fn live_test_token(&self, app: &App) -> Result<Option<AccessToken>, Declined> {
        let token = self.store.test_token(self.realm.key, app.key).await?;
        Ok(token.filter(|token| token.ended.is_none()))
    }

    /// Those that speak for an account, each with its app.
    pub async fn test_tokens_of(&self, account: &Account) -> Result<Vec<(App, AccessToken)>, Declined> {
        Ok(self.store.test_tokens_of(self.realm.key, account.key).await?)
    }

    /// The text of a test token; the same seed gives the same.
    pub(crate) fn mint_test_token(&self, app: &App, owner: &Account, seed: &Seed) -> Result<Plain, Declined> {
        let mount = self.main()?;
        if mount.dialect.test_token == TestToken::None {
            return Err(Declined::NoTestToken);
        }
        let keys = self.realm.keys.turning();
        let subject = Subject {
            account: Some(owner),
            app,
            scope: &ScopeSet::parse(&app.scopes.join(" ")),
            issued_at: app.created_at,
            ends_at: None,
            issuer: &mount.issuer,
            realm: &self.realm.name,
            realm_title: &self.realm.title,
            // Nobody checks a test token by itself: it has no end.
            signers: Signers { hs256: keys.tokens.signing(self.now.secs()), es256: None },
        };
        let origin = Origin { seed: *seed, id: None, mask: &self.realm.keys.ids };
        let minted = mount.dialect.mint_token(&mount.dialect.shapes.access_token, origin, &subject);
        minted.map(|minted| minted.text).map_err(|Unsigned| Declined::NoTestToken)
    }

    /// Keeps a test token.
    pub(crate) async fn keep_test_token(
        &self,
        app: &App,
        owner: &Account,
        (token, live): (&Plain, LiveTestToken),
    ) -> Result<(), Declined> {
        let row = AccessToken {
            hash: TokenHash::of(token.hashed()),
            mount: self.main()?.key,
            app: app.key,
            account: Some(owner.key),
            grant: None,
            family: FamilyKey(self.dice.key()),
            scope: app.scopes.join(" "),
            usage: TokenUse::Test,
            issued_at: self.now.secs(),
            ends_at: None,
            ended: None,
            used_at: None,
            purge_at: None,
        };
        let made = self.audit(MADE, About::Owner(app, owner), handle(&token.hashed()));
        let (realm, ended) = (self.realm.key, self.audit(ENDED, About::App(app), ""));
        let write = SetTestToken { realm, app: app.key, token: Some((row, made)), live, ended };
        match self.store.set_test_token(write).await {
            Err(Broken::Absent("room for a test token")) => Err(Declined::TestTokenLives),
            kept => Ok(kept?),
        }
    }
}
