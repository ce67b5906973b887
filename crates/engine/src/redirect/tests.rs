use super::*;
use crate::model::{AppKey, Introspects, Review};
use crate::policy::{HasSecret, RefreshIssue};
use mutations::MUTATIONS;

mod mutations;

const OWN: &str = "https://client.example/connect/user";

fn app(redirect_uris: &[&str]) -> App {
    App {
        key: AppKey(1),
        client_id: "id".into(),
        name: "Notes".into(),
        description: String::new(),
        site: None,
        kind: "server".into(),
        secrets: Vec::new(),
        redirect_uris: redirect_uris.iter().map(|uri| uri.to_string()).collect(),
        scopes: Vec::new(),
        owners: Vec::new(),
        color: None,
        support: None,
        review: Review::Live,
        mounts: Vec::new(),
        introspects: Introspects::Own,
        token_limit: None,
        suspended_at: None,
        suspend_reason: None,
        deleted_at: None,
        valid_from: 0,
        created_at: 0,
    }
}

fn policy(matching: RedirectMatch) -> RedirectPolicy {
    RedirectPolicy {
        matching,
        absent: AbsentRedirect::Sole,
        any_port: vec!["127.0.0.1".into(), "[::1]".into()],
        on_screen: vec!["oob".into()],
        reserved: vec!["code".into(), "state".into(), "error".into()],
    }
}

fn ask(uri: &str, registered: &[&str], matching: RedirectMatch) -> Result<ReturnTo, Refusal> {
    matched(&Param::Given(uri.into()), &app(registered), &policy(matching))
}

#[test]
fn red_01_only_the_registered_bytes_match() {
    assert!(MUTATIONS.len() >= 60);
    assert!(ask(OWN, &[OWN], RedirectMatch::Exact).is_ok());
    for uri in MUTATIONS {
        let got = ask(uri, &[OWN], RedirectMatch::Exact);
        assert!(got.is_err(), "{uri:?} passed: {got:?}");
    }
}

/// Where a client keeps a state of its own in the query, the query alone may be more than what is registered.
#[test]
fn red_01_the_query_may_say_more_and_nothing_else() {
    let with = "https://client.example/connect/user?app=7";
    for (uri, registered) in [
        (OWN, OWN),
        ("https://client.example/connect/user?redirect_state=x%2Fy", OWN),
        (with, with),
        ("https://client.example/connect/user?x=1&app=7", with),
        ("http://127.0.0.1:5000/cb?x=1", "http://127.0.0.1:9/cb"),
    ] {
        assert!(ask(uri, &[registered], RedirectMatch::SamePath).is_ok(), "{uri}");
    }
    for (uri, registered) in [
        (OWN, with),
        ("https://client.example/connect/user?app=8", with),
        ("https://client.example/connect/user/7", OWN),
        ("https://client.example:444/connect/user", OWN),
        ("https://client.example/connect/user?code=1", OWN),
    ] {
        assert!(ask(uri, &[registered], RedirectMatch::SamePath).is_err(), "{uri}");
    }
    for uri in MUTATIONS.iter().filter(|uri| !uri.contains("/user?")) {
        let got = ask(uri, &[OWN], RedirectMatch::SamePath);
        assert!(got.is_err(), "{uri:?} passed: {got:?}");
    }
}

/// What a prefix rule may let pass is below the registered path and nothing else.
#[test]
fn leg_07_a_prefix_ends_at_a_segment() {
    let below = [
        OWN,
        "https://client.example/connect/user/",
        "https://client.example/connect/user/150162",
        "https://client.example/connect/user/a/b%20c",
        "https://client.example/connect/user/7?user=1&x=%26",
        "https://client.example/connect/user?x=1",
    ];
    for uri in below {
        assert!(ask(uri, &[OWN], RedirectMatch::SameHostPathPrefix).is_ok(), "{uri}");
    }
    for uri in MUTATIONS.iter().filter(|uri| !below.contains(uri)) {
        // An empty query is the one spelling that is below and odd at once.
        if *uri == "https://client.example/connect/user?" {
            continue;
        }
        let got = ask(uri, &[OWN], RedirectMatch::SameHostPathPrefix);
        assert!(got.is_err(), "{uri:?} passed: {got:?}");
    }
}

#[test]
fn red_02_only_the_port_of_a_loopback_literal_may_differ() {
    let own = &["http://127.0.0.1:47110/cb?x=1", "http://localhost/cb"];
    for (uri, passes) in [
        ("http://127.0.0.1:47110/cb?x=1", true),
        ("http://127.0.0.1:1/cb?x=1", true),
        ("http://127.0.0.1/cb?x=1", true),
        ("http://127.0.0.1:1/cb?x=2", false),
        ("http://127.0.0.1:1/cb", false),
        ("http://127.0.0.1:1/CB?x=1", false),
        ("http://127.0.0.2:1/cb?x=1", false),
        ("https://127.0.0.1:1/cb?x=1", false),
        ("http://localhost/cb", true),
        ("http://localhost:8080/cb", false),
        ("http://[::1]:1/cb?x=1", false),
    ] {
        assert_eq!(ask(uri, own, RedirectMatch::Exact).is_ok(), passes, "{uri}");
    }
}

fn kind(redirects: &[RedirectForm]) -> Kind {
    Kind {
        name: "server".into(),
        secret: HasSecret::Yes,
        response_types: Vec::new(),
        grants: Vec::new(),
        refresh: RefreshIssue::Never,
        redirects: redirects.to_vec(),
    }
}

#[test]
fn red_03_registration_refuses_what_no_redirect_can_be() {
    let all = kind(&[RedirectForm::Https, RedirectForm::Loopback, RedirectForm::PrivateUse, RedirectForm::OnScreen]);
    let policy = policy(RedirectMatch::Exact);
    for (uri, expected) in [
        (OWN, Ok(())),
        ("https://client.example", Ok(())),
        ("http://127.0.0.1/cb", Ok(())),
        ("http://[::1]:8080/cb", Ok(())),
        ("http://localhost:8080/cb", Ok(())),
        ("com.example.app:/callback", Ok(())),
        ("oob", Ok(())),
        ("https://client.example/a?next=%2Fhome", Ok(())),
        ("https://client.example/%zz", Err(Unregistrable::Percent)),
        ("https://client.example/?a=100%", Err(Unregistrable::Percent)),
        ("https://client.example/100%25", Ok(())),
        ("https://client.example/*", Err(Unregistrable::Wildcard)),
        ("https://*.example/cb", Err(Unregistrable::Wildcard)),
        ("https://client.example/#x", Err(Unregistrable::Fragment)),
        ("http://client.example/cb", Err(Unregistrable::PlainHttp)),
        ("javascript:alert(1)", Err(Unregistrable::Scheme)),
        ("JavaScript:alert(1)", Err(Unregistrable::Scheme)),
        ("\u{1}javascript:alert(1)", Err(Unregistrable::Blank)),
        ("data:text/html,x", Err(Unregistrable::Scheme)),
        ("vbscript:x", Err(Unregistrable::Scheme)),
        ("file:///etc/passwd", Err(Unregistrable::Scheme)),
        ("ftp://client.example/cb", Err(Unregistrable::Scheme)),
        ("myapp:/cb", Err(Unregistrable::Scheme)),
        ("https://a@client.example/", Err(Unregistrable::UserInfo)),
        ("https://user:pw@client.example/cb", Err(Unregistrable::UserInfo)),
        ("https://@client.example/cb", Err(Unregistrable::Spelling)),
        ("/cb", Err(Unregistrable::Relative)),
        ("//client.example/cb", Err(Unregistrable::Relative)),
        ("client.example/cb", Err(Unregistrable::Relative)),
        ("client.example:8080/cb", Err(Unregistrable::Relative)),
        ("", Err(Unregistrable::Relative)),
        ("https://client.example/a b", Err(Unregistrable::Blank)),
        (" https://client.example/cb", Err(Unregistrable::Blank)),
        ("https://client.example\\cb", Err(Unregistrable::Character)),
        ("https://client.example/a/../b", Err(Unregistrable::Dots)),
        ("https://client.example/a%2F..%2fb", Err(Unregistrable::Dots)),
        ("https://", Err(Unregistrable::Malformed)),
        ("https:///cb", Err(Unregistrable::Malformed)),
        ("https://client.example:99999/cb", Err(Unregistrable::Malformed)),
        ("https://bücher.example/cb", Err(Unregistrable::Letters)),
        ("https://client.example/zurück", Err(Unregistrable::Letters)),
        ("https://client.example/?q=ü", Err(Unregistrable::Letters)),
        ("HTTPS://Client.Example/cb", Err(Unregistrable::Spelling)),
        ("https://client.example:443/cb", Err(Unregistrable::Spelling)),
        ("https:/client.example/cb", Err(Unregistrable::Spelling)),
        ("https://client.example/cb?code=1", Err(Unregistrable::Reserved)),
        ("https://client.example/cb?%63ode=1", Err(Unregistrable::Reserved)),
    ] {
        assert_eq!(registrable(uri, &all, &policy), expected, "{uri:?}");
    }
    assert_eq!(registrable("oob", &kind(&[RedirectForm::Https]), &policy), Err(Unregistrable::Form));
    let long = format!("https://client.example/{}", "a".repeat(2000));
    assert_eq!(registrable(&long, &all, &policy), Err(Unregistrable::TooLong));
}

#[test]
fn a_query_name_that_the_answer_needs_is_refused() {
    for uri in ["https://client.example/connect/user?state=1", "https://client.example/connect/user?a=1&error"] {
        let got = ask(uri, &[OWN], RedirectMatch::SameHostPathPrefix);
        assert_eq!(got, Err(Refusal::RedirectUriReserved), "{uri}");
    }
}

#[test]
fn without_a_redirect_uri_the_dialect_decides() {
    let absent = |registered: &[&str], rule| {
        let policy = RedirectPolicy { absent: rule, ..policy(RedirectMatch::Exact) };
        matched(&Param::Absent, &app(registered), &policy).map(|to| to.uri().map(str::to_owned))
    };
    assert_eq!(absent(&[OWN], AbsentRedirect::Sole), Ok(Some(OWN.into())));
    assert_eq!(absent(&[OWN, "https://b.example/"], AbsentRedirect::Sole), Err(Refusal::RedirectUriMissing));
    assert_eq!(absent(&[OWN, "https://b.example/"], AbsentRedirect::First), Ok(Some(OWN.into())));
    assert_eq!(absent(&["oob", OWN], AbsentRedirect::First), Ok(None));
    assert_eq!(absent(&[], AbsentRedirect::SoleOrOnScreen), Ok(None));
    assert_eq!(absent(&[], AbsentRedirect::First), Err(Refusal::RedirectUriNone));
    assert_eq!(absent(&[OWN], AbsentRedirect::Refuse), Err(Refusal::RedirectUriMissing));
}

#[test]
fn the_word_for_on_screen_counts_only_when_registered() {
    assert_eq!(ask("oob", &["oob"], RedirectMatch::Exact), Ok(ReturnTo::OnScreen(Named::Yes)));
    assert_eq!(ask("oob", &[OWN], RedirectMatch::Exact), Err(Refusal::RedirectUriStrange));
    assert_eq!(ask(OWN, &[], RedirectMatch::Exact), Err(Refusal::RedirectUriNone));
}
