//! Carriers and bodies.

use super::*;
use crate::model::{QuerySecrets, TokenCarrier};
use crate::sample;

const CODE: &str = "grant_type=authorization_code&code=c1&client_id=a";

type Row = (&'static [TokenCarrier], Call, Result<Param<Plain>, Refused>);

fn refused(refusal: Refusal) -> Result<Param<Plain>, Refused> {
    Err(refusal.into())
}

#[test]
fn the_media_type_decides_between_form_and_json() {
    use TokenCarrier::{Form, Json, JsonWhateverTheType, Query};
    let json = r#"{"grant_type":"authorization_code","code":"c1","client_id":"a"}"#;
    let typed = |body: &str, media_type: &str| Call::post(body).header("content-type", media_type);
    let rows: [Row; 15] = [
        (&[Form], Call::form(CODE), Ok(given("c1"))),
        (&[Form], typed(CODE, "Application/X-WWW-Form-Urlencoded; charset=UTF-8"), Ok(given("c1"))),
        (&[Form], Call::post(CODE), Ok(given("c1"))),
        (&[Form], typed(CODE, ""), Ok(given("c1"))),
        (&[Form], Call::json(json), refused(Refusal::MediaTypeUnsupported)),
        (&[Form], typed(CODE, "text/plain"), refused(Refusal::MediaTypeUnsupported)),
        (&[Json], Call::json(json), Ok(given("c1"))),
        (&[Json], Call::post(json), Ok(given("c1"))),
        (&[Json], Call::form(CODE), refused(Refusal::MediaTypeUnsupported)),
        (&[Json, Form], Call::post(CODE), Ok(given("c1"))),
        (&[JsonWhateverTheType], typed(json, "text/plain"), Ok(given("c1"))),
        (&[JsonWhateverTheType], Call::form(CODE), refused(Refusal::BodyMalformed)),
        (&[Query], typed("", "application/json").query(CODE), Ok(given("c1"))),
        (&[Query, Form], typed("{}", "application/json").query(CODE), refused(Refusal::MediaTypeUnsupported)),
        (&[Query, JsonWhateverTheType], Call::post("").query(CODE), Ok(given("c1"))),
    ];
    for (number, (listed, call, expected)) in rows.into_iter().enumerate() {
        let mut dialect = sample::dialect();
        carriers(&mut dialect, listed);
        assert_eq!(code(call.token(&dialect)), expected, "row {number}");
    }
}

#[test]
fn where_only_json_is_taken_anything_else_is_malformed() {
    let mut dialect = sample::dialect();
    carriers(&mut dialect, &[TokenCarrier::Json]);
    for body in ["", "null", "[]", "{", "{} x", "{}{}", "code=c1", "{\"code\":\"\\ud800\"}"] {
        assert_eq!(code(Call::json(body).token(&dialect)), refused(Refusal::BodyMalformed), "{body}");
        assert_eq!(code(Call::post(body).token(&dialect)), refused(Refusal::BodyMalformed), "{body}");
    }
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(code(Call::json(&deep).token(&dialect)), refused(Refusal::BodyMalformed));
    assert_eq!(code(Call::post(b"\xff\xfe{").token(&dialect)), refused(Refusal::BodyMalformed));
}

#[test]
fn json_values_are_texts_or_nothing() {
    let rows = [
        ("null", Ok(Param::Absent)),
        ("\"\"", Ok(Param::Absent)),
        ("7", Ok(Param::Malformed)),
        ("true", Ok(Param::Malformed)),
        ("[\"c1\"]", Ok(Param::Malformed)),
        ("{\"code\":\"c1\"}", Ok(Param::Malformed)),
        ("\"a\\u0000b\"", Err(Refusal::BodyMalformed.into())),
        ("\"\\u0063\\u0031\"", Ok(given("c1"))),
        ("\"c1\",\"code\":\"c1\"", Err(named(Refusal::ParameterDoubled, "code"))),
        ("\"c1\",\"code\":null", Err(named(Refusal::ParameterDoubled, "code"))),
        ("\"c1\",\"x\":1,\"x\":2", Ok(given("c1"))),
    ];
    let mut dialect = sample::dialect();
    carriers(&mut dialect, &[TokenCarrier::Json]);
    for (value, expected) in rows {
        let body = format!(r#"{{"grant_type":"authorization_code","code":{value}}}"#);
        assert_eq!(code(Call::json(&body).token(&dialect)), expected, "{body}");
    }
}

#[test]
fn form_values_are_read_strictly() {
    let rows = [
        ("code=", Ok(Param::Absent)),
        ("code", Ok(Param::Absent)),
        ("", Ok(Param::Absent)),
        ("code=c%31", Ok(given("c1"))),
        ("c%6Fde=c1", Ok(given("c1"))),
        ("code=a+b", Ok(given("a b"))),
        ("code=%zz", Err(Refusal::BodyMalformed.into())),
        ("code=%ff", Err(Refusal::BodyMalformed.into())),
        ("code=%00", Err(Refusal::BodyMalformed.into())),
        ("%zz=1&code=c1", Ok(given("c1"))),
        ("code=c1&code=c1", Err(named(Refusal::ParameterDoubled, "code"))),
        ("code=c1&code=", Err(named(Refusal::ParameterDoubled, "code"))),
        ("code=c1&x=1&x=2", Ok(given("c1"))),
        ("code=c1&refresh_token=a&refresh_token=b", Err(named(Refusal::ParameterDoubled, "refresh_token"))),
    ];
    for (pairs, expected) in rows {
        let body = format!("grant_type=authorization_code&{pairs}");
        assert_eq!(code(Call::form(&body).token(&sample::dialect())), expected, "{body}");
    }
}

#[test]
fn query_and_body_must_agree() {
    let mut dialect = sample::dialect();
    carriers(&mut dialect, &[TokenCarrier::Form, TokenCarrier::Query]);
    let rows = [
        ("code=c1", Ok(given("c1"))),
        ("", Ok(given("c1"))),
        ("code=", Ok(given("c1"))),
        ("code=c2", Err(named(Refusal::ParameterDoubled, "code"))),
    ];
    for (query, expected) in rows {
        assert_eq!(code(Call::form(CODE).query(query).token(&dialect)), expected, "{query}");
    }
}

#[test]
fn several_names_of_one_parameter_must_agree() {
    let mut dialect = sample::dialect();
    dialect.names.all.insert(crate::model::Name::Code, vec!["nonce".to_owned(), "code".to_owned()]);
    let of = |pairs: &str| code(Call::form(&format!("grant_type=authorization_code&{pairs}")).token(&dialect));
    assert_eq!(of("nonce=c1"), Ok(given("c1")));
    assert_eq!(of("code=c1"), Ok(given("c1")));
    assert_eq!(of("code=c1&nonce=c1"), Ok(given("c1")));
    assert_eq!(of("code=c1&nonce=c2"), Err(named(Refusal::ParameterDoubled, "nonce")));
}

#[test]
fn secrets_in_a_query_that_is_no_carrier() {
    let mut dialect = sample::dialect();
    for (query, name) in
        [("client_secret=s", "client_secret"), ("a=b&code=c1", "code"), ("code_verifier=v", "code_verifier")]
    {
        let refused = code(Call::form(CODE).query(query).token(&dialect)).unwrap_err();
        assert_eq!((refused.refusal, refused.parameter.as_deref()), (Refusal::SecretInQuery, Some(name)));
    }
    assert_eq!(code(Call::form(CODE).query("state=1&code=&client_id=other").token(&dialect)), Ok(given("c1")));
    dialect.query_secrets = QuerySecrets::Ignored;
    assert_eq!(code(Call::form(CODE).query("code=c2").token(&dialect)), Ok(given("c1")));
    assert_eq!(Call::post("").query(CODE).token(&dialect).unwrap().grant, GrantRequest::Missing);
}

#[test]
fn at_most_a_hundred_parameters() {
    let many = |count: usize| (0..count).map(|n| format!("&p{n}=1")).collect::<String>();
    let dialect = sample::dialect();
    assert_eq!(code(Call::form(&format!("{CODE}{}", many(97))).token(&dialect)), Ok(given("c1")));
    assert_eq!(code(Call::form(&format!("{CODE}{}", many(98))).token(&dialect)), refused(Refusal::TooManyParameters));
    assert_eq!(code(Call::form(CODE).query(&many(101)).token(&dialect)), refused(Refusal::TooManyParameters));
    let authorize = dialect.decode_authorize(&Call::get(&many(101)).incoming());
    assert_eq!(authorize, Err(Refusal::TooManyParameters.into()));
}
