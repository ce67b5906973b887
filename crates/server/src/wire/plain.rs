//! Answers that no dialect words: one plain sentence.

use super::Answer;
use http::StatusCode;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};

/// A plain text answer.
pub fn text(status: StatusCode, sentence: &'static str) -> Answer {
    let mut answer = Answer::new(bytes::Bytes::from_static(sentence.as_bytes()));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    answer
}

/// 404.
pub fn not_found() -> Answer {
    text(StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

/// What OPTIONS gets where no other origin is told anything: the methods, and no more.
pub fn options(allow: &str) -> Answer {
    let mut answer = Answer::new(bytes::Bytes::new());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    if let Ok(allow) = HeaderValue::from_str(allow) {
        answer.headers_mut().insert(ALLOW, allow);
    }
    answer
}

/// 405 with `Allow`.
pub fn method_not_allowed(allow: &str) -> Answer {
    let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, "This address does not take this method.\n");
    if let Ok(allow) = HeaderValue::from_str(allow) {
        answer.headers_mut().insert(ALLOW, allow);
    }
    answer
}

/// A file of ours, good for a year under its hashed name.
pub fn file(kind: &'static str, content: impl Into<bytes::Bytes>) -> Answer {
    let mut answer = Answer::new(content.into());
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    answer
}
