//! Authorization codes: used once, by the app and for the redirect URI that they were made for, by whoever holds the verifier.

mod confusion;
mod once;
mod pkce;

use crate::client::Client;
use crate::http::Response;
use engine::policy::GrantKind;

/// The answer has no tokens in it.
#[track_caller]
pub fn nothing(client: &Client<'_>, grant: GrantKind, answer: &Response, what: &str) {
    let read = client.dialect().client_read_tokens(grant, &answer.body);
    assert!(read.is_none() && answer.status < 500, "{} {what}: {answer:?}", client.mount.name);
}

/// Redeeming this as a code gives nothing.
#[track_caller]
pub fn worthless(client: &Client<'_>, code: &str, what: &str) {
    nothing(client, GrantKind::AuthorizationCode, &client.exchange(code), what);
}
