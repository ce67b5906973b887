//! The demo's own pages: what there is to try, what came back to an app, and the hand that moves the clock.

use super::dispatch::{Front, within_bounds};
use crate::config::Switch;
use crate::flow::headers::{Part, html};
use crate::flow::pages::accepted;
use crate::pages::{CALLBACK_SCRIPT, CALLBACK_SCRIPT_NAME, Chrome, DemoCallback, ICON, ICON_NAME, STYLE, STYLE_NAME};
use crate::server::Server;
use crate::wire::body::{self, Wait};
use crate::wire::packed::packed;
use crate::wire::{Answer, plain};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dialect::model::Slot;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, StatusCode, Uri};
use serde::Deserialize;
use std::sync::Arc;

/// The routes; a server without a demo has none of them.
pub fn routes() -> Router<Front> {
    Router::new()
        .route("/", get(index))
        .route("/demo/callback", get(callback))
        // Where a redirect URI may go on below the registered one.
        .route("/demo/callback/{*below}", get(callback))
        .route("/demo/clock", axum::routing::any(clock))
        .route(&format!("/-/{}", *STYLE_NAME), get(style))
        .route(&format!("/-/{}", *ICON_NAME), get(|| async { whole(plain::file("image/svg+xml", ICON)) }))
        .route(&format!("/-/{}", *CALLBACK_SCRIPT_NAME), get(script))
        .method_not_allowed_fallback(async || whole(plain::method_not_allowed("GET, HEAD")))
        .route_layer(axum::middleware::from_fn(within_bounds))
}

async fn style(headers: HeaderMap) -> Response {
    whole(packed(plain::file("text/css; charset=utf-8", STYLE), &headers))
}

async fn script() -> Response {
    whole(plain::file("text/javascript; charset=utf-8", CALLBACK_SCRIPT))
}

async fn index(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    whole(match &server.demo {
        Some(page) => html(StatusCode::OK, page.render(&chrome(&headers)), Part::Site),
        None => plain::not_found(),
    })
}

async fn callback(State(server): State<Arc<Server>>, uri: Uri, headers: HeaderMap) -> Response {
    let query = uri.query().unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    let parameters: Vec<_> = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let page = DemoCallback {
        code: parameters.iter().map(|(name, _)| name).find(|name| is_code(&server, name)).cloned(),
        parameters,
        script_url: format!("/-/{}", *CALLBACK_SCRIPT_NAME),
    };
    whole(html(StatusCode::OK, page.render(&chrome(&headers)), Part::Site))
}

/// Whether any dialect of the demo hands out its codes under that name.
fn is_code(server: &Server, name: &str) -> bool {
    let mut answers =
        server.realms.all.iter().flat_map(|realm| &realm.mounts).flat_map(|mount| &mount.dialect.authorize.code_answer);
    answers.any(|(own, value)| own == name && value.mentions(&Slot::Code))
}

fn chrome(headers: &HeaderMap) -> Chrome {
    Chrome {
        language: accepted(headers).unwrap_or("en").to_owned(),
        realm_title: "Grantor".to_owned(),
        style_url: format!("/-/{}", *STYLE_NAME),
        brand_url: None,
        icon_url: format!("/-/{}", *ICON_NAME),
        logo_url: None,
        sign_out: None,
        support: None,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: i64,
}

async fn clock(State(server): State<Arc<Server>>, request: Request) -> Response {
    if server.config.demo.as_ref().is_none_or(|demo| demo.clock == Switch::Off) {
        return whole(plain::not_found());
    }
    if request.method() != Method::POST {
        return whole(plain::method_not_allowed("POST"));
    }
    let body = body::read(request.into_body(), || Wait::Long).await.unwrap_or_default();
    match serde_json::from_slice::<Advance>(&body) {
        Ok(Advance { advance }) if (0..=server.clock.room()).contains(&advance) => {
            server.clock.advance(advance);
            if let Err(error) = crate::demo::clock::keep(&server.config.data, server.clock.ahead()) {
                tracing::warn!(%error, "the moved clock could not be kept");
            }
            let mut answer = Answer::new(format!("{{\"now\":{}}}", server.clock.now().secs()).into());
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            whole(answer)
        }
        _ => {
            let sentence =
                "Send {\"advance\": seconds}, a whole number from 0; in all the clock moves on by a century at most.\n";
            whole(plain::text(StatusCode::BAD_REQUEST, sentence))
        }
    }
}

fn whole(answer: Answer) -> Response {
    answer.map(axum::body::Body::from).into_response()
}
