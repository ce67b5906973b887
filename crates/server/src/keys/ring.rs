//! The keys of one realm, as requests use them.

use crate::flow::{seal, session};
use arc_swap::{ArcSwap, Guard};
use engine::model::RealmKey;
use engine::secret::Key;
use engine::token::Mask;
use std::sync::Arc;

const DAY: i64 = 86_400;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Seals forms.
    Forms,
    /// Marks browsers that have signed in before.
    Browsers,
    /// Signs JWTs.
    Tokens,
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
    pub const ALL: [Self; 6] =
        [Self::Forms, Self::Browsers, Self::Tokens, Self::Decisions, Self::Successors, Self::Ids];

    /// As the store and the operator call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Forms => "forms",
            Self::Browsers => "browsers",
            Self::Tokens => "tokens",
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
            Self::Decisions | Self::Successors | Self::Ids => Turn::Stays,
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

/// Keys of one purpose: the newest, and those before it whose work is not over.
#[derive(Clone, Debug)]
pub struct Ring {
    newest: Held,
    /// The younger ones first.
    older: Vec<Held>,
}

impl Ring {
    /// Of keys in the order in which they were made.
    fn of(realm: RealmKey, purpose: Purpose, held: &[Held]) -> Option<Self> {
        let mut own = held.iter().rev().filter(|key| key.realm == realm && key.purpose == purpose).cloned();
        Some(Self { newest: own.next()?, older: own.collect() })
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = &Held> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The one that signs at that second. A clock that is behind all of them signs with the oldest, which every node has.
    pub fn signing(&self, now: i64) -> &Key {
        let active = self.all().find(|key| key.active_from <= now).or_else(|| self.all().next_back());
        &active.unwrap_or(&self.newest).key
    }

    /// Those whose work is good at that second, also those that other nodes may begin with a little earlier than this one.
    pub fn verifying(&self, now: i64) -> impl Iterator<Item = &Key> {
        self.all().filter(move |key| key.ends_at.is_none_or(|end| now < end)).map(|key| &key.key)
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
    /// Sign JWTs.
    pub tokens: Ring,
}

impl Turning {
    fn of(realm: RealmKey, held: &[Held]) -> Option<Self> {
        let ring = |purpose| Ring::of(realm, purpose, held);
        Some(Self { forms: ring(Purpose::Forms)?, browsers: ring(Purpose::Browsers)?, tokens: ring(Purpose::Tokens)? })
    }
}

impl RealmKeys {
    /// A realm's, if there is one for each purpose.
    pub fn of(realm: RealmKey, held: &[Held]) -> Option<Self> {
        let fixed = |purpose| Ring::of(realm, purpose, held).map(|ring| ring.newest.key);
        Some(Self {
            decisions: fixed(Purpose::Decisions)?,
            successors: fixed(Purpose::Successors)?,
            ids: Mask::new(&fixed(Purpose::Ids)?),
            turning: ArcSwap::from_pointee(Turning::of(realm, held)?),
        })
    }

    /// Those that are replaced, as they are now.
    pub fn turning(&self) -> Guard<Arc<Turning>> {
        self.turning.load()
    }

    /// Takes the newer ones from here on; `None`: they are gone, or were begun anew, and those that stay are others too.
    pub fn renew(&self, realm: RealmKey, held: &[Held]) -> Option<()> {
        let newer = Self::of(realm, held)?;
        let same = newer.decisions.0 == self.decisions.0 && newer.successors.0 == self.successors.0;
        same.then(|| self.turning.store(newer.turning.into_inner()))
    }
}
