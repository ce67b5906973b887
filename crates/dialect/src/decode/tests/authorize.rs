//! Authorization requests.

use super::*;
use crate::model::{Extra, ExtraEffect, Need};
use crate::sample;
use engine::request::{AuthorizeRequest, LanguageClaim, ResponseType, ResponseTypeClaim, Wish};

fn read(dialect: &Dialect, query: &str) -> AuthorizeRequest {
    dialect.decode_authorize(&Call::get(query).incoming()).unwrap()
}

#[test]
fn every_parameter_arrives() {
    let query = "client_id=a&redirect_uri=https%3A%2F%2Fapp%2Fcb%3Fx%3D1&response_type=code&scope=read+write\
        &state=z%C3%BCrich%20%26&code_challenge=abc&code_challenge_method=S256&access_type=offline";
    let given = |text: &str| Param::Given(text.to_owned());
    let expected = AuthorizeRequest {
        client_id: given("a"),
        redirect_uri: given("https://app/cb?x=1"),
        response_type: ResponseTypeClaim::Known(ResponseType::Code),
        scope: Param::Given(vec!["read".to_owned(), "write".to_owned()]),
        state: Some("zürich &".to_owned()),
        challenge: given("abc"),
        challenge_method: given("S256"),
        ..AuthorizeRequest::default()
    };
    assert_eq!(read(&sample::dialect(), query), expected);
}

#[test]
fn what_stands_there_twice_is_said_and_never_trusted() {
    let rows = [
        ("client_id=a&client_id=a", "client_id"),
        ("client_id=a&redirect_uri=x&redirect_uri=y", "redirect_uri"),
        ("state=1&state=2", "state"),
        ("scope=a&scope=a", "scope"),
        ("response_type=code&response_type=token", "response_type"),
        ("code_challenge=a&code_challenge=b", "code_challenge"),
    ];
    for (query, name) in rows {
        assert_eq!(read(&sample::dialect(), query).duplicate.as_deref(), Some(name), "{query}");
    }
    let doubled = read(&sample::dialect(), "client_id=a&client_id=a&redirect_uri=x&redirect_uri=x&state=1&state=1");
    assert_eq!((doubled.client_id, doubled.redirect_uri, doubled.state), (Param::Malformed, Param::Malformed, None));
    assert_eq!(read(&sample::dialect(), "x=1&x=2&client_id=a").duplicate, None);
}

#[test]
fn response_type_by_need() {
    use ResponseTypeClaim::{Absent, Known, Unknown};
    let (code, token) = (Known(ResponseType::Code), Known(ResponseType::Token));
    let rows = [
        ("", Absent, token, token),
        ("response_type=", Absent, token, token),
        ("response_type=code", code, code, token),
        ("response_type=Code", Unknown, Unknown, token),
        ("response_type=code+token", Unknown, Unknown, token),
        ("response_type=%ff", Unknown, Unknown, token),
    ];
    for (query, required, optional, ignored) in rows {
        for (need, expected) in [(Need::Required, required), (Need::Optional, optional), (Need::Ignored, ignored)] {
            let mut dialect = sample::dialect();
            dialect.authorize.response_type = need;
            dialect.authorize.default_response = ResponseType::Token;
            assert_eq!(read(&dialect, query).response_type, expected, "{query} {need:?}");
        }
    }
}

#[test]
fn broken_texts_are_values_but_a_broken_state_cannot_be_echoed() {
    let request = read(&sample::dialect(), "client_id=%ff%fe&redirect_uri=%zz&code_challenge=%00");
    assert_eq!(request.client_id, Param::Malformed);
    assert_eq!(request.redirect_uri, Param::Malformed);
    assert_eq!(request.challenge, Param::Malformed);
    let refused = sample::dialect().decode_authorize(&Call::get("client_id=a&state=%ff").incoming());
    assert_eq!(refused, Err(named(Refusal::BodyMalformed, "state")));
}

#[test]
fn a_posted_form_counts_only_when_posted() {
    let form = Call::form("client_id=a&state=1");
    let read = |call: &Call| sample::dialect().decode_authorize(&call.incoming());
    assert_eq!(read(&form).unwrap().client_id, Param::Given("a".to_owned()));
    let got = Call { method: Method::GET, ..form.clone() };
    assert_eq!(read(&got).unwrap().client_id, Param::Absent);
    assert_eq!(read(&form.query("state=2")).unwrap().duplicate.as_deref(), Some("state"));
    assert_eq!(read(&Call::json("{}")), Err(Refusal::MediaTypeUnsupported.into()));
}

#[test]
fn a_form_and_the_address_are_one_query() {
    let rows = [
        ("client_id=a", "state=1&scope=x+y", "client_id=a&state=1&scope=x+y"),
        ("client_id=a&state=1", "state=1", "client_id=a&state=1"),
        ("state=%31", "state=1", "state=%31"),
        ("state=1", "state=2", "state=1&state=2"),
        ("state=", "state=1", "state=1"),
        ("state=1", "state=", "state=1"),
        ("", "state=1&state=1", "state=1&state=1"),
        ("a", "b=c=d&&e=%zz#<\n\u{fc}", "a=&b=c=d&e=%zz%23%3C%0A%C3%BC"),
    ];
    for (query, body, expected) in rows {
        let call = Call::form(body).query(query);
        assert_eq!(sample::dialect().authorize_query(&call.incoming()), expected, "{query} and {body}");
        let got = Call { method: Method::GET, ..call };
        assert_eq!(sample::dialect().authorize_query(&got.incoming()), query, "a body of a GET is nothing");
    }
}

#[test]
fn request_objects_are_seen_or_overlooked_and_never_read() {
    use crate::model::RequestObjects;
    use engine::request::RequestObject::{Reference, Value};
    let rows = [
        ("request=ey", Some(Value)),
        ("request_uri=https%3A%2F%2Fa%2F", Some(Reference)),
        ("request=%ff", Some(Value)),
        ("request=a&request=b", Some(Value)),
        ("request=", None),
    ];
    for (query, object) in rows {
        let mut dialect = sample::dialect();
        assert_eq!(read(&dialect, query).object, object, "{query}");
        dialect.authorize.request_objects = RequestObjects::Ignored;
        assert_eq!(read(&dialect, query), AuthorizeRequest::default(), "{query}");
    }
}

#[test]
fn the_language_parameter() {
    let mut dialect = sample::dialect();
    assert_eq!(read(&dialect, "lang=de").language, LanguageClaim::Absent);
    dialect.pages.language_parameter = Some("lang".to_owned());
    let rows = [
        ("", LanguageClaim::Absent),
        ("lang=", LanguageClaim::Absent),
        ("lang=de", LanguageClaim::Known("de".to_owned())),
        ("lang=DE", LanguageClaim::Known("de".to_owned())),
        ("lang=xx", LanguageClaim::Unknown),
        ("lang=%ff", LanguageClaim::Unknown),
        ("lang=de&lang=de", LanguageClaim::Unknown),
    ];
    for (query, expected) in rows {
        assert_eq!(read(&dialect, query).language, expected, "{query}");
    }
}

#[test]
fn extras_are_demanded_or_do_something() {
    let mut dialect = sample::dialect();
    let extra = |name: &str, need, values: &[&str], effects: &[(&str, ExtraEffect)]| Extra {
        name: name.to_owned(),
        need,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        effects: effects.iter().map(|(value, effect)| ((*value).to_owned(), *effect)).collect(),
    };
    dialect.authorize.extras = vec![
        extra("audience", Need::Required, &["api"], &[]),
        extra(
            "access_type",
            Need::Optional,
            &[],
            &[("offline", ExtraEffect::Offline), ("online", ExtraEffect::Online)],
        ),
        extra(
            "prompt",
            Need::Optional,
            &[],
            &[("consent", ExtraEffect::AskAgain), ("login", ExtraEffect::SignInAgain)],
        ),
        extra("owner", Need::Ignored, &["x"], &[]),
    ];
    for (query, demanded) in [("", Some("audience")), ("audience=other", Some("audience")), ("audience=api", None)] {
        assert_eq!(read(&dialect, query).demanded.as_deref(), demanded, "{query}");
    }
    let wishes = |query: &str| read(&dialect, query).wishes;
    assert_eq!(wishes("access_type=offline").offline, Wish::Yes);
    assert_eq!(wishes("access_type=online").offline, Wish::No);
    assert_eq!(wishes("access_type=else").offline, Wish::Unsaid);
    let both = wishes("prompt=login+consent");
    assert_eq!((both.ask_again, both.sign_in_again), (Wish::Yes, Wish::Yes));
}
