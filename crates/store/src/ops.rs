//! What the operations take and give.

pub use crate::audited::{Audit, Audited};
pub use crate::changes::{AccountChange, AppChange, AppFacts, MOST_OWNERS, MOST_REDIRECTS, Names, NewAccount};

use engine::model::{
    AccessToken, Account, AccountKey, AppKey, Code, EndReason, FamilyKey, Grant, GrantKey, RealmKey, RefreshToken,
};
use engine::policy::{OlderAccess, Rotation};
use engine::secret::Hashed;
use engine::token::{TokenHash, TokenId};

/// The form in which user names and addresses are looked up and kept apart: trimmed, lower case.
pub fn canonical(name: &str) -> String {
    name.trim().to_lowercase()
}

/// A presented token, as it may be kept: by each id that its text may carry, then by its hash. The first that is there is it, so tokens that
/// were made elsewhere are found whatever they look like.
pub type Places<'a> = &'a [TokenHash];

/// What a statement read, and the realm's revision as the same statement found it: where machines take a commit one after the other, another
/// statement may find another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf<T> {
    /// What was read.
    pub what: T,
    /// See [`crate::Store::revision`].
    pub revision: i64,
}

/// Facts about an access token.
#[derive(Clone, Debug)]
pub struct AccessFacts {
    /// See [`crate::Store::revision`].
    pub revision: i64,
    /// The row, live or not.
    pub token: Option<AccessToken>,
}

/// Facts about a code.
#[derive(Clone, Debug)]
pub struct CodeFacts {
    /// See [`crate::Store::revision`].
    pub revision: i64,
    /// The row, live or not.
    pub code: Option<Code>,
    /// The grant that lives now between its account and app; its key may differ from the code's.
    pub grant: Option<Grant>,
}

/// Facts about a refresh token.
#[derive(Clone, Debug)]
pub struct RefreshFacts {
    /// See [`crate::Store::revision`].
    pub revision: i64,
    /// The row, live or not. It ends with its grant.
    pub token: Option<RefreshToken>,
    /// The good one of its family, if it is none any more.
    pub successor: Option<Successor>,
}

/// What followed a consumed refresh token.
#[derive(Clone, Debug)]
pub struct Successor {
    /// The refresh token that followed in the end.
    pub refresh: RefreshToken,
    /// The access token that came with it, if its row is still there.
    pub access: Option<AccessToken>,
    /// Access tokens of the family issued since then: whether any has been seen in use (as far as notes are stored).
    pub used: Used,
    /// Their ids, for the caller's own unflushed notes; at most 100.
    pub issued_since: Vec<TokenId>,
}

/// Seen in use or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// Never.
    No,
    /// At least once.
    Yes,
}

/// A consent: what the grant between this account and app must hold afterwards.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The key if a new grant is made.
    pub proposed: GrantKey,
    /// The scopes of the whole grant, blank-separated: what was granted before and is granted now.
    pub scope: String,
    /// In seconds.
    pub at: i64,
    /// Where the person was.
    pub origin: Origin,
    /// Left if a grant is made or widened.
    pub audit: Audit,
}

/// A code to keep. `code.grant` is overwritten by the grant's true key.
#[derive(Clone, Debug)]
pub struct IssueCode {
    /// Where.
    pub realm: RealmKey,
    /// The row.
    pub code: Code,
    /// The consent behind it.
    pub consent: Consent,
}

/// What became of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issued {
    /// Written now.
    New,
    /// The same was written before and still stands: the answer may be given again.
    Same,
    /// The same was written before and is used up or ended, what it stands on has ended, it was for other scopes, or a no was written in its place.
    Gone,
    /// The app's limit is reached; nothing was written.
    OverLimit,
}

/// Bounds that an issue has to keep.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// The app's limit of live access tokens.
    pub app_limit: Option<u32>,
    /// Live endless access tokens of one grant; beyond it the one unused for longest is ended ([`EndReason::Crowded`]), with an audit row.
    pub grant_limit: Option<u32>,
}

/// A code for tokens.
#[derive(Clone, Debug)]
pub struct RedeemCode {
    /// Where.
    pub realm: RealmKey,
    /// The code.
    pub code: Hashed,
    /// The grant that must live.
    pub grant: GrantKey,
    /// The access token; its family becomes the code's `spent`.
    pub access: AccessToken,
    /// A second one of the same family, for other scopes.
    pub second: Option<AccessToken>,
    /// The refresh token.
    pub refresh: Option<RefreshToken>,
    /// Bounds.
    pub bounds: Bounds,
    /// In seconds.
    pub now: i64,
}

/// What became of a redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// Spent and issued.
    Won,
    /// The code was spent meanwhile, or its grant has ended: load and decide again.
    Lost,
    /// The app's limit is reached; the code survives.
    OverLimit,
}

/// Whether a conditional write happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Won {
    /// Yes.
    Yes,
    /// The condition no longer held: load and decide again.
    Lost,
}

/// An access token without a code.
#[derive(Clone, Debug)]
pub struct IssueAccess {
    /// Where.
    pub realm: RealmKey,
    /// The row. With `consent`, its grant is overwritten by the true key.
    pub access: AccessToken,
    /// The consent behind it, for the implicit grant.
    pub consent: Option<Consent>,
    /// Bounds.
    pub bounds: Bounds,
    /// In seconds.
    pub now: i64,
}

/// A rotation.
#[derive(Clone, Debug)]
pub struct Rotate {
    /// Where.
    pub realm: RealmKey,
    /// The presented token.
    pub presented: TokenId,
    /// Salt of the texts that follow it.
    pub salt: [u8; 16],
    /// The new access token.
    pub access: AccessToken,
    /// The new refresh token.
    pub refresh: RefreshToken,
    /// Older access tokens of the family.
    pub older: OlderAccess,
    /// In seconds.
    pub now: i64,
}

/// An access token under a refresh token that stays.
#[derive(Clone, Debug)]
pub struct Renew {
    /// Where.
    pub realm: RealmKey,
    /// The refresh token that must be live and unconsumed.
    pub refresh: TokenId,
    /// [`Rotation::SameExtended`]: its new end. Otherwise its end stays.
    pub rotation: Rotation,
    /// See `rotation`; `None`: endless.
    pub ends_at: Option<i64>,
    /// The new access token.
    pub access: AccessToken,
    /// Older access tokens of the family.
    pub older: OlderAccess,
    /// Bounds: the grant's only, a refresh is no issue for the app's limit.
    pub bounds: Bounds,
    /// In seconds.
    pub now: i64,
}

/// Whether a grant goes with its last token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantToo {
    /// It stays.
    Keep,
    /// It ends when nothing of it lives any more.
    IfLast,
}

/// The end of a token or family.
#[derive(Clone, Debug)]
pub struct EndToken {
    /// Where.
    pub realm: RealmKey,
    /// The token, for [`crate::Store::end_access`].
    pub token: TokenId,
    /// Its app, account, grant and family: the way to the rest of the family by index.
    pub app: AppKey,
    /// See `app`.
    pub account: Option<AccountKey>,
    /// See `app`.
    pub grant: Option<GrantKey>,
    /// See `app`.
    pub family: FamilyKey,
    /// Why.
    pub reason: EndReason,
    /// Whether the grant goes too.
    pub grant_too: GrantToo,
    /// What it leaves if there was something to end; `None`: nothing, as whoever holds a token may end it.
    pub audit: Option<Audit>,
    /// In seconds.
    pub now: i64,
}

/// Another test token for an app, or none.
#[derive(Clone, Debug)]
pub struct SetTestToken {
    /// Where.
    pub realm: RealmKey,
    /// Whose.
    pub app: AppKey,
    /// The new one, and who made it; `None`: the old one only ends.
    pub token: Option<(AccessToken, Audit)>,
    /// What becomes of one that lives.
    pub live: LiveTestToken,
    /// Who ended the old one. The write names the account that it spoke for.
    pub ended: Audit,
}

/// What becomes of an app's live test token when another one is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveTestToken {
    /// It ends.
    Ends,
    /// It stays, and none is made.
    Stays,
}

/// The end of a grant.
#[derive(Clone, Debug)]
pub struct EndGrant {
    /// Where.
    pub realm: RealmKey,
    /// Whose.
    pub account: AccountKey,
    /// Given to.
    pub app: AppKey,
    /// Why.
    pub reason: EndReason,
    /// How long its access tokens are told from ones that never were, in seconds.
    pub tombstone: i64,
    /// Who ended it.
    pub audit: Audit,
    /// In seconds.
    pub now: i64,
}

/// Whether there was something to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was live and is not any more.
    Now,
    /// It was not live, or not there.
    Before,
}

/// An app seen at work.
#[derive(Clone, Debug)]
pub struct Use {
    /// Where.
    pub realm: RealmKey,
    /// The access token that was used; `None`: the app renewed its access.
    pub token: Option<TokenId>,
    /// Its app and account: the way to its grant.
    pub app: AppKey,
    /// See `app`.
    pub account: Option<AccountKey>,
    /// In seconds.
    pub at: i64,
    /// The address that it came from, as text.
    pub address: String,
}

/// Where something came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address as text; empty: not known.
    pub address: String,
    /// Browser and system in a few words; empty: not known.
    pub device: String,
}

/// A live grant with what people want to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorized {
    /// The grant.
    pub grant: Grant,
    /// Where the consent came from.
    pub origin: Origin,
    /// When more was last added to it.
    pub widened_at: Option<i64>,
    /// When one of its tokens was last seen in use or renewed, to within the store's batching, and from which address.
    pub used: Option<(i64, String)>,
    /// Its live access tokens.
    pub tokens: u32,
    /// Whether a refresh token of it lives.
    pub renews: Renews,
}

/// Whether an app can get new access tokens without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renews {
    /// Nothing of it lives that could.
    No,
    /// Until that second.
    Until(i64),
    /// For as long as the grant lives.
    WithoutEnd,
}

/// What signing in needs.
#[derive(Clone, Debug)]
pub struct SignInFacts {
    /// The account, disabled or not.
    pub account: Account,
    /// Its password as a PHC string (Argon2id).
    pub password: String,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Where.
    pub realm: RealmKey,
    /// SHA-256 of the cookie's text.
    pub hash: Hashed,
    /// Who.
    pub account: AccountKey,
    /// When they gave their password, in seconds.
    pub signed_in_at: i64,
    /// First second in which it is none.
    pub ends_at: i64,
    /// Where the sign-in came from.
    pub origin: Origin,
    /// Last seen, in seconds, to within the caller's batching.
    pub seen_at: i64,
}

/// What is [`crate::Broken::Absent`] where somebody's own password was shown and is another one by now, or they may not sign in any more.
pub const PASSWORD_SHOWN: &str = "password that was shown";

/// What somebody has shown who signs in, or changes what is theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The password of this PHC string.
    Password(String),
    /// That they are who has this id at the owner's own login.
    Upstream(String),
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The last key of the page before (`client_id`, canonical user name, grant key or audit id as text).
    pub after: Option<String>,
    /// At most so many; 1 to 1,000.
    pub limit: u32,
}

/// A row of a list in order of use, the newest first. Rows move in it, so the place is a moment and no row: a list that is read to its end may
/// leave out what was used meanwhile.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// What is listed.
    pub row: T,
    /// [`Page::after`] of the page that begins behind it.
    pub place: String,
}

/// What ended when a restored database had its new beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// Access tokens, live or not.
    pub access_tokens: u64,
    /// Families with their refresh tokens, live or not.
    pub families: u64,
    /// Codes, spent or not.
    pub codes: u64,
    /// Sessions.
    pub sessions: u64,
    /// Links in letters.
    pub links: u64,
    /// Live grants.
    pub grants: u64,
    /// Live keys of the administration's API.
    pub keys: u64,
}

/// What a step of purging did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purged {
    /// How many rows went, or ended with their app.
    pub gone: u32,
    /// How many places were brought in line with their apps' limits.
    pub settled: u32,
    /// Whether it has seen all there is.
    pub rest: Rest,
}

/// Whether there is more to look through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// All has been looked through; the next step begins again.
    None,
    /// The next step goes on.
    More,
}

/// A turn at what one node does for all of them.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// At what.
    pub name: &'static str,
    /// Who: a number that no other node has.
    pub holder: i64,
    /// In seconds.
    pub now: i64,
    /// First second in which anybody may take it; `now`: at once.
    pub ends_at: i64,
}
