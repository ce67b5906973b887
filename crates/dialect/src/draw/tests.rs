//! Every drawn file is a dialect, and its two sides understand each other.

use super::file;
use crate::check::{Source, load};
use crate::client::{ClientApp, ClientRequest};
use crate::encode::Facts;
use crate::incoming::Incoming;
use crate::model::{Dialect, Endpoint, Operation};
use crate::sample::{account, app, facts};
use crate::{catalog, show};
use engine::policy::GrantKind;
use engine::refusal::Refusal;
use engine::request::{GrantRequest, Param, ResponseType};
use engine::scope::ScopeSet;
use engine::secret::{Key, Plain, Seed};
use http::{HeaderMap, HeaderName, HeaderValue};

const DRAWS: u64 = 400;
const APP: ClientApp = ClientApp {
    base: "https://auth.example/x",
    client_id: "app:1",
    client_secret: Some("s3cret"),
    redirect_uri: Some("https://app.example/cb?x=1"),
};

fn drawn(number: u64) -> Dialect {
    let text = file(number);
    let source = Source { name: format!("drawn-{number}"), file: "drawn.toml".to_owned(), text: text.clone() };
    load(&source, &catalog::source).unwrap_or_else(|faults| panic!("{text}\n{faults}"))
}

/// Lets the server's side read what the client's side made.
fn read<T>(dialect: &Dialect, request: &ClientRequest, decode: impl FnOnce(&[GrantKind], &Incoming) -> T) -> T {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
    }
    let path = request.url.trim_start_matches(APP.base).split('?').next().unwrap();
    let grants = dialect.routes.iter().filter(|route| route.written == path).find_map(|route| match &route.operation {
        Operation::Token(grants) => Some(grants.clone()),
        _ => None,
    });
    let token = path.trim_start_matches("/tokens/").trim_end_matches("/end");
    let incoming = Incoming {
        method: &request.method.as_str().parse().unwrap(),
        captures: &[("token".to_owned(), token.to_owned())],
        query: request.url.split_once('?').map(|(_, query)| query),
        headers: &headers,
        body: request.body.as_deref().unwrap_or_default().as_bytes(),
    };
    decode(&grants.unwrap_or_default(), &incoming)
}

#[test]
fn every_drawn_file_is_a_dialect_and_its_sides_agree() {
    for number in 0..DRAWS {
        let dialect = drawn(number);
        tokens(&dialect);
        redirects(&dialect);
        presented(&dialect);
        for refusal in Refusal::ALL {
            for endpoint in [Endpoint::Token, Endpoint::Api, Endpoint::Revoke] {
                let _ = dialect.encode_refused(endpoint, &(*refusal).into(), &Facts::default());
            }
        }
    }
}

#[test]
fn a_drawn_dialect_shown_is_the_same_dialect() {
    for number in 0..50 {
        let dialect = drawn(number);
        let shown = Source { name: dialect.name.clone(), file: "shown.toml".to_owned(), text: show::show(&dialect) };
        let again = load(&shown, &catalog::source).unwrap_or_else(|faults| panic!("{}\n{faults}", shown.text));
        assert_eq!(again, dialect, "number {number}");
    }
}

#[test]
fn one_number_one_file() {
    assert_eq!(file(7), file(7));
    assert_ne!(file(7), file(8));
}

fn tokens(dialect: &Dialect) {
    let requests = [
        (GrantKind::AuthorizationCode, dialect.client_exchange(&APP, "C.1-_", Some("v"))),
        (GrantKind::RefreshToken, dialect.client_refresh(&APP, "R.1-_")),
        (GrantKind::ClientCredentials, dialect.client_credentials(&APP, Some("mail"))),
        (GrantKind::Exchange, dialect.client_renew(&APP, "A.1-_")),
    ];
    let (app, account, scope) = (app(), account(), ScopeSet::parse("files.read"));
    for (kind, request) in requests {
        let Some(request) = request else {
            assert!(!dialect.token.contains_key(&kind));
            continue;
        };
        let decoded = read(dialect, &request, |grants, incoming| dialect.decode_token(grants, incoming)).unwrap();
        let right = match (&decoded.grant, kind) {
            (GrantRequest::Code { code, .. }, GrantKind::AuthorizationCode) => {
                *code == Param::Given(Plain::new("C.1-_"))
            }
            (GrantRequest::Refresh { token, .. }, GrantKind::RefreshToken) => {
                *token == Param::Given(Plain::new("R.1-_"))
            }
            (GrantRequest::Exchange { token }, GrantKind::Exchange) => *token == Param::Given(Plain::new("A.1-_")),
            (GrantRequest::ClientCredentials { .. }, GrantKind::ClientCredentials) => true,
            _ => false,
        };
        assert!(right, "{}: {kind:?} {:?} {}", dialect.name, decoded.grant, request.curl());
        let proves = !dialect.token[&kind].client_auth.is_empty();
        assert_eq!(decoded.client.secret.is_absent(), !proves, "{}: {}", dialect.name, request.curl());
        answered(dialect, kind, &Facts { refresh_token: None, ..facts(&app, &account, &scope) });
        answered(dialect, kind, &facts(&app, &account, &scope));
    }
}

fn answered(dialect: &Dialect, kind: GrantKind, facts: &Facts) {
    let answer = dialect.encode_token(kind, facts);
    let tokens = dialect.client_read_tokens(kind, answer.body());
    let tokens = tokens.unwrap_or_else(|| panic!("{}: {:?}", dialect.name, answer.body()));
    assert_eq!(tokens.access_token, "AT", "{}: {:?}", dialect.name, answer.body());
    let renews = dialect.policy.kinds.iter().any(|own| own.grants.contains(&GrantKind::RefreshToken));
    if renews && kind == GrantKind::AuthorizationCode {
        assert_eq!(tokens.refresh_token.as_deref(), facts.refresh_token, "{}: {:?}", dialect.name, answer.body());
    }
}

fn redirects(dialect: &Dialect) {
    let (app, account, scope) = (app(), account(), ScopeSet::parse("files.read"));
    let facts = facts(&app, &account, &scope);
    let yes = dialect.client_read_redirect(&dialect.redirect_yes("https://a/cb?x=1", ResponseType::Code, &facts));
    assert_eq!((yes.code.as_deref(), yes.state.as_deref()), (Some("C"), facts.state), "{}", dialect.name);
    if !dialect.authorize.token_answer.is_empty() {
        let yes = dialect.client_read_redirect(&dialect.redirect_yes("https://a/cb", ResponseType::Token, &facts));
        assert_eq!((yes.access_token.as_deref(), yes.state.as_deref()), (Some("AT"), facts.state), "{}", dialect.name);
    }
    let url = dialect.client_authorize_url(&APP, ResponseType::Code, Some("mail"), Some("q7"));
    let url = dialect.client_with_challenge(&url, &"c".repeat(43));
    let request = ClientRequest { method: crate::model::Method::Get, url, headers: vec![], body: None };
    let asked = read(dialect, &request, |_, incoming| dialect.decode_authorize(incoming)).unwrap();
    assert_eq!((asked.state.as_deref(), asked.demanded, asked.duplicate), (Some("q7"), None, None), "{}", dialect.name);
    assert_eq!(asked.challenge, Param::Given("c".repeat(43)));
    assert_eq!(asked.redirect_uri.given().map(String::as_str), APP.redirect_uri);
}

fn presented(dialect: &Dialect) {
    let (app, account, scope) = (app(), account(), ScopeSet::default());
    let key = Key([1; 32]);
    let subject = crate::mint::Subject {
        account: Some(&account),
        app: &app,
        scope: &scope,
        issued_at: 1,
        ends_at: None,
        issuer: "https://auth.example",
        realm: "r",
        realm_title: "R",
        key: &key,
    };
    let token = dialect.mint(&dialect.shapes.access_token, &Seed([5; 32]), Some(&subject));
    assert!(dialect.shapes.access_token.fits(token.expose()));
    let expected = Param::Given(token.clone());
    if let Some(request) = dialect.client_revoke(&APP, token.expose()) {
        let (_, found) = read(dialect, &request, |_, incoming| dialect.decode_revoke(incoming)).unwrap();
        assert_eq!(found, expected, "{}: {}", dialect.name, request.curl());
    }
    if let Some(request) = dialect.client_tokeninfo(&APP, token.expose()) {
        let found = read(dialect, &request, |_, incoming| dialect.decode_tokeninfo(incoming)).unwrap();
        assert_eq!(found, expected, "{}: {}", dialect.name, request.curl());
    }
    if let Some(request) = dialect.client_introspect(&APP, token.expose()) {
        let (claim, found) = read(dialect, &request, |_, incoming| dialect.decode_introspect(incoming)).unwrap();
        assert_eq!((claim.secret, found), (Param::Given(Plain::new("s3cret")), expected), "{}", dialect.name);
    }
    let request = dialect.client_resource(&APP, 0, token.expose()).unwrap();
    let found = read(dialect, &request, |_, incoming| dialect.decode_bearer(incoming)).unwrap();
    assert_eq!(found.first(), Some(&token), "{}: {}", dialect.name, request.curl());
}
