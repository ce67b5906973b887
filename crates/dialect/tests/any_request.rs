//! Whatever comes in, a dialect answers: no bytes make it panic, and what its own client face sends it understands.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

use engine::policy::GrantKind;
use engine::refusal::Refusal;
use engine::request::{GrantRequest, Param, ResponseType};
use engine::secret::Plain;
use grantor_dialect::check::load;
use grantor_dialect::client::ClientApp;
use grantor_dialect::encode::Facts;
use grantor_dialect::incoming::Incoming;
use grantor_dialect::model::{Dialect, Endpoint, Operation, Way};
use grantor_dialect::{catalog, client::ClientRequest};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use proptest::prelude::*;
use std::sync::LazyLock;

static DIALECTS: LazyLock<Vec<Dialect>> = LazyLock::new(|| {
    let source = |name: &str| catalog::source(name).unwrap();
    catalog::names().into_iter().map(|name| load(&source(name), &catalog::source).unwrap()).collect()
});

const KINDS: [Way; 4] = [
    Way { grant: GrantKind::AuthorizationCode, nth: 0 },
    Way { grant: GrantKind::RefreshToken, nth: 0 },
    Way { grant: GrantKind::ClientCredentials, nth: 0 },
    Way { grant: GrantKind::Exchange, nth: 0 },
];

/// Names that mean something, and pieces that break things.
const PIECES: [&str; 32] = [
    "client_id",
    "client_secret",
    "application_id",
    "nonce",
    "code",
    "refresh_token",
    "grant_type",
    "redirect_uri",
    "token",
    "access_token",
    "scope",
    "state",
    "lang",
    "authorization_code",
    "=",
    "&",
    "%",
    "%zz",
    "%00",
    "%ff",
    "+",
    "a",
    "ü",
    "{",
    "}",
    "\"",
    ":",
    ",",
    "[",
    "null",
    "\\u0000",
    "\\ud800",
];
const TYPES: [&str; 6] = [
    "",
    "application/json",
    "application/x-www-form-urlencoded; charset=x",
    "multipart/form-data",
    ";;;",
    "text/plain",
];
const HEADERS: [&str; 4] = ["authorization", "serbleauth", "x-token", "content-type"];
const SCHEMES: [&str; 8] = ["", "Bearer", "bearer ", "App ", "\"Bearer ", "Basic ", "Basic YTpi", "Bearer VG9rZW4="];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![pieces().prop_map(String::into_bytes), prop::collection::vec(any::<u8>(), 0..200)]
}

fn header() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let value = (prop::sample::select(&SCHEMES[..]), prop::collection::vec(any::<u8>(), 0..30));
    let value = value.prop_map(|(scheme, rest)| [scheme.as_bytes(), &rest].concat());
    (prop::sample::select(&HEADERS[..]), value)
}

fn headers() -> impl Strategy<Value = HeaderMap> {
    (prop::option::of(prop::sample::select(&TYPES[..])), prop::collection::vec(header(), 0..3)).prop_map(
        |(media_type, others)| {
            let mut headers = HeaderMap::new();
            let typed = media_type.map(|media_type| ("content-type", media_type.as_bytes().to_vec()));
            for (name, value) in typed.into_iter().chain(others) {
                if let Ok(value) = HeaderValue::from_bytes(&value) {
                    headers.append(HeaderName::from_static(name), value);
                }
            }
            headers
        },
    )
}

/// Everything that can be asked of a dialect with one request.
fn decode_all(dialect: &Dialect, incoming: &Incoming) {
    let facts = Facts { realm: "r", issuer: "https://a", ..Facts::default() };
    let refused = [
        (Endpoint::Authorize, dialect.decode_authorize(incoming).err()),
        (Endpoint::Token, dialect.decode_token(&KINDS, incoming).err()),
        (Endpoint::Token, dialect.decode_token(&KINDS[..1], incoming).err()),
        (Endpoint::TokenInfo, dialect.decode_tokeninfo(incoming).err()),
        (Endpoint::Introspect, dialect.decode_introspect(incoming).err()),
        (Endpoint::Revoke, dialect.decode_revoke(incoming).err()),
        (Endpoint::Api, dialect.decode_bearer(incoming).err()),
    ];
    for (endpoint, refused) in refused {
        if let Some(refused) = refused {
            let answer = dialect.encode_refused(endpoint, &refused, &facts);
            assert!(answer.status().is_client_error() || answer.status() == 200, "{endpoint:?} {refused:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        query in prop::option::of(pieces()),
        body in body(),
        headers in headers(),
        captured in pieces(),
        posted in any::<bool>(),
    ) {
        let captures = [("token".to_owned(), captured)];
        let method = if posted { Method::POST } else { Method::GET };
        let incoming =
            Incoming { method: &method, captures: &captures, query: query.as_deref(), headers: &headers, body: &body };
        for dialect in DIALECTS.iter() {
            decode_all(dialect, &incoming);
        }
    }

    #[test]
    fn what_a_client_says_is_what_arrives(
        code in "[A-Za-z0-9._~ %&=+/\"\\\\{}üß-]{1,40}",
        secret in "[!-~ü☃]{1,40}",
        state in "[ -~üß☃]{1,40}",
    ) {
        for dialect in DIALECTS.iter() {
            let app = ClientApp { base: "https://a", client_id: "id:1", client_secret: Some(&secret), redirect_uri: Some("https://b/?c=d") };
            exchange(dialect, &app, &code);
            refresh(dialect, &app, &code);
            authorize(dialect, &app, &state);
            present(dialect, &app, &code);
        }
    }

    #[test]
    fn a_location_is_one_line_and_reads_back(state in any::<String>(), code in "[A-Za-z0-9._-]{20,43}") {
        for dialect in DIALECTS.iter() {
            let facts = Facts { state: Some(&state), code: Some(&code), access_token: Some(&code), ..Facts::default() };
            let yes = dialect.redirect_yes("https://b/?c=d", ResponseType::Code, &facts);
            let no = dialect.redirect_no("https://b/", ResponseType::Token, &Refusal::AccessDenied.into(), &facts);
            for location in [&yes, &no] {
                prop_assert!(location.bytes().all(|byte| byte.is_ascii_graphic()), "{}", location);
            }
            let read = dialect.client_read_redirect(&yes);
            prop_assert_eq!(read.code.as_deref(), Some(code.as_str()));
            prop_assert_eq!(read.state.unwrap_or_default(), state.clone());
        }
    }
}

/// Lets the server's side read what the client's side made.
fn read<T>(request: &ClientRequest, decode: impl FnOnce(&Incoming) -> T) -> T {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
    }
    let path = request.url.split('?').next().unwrap();
    decode(&Incoming {
        method: &request.method.as_str().parse().unwrap(),
        captures: &[("token".to_owned(), path.rsplit('/').next().unwrap().to_owned())],
        query: request.url.split_once('?').map(|(_, query)| query),
        headers: &headers,
        body: request.body.as_deref().unwrap_or_default().as_bytes(),
    })
}

/// What the route serves to which the request goes.
fn grants(dialect: &Dialect, request: &ClientRequest) -> Vec<Way> {
    let path = request.url.trim_start_matches("https://a").split('?').next().unwrap();
    let served =
        dialect.routes.iter().filter(|route| route.written == path).filter_map(|route| match &route.operation {
            Operation::Token(kinds) => Some(kinds.clone()),
            _ => None,
        });
    served.flatten().collect()
}

fn exchange(dialect: &Dialect, app: &ClientApp, code: &str) {
    let request = dialect.client_exchange(app, code, None).unwrap();
    let (_, token) = read(&request, |incoming| dialect.decode_token(&grants(dialect, &request), incoming)).unwrap();
    assert_eq!(token.client.id, Param::Given(app.client_id.to_owned()));
    assert_eq!(token.client.secret, Param::Given(Plain::new(app.client_secret.unwrap())));
    match token.grant {
        GrantRequest::Code { code: given, .. } => assert_eq!(given, Param::Given(Plain::new(code))),
        other => panic!("{}: {other:?}", dialect.name),
    }
}

fn refresh(dialect: &Dialect, app: &ClientApp, text: &str) {
    let Some(request) = dialect.client_refresh(app, text) else {
        return assert!(!dialect.token.contains_key(&GrantKind::RefreshToken));
    };
    let (_, token) = read(&request, |incoming| dialect.decode_token(&grants(dialect, &request), incoming)).unwrap();
    match token.grant {
        GrantRequest::Refresh { token: given, .. } => assert_eq!(given, Param::Given(Plain::new(text))),
        other => panic!("{}: {other:?}", dialect.name),
    }
}

fn authorize(dialect: &Dialect, app: &ClientApp, state: &str) {
    let url = dialect.client_authorize_url(app, ResponseType::Code, None, Some(state));
    let request = ClientRequest { method: grantor_dialect::model::Method::Get, url, headers: vec![], body: None };
    let asked = read(&request, |incoming| dialect.decode_authorize(incoming)).unwrap();
    assert_eq!(asked.client_id, Param::Given(app.client_id.to_owned()));
    assert_eq!(asked.redirect_uri.given().map(String::as_str), app.redirect_uri);
    assert_eq!((asked.state.as_deref(), asked.duplicate, asked.demanded), (Some(state), None, None));
}

fn present(dialect: &Dialect, app: &ClientApp, token: &str) {
    let expected = Param::Given(Plain::new(token));
    if let Some(request) = dialect.client_revoke(app, token) {
        assert_eq!(read(&request, |incoming| dialect.decode_revoke(incoming)).unwrap().1, expected);
    }
    if let Some(request) = dialect.client_tokeninfo(app, token) {
        assert_eq!(read(&request, |incoming| dialect.decode_tokeninfo(incoming)), Ok(expected.clone()));
    }
    if let Some(request) = dialect.client_introspect(app, token) {
        assert_eq!(read(&request, |incoming| dialect.decode_introspect(incoming)).unwrap().1, expected);
    }
    let word: String = token.chars().filter(char::is_ascii_alphanumeric).chain(['x']).collect();
    let call = dialect.client_call(app, "/verify", &word);
    let found = read(&call, |incoming| dialect.decode_bearer(incoming)).unwrap();
    assert_eq!(found.first(), Some(&Plain::new(word)));
}
