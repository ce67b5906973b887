//! What the app console needs.

use crate::Result;
use crate::ops::{Audit, Listed, Page};
use async_trait::async_trait;
use engine::model::{AccessToken, AccountKey, App, AppKey, RealmKey};

/// An owner's apps, how much they are used, and what was refused to them.
#[async_trait]
pub trait Developers: Send + Sync + 'static {
    /// The apps that an account looks after, deleted ones left out, in order of name: those with that part of a name, or that client id; an
    /// empty text means all. [`Page::after`] is a client id.
    async fn apps_of(&self, realm: RealmKey, account: AccountKey, text: &str, page: Page) -> Result<Vec<App>>;
    /// The same, the last used first, to a minute: what was never used stands where the account became its owner.
    async fn apps_by_use(
        &self,
        realm: RealmKey,
        account: AccountKey,
        text: &str,
        page: Page,
    ) -> Result<Vec<Listed<App>>>;
    /// Registers an app as [`crate::Store::create_app`] does; `Absent` where one of its owners looks after so many apps already.
    async fn create_app_within(&self, realm: RealmKey, app: App, at_most: u32, audit: Audit) -> Result<()>;
    /// How many apps count against that bound, no further than it.
    async fn made_apps(&self, realm: RealmKey, account: AccountKey, at_most: u32) -> Result<u32>;
    /// The app's test token, live or not.
    async fn test_token(&self, realm: RealmKey, app: AppKey) -> Result<Option<AccessToken>>;
    /// The live test tokens that speak for an account, each with its app, in order of the apps' names.
    async fn test_tokens_of(&self, realm: RealmKey, account: AccountKey) -> Result<Vec<(App, AccessToken)>>;
    /// How much an app is used, counted up to `at_most` each.
    async fn counts(&self, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Result<Counts>;
    /// When each of its secrets was last used, by [`engine::model::AppSecret::handle`].
    async fn secret_uses(&self, realm: RealmKey, app: AppKey) -> Result<Vec<(String, i64)>>;
    /// Notes uses of secrets; later ones win.
    async fn note_secrets(&self, uses: Vec<SecretUse>) -> Result<()>;
    /// What was refused to an app, newest first; [`Page::after`] is an id.
    async fn refusals(&self, realm: RealmKey, app: AppKey, page: Page) -> Result<Vec<NotedRefusal>>;
    /// Notes refusals; of each app the newest [`REFUSALS_KEPT`] are kept.
    async fn note_refusals(&self, refusals: Vec<NotedRefusal>) -> Result<()>;
}

/// Noted refusals of one app that are kept.
pub const REFUSALS_KEPT: u32 = 100;

/// How much an app is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Live access tokens, the test token left out.
    pub tokens: u32,
    /// Live grants, which is as many accounts.
    pub grants: u32,
    /// When one of its tokens was last seen in use, in seconds, to within the store's batching.
    pub used_at: Option<i64>,
}

/// A secret seen in use.
#[derive(Clone, Debug)]
pub struct SecretUse {
    /// Where.
    pub realm: RealmKey,
    /// Whose.
    pub app: AppKey,
    /// Which, by its handle.
    pub secret: String,
    /// In seconds.
    pub at: i64,
}

/// A refused request of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedRefusal {
    /// Where.
    pub realm: RealmKey,
    /// Whose.
    pub app: AppKey,
    /// Orders an app's refusals; made by the server.
    pub id: i64,
    /// In seconds.
    pub at: i64,
    /// At which endpoint.
    pub endpoint: String,
    /// The refusal's name.
    pub refusal: String,
    /// What was sent and what was expected, as JSON; nothing secret, nothing about users.
    pub detail: String,
    /// By what the log knows the request.
    pub request_id: String,
}
