//! Refresh without logging anyone out (RFC 6749 section 6, RFC 9700 section 4.14).

mod rotation;
mod same;
mod workers;

/// Mounts whose refresh tokens rotate, with the kind of an app there.
pub const ROTATING: [(&str, &str); 6] = [
    ("standard", "confidential"),
    ("standard", "public"),
    ("boxc-standard", "server"),
    ("raindrop", "server"),
    ("raindrop-live", "server"),
    ("gitshare", "callback"),
];

/// For so long a consumed token gets its successor again while that is unused.
pub const GRACE: i64 = 30;
/// For so long it gets it again while nothing of the successor has been seen in use.
pub const LOST_ANSWER: i64 = 7 * 86_400;
