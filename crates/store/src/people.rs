//! What the pages of users need.

use crate::Result;
use crate::ops::{AccountChange, Audit, Audited, Authorized, Ended, Listed, NewAccount, Page, Session, Shown, Won};
use async_trait::async_trait;
use engine::model::{Account, AccountKey, RealmKey};
use engine::secret::Hashed;

/// Sessions of one account that are kept.
pub const SESSIONS_KEPT: u32 = 100;

/// Sessions, mailed links, and what happened to an account.
#[async_trait]
pub trait People: Send + Sync + 'static {
    /// The account with that id at the owner's own login; disabled ones too.
    async fn account_of_upstream(&self, realm: RealmKey, upstream: &str) -> Result<Option<Account>>;
    /// What an account granted and has not withdrawn; [`Page::after`] is an app's key.
    async fn authorized(&self, realm: RealmKey, account: AccountKey, now: i64, page: Page) -> Result<Vec<Authorized>>;
    /// The same, the last used first: what was never used stands where it was granted.
    async fn authorized_by_use(
        &self,
        realm: RealmKey,
        account: AccountKey,
        now: i64,
        page: Page,
    ) -> Result<Vec<Listed<Authorized>>>;
    /// The live sessions of an account, the one seen last first; at most 100.
    async fn sessions(&self, realm: RealmKey, account: AccountKey, now: i64) -> Result<Vec<Session>>;
    /// Ends the account's sessions but that one; gives how many. Leaves an audit row if there were any.
    async fn end_sessions(
        &self,
        realm: RealmKey,
        account: AccountKey,
        but: Option<Hashed>,
        audit: Audit,
    ) -> Result<u32>;
    /// Ends that session, if it is the account's, and leaves an audit row.
    async fn end_session_of(&self, realm: RealmKey, account: AccountKey, hash: Hashed, audit: Audit) -> Result<Ended>;
    /// Notes when sessions were last seen, and their accounts; later ones win. Two transactions, each as long as the list; what was written before the second
    /// failed may be written again.
    async fn note_sessions(&self, seen: Vec<SessionSeen>) -> Result<()>;
    /// Audit rows about an account, newest first.
    async fn events(&self, realm: RealmKey, account: AccountKey, page: Page) -> Result<Vec<Audited>>;
    /// Leaves an audit row about something that changed no other row: a sign-in, an export.
    async fn leave(&self, realm: RealmKey, audit: Audit) -> Result<()>;

    /// Keeps a link; older ones of its account and purpose are good no more. `shown`: where its person asks for it, see [`crate::Store::change_own_account`].
    /// `audit`: what is left where that is worth a row.
    async fn put_link(&self, link: Link, shown: Option<Shown>, audit: Option<Audit>) -> Result<()>;
    /// The link, if it is good still. Looking at it does not use it.
    async fn link(&self, realm: RealmKey, purpose: &str, hash: Hashed, now: i64) -> Result<Option<Link>>;
    /// What the good link of an account for that purpose carries, and the first second in which it is refused.
    async fn link_of(
        &self,
        realm: RealmKey,
        account: AccountKey,
        purpose: &str,
        now: i64,
    ) -> Result<Option<(String, i64)>>;
    /// An account's links for that purpose are good no more; leaves an audit row if there were any.
    async fn end_links(&self, realm: RealmKey, account: AccountKey, purpose: &str, audit: Audit) -> Result<Ended>;
    /// Uses a link up and does what it is for, both or neither; `Lost` if it is not good (any more). `Taken` leaves it good.
    async fn use_link(&self, write: UseLink) -> Result<Won>;
    /// Keeps something as spent until `ends_at`; `Lost` if it was spent before.
    async fn spend(&self, realm: RealmKey, hash: Hashed, ends_at: i64) -> Result<Won>;
}

/// A session seen.
#[derive(Clone, Copy, Debug)]
pub struct SessionSeen {
    /// Where.
    pub realm: RealmKey,
    /// Which.
    pub hash: Hashed,
    /// Whose.
    pub account: AccountKey,
    /// In seconds.
    pub at: i64,
}

/// A link that is good once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub realm: RealmKey,
    /// SHA-256 of its text.
    pub hash: Hashed,
    /// What for, as a word. A link of one purpose is none of another.
    pub purpose: String,
    /// Whose.
    pub account: Option<AccountKey>,
    /// What it carries: an address to confirm.
    pub data: String,
    /// First second in which it is refused.
    pub ends_at: i64,
}

/// A link at its end.
#[derive(Clone, Debug)]
pub struct UseLink {
    /// Where.
    pub realm: RealmKey,
    /// What for.
    pub purpose: String,
    /// Which.
    pub hash: Hashed,
    /// What happens.
    pub effect: LinkEffect,
    /// What it leaves.
    pub audit: Audit,
    /// In seconds.
    pub now: i64,
}

/// What a link is used for.
#[derive(Clone, Debug)]
pub enum LinkEffect {
    /// Its account is changed.
    Change(AccountChange),
    /// An account is created.
    Create(Box<NewAccount>),
}
