//! The administration's API, `/admin/api/v1`: JSON over the desk's use cases. A handler reads what was sent, names the right that it takes, calls
//! the desk and tells what came of it; it holds no rules.
//!
//! # Layout
//! - [`router`]: every address with its handler, and the description of them all (OpenAPI 3.1), made from the same code.
//! - `caller`: who calls, and what they may; `problem`: why there is no answer (RFC 9457); `sent`, `paging`: what a request says.
//! - [`told`]: the same description as plain data, for the page that people read.
//! - `accounts`, `apps`, `app_secrets`, `app_standing`, `grants`, `audit`, `keys`, `realms`: the handlers, by subject.

mod account_access;
mod accounts;
mod app_secrets;
mod app_standing;
mod app_usage;
mod apps;
mod audit;
mod caller;
mod grants;
mod keys;
mod paging;
mod problem;
mod realms;
mod sent;
pub mod told;

pub use caller::may;

use crate::flow::Answer;
use crate::server::Server;
use crate::wire::body::NoBody;
use axum::Router;
use axum::body::Body;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http_body_util::BodyExt;
use problem::{Problem, Problems};
use std::sync::Arc;
use tower::ServiceExt;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi as _};
use utoipa_axum::router::OpenApiRouter;

/// Where it lies.
pub const PREFIX: &str = "/admin/api/v1";

/// What a handler has to know of its request beside what it says.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// From which address it came, as text.
    pub address: String,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Grantor administration",
        description = "Everything that the administration's pages and the command line do. Send a key as `Authorization: Bearer gk_…`; \
                       `grantor key create` makes one. Times are whole seconds since 1970. Lists come in pages: `next` of one is `after` of the \
                       next. What is refused is told as problem details (RFC 9457).",
        license(name = "Apache-2.0 OR MIT"),
    ),
    modifiers(&KeyScheme),
    security(("key" = [])),
    components(schemas(Problem)),
    tags(
        (name = "realms", description = "Communities of accounts, apps and grants, as the configuration has them; figures of the server"),
        (name = "accounts", description = "People; in the realm `admin`, administrators"),
        (name = "apps", description = "Third parties' programs"),
        (name = "grants", description = "What accounts let apps do, and the tokens that live by it"),
        (name = "audit", description = "Who did what, when, from where"),
        (name = "keys", description = "Keys of this API"),
    ),
)]
struct Described;

struct KeyScheme;

impl Modify for KeyScheme {
    fn modify(&self, openapi: &mut OpenApi) {
        let key = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        openapi.components.get_or_insert_default().add_security_scheme("key", key);
    }
}

/// Every address with its handler, and what describes them.
pub fn router() -> (Router<Arc<Server>>, OpenApi) {
    let all = OpenApiRouter::new()
        .merge(realms::routes())
        .merge(accounts::routes())
        .merge(account_access::routes())
        .merge(apps::routes())
        .merge(app_secrets::routes())
        .merge(app_standing::routes())
        .merge(app_usage::routes())
        .merge(grants::routes())
        .merge(audit::routes())
        .merge(keys::routes());
    OpenApiRouter::with_openapi(Described::openapi()).nest(PREFIX, all).split_for_parts()
}

/// The same, ready to answer, with the description at its own address.
pub fn served(server: Arc<Server>) -> Router {
    let (router, openapi) = router();
    let text = Bytes::from(openapi.to_json().unwrap_or_default());
    let description = move || async move { ([(CONTENT_TYPE, "application/json")], text) };
    let described = Arc::new(serde_json::to_value(&openapi).unwrap_or_default());
    router
        .route_layer(from_fn_with_state(described, sent::known_parameters))
        .route(&format!("{PREFIX}/openapi.json"), axum::routing::get(description))
        .fallback(|| async { Problem::absent("there is nothing at this address") })
        .method_not_allowed_fallback(|| async { Problem::method("see `Allow` for those that it takes") })
        .with_state(server)
}

/// Answers one request.
pub async fn answer(router: Router, parts: Parts, body: Result<Bytes, NoBody>, context: Context) -> Answer {
    let mut answer = match body {
        Ok(body) => {
            let mut request = http::Request::from_parts(parts, Body::from(body));
            request.extensions_mut().insert(context);
            router.oneshot(request).await.into_response()
        }
        Err(NoBody::TooLarge) => Problem::large("a body has 64 KiB at most").into_response(),
        Err(NoBody::TooSlow) => Problem::slow("the body stopped coming").into_response(),
        Err(NoBody::Broken) => Problem::unreadable("the body broke off").into_response(),
    };
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    let (parts, body) = answer.into_parts();
    // It was made in memory: it does not fail.
    let whole = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    Answer::from_parts(parts, whole)
}
