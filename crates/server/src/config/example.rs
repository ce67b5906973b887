//! `grantor config example`.

/// A commented file that passes the check.
pub const EXAMPLE: &str = include_str!("example.toml");
