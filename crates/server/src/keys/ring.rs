//! The keys of one realm, as requests use them.

use super::rotate::LEAD;
use crate::dice::Dice;
use crate::flow::{seal, session};
use arc_swap::{ArcSwap, Guard};
use bytes::Bytes;
use dialect::mint::Es256;
use dialect::model::SIGNED_AT_MOST;
use engine::model::RealmKey;
use engine::secret::Key;
use engine::token::Mask;
use serde_json::json;
use std::sync::Arc;

const DAY: i64 = 86_400;
/// So many seconds a key stands in the key set before it signs: three times as long as anybody keeps a key set.
pub const PUBLISHED: i64 = 900;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Seals forms.
    Forms,
    /// Marks browsers that have signed in before.
    Browsers,
    /// Signs JWTs that only the server checks.
    Tokens,
    /// Signs JWTs that everybody checks.
    Signatures,
    /// Codes are derived from the decision that they stand for.
    Decisions,
    /// Successors of refresh tokens.
    Successors,
    /// Hides the ids that tokens carry.
    Ids,
}

/// Whether a key is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It stays: what was made with it is in use for as long as anybody likes, and does not say with which key it was made.
    Stays,
    /// It is, and what it signed is good for so many seconds more.
    Rotates(i64),
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Forms, Self::Browsers, Self::Tokens, Self::Signatures, Self::Decisions, Self::Successors, Self::Ids];

    /// As the store and the operator call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Forms => "forms",
            Self::Browsers => "browsers",
            Self::Tokens => "tokens",
            Self::Signatures => "signatures",
            Self::Decisions => "decisions",
            Self::Successors => "successors",
            Self::Ids => "ids",
        }
    }

    /// The one of that word. A newer program may know more.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// What is done with such a key.
    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Forms => "A256GCM",
            Self::Browsers | Self::Tokens | Self::Decisions | Self::Successors => "HS256",
            Self::Signatures => "ES256",
            Self::Ids => "S256",
        }
    }

    /// Whether it is replaced.
    pub fn turn(self) -> Turn {
        match self {
            Self::Forms => Turn::Rotates(seal::OPEN_FOR_A_DAY),
            Self::Browsers => Turn::Rotates(session::KNOWN),
            // Nobody asks a JWT for its signature, its row proves it; but an answer that was lost is given again for so long.
            Self::Tokens => Turn::Rotates(7 * DAY),
            // Whoever checks the signature needs the key for as long as the token lives.
            Self::Signatures => Turn::Rotates(SIGNED_AT_MOST),
            Self::Decisions | Self::Successors | Self::Ids => Turn::Stays,
        }
    }

    /// So many seconds a new one is known before it signs.
    pub fn lead(self) -> i64 {
        match self {
            Self::Signatures => PUBLISHED,
            _ => LEAD,
        }
    }

    /// A new key. Always 32 bytes, as a program that does not know the purpose opens them too.
    pub fn make(self, dice: &dyn Dice) -> Key {
        loop {
            let key = Key(dice.seed().0);
            if self != Self::Signatures || Es256::new(&key).is_some() {
                return key;
            }
        }
    }
}

/// A key that was opened.
#[derive(Clone, Debug)]
pub struct Held {
    /// Whose.
    pub realm: RealmKey,
    /// What for.
    pub purpose: Purpose,
    /// The key.
    pub key: Key,
    /// First second in which it signs.
    pub active_from: i64,
    /// First second in which nothing that it signed is good any more.
    pub ends_at: Option<i64>,
}

impl Held {
    fn is(&self, other: &Self) -> bool {
        let place = |key: &Self| (key.realm, key.purpose, key.active_from, key.ends_at);
        place(self) == place(other) && self.key.0 == other.key.0
    }
}

/// Keys of one purpose: the newest, and those before it whose work is not over.
#[derive(Debug)]
pub struct Ring<K = Key> {
    newest: Turned<K>,
    /// The younger ones first.
    older: Vec<Turned<K>>,
}

#[derive(Debug)]
struct Turned<K> {
    key: K,
    active_from: i64,
    ends_at: Option<i64>,
}

impl<K> Turned<K> {
    fn is_good(&self, now: i64) -> bool {
        self.ends_at.is_none_or(|end| now < end)
    }
}

impl<K> Ring<K> {
    /// Of keys in the order in which they were made.
    fn of(held: &[Held], purpose: Purpose, read: impl Fn(&Key) -> Option<K>) -> Option<Self> {
        let own = held.iter().rev().filter(|held| held.purpose == purpose);
        let turned =
            |held: &Held| Some(Turned { key: read(&held.key)?, active_from: held.active_from, ends_at: held.ends_at });
        let mut all = own.map(turned).collect::<Option<Vec<_>>>()?.into_iter();
        Some(Self { newest: all.next()?, older: all.collect() })
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = &Turned<K>> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The one that signs at that second. A clock that is behind all of them signs with the oldest, which every node has.
    pub fn signing(&self, now: i64) -> &K {
        let active = self.all().find(|key| key.active_from <= now).or_else(|| self.all().next_back());
        &active.unwrap_or(&self.newest).key
    }

    /// Those whose work is good at that second, also those that other nodes may begin with a little earlier than this one.
    pub fn verifying(&self, now: i64) -> impl Iterator<Item = &K> {
        self.all().filter(move |key| key.is_good(now)).map(|key| &key.key)
    }
}

/// Keys of one realm.
pub struct RealmKeys {
    /// Codes are derived from the decision that they stand for.
    pub decisions: Key,
    /// Successors of refresh tokens.
    pub successors: Key,
    /// Hides the ids that tokens carry.
    pub ids: Mask,
    turning: ArcSwap<Turning>,
}

/// Those that are replaced.
#[derive(Debug)]
pub struct Turning {
    /// Seal forms.
    pub forms: Ring,
    /// Mark browsers that have signed in before.
    pub browsers: Ring,
    /// Sign JWTs that only the server checks.
    pub tokens: Ring,
    /// Sign JWTs that everybody checks.
    pub signatures: Ring<Es256>,
    /// The key set of all of those.
    jwks: Bytes,
    /// As they were read, with those that stay.
    held: Vec<Held>,
}

impl Turning {
    fn of(held: Vec<Held>) -> Option<Self> {
        let ring = |purpose| Ring::of(&held, purpose, |key| Some(key.clone()));
        let signatures = Ring::of(&held, Purpose::Signatures, Es256::new)?;
        Some(Self {
            forms: ring(Purpose::Forms)?,
            browsers: ring(Purpose::Browsers)?,
            tokens: ring(Purpose::Tokens)?,
            jwks: key_set(signatures.all().map(|key| &key.key)),
            signatures,
            held,
        })
    }

    /// The key set (RFC 7517), with what signs next and without what has ended since the keys were read.
    pub fn jwks(&self, now: i64) -> Bytes {
        match self.signatures.all().all(|key| key.is_good(now)) {
            true => self.jwks.clone(),
            false => key_set(self.signatures.verifying(now)),
        }
    }
}

fn key_set<'k>(keys: impl Iterator<Item = &'k Es256>) -> Bytes {
    Bytes::from(json!({ "keys": keys.map(Es256::public).collect::<Vec<_>>() }).to_string())
}

impl RealmKeys {
    /// A realm's, if there is one for each purpose.
    pub fn of(realm: RealmKey, held: &[Held]) -> Option<Self> {
        let held: Vec<Held> = held.iter().filter(|key| key.realm == realm).cloned().collect();
        let fixed = |purpose| held.iter().rev().find(|key| key.purpose == purpose).map(|held| held.key.clone());
        Some(Self {
            decisions: fixed(Purpose::Decisions)?,
            successors: fixed(Purpose::Successors)?,
            ids: Mask::new(&fixed(Purpose::Ids)?),
            turning: ArcSwap::from_pointee(Turning::of(held)?),
        })
    }

    /// Those that are replaced, as they are now.
    pub fn turning(&self) -> Guard<Arc<Turning>> {
        self.turning.load()
    }

    /// Takes the newer ones from here on; `None`: they are gone, or were begun anew, and those that stay are others too.
    pub fn renew(&self, realm: RealmKey, held: &[Held]) -> Option<()> {
        let own = held.iter().filter(|key| key.realm == realm);
        if own.clone().count() == self.turning().held.len()
            && own.zip(&self.turning().held).all(|(new, old)| new.is(old))
        {
            return Some(());
        }
        let newer = Self::of(realm, held)?;
        let same = newer.decisions.0 == self.decisions.0 && newer.successors.0 == self.successors.0;
        same.then(|| self.turning.store(newer.turning.into_inner()))
    }
}
