//! Apps and accounts of one realm, kept while the realm's revision stands: every change of one moves it, and every request reads it
//! together with what it is about. What is known is read without a lock.

use super::kept::Kept;
use engine::model::{Account, AccountKey, App, AppKey, AppSecret, RealmKey};
use engine::secret::{Hashed, Plain};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, Instant};
use store::ops::AsOf;
use store::{Broken, Result, Store};

/// Entries of each kind; beyond it those go that were not asked for, which costs one read each.
const MOST: usize = 10_000;

/// For how long a machine is asked that is behind the others, and how long after the first time: twice as long each time.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(5);
const BEHIND: &str = "one of its machines is behind the others";

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

    /// What a machine of the database says that has come as far as this request has. On an engine that spreads rows a commit is on one of them before it is
    /// on the next: a row of before the revision would pass for one of today until the next change.
    async fn reached<T, F>(&self, read: impl Fn() -> F) -> Result<Option<AsOf<T>>>
    where
        F: Future<Output = Result<Option<AsOf<T>>>>,
    {
        let (begun, mut pause) = (Instant::now(), PAUSE);
        loop {
            match read().await? {
                Some(AsOf { revision, .. }) if revision < self.revision => {}
                read => return Ok(read),
            }
            if begun.elapsed() + pause > PATIENCE {
                return Err(Broken::Unavailable(BEHIND.to_owned()));
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }
}

impl Cache {
    /// The app of that `client_id`.
    pub async fn app_by_client_id(&self, at: At<'_>, client_id: &str) -> Result<Option<Arc<KnownApp>>> {
        if let Some(app) = at.known(self.by_client_id.get(client_id)) {
            return Ok(Some(app));
        }
        let app = at.reached(|| at.store.known_app_by_client_id(at.realm, client_id)).await?;
        Ok(app.map(|app| self.keep_app(app)))
    }

    /// The app of that key.
    pub async fn app(&self, at: At<'_>, key: AppKey) -> Result<Option<Arc<KnownApp>>> {
        if let Some(app) = at.known(self.apps.get(&key)) {
            return Ok(Some(app));
        }
        let app = at.reached(|| at.store.known_app(at.realm, key)).await?;
        Ok(app.map(|app| self.keep_app(app)))
    }

    /// The account of that key.
    pub async fn account(&self, at: At<'_>, key: AccountKey) -> Result<Option<Arc<Account>>> {
        if let Some(account) = at.known(self.accounts.get(&key)) {
            return Ok(Some(account));
        }
        let account = at.reached(|| at.store.known_account(at.realm, key)).await?;
        Ok(account.map(|AsOf { what, revision }| {
            let account = Arc::new(what);
            self.accounts.keep(key, Read { revision, what: account.clone() });
            account
        }))
    }

    fn keep_app(&self, AsOf { what, revision }: AsOf<App>) -> Arc<KnownApp> {
        let app = Arc::new(KnownApp::new(what));
        let read = Read { revision, what: app.clone() };
        self.by_client_id.keep(app.client_id.clone(), read.clone());
        self.apps.keep(app.key, read);
        app
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::ops::{AccountChange, Audit, NewAccount};
    use store::sqlite::Sqlite;
    use tempfile::TempDir;

    const REALM: RealmKey = RealmKey(7);
    const ALICE: AccountKey = AccountKey(21);
    /// The realm's revision when somebody is there.
    const FIRST: i64 = 1;

    fn alice() -> NewAccount {
        let account = Account {
            key: ALICE,
            id: "1".to_owned(),
            username: "alice".to_owned(),
            email: "alice@example.org".to_owned(),
            email_verified: true,
            first_name: String::new(),
            last_name: String::new(),
            roles: Vec::new(),
            attributes: Default::default(),
            language: None,
            upstream: None,
            disabled_at: None,
            deleted_at: None,
            created_at: 0,
            seen_at: None,
        };
        NewAccount { account, password: String::new() }
    }

    async fn world() -> (TempDir, Sqlite) {
        let folder = TempDir::new().unwrap();
        let store = Sqlite::open(&folder.path().join("grantor.db")).unwrap();
        store.create_account(REALM, alice(), Audit::default()).await.unwrap();
        (folder, store)
    }

    fn at(store: &Sqlite, revision: i64) -> At<'_> {
        At { store, realm: REALM, revision }
    }

    /// One machine has told of a change that the one that is asked does not know yet.
    #[tokio::test]
    async fn a_machine_that_is_behind_is_asked_until_it_is_not() {
        let (_folder, store) = world().await;
        let (cache, begun) = (Cache::default(), Instant::now());
        let change = async {
            tokio::time::sleep(20 * PAUSE).await;
            store.change_account(REALM, ALICE, AccountChange::Disable(1), Audit::default()).await.unwrap();
        };
        let (read, ()) = tokio::join!(cache.account(at(&store, FIRST + 1), ALICE), change);
        assert_eq!(read.unwrap().unwrap().disabled_at, Some(1), "as the change has left it");
        assert!(begun.elapsed() >= 20 * PAUSE);
    }

    #[tokio::test]
    async fn nothing_is_kept_of_a_machine_that_stays_behind() {
        let (_folder, store) = world().await;
        let cache = Cache::default();
        let Err(Broken::Unavailable(why)) = cache.account(at(&store, FIRST + 1), ALICE).await else {
            panic!("it is told")
        };
        assert_eq!(why, BEHIND);
        assert!(cache.accounts.get(&ALICE).is_none());
    }

    /// The request has read the revision of before; what it gets is of today, and is kept as that.
    #[tokio::test]
    async fn what_is_read_is_kept_under_the_revision_that_was_read_with_it() {
        let (_folder, store) = world().await;
        store.change_account(REALM, ALICE, AccountChange::Disable(1), Audit::default()).await.unwrap();
        let cache = Cache::default();
        assert_eq!(cache.account(at(&store, FIRST), ALICE).await.unwrap().unwrap().disabled_at, Some(1));
        assert_eq!(cache.accounts.get(&ALICE).map(|own| own.revision), Some(FIRST + 1));
    }
}
