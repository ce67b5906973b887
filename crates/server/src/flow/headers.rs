//! What every page's answer carries (HDR-01 to HDR-03).

use super::Answer;
use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue, VARY};

/// What a page is part of: the policies differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The way of an app: sign-in, consent, and making an account in between.
    Flow,
    /// Where that way ends: an error, a goodbye, a code on the screen.
    End,
    /// Pages beyond it: account, console, reference, administration.
    Site,
}

/// The answer to the sign-in and consent forms leads on to the app, and browsers hold `form-action` against that redirect too: there is
/// none, and `frame-ancestors`, `base-uri` and the seal of each form stand in its place. Nor is there a Cross-Origin-Opener-Policy: apps open
/// these pages as pop-ups and wait for them.
const FLOW: &[(&str, &str)] = &[(
    "content-security-policy",
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
)];

/// No form leads on to the app from here; whoever opened it as a pop-up may still wait for it.
const END: &[(&str, &str)] = &[(
    "content-security-policy",
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
)];

const SITE: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
];

const ALL: &[(&str, &str)] = &[
    ("content-type", "text/html; charset=utf-8"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-store"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// A drawing may have scripts and styles of its own; this makes the scripts dead also where somebody opens it by its address (CLI-09).
const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Two years: a browser that was here once comes back by https alone (RFC 6797).
const HTTPS_ONLY: &str = "max-age=63072000";

/// An HTML answer with all its headers.
pub fn html(status: StatusCode, text: String, part: Part) -> Answer {
    let mut answer = Answer::new(text.into());
    *answer.status_mut() = status;
    let own = match part {
        Part::Flow => FLOW,
        Part::End => END,
        Part::Site => SITE,
    };
    insert(answer.headers_mut(), own);
    insert(answer.headers_mut(), ALL);
    answer.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    answer
}

/// The same page, where it stands beyond the way of an app.
pub fn of_site(mut answer: Answer) -> Answer {
    insert(answer.headers_mut(), SITE);
    answer
}

fn insert(headers: &mut HeaderMap, own: &'static [(&'static str, &'static str)]) {
    for (name, value) in own {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// A realm's own file, good for a year under its hashed name.
pub fn brand_file(kind: &'static str, content: Bytes) -> Answer {
    let mut answer = crate::wire::plain::file(kind, content);
    answer.headers_mut().insert("content-security-policy", HeaderValue::from_static(DRAWING));
    answer
}

/// Tells browsers to come by https alone.
pub fn https_only(headers: &mut HeaderMap) {
    headers.insert("strict-transport-security", HeaderValue::from_static(HTTPS_ONLY));
}
