//! What the server signs and seals with. The keys lie in the store, for all nodes alike, sealed under the root key; those whose work has an end are
//! replaced by and by, with overlap.
//!
//! # Layout
//! - [`root`]: the root key. [`seal`]: keys under it. [`ring`]: the keys of one realm, as requests use them.
//! - [`keyring`]: made at the first start, read by all nodes. [`rotate`]: replaced. [`reseal`]: under another root key.

pub mod keyring;
pub mod reseal;
pub mod ring;
pub mod root;
pub mod rotate;
pub mod seal;
#[cfg(test)]
mod tests;

pub use ring::RealmKeys;
pub use root::{Keys, OLD_ROOT_KEY_VARIABLE, ROOT_KEY_FILE, ROOT_KEY_VARIABLE};
