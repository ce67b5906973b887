//! A key, sealed under the root key (AES-256-GCM) for its place: in another row it does not open.

use super::Keys;
use crate::dice::Dice;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use engine::secret::Key;
use store::Broken;
use store::keyring::SealedKey;
use zeroize::Zeroizing;

/// The seal of a key for the place that `of` describes.
pub fn seal(root: &Keys, of: &SealedKey, key: &Key, dice: &dyn Dice) -> Result<Vec<u8>, Broken> {
    let sealed = || {
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(dice.seed().0.get(..NONCE_LEN)?);
        let mut bytes = key.0.to_vec();
        // The bytes of the key are overwritten with their seal.
        let under = Nonce::assume_unique_for_key(nonce);
        under_root(root)?.seal_in_place_append_tag(under, place(of), &mut bytes).ok()?;
        Some([nonce.as_slice(), &bytes].concat())
    };
    sealed().ok_or_else(|| Broken::Corrupt("a key that cannot be sealed".to_owned()))
}

/// The key in a row; `None`: it was sealed under another root key, or for another row.
pub fn open(root: &Keys, row: &SealedKey) -> Option<Key> {
    let (nonce, sealed) = row.sealed.split_at_checked(NONCE_LEN)?;
    let mut sealed = Zeroizing::new(sealed.to_vec());
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let opened = under_root(root)?.open_in_place(nonce, place(row), &mut sealed).ok()?;
    Some(Key((&*opened).try_into().ok()?))
}

fn under_root(root: &Keys) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, &root.named("keyring").0).ok().map(LessSafeKey::new)
}

fn place(row: &SealedKey) -> Aad<String> {
    Aad::from(format!("{}/{}/{}/{}", row.realm.0, row.purpose, row.id, row.algorithm))
}
