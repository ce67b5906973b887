//! A request as HTTP has it, without its transport.

use http::{HeaderMap, Method};

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
