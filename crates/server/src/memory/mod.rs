//! What a node keeps in memory between requests: what it knows of apps and accounts, and notes that are not written yet. None of it decides anything
//! that the database does not know, and a node that is killed loses a second of notes.
//!
//! - [`cache`]: apps and accounts, for as long as a realm's revision stands; [`kept`]: a bounded map, read without a lock.
//! - [`uses`], [`visits`], [`secret_uses`]: when tokens, sessions and secrets were last seen; [`shards`]: notes with a lock for each part; `parts`: how they are written.
//! - [`sparing`]: how much of what fails alike the log tells.

pub mod cache;
pub mod kept;
pub(crate) mod parts;
pub mod secret_uses;
pub mod shards;
pub mod sparing;
pub mod uses;
pub mod visits;
