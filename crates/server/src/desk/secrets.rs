//! Secrets of apps, and the test token that speaks for an app's owner.

use super::{About, Declined, Desk};
use crate::passwords::hash_now;
use dialect::mint::Subject;
use dialect::model::TestToken;
use engine::model::{AccessToken, Account, App, AppSecret, FamilyKey, TokenUse};
use engine::policy::HasSecret;
use engine::scope::ScopeSet;
use engine::secret::{Hashed, Plain, Seed};
use engine::token::TokenHash;
use store::ops::AppChange;

/// Secrets that live beside each other at most.
const MOST: usize = 2;

/// What becomes of an app's secret when a new one is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldSecret {
    /// It stops working at once.
    Ends,
    /// It goes on working until the next rotation.
    Stays,
}

impl Desk<'_> {
    /// Makes a new secret, which is shown once.
    pub async fn rotate_secret(
        &self,
        client_id: &str,
        chosen: Option<Plain>,
        old: OldSecret,
    ) -> Result<Plain, Declined> {
        let app = self.app(client_id).await?;
        if self.kind(Some(&app.kind))?.secret == HasSecret::No {
            return Err(Declined::Secretless(app.kind));
        }
        let (plain, stored) = chosen_or_made(self, chosen)?;
        let mut secrets = vec![stored];
        if old == OldSecret::Stays {
            secrets.extend(app.secrets.iter().take(MOST - 1).cloned());
        }
        let detail = if old == OldSecret::Stays { "the old one stays" } else { "" };
        self.change(&app, AppChange::Secrets(secrets), "app.rotate-secret", detail).await?;
        Ok(plain)
    }

    /// Makes a new test token in the place of the old one. It is shown once.
    pub async fn test_token(&self, client_id: &str) -> Result<Plain, Declined> {
        let app = self.app(client_id).await?;
        let owner = match app.owners.first() {
            Some(key) => self.store.account(self.realm.key, *key).await?,
            None => None,
        };
        let token = self.mint_test_token(&app, owner.as_ref().ok_or(Declined::Ownerless)?, &self.dice.seed())?;
        self.keep_test_token(&app, &token).await?;
        Ok(token)
    }

    /// The text of a test token; the same seed gives the same.
    pub(crate) fn mint_test_token(&self, app: &App, owner: &Account, seed: &Seed) -> Result<Plain, Declined> {
        let mount = self.main()?;
        if mount.dialect.test_token == TestToken::None {
            return Err(Declined::NoTestToken);
        }
        let subject = Subject {
            account: Some(owner),
            app,
            scope: &ScopeSet::parse(&app.scopes.join(" ")),
            issued_at: app.created_at,
            ends_at: None,
            issuer: &mount.issuer,
            realm: &self.realm.name,
            realm_title: &self.realm.title,
            key: &self.realm.keys.tokens,
        };
        Ok(mount.dialect.mint(&mount.dialect.shapes.access_token, seed, Some(&subject)))
    }

    /// Keeps a test token in the place of the old one.
    pub(crate) async fn keep_test_token(&self, app: &App, token: &Plain) -> Result<(), Declined> {
        let row = AccessToken {
            hash: TokenHash::of(token.hashed()),
            mount: self.main()?.key,
            app: app.key,
            account: app.owners.first().copied(),
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
        let audit = self.audit("app.test-token", About::App(app), "");
        Ok(self.store.set_test_token(self.realm.key, app.key, Some(row), audit).await?)
    }
}

/// A secret in the shape of the dialect, or the one that a person chose: that has a slow hash, as people choose badly.
pub(super) fn chosen_or_made(desk: &Desk<'_>, chosen: Option<Plain>) -> Result<(Plain, AppSecret), Declined> {
    let created_at = desk.now.secs();
    let Some(plain) = chosen else {
        let dialect = &desk.main()?.dialect;
        let plain = dialect.mint(&dialect.shapes.client_secret, &desk.dice.seed(), None);
        let stored = generated(&plain);
        return Ok((plain, AppSecret { stored, created_at, name: String::new() }));
    };
    if plain.expose().len() < 16 {
        return Err(Declined::Weak("a secret has 16 characters at least; leave it out to have one made"));
    }
    let stored =
        hash_now(&plain, desk.dice.salt()).ok_or(Declined::Weak("this secret cannot be hashed; choose another"))?;
    Ok((plain, AppSecret { stored, created_at, name: String::new() }))
}

/// How a generated secret is stored.
pub(crate) fn generated(plain: &Plain) -> String {
    hex(&plain.hashed())
}

fn hex(hash: &Hashed) -> String {
    hash.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
