//! How a provider speaks OAuth on the wire, as data: a TOML file becomes a checked [`model::Dialect`], and that turns
//! HTTP requests into the engine's requests and the engine's outcomes into HTTP answers.
//!
//! # Layout
//! - [`catalog`]: the built-in files; [`check`]: a file and its parents become a [`model::Dialect`], or [`fault::Faults`].
//! - [`raw`]: the file as written; [`model`]: the dialect as meant.
//! - [`schema`]: JSON Schema for editors; [`show`]: a dialect resolved whole, as TOML.
//! - [`incoming`], [`decode`]: HTTP request to engine request.
//! - [`mint`]: random bytes to codes, tokens, ids and secrets in the dialect's shapes.
//! - [`encode`]: outcome to HTTP answer; [`client`]: the app's side of the same wire.
//! - [`mod@reference`]: a dialect told to those who write apps for it, as plain data.
//! - `draw` (a feature, for tests): dialect files drawn at random from the whole vocabulary.

pub mod catalog;
pub mod check;
pub mod client;
pub mod decode;
#[cfg(any(test, feature = "draw"))]
pub mod draw;
pub mod encode;
pub mod fault;
pub mod incoming;
pub mod mint;
pub mod model;
pub mod raw;
pub mod reference;
#[cfg(test)]
pub(crate) mod sample;
pub mod schema;
pub mod show;
