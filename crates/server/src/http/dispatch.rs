//! From a request to its use case.

use super::listener::App;
use super::{demo, health};
use crate::api;
use crate::config::ADMIN;
use crate::flow::pages::{About, method_trouble, refused, see_other, site_trouble};
use crate::flow::request_id::RequestId;
use crate::flow::witness::Witness;
use crate::flow::{
    Answer, Call, authorize, consent, hand_off, headers, introspect, resource, revoke, sign_in, token, tokeninfo,
    verify,
};
use crate::metrics::Noted;
use crate::metrics::words::Kind;
use crate::pages::{COPY_SCRIPT, COPY_SCRIPT_NAME, ICON, ICON_NAME, STYLE, STYLE_NAME};
use crate::realm::{Mount, Realm};
use crate::server::Server;
use crate::site;
use crate::wire::body::{self, NoBody, Wait};
use crate::wire::packed::packed;
use crate::wire::routes::{Captures, Resource};
use crate::wire::{LONGEST_URL, address, plain};
use axum::Router;
use axum::body::HttpBody;
use bytes::Bytes;
use dialect::incoming::Incoming;
use dialect::model::{Endpoint, Operation};
use engine::refusal::Refusal;
use http::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderValue, LOCATION};
use http::request::Parts;
use http::uri::Authority;
use http::{Method, StatusCode, Version};
use std::error::Error;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// The longest headers together, in bytes.
const LONGEST_HEADERS: usize = 32 * 1024;
const WELL_KNOWN: &str = "/.well-known/oauth-authorization-server";

/// By which listener a request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// The main one.
    Main,
    /// The administration's own.
    Admin,
}

/// What a listener works with.
pub struct Front {
    /// The server.
    pub server: Arc<Server>,
    /// The administration's API.
    pub api: Router,
    /// Which listener it is.
    pub entrance: Entrance,
}

impl Front {
    /// What the listener of that entrance works with.
    pub fn new(server: Arc<Server>, entrance: Entrance) -> Self {
        Self { api: api::served(server.clone()), server, entrance }
    }

    /// Answers any request and counts it.
    pub async fn dispatch<B>(&self, peer: SocketAddr, request: http::Request<B>) -> Answer
    where
        B: HttpBody<Data = Bytes>,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let (begun, noted) = (Instant::now(), Noted::default());
        let (realm, answer) = answered(self, peer, request, &noted).await;
        noted.answered_with(answer.status());
        let metrics = &self.server.metrics;
        metrics.answered(realm.map_or(&metrics.elsewhere, |realm| &realm.requests), &noted, begun.elapsed());
        answer
    }
}

impl App for Front {
    fn answer(&self, peer: SocketAddr, request: http::Request<hyper::body::Incoming>) -> impl Future<Output = Answer> {
        self.dispatch(peer, request)
    }
}

/// The answer, and whose it is. What is rare, or as large as a page, has a future on the heap: that of a token request stays small, of which thousands
/// may be open at once.
async fn answered<'f, B>(
    front: &'f Front,
    peer: SocketAddr,
    request: http::Request<B>,
    noted: &Noted,
) -> (Option<&'f Realm>, Answer)
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (parts, body) = request.into_parts();
    if let Some(answer) = out_of_bounds(&parts) {
        return (None, answer);
    }
    let server = front.server.as_ref();
    if let Some(page) = demo::Page::at(front, parts.uri.path()) {
        noted.at(Kind::Page);
        let body = body::read(body, || page.wait(server, &parts.method)).await.unwrap_or_default();
        return (None, page.answer(server, &parts, &body));
    }
    let host = parts.uri.host().unwrap_or_else(|| address::host(&server.config, peer.ip(), &parts.headers));
    // RFC 8414 section 3.1 puts the well-known part in front of the issuer's path.
    let (path, metadata) = match parts.uri.path().strip_prefix(WELL_KNOWN) {
        Some(below) => (below, true),
        None => (parts.uri.path(), false),
    };
    let found = match front.entrance {
        Entrance::Main => server.realms.find(host, path),
        Entrance::Admin => server.realms.find_admin(path),
    };
    let Some((realm, mount, below)) = found else {
        return (None, Box::pin(health::answer(front, peer, &parts, noted)).await);
    };
    let place = if metadata { Place::Metadata } else { Place::at(mount, below) };
    let (body, no_body) = apart(body::read(body, || place.wait(&parts.method, (realm, mount), below)).await);
    if realm.name == ADMIN && path.starts_with(api::PREFIX) && !metadata {
        noted.at(Kind::AdminApi);
        let context = api::Context { address: address::of(&server.config, peer.ip(), &parts.headers).to_string() };
        let body = no_body.map_or(Ok(body), Err);
        return (Some(realm.as_ref()), Box::pin(api::answer(front.api.clone(), parts, body, context)).await);
    }
    let incoming = Incoming {
        method: &parts.method,
        captures: &[],
        query: parts.uri.query(),
        headers: &parts.headers,
        body: &body,
    };
    let call = Call {
        server,
        realm,
        mount,
        incoming: &incoming,
        host,
        path: below,
        now: server.clock.now(),
        address: address::of(&server.config, peer.ip(), &parts.headers),
        request_id: &RequestId::new(server.dice.as_ref()),
        noted,
        witness: &Witness::default(),
    };
    let mut answer = placed(&call, place, no_body).await;
    if call.is_secure() {
        headers::https_only(answer.headers_mut());
    }
    (Some(realm.as_ref()), answer)
}

/// A body, and why there is none.
fn apart(read: Result<Bytes, NoBody>) -> (Bytes, Option<NoBody>) {
    match read {
        Ok(body) => (body, None),
        Err(no_body) => (Bytes::new(), Some(no_body)),
    }
}

/// Where a path below a mount leads.
enum Place<'m> {
    /// To what the mount publishes of itself.
    Metadata,
    /// To a route that the dialect names.
    Dialect(&'m Resource, Captures),
    /// To the server's own pages, or nowhere.
    Ours,
}

impl<'m> Place<'m> {
    fn at(mount: &'m Mount, below: &str) -> Self {
        match mount.routes.at(below).filter(|_| !mount.dialect.keeps(below)) {
            Some((found, captures)) => Self::Dialect(found, captures),
            None => Self::Ours,
        }
    }

    /// Whether the answer depends on a body that is slow to come: not where no method of that name, or nothing at all, is at the address.
    fn wait(&self, method: &Method, (realm, mount): (&Realm, &Mount), below: &str) -> Wait {
        let takes = match self {
            Self::Metadata => false,
            Self::Dialect(found, _) => found.operation(method).is_some(),
            Self::Ours => {
                realm.name == ADMIN || mount.dialect.keeps(below) && (*method == Method::POST || verifies(below))
            }
        };
        if takes { Wait::Long } else { Wait::Not }
    }
}

/// The answer to a request that is not read at all.
fn out_of_bounds(parts: &Parts) -> Option<Answer> {
    if parts.uri.path_and_query().is_some_and(|both| both.as_str().len() > LONGEST_URL) {
        return Some(plain::text(StatusCode::URI_TOO_LONG, "The address is longer than 8 KiB.\n"));
    }
    let headers = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum::<usize>();
    if headers > LONGEST_HEADERS {
        let sentence = "The headers are longer than 32 KiB.\n";
        return Some(plain::text(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, sentence));
    }
    let sentence = "Send one Host header: a name or address, and the port where it is not the usual one.\n";
    (!names_one_host(parts)).then(|| plain::text(StatusCode::BAD_REQUEST, sentence))
}

/// RFC 9112 section 3.2: two hosts, or none, could mean one realm to a proxy and another to us.
fn names_one_host(parts: &Parts) -> bool {
    let mut hosts = parts.headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => parts.version < Version::HTTP_11 || parts.uri.host().is_some(),
        (Some(host), None) => host.is_empty() || host.to_str().is_ok_and(is_host),
        (Some(_), Some(_)) => false,
    }
}

fn is_host(text: &str) -> bool {
    !text.contains('@') && text.parse::<Authority>().is_ok()
}

async fn placed(call: &Call<'_>, place: Place<'_>, no_body: Option<NoBody>) -> Answer {
    match place {
        Place::Metadata if call.path.trim_end_matches('/').is_empty() => metadata(call),
        Place::Metadata => plain::not_found(),
        Place::Dialect(found, captures) => of_dialect(call, (found, captures), no_body).await,
        Place::Ours => match no_body {
            Some(no_body) => without_body(no_body),
            None => Box::pin(ours(call)).await,
        },
    }
}

/// A route that the dialect names.
async fn of_dialect(call: &Call<'_>, (found, captures): (&Resource, Captures), no_body: Option<NoBody>) -> Answer {
    let endpoint = found.methods.first().map_or(Endpoint::Api, |(_, operation)| endpoint(operation));
    let incoming = Incoming { captures: &captures, ..*call.incoming };
    let call = &Call { incoming: &incoming, ..*call };
    call.noted.at(endpoint.into());
    call.witness.at(endpoint);
    let method = call.incoming.method;
    if method == Method::OPTIONS {
        let methods: Vec<_> = found.methods.iter().map(|(method, _)| *method).collect();
        let preflight = if endpoint == Endpoint::Authorize { None } else { call.mount.dialect.preflight(&methods) };
        return preflight.unwrap_or_else(|| plain::options(&found.allow()));
    }
    let mut answer = match (found.operation(method), no_body) {
        (None, _) => method_not_allowed(call, endpoint, &found.allow()).await,
        (Some(_), Some(NoBody::TooLarge)) => call.fail(endpoint, Refusal::TooLarge.into()),
        (Some(_), Some(no_body)) => without_body(no_body),
        (Some(operation), None) => operate(call, operation, &captures).await,
    };
    call.mount.dialect.apply_cors(endpoint, answer.headers_mut());
    answer
}

/// 405 in the dialect's words (RFC 9110 section 15.5.6); the error log of the app that the request names has a line of it.
async fn method_not_allowed(call: &Call<'_>, endpoint: Endpoint, allow: &str) -> Answer {
    let mut answer = call.fail_named(endpoint, Refusal::MethodNotAllowed.into()).await;
    if let Ok(allow) = HeaderValue::from_str(allow) {
        answer.headers_mut().insert(ALLOW, allow);
    }
    answer
}

fn endpoint(operation: &Operation) -> Endpoint {
    match operation {
        Operation::Authorize | Operation::Forward { .. } => Endpoint::Authorize,
        Operation::Token(_) => Endpoint::Token,
        Operation::TokenInfo => Endpoint::TokenInfo,
        Operation::Introspect => Endpoint::Introspect,
        Operation::Revoke => Endpoint::Revoke,
        Operation::Resource(index) => Endpoint::Resource(*index),
        Operation::Metadata | Operation::Jwks => Endpoint::Api,
    }
}

async fn operate(call: &Call<'_>, operation: &Operation, captures: &Captures) -> Answer {
    match operation {
        Operation::Authorize => authorize::answer(call).await,
        Operation::Forward { to, status } => forward(call, to, *status),
        Operation::Token(grants) => token::answer(call, grants).await,
        Operation::TokenInfo => tokeninfo::answer(call).await,
        Operation::Introspect => introspect::answer(call).await,
        Operation::Revoke => revoke::answer(call).await,
        Operation::Resource(index) => resource::answer(call, *index, captures).await,
        Operation::Metadata => metadata(call),
        Operation::Jwks => jwks(call),
    }
}

fn verifies(path: &str) -> bool {
    path == "/verify" || path.starts_with("/verify/")
}

/// Paths that are Grantor's own at every mount.
async fn ours(call: &Call<'_>) -> Answer {
    let method = call.incoming.method;
    if verifies(call.path) && call.realm.name != ADMIN {
        call.noted.at(Kind::Verify);
        call.witness.at(Endpoint::Api);
        return verify::answer(call).await;
    }
    call.noted.at(Kind::Page);
    if call.incoming.is_crowded() {
        return refused(call, &Refusal::TooManyParameters.into(), About::default());
    }
    let Some(own) = call.path.strip_prefix("/-/") else {
        return page(call).await;
    };
    match own {
        "hand-off" if call.realm.hand_off.is_some() => hand_off::answered(call).await,
        "sign-in" if call.realm.hand_off.is_some() => plain::not_found(),
        // There the address of a browser stands after a wrong password.
        "sign-in" | "consent" | "sign-out" if method != Method::POST && reads(call) => method_trouble(call, "POST"),
        "sign-in" | "consent" | "sign-out" if method != Method::POST => plain::method_not_allowed("POST"),
        "sign-in" => sign_in::submitted(call).await,
        "consent" => consent::submitted(call).await,
        "sign-out" => sign_in::sign_out(call).await,
        "sign-up" => site::door::sign_up::answer(call).await,
        name if name == *STYLE_NAME => packed(plain::file("text/css; charset=utf-8", STYLE), call.incoming.headers),
        name if name == *ICON_NAME => plain::file("image/svg+xml", ICON),
        name if name == *COPY_SCRIPT_NAME => plain::file("text/javascript; charset=utf-8", COPY_SCRIPT),
        name => match call.realm.brand.file(name) {
            Some(file) => headers::brand_file(file.kind, file.content.clone()),
            None => page(call).await,
        },
    }
}

async fn page(call: &Call<'_>) -> Answer {
    match site::answer(call).await {
        Some(answer) => answer,
        None => nowhere(call),
    }
}

/// What is no address of ours: a browser gets a page with a way back, or from the very mount to what developers read; everything else a sentence.
fn nowhere(call: &Call<'_>) -> Answer {
    call.noted.at(Kind::None);
    match reads(call) {
        true if matches!(call.path, "" | "/") => see_other(&format!("{}/docs", call.mount.prefix)),
        true => site_trouble(call, "not_found", StatusCode::NOT_FOUND),
        false => plain::not_found(),
    }
}

/// Whether it is a browser that wants a page.
fn reads(call: &Call<'_>) -> bool {
    let looks = matches!(*call.incoming.method, Method::GET | Method::HEAD);
    let accepted = call.incoming.headers.get_all(ACCEPT);
    looks && accepted.iter().filter_map(|line| line.to_str().ok()).any(|line| line.contains("text/html"))
}

fn forward(call: &Call<'_>, to: &str, status: u16) -> Answer {
    if call.incoming.is_crowded() {
        return crowded();
    }
    let mut answer = Answer::new(Bytes::new());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::TEMPORARY_REDIRECT);
    let query = call.incoming.query.map(|query| format!("?{query}")).unwrap_or_default();
    if let Ok(location) = HeaderValue::from_str(&format!("{}{to}{query}", call.mount.prefix)) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

fn metadata(call: &Call<'_>) -> Answer {
    call.noted.at(Kind::Resource);
    let Some(document) = &call.mount.metadata else { return plain::not_found() };
    if !matches!(*call.incoming.method, Method::GET | Method::HEAD) {
        return plain::method_not_allowed("GET, HEAD");
    }
    if call.incoming.is_crowded() {
        return crowded();
    }
    let mut answer = Answer::new(document.clone());
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    call.mount.dialect.apply_cors(Endpoint::Api, answer.headers_mut());
    answer
}

/// The answer to more parameters than anybody means.
pub fn crowded() -> Answer {
    plain::text(StatusCode::BAD_REQUEST, "The address has more than 100 parameters.\n")
}

/// The key set (RFC 7517). Nobody keeps it for as long as a new key waits before it signs.
fn jwks(call: &Call<'_>) -> Answer {
    call.noted.at(Kind::Resource);
    if call.incoming.is_crowded() {
        return crowded();
    }
    let mut answer = Answer::new(call.realm.keys.turning().jwks(call.now.secs()));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/jwk-set+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    answer
}

fn without_body(no_body: NoBody) -> Answer {
    match no_body {
        NoBody::TooLarge => plain::text(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 64 KiB.\n"),
        NoBody::TooSlow => plain::text(StatusCode::REQUEST_TIMEOUT, "The body did not come.\n"),
        NoBody::Broken => plain::text(StatusCode::BAD_REQUEST, "The body broke off.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::body::Incoming;

    fn size<'f, F>(_: impl FnOnce(&'f Front, SocketAddr, http::Request<Incoming>) -> F) -> usize {
        size_of::<F>()
    }

    /// Thousands may be in flight: what each of them holds decides how many fit into a processor's cache.
    #[test]
    fn a_request_in_flight_is_small() {
        let size = size(Front::dispatch);
        assert!(size <= 4608, "{size}");
    }
}
