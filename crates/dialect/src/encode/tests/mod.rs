//! What answers look like, byte for byte.

mod bodies;
mod documents;
mod redirects;
mod refusals;
mod rest;

use super::Answer;
use http::header::HeaderName;

fn body(answer: &Answer) -> &str {
    std::str::from_utf8(answer.body()).unwrap()
}

fn head(answer: &Answer, name: HeaderName) -> &str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
