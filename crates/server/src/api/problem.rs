//! Why there is no answer: problem details (RFC 9457).

use super::PREFIX;
use crate::desk::{Declined, Sort};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request is not met (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// What sort of problem, as a name that stays: `urn:grantor:problem:absent`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The same for people.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request, and what would be right.
    pub detail: String,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident, $status:ident, $kind:literal, $title:literal;)*) => {
        impl Problem {
            $($(#[$doc])*
            pub(super) fn $name(detail: impl Into<String>) -> Self {
                let kind = concat!("urn:grantor:problem:", $kind);
                Self { kind, title: $title, status: StatusCode::$status.as_u16(), detail: detail.into() }
            })*
        }

        /// Every status with its title.
        pub(super) const STATUSES: &[(StatusCode, &str)] = &[$((StatusCode::$status, $title)),*];
    };
}

problems! {
    /// The request is none that can be read.
    unreadable, BAD_REQUEST, "unreadable", "The request cannot be read";
    /// No key, or none that lives.
    unknown_key, UNAUTHORIZED, "unknown-key", "A live key is needed";
    /// The key has not got the right.
    no_right, FORBIDDEN, "no-right", "The key lacks a right";
    /// What was named is not there.
    absent, NOT_FOUND, "absent", "There is no such thing";
    /// This address does not take this method.
    method, METHOD_NOT_ALLOWED, "method", "This address does not take this method";
    /// The request stopped coming.
    slow, REQUEST_TIMEOUT, "slow", "The request did not come in time";
    /// A name or id is somebody else's.
    taken, CONFLICT, "taken", "The name is taken";
    /// What is there stands otherwise than the wish takes it to.
    state, CONFLICT, "state", "It does not stand like that";
    /// More than 64 KiB.
    large, PAYLOAD_TOO_LARGE, "large", "The body is too large";
    /// No JSON.
    media_type, UNSUPPORTED_MEDIA_TYPE, "media-type", "The body is not JSON";
    /// The wish does not fit the rules.
    declined, UNPROCESSABLE_ENTITY, "declined", "The wish does not fit the rules";
    /// The server cannot do it now.
    unavailable, SERVICE_UNAVAILABLE, "unavailable", "Not at the moment";
}

impl From<Declined> for Problem {
    fn from(declined: Declined) -> Self {
        match declined.sort() {
            Sort::Absent => Self::absent(detail(&declined)),
            Sort::Taken => Self::taken(detail(&declined)),
            Sort::Moved => Self::state(detail(&declined)),
            Sort::Unfit => Self::declined(detail(&declined)),
            Sort::Unavailable => {
                tracing::error!(%declined, "the administration failed");
                Self::unavailable("the database does not answer; try again")
            }
        }
    }
}

/// What is wrong and what would be right, in requests of this API: where the way out is a command, the desk's own sentence names that.
fn detail(declined: &Declined) -> String {
    match declined {
        Declined::NoApp(app, realm) => {
            format!("there is no app `{app}` in the realm `{realm}`; GET {PREFIX}/realms/{realm}/apps lists them")
        }
        Declined::NoAccount(account, realm) => {
            format!(
                "there is no account `{account}` in the realm `{realm}`; GET {PREFIX}/realms/{realm}/accounts lists them"
            )
        }
        Declined::NoKey(key) => format!("there is no live key `{key}`; GET {PREFIX}/keys lists them"),
        Declined::Ownerless => {
            "a test token speaks for the app's owner, and this app has none; PUT below its `/owners` adds one"
                .to_owned()
        }
        other => other.to_string(),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = (status, axum::Json(self)).into_response();
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if status == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"admin\""));
        }
        answer
    }
}

/// What every operation may answer beside its own.
pub(super) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let response = |about: &str| {
            let content = Content::new(Some(Ref::from_schema_name("Problem")));
            ResponseBuilder::new().description(about).content(MEDIA_TYPE, content).build()
        };
        let mut titles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (status, title) in STATUSES {
            titles.entry(status.as_str()).or_default().push(title);
        }
        let told = |(status, titles): (&str, Vec<&str>)| (status.to_owned(), response(&titles.join(", or: ")).into());
        titles.into_iter().map(told).collect()
    }
}
