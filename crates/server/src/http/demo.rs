//! The demo's own pages: what there is to try, what came back to an app, and the hand that moves the clock.

use super::dispatch::{Entrance, Front, crowded};
use crate::config::Switch;
use crate::flow::headers::{Part, html};
use crate::flow::pages::accepted;
use crate::pages::{CALLBACK_SCRIPT, CALLBACK_SCRIPT_NAME, Chrome, DemoCallback, ICON, ICON_NAME, STYLE, STYLE_NAME};
use crate::server::Server;
use crate::wire::body::Wait;
use crate::wire::packed::packed;
use crate::wire::{Answer, plain};
use dialect::incoming::Incoming;
use dialect::model::Slot;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http::request::Parts;
use http::{Method, StatusCode};
use serde::Deserialize;

/// A page of the demo's, or a file that these need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// What there is to try.
    Index,
    /// What came back to an app.
    Callback,
    /// The hand that moves the clock.
    Clock,
    /// Its style sheet.
    Style,
    /// Its icon.
    Icon,
    /// What the callback copies with.
    Script,
}

impl Page {
    /// The page at that path; a server without a demo has none of them.
    pub fn at(front: &Front, path: &str) -> Option<Self> {
        if front.entrance != Entrance::Main || front.server.config.demo.is_none() {
            return None;
        }
        match path {
            "/" => Some(Self::Index),
            "/demo/callback" => Some(Self::Callback),
            "/demo/clock" => Some(Self::Clock),
            // Where a redirect URI may go on below the registered one.
            path if path.strip_prefix("/demo/callback/").is_some_and(|below| !below.is_empty()) => Some(Self::Callback),
            path => match path.strip_prefix("/-/")? {
                name if name == *STYLE_NAME => Some(Self::Style),
                name if name == *ICON_NAME => Some(Self::Icon),
                name if name == *CALLBACK_SCRIPT_NAME => Some(Self::Script),
                _ => None,
            },
        }
    }

    /// Whether its answer depends on a body that is slow to come.
    pub fn wait(self, server: &Server, method: &Method) -> Wait {
        if self == Self::Clock && *method == Method::POST && moves(server) { Wait::Long } else { Wait::Not }
    }

    /// Its answer.
    pub fn answer(self, server: &Server, asked: &Parts, body: &[u8]) -> Answer {
        let Parts { method, headers, .. } = asked;
        let query = asked.uri.query();
        if (Incoming { method, captures: &[], query, headers, body: b"" }).is_crowded() {
            return crowded();
        }
        match self {
            Self::Clock => clock(server, method, body),
            _ if !matches!(*method, Method::GET | Method::HEAD) => plain::method_not_allowed("GET, HEAD"),
            Self::Index => index(server, headers),
            Self::Callback => callback(server, query.unwrap_or_default(), headers),
            Self::Style => packed(plain::file("text/css; charset=utf-8", STYLE), headers),
            Self::Icon => plain::file("image/svg+xml", ICON),
            Self::Script => plain::file("text/javascript; charset=utf-8", CALLBACK_SCRIPT),
        }
    }
}

/// Whether its clock is moved by hand.
fn moves(server: &Server) -> bool {
    server.config.demo.as_ref().is_some_and(|demo| demo.clock == Switch::On)
}

fn index(server: &Server, headers: &HeaderMap) -> Answer {
    match &server.demo {
        Some(page) => html(StatusCode::OK, page.render(&chrome(headers)), Part::Site),
        None => plain::not_found(),
    }
}

fn callback(server: &Server, query: &str, headers: &HeaderMap) -> Answer {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let parameters: Vec<_> = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let page = DemoCallback {
        code: parameters.iter().map(|(name, _)| name).find(|name| is_code(server, name)).cloned(),
        parameters,
        script_url: format!("/-/{}", *CALLBACK_SCRIPT_NAME),
    };
    html(StatusCode::OK, page.render(&chrome(headers)), Part::Site)
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

fn clock(server: &Server, method: &Method, body: &[u8]) -> Answer {
    if !moves(server) {
        return plain::not_found();
    }
    if *method != Method::POST {
        return plain::method_not_allowed("POST");
    }
    match serde_json::from_slice::<Advance>(body) {
        Ok(Advance { advance }) if (0..=server.clock.room()).contains(&advance) => {
            server.clock.advance(advance);
            if let Err(error) = crate::demo::clock::keep(&server.config.data, server.clock.ahead()) {
                tracing::warn!(%error, "the moved clock could not be kept");
            }
            let mut answer = Answer::new(format!("{{\"now\":{}}}", server.clock.now().secs()).into());
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            answer
        }
        _ => {
            let sentence =
                "Send {\"advance\": seconds}, a whole number from 0; in all the clock moves on by a century at most.\n";
            plain::text(StatusCode::BAD_REQUEST, sentence)
        }
    }
}
