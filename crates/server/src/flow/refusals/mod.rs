//! Refusals for the error logs of apps: noted in memory, written in batches within a second. Nothing waits for it, a crash loses its last second, and
//! of a flood the latest are kept.

mod waiting;

use super::{Call, Failure};
use crate::desk::refused::Detail;
use crate::memory::parts::{PART, Parts};
use dialect::decode::Sent;
use dialect::incoming::Incoming;
use dialect::model::{Dialect, Endpoint, Name, Need};
use engine::model::App;
use engine::policy::GrantKind;
use engine::redirect::{differences, nearest, reserved_names};
use engine::refusal::{Refusal, Refused};
use http::Method;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Store;
use store::developers::NotedRefusal;
use waiting::Waiting;

/// Refusals that are not written yet.
#[derive(Debug, Default)]
pub struct Refusals {
    waiting: Mutex<Waiting>,
}

impl Refusals {
    /// Writes what there is, a part at a time. What could not be written is kept for the next time.
    pub async fn flush(&self, store: &dyn Store) {
        let waiting = self.waiting().all();
        let mut parts = Parts::default();
        for part in waiting.chunks(PART) {
            let written = store.note_refusals(part.to_vec()).await;
            if written.is_ok() {
                self.waiting().forget(part);
            }
            if parts.after(written, "error logs of apps").is_break() {
                return;
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes a refusal for the app that the request came from, if that has come to light.
pub(super) fn note(call: &Call<'_>, refused: &Refused) {
    let Some(app) = call.witness.app().filter(|app| app.deleted_at.is_none()) else { return };
    let endpoint = call.witness.endpoint();
    let detail = serde_json::to_string(&detail(call, app, refused)).unwrap_or_default();
    call.server.refusals.waiting().add(NotedRefusal {
        realm: call.realm.key,
        app: app.key,
        // In order of time, with 20 random bits behind it.
        id: (call.now.0 << 20 | call.server.dice.key() & 0xf_ffff) & i64::MAX,
        at: call.now.secs(),
        endpoint: word(endpoint).to_owned(),
        refusal: refused.refusal.name().to_owned(),
        detail,
        request_id: call.request_id.text().to_owned(),
    });
}

/// Finds out whose request it is that could not even be read, so that its developer gets to know.
pub(super) async fn identify(call: &Call<'_>) -> Result<(), Failure> {
    if call.witness.app().is_some() {
        return Ok(());
    }
    let Some(id) = call.mount.dialect.sent(call.witness.endpoint(), call.incoming).client_id else { return Ok(()) };
    let revision = call.server.store.revision(call.realm.key).await?;
    call.witness.names(call.realm.cache.app_by_client_id(call.at(revision), &id).await?.as_ref());
    Ok(())
}

fn detail(call: &Call<'_>, app: &App, refused: &Refused) -> Detail {
    let dialect = &call.mount.dialect;
    let endpoint = call.witness.endpoint();
    let asked = Incoming {
        method: &Method::GET,
        captures: &[],
        query: call.witness.query(),
        headers: call.incoming.headers,
        body: b"",
    };
    let incoming = if endpoint == Endpoint::Authorize { &asked } else { call.incoming };
    let sent = dialect.sent(endpoint, incoming);
    let policy = &dialect.policy.redirect;
    let compared = sent.redirect_uri.as_deref().and_then(|uri| match refused.refusal {
        Refusal::RedirectUriStrange => nearest(uri, &app.redirect_uris, policy),
        Refusal::RedirectUriDiffers => {
            // Between authorize and exchange only the same counts.
            let exact = engine::policy::RedirectPolicy {
                matching: engine::policy::RedirectMatch::Exact,
                any_port: Vec::new(),
                ..policy.clone()
            };
            call.witness.expected().map(|own| (own, differences(uri, own, &exact)))
        }
        _ => None,
    });
    let expected = compared.as_ref().map(|(own, _)| dialect::decode::without_values(own));
    let differs = compared.map(|(_, ways)| ways).unwrap_or_default();
    let parameter = refused.parameter.clone().or_else(|| wire_name(call, endpoint, refused.refusal));
    let wrong_method = (refused.refusal == Refusal::MethodNotAllowed).then(|| ("method".to_owned(), method(call)));
    let (method, path) = place(call, endpoint);
    Detail {
        method,
        path,
        one_of: match (refused.refusal, &sent.redirect_uri) {
            (Refusal::GrantTypeMissing, _) => telling(dialect),
            (Refusal::RedirectUriReserved, Some(uri)) => reserved_names(uri, policy),
            _ => Vec::new(),
        },
        scope: refused.scope.clone().or_else(|| unticked(call, app, (refused.refusal, &sent))),
        sent: wrong_method.into_iter().chain(sent.words).collect(),
        parameter,
        expected,
        differs,
    }
}

/// Where it went. An authorize request may come back in a form of ours, which no developer knows; what a route captures could be a token.
fn place(call: &Call<'_>, endpoint: Endpoint) -> (Option<String>, Option<String>) {
    if endpoint == Endpoint::Authorize && call.path.starts_with("/-/") {
        return (None, None);
    }
    let captures = call.incoming.captures;
    let captured =
        |segment: &str| captures.iter().any(|(_, value)| !value.is_empty() && segment.contains(value.as_str()));
    let segments = call.path.split('/').map(|segment| if captured(segment) { "…" } else { segment });
    let path = match endpoint {
        // What stands below it is the guarded API's.
        Endpoint::Api if call.path.starts_with("/verify/") => "/verify/…".to_owned(),
        _ => segments.collect::<Vec<_>>().join("/"),
    };
    (Some(method(call)), Some(format!("{}{path}", call.mount.prefix)))
}

/// The parameters that tell what is to be exchanged, where the dialect needs no grant type for that.
fn telling(dialect: &Dialect) -> Vec<String> {
    if dialect.ways().any(|(_, grant)| grant.grant_type != Need::Optional) {
        return Vec::new();
    }
    let name = |grant| match grant {
        GrantKind::AuthorizationCode => Some(Name::Code),
        GrantKind::RefreshToken => Some(Name::RefreshToken),
        GrantKind::Exchange => Some(Name::AccessToken),
        GrantKind::ClientCredentials => None,
    };
    let names = dialect.ways().filter_map(|(way, _)| name(way.grant));
    names.map(|name| dialect.names.first(Endpoint::Token, name).to_owned()).collect()
}

/// The first scope that there is and that the app may not ask for, where that is why it was refused.
fn unticked(call: &Call<'_>, app: &App, (refusal, sent): (Refusal, &Sent)) -> Option<String> {
    let catalogue = &call.mount.dialect.policy.scopes;
    let open = catalogue.ordered(app.scopes.iter().map(String::as_str));
    let words = sent.words.iter().flat_map(|(_, text)| text.split(' '));
    let mut shut = words.filter(|word| catalogue.scope(word).is_some() && !catalogue.opens(&open, word));
    shut.next().filter(|_| refusal == Refusal::ScopeUnknown).map(str::to_owned)
}

/// The request's method, if it is one of HTTP's (RFC 9110 section 9, RFC 5789): whatever else stands there could be a secret.
fn method(call: &Call<'_>) -> String {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::CONNECT,
    ];
    let own = call.incoming.method;
    if known.contains(own) { own.as_str().to_owned() } else { "…".to_owned() }
}

/// The name on the wire of the parameter that a refusal is about.
pub(super) fn wire_name(call: &Call<'_>, endpoint: Endpoint, refusal: Refusal) -> Option<String> {
    let name = match refusal.parameter()? {
        "client_id" => Name::ClientId,
        "client_secret" => Name::ClientSecret,
        "redirect_uri" => Name::RedirectUri,
        "response_type" => Name::ResponseType,
        "scope" => Name::Scope,
        "code" => Name::Code,
        "code_challenge" => Name::CodeChallenge,
        "code_challenge_method" => Name::CodeChallengeMethod,
        "code_verifier" => Name::CodeVerifier,
        "grant_type" => Name::GrantType,
        "refresh_token" => Name::RefreshToken,
        "token" => Name::Token,
        own @ ("request" | "request_uri") => return Some(own.to_owned()),
        "lang" => return call.mount.dialect.pages.language_parameter.clone(),
        "access_token" => Name::AccessToken,
        _ => return None,
    };
    let wire = call.mount.dialect.names.first(endpoint, name);
    (!wire.is_empty()).then(|| wire.to_owned())
}

fn word(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Authorize => "authorize",
        Endpoint::Token => "token",
        Endpoint::TokenInfo => "tokeninfo",
        Endpoint::Introspect => "introspect",
        Endpoint::Revoke => "revoke",
        Endpoint::Api | Endpoint::Resource(_) => "api",
    }
}
