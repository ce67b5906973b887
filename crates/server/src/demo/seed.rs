//! The demo's account and apps: made where they are missing, left alone where they are.

use super::derived::{self, Derived};
use super::{Began, Shown, ShownRealm, apps, samples};
use crate::config::{Config, StoreConfig, Switch};
use crate::desk::{About, Declined, Desk};
use crate::server::Server;
use engine::model::{Account, AccountKey};
use engine::redirect::Unregistrable;
use engine::secret::Plain;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use store::ops::{Audit, NewAccount, canonical};

/// What all realms share.
pub struct Seeder<'a> {
    /// Ids and secrets.
    pub(super) derived: Derived,
    /// The public address.
    pub(super) url: &'a str,
    /// Registered beside the dialects' own.
    pub(super) redirect_uris: &'a [String],
    /// The password's slow hash; one is enough for all.
    password: String,
    salt: [u8; 16],
    /// The stored hash that was last found to be of the demo's password: realms of one start share one, and a look costs a slow hash.
    fitting: Mutex<Option<String>>,
    /// What some app did not take, and why.
    declined: Mutex<BTreeMap<String, Unregistrable>>,
    /// Whether pages have something on them from the start.
    samples: Switch,
}

impl<'a> Seeder<'a> {
    /// For this server.
    pub async fn new(server: &'a Server, url: &'a str) -> Result<Self, Declined> {
        let (derived, demo, salt) = (Derived::new(&server.keys), server.config.demo.as_ref(), server.dice.salt());
        let password = server.passwords.hash(derived.password(), salt).await.map_err(|_| Declined::Busy)?;
        let redirect_uris = demo.map(|demo| demo.redirect_uris.as_slice()).unwrap_or_default();
        let samples = demo.map_or(Switch::Off, |demo| demo.samples);
        let (fitting, declined) = (Mutex::default(), Mutex::default());
        Ok(Self { derived, url, redirect_uris, password, salt, fitting, declined, samples })
    }

    /// Everything together, after each realm was seeded. A redirect URI that no app could take is somebody's slip.
    pub fn shown(
        &self,
        config: &Config,
        (admin, administrator_password): (&str, Option<Plain>),
        realms: Vec<ShownRealm>,
    ) -> Result<Shown, Declined> {
        let apps = || realms.iter().flat_map(|realm| &realm.apps);
        let taken = |uri: &&String| apps().any(|shown| shown.app.redirect_uris.contains(uri));
        if let Some(uri) = self.redirect_uris.iter().find(|uri| !taken(uri)) {
            return Err(self.why_declined(uri));
        }
        let data = std::path::absolute(&config.data).unwrap_or_else(|_| config.data.clone());
        let (url, data) = (self.url.to_owned(), data.display().to_string());
        let database = match &config.store {
            StoreConfig::Embedded => None,
            StoreConfig::Postgres(options) => Some(options.named()?),
        };
        Ok(Shown {
            url,
            data,
            database,
            password: self.derived.password(),
            admin: admin.to_owned(),
            administrator_password,
            realms,
        })
    }

    /// Notes why an app does not take a redirect URI. That its kind is another one says less than what is wrong with the URI itself.
    pub(super) fn declined(&self, uri: &str, why: Unregistrable) {
        let mut declined = self.declined.lock().unwrap_or_else(PoisonError::into_inner);
        let known = declined.entry(uri.to_owned()).or_insert(why);
        if *known == Unregistrable::Form {
            *known = why;
        }
    }

    fn why_declined(&self, uri: &str) -> Declined {
        let declined = self.declined.lock().unwrap_or_else(PoisonError::into_inner);
        match declined.get(uri) {
            None | Some(Unregistrable::Form) => Declined::DemoRedirect(uri.to_owned()),
            Some(why) => Declined::Redirect { uri: uri.to_owned(), why: *why },
        }
    }

    /// When accounts and apps were made: before anything that the samples have done with them.
    pub(super) fn made_at(&self, desk: &Desk<'_>) -> i64 {
        if self.samples == Switch::On { desk.now.secs() - samples::BEFORE } else { desk.now.secs() }
    }

    /// Seeds one realm.
    pub async fn realm(&self, desk: &Desk<'_>) -> Result<ShownRealm, Declined> {
        let roles: Vec<String> = desk.roles()?.into_iter().map(str::to_owned).collect();
        let common = self.derived.password();
        let hashed = (&common, self.password.clone());
        let (account, password) = self.account(desk, &derived::PERSON, roles, hashed.clone()).await?;
        let mut apps = Vec::new();
        let demo = desk.realm.main().map(|mount| mount.dialect.demo.as_slice()).unwrap_or_default();
        for (nth, app) in demo.iter().enumerate() {
            let made = apps::Making { seeder: self, desk, owner: &account, demo: app, nth };
            let taken: Vec<String> = apps.iter().map(|shown: &super::ShownApp| shown.app.client_id.clone()).collect();
            apps.extend(made.app(&taken).await?);
        }
        let samples = match self.samples {
            Switch::On => {
                let (friend, _) = self.account(desk, &derived::FRIEND, Vec::new(), hashed).await?;
                samples::seed(desk, (&account, &friend)).await?
            }
            Switch::Off => Began::Before,
        };
        Ok(ShownRealm { name: desk.realm.name.clone(), account, password, apps, samples })
    }

    /// The administrator, who may do everything, and their password, as long as it opens the account.
    pub async fn administrator(&self, desk: &Desk<'_>) -> Result<Option<Plain>, Declined> {
        if self.samples == Switch::On {
            samples::seed_key(desk).await?;
        }
        let password = self.derived.administrator_password();
        let hash = desk.passwords.hash(password.clone(), self.salt).await.map_err(|_| Declined::Busy)?;
        Ok(self.account(desk, &derived::OFFICER, Vec::new(), (&password, hash)).await?.1)
    }

    /// Whether the password still opens the account.
    async fn opens(&self, desk: &Desk<'_>, account: &Account, password: &Plain) -> Result<bool, Declined> {
        let facts = desk.store.sign_in(desk.realm.key, &canonical(&account.username)).await?;
        let Some(stored) = facts.map(|facts| facts.password) else { return Ok(false) };
        let fitting = || self.fitting.lock().unwrap_or_else(PoisonError::into_inner);
        if fitting().as_ref() == Some(&stored) {
            return Ok(true);
        }
        let fits = desk.passwords.verify(password.clone(), Some(stored.clone())).await.map_err(|_| Declined::Busy)?;
        if fits {
            *fitting() = Some(stored);
        }
        Ok(fits)
    }

    async fn account(
        &self,
        desk: &Desk<'_>,
        who: &derived::Who,
        roles: Vec<String>,
        (password, hash): (&Plain, String),
    ) -> Result<(Account, Option<Plain>), Declined> {
        match desk.account(who.username).await {
            Err(Declined::NoAccount(..)) => {}
            Err(declined) => return Err(declined),
            Ok(account) => {
                let opens = self.opens(desk, &account, password).await?;
                return Ok((account, opens.then(|| password.clone())));
            }
        }
        let dialect = &desk.main()?.dialect;
        // Before the first of the samples.
        let made_at = self.made_at(desk);
        let account = Account {
            key: AccountKey(desk.dice.key()),
            id: dialect
                .mint(&dialect.shapes.account_id, &self.derived.seed(&desk.realm.name, who.seed))
                .expose()
                .to_owned(),
            username: who.username.to_owned(),
            email: who.email.to_owned(),
            email_verified: true,
            first_name: who.names.0.to_owned(),
            last_name: who.names.1.to_owned(),
            roles,
            attributes: Default::default(),
            language: None,
            upstream: None,
            disabled_at: None,
            deleted_at: None,
            created_at: made_at,
            seen_at: None,
        };
        let new = NewAccount { account: account.clone(), password: hash };
        let audit = Audit { at: made_at, ..desk.audit("account.create", About::Account(&account), "") };
        desk.store.create_account(desk.realm.key, new, audit).await?;
        Ok((account, Some(password.clone())))
    }
}
