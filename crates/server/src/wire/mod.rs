//! HTTP as use cases and pages know it: whose address, what was posted, which route, and answers that no dialect words.

pub mod address;
pub mod body;
pub mod fields;
pub mod packed;
pub mod plain;
pub mod routes;

use bytes::Bytes;

/// An answer, whole.
pub type Answer = http::Response<Bytes>;

/// The longest path and query, in bytes.
pub const LONGEST_URL: usize = 8 * 1024;
