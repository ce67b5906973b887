//! One app of the demo: made, or found as an earlier start made it.

use super::seed::Seeder;
use super::{CALLBACK, ShownApp};
use crate::desk::secrets::generated;
use crate::desk::{About, Declined, Desk};
use dialect::model::{DemoApp, Dialect, TakesRedirects, TestToken};
use engine::model::{Account, App, AppKey, AppSecret, Introspects, Review};
use engine::policy::{HasSecret, Kind};
use engine::secret::{Plain, Seed};
use engine::token::TokenHash;
use http::Uri;
use std::time::Duration;
use store::ops::LiveTestToken;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// So long somebody on this machine may take to answer a call.
const CALLED: Duration = Duration::from_millis(500);

/// An app on its way.
pub(super) struct Making<'a> {
    pub(super) seeder: &'a Seeder<'a>,
    pub(super) desk: &'a Desk<'a>,
    pub(super) owner: &'a Account,
    pub(super) demo: &'a DemoApp,
    pub(super) nth: usize,
}

impl Making<'_> {
    /// The app and its secrets; `None` where it was deleted.
    pub(super) async fn app(&self, taken: &[String]) -> Result<Option<ShownApp>, Declined> {
        let dialect = &self.desk.main()?.dialect;
        let client_id = self.client_id(dialect, taken);
        let secret = dialect.mint(&dialect.shapes.client_secret, &self.seed("secret"));
        let app = match self.desk.store.app_by_client_id(self.desk.realm.key, &client_id).await? {
            Some(app) if app.deleted_at.is_some() => return Ok(None),
            Some(app) => self.with_redirects(app).await?,
            None => self.made(dialect, client_id, &secret).await?,
        };
        let lives = app.secrets.iter().any(|own| own.stored == generated(&secret));
        Ok(Some(ShownApp { secret: lives.then_some(secret), test_token: self.test_token(dialect, &app).await?, app }))
    }

    fn seed(&self, what: &str) -> Seed {
        self.seeder.derived.seed(&self.desk.realm.name, &format!("{what} {}", self.nth))
    }

    /// Ids have few characters in some dialects: another try where an earlier app has it.
    fn client_id(&self, dialect: &Dialect, taken: &[String]) -> String {
        let mut seed = self.seed("client");
        loop {
            let id = dialect.mint(&dialect.shapes.client_id, &seed).expose().to_owned();
            if !taken.contains(&id) {
                return id;
            }
            seed = seed.derive("again");
        }
    }

    /// The dialect's own redirect URIs, the built-in callback and those of the command line, as far as the kind may have them.
    fn redirects(&self) -> Result<Vec<String>, Declined> {
        let kind = self.desk.kind(Some(&self.demo.kind))?;
        let mut uris = self.demo.redirect_uris.clone();
        if self.demo.takes_redirects == TakesRedirects::Yes {
            let callback = format!("{}{CALLBACK}", self.seeder.url);
            let more = std::iter::once(&callback).chain(self.seeder.redirect_uris);
            uris.extend(more.filter(|uri| self.takes(kind, uri)).cloned());
        }
        let mut alone: Vec<String> = Vec::new();
        for uri in uris {
            if !alone.contains(&uri) {
                alone.push(uri);
            }
        }
        Ok(alone)
    }

    fn takes(&self, kind: &Kind, uri: &str) -> bool {
        let why = match self.desk.check_redirect(kind, uri) {
            Ok(()) => return true,
            Err(why) => why,
        };
        if let Declined::Redirect { why, .. } = why {
            self.seeder.declined(uri, why);
        }
        false
    }

    /// What is missing is registered; the built-in callback of an earlier start, on another port, goes with that.
    async fn with_redirects(&self, app: App) -> Result<App, Declined> {
        let wanted = self.redirects()?;
        let others = |uri: &&String| uri.ends_with(CALLBACK) && !wanted.contains(uri);
        for uri in app.redirect_uris.iter().filter(others) {
            if !is_served(uri).await {
                self.desk.remove_redirect(&app.client_id, uri).await?;
            }
        }
        for uri in wanted.iter().filter(|uri| !app.redirect_uris.contains(uri)) {
            self.desk.add_redirect(&app.client_id, uri).await?;
        }
        self.desk.app(&app.client_id).await
    }

    async fn made(&self, dialect: &Dialect, client_id: String, secret: &Plain) -> Result<App, Declined> {
        let created_at = self.seeder.made_at(self.desk);
        let secrets = match self.desk.kind(Some(&self.demo.kind))?.secret {
            HasSecret::Yes => vec![AppSecret { stored: generated(secret), created_at, name: String::new() }],
            HasSecret::No => Vec::new(),
        };
        let app = App {
            key: AppKey(self.desk.dice.key()),
            client_id,
            name: self.demo.name.clone(),
            description: self.demo.description.clone(),
            site: None,
            kind: self.demo.kind.clone(),
            secrets,
            redirect_uris: self.redirects()?,
            scopes: dialect.policy.scopes.scopes.iter().map(|scope| scope.name.clone()).collect(),
            owners: vec![self.owner.key],
            color: None,
            support: None,
            review: Review::Live,
            mounts: Vec::new(),
            introspects: Introspects::Own,
            token_limit: None,
            suspended_at: None,
            suspend_reason: None,
            deleted_at: None,
            valid_from: 0,
            created_at,
        };
        let audit = self.desk.audit("app.create", About::App(&app), app.kind.as_str());
        self.desk.store.create_app(self.desk.realm.key, app.clone(), audit).await?;
        if dialect.test_token == TestToken::Endless {
            let token = self.desk.mint_test_token(&app, self.owner, &self.seed("test token"))?;
            self.desk.keep_test_token(&app, self.owner, (&token, LiveTestToken::Ends)).await?;
        }
        Ok(app)
    }

    /// The derived test token, as long as nobody has made another.
    async fn test_token(&self, dialect: &Dialect, app: &App) -> Result<Option<Plain>, Declined> {
        if dialect.test_token == TestToken::None {
            return Ok(None);
        }
        let token = self.desk.mint_test_token(app, self.owner, &self.seed("test token"))?;
        let facts =
            self.desk.store.access(self.desk.realm.key, &[TokenHash::of(token.hashed())], self.desk.now.secs()).await?;
        Ok(facts.token.filter(|row| row.ended.is_none()).map(|_| token))
    }
}

/// Whether somebody listens there: another node of the demo. All of them are on this machine.
async fn is_served(uri: &str) -> bool {
    let Ok(uri) = uri.parse::<Uri>() else { return false };
    let Some(authority) = uri.authority() else { return false };
    matches!(timeout(CALLED, TcpStream::connect(authority.as_str())).await, Ok(Ok(_)))
}
