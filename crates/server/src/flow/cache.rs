//! Apps and accounts of one realm, kept while the realm's revision stands: every change of one moves it, and every request reads it
//! together with what it is about.

use engine::model::{Account, AccountKey, App, AppKey, RealmKey};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::{Result, Store};

/// Entries of each kind; beyond it everything goes, which costs one read each.
const MOST: usize = 10_000;

#[derive(Default)]
struct Known {
    revision: i64,
    by_client_id: HashMap<String, Arc<App>>,
    apps: HashMap<AppKey, Arc<App>>,
    accounts: HashMap<AccountKey, Arc<Account>>,
}

/// The cache of one realm.
#[derive(Default)]
pub struct Cache {
    known: RwLock<Known>,
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

impl Cache {
    /// The app of that `client_id`.
    pub async fn app_by_client_id(&self, at: At<'_>, client_id: &str) -> Result<Option<Arc<App>>> {
        if let Some(app) = self.look(at.revision, |known| known.by_client_id.get(client_id).cloned()) {
            return Ok(Some(app));
        }
        let app = at.store.app_by_client_id(at.realm, client_id).await?.map(Arc::new);
        self.keep_app(at.revision, app.as_ref());
        Ok(app)
    }

    /// The app of that key.
    pub async fn app(&self, at: At<'_>, key: AppKey) -> Result<Option<Arc<App>>> {
        if let Some(app) = self.look(at.revision, |known| known.apps.get(&key).cloned()) {
            return Ok(Some(app));
        }
        let app = at.store.app(at.realm, key).await?.map(Arc::new);
        self.keep_app(at.revision, app.as_ref());
        Ok(app)
    }

    /// The account of that key.
    pub async fn account(&self, at: At<'_>, key: AccountKey) -> Result<Option<Arc<Account>>> {
        if let Some(account) = self.look(at.revision, |known| known.accounts.get(&key).cloned()) {
            return Ok(Some(account));
        }
        let account = at.store.account(at.realm, key).await?.map(Arc::new);
        if let Some(account) = &account {
            self.keep(at.revision, |known| known.accounts.insert(key, account.clone()).is_none());
        }
        Ok(account)
    }

    fn keep_app(&self, revision: i64, app: Option<&Arc<App>>) {
        let Some(app) = app else { return };
        self.keep(revision, |known| {
            known.by_client_id.insert(app.client_id.clone(), app.clone());
            known.apps.insert(app.key, app.clone()).is_none()
        });
    }

    fn look<T>(&self, revision: i64, find: impl FnOnce(&Known) -> Option<T>) -> Option<T> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if known.revision == revision { find(&known) } else { None }
    }

    fn keep(&self, revision: i64, insert: impl FnOnce(&mut Known) -> bool) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // What a slower request read under an older revision must not stand beside what is newer.
        if revision < known.revision {
            return;
        }
        if revision > known.revision || known.apps.len().max(known.accounts.len()) >= MOST {
            *known = Known { revision, ..Known::default() };
        }
        insert(&mut known);
    }
}
