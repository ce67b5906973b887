//! Which grant is asked for, and with what.

use super::*;
use crate::model::{Name, Need, Separator, TokenCarrier};
use crate::sample;
use engine::policy::RedirectAtExchange;
use engine::request::Shaped;

fn grant(dialect: &Dialect, grants: &[GrantKind], pairs: &str) -> &'static str {
    let found = dialect.decode_token(&ways(grants), &Call::form(pairs).incoming()).unwrap().1.grant;
    match found {
        GrantRequest::Code { .. } => "code",
        GrantRequest::Refresh { .. } => "refresh",
        GrantRequest::ClientCredentials { .. } => "credentials",
        GrantRequest::Exchange { .. } => "exchange",
        GrantRequest::Missing => "missing",
        GrantRequest::Unsupported => "unsupported",
    }
}

fn needing(need: Need) -> Dialect {
    let mut dialect = sample::dialect();
    dialect.token.values_mut().for_each(|grant| grant.grant_type = need);
    dialect
}

#[test]
fn grant_type_tells_the_grant() {
    let rows = [
        ("", "missing", "missing", "missing"),
        ("grant_type=", "missing", "missing", "missing"),
        ("code=c", "missing", "code", "code"),
        ("refresh_token=r", "missing", "refresh", "refresh"),
        ("grant_type=refresh_token", "refresh", "refresh", "unsupported"),
        ("grant_type=refresh_token&code=c", "refresh", "refresh", "code"),
        ("grant_type=password", "unsupported", "unsupported", "unsupported"),
        ("grant_type=password&code=c", "unsupported", "unsupported", "code"),
        ("grant_type=Authorization_Code&code=c", "unsupported", "unsupported", "code"),
    ];
    for (pairs, required, optional, ignored) in rows {
        assert_eq!(grant(&needing(Need::Required), &ALL, pairs), required, "{pairs}");
        assert_eq!(grant(&needing(Need::Optional), &ALL, pairs), optional, "{pairs}");
        assert_eq!(grant(&needing(Need::Ignored), &ALL, pairs), ignored, "{pairs}");
    }
}

#[test]
fn a_route_of_one_grant() {
    let sole = [GrantKind::RefreshToken];
    let rows = [
        ("", "missing", "refresh", "refresh"),
        ("grant_type=refresh_token", "refresh", "refresh", "refresh"),
        ("grant_type=authorization_code&code=c", "unsupported", "unsupported", "refresh"),
        ("grant_type=x", "unsupported", "unsupported", "refresh"),
    ];
    for (pairs, required, optional, ignored) in rows {
        assert_eq!(grant(&needing(Need::Required), &sole, pairs), required, "{pairs}");
        assert_eq!(grant(&needing(Need::Optional), &sole, pairs), optional, "{pairs}");
        assert_eq!(grant(&needing(Need::Ignored), &sole, pairs), ignored, "{pairs}");
    }
}

#[test]
fn another_word_and_another_name() {
    let mut dialect = sample::dialect();
    dialect.names.all.insert(Name::GrantType, vec!["type".to_owned()]);
    if let Some(refresh) = dialect.token.get_mut(&GrantKind::RefreshToken) {
        refresh.grant_words = vec!["refresh".to_owned(), "renew".to_owned()];
    }
    assert_eq!(grant(&dialect, &ALL, "type=renew"), "refresh");
    assert_eq!(grant(&dialect, &ALL, "grant_type=refresh_token"), "missing");
}

#[test]
fn each_grant_has_its_own_carriers() {
    let mut dialect = sample::dialect();
    if let Some(refresh) = dialect.token.get_mut(&GrantKind::RefreshToken) {
        refresh.carriers = vec![TokenCarrier::Query];
    }
    let refresh = |call: Call| call.token(&dialect).unwrap().grant;
    let absent = GrantRequest::Refresh { token: Param::Absent, scope: Param::Absent, shaped: Shaped::No };
    let there = GrantRequest::Refresh { token: given("x"), scope: Param::Absent, shaped: Shaped::No };
    assert_eq!(refresh(Call::post("").query("grant_type=refresh_token&refresh_token=x")), there);
    assert_eq!(refresh(Call::post("").query("grant_type=refresh_token")), absent);
    let code = Call::post("").query("grant_type=authorization_code&code=c").token(&dialect).unwrap_err();
    assert_eq!(code.refusal, Refusal::SecretInQuery);
}

#[test]
fn what_a_code_comes_with() {
    let call = Call::form("grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fa%2F&code_verifier=v");
    let mut dialect = sample::dialect();
    let code = |redirect_uri| GrantRequest::Code { code: given("c"), redirect_uri, verifier: given("v") };
    let uri = Param::Given("https://a/".to_owned());
    assert_eq!(call.token(&dialect).unwrap().grant, code(uri));
    dialect.policy.redirect_at_exchange = RedirectAtExchange::NotRead;
    assert_eq!(call.token(&dialect).unwrap().grant, code(Param::Absent));
}

#[test]
fn the_shape_of_a_refresh_token_is_seen() {
    let shaped = |token: &str| {
        let call = Call::form(&format!("grant_type=refresh_token&refresh_token={token}"));
        match call.token(&sample::dialect()).unwrap().grant {
            GrantRequest::Refresh { shaped, .. } => shaped,
            other => panic!("{other:?}"),
        }
    };
    for (token, expected) in [("rt-Ab1", Shaped::Yes), ("rt-", Shaped::No), ("rt-a_b", Shaped::No), ("x", Shaped::No)] {
        assert_eq!(shaped(token), expected, "{token}");
    }
}

#[test]
fn scopes_are_split_by_the_codec() {
    let mut dialect = sample::dialect();
    dialect.scopes.accepts = vec![' ', ','];
    dialect.names.all.insert(Name::SecondScope, vec!["user_scope".to_owned()]);
    let scope = |dialect: &Dialect, pairs: &str| match Call::form(&format!("grant_type=client_credentials&{pairs}"))
        .token(dialect)
        .unwrap()
        .grant
    {
        GrantRequest::ClientCredentials { scope } => scope,
        other => panic!("{other:?}"),
    };
    let words = |words: &[&str]| Param::Given(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    assert_eq!(scope(&dialect, ""), Param::Absent);
    assert_eq!(scope(&dialect, "scope=,+,"), Param::Absent);
    assert_eq!(scope(&dialect, "scope=a,b+c"), words(&["a", "b", "c"]));
    assert_eq!(scope(&dialect, "scope=a&user_scope=b"), words(&["a", "b"]));
    assert_eq!(scope(&dialect, &format!("scope={}", "a,".repeat(100))), words(&["a"; 100]));
    assert_eq!(scope(&dialect, &format!("scope={}", "a,".repeat(101))), Param::Malformed);
    let plus = |text: &str| {
        let mut dialect = sample::dialect();
        dialect.scopes.accepts = vec!['+'];
        scope(&dialect, text)
    };
    assert_eq!((plus("scope=a+b"), plus("scope=a%2Bb")), (words(&["a", "b"]), words(&["a", "b"])));
    assert_eq!(dialect.decode_narrowing(&["a,b".to_owned(), "c".to_owned()]), ["a", "b", "c"]);
    dialect.scopes.separator = Separator::None;
    assert_eq!(scope(&dialect, "scope=a"), Param::Absent);
}
