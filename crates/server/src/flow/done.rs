//! What was done last, for the sentence about it: the address names it and a cookie vouches for it, since anybody can write a link.

use super::Call;
use super::session::Jar;
use http::header::HeaderValue;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// How long a sentence about what was done stands when its page is opened again, in seconds.
const STANDS: i64 = 3600;

/// The cookie that vouches for that word at that path.
pub fn vouch(call: &Call<'_>, path: &str, word: &str) -> Option<HeaderValue> {
    Jar::Done.write(call, &said_at(path, word), Some(STANDS))
}

/// What the address says was done, if it was.
pub fn was_done(call: &Call<'_>) -> Option<String> {
    let vouched = |word: &String| Jar::Done.read(call).is_some_and(|own| own.expose() == said_at(call.path, word));
    call.parameter("done").filter(vouched)
}

fn said_at(path: &str, word: &str) -> String {
    utf8_percent_encode(&format!("{path} {word}"), NON_ALPHANUMERIC).to_string()
}
