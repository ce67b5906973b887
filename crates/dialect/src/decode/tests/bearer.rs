//! The token of an API call.

use super::*;
use crate::model::{ApiCarrier, CaseOf, SchemeEncoding};
use crate::sample::{self, header};

fn with(api: Vec<ApiCarrier>) -> Dialect {
    Dialect { api, ..sample::dialect() }
}

fn found(dialect: &Dialect, call: &Call) -> Vec<String> {
    let candidates = dialect.decode_bearer(&call.incoming()).unwrap();
    candidates.iter().map(|token| token.expose().to_owned()).collect()
}

fn sent(value: &str) -> Call {
    Call::get("").header("authorization", value)
}

#[test]
fn schemes_count_with_or_without_case() {
    let any = with(vec![header("Authorization", Some("Bearer"), CaseOf::Any, SchemeEncoding::Plain)]);
    let exact = with(vec![header("Authorization", Some("App"), CaseOf::Exact, SchemeEncoding::Plain)]);
    for value in ["Bearer T", "bearer T", "BEARER   T "] {
        assert_eq!(found(&any, &sent(value)), ["T"], "{value}");
    }
    for value in ["Bearer", "Bearer ", "Basic T", "T", "BearerT", "\"Bearer T\"", "Bearer \u{fc}"] {
        assert_eq!(found(&any, &sent(value)), Vec::<String>::new(), "{value}");
    }
    assert_eq!(found(&exact, &sent("App T")), ["T"]);
    assert_eq!(found(&exact, &sent("app T")), Vec::<String>::new());
}

#[test]
fn a_header_of_its_own_with_and_without_scheme() {
    let bare = with(vec![header("X-Token", None, CaseOf::Any, SchemeEncoding::Plain)]);
    assert_eq!(found(&bare, &Call::get("").header("x-token", " T ")), ["T"]);
    assert_eq!(found(&bare, &sent("Bearer T")), Vec::<String>::new());
    let schemed = with(vec![header("SerbleAuth", Some("App"), CaseOf::Exact, SchemeEncoding::Plain)]);
    assert_eq!(found(&schemed, &Call::get("").header("serbleauth", "App T")), ["T"]);
}

#[test]
fn the_document_with_quotation_marks() {
    let quoted = with(vec![header("Authorization", Some("Bearer"), CaseOf::Any, SchemeEncoding::PlainOrQuoted)]);
    for value in ["Bearer T", "\"Bearer T\"", "\" Bearer T \""] {
        assert_eq!(found(&quoted, &sent(value)), ["T"], "{value}");
    }
    assert_eq!(found(&quoted, &sent("\"Bearer \"")), Vec::<String>::new());
}

#[test]
fn a_base64_twin_is_the_second_candidate() {
    let twin = with(vec![header("Authorization", Some("Bearer"), CaseOf::Any, SchemeEncoding::PlainOrBase64)]);
    assert_eq!(found(&twin, &sent("Bearer VG9rZW4=")), ["VG9rZW4=", "Token"]);
    assert_eq!(found(&twin, &sent("Bearer VG9rZW4")), ["VG9rZW4", "Token"]);
    assert_eq!(found(&twin, &sent("Bearer /////w==")), ["/////w=="]);
    assert_eq!(found(&twin, &sent("Bearer a.b")), ["a.b"]);
}

#[test]
fn query_and_form_members() {
    let all = with(vec![
        header("Authorization", Some("Bearer"), CaseOf::Any, SchemeEncoding::Plain),
        ApiCarrier::Query("access_token".to_owned()),
        ApiCarrier::Form("access_token".to_owned()),
    ]);
    let doubled = Err(named(Refusal::ParameterDoubled, "access_token"));
    assert_eq!(found(&all, &Call::get("x=%ff&access_token=T%2B")), ["T+"]);
    assert_eq!(found(&all, &Call::get("access_token=")), Vec::<String>::new());
    assert_eq!(found(&all, &Call::form("access_token=T")), ["T"]);
    assert_eq!(found(&all, &Call::json("access_token=T")), Vec::<String>::new());
    assert_eq!(found(&all, &Call::get("access_token=T").header("authorization", "Bearer T")), ["T"]);
    for call in [
        Call::get("access_token=T").header("authorization", "Bearer U"),
        Call::get("access_token=T&access_token=T"),
        Call::form("access_token=T").query("access_token=U"),
    ] {
        assert_eq!(all.decode_bearer(&call.incoming()), doubled);
    }
    let plain = sample::dialect();
    assert_eq!(found(&plain, &Call::get("access_token=T")), Vec::<String>::new());
}

#[test]
fn one_header_in_several_readings_is_one_token() {
    let readings = with(vec![
        header("Authorization", Some("Bearer"), CaseOf::Any, SchemeEncoding::Plain),
        header("Authorization", Some("token"), CaseOf::Any, SchemeEncoding::Plain),
        header("authorization", None, CaseOf::Any, SchemeEncoding::Plain),
    ]);
    assert_eq!(found(&readings, &sent("token T")), ["T"]);
    assert_eq!(found(&readings, &sent("Bearer T")), ["T"]);
    assert_eq!(found(&readings, &sent("T")), ["T"]);
    let twice = sent("Bearer T").header("authorization", "Bearer U");
    assert!(readings.decode_bearer(&twice.incoming()).is_err());
}
