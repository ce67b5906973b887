//! The rules of OAuth 2.0, as pure functions: no I/O, no async; time and randomness are arguments.
//!
//! # Layout
//! - [`model`]: what the server keeps: apps, accounts, grants, codes, tokens.
//! - [`request`]: what a request asks for once its dialect is taken off; [`refusal`]: every reason to say no.
//! - [`authorize`]: the checks before anybody is asked, with [`redirect::TrustedRedirect`] as proof that an answer may travel.
//! - [`grant`]: one file per grant, each an ordered list of rules; [`client`]: who asks.
//! - [`access`], [`revoke`], [`introspect`]: what an issued token is still worth, and its end.
//! - [`secret`]: plain and hashed texts are different types; [`token`]: where a token's row lies; [`scope`], [`policy`], [`pkce`]: the words the rules use.

pub mod access;
pub mod authorize;
pub mod client;
pub mod grant;
pub mod introspect;
pub mod model;
pub mod pkce;
pub mod policy;
pub mod redirect;
pub mod refusal;
pub mod request;
pub mod revoke;
pub mod scope;
pub mod secret;
pub mod time;
pub mod token;
