//! Accounts, apps, grants and tokens: one [`Store`], operations with promises, not rows.
//!
//! What every operation promises: it is one transaction (but for notes of uses and housekeeping), it is durable before it returns, and a condition that it
//! names is part of the write itself, never read first. Time comes with the call, in seconds since 1970. Hashes only: no secret in clear gets this far.
//!
//! # Layout
//! - [`ops`]: what the operations take and give; [`Store`]: the operations, and [`people`], [`developers`] and [`office`]: those of pages only;
//!   [`keyring`]: what the server signs with.
//! - [`work`]: how much was done, for metrics. [`copy`]: everything from one database into another.
//! - `tables`: each operation, its statements written once for all databases. [`postgres`]: several nodes on one server. [`sqlite`]: the embedded database: one writer thread with group commit, readers inline.
//! - `tests/contract`: the promises as a suite that each database runs.

/// As the contract suite calls it.
#[cfg(test)]
extern crate self as store;

mod audited;
mod changes;
#[cfg(test)]
#[path = "../tests/contract/mod.rs"]
mod contract;
pub mod copy;
pub mod developers;
pub mod keyring;
pub mod office;
pub mod ops;
pub mod people;
pub mod postgres;
pub mod sqlite;
mod tables;
pub mod work;

use async_trait::async_trait;
use developers::Developers;
use engine::model::{Account, AccountKey, App, AppKey, Code, Grant, RealmKey};
use engine::secret::Hashed;
use keyring::Keyring;
use office::Office;
use ops::{
    AccessFacts, AccountChange, AppChange, AsOf, Audit, Audited, CodeFacts, EndGrant, EndToken, Ended, Epoch,
    IssueAccess, IssueCode, Issued, Lease, NewAccount, Page, Places, Purged, RedeemCode, Redeemed, RefreshFacts, Renew,
    Rotate, Session, SetTestToken, Shown, SignInFacts, Use, Won,
};
use people::People;
use work::Work;

/// Why an operation could not be done. None of these says anything about a grant: the answer is 503 (or, for `Taken`, what the caller makes of it).
#[derive(Clone, Debug, thiserror::Error)]
pub enum Broken {
    /// The database is gone, full or locked; a later call may succeed.
    #[error("the database cannot be used now: {0}")]
    Unavailable(String),
    /// As many wait as may: nothing is wrong with the database, and a later call may succeed.
    #[error("too many are waiting")]
    Busy,
    /// What was read makes no sense; an operator must look.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(String),
    /// A name or id that must be one of a kind is taken.
    #[error("{0} is taken")]
    Taken(String),
    /// There is no such app, account or grant.
    #[error("there is no such {0}")]
    Absent(&'static str),
    /// This program and this database do not fit together (a newer schema, a library too old): nothing starts.
    #[error("{0}")]
    Unfit(String),
}

impl Broken {
    /// The same for others, who would meet with it too.
    pub(crate) fn shared(&self) -> Self {
        match self {
            Self::Unavailable(_) => self.clone(),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// The tables of a database, as somebody finds them who changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// There are none.
    Absent,
    /// An earlier program made them; opening the database brings them up to date.
    Earlier,
    /// They are this program's, or those of a later one beside which it may work.
    Current,
}

impl Tables {
    /// By their version, and how many steps this program knows.
    fn of(version: i64, known: usize) -> Self {
        match version {
            0 => Self::Absent,
            version if version < known as i64 => Self::Earlier,
            _ => Self::Current,
        }
    }
}

/// Which programs may be at work on a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Only such as understand all that this one gives out.
    Equals,
    /// Also those of before: what they would not find is not given out yet.
    Elders,
}

impl Beside {
    /// What to do where these are gone.
    pub const REMEDY: &str = "HS256 tokens go by their hash as long as nodes of an earlier program may be at work, which costs more where many live: when there is none left, run `UPDATE schema_version SET works_from = 7 WHERE works_from < 7` and start the nodes anew";
}

/// The result of an operation.
pub type Result<T> = std::result::Result<T, Broken>;

/// All that is kept. Implementations share nothing but the database, so several processes may work on one.
#[async_trait]
pub trait Store: People + Developers + Office + Keyring {
    // What the rules ask before they decide: a read for each place in which rows lie, so a code with its grant is two, and a refresh token with its family too.

    /// The token that is kept at one of these places, and the realm's revision. A row past its `purge_at` counts as absent.
    async fn access(&self, realm: RealmKey, places: Places<'_>, now: i64) -> Result<AccessFacts>;
    /// The code, and the grant that lives now between its account and app.
    async fn code(&self, realm: RealmKey, hash: Hashed, now: i64) -> Result<CodeFacts>;
    /// The refresh token, and, if it has rotated, what became of its successor.
    async fn refresh(&self, realm: RealmKey, places: Places<'_>, now: i64) -> Result<RefreshFacts>;
    /// The grant that lives now.
    async fn grant(&self, realm: RealmKey, account: AccountKey, app: AppKey) -> Result<Option<Grant>>;
    /// The realm's revision: moved by every change of an app or account that is there, so that caches know.
    async fn revision(&self, realm: RealmKey) -> Result<i64>;
    /// Live access tokens of an app, counted up to `at_most`; test tokens are left out, and, unless it has a limit, those for the app itself.
    async fn live_tokens(&self, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Result<u32>;

    // Apps, accounts, sessions.

    /// By `client_id`; deleted ones too. For whoever keeps it, as the next two.
    async fn known_app_by_client_id(&self, realm: RealmKey, client_id: &str) -> Result<Option<AsOf<App>>>;
    /// By key; deleted ones too.
    async fn known_app(&self, realm: RealmKey, key: AppKey) -> Result<Option<AsOf<App>>>;
    /// By key; disabled ones too.
    async fn known_account(&self, realm: RealmKey, key: AccountKey) -> Result<Option<AsOf<Account>>>;
    /// By `client_id`; deleted ones too.
    async fn app_by_client_id(&self, realm: RealmKey, client_id: &str) -> Result<Option<App>> {
        Ok(self.known_app_by_client_id(realm, client_id).await?.map(|known| known.what))
    }
    /// By key; deleted ones too.
    async fn app(&self, realm: RealmKey, key: AppKey) -> Result<Option<App>> {
        Ok(self.known_app(realm, key).await?.map(|known| known.what))
    }
    /// By key; disabled ones too.
    async fn account(&self, realm: RealmKey, key: AccountKey) -> Result<Option<Account>> {
        Ok(self.known_account(realm, key).await?.map(|known| known.what))
    }
    /// By the canonical form of the user name or address ([`ops::canonical`]).
    async fn sign_in(&self, realm: RealmKey, canonical: &str) -> Result<Option<SignInFacts>>;
    /// The live session of that hash.
    async fn session(&self, realm: RealmKey, hash: Hashed, now: i64) -> Result<Option<Session>>;
    /// Apps in order of `client_id`.
    async fn apps(&self, realm: RealmKey, page: Page) -> Result<Vec<App>>;
    /// Accounts in order of user name.
    async fn accounts(&self, realm: RealmKey, page: Page) -> Result<Vec<Account>>;
    /// Live grants of an account, in order of key.
    async fn grants(&self, realm: RealmKey, account: AccountKey, page: Page) -> Result<Vec<Grant>>;

    // Writes on the way of a grant.

    /// Keeps the code and the consent behind it: the live grant is widened, or a new one made. Idempotent while the code is unspent.
    async fn issue_code(&self, write: IssueCode) -> Result<Issued>;
    /// Keeps a no in the place of the code that a yes to the same page would have made, so that of both only one is kept. `Lost` after a yes; said
    /// twice it is one no.
    async fn deny(&self, realm: RealmKey, code: Code) -> Result<Won>;
    /// Issues an access token as the answer to a page, in the place of its code, which is worth nothing then. `Gone` too after a no.
    async fn issue_implicit(&self, write: IssueAccess, place: Code) -> Result<Issued>;
    /// Spends the code and issues what it buys, if it is unspent and its grant lives. Over the app's limit nothing is written.
    async fn redeem_code(&self, write: RedeemCode) -> Result<Redeemed>;
    /// Issues an access token without a code (client credentials, exchange). Idempotent by hash. `Gone` too when the grant that it names,
    /// without a consent of its own, has ended.
    async fn issue_access(&self, write: IssueAccess) -> Result<Issued>;
    /// Consumes the refresh token and issues its successors, if it is live and unconsumed and its grant lives.
    async fn rotate_refresh(&self, write: Rotate) -> Result<Won>;
    /// Issues an access token under a refresh token that stays, if that is live, and moves its end where the dialect extends.
    async fn renew_access(&self, write: Renew) -> Result<Won>;
    /// Ends one access token.
    async fn end_access(&self, write: EndToken) -> Result<Ended>;
    /// Ends a family: its refresh and access tokens; and the grant with it where `EndToken::grant` says so and nothing of it lives any more.
    async fn end_family(&self, write: EndToken) -> Result<Ended>;
    /// Ends a grant: its codes, refresh and access tokens, all at once, and a test token of the app that speaks for the same account.
    async fn end_grant(&self, write: EndGrant) -> Result<Ended>;
    /// Puts a new test token in the place of the app's old one, or only ends that. `Absent` where one lives that has to stay.
    async fn set_test_token(&self, write: SetTestToken) -> Result<()>;
    /// Notes when tokens were last seen in use; later ones win. Purging a token does not forget that it was used. A few transactions, each as long as
    /// the list; what was written before one failed may be written again.
    async fn note_uses(&self, uses: Vec<Use>) -> Result<()>;

    // People.

    /// Keeps a session, and leaves an audit row, if its account may sign in and what was shown is still what it signs in with: whatever takes
    /// that away ends the session of a sign-in on its way too, which is `Lost`. Of each account the [`people::SESSIONS_KEPT`] that were seen last are kept.
    async fn open_session(&self, session: Session, shown: Shown, audit: Audit) -> Result<Won>;
    /// Ends it.
    async fn end_session(&self, realm: RealmKey, hash: Hashed) -> Result<()>;

    // Administration. Each leaves an audit row and, where it changes what a cache can know of an app or account, moves the realm's revision, in the same
    // transaction: a new account and a new password move nothing.

    /// Registers an app. `Taken` when its `client_id` is.
    async fn create_app(&self, realm: RealmKey, app: App, audit: Audit) -> Result<()>;
    /// Changes an app. `Lost` where what is to be added or deleted was so already: nothing is written then, and no row tells of it.
    async fn change_app(&self, realm: RealmKey, key: AppKey, change: AppChange, audit: Audit) -> Result<Won>;
    /// Creates an account. `Taken` when its user name, address or id is.
    async fn create_account(&self, realm: RealmKey, account: NewAccount, audit: Audit) -> Result<()>;
    /// Changes an account; a new password, a disabling or another way to sign in ends its sessions, and these or new names end its links.
    async fn change_account(&self, realm: RealmKey, key: AccountKey, change: AccountChange, audit: Audit)
    -> Result<()>;
    /// The same by its person. `Absent` ([`ops::PASSWORD_SHOWN`]) where what they have shown is not what they sign in with any more.
    async fn change_own_account(
        &self,
        whose: (RealmKey, AccountKey),
        shown: Shown,
        change: AccountChange,
        audit: Audit,
    ) -> Result<()>;
    /// Audit rows of a realm, newest first.
    async fn audit(&self, realm: RealmKey, page: Page) -> Result<Vec<Audited>>;

    // Housekeeping.

    /// Looks for rows that count as absent where it left off, for grants to apps that were deleted, and for apps' own tokens that a limit does not count yet;
    /// looks at no more than `at_most` of a kind, and deletes or ends no more than that. Writes only where it finds some. Whoever granted reads in their events when
    /// the app was deleted.
    async fn purge(&self, now: i64, at_most: u32) -> Result<Purged>;
    /// Takes a lease that nobody holds, or prolongs the holder's own: what one node does for all of them is done by whoever has it.
    async fn hold_lease(&self, lease: Lease) -> Result<Won>;
    /// Writes, to see whether it takes writes: a row of the holder's, over itself each time, that says who did and when.
    async fn probe(&self, holder: i64, now: i64) -> Result<()>;
    /// What it has done since it was opened, and what waits. Touches no database.
    fn work(&self) -> Work;
    /// Ends all that anybody was given until now: tokens (test tokens too), families, codes, sessions, links, grants and keys of the administration's
    /// API; and forgets the keys of the server, so that the next start makes new ones. For a database that was restored: nobody knows which of them had ended since the backup. Caches of before are worth nothing afterwards.
    async fn begin_epoch(&self, audit: Audit) -> Result<Epoch>;
    /// Asks the database whether it is sound: what is wrong, a sentence each.
    async fn check(&self) -> Result<Vec<String>>;
    /// Who may be at work beside this program, as it was when the database was opened. Touches no database.
    fn beside(&self) -> Beside;
    /// Nobody asks any more: when it is dropped, it leaves nothing beside the database that only a server in the middle of its work needs.
    fn finish(&self);
}
