//! Another root key: all keys are sealed anew, and stay what they are.

use super::keyring::sealed;
use super::{Keys, OLD_ROOT_KEY_VARIABLE, seal};
use crate::dice::Dice;
use store::keyring::{Resealed, SealedKey};
use store::ops::Won;
use store::{Broken, Store};

/// How often it is begun anew when somebody makes a key meanwhile.
const TRIES: u32 = 10;

/// Why no key was sealed anew.
#[derive(Debug, thiserror::Error)]
pub enum Unsealed {
    /// A key that neither root key opens.
    #[error(
        "the key {0} number {1} opens neither with the new root key nor with {OLD_ROOT_KEY_VARIABLE}; nothing was changed"
    )]
    Neither(String, i64),
    /// Nodes make keys faster than they can be sealed.
    #[error("keys are being made meanwhile; run it again")]
    Busy,
    /// The database.
    #[error("{0}")]
    Store(#[from] Broken),
}

/// Seals what the old root key sealed under the new one; gives how many keys that were. What is under the new one already stays as it is.
pub async fn reseal(old: &Keys, new: &Keys, store: &dyn Store, dice: &dyn Dice) -> Result<usize, Unsealed> {
    let mut done = 0;
    for _ in 0..TRIES {
        let rows = store.keyring().await?;
        let anew = rows.iter().filter(|row| !row.purpose.is_empty()).map(|row| anew(old, new, row, dice));
        let anew: Vec<Resealed> = anew.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        // A node may have made one while the others were sealed: only a ring in which nothing is left is done.
        if anew.is_empty() {
            return Ok(done);
        }
        let count = anew.len();
        if store.reseal_keyring(anew).await? == Won::Yes {
            done += count;
        }
    }
    Err(Unsealed::Busy)
}

fn anew(old: &Keys, new: &Keys, row: &SealedKey, dice: &dyn Dice) -> Result<Option<Resealed>, Unsealed> {
    if seal::open(new, row).is_some() {
        return Ok(None);
    }
    let key = seal::open(old, row).ok_or_else(|| Unsealed::Neither(row.purpose.clone(), row.id))?;
    Ok(Some(Resealed { sealed: sealed(new, row, &key, dice)?.sealed, key: row.clone() }))
}
