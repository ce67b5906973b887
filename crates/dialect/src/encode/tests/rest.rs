//! CORS, metadata, scopes.

use super::head;
use crate::model::{Cors, Endpoint, Metadata, Method, Separator};
use crate::sample::dialect;
use engine::policy::PublicClients;
use engine::scope::ScopeSet;
use http::HeaderMap;
use http::header::*;
use serde_json::json;

#[test]
fn cors_is_on_everything_but_authorize() {
    let mut dialect = dialect();
    let origin = |dialect: &crate::model::Dialect, endpoint| {
        let mut headers = HeaderMap::new();
        dialect.apply_cors(endpoint, &mut headers);
        headers.get(ACCESS_CONTROL_ALLOW_ORIGIN).map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(origin(&dialect, Endpoint::Token).as_deref(), Some("*"));
    assert_eq!(origin(&dialect, Endpoint::Api).as_deref(), Some("*"));
    assert_eq!(origin(&dialect, Endpoint::Authorize), None);
    dialect.cors = None;
    assert_eq!(origin(&dialect, Endpoint::Token), None);
    assert!(dialect.preflight(&[Method::Post]).is_none());
}

#[test]
fn a_preflight_names_methods_and_headers() {
    let mut dialect = dialect();
    let answer = dialect.preflight(&[Method::Get, Method::Delete]).unwrap();
    assert_eq!((answer.status().as_u16(), head(&answer, ACCESS_CONTROL_ALLOW_ORIGIN)), (204, "*"));
    assert_eq!(head(&answer, ACCESS_CONTROL_ALLOW_METHODS), "GET, DELETE");
    assert_eq!((head(&answer, ACCESS_CONTROL_ALLOW_HEADERS), head(&answer, ALLOW)), ("Authorization", ""));
    let headers = vec!["Authorization".to_owned(), "Content-Type".to_owned()];
    dialect.cors = Some(Cors { preflight: 200, headers, allow: true });
    let answer = dialect.preflight(&[Method::Post]).unwrap();
    assert_eq!((answer.status().as_u16(), head(&answer, ALLOW)), (200, "POST"));
    assert_eq!(head(&answer, ACCESS_CONTROL_ALLOW_HEADERS), "Authorization, Content-Type");
}

#[test]
fn metadata_names_what_works() {
    let mut dialect = dialect();
    let scopes = ["read".to_owned()];
    let expected = json!({
        "issuer": "https://auth.example/x",
        "authorization_endpoint": "https://auth.example/x/oauth2/authorize",
        "token_endpoint": "https://auth.example/x/oauth2/token",
        "introspection_endpoint": "https://auth.example/x/oauth2/introspect",
        "revocation_endpoint": "https://auth.example/x/oauth2/revoke",
        "scopes_supported": ["read"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    });
    assert_eq!(dialect.metadata("https://auth.example/x", &scopes), Some(expected));
    dialect.policy.public_clients = PublicClients::Refused;
    dialect.authorize.refusal_answer.pop();
    dialect.introspect = None;
    dialect.routes.retain(|route| !route.path.contains("introspect"));
    let less = dialect.metadata("https://a", &[]).unwrap();
    assert_eq!(less["token_endpoint_auth_methods_supported"], json!(["client_secret_basic", "client_secret_post"]));
    for name in ["scopes_supported", "introspection_endpoint", "authorization_response_iss_parameter_supported"] {
        assert_eq!(less.get(name), None, "{name}");
    }
    dialect.metadata = Metadata::None;
    assert_eq!(dialect.metadata("https://a", &scopes), None);
}

#[test]
fn scopes_as_texts() {
    let mut dialect = dialect();
    let scope = ScopeSet::parse("read write");
    assert_eq!(dialect.scope_text(&scope), "read write");
    dialect.scopes.separator = Separator::Char(';');
    assert_eq!(dialect.scope_text(&scope), "read;write");
    dialect.scopes.separator = Separator::None;
    assert_eq!(dialect.scope_text(&scope), "");
}
