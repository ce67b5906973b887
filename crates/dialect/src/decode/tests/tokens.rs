//! Tokens presented for their own sake.

use super::*;
use crate::model::{RevokeClient, TokenCarrier};
use crate::sample;
use engine::request::Carrier;

#[test]
fn token_info_takes_the_token_alone() {
    let mut dialect = sample::dialect();
    let read = |dialect: &Dialect, call: Call| dialect.decode_tokeninfo(&call.incoming());
    assert_eq!(read(&dialect, Call::form("access_token=T&client_id=x")), Ok(given("T")));
    assert_eq!(read(&dialect, Call::form("")), Ok(Param::Absent));
    assert_eq!(read(&dialect, Call::post("").query("access_token=T")).unwrap_err().refusal, Refusal::SecretInQuery);
    if let Some(own) = &mut dialect.tokeninfo {
        own.carriers = vec![TokenCarrier::Query, TokenCarrier::Api];
    }
    assert_eq!(read(&dialect, Call::get("access_token=T")), Ok(given("T")));
    assert_eq!(read(&dialect, Call::get("").header("authorization", "Bearer T")), Ok(given("T")));
    let two = Call::get("access_token=T").header("authorization", "Bearer U");
    assert_eq!(read(&dialect, two), Err(named(Refusal::ParameterDoubled, "access_token")));
}

#[test]
fn introspection_has_a_caller() {
    let dialect = sample::dialect();
    let (claim, token) = dialect.decode_introspect(&Call::form("token=T").basic("a:s").incoming()).unwrap();
    assert_eq!((claim.id, claim.secret, token), (Param::Given("a".to_owned()), given("s"), given("T")));
    let (claim, token) = dialect.decode_introspect(&Call::form("").incoming()).unwrap();
    assert_eq!((claim.id, claim.secret, token), (Param::Absent, Param::Absent, Param::Absent));
    let twice = dialect.decode_introspect(&Call::form("token=T&token=T").incoming());
    assert_eq!(twice.unwrap_err(), named(Refusal::ParameterDoubled, "token"));
}

#[test]
fn revocation_asks_for_the_client_as_the_dialect_says() {
    let rows = [
        ("token=T", [true, false, false]),
        ("token=T&client_id=a", [true, true, false]),
        ("token=T&client_id=a&client_secret=s", [true, true, false]),
    ];
    let mut dialect = sample::dialect();
    for (pairs, claims) in rows {
        let clients = [RevokeClient::Required, RevokeClient::CheckedIfSent, RevokeClient::NotAsked];
        for (client, expected) in clients.into_iter().zip(claims) {
            dialect.revoke.as_mut().unwrap().client = client;
            let (claim, token) = dialect.decode_revoke(&Call::form(pairs).incoming()).unwrap();
            assert_eq!((claim.is_some(), token), (expected, given("T")), "{pairs} {client:?}");
        }
    }
    dialect.revoke.as_mut().unwrap().client = RevokeClient::CheckedIfSent;
    let (claim, _) = dialect.decode_revoke(&Call::form("token=T").basic("a:").incoming()).unwrap();
    assert_eq!(claim.map(|claim| claim.carrier), Some(Carrier::Basic));
    let hints = dialect.decode_revoke(&Call::form("token=T&token_type_hint=a&token_type_hint=b").incoming());
    assert_eq!(hints.unwrap_err(), named(Refusal::ParameterDoubled, "token_type_hint"));
}

#[test]
fn a_token_in_the_path() {
    let mut dialect = sample::dialect();
    let own = dialect.revoke.as_mut().unwrap();
    own.carriers = vec![TokenCarrier::Path];
    own.client = RevokeClient::NotAsked;
    let read = |value: &str, body: &str| {
        let captures = vec![("token".to_owned(), value.to_owned())];
        let call = Call { method: Method::DELETE, captures, ..Call::json(body) };
        dialect.decode_revoke(&call.incoming()).map(|(_, token)| token)
    };
    assert_eq!(read("T%2F1", ""), Ok(given("T/1")));
    assert_eq!(read("T", "whatever"), Ok(given("T")));
    assert_eq!(read("%zz", ""), Ok(Param::Malformed));
    assert_eq!(read("%00", ""), Ok(Param::Malformed));
}
