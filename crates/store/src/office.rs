//! What the administration needs.

use crate::Result;
use crate::ops::{AccountChange, Audit, Audited, Authorized, Listed, Page, Shown, Won, canonical};
use async_trait::async_trait;
use engine::model::{AccessToken, Account, AccountKey, App, AppKey, RealmKey, RefreshToken};
use engine::secret::Hashed;

/// Searches over a realm, its audit, and keys of the administration's API.
#[async_trait]
pub trait Office: Send + Sync + 'static {
    /// Accounts one of whose sign-in names begins with `text`, in order of that name, behind the one whose id it is, as it stands or in small letters;
    /// [`Page::after`] is what the account was [`found_under`].
    async fn find_accounts(&self, realm: RealmKey, text: &str, page: Page) -> Result<Vec<Account>>;
    /// All accounts, deleted ones left out, those first that were seen last, or made last where they were never seen.
    async fn accounts_by_use(&self, realm: RealmKey, page: Page) -> Result<Vec<Listed<Account>>>;
    /// The account of that id, deleted ones left out.
    async fn account_of_id(&self, realm: RealmKey, id: &str) -> Result<Option<Account>>;
    /// The same, deleted ones too: what the audit says of an account outlives it.
    async fn account_of_id_ever(&self, realm: RealmKey, id: &str) -> Result<Option<Account>>;
    /// Changes an account as [`crate::Store::change_account`] does, if somebody else of the realm can sign in with a password; `Lost` if nobody can.
    /// `shown`: where it is by its person, see [`crate::Store::change_own_account`].
    async fn change_unless_last(
        &self,
        whose: (RealmKey, AccountKey),
        shown: Option<Shown>,
        change: AccountChange,
        audit: Audit,
    ) -> Result<Won>;
    /// Apps, deleted ones left out, in order of name; [`Page::after`] is a client id.
    async fn find_apps(&self, realm: RealmKey, search: AppSearch, page: Page) -> Result<Vec<App>>;
    /// The same, the last used first, to a minute, or made last where they were never used; each with when it was last used, in seconds.
    async fn find_apps_by_use(&self, realm: RealmKey, search: AppSearch, page: Page) -> Result<Vec<Listed<AppUse>>>;
    /// Live grants to an app; [`Page::after`] is an account's key.
    async fn grants_of_app(&self, realm: RealmKey, app: AppKey, now: i64, page: Page) -> Result<Vec<Authorized>>;
    /// The same, those first for whom it was used last, or who granted it last.
    async fn grants_of_app_by_use(
        &self,
        realm: RealmKey,
        app: AppKey,
        now: i64,
        page: Page,
    ) -> Result<Vec<Listed<Authorized>>>;
    /// The live tokens between an account and an app, the youngest first; at most 100 of each kind.
    async fn tokens_of(&self, realm: RealmKey, account: AccountKey, app: AppKey, now: i64) -> Result<Tokens>;
    /// Audit rows that fit, newest first; [`Page::after`] is an id.
    async fn find_audit(&self, realm: RealmKey, filter: AuditFilter, page: Page) -> Result<Vec<Audited>>;

    /// Keeps a key.
    async fn create_key(&self, realm: RealmKey, key: ApiKey, audit: Audit) -> Result<()>;
    /// The key of that hash, ended or not.
    async fn key(&self, realm: RealmKey, hash: Hashed) -> Result<Option<ApiKey>>;
    /// All keys, ended ones too, in order of id.
    async fn keys(&self, realm: RealmKey, page: Page) -> Result<Vec<ApiKey>>;
    /// Ends a key. `Absent` when there is none of that id that lives.
    async fn end_key(&self, realm: RealmKey, id: &str, audit: Audit) -> Result<()>;
    /// Notes when a key was last used.
    async fn note_key(&self, realm: RealmKey, hash: Hashed, at: i64) -> Result<()>;
}

/// The name under which a search for `text` finds an account: its canonical user name, else its address; empty where neither begins so, but
/// the text is its id.
pub fn found_under(account: &Account, text: &str) -> String {
    let begins = canonical(text);
    let names = [&account.username, &account.email].map(|name| canonical(name));
    names.into_iter().find(|name| name.starts_with(&begins)).unwrap_or_default()
}

/// Which apps are meant.
#[derive(Clone, Debug, Default)]
pub struct AppSearch {
    /// Part of the name, or the client id; empty: all.
    pub text: String,
    /// How they stand.
    pub standing: AppStanding,
}

/// How an app stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AppStanding {
    /// However.
    #[default]
    Any,
    /// Its owners are at it.
    Draft,
    /// Waits to be looked at.
    InReview,
    /// For everybody, and not suspended.
    Live,
    /// Suspended.
    Suspended,
}

/// An app, and when one of its tokens or secrets was last seen in use, in seconds.
pub type AppUse = (App, Option<i64>);

/// The live tokens between an account and an app.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Access tokens.
    pub access: Vec<AccessToken>,
    /// Refresh tokens that are not consumed.
    pub refresh: Vec<RefreshToken>,
}

/// Which audit rows are meant; `None`: all.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Who, whole.
    pub actor: Option<String>,
    /// What, or how it begins: `app.`.
    pub action: Option<String>,
    /// About which account.
    pub account: Option<AccountKey>,
    /// About which app.
    pub app: Option<AppKey>,
    /// From this second on.
    pub since: Option<i64>,
    /// Before this second.
    pub until: Option<i64>,
}

/// A key of the administration's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// SHA-256 of its text.
    pub hash: Hashed,
    /// What people call it by.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do, as words.
    pub rights: Vec<String>,
    /// In seconds.
    pub created_at: i64,
    /// By whom, as the audit calls them.
    pub created_by: String,
    /// First second in which it is refused; `None`: without end.
    pub ends_at: Option<i64>,
    /// Last seen in use, in seconds.
    pub used_at: Option<i64>,
    /// Ended before its time, in seconds.
    pub ended_at: Option<i64>,
}
