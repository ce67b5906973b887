//! Lifetimes, limits and standing, each shown at both of its edges, at every place that looks at it, in every dialect.

mod limit;
mod lives;
mod standing;

use crate::browser::End;
use crate::http::Response;

/// A refusal on the wire: status, and the body or its beginning.
pub type No = (u16, &'static str);

/// What authorize does with a refusal.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// A redirect to the app with this in its query.
    Redirect(&'static str),
    /// A page with status 400.
    Page,
}

/// What the providers' documents, or our decisions where they say nothing, let each mount answer.
#[derive(Clone, Copy, Debug)]
pub struct Wire {
    pub mount: &'static str,
    /// Lifetimes in seconds; `None`: without end, or no such token.
    pub code: i64,
    pub access: Option<i64>,
    pub refresh: Option<i64>,
    /// An expired code, refresh token, access token (at whoami).
    pub bad_code: No,
    pub bad_refresh: No,
    pub bad_token: No,
    /// A suspended app: authorize, token endpoint, whoami.
    pub suspended: (Told, No, No),
    /// An app at its limit: authorize, token endpoint.
    pub limited: (Told, No),
    /// A deleted app at the token endpoint.
    pub deleted: No,
    /// A disabled account at authorize.
    pub disabled: Told,
    /// A code or refresh token whose grant the user has withdrawn; a token of it at whoami.
    pub withdrawn: (No, No),
}

const DAY: i64 = 86_400;
const YEAR: i64 = 365 * DAY;
const NONE: No = (0, "there is no such token");

const HIDRIVE: Wire = Wire {
    mount: "hidrive",
    code: 300,
    access: Some(3600),
    refresh: Some(60 * DAY),
    bad_code: (400, r#"{"error":"invalid_grant","error_description":"#),
    bad_refresh: (400, r#"{"error":"invalid_grant","error_description":"#),
    bad_token: (401, r#"{"code":401,"msg":"#),
    suspended: (
        Told::Redirect("error=unauthorized_client"),
        (400, r#"{"error":"unauthorized_client","#),
        (401, r#"{"code":401,"msg":"#),
    ),
    limited: (Told::Redirect("error=unauthorized_client"), (400, r#"{"error":"unauthorized_client","#)),
    deleted: (400, r#"{"error":"invalid_request","error_description":"invalid client_id (header auth)"}"#),
    disabled: Told::Page,
    withdrawn: ((400, r#"{"error":"invalid_grant","#), (401, r#"{"code":401,"msg":"#)),
};

const RAINDROP: Wire = Wire {
    mount: "raindrop",
    code: 300,
    access: Some(14 * DAY),
    refresh: Some(YEAR),
    bad_code: (400, r#"{"error": "bad_authorization_code"}"#),
    bad_refresh: (400, r#"{"error": "invalid_refresh_token"}"#),
    bad_token: (401, r#"{"result":false,"status":401,"errorMessage":"Incorrect access_token","auth":false}"#),
    suspended: (
        Told::Redirect("error=invalid_application_status"),
        (400, r#"{"error": "invalid_application_status"}"#),
        (401, r#"{"result":false,"status":401,"errorMessage":"Incorrect access_token","auth":false}"#),
    ),
    limited: (Told::Redirect("error=invalid_application_status"), (400, r#"{"error": "invalid_application_status"}"#)),
    deleted: (400, r#"{"error": "invalid_client"}"#),
    disabled: Told::Page,
    withdrawn: (
        (400, r#"{"error": "#),
        (401, r#"{"result":false,"status":401,"errorMessage":"Incorrect access_token","auth":false}"#),
    ),
};

const RAINDROP_LIVE: Wire = Wire {
    mount: "raindrop-live",
    bad_code: (200, r#"{"result":false,"status":400,"errorMessage":"Incorrect code"}"#),
    bad_refresh: (200, r#"{"result":false,"status":400,"errorMessage":"Incorrect refresh_token"}"#),
    suspended: (
        RAINDROP.suspended.0,
        (200, r#"{"result":false,"status":400,"errorMessage":"Invalid application status"}"#),
        RAINDROP.suspended.2,
    ),
    limited: (
        RAINDROP.limited.0,
        (200, r#"{"result":false,"status":400,"errorMessage":"Invalid application status"}"#),
    ),
    deleted: (200, r#"{"result":false,"status":400,"errorMessage":"client_id or client_secret is invalid"}"#),
    withdrawn: ((200, r#"{"result":false,"status":400,"errorMessage":"Incorrect "#), RAINDROP.withdrawn.1),
    ..RAINDROP
};

const BOXC: Wire = Wire {
    mount: "boxc",
    code: 600,
    access: None,
    refresh: None,
    bad_code: (
        400,
        r#"{"status":"error","http_status":400,"code":1000,"message":"Validation Error. nonce is invalid"}"#,
    ),
    bad_refresh: NONE,
    bad_token: (401, r#"{"status":"error","http_status":401,"code":1005,"message":"Invalid access token"}"#),
    suspended: (
        Told::Page,
        (403, r#"{"status":"error","http_status":403,"code":1004,"message":"Client was deactivated by BoxC"}"#),
        (403, r#"{"status":"error","http_status":403,"code":1004,"message":"Client was deactivated by BoxC"}"#),
    ),
    limited: (
        Told::Page,
        (403, r#"{"status":"error","http_status":403,"code":1004,"message":"Client was deactivated by BoxC"}"#),
    ),
    deleted: (403, r#"{"status":"error","http_status":403,"code":1003,"message":"Client is deleted"}"#),
    disabled: Told::Page,
    withdrawn: (
        (400, r#"{"status":"error","http_status":400,"code":1000,"message":"Validation Error. nonce is invalid"}"#),
        (401, r#"{"status":"error","http_status":401,"code":1008,"message":"Forbidden: Authorization revoked"}"#),
    ),
};

const GITSHARE: Wire = Wire {
    mount: "gitshare",
    code: 300,
    access: Some(36_000),
    refresh: Some(YEAR),
    bad_code: (400, r#"{"error": "invalid_grant"}"#),
    bad_refresh: (400, r#"{"error": "invalid_grant"}"#),
    bad_token: (401, r#"{"detail": "Authentication credentials were not provided."}"#),
    suspended: (
        Told::Page,
        (400, r#"{"error": "invalid_grant"}"#),
        (401, r#"{"detail": "Authentication credentials were not provided."}"#),
    ),
    limited: (Told::Page, (400, r#"{"error": "invalid_grant"}"#)),
    deleted: (400, r#"{"error": "invalid_grant"}"#),
    disabled: Told::Page,
    withdrawn: (
        (400, r#"{"error": "invalid_grant"}"#),
        (401, r#"{"detail": "Authentication credentials were not provided."}"#),
    ),
};

const SERBLE: Wire = Wire {
    mount: "serble",
    code: 300,
    access: Some(3600),
    refresh: Some(10 * YEAR),
    bad_code: (400, "Invalid authorization code"),
    bad_refresh: (400, "Invalid authorization code"),
    bad_token: (401, ""),
    suspended: (Told::Redirect("state=st-7&authorized=false"), (400, "App is not authorized"), (401, "")),
    limited: (Told::Redirect("state=st-7&authorized=false"), (400, "App is not authorized")),
    deleted: (400, "Invalid client_id"),
    disabled: Told::Redirect("state=st-7&authorized=false"),
    withdrawn: ((400, "App is not authorized"), (401, "")),
};

const STANDARD: Wire = Wire {
    mount: "standard",
    code: 60,
    access: Some(3600),
    refresh: Some(30 * DAY),
    bad_code: (400, r#"{"error":"invalid_grant","error_description":"#),
    bad_refresh: (400, r#"{"error":"invalid_grant","error_description":"#),
    bad_token: NONE,
    suspended: (Told::Redirect("error=unauthorized_client"), (400, r#"{"error":"unauthorized_client","#), NONE),
    limited: (Told::Redirect("error=unauthorized_client"), (400, r#"{"error":"unauthorized_client","#)),
    deleted: (401, r#"{"error":"invalid_client","#),
    disabled: Told::Page,
    withdrawn: ((400, r#"{"error":"invalid_grant","#), NONE),
};

/// All mounts of the demo.
pub const WIRES: [Wire; 8] =
    [HIDRIVE, RAINDROP, RAINDROP_LIVE, BOXC, Wire { mount: "boxc-standard", ..STANDARD }, GITSHARE, SERBLE, STANDARD];

/// The answer is that refusal: complete where the expectation is, else its beginning.
#[track_caller]
pub fn refused(answer: &Response, no: No, when: &str) {
    let whole = no.1.is_empty() || no.1.ends_with('}') || !no.1.starts_with('{');
    let fits = if whole { answer.text() == no.1 } else { answer.text().starts_with(no.1) };
    assert!(answer.status == no.0 && fits, "{when}: {answer:?}, not {no:?}");
}

/// Authorize answers with that refusal, by redirect or on a page.
#[track_caller]
pub fn turned_away(end: End, told: Told, when: &str) {
    match (&end, told) {
        (End::App(url, _), Told::Redirect(part)) => {
            let query = url.split_once('?').map_or("", |(_, query)| query);
            assert!(query.contains(part) && !query.contains("code="), "{when}: {url}, not {part}");
        }
        (End::Page(page), Told::Page) => assert_eq!(page.status, 400, "{when}: {page:?}"),
        _ => panic!("{when}: {end:?}, not {told:?}"),
    }
}
