//! What the server keeps, as the rules see it. Rows refer to each other by key, never by name.

use crate::secret::Hashed;
use crate::time::Now;
use crate::token::{TokenHash, TokenId};
use serde::{Deserialize, Serialize};

macro_rules! key {
    ($(#[$doc:meta])* $name:ident, $inner:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub $inner);
    };
}
key!(/// One community of accounts, apps and grants: the first 31 bits of SHA-256 of its name.
    RealmKey, u32);
key!(/// Where a code or token was issued: the first 31 bits of SHA-256 of the mount's name.
    MountKey, u32);
key!(/// An app (client), made by the server, never shown.
    AppKey, i64);
key!(/// An account (resource owner), made by the server, never shown.
    AccountKey, i64);
key!(/// "This account let this app have these scopes"; never used again once ended.
    GrantKey, i64);
key!(/// All tokens that came from one code.
    FamilyKey, i64);

/// The name's key: stable across nodes without a counter that they would have to share.
pub fn name_key(name: &str) -> u32 {
    let hash = Hashed::of(name.as_bytes());
    let [a, b, c, d, ..] = *hash.as_bytes();
    u32::from_be_bytes([a, b, c, d]) >> 1
}

/// A secret that an app proves itself with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppSecret {
    /// SHA-256 in hex for generated secrets; a PHC string (Argon2id) for secrets chosen by people or imported.
    pub stored: String,
    /// When it was made, in seconds.
    pub created_at: i64,
    /// What its owners call it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl AppSecret {
    /// What tells it from the app's other secrets, in lists and addresses: 16 hexadecimal digits that give nothing of it away.
    pub fn handle(&self) -> String {
        Hashed::of(self.stored.as_bytes()).as_bytes()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// How far an app has come in a realm that looks at apps before everybody may use them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Review {
    /// Its owners are still at it; only they can use it.
    Draft,
    /// Its owners have asked for it to be looked at; only they can use it.
    InReview,
    /// Everybody can use it.
    #[default]
    Live,
}

/// Colours that an app's tile may have.
pub const TILE_COLORS: u8 = 12;

/// A third party's program (RFC 6749 calls it client).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Internal key.
    pub key: AppKey,
    /// `client_id` on the wire.
    pub client_id: String,
    /// What people read.
    pub name: String,
    /// What it is for, in its developer's words.
    pub description: String,
    /// The app's site.
    pub site: Option<String>,
    /// One of the kinds of the realm's first dialect.
    pub kind: String,
    /// Live secrets, newest first; none for an app that cannot keep one.
    pub secrets: Vec<AppSecret>,
    /// Registered redirect URIs, in order of registration.
    pub redirect_uris: Vec<String>,
    /// The scopes it may ask for.
    pub scopes: Vec<String>,
    /// The accounts that look after it; a test token speaks for the one that made it.
    pub owners: Vec<AccountKey>,
    /// The colour of its tile, below [`TILE_COLORS`]; `None`: drawn from its id.
    pub color: Option<u8>,
    /// Where its users get help: an address or a site.
    pub support: Option<String>,
    /// Whether everybody can use it.
    pub review: Review,
    /// Mounts that it is limited to; empty: all of its realm.
    pub mounts: Vec<String>,
    /// Whose tokens it may introspect.
    pub introspects: Introspects,
    /// The most live access tokens, the test token not counted.
    pub token_limit: Option<u32>,
    /// Suspended since, in seconds.
    pub suspended_at: Option<i64>,
    /// Why, for its owners to read.
    pub suspend_reason: Option<String>,
    /// Deleted since, in seconds.
    pub deleted_at: Option<i64>,
    /// Codes and tokens issued before this second are dead ("revoke all user tokens"), but for the test token.
    pub valid_from: i64,
    /// Registered at, in seconds.
    pub created_at: i64,
}

impl App {
    /// The second that a code or token issued now bears: not before `valid_from`, which may lie a second ahead. Only who knows of the
    /// revocation issues so; what was on its way when it came stays dead.
    pub fn issued_at(&self, now: Now) -> i64 {
        now.secs().max(self.valid_from)
    }

    /// Stands for all that a review looks at: another one where something of that has changed.
    pub fn fingerprint(&self) -> String {
        let Self { name, description, site, kind, redirect_uris, scopes, .. } = self;
        let seen = format!("{:?}", (name, description, site, kind, redirect_uris, scopes));
        Hashed::of(seen.as_bytes()).as_bytes()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether it has something that a review of `before` has not seen: another name, site or kind, one more redirect URI or scope. These say
    /// who people believe to deal with, where codes and tokens go, and what they open.
    pub fn has_news(&self, before: &Self) -> bool {
        let more = |now: &[String], then: &[String]| now.iter().any(|one| !then.contains(one));
        (&self.name, &self.site, &self.kind) != (&before.name, &before.site, &before.kind)
            || more(&self.redirect_uris, &before.redirect_uris)
            || more(&self.scopes, &before.scopes)
    }
}

/// Whose tokens an app may introspect (RFC 7662 section 2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Introspects {
    /// Those issued to itself.
    #[default]
    Own,
    /// All of its realm: a resource server.
    Realm,
}

/// A person with a user name and a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Internal key.
    pub key: AccountKey,
    /// The id that apps see, in the dialect's shape.
    pub id: String,
    /// What they sign in with; some providers call it alias.
    pub username: String,
    /// Address for mail.
    pub email: String,
    /// Whether the address was confirmed.
    pub email_verified: bool,
    /// First and last names as the person writes them.
    pub first_name: String,
    /// See `first_name`.
    pub last_name: String,
    /// Roles that open capped scopes.
    pub roles: Vec<String>,
    /// Named facts that a dialect's whoami may show (a plan, a level).
    pub attributes: std::collections::BTreeMap<String, i64>,
    /// The language of pages and mail, where the person chose one.
    pub language: Option<String>,
    /// The account's id at the owner's own login, where that signs people in.
    pub upstream: Option<String>,
    /// Disabled since, in seconds.
    pub disabled_at: Option<i64>,
    /// Deleted since, in seconds; such an account is disabled as well, and its row stays so that its id never comes back.
    pub deleted_at: Option<i64>,
    /// Created at, in seconds.
    pub created_at: i64,
    /// When one of its browsers was last seen, in seconds, to a minute.
    pub seen_at: Option<i64>,
}

impl Account {
    /// First and last name together, or the user name where neither is known.
    pub fn full_name(&self) -> String {
        match format!("{} {}", self.first_name, self.last_name).trim() {
            "" => self.username.clone(),
            name => name.to_owned(),
        }
    }
}

/// Why a grant or token ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndReason {
    /// The app, or whoever holds the token, asked for it (RFC 7009).
    Revoked = 1,
    /// The user withdrew the grant.
    Withdrawn = 2,
    /// A code or refresh token came again.
    Replayed = 3,
    /// A refresh put a new access token in its place.
    Replaced = 4,
    /// The grant had too many tokens; this one was unused for longest.
    Crowded = 5,
}

impl EndReason {
    /// From the stored number.
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::Revoked, Self::Withdrawn, Self::Replayed, Self::Replaced, Self::Crowded]
            .into_iter()
            .find(|reason| *reason as i64 == number)
    }
}

/// What an account let an app have. At most one lives per account and app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// A new consent after an end makes a new key.
    pub key: GrantKey,
    /// Who granted.
    pub account: AccountKey,
    /// To whom.
    pub app: AppKey,
    /// The scopes, blank-separated, in catalogue order.
    pub scope: String,
    /// First consent, in seconds.
    pub created_at: i64,
    /// When it ended, and why.
    pub ended: Option<(i64, EndReason)>,
}

/// RFC 7636: what the authorize request said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// `code_challenge` as sent.
    pub value: String,
    /// `code_challenge_method`.
    pub method: ChallengeMethod,
}

/// RFC 7636 section 4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChallengeMethod {
    /// SHA-256.
    S256,
    /// The verifier itself; only where a dialect allows it.
    Plain,
}

/// An authorization code (RFC 6749 section 4.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// SHA-256 of its text.
    pub hash: Hashed,
    /// The mount that issued it.
    pub mount: MountKey,
    /// Whose it is.
    pub app: AppKey,
    /// Who consented.
    pub account: AccountKey,
    /// Under which grant.
    pub grant: GrantKey,
    /// What was consented to this time, blank-separated.
    pub scope: String,
    /// The redirect URI of the answer; `None`: shown on screen.
    pub redirect_uri: Option<String>,
    /// Whether the authorize request named a redirect URI (RFC 6749 section 4.1.3).
    pub redirect_named: bool,
    /// PKCE.
    pub challenge: Option<Challenge>,
    /// Whether a refresh token may come with it (a dialect's `offline` parameter).
    pub offline: bool,
    /// In seconds.
    pub issued_at: i64,
    /// First second in which it is refused.
    pub ends_at: i64,
    /// The family that its redemption made.
    pub spent: Option<FamilyKey>,
}

/// What an access token was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenUse {
    /// An app's, by a grant.
    Grant = 0,
    /// A developer's own, for trying: no limit counts it.
    Test = 1,
}

/// An access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Where its row lies, and SHA-256 of its text.
    pub hash: TokenHash,
    /// The mount that issued it.
    pub mount: MountKey,
    /// To whom.
    pub app: AppKey,
    /// For whom; `None`: the app itself (client credentials).
    pub account: Option<AccountKey>,
    /// Under which grant.
    pub grant: Option<GrantKey>,
    /// From which code; an app's own token is alone in the family of its own id.
    pub family: FamilyKey,
    /// What it opens, blank-separated.
    pub scope: String,
    /// What for.
    pub usage: TokenUse,
    /// In seconds.
    pub issued_at: i64,
    /// First second in which it is refused; `None`: endless.
    pub ends_at: Option<i64>,
    /// When it was ended before its time, and why.
    pub ended: Option<(i64, EndReason)>,
    /// Last seen in use, to within the store's batching.
    pub used_at: Option<i64>,
    /// Past this second the row counts as absent; `None`: kept until it ends.
    pub purge_at: Option<i64>,
}

/// What became of a refresh token that rotated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Succession {
    /// The good one of its family followed it.
    Last(Handover),
    /// Others came between.
    Older,
}

impl Succession {
    /// How the good one followed, if that came next.
    pub fn last(&self) -> Option<&Handover> {
        match self {
            Self::Last(handover) => Some(handover),
            Self::Older => None,
        }
    }
}

/// How one refresh token followed another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// When, in seconds: the issue time of what followed.
    pub at: i64,
    /// Salt of the texts that followed.
    pub salt: [u8; 16],
}

/// A refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// Where its row lies, and SHA-256 of its text.
    pub hash: TokenHash,
    /// The mount that issued it.
    pub mount: MountKey,
    /// To whom.
    pub app: AppKey,
    /// For whom.
    pub account: AccountKey,
    /// Under which grant.
    pub grant: GrantKey,
    /// From which code.
    pub family: FamilyKey,
    /// Which one of its family it is, from 0.
    pub number: i64,
    /// What it may renew, blank-separated.
    pub scope: String,
    /// In seconds.
    pub issued_at: i64,
    /// First second in which it is refused for idleness or age; `None`: endless.
    pub ends_at: Option<i64>,
    /// The family's last second whatever happens; `None`: no such bound.
    pub family_ends_at: Option<i64>,
    /// When it was ended before its time, and why.
    pub ended: Option<(i64, EndReason)>,
    /// Set once it has rotated.
    pub succession: Option<Succession>,
    /// The access token that came with it, where one is known.
    pub access: Option<TokenId>,
    /// Past this second the whole family's refresh tokens count as absent.
    pub purge_at: Option<i64>,
}
