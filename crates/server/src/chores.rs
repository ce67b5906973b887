//! What a page starts and does not wait for, so that how long its answer takes tells nobody whether an account is there (AUT-01).

use crate::desk::Declined;
use crate::desk::letters::Postroom;
use crate::server::Server;
use crate::throttle::Budget;
use engine::model::MountKey;
use engine::secret::Hashed;
use std::sync::{Arc, Mutex, PoisonError};
use store::ops::canonical;
use tokio::sync::mpsc;

/// Chores that may wait at a time.
const MOST: usize = 1000;

/// Something to do.
#[derive(Clone, Debug)]
pub enum Chore {
    /// Somebody has forgotten a password: a link for a new one, if there is such an account.
    Forgotten(Forgotten),
    /// Wrong passwords were tried until the next try has to wait: its account is told, if there is one.
    HeldBack(HeldBack),
}

/// Who has forgotten a password, and where they said so.
#[derive(Clone, Debug)]
pub struct Forgotten {
    /// The realm's name.
    pub realm: String,
    /// At which mount.
    pub mount: MountKey,
    /// What they typed: a user name or an address.
    pub name: String,
    /// The language of the page.
    pub language: String,
    /// From which address.
    pub address: String,
}

/// Whose password was guessed at, and from where.
#[derive(Clone, Debug)]
pub struct HeldBack {
    /// The realm's name.
    pub realm: String,
    /// The name under which it was tried.
    pub name: String,
    /// From which address.
    pub address: String,
    /// Seconds that the next try has to wait.
    pub wait: i64,
}

/// The queue of chores.
pub struct Chores {
    queue: mpsc::Sender<Chore>,
    /// Until the worker takes it.
    waiting: Mutex<Option<mpsc::Receiver<Chore>>>,
}

impl Default for Chores {
    fn default() -> Self {
        let (queue, waiting) = mpsc::channel(MOST);
        Self { queue, waiting: Mutex::new(Some(waiting)) }
    }
}

impl Chores {
    /// Puts one into the queue; where that is full it is dropped, and the log says so.
    pub fn add(&self, chore: Chore) {
        if self.queue.try_send(chore).is_err() {
            tracing::error!("a chore was dropped: {MOST} others wait");
        }
    }
}

/// Does what comes, one after the other, until the server ends.
pub async fn work(server: Arc<Server>) {
    let taken = server.chores.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut waiting) = taken else { return };
    while let Some(chore) = waiting.recv().await {
        let done = match &chore {
            Chore::Forgotten(asked) => forgotten(&server, asked).await,
            Chore::HeldBack(tried) => held_back(&server, tried).await,
        };
        if let Err(declined) = done {
            tracing::warn!(%declined, "a chore was not done");
        }
    }
}

async fn forgotten(server: &Server, asked: &Forgotten) -> Result<(), Declined> {
    let Some(realm) = server.realms.named(&asked.realm) else { return Ok(()) };
    let Some(mount) = realm.mount(asked.mount) else { return Ok(()) };
    let now = server.clock.now();
    let Some(facts) = server.store.sign_in(realm.key, &canonical(&asked.name)).await? else { return Ok(()) };
    let account = facts.account;
    // User name and address are one person: they share this budget, which nobody outside sees.
    let budget = Budget::Letters(Hashed::of(format!("{}\naccount\n{}", realm.name, account.id).as_bytes()));
    // An account of the owner's own login has no password here.
    let has_none = account.disabled_at.is_some() || account.upstream.is_some();
    if has_none || server.throttle.admit([budget], now).await.is_err() {
        return Ok(());
    }
    let desk = server.desk(realm, "server", &asked.address);
    let made = desk.make_link(desk.errand_of(&account).await?, &account, &account.email).await?;
    let postroom = Postroom { mail: server.mail.as_deref(), realm, mount, dice: server.dice.as_ref(), now };
    postroom.send_link(&account, &account.email, &made, Some(&asked.language));
    Ok(())
}

async fn held_back(server: &Server, tried: &HeldBack) -> Result<(), Declined> {
    let Some(realm) = server.realms.named(&tried.realm) else { return Ok(()) };
    match server.store.sign_in(realm.key, &tried.name).await? {
        Some(facts) => server.desk(realm, "server", &tried.address).note_held_back(&facts.account, tried.wait).await,
        None => Ok(()),
    }
}
