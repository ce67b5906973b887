//! What every request works with.

use crate::chores::Chores;
use crate::clock::Clock;
use crate::config::Config;
use crate::desk::letters::Postroom;
use crate::desk::{Desk, Hand};
use crate::dice::Dice;
use crate::flow::refusals::Refusals;
use crate::flow::slow_secrets::SlowSecrets;
use crate::ids::Ids;
use crate::keys::Keys;
use crate::keys::ring::Held;
use crate::mail::Mail;
use crate::memory::secret_uses::SecretUses;
use crate::memory::sparing::Sparing;
use crate::memory::uses::Uses;
use crate::memory::visits::Visits;
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::realm::{Origins, Realm, Realms, Unbuilt};
use crate::throttle::Throttle;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use store::Store;

/// The running server.
pub struct Server {
    /// As configured.
    pub config: Config,
    /// The realms with their mounts.
    pub realms: Realms,
    /// All that is kept.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: Arc<Clock>,
    /// Randomness.
    pub dice: Arc<dyn Dice>,
    /// Ids of tokens.
    pub ids: Ids,
    /// Who this is among the nodes on one database.
    pub node: i64,
    /// The root key.
    pub keys: Keys,
    /// Slow hashes.
    pub passwords: Passwords,
    /// Guessing at sign-in.
    pub throttle: Throttle,
    /// Secrets of apps that are kept as slow hashes.
    pub slow_secrets: SlowSecrets,
    /// Tokens seen in use, not yet written.
    pub uses: Uses,
    /// Sessions seen, not yet written.
    pub sessions: Visits,
    /// Secrets seen in use, not yet written.
    pub secret_uses: SecretUses,
    /// What was refused to apps, not yet written.
    pub refusals: Refusals,
    /// Requests that the database failed, as the log tells of them.
    pub failures: Sparing,
    /// The way out for letters; `None`: there is no mail server.
    pub mail: Option<Arc<Mail>>,
    /// What is counted.
    pub metrics: Metrics,
    /// What pages start and do not wait for.
    pub chores: Chores,
    /// When the database last took a write for `/readyz`.
    pub probed: Mutex<Option<Instant>>,
    /// What the demo shows on its front page; `None` outside the demo.
    pub demo: Option<crate::pages::DemoIndex>,
}

/// Time, randomness, secrets and the database: what a test replaces.
pub struct Parts {
    /// Time.
    pub clock: Arc<Clock>,
    /// Randomness.
    pub dice: Arc<dyn Dice>,
    /// The root key.
    pub keys: Keys,
    /// What it opens.
    pub held: Vec<Held>,
    /// The database.
    pub store: Arc<dyn Store>,
}

impl Server {
    /// The desk of a realm, at this time, for an operator: `actor` and `address` as the audit calls them.
    pub fn desk<'a>(&'a self, realm: &'a Realm, actor: &'a str, address: &'a str) -> Desk<'a> {
        Desk {
            store: self.store.as_ref(),
            realm,
            dice: self.dice.as_ref(),
            now: self.clock.now(),
            actor,
            address,
            passwords: &self.passwords,
            hand: Hand::Operator,
            shown: None,
        }
    }

    /// Where letters to a realm's people are written; `None`: there is no mail server.
    pub fn postroom<'a>(&'a self, realm: &'a Realm) -> Option<Postroom<'a>> {
        let (mail, mount) = (Some(self.mail.as_deref()?), realm.main()?);
        Some(Postroom { mail, realm, mount, dice: self.dice.as_ref(), now: self.clock.now() })
    }

    /// Puts the parts together.
    pub fn new(config: Config, origins: Origins<'_>, parts: Parts) -> Result<Self, Unbuilt> {
        let Parts { clock, dice, keys, held, store } = parts;
        let realms = crate::realm::build(&config, origins, &held)?;
        let passwords = Passwords::new(1, 32);
        let ids = Ids::new(dice.as_ref());
        let node = dice.key();
        Ok(Self {
            config,
            realms,
            store,
            clock,
            dice,
            ids,
            node,
            keys,
            passwords,
            throttle: Throttle::default(),
            slow_secrets: SlowSecrets::default(),
            uses: Uses::default(),
            sessions: Visits::default(),
            secret_uses: SecretUses::default(),
            refusals: Refusals::default(),
            failures: Sparing::default(),
            mail: None,
            metrics: Metrics::default(),
            chores: Chores::default(),
            probed: Mutex::default(),
            demo: None,
        })
    }

    /// Writes what was noted in memory, and says what the log was spared.
    pub async fn write_notes(&self) {
        if let Some(untold) = self.failures.rest(self.clock.now().secs()) {
            tracing::error!(untold, "the database failed more requests than have a line");
        }
        let store = self.store.as_ref();
        self.uses.flush(store).await;
        self.sessions.flush(store).await;
        self.secret_uses.flush(store).await;
        self.refusals.flush(store).await;
    }
}
