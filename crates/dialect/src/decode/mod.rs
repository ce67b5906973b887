//! HTTP requests to the engine's requests. Only what is no request at all is refused here; the rest is for the rules.
//!
//! - `carriers` reads what stands in query and body into `fields`; `form` and `json` know the spellings.
//! - `client`: who asks; `scope`: the scope codec.
//! - `authorize`, `token`, `tokens`, `bearer`: one for each sort of request; `sent`: what of a refused one its developer may read again.

mod authorize;
mod bearer;
mod carriers;
mod client;
mod fields;
mod form;
mod json;
mod scope;
mod selected;
mod sent;
#[cfg(test)]
mod tests;
mod token;
mod tokens;

pub(crate) use bearer::is_form;
pub(crate) use form::pairs;
pub use sent::{Sent, without_values};
