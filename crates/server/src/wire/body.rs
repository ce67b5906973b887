//! Bodies, bounded in size and time.

use axum::body::HttpBody;
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use std::time::Duration;

/// The largest body, in bytes.
pub const LARGEST: usize = 64 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {
    /// 413.
    TooLarge,
    /// 408: it stopped coming.
    TooSlow,
    /// 400: it broke off.
    Broken,
}

/// Reads it whole; one that announces too much is not waited for.
pub async fn read(body: axum::body::Body) -> Result<Bytes, NoBody> {
    if body.size_hint().lower() > LARGEST as u64 {
        return Err(NoBody::TooLarge);
    }
    // Most requests have none, and need no timer for it.
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let collected = tokio::time::timeout(PATIENCE, Limited::new(body, LARGEST).collect()).await;
    match collected {
        Err(_) => Err(NoBody::TooSlow),
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(NoBody::TooLarge),
        Ok(Err(_)) => Err(NoBody::Broken),
    }
}
