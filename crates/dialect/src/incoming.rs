//! A request as HTTP has it, without its transport.

use crate::decode::{is_form, pairs};
use http::{HeaderMap, Method};

/// Query and body together.
pub const MOST_PARAMETERS: usize = 100;

/// What a dialect reads of a request. The body is whole and within the server's limit.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The method.
    pub method: &'a Method,
    /// What the route's path captured, by name, percent signs as they came.
    pub captures: &'a [(String, String)],
    /// The query string without its question mark.
    pub query: Option<&'a str>,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

impl Incoming<'_> {
    /// Whether the query and a form in the body have more parameters together than a request may have.
    pub fn is_crowded(&self) -> bool {
        let form = if is_form(self) { self.body } else { b"" };
        let queried = pairs(self.query.unwrap_or_default().as_bytes());
        queried.chain(pairs(form)).nth(MOST_PARAMETERS).is_some()
    }
}
