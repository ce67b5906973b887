//! Answers to other origins: anybody may read, nobody's credentials go along.

use super::Answer;
use crate::model::{Dialect, Endpoint, Method};
use bytes::Bytes;
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, Response, StatusCode};

impl Method {
    /// HTTP's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Dialect {
    /// Adds what lets a script of any origin read the answer. Never on authorize: that is for people.
    pub fn apply_cors(&self, endpoint: Endpoint, headers: &mut HeaderMap) {
        if self.cors.is_some() && endpoint != Endpoint::Authorize {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
    }

    /// The answer to OPTIONS at a route with these methods.
    pub fn preflight(&self, methods: &[Method]) -> Option<Answer> {
        let cors = self.cors.as_ref()?;
        let methods = methods.iter().map(|method| method.as_str()).collect::<Vec<_>>().join(", ");
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = StatusCode::from_u16(cors.preflight).unwrap_or(StatusCode::NO_CONTENT);
        let mut say = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                answer.headers_mut().insert(name, value);
            }
        };
        say(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        say(header::ACCESS_CONTROL_ALLOW_METHODS, &methods);
        say(header::ACCESS_CONTROL_ALLOW_HEADERS, &cors.headers.join(", "));
        if cors.allow {
            say(header::ALLOW, &methods);
        }
        Some(answer)
    }
}
