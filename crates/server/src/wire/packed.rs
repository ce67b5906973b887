//! Fewer bytes for what holds nothing of anybody: files of ours, and the reference. Pages about people go as they are, so that no length tells
//! of what is in them (BREACH).

use super::Answer;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderValue, VARY};
use std::io::Write;

/// The same answer, packed where the request takes that (RFC 9110 section 12.5.3).
pub fn packed(mut answer: Answer, asked: &HeaderMap) -> Answer {
    answer.headers_mut().append(VARY, HeaderValue::from_static("Accept-Encoding"));
    if !takes_gzip(asked) {
        return answer;
    }
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    let done = packer.write_all(answer.body()).and_then(|()| packer.finish());
    if let Ok(bytes) = done {
        answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        *answer.body_mut() = bytes.into();
    }
    answer
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let lines = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_comes_only_where_it_is_wanted() {
        for (asked, wanted) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("deflate, gzip;q=1.0, *;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip;q=x", false),
            ("br", false),
            ("xgzip", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(asked))]);
            let answer = packed(Answer::new("text".repeat(100).into()), &headers);
            assert_eq!(answer.headers().get(CONTENT_ENCODING).is_some(), wanted, "{asked}");
            assert_eq!(answer.body().len() < 100, wanted, "{asked}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
