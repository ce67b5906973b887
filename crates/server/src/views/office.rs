//! Realms, the audit, keys and figures.

use crate::config::{ReviewRule, SignUp};
use crate::metrics::figures::{self, Chart};
use crate::realm;
use engine::secret::Plain;
use serde::Serialize;
use std::collections::BTreeMap;
use store::office::ApiKey;
use utoipa::ToSchema;

/// One community of accounts, apps, scopes and grants.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Realm {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whether everybody may make an account: `open` or `off`.
    #[schema(example = "open")]
    pub sign_up: &'static str,
    /// How its people sign in: `password` or `hand-off`.
    #[schema(example = "password")]
    pub login: &'static str,
    /// Whether a developer's app is looked at before everybody can use it: `demanded` or `none`.
    #[schema(example = "none")]
    pub review: &'static str,
    /// Dialects over it, the main one first.
    pub mounts: Vec<Mount>,
    /// What apps may ask for.
    pub scopes: Vec<Scope>,
    /// Kinds of apps.
    pub kinds: Vec<String>,
}

/// A dialect at a place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Mount {
    /// Its name.
    pub name: String,
    /// The dialect that it speaks.
    pub dialect: String,
    /// Its public address.
    pub url: String,
    /// Seconds that a code lives.
    pub code_life: i64,
    /// Seconds that an access token lives; `null`: without end.
    pub access_token_life: Option<i64>,
    /// Seconds that a refresh token lives, from its last use; `null`: without end.
    pub refresh_token_life: Option<i64>,
}

/// A scope of a realm.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Scope {
    /// The word.
    pub name: String,
    /// What people read, by language.
    pub words: BTreeMap<String, String>,
    /// Words that it opens as well.
    pub implies: Vec<String>,
    /// Only accounts with this role may grant it.
    pub role: Option<String>,
}

impl From<&realm::Realm> for Realm {
    fn from(realm: &realm::Realm) -> Self {
        let main = realm.main().map(|mount| &mount.dialect);
        let scopes = main.into_iter().flat_map(|dialect| {
            dialect.policy.scopes.scopes.iter().map(|scope| Scope {
                name: scope.name.clone(),
                words: dialect.scopes.words.get(&scope.name).map(|own| own.words.clone()).unwrap_or_default(),
                implies: scope.implies.clone(),
                role: scope.role.clone(),
            })
        });
        let mounts = realm.mounts.iter().map(|mount| Mount {
            name: mount.name.clone(),
            dialect: mount.dialect.name.clone(),
            url: mount.issuer.clone(),
            code_life: mount.dialect.policy.lifetimes.code,
            access_token_life: mount.dialect.policy.lifetimes.access,
            refresh_token_life: mount.dialect.policy.refresh.life,
        });
        Self {
            name: realm.name.clone(),
            title: realm.title.clone(),
            sign_up: if realm.sign_up == SignUp::Open { "open" } else { "off" },
            login: if realm.hand_off.is_some() { "hand-off" } else { "password" },
            review: if realm.review == ReviewRule::Demanded { "demanded" } else { "none" },
            mounts: mounts.collect(),
            scopes: scopes.collect(),
            kinds: main.into_iter().flat_map(|d| d.policy.kinds.iter().map(|kind| kind.name.clone())).collect(),
        }
    }
}

/// A row of the audit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Event {
    /// Tells it from the others of its realm: digits, as a text, since they are more than a number of JavaScript holds (RFC 8259, section 6).
    pub id: String,
    /// When.
    pub at: i64,
    /// Who: `command-line`, `key:ID`, `account:ID`, `app:ID`, `demo` or `server`.
    pub actor: String,
    /// The actor's user name; `null`: no account, one that is gone, or an administrator where the key may not see those.
    pub actor_name: Option<String>,
    /// What, as a word.
    pub action: String,
    /// To what: `app CLIENT_ID`, `account ID`.
    pub object: String,
    /// The name of the app that it is about.
    pub app_name: Option<String>,
    /// More, if there is.
    pub detail: String,
    /// From where; empty: from the machine itself, or not known.
    pub address: String,
    /// The user name of the account that it is about; `null`: none, or one that is gone.
    pub account_name: Option<String>,
}

/// A key of the administration's API, without its text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Key {
    /// What people call it by.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Vec<String>,
    /// Made at.
    pub created_at: i64,
    /// By whom.
    pub created_by: String,
    /// When it ends by itself.
    pub ends_at: Option<i64>,
    /// Last seen in use at, to within a minute.
    pub used_at: Option<i64>,
    /// Ended before its time at.
    pub ended_at: Option<i64>,
}

impl From<&ApiKey> for Key {
    fn from(key: &ApiKey) -> Self {
        Self {
            id: key.id.clone(),
            name: key.name.clone(),
            rights: key.rights.clone(),
            created_at: key.created_at,
            created_by: key.created_by.clone(),
            ends_at: key.ends_at,
            used_at: key.used_at,
            ended_at: key.ended_at,
        }
    }
}

/// A key with its text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MadeKey {
    /// The key.
    pub key: Key,
    /// Its text, shown this once.
    pub text: String,
}

impl MadeKey {
    /// From both.
    pub fn new(key: &ApiKey, text: &Plain) -> Self {
        Self { key: key.into(), text: text.expose().to_owned() }
    }
}

/// How much is going on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Figures {
    /// Seconds of one bar.
    pub step: i64,
    /// Oldest first; the last is still growing. Times before the server began read as 0.
    pub bars: Vec<Bar>,
    /// Why requests were refused, the most frequent reason first.
    pub refusals: Vec<RefusalCount>,
}

/// One bar of a chart.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Bar {
    /// When it begins.
    pub at: i64,
    /// Requests answered.
    pub requests: u64,
    /// Requests refused.
    pub refused: u64,
    /// Sign-ins.
    pub sign_ins: u64,
    /// Tries to sign in that did not succeed.
    pub sign_ins_failed: u64,
    /// Answers that handed out a token.
    pub tokens: u64,
}

/// How often something was refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RefusalCount {
    /// Why.
    pub refusal: String,
    /// How often.
    pub count: u64,
}

impl From<&Chart> for Figures {
    fn from(chart: &Chart) -> Self {
        let count = |(refusal, count): &(engine::refusal::Refusal, u64)| RefusalCount {
            refusal: refusal.name().to_owned(),
            count: *count,
        };
        Self {
            step: chart.step,
            bars: chart.bars.iter().map(Bar::from).collect(),
            refusals: chart.refusals.iter().map(count).collect(),
        }
    }
}

impl From<&figures::Bar> for Bar {
    fn from(bar: &figures::Bar) -> Self {
        let figures::Sums { requests, refused, sign_ins, sign_ins_failed, tokens } = bar.sums;
        Self { at: bar.at, requests, refused, sign_ins, sign_ins_failed, tokens }
    }
}
