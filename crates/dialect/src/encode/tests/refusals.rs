//! Whose words a refusal gets, and its status and challenge.

use super::{body, head};
use crate::encode::Facts;
use crate::model::{
    Body, Dialect, Endpoint, Format, Name, Node, Place, RefusalWords, Slot, Template, TemplatePart, Worded,
};
use crate::sample::{dialect, header, members, text};
use engine::refusal::{Refusal, Refused};
use engine::request::Carrier;
use http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};

fn word(error: &str) -> Worded {
    Worded { error: Some(error.to_owned()), ..Worded::default() }
}

fn envelope(node: Node) -> Option<Body> {
    Some(Body::new(Format::Json, node))
}

fn answer(dialect: &Dialect, endpoint: Endpoint, refused: impl Into<Refused>) -> (u16, String) {
    let facts = Facts { realm_title: "re\"alm", ..Facts::default() };
    let answer = dialect.encode_refused(endpoint, &refused.into(), &facts);
    (answer.status().as_u16(), body(&answer).to_owned())
}

fn challenge(dialect: &Dialect, endpoint: Endpoint, refused: impl Into<Refused>) -> String {
    let facts = Facts { realm_title: "api", ..Facts::default() };
    head(&dialect.encode_refused(endpoint, &refused.into(), &facts), WWW_AUTHENTICATE).to_owned()
}

#[test]
fn a_dialect_without_words_speaks_the_rfc() {
    let rows = [
        (Endpoint::Token, Refusal::ClientUnknown, 401, "invalid_client", "no app has this client id"),
        (Endpoint::Token, Refusal::CodeSpent, 400, "invalid_grant", "the code was used before"),
        (Endpoint::Revoke, Refusal::ClientSecretWrong, 401, "invalid_client", "the client secret is wrong"),
        (Endpoint::Authorize, Refusal::ClientUnknown, 400, "invalid_client", "no app has this client id"),
        (Endpoint::Api, Refusal::TokenExpired, 401, "invalid_token", "the token has expired"),
        (Endpoint::Api, Refusal::ScopeInsufficient, 403, "insufficient_scope", "the token lacks a scope"),
        (Endpoint::Token, Refusal::TooLarge, 413, "invalid_request", "the request is too large"),
        (Endpoint::Token, Refusal::MediaTypeUnsupported, 415, "invalid_request", "the content type is not supported"),
        (Endpoint::Token, Refusal::TooManyRequests, 429, "temporarily_unavailable", "too many requests"),
        (
            Endpoint::Token,
            Refusal::Unavailable,
            503,
            "temporarily_unavailable",
            "the service is unavailable for the moment",
        ),
    ];
    for (endpoint, refusal, status, error, description) in rows {
        let expected = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
        assert_eq!(answer(&dialect(), endpoint, refusal), (status, expected), "{refusal:?}");
    }
    let refused = dialect().encode_refused(Endpoint::Token, &Refusal::CodeSpent.into(), &Facts::default());
    assert_eq!(head(&refused, CACHE_CONTROL), "no-store");
}

#[test]
fn the_nearest_words_win() {
    let mut dialect = dialect();
    let said = |dialect: &Dialect, refusal| answer(dialect, Endpoint::Token, refusal).1;
    let of = |word: &str| format!(r#"{{"error":"{word}"}}"#);
    dialect.refusals.all.envelope = envelope(members(vec![("error", Node::Slot(Slot::Error))]));
    dialect.refusals.all.any = Some(word("all-any"));
    assert_eq!(said(&dialect, Refusal::CodeSpent), of("all-any"));
    assert_eq!(said(&dialect, Refusal::TooLarge), of("invalid_request"));
    dialect.refusals.all.by_code.insert("invalid_grant".to_owned(), word("all-code"));
    assert_eq!(said(&dialect, Refusal::CodeSpent), of("all-code"));
    dialect.refusals.all.by_name.insert("code_spent".to_owned(), word("all-name"));
    assert_eq!(said(&dialect, Refusal::CodeSpent), of("all-name"));
    let mut own = RefusalWords { any: Some(word("any")), ..RefusalWords::default() };
    dialect.refusals.at.insert(Endpoint::Token, own.clone());
    assert_eq!(said(&dialect, Refusal::CodeSpent), of("any"));
    own.by_code.insert("invalid_grant".to_owned(), word("code"));
    dialect.refusals.at.insert(Endpoint::Token, own.clone());
    assert_eq!(said(&dialect, Refusal::CodeSpent), of("code"));
    own.by_name.insert("code_spent".to_owned(), word("name"));
    dialect.refusals.at.insert(Endpoint::Token, own);
    assert_eq!(said(&dialect, Refusal::CodeSpent), of("name"));
    assert_eq!(said(&dialect, Refusal::BodyMalformed), of("invalid_request"));
    assert_eq!(answer(&dialect, Endpoint::Revoke, Refusal::CodeSpent).1, of("all-name"));
}

#[test]
fn each_part_comes_from_the_nearest_that_says_it() {
    let mut dialect = dialect();
    let slots = vec![
        ("status", Node::Text(text("error"))),
        ("http_status", Node::Slot(Slot::Status)),
        ("code", Node::Slot(Slot::Number)),
        ("message", Node::Slot(Slot::Description)),
    ];
    dialect.refusals.all.envelope = envelope(members(slots));
    dialect.refusals.all.status = Some(422);
    let message = Template(vec![
        TemplatePart::Literal("Validation Error. ".to_owned()),
        TemplatePart::Slot(Slot::Parameter),
        TemplatePart::Literal(" is invalid".to_owned()),
    ]);
    dialect.refusals.all.any = Some(Worded { number: Some(1000), description: Some(message), ..Worded::default() });
    dialect.refusals.all.by_name.insert("code_spent".to_owned(), Worded { status: Some(409), ..Worded::default() });
    dialect.names.at.entry(Endpoint::Token).or_default().insert(Name::Code, vec!["nonce".to_owned()]);
    let of = |status: u16, name: &str| {
        let text = format!("Validation Error. {name} is invalid");
        (status, format!(r#"{{"status":"error","http_status":{status},"code":1000,"message":"{text}"}}"#))
    };
    assert_eq!(answer(&dialect, Endpoint::Token, Refusal::CodeSpent), of(409, "nonce"));
    assert_eq!(answer(&dialect, Endpoint::Token, Refusal::CodeMissing), of(422, "nonce"));
    assert_eq!(answer(&dialect, Endpoint::Token, Refused::parameter(Refusal::CodeSpent, "own")), of(409, "own"));
    dialect.refusals.all.by_name.insert("unavailable".to_owned(), Worded { status: Some(200), ..Worded::default() });
    assert_eq!(answer(&dialect, Endpoint::Token, Refusal::Unavailable).0, 503);
}

#[test]
fn carriers_and_scopes_are_named() {
    let mut dialect = dialect();
    let template = |parts: Vec<TemplatePart>| Some(Template(parts));
    let carrier = template(vec![TemplatePart::Literal("client (".to_owned()), TemplatePart::Slot(Slot::Carrier)]);
    dialect
        .refusals
        .all
        .by_code
        .insert("invalid_client".to_owned(), Worded { description: carrier, ..Worded::default() });
    dialect.refusals.all.carriers = [("parameters", "param auth"), ("basic", "header auth")]
        .map(|(key, word)| (key.to_owned(), word.to_owned()))
        .into_iter()
        .collect();
    for (carrier, expected) in [(Carrier::Body, "param"), (Carrier::Query, "param"), (Carrier::Basic, "header")] {
        let said = answer(&dialect, Endpoint::Token, Refused::carried(Refusal::ClientUnknown, carrier)).1;
        assert_eq!(said, format!(r#"{{"error":"invalid_client","error_description":"client ({expected} auth"}}"#));
    }
    let missing = template(vec![TemplatePart::Slot(Slot::MissingScope)]);
    dialect.refusals.all.any = Some(Worded { description: missing, ..Worded::default() });
    let said = answer(&dialect, Endpoint::Api, Refused::scope("write")).1;
    assert_eq!(said, r#"{"error":"insufficient_scope","error_description":"write"}"#);
}

#[test]
fn every_401_carries_a_challenge_unless_there_is_none() {
    use crate::model::{CaseOf, SchemeEncoding};
    let mut dialect = dialect();
    let basic = "Basic realm=\"api\"";
    assert_eq!(challenge(&dialect, Endpoint::Token, Refusal::ClientUnknown), basic);
    assert_eq!(challenge(&dialect, Endpoint::Token, Refusal::CodeSpent), "");
    assert_eq!(challenge(&dialect, Endpoint::Api, Refusal::TokenMissing), "Bearer realm=\"api\"");
    let bad = "Bearer realm=\"api\", error=\"invalid_token\"";
    assert_eq!(challenge(&dialect, Endpoint::Api, Refusal::TokenUnknown), bad);
    let scope = "Bearer realm=\"api\", error=\"insufficient_scope\", scope=\"write\"";
    assert_eq!(challenge(&dialect, Endpoint::Api, Refused::scope("write")), scope);
    dialect.api = vec![header("X-Auth", Some("App"), CaseOf::Exact, SchemeEncoding::Plain)];
    assert_eq!(challenge(&dialect, Endpoint::Api, Refusal::TokenMissing), "App realm=\"api\"");
    dialect.refusals.all.challenge = Some("Own realm=\"{realm.title}\" error=\"{error}\"".to_owned());
    assert_eq!(challenge(&dialect, Endpoint::Api, Refusal::TokenEnded), "Own realm=\"api\" error=\"invalid_token\"");
    let word = Worded { challenge: Some("Other".to_owned()), ..Worded::default() };
    dialect.refusals.all.by_name.insert("token_missing".to_owned(), word);
    assert_eq!(challenge(&dialect, Endpoint::Api, Refusal::TokenMissing), "Other");
    let own = RefusalWords { challenge: Some(String::new()), ..RefusalWords::default() };
    dialect.refusals.at.insert(Endpoint::Api, own);
    assert_eq!(challenge(&dialect, Endpoint::Api, Refusal::TokenEnded), "");
    assert_eq!(challenge(&dialect, Endpoint::Api, Refused::scope("write")), "");
}

#[test]
fn nothing_breaks_out_of_a_challenge() {
    let facts = Facts { realm_title: "a\"b\\c\r\nd\u{fc}", ..Facts::default() };
    let answer = dialect().encode_refused(Endpoint::Token, &Refusal::ClientUnknown.into(), &facts);
    assert_eq!(head(&answer, WWW_AUTHENTICATE), "Basic realm=\"a?b?c??d?\"");
}

#[test]
fn page_or_redirect() {
    let mut dialect = dialect();
    assert_eq!(dialect.refusal_place(&Refusal::AccessDenied.into()), Place::Redirect);
    let page = Worded { place: Some(Place::Page), ..Worded::default() };
    let mut own = RefusalWords::default();
    own.by_name.insert("app_suspended".to_owned(), page);
    dialect.refusals.at.insert(Endpoint::Authorize, own);
    assert_eq!(dialect.refusal_place(&Refusal::AppSuspended.into()), Place::Page);
    assert_eq!(dialect.refusal_place(&Refusal::AccessDenied.into()), Place::Redirect);
}
