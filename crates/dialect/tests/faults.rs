//! What is wrong with a file is said all at once, each with its place and what would be right.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed")]

use grantor_dialect::catalog;
use grantor_dialect::check::{Source, load};
use grantor_dialect::fault::{Fault, Faults};

fn faults(text: &str) -> Faults {
    let source = Source { name: "mine".to_owned(), file: "mine.toml".to_owned(), text: text.to_owned() };
    load(&source, &catalog::source).expect_err("a file with faults")
}

/// Line, column, what is wrong and the remedy of each.
fn listed(text: &str) -> Vec<String> {
    let line = |fault: &Fault| {
        assert_eq!(fault.file, "mine.toml", "{fault}");
        format!("{}:{} {} | {}", fault.line, fault.column, fault.what, fault.remedy)
    };
    faults(text).0.iter().map(line).collect()
}

#[test]
fn many_faults_at_once() {
    let found = listed(include_str!("fixtures/wrong.toml"));
    let expected: Vec<&str> = include_str!("fixtures/wrong.txt").lines().collect();
    assert_eq!(found, expected, "found:\n{}", found.join("\n"));
}

#[test]
fn one_wrong_word_of_a_list_hides_nothing_that_the_others_bring() {
    let text = "[token]\ngrants = [\"authorization_code\", \"refresh_token\", \"password\", \"client_credentials\"]\n\n[token.authorization_code]\nbody = [[\"t\", \"{acess_token}\"], [\"t\", \"x\"]]\n";
    let found = listed(text);
    for (place, what) in
        [("2:50", "unknown word `password`"), ("5:15", "unknown slot `{acess_token}`"), ("5:33", "`t`")]
    {
        assert!(found.iter().any(|line| line.starts_with(place) && line.contains(what)), "{place} {what}: {found:#?}");
    }
}

#[test]
fn a_fault_is_shown_with_its_line() {
    let shown = faults("title = \"Mine\"\n\n[lifetimes]\ncode = \"1h\"\n").to_string();
    assert_eq!(shown, include_str!("fixtures/shown.txt").trim_end_matches('\n'));
}

#[test]
fn the_paths_of_every_mount_are_no_dialects() {
    for route in [
        "GET /verify",
        "GET /verify/",
        "GET /verify/me",
        "POST /-/consent",
        "DELETE /{app}",
        "GET /account/",
        "GET /account/apps",
        "GET /docs",
        "GET /admin/",
    ] {
        let text = format!("[[resources]]\nname = \"me\"\nroutes = [\"{route}\"]\nbody = [[\"a\", 1]]\n");
        let found = listed(&text);
        assert!(
            found.iter().any(|line| line.starts_with("3:11 `/") && line.contains("of its own")),
            "{route}: {found:?}"
        );
    }
}

#[test]
fn con_the_console_has_its_path_for_itself() {
    let resource = "\n[[resources]]\nname = \"me\"\nroutes = [\"GET /apps/mine\"]\nbody = [[\"a\", 1]]\n";
    let found = listed(resource);
    assert!(found.len() == 1 && found[0].starts_with("4:11 `/apps/mine` would be a route and a page"), "{found:?}");
    let elsewhere = format!("[console]\npath = \"/oauthapps\"\n{resource}");
    let source = Source { name: "mine".to_owned(), file: "mine.toml".to_owned(), text: elsewhere };
    assert!(load(&source, &catalog::source).is_ok());
    for (path, what) in [
        ("apps", "is no path"),
        ("/apps/", "is no place for a page"),
        ("/{app}", "is no place for a page"),
        ("/verify/apps", "paths of its own"),
        ("/account", "paths of its own"),
        ("/oauth2", "`/oauth2/authorize` would be a route and a page"),
        ("/oauth2/token", "`/oauth2/token` would be a route and a page"),
    ] {
        let found = listed(&format!("[console]\npath = \"{path}\"\n"));
        assert!(found.len() == 1 && found[0].starts_with("2:8 ") && found[0].contains(what), "{path}: {found:?}");
    }
    let found = listed("[console.words]\nnew_app = { de = \"Neue App\" }\nid = { en = \"ID\" }\n");
    assert!(found.iter().any(|line| line.starts_with("2:1 the English words are missing")), "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("3:1 unknown word `id`")), "{found:?}");
}

#[test]
fn red_12_a_parameter_is_no_request_object() {
    for text in ["[names]\nstate = \"request\"", "[authorize.extras.request_uri]\nneed = \"required\""] {
        let found = listed(text);
        assert!(found.len() == 1 && found[0].contains("a request object (RFC 9101)"), "{found:?}");
        let text = format!("{text}\n[authorize]\nrequest_objects = \"ignored\"");
        assert!(
            load(&Source { name: "mine".to_owned(), file: "mine.toml".to_owned(), text }, &catalog::source).is_ok()
        );
    }
}

#[test]
fn a_segment_that_may_be_anything_is_never_the_first_choice() {
    let at = |routes: &str| format!("[[resources]]\nname = \"me\"\nroutes = {routes}\nbody = [[\"a\", 1]]\n");
    let found = listed(&at("[\"GET /{any}/me\", \"GET /me\"]"));
    assert!(found.len() == 1 && found[0].starts_with("3:11 links and examples need a whole path"), "{found:?}");
    let found = listed(&at("[\"GET /me\", \"GET /{any}\"]"));
    assert!(found.len() == 1 && found[0].contains("paths of its own"), "{found:?}");
}

#[test]
fn people_come_back_to_authorize_by_get() {
    let found = listed("[authorize]\nroutes = [\"GET /a\", \"POST /b\"]\n");
    assert_eq!(found, ["2:21 people come back here by GET after they signed in | add `GET /b` (RFC 6749 section 3.1)"]);
}

#[test]
fn broken_toml_is_a_fault_too() {
    let found = listed("title = \"Mine\n[token\n");
    assert!(found.iter().all(|line| line.contains("this is not TOML")), "{found:#?}");
    assert!(found.first().is_some_and(|line| line.starts_with("1:")), "{found:#?}");
}

#[test]
fn parents() {
    assert_eq!(listed("extends = \"standart\""), ["1:11 no dialect is called `standart` | did you mean `standard`?"]);
    assert_eq!(
        listed("extends = \"mine\""),
        ["1:11 `mine` extends itself | let one of them say `extends = \"standard\"`"]
    );
}

#[test]
fn a_wrong_parent_hides_nothing_of_what_else_is_wrong() {
    for parent in ["standrd", "mine"] {
        let found = listed(&format!("extends = \"{parent}\"\n\n[lifetimes]\ncode = \"1h\"\n\n[tokn]\n"));
        let places: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(places, ["1:11", "4:8", "6:2"], "{found:#?}");
    }
}

#[test]
fn a_port_may_differ_on_a_loopback_host_alone() {
    let found = listed("[redirect]\nany_port = [\"localhost\", \"example.com\", \"127.0.0.2\"]\n");
    let places: Vec<&str> = found.iter().filter_map(|line| line.split(" is no").next()).collect();
    assert_eq!(places, ["2:26 `example.com`", "2:41 `127.0.0.2`"], "{found:#?}");
}

#[test]
fn members_are_selected_where_a_body_has_some() {
    let of = |body: &str| {
        format!("[[resources]]\nname = \"me\"\nroutes = [\"GET /me\"]\nselect = \"fields\"\nbody = {body}\n")
    };
    let found = listed(&of("{ list = [\"{account.id}\"] }"));
    assert!(found.len() == 1 && found[0].starts_with("4:10 it chooses members"), "{found:#?}");
    let source =
        Source { name: "mine".to_owned(), file: "mine.toml".to_owned(), text: of("[[\"id\", \"{account.id}\"]]") };
    assert!(load(&source, &catalog::source).is_ok());
}

#[test]
fn a_long_line_of_parents_ends() {
    let source = |name: &str| {
        let next = name.len() + 1;
        let text = format!("extends = \"{}\"", "a".repeat(next));
        Some(Source { name: name.to_owned(), file: format!("{name}.toml"), text })
    };
    let faults = load(&source("a").unwrap(), &source).expect_err("too deep");
    assert_eq!(faults.0.first().map(|fault| fault.what.as_str()), Some("too many parents"));
}

#[test]
fn a_fault_in_a_parent_names_the_parent() {
    let parents = |name: &str| match name {
        "middle" => Some(Source {
            name: name.to_owned(),
            file: "middle.toml".to_owned(),
            text: "# ä\n[redirect]\nstatus = 999\n".to_owned(),
        }),
        name => catalog::source(name),
    };
    let text = "extends = \"middle\"\n[lifetimes]\ncode = \"2h\"".to_owned();
    let faults =
        load(&Source { name: "mine".to_owned(), file: "mine.toml".to_owned(), text }, &parents).expect_err("two");
    let places: Vec<_> = faults.0.iter().map(|fault| (fault.file.as_str(), fault.line, fault.column)).collect();
    assert_eq!(places, [("mine.toml", 3, 8), ("middle.toml", 3, 10)]);
}

#[test]
fn a_childs_body_replaces_its_parents() {
    let parents = |name: &str| {
        match name {
        "middle" => Some(Source {
            name: name.to_owned(),
            file: "middle.toml".to_owned(),
            text: "[[resources]]\nname = \"me\"\nroutes = [\"GET /me\"]\nbody = { list = [] }\n[refusals]\nenvelope = { list = [] }".to_owned(),
        }),
        name => catalog::source(name),
    }
    };
    let text = "extends = \"middle\"\n[refusals]\nenvelope = { optional = \"{error}\" }".to_owned();
    let loaded = load(&Source { name: "mine".to_owned(), file: "mine.toml".to_owned(), text }, &parents);
    assert!(loaded.is_ok(), "{}", loaded.unwrap_err());
}

#[test]
fn nothing_may_be_guessed() {
    for shape in ["hex:16", "digits:30", "base62:18", "x-{lower:21}"] {
        let text = format!("[shapes]\ncode = \"{shape}\"\naccess_token = \"{shape}\"\nclient_secret = \"{shape}\"");
        assert_eq!(faults(&text).0.len(), 3, "{shape}");
    }
}

#[test]
fn a_gateway_never_hears_yes_for_no() {
    for text in [
        "[api.refusals]\nstatus = 200",
        "[refusals]\nany = { status = 204 }",
        "[refusals.words]\ncode_unknown = { status = 200 }",
    ] {
        let found = listed(text);
        assert!(found.iter().all(|line| line.contains("take this refusal for a yes")) && found.len() == 1, "{found:?}");
    }
}

#[test]
fn tok_05_what_others_check_says_all_that_they_need_and_ends_soon() {
    let text = r#"test_token = "endless"

[authorize]
response_types = { code = "code", token = "token" }
token_answer = [["access_token", "{access_token}"], ["state", "{state}"]]

[[kinds]]
name = "app"
secret = true
response_types = ["code", "token"]
grants = ["authorization_code", "refresh_token"]
refresh = "always"
redirects = ["https"]

[[demo]]
name = "App"
kind = "app"

[shapes]
access_token = { alg = "ES256", jwt = [["jti", "{id}"], ["iss", "me"], ["sub", "{account.id}"], ["aud", ""], ["exp", "1"]] }
refresh_token = { alg = "ES256", jwt = [["jti", "{id}"]] }
second_access_token = { alg = "RS256", jwt = [["jti", "{id}"]] }

[lifetimes]
access_token = "25h"
"#;
    let said = |name: &str| format!("an access token says `{name}` for those who check it (RFC 9068 section 2.2)");
    let found = listed(text);
    let expected = [
        ("1:14", "whoever checks only the signature of an ES256 token learns of no end but this one".to_owned()),
        ("20:24", "nobody could check this signature".to_owned()),
        (
            "20:24",
            "a token in a redirect is the same for the same decision, and no ES256 signature comes twice".to_owned(),
        ),
        ("20:39", said("client_id")),
        ("20:39", said("iat")),
        ("20:57", said("iss")),
        ("20:72", said("sub")),
        ("20:97", said("aud")),
        ("20:110", said("exp")),
        ("21:25", "a refresh token is nobody's business".to_owned()),
        ("22:31", "unknown algorithm `RS256` | did you mean `HS256`?".to_owned()),
        ("25:16", "whoever checks only the signature".to_owned()),
    ];
    for (place, what) in &expected {
        assert!(found.iter().any(|line| line.starts_with(&format!("{place} {what}"))), "{place} {what}: {found:#?}");
    }
}
