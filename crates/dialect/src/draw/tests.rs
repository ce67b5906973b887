//! Every drawn file is a dialect, and its two sides understand each other.

use super::file;
use crate::check::{Source, load};
use crate::client::{ClientApp, ClientRequest};
use crate::encode::Facts;
use crate::incoming::Incoming;
use crate::mint::{Es256, Origin, Signers};
use crate::model::{Dialect, Endpoint, Name, Operation, Slot, Way};
use crate::sample::{account, app, facts};
use crate::{catalog, show};
use engine::policy::GrantKind;
use engine::refusal::Refusal;
use engine::request::{GrantRequest, Param, ResponseType};
use engine::scope::ScopeSet;
use engine::secret::{Key, Plain, Seed};
use engine::token::Mask;
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
fn read<T>(dialect: &Dialect, request: &ClientRequest, decode: impl FnOnce(&[Way], &Incoming) -> T) -> T {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
    }
    let path = request.url.trim_start_matches(APP.base).split('?').next().unwrap();
    let grants =
        dialect.routes.iter().filter(|route| route.written.replace("{client_id}", "app%3A1") == path).find_map(
            |route| match &route.operation {
                Operation::Token(grants) => Some(grants.clone()),
                _ => None,
            },
        );
    let token = path.rsplit('/').find(|segment| *segment != "end").unwrap_or_default();
    let mut captures = vec![("token".to_owned(), token.to_owned())];
    captures.extend(path.contains("/of/").then(|| ("client_id".to_owned(), "app%3A1".to_owned())));
    let incoming = Incoming {
        method: &request.method.as_str().parse().unwrap(),
        captures: &captures,
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
    for (way, own) in dialect.ways() {
        let (name, text) = match way.grant {
            GrantKind::AuthorizationCode => (Name::Code, "C.1-_"),
            GrantKind::RefreshToken => (Name::RefreshToken, "R.1-_"),
            GrantKind::ClientCredentials => (Name::Scope, "mail"),
            GrantKind::Exchange => (Name::AccessToken, "A.1-_"),
        };
        let request = dialect.client_token(way, &APP, &[(name, Some(text))]).unwrap();
        let (found, decoded) = read(dialect, &request, |ways, incoming| dialect.decode_token(ways, incoming)).unwrap();
        assert_eq!(found, way, "{}: {}", dialect.name, request.curl());
        let given = Param::Given(Plain::new(text));
        let right = match &decoded.grant {
            GrantRequest::Code { code, .. } => *code == given,
            GrantRequest::Refresh { token, .. } | GrantRequest::Exchange { token } => *token == given,
            GrantRequest::ClientCredentials { .. } => true,
            _ => false,
        };
        assert!(right, "{}: {way:?} {:?} {}", dialect.name, decoded.grant, request.curl());
        assert_eq!(
            decoded.client.secret.is_absent(),
            own.client_auth.is_empty(),
            "{}: {}",
            dialect.name,
            request.curl()
        );
        answered(dialect, way);
    }
    for kind in [GrantKind::RefreshToken, GrantKind::ClientCredentials, GrantKind::Exchange] {
        let there = dialect.token.contains_key(&kind);
        let request = match kind {
            GrantKind::RefreshToken => dialect.client_refresh(&APP, "R"),
            GrantKind::ClientCredentials => dialect.client_credentials(&APP, None),
            _ => dialect.client_renew(&APP, "A"),
        };
        assert_eq!(request.is_some(), there, "{}: {kind:?}", dialect.name);
    }
}

/// What a token answer says is read back, in each of its formats.
fn answered(dialect: &Dialect, way: Way) {
    let (app, account, scope) = (app(), account(), ScopeSet::parse("files.read"));
    let facts = facts(&app, &account, &scope);
    let second = Facts { second_access_token: Some("ST"), ..facts };
    for facts in [Facts { refresh_token: None, ..facts }, facts, second] {
        let answer = dialect.encode_token(way, &facts);
        let tokens = dialect.client_read_tokens(way, answer.body());
        let tokens = tokens.unwrap_or_else(|| panic!("{}: {:?}", dialect.name, answer.body()));
        assert_eq!(tokens.access_token, "AT", "{}: {:?}", dialect.name, answer.body());
        let renews = dialect.policy.kinds.iter().any(|own| own.grants.contains(&GrantKind::RefreshToken));
        if renews && way.grant == GrantKind::AuthorizationCode {
            assert_eq!(tokens.refresh_token.as_deref(), facts.refresh_token, "{}: {:?}", dialect.name, answer.body());
        }
        let body = &dialect.way(way).unwrap().body;
        if body.node.mentions(&Slot::SecondAccessToken) {
            assert_eq!(tokens.second_access_token.as_deref(), facts.second_access_token, "{}", dialect.name);
        }
        let asked = dialect.encode_token(way, &Facts { accept: Some("text/html, application/json"), ..facts });
        if !body.accept.is_empty() {
            let read: Result<serde_json::Value, _> = serde_json::from_slice(asked.body());
            assert!(read.is_ok() && asked.headers()["vary"] == "Accept", "{}: {:?}", dialect.name, asked.body());
        }
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
    let es256 = Es256::new(&key);
    let subject = crate::mint::Subject {
        account: Some(&account),
        app: &app,
        scope: &scope,
        issued_at: 1,
        ends_at: None,
        issuer: "https://auth.example",
        realm: "r",
        realm_title: "R",
        signers: Signers { hs256: &key, es256: es256.as_ref() },
    };
    let origin = Origin { seed: Seed([5; 32]), id: None, mask: &Mask::new(&key) };
    let token = dialect.mint_token(&dialect.shapes.access_token, origin, &subject).unwrap().text;
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
