//! Who says to be asking.

use super::*;
use crate::model::{BothAuth, ClientAuth};
use crate::sample;
use engine::request::{Carrier, ClientClaim, Doubled};

fn claim(id: &str, secret: Param<Plain>, carrier: Carrier, doubled: Doubled) -> Result<ClientClaim, Refused> {
    let id = if id.is_empty() { Param::Absent } else { Param::Given(id.to_owned()) };
    Ok(ClientClaim { id, secret, carrier, doubled })
}

fn of(dialect: &Dialect, call: Call) -> Result<ClientClaim, Refused> {
    call.token(dialect).map(|request| request.client)
}

fn with(methods: &[ClientAuth], both: BothAuth) -> Dialect {
    let mut dialect = sample::dialect();
    dialect.both_auth = both;
    dialect.token.values_mut().for_each(|grant| grant.client_auth = methods.to_vec());
    dialect
}

#[test]
fn basic_is_base64_of_form_encoded_halves() {
    let dialect = sample::dialect();
    let rows = [
        ("app1:secret", "app1", given("secret")),
        ("app1:", "app1", Param::Absent),
        ("app%3A1:%3A%25%2B%2F%C3%BC+x", "app:1", given(":%+/ü x")),
        ("app1:a:b%", "app1", given("a:b%")),
        ("app1:100%zz:/ü", "app1", given("100%zz:/ü")),
        (":x", "", given("x")),
    ];
    for (pair, id, secret) in rows {
        let expected = claim(id, secret, Carrier::Basic, Doubled::No);
        assert_eq!(of(&dialect, Call::form("grant_type=client_credentials").basic(pair)), expected, "{pair}");
    }
}

#[test]
fn basic_is_read_in_any_case_and_with_or_without_padding() {
    let expected = claim("a", given("b"), Carrier::Basic, Doubled::No);
    for header in ["Basic YTpi", "basic  YTpi ", "BASIC YTpi"] {
        assert_eq!(of(&sample::dialect(), Call::form("").header("authorization", header)), expected, "{header}");
    }
    let expected = claim("a", given("bc"), Carrier::Basic, Doubled::No);
    for header in ["Basic YTpiYw==", "Basic YTpiYw"] {
        assert_eq!(of(&sample::dialect(), Call::form("").header("authorization", header)), expected, "{header}");
    }
}

#[test]
fn broken_basic_is_a_malformed_secret() {
    let broken = Ok(ClientClaim {
        id: Param::Malformed,
        secret: Param::Malformed,
        carrier: Carrier::Basic,
        doubled: Doubled::No,
    });
    for header in ["Basic !!", "Basic YQ==", "Basic /w==", "Basic YTpi YTpi"] {
        assert_eq!(of(&sample::dialect(), Call::form("").header("authorization", header)), broken, "{header}");
    }
    assert_eq!(of(&sample::dialect(), Call::form("").basic("a:b").basic("a:b")), broken);
}

#[test]
fn other_headers_are_ignored() {
    let expected = claim("a", given("s"), Carrier::Body, Doubled::No);
    for header in ["Bearer xyz", "Basic", "Digest a=b", "\u{fc}"] {
        let call = Call::form("client_id=a&client_secret=s").header("authorization", header);
        assert_eq!(of(&sample::dialect(), call), expected, "{header}");
    }
}

#[test]
fn two_methods_at_once() {
    use Doubled::{Alike, Different, No};
    let rows = [
        ("", No, No),
        ("client_id=a", No, No),
        ("client_id=b", Different, Different),
        ("client_id=a&client_secret=s", Alike, Different),
        ("client_secret=s", Alike, Different),
        ("client_id=a&client_secret=t", Different, Different),
        ("client_id=b&client_secret=s", Different, Different),
        ("client_id=a&client_secret=", No, No),
    ];
    let both = [ClientAuth::Basic, ClientAuth::Parameters];
    for (pairs, when_equal, refused) in rows {
        for (policy, doubled) in [(BothAuth::WhenEqual, when_equal), (BothAuth::Refused, refused)] {
            let found = of(&with(&both, policy), Call::form(pairs).basic("a:s"));
            assert_eq!(found, claim("a", given("s"), Carrier::Basic, doubled), "{pairs} {policy:?}");
        }
    }
}

#[test]
fn a_method_that_is_not_listed() {
    let basic = with(&[ClientAuth::Basic], BothAuth::Refused);
    let refused = Err(Refused::carried(Refusal::ClientAuthMethod, Carrier::Body));
    assert_eq!(of(&basic, Call::form("client_id=a&client_secret=s")), refused);
    assert_eq!(of(&basic, Call::form("client_id=a")), claim("a", Param::Absent, Carrier::Body, Doubled::No));
    let nobody = with(&[], BothAuth::Refused);
    let call = Call::form("client_id=a&client_secret=s").basic("x:y");
    assert_eq!(of(&nobody, call), claim("a", Param::Absent, Carrier::Body, Doubled::No));
    let parameters = with(&[ClientAuth::Parameters], BothAuth::Refused);
    let call = Call::form("client_id=a&client_secret=s").basic("x:y");
    assert_eq!(of(&parameters, call), claim("a", given("s"), Carrier::Body, Doubled::No));
}

#[test]
fn a_secret_as_bearer() {
    let dialect = with(&[ClientAuth::BearerSecret], BothAuth::Refused);
    let call = |pairs: &str| Call::form(pairs).header("authorization", "Bearer sk_1");
    assert_eq!(of(&dialect, call("")), claim("", given("sk_1"), Carrier::Header, Doubled::No));
    assert_eq!(of(&dialect, call("client_id=a")), claim("a", given("sk_1"), Carrier::Header, Doubled::No));
}

#[test]
fn parameters_tell_where_they_stood() {
    let mut dialect = sample::dialect();
    carriers(&mut dialect, &[crate::model::TokenCarrier::Query, crate::model::TokenCarrier::Form]);
    let call = Call::form("client_id=a").query("client_secret=s");
    assert_eq!(of(&dialect, call), claim("a", given("s"), Carrier::Query, Doubled::No));
    assert_eq!(of(&dialect, Call::form("")), claim("", Param::Absent, Carrier::Body, Doubled::No));
    let call = Call::form("client_id=a&client_id=a");
    assert_eq!(of(&dialect, call), Err(named(Refusal::ParameterDoubled, "client_id")));
}
