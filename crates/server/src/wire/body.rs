//! Bodies, bounded in size and time.

use axum::body::HttpBody;
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use std::error::Error;
use std::time::Duration;

/// The largest body, in bytes.
pub const LARGEST: usize = 64 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long one may take that came with its head.
const AT_HAND: Duration = Duration::from_millis(50);

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

/// How long the answer waits for a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Ten seconds: it depends on it.
    Long,
    /// It does not; what came with the head is taken along, to say whose request it was.
    Not,
}

/// Reads it whole; one that announces too much is not waited for. One that nothing depends on and that is not there yet is empty.
pub async fn read<B>(body: B, wait: impl FnOnce() -> Wait) -> Result<Bytes, NoBody>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    if body.size_hint().lower() > LARGEST as u64 {
        return Err(NoBody::TooLarge);
    }
    // Most requests have none, and need no timer for it.
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let wait = wait();
    let patience = if wait == Wait::Long { PATIENCE } else { AT_HAND };
    let collected = tokio::time::timeout(patience, Limited::new(body, LARGEST).collect()).await;
    match collected {
        Err(_) if wait == Wait::Not => Ok(Bytes::new()),
        Err(_) => Err(NoBody::TooSlow),
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(NoBody::TooLarge),
        Ok(Err(_)) => Err(NoBody::Broken),
    }
}
