//! What the app's side sends is what the server's side reads, in every carrier and with every method.

use super::{ClientApp, ClientRequest};
use crate::encode::Facts;
use crate::incoming::Incoming;
use crate::model::*;
use crate::sample::{self, header, json, lone, members, text};
use engine::policy::{GrantKind, RedirectAtExchange};
use engine::refusal::Refusal;
use engine::request::{GrantRequest, Param, ResponseType, ResponseTypeClaim, Shaped};
use engine::secret::Plain;
use http::{HeaderMap, HeaderName, HeaderValue};

const APP: ClientApp = ClientApp {
    base: "https://auth.example/x",
    client_id: "app:1",
    client_secret: Some("s:%+/ü"),
    redirect_uri: Some("https://app.example/cb?x=1&y"),
};

/// Lets the server's side read the request.
fn read<T>(request: &ClientRequest, captures: &[(String, String)], decode: impl FnOnce(&Incoming) -> T) -> T {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
    }
    decode(&Incoming {
        method: &request.method.as_str().parse().unwrap(),
        captures,
        query: request.url.split_once('?').map(|(_, query)| query),
        headers: &headers,
        body: request.body.as_deref().unwrap_or_default().as_bytes(),
    })
}

fn plain(text: &str) -> Param<Plain> {
    Param::Given(Plain::new(text))
}

#[test]
fn every_carrier_and_method_reads_back() {
    use TokenCarrier::{Form, Json, JsonWhateverTheType, Query};
    let kinds = [GrantKind::AuthorizationCode, GrantKind::RefreshToken, GrantKind::ClientCredentials].map(Way::from);
    for carrier in [Form, Json, JsonWhateverTheType, Query] {
        for method in [ClientAuth::Basic, ClientAuth::Parameters, ClientAuth::BearerSecret] {
            for need in [Need::Required, Need::Optional] {
                let mut dialect = sample::dialect();
                for grant in dialect.token.values_mut() {
                    (grant.carriers, grant.client_auth, grant.grant_type) = (vec![carrier], vec![method], need);
                }
                let app = match method {
                    ClientAuth::BearerSecret => ClientApp { client_secret: Some("sk_1"), ..APP },
                    _ => APP,
                };
                let requests = [
                    dialect.client_exchange(&app, "c 1&", Some("v")).unwrap(),
                    dialect.client_refresh(&app, "rt-A").unwrap(),
                    dialect.client_credentials(&app, Some("read write")).unwrap(),
                ];
                let words = Param::Given(vec!["read".to_owned(), "write".to_owned()]);
                let expected = [
                    GrantRequest::Code {
                        code: plain("c 1&"),
                        redirect_uri: Param::Given("https://app.example/cb?x=1&y".to_owned()),
                        verifier: plain("v"),
                    },
                    GrantRequest::Refresh { token: plain("rt-A"), scope: Param::Absent, shaped: Shaped::Yes },
                    GrantRequest::ClientCredentials { scope: words },
                ];
                for (request, expected) in requests.iter().zip(expected) {
                    let (_, token) = read(request, &[], |incoming| dialect.decode_token(&kinds, incoming)).unwrap();
                    assert_eq!(token.grant, expected, "{carrier:?} {method:?} {need:?} {}", request.curl());
                    assert_eq!(token.client.id, Param::Given("app:1".to_owned()));
                    assert_eq!(token.client.secret, plain(app.client_secret.unwrap()));
                }
            }
        }
    }
}

#[test]
fn an_app_without_secret_only_names_itself() {
    let dialect = sample::dialect();
    let app = ClientApp { client_secret: None, ..APP };
    let request = dialect.client_exchange(&app, "c", None).unwrap();
    let ways = [Way::from(GrantKind::AuthorizationCode)];
    let (_, token) = read(&request, &[], |incoming| dialect.decode_token(&ways, incoming)).unwrap();
    assert_eq!((token.client.id, token.client.secret), (Param::Given("app:1".to_owned()), Param::Absent));
}

#[test]
fn what_is_not_read_is_not_sent() {
    let mut dialect = sample::dialect();
    dialect.policy.redirect_at_exchange = RedirectAtExchange::NotRead;
    dialect.names.all.insert(Name::Code, vec!["nonce".to_owned(), "code".to_owned()]);
    dialect.routes[1].operation = Operation::Token(vec![GrantKind::AuthorizationCode.into()]);
    if let Some(grant) = dialect.token.get_mut(&GrantKind::AuthorizationCode) {
        (grant.grant_type, grant.carriers) = (Need::Ignored, vec![TokenCarrier::JsonWhateverTheType]);
        grant.client_auth = vec![ClientAuth::Parameters];
    }
    let app = ClientApp { client_secret: Some("se\"cret"), ..APP };
    let request = dialect.client_exchange(&app, "n", None).unwrap();
    assert_eq!(request.body.as_deref(), Some(r#"{"nonce":"n","client_id":"app:1","client_secret":"se\"cret"}"#));
    assert!(dialect.client_refresh(&app, "r").is_none());
}

#[test]
fn the_authorize_url_says_what_is_needed() {
    let mut dialect = sample::dialect();
    let url = dialect.client_authorize_url(&APP, ResponseType::Code, Some("read write"), Some("q 7"));
    let expected = "https://auth.example/x/oauth2/authorize?client_id=app%3A1\
        &redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1%26y&response_type=code&scope=read%20write&state=q%207";
    assert_eq!(url, expected);
    let challenged = dialect.client_with_challenge(&url, "abc");
    assert_eq!(challenged, format!("{expected}&code_challenge=abc&code_challenge_method=S256"));
    dialect.authorize.response_type = Need::Ignored;
    let (need, values) = (Need::Required, vec!["api".to_owned()]);
    dialect.authorize.extras = vec![Extra { name: "audience".to_owned(), need, values, effects: vec![] }];
    let short = dialect.client_authorize_url(&ClientApp { redirect_uri: None, ..APP }, ResponseType::Code, None, None);
    assert_eq!(short, "https://auth.example/x/oauth2/authorize?client_id=app%3A1&audience=api");
    let request = ClientRequest { method: Method::Get, url: challenged, headers: vec![], body: None };
    let decoded = read(&request, &[], |incoming| sample::dialect().decode_authorize(incoming)).unwrap();
    assert_eq!(decoded.response_type, ResponseTypeClaim::Known(ResponseType::Code));
    assert_eq!((decoded.state.as_deref(), decoded.challenge), (Some("q 7"), Param::Given("abc".to_owned())));
}

#[test]
fn api_calls_carry_the_token() {
    let carriers = [
        header("Authorization", Some("Bearer"), CaseOf::Any, SchemeEncoding::Plain),
        header("X-Token", None, CaseOf::Any, SchemeEncoding::Plain),
        ApiCarrier::Query("access_token".to_owned()),
    ];
    for carrier in carriers {
        let dialect = Dialect { api: vec![ApiCarrier::Form("t".to_owned()), carrier], ..sample::dialect() };
        let request = dialect.client_resource(&APP, 0, "T+1").unwrap();
        let found = read(&request, &[], |incoming| dialect.decode_bearer(incoming)).unwrap();
        assert_eq!(found, [Plain::new("T+1")], "{}", request.curl());
        let verify = dialect.client_call(&APP, "/verify", "T+1");
        assert_eq!(read(&verify, &[], |incoming| dialect.decode_bearer(incoming)).unwrap(), [Plain::new("T+1")]);
    }
    let mut posted = Dialect { api: vec![ApiCarrier::Form("t".to_owned())], ..sample::dialect() };
    posted.routes[5].method = Method::Post;
    posted.routes[5].path = "/apps/{app}".to_owned();
    posted.routes[5].written = "/apps/{app}/".to_owned();
    let request = posted.client_resource(&APP, 0, "T+1").unwrap();
    assert_eq!(
        (request.url.as_str(), request.body.as_deref()),
        ("https://auth.example/x/apps/app%3A1/", Some("t=T%2B1"))
    );
    assert!(posted.client_resource(&APP, 7, "T").is_none());
}

#[test]
fn tokens_are_presented_in_every_way() {
    let mut dialect = sample::dialect();
    let info = dialect.client_tokeninfo(&APP, "T").unwrap();
    assert_eq!(read(&info, &[], |incoming| dialect.decode_tokeninfo(incoming)), Ok(plain("T")));
    let asked = dialect.client_introspect(&APP, "T").unwrap();
    let (claim, token) = read(&asked, &[], |incoming| dialect.decode_introspect(incoming)).unwrap();
    assert_eq!((claim.secret, token), (plain("s:%+/ü"), plain("T")));
    let ended = dialect.client_revoke(&APP, "T").unwrap();
    let (claim, token) = read(&ended, &[], |incoming| dialect.decode_revoke(incoming)).unwrap();
    assert_eq!((claim.map(|claim| claim.secret), token), (Some(plain("s:%+/ü")), plain("T")));
    let own = dialect.revoke.as_mut().unwrap();
    (own.client, own.carriers) = (RevokeClient::NotAsked, vec![TokenCarrier::Path]);
    dialect.routes[4] = Route {
        method: Method::Delete,
        path: "/oauth/{token}".to_owned(),
        written: "/oauth/{token}".to_owned(),
        operation: Operation::Revoke,
    };
    let ended = dialect.client_revoke(&APP, "T/1").unwrap();
    assert_eq!((ended.url.as_str(), ended.body.as_ref()), ("https://auth.example/x/oauth/T%2F1", None));
    let captures = [("token".to_owned(), "T%2F1".to_owned())];
    assert_eq!(read(&ended, &captures, |incoming| dialect.decode_revoke(incoming)), Ok((None, plain("T/1"))));
    dialect.revoke.as_mut().unwrap().carriers = vec![TokenCarrier::Api];
    dialect.routes[4].written = "/oauth/end".to_owned();
    let ended = dialect.client_revoke(&APP, "T").unwrap();
    assert_eq!(read(&ended, &[], |incoming| dialect.decode_revoke(incoming)), Ok((None, plain("T"))));
    dialect.revoke = None;
    assert!(dialect.client_revoke(&APP, "T").is_none());
}

#[test]
fn tokens_are_found_wherever_the_body_has_them() {
    let slot = |slot| Node::Slot(slot);
    let nested = members(vec![
        ("status", Node::Text(text("ok"))),
        (
            "data",
            members(vec![
                ("accessToken", slot(Slot::AccessToken)),
                ("more", Node::List(vec![Node::Null, slot(Slot::RefreshToken)])),
            ]),
        ),
    ]);
    let flat = members(vec![
        ("access_token", slot(Slot::AccessToken)),
        ("refresh", Node::Optional(Box::new(slot(Slot::RefreshToken)))),
    ]);
    let mut within = lone(Slot::AccessToken);
    within.0.insert(0, TemplatePart::Literal("token=".to_owned()));
    within.0.extend([TemplatePart::Literal(";r=".to_owned()), TemplatePart::Slot(Slot::RefreshToken)]);
    let rows = [
        json(nested),
        Body::new(Format::JsonSpaced, flat.clone()),
        Body::new(Format::Form, flat),
        Body::new(Format::Text, Node::Text(within)),
    ];
    for body in rows {
        let mut dialect = sample::dialect();
        dialect.token.values_mut().for_each(|grant| grant.body = body.clone());
        let facts = Facts { access_token: Some("A+/="), refresh_token: Some("rt-R"), ..Facts::default() };
        let answer = dialect.encode_token(GrantKind::AuthorizationCode, &facts);
        let tokens = dialect.client_read_tokens(GrantKind::AuthorizationCode, answer.body()).unwrap();
        assert_eq!((tokens.access_token.as_str(), tokens.refresh_token.as_deref()), ("A+/=", Some("rt-R")), "{body:?}");
        assert!(dialect.client_read_tokens(GrantKind::AuthorizationCode, b"{}").is_none());
    }
}

#[test]
fn redirects_read_back() {
    let dialect = sample::dialect();
    let facts = Facts { code: Some("C 1"), access_token: Some("T"), state: Some("a&b"), ..Facts::default() };
    let yes = dialect.client_read_redirect(&dialect.redirect_yes("https://a/?x=1", ResponseType::Code, &facts));
    assert_eq!((yes.code.as_deref(), yes.state.as_deref(), yes.error), (Some("C 1"), Some("a&b"), None));
    let token = dialect.client_read_redirect(&dialect.redirect_yes("https://a/", ResponseType::Token, &facts));
    assert_eq!((token.access_token.as_deref(), token.code), (Some("T"), None));
    let denied = dialect.redirect_no("https://a/", ResponseType::Token, &Refusal::AccessDenied.into(), &facts);
    let denied = dialect.client_read_redirect(&denied);
    assert_eq!((denied.error.as_deref(), denied.state.as_deref()), (Some("access_denied"), Some("a&b")));
}

#[test]
fn curl_lines_survive_a_shell() {
    let request = ClientRequest {
        method: Method::Post,
        url: "https://a/?b=c&d".to_owned(),
        headers: vec![("X".to_owned(), "it's".to_owned())],
        body: Some("$x".to_owned()),
    };
    assert_eq!(request.curl(), r"curl 'https://a/?b=c&d' -H 'X: it'\''s' -d '$x'");
    let bare = ClientRequest { headers: vec![], body: None, ..request.clone() };
    assert_eq!(bare.curl(), "curl -X POST 'https://a/?b=c&d'");
    let get = ClientRequest { method: Method::Get, ..bare };
    assert_eq!(get.curl(), "curl 'https://a/?b=c&d'");
}
