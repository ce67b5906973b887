//! Apps and accounts of one realm, kept while the realm's revision stands: every change of one moves it, and every request reads it
//! together with what it is about. What is known is read without a lock.

use super::kept::Kept;
use engine::model::{Account, AccountKey, App, AppKey, AppSecret, RealmKey};
use engine::secret::{Hashed, Plain};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use store::{Result, Store};

/// Entries of each kind; beyond it those go that were not asked for, which costs one read each.
const MOST: usize = 10_000;

/// An app, and what is known about each of its secrets.
#[derive(Debug)]
pub struct KnownApp {
    app: App,
    secrets: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    /// Of a generated one; `None`: it is kept as a slow hash.
    hash: Option<Hashed>,
    noted: AtomicI64,
}

impl KnownApp {
    /// Nothing was noted yet.
    pub fn new(app: App) -> Self {
        let known = |own: &AppSecret| Known { hash: generated(&own.stored), noted: AtomicI64::new(i64::MIN) };
        Self { secrets: app.secrets.iter().map(known).collect(), app }
    }

    /// Which of its generated secrets this is.
    pub fn generated(&self, secret: &Plain) -> Option<usize> {
        self.secrets.iter().position(|own| own.hash.is_some_and(|hash| hash.matches(secret)))
    }

    /// What was read.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Its `nth` secret.
    pub fn secret(&self, nth: usize) -> Option<KnownSecret<'_>> {
        Some(KnownSecret { app: self.key, secret: self.app.secrets.get(nth)?, noted: &self.secrets.get(nth)?.noted })
    }
}

/// A secret of a known app.
#[derive(Clone, Copy, Debug)]
pub struct KnownSecret<'a> {
    /// Whose.
    pub app: AppKey,
    /// As it is stored.
    pub secret: &'a AppSecret,
    /// When a use of it was noted last, in seconds.
    pub noted: &'a AtomicI64,
}

impl Deref for KnownApp {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

/// The hash of a secret that is stored as a generated one: SHA-256 in hex.
pub fn generated(stored: &str) -> Option<Hashed> {
    if stored.len() != 64 || !stored.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(stored.get(at..at + 2)?, 16).ok()?;
    }
    Some(Hashed::from_bytes(bytes))
}

/// What was read under a revision: under another one it is not known.
struct Read<T> {
    revision: i64,
    what: Arc<T>,
}

impl<T> Clone for Read<T> {
    fn clone(&self) -> Self {
        Self { revision: self.revision, what: self.what.clone() }
    }
}

/// The cache of one realm.
pub struct Cache {
    by_client_id: Kept<String, Read<KnownApp>>,
    apps: Kept<AppKey, Read<KnownApp>>,
    accounts: Kept<AccountKey, Read<Account>>,
}

impl Default for Cache {
    fn default() -> Self {
        Self { by_client_id: Kept::new(MOST), apps: Kept::new(MOST), accounts: Kept::new(MOST) }
    }
}

/// Where to read what is not known.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The database.
    pub store: &'a dyn Store,
    /// The realm.
    pub realm: RealmKey,
    /// Its revision as this request read it.
    pub revision: i64,
}

impl At<'_> {
    fn known<T>(&self, kept: Option<Read<T>>) -> Option<Arc<T>> {
        kept.filter(|kept| kept.revision == self.revision).map(|kept| kept.what)
    }
}

impl Cache {
    /// The app of that `client_id`.
    pub async fn app_by_client_id(&self, at: At<'_>, client_id: &str) -> Result<Option<Arc<KnownApp>>> {
        if let Some(app) = at.known(self.by_client_id.get(client_id)) {
            return Ok(Some(app));
        }
        let app = at.store.app_by_client_id(at.realm, client_id).await?;
        Ok(app.map(|app| self.keep_app(at, app)))
    }

    /// The app of that key.
    pub async fn app(&self, at: At<'_>, key: AppKey) -> Result<Option<Arc<KnownApp>>> {
        if let Some(app) = at.known(self.apps.get(&key)) {
            return Ok(Some(app));
        }
        let app = at.store.app(at.realm, key).await?;
        Ok(app.map(|app| self.keep_app(at, app)))
    }

    /// The account of that key.
    pub async fn account(&self, at: At<'_>, key: AccountKey) -> Result<Option<Arc<Account>>> {
        if let Some(account) = at.known(self.accounts.get(&key)) {
            return Ok(Some(account));
        }
        let account = at.store.account(at.realm, key).await?.map(Arc::new);
        if let Some(account) = &account {
            self.accounts.keep(key, Read { revision: at.revision, what: account.clone() });
        }
        Ok(account)
    }

    fn keep_app(&self, at: At<'_>, app: App) -> Arc<KnownApp> {
        let app = Arc::new(KnownApp::new(app));
        let read = Read { revision: at.revision, what: app.clone() };
        self.by_client_id.keep(app.client_id.clone(), read.clone());
        self.apps.keep(app.key, read);
        app
    }
}
