//! The ring of all keys: made at the first start, and read by every node again and again.

use super::ring::{Held, Purpose};
use super::seal;
use super::{Keys, ROOT_KEY_FILE, ROOT_KEY_VARIABLE};
use crate::dice::Dice;
use crate::server::Server;
use engine::model::{RealmKey, name_key};
use engine::secret::Key;
use engine::time::Now;
use std::sync::Arc;
use std::time::Duration;
use store::keyring::SealedKey;
use store::{Broken, Store};

/// How often a node reads the keys. Much oftener than [`super::rotate::LEAD`], so that it knows a new one before anybody signs with it.
const READ: Duration = Duration::from_secs(5);
/// How soon it tries again when that has failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Why a node cannot work with the keys in the database.
#[derive(Debug, thiserror::Error)]
pub enum Unopened {
    /// None of them is sealed under its root key.
    #[error(
        "the root key is not the one under which the keys in the database are sealed: give this node the {ROOT_KEY_VARIABLE} of the others, or the {ROOT_KEY_FILE} that belongs to this database"
    )]
    OtherRoot,
    /// There is none.
    #[error(
        "{ROOT_KEY_VARIABLE} is not set, and there is no {ROOT_KEY_FILE} in the data folder: give this node the {ROOT_KEY_VARIABLE} of the others, or the {ROOT_KEY_FILE} that belongs to this database"
    )]
    NoRoot,
    /// Some of them are not.
    #[error(
        "{0} of {1} keys in the database are sealed under another root key than the rest: run `grantor store keys reseal` again"
    )]
    Mixed(usize, usize),
    /// A new epoch has none of the keys that this node has.
    #[error(
        "the keys in the database were begun anew by `grantor store epoch`, and this node has those of before: start it again"
    )]
    BegunAnew,
    /// There are none at all, and no epoch has said so.
    #[error("the keys in the database are gone: is it being restored?")]
    Gone,
    /// The database.
    #[error("{0}")]
    Store(#[from] Broken),
}

/// The keys for these realms. What is missing is made, and what another node made meanwhile is taken.
pub async fn open(
    root: &Keys,
    store: &dyn Store,
    realms: &[&str],
    now: Now,
    dice: &dyn Dice,
) -> Result<Vec<Held>, Unopened> {
    let rows = store.keyring().await?;
    let held = opened(root, &rows)?;
    let is_there = |realm, purpose| held.iter().any(|key| key.realm == realm && key.purpose == purpose);
    // Before there was this table every key was derived from the root key: what those signed stays good.
    let adopts = rows.is_empty() && store.is_settled().await?;
    let mut first = Vec::new();
    for (name, realm) in realms.iter().map(|name| (*name, RealmKey(name_key(name)))) {
        for purpose in Purpose::ALL.into_iter().filter(|purpose| !is_there(realm, *purpose)) {
            // Signatures are younger than it.
            let derives = adopts && purpose != Purpose::Signatures;
            let derived = derives.then(|| root.named(&format!("{}:{name}", purpose.word())));
            let key = derived.unwrap_or_else(|| purpose.make(dice));
            first.push(sealed(root, &blank(realm, purpose, now), &key, dice)?);
        }
    }
    if first.is_empty() {
        return Ok(held);
    }
    store.found_keyring(first).await?;
    read(root, store).await
}

/// Whether there are keys that one root key alone opens, or that are derived from it.
pub async fn needs_root(store: &dyn Store) -> Result<bool, Unopened> {
    let rows = store.keyring().await?;
    Ok(rows.iter().any(is_a_key) || (rows.is_empty() && store.is_settled().await?))
}

/// An epoch leaves a row behind, of no purpose.
fn is_a_key(row: &SealedKey) -> bool {
    !row.purpose.is_empty()
}

/// The keys as they are.
pub async fn read(root: &Keys, store: &dyn Store) -> Result<Vec<Held>, Unopened> {
    opened(root, &store.keyring().await?)
}

/// Opens all of them: one that does not open says that this root key is wrong.
pub fn opened(root: &Keys, rows: &[SealedKey]) -> Result<Vec<Held>, Unopened> {
    let mut held = Vec::new();
    let (mut closed, mut all) = (0, 0);
    for row in rows.iter().filter(|row| is_a_key(row)) {
        all += 1;
        match (seal::open(root, row), Purpose::of(&row.purpose)) {
            (Some(key), Some(purpose)) => {
                held.push(Held { realm: row.realm, purpose, key, active_from: row.active_from, ends_at: row.ends_at });
            }
            // Of a newer program.
            (Some(_), None) => {}
            (None, _) => closed += 1,
        }
    }
    match closed {
        0 => Ok(held),
        _ if closed == all => Err(Unopened::OtherRoot),
        _ => Err(Unopened::Mixed(closed, all)),
    }
}

/// The first row of a purpose, but for its seal.
fn blank(realm: RealmKey, purpose: Purpose, now: Now) -> SealedKey {
    SealedKey {
        realm,
        purpose: purpose.word().to_owned(),
        id: 1,
        algorithm: purpose.algorithm().to_owned(),
        sealed: Vec::new(),
        made_at: now.secs(),
        active_from: now.secs(),
        retires_at: None,
        ends_at: None,
    }
}

/// A row with the seal of its key.
pub(super) fn sealed(root: &Keys, row: &SealedKey, key: &Key, dice: &dyn Dice) -> Result<SealedKey, Broken> {
    Ok(SealedKey { sealed: seal::seal(root, row, key, dice)?, ..row.clone() })
}

/// Reads the keys until the server ends, or until this node has none of them any more: what it made with its own no other node would take.
pub async fn watch(server: Arc<Server>) -> Unopened {
    let mut fault = None;
    loop {
        let new = match renew(&server).await {
            Err(begun_anew @ Unopened::BegunAnew) => return begun_anew,
            outcome => outcome.err().map(|unopened| unopened.to_string()),
        };
        if let Some(unopened) = new.as_ref().filter(|_| new != fault) {
            tracing::warn!(%unopened, "the keys could not be read; this node goes on with those that it has");
        }
        fault = new;
        tokio::time::sleep(if fault.is_none() { READ } else { AGAIN }).await;
    }
}

/// Reads the keys, and has every realm use what has changed.
pub async fn renew(server: &Server) -> Result<(), Unopened> {
    let rows = server.store.keyring().await?;
    let held = opened(&server.keys, &rows)?;
    // Not even the row that an epoch leaves behind.
    if rows.is_empty() {
        return Err(Unopened::Gone);
    }
    for realm in server.realms.all.iter().chain([&server.realms.admin]) {
        realm.keys.renew(realm.key, &held).ok_or(Unopened::BegunAnew)?;
    }
    Ok(())
}
