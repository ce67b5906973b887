//! Administration beside a running server.

use crate::run::{Demo, told, told_with};
use serde_json::Value;

#[test]
fn apps_are_administered_while_the_server_runs() {
    let demo = Demo::start(&["--realm", "raindrop", "--realm", "serble"]);
    let app = demo.app("raindrop");
    assert_eq!(demo.admin(&["app", "limit"], "raindrop", &[app, "3"]), "at most 3 live access tokens");
    assert_eq!(demo.admin(&["app", "suspend"], "raindrop", &[app]), "suspended");
    let shown: Value = serde_json::from_str(&demo.admin(&["app", "show"], "raindrop", &[app, "--json"])).unwrap();
    assert_eq!(shown["token_limit"], 3);
    assert!(shown["suspended_at"].is_number());
    assert_eq!(shown["suspend_reason"], "No reason was given.");
    let words = demo.admin(&["app", "show"], "raindrop", &[app]);
    let line = |name: &str| words.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(line("reason").ends_with("No reason was given.") && line("suspended at").ends_with('Z'), "{words}");
    let before: Value = serde_json::from_str(&demo.admin(&["audit", "--json", "list"], "raindrop", &[])).unwrap();
    assert!(before.is_array());
    let export = ["audit", "--json", "export", "--data", demo.data(), "--realm", "raindrop"];
    assert_eq!(told(&export).0, 2, "JSON lines are no one value");
    assert_eq!(demo.admin(&["app", "resume"], "raindrop", &[app]), "resumed");
    assert_eq!(demo.admin(&["app", "limit"], "raindrop", &[app, "none"]), "no limit");
    assert_ne!(
        demo.admin(&["app", "rotate-secret"], "raindrop", &[app]),
        demo.realm("raindrop")["apps"][0]["client_secret"]
    );
    assert_ne!(demo.admin(&["app", "test-token"], "raindrop", &[app]), demo.realm("raindrop")["apps"][0]["test_token"]);

    let app = demo.app("serble");
    demo.admin(&["app", "redirect", "add"], "serble", &[app, "https://b.example/cb"]);
    assert!(demo.admin(&["app", "redirect", "list"], "serble", &[app]).ends_with("https://b.example/cb"));
    demo.admin(&["app", "redirect", "remove"], "serble", &[app, "https://b.example/cb"]);
    demo.admin(&["app", "delete"], "serble", &[app]);
    assert!(!demo.admin(&["app", "list"], "serble", &[]).contains(app));
}

/// A reason may have lines; where it stands in a table or among facts, it begins none.
#[test]
fn log_02_what_somebody_typed_forges_no_line_of_a_command() {
    let demo = Demo::start(&["--realm", "standard"]);
    let app = demo.app("standard");
    demo.admin(&["app", "suspend"], "standard", &[app, "--reason", "Spam.\n2026-01-01 root  app.approve"]);
    let told = demo.admin(&["audit", "list"], "standard", &["--action", "app.suspend"]);
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains(r"Spam.\n2026-01-01 root"), "{told}");
    demo.admin(&["app", "describe"], "standard", &[app, "--description", "Notes.\nstanding  live"]);
    let told = demo.admin(&["app", "show"], "standard", &[app]);
    assert_eq!(told.lines().filter(|line| line.starts_with("standing")).count(), 1, "{told}");
    let odd = ["app", "describe", "--data", demo.data(), "--realm", "standard", app, "--description", "\u{1b}[31m"];
    let no = "error: a description has no control characters and none that turn the direction of writing";
    assert_eq!(crate::run::told(&odd), (1, String::new(), no.to_owned()));
}

#[test]
fn a_mount_means_its_realm() {
    let demo = Demo::start(&["--realm", "boxc"]);
    assert_eq!(demo.admin(&["app", "list"], "boxc-standard", &[]), demo.admin(&["app", "list"], "boxc", &[]));
}

#[test]
fn apps_are_registered_with_a_secret_that_is_shown_or_brought_along() {
    let demo = Demo::start(&["--realm", "standard"]);
    let create = ["--name", "Notes", "--redirect-uri", "https://notes.example/cb", "--owner", "demo", "--json"];
    let made: Value = serde_json::from_str(&demo.admin(&["app", "create"], "standard", &create)).unwrap();
    assert_eq!(made["app"]["kind"], "confidential");
    assert!(made["client_secret"].as_str().unwrap().len() >= 22);
    let words = ["app", "create", "--data", demo.data(), "--realm", "standard", "--name", "Moved", "--own-secret"];
    let (status, out, _) = told_with(&words, "a secret from the old server\n");
    assert_eq!(status, 0);
    assert!(!out.contains("old server"), "{out}");
}

#[test]
fn passwords_come_from_standard_input_only() {
    let demo = Demo::start(&["--realm", "hidrive"]);
    let target = ["--data", demo.data(), "--realm", "hidrive"];
    let create: Vec<&str> = ["account", "create"]
        .iter()
        .chain(&target)
        .chain(&["alice", "--email", "alice@example.com"])
        .copied()
        .collect();
    let (status, _, err) = told(&create);
    assert_eq!((status, err.as_str()), (1, "error: nothing came from standard input"));
    let (status, _, err) = told_with(&create, "short\n");
    assert_eq!((status, err.as_str()), (1, "error: a password has 8 characters at least"));
    assert_eq!(told_with(&create, "correct horse\n").0, 0);
    let change: Vec<&str> = ["account", "set-password"].iter().chain(&target).chain(&["alice"]).copied().collect();
    assert_eq!(told_with(&change, "battery staple\n").0, 0);
    assert_eq!(demo.admin(&["account", "disable"], "hidrive", &["demo"]), "disabled");
    assert!(
        demo.admin(&["account", "list"], "hidrive", &[])
            .lines()
            .any(|line| line.starts_with("demo") && line.ends_with("disabled"))
    );
    assert_eq!(demo.admin(&["account", "enable"], "hidrive", &["demo"]), "enabled");
    let granted = demo.admin(&["grant", "list"], "hidrive", &["--account", "demo"]);
    let heading: Vec<&str> = granted.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(heading, ["CLIENT", "ID", "NAME", "SCOPES", "ALLOWED", "LAST", "USED"]);
    let shown = demo.admin(&["account", "show"], "hidrive", &["demo"]);
    assert!(shown.lines().any(|line| line.starts_with("standing") && line.ends_with(" active")), "{shown}");
    let id = shown.lines().find(|line| line.starts_with("id ")).unwrap().split_whitespace().nth(1).unwrap();
    assert_eq!(demo.admin(&["account", "show"], "hidrive", &[&id.to_uppercase()]), shown);
    assert_eq!(demo.admin(&["grant", "list"], "hidrive", &["--account", id]), granted);
    assert_eq!(granted.lines().count(), 4, "what the demo has as samples: {granted}");
}

#[test]
fn what_is_not_there_is_told_in_a_sentence() {
    let demo = Demo::start(&["--realm", "boxc"]);
    let app = demo.app("boxc");
    let told = |verb: &[&str], rest: &[&str]| {
        let words: Vec<&str> = verb.iter().chain(&["--data", demo.data()]).chain(rest).copied().collect();
        told(&words)
    };
    let no = |sentence: &str| (1, String::new(), format!("error: {sentence}"));
    assert_eq!(
        told(&["app", "suspend"], &["--realm", "boxd", app]),
        no("there is no realm `boxd`; realms are boxc, admin")
    );
    assert_eq!(
        told(&["app", "suspend"], &["--realm", "boxc", "nobody"]),
        no("there is no app `nobody` in the realm `boxc`; `grantor app list` shows them")
    );
    let grant = ["--realm", "boxc", "--account", "demo", "--app", app];
    assert_eq!(told(&["grant", "revoke"], &grant), no(&format!("`demo` has no live grant for the app `{app}`")));
    assert_eq!(
        told(&["app", "suspend"], &["--realm", "boxc", app, "--reason", ""]),
        no("say why: the app's owners read it")
    );
    assert_eq!(told(&["app", "limit"], &["--realm", "boxc", app, "many"]).0, 2);
    assert_eq!(told(&["app", "limit"], &["--realm", "boxc"]).0, 2);
}

#[test]
fn keys_are_made_shown_once_and_ended() {
    let demo = Demo::start(&["--realm", "boxc"]);
    let key = |verb: &[&str], rest: &[&str]| {
        let words: Vec<&str> =
            ["key"].iter().chain(verb).chain(&["--data", demo.data()]).chain(rest).copied().collect();
        told(&words)
    };
    let (_, made, _) = key(&["create"], &["--right", "apps:read", "--days", "90", "--name", "ci", "--json"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let (id, text) = (made["key"]["id"].as_str().unwrap(), made["text"].as_str().unwrap());
    assert_eq!(made["key"]["rights"], serde_json::json!(["apps:read"]));
    assert!(text.starts_with("gk_") && text.len() == 46);
    let (_, listed, _) = key(&["list"], &[]);
    assert!(listed.contains(id) && listed.contains("apps:read") && !listed.contains(text), "{listed}");
    assert_eq!(key(&["end"], &[id]).1, "ended");
    assert!(key(&["list"], &[]).1.lines().any(|line| line.starts_with(id) && line.ends_with("ended")));
    assert!(key(&["list"], &[]).1.lines().next().unwrap().ends_with("  STANDING"));
    assert_eq!(
        key(&["end"], &[id]),
        (1, String::new(), format!("error: there is no live key `{id}`; `grantor key list` shows them"))
    );
    let (status, _, err) = key(&["create"], &["--right", "apps", "--name", "ci"]);
    assert!(status == 2 && err.contains("there is no right `apps`; rights are realms:read, "), "{err}");
}

#[test]
fn the_audit_is_listed_and_exported() {
    let demo = Demo::start(&["--realm", "boxc"]);
    let app = demo.app("boxc");
    demo.admin(&["app", "suspend"], "boxc", &[app, "--reason", "It sends, \"spam\"."]);
    demo.admin(&["account", "disable"], "boxc", &["demo"]);
    let listed = demo.admin(&["audit", "list"], "boxc", &["--actor", "command-line", "--since", "1h"]);
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 3, "{listed}");
    assert!(
        lines[0].starts_with("WHEN")
            && lines[1].contains("account.disable")
            && lines[1].contains(" (demo)")
            && lines[2].contains("app.suspend")
    );
    let none = demo.admin(&["audit", "list"], "boxc", &["--until", "2020-01-01", "--json"]);
    assert_eq!(none, "[]");
    let id = demo.admin(&["account", "show"], "boxc", &["demo", "--json"]);
    let id: Value = serde_json::from_str(&id).unwrap();
    let about = ["--account", id["id"].as_str().unwrap(), "--action", "account.disable"];
    assert_eq!(demo.admin(&["audit", "list"], "boxc", &about).lines().count(), 2);
    let csv = demo.admin(&["audit", "export"], "boxc", &["--app", app, "--action", "app.suspend", "--format", "csv"]);
    assert_eq!(csv.lines().next(), Some("id,at,actor,actor_name,action,object,app_name,detail,address,account_name"));
    let row = csv.lines().nth(1).unwrap();
    let name = demo.realm("boxc")["apps"][0]["name"].as_str().unwrap();
    assert!(row.ends_with(&format!("app {app},{name},\"It sends, \"\"spam\"\".\",,")), "{csv}");
    let at = row.split(',').nth(1).unwrap();
    assert!(at.parse::<jiff::Timestamp>().is_ok(), "RFC 3339: {at}");
    assert!(lines[2].contains(&format!("app {app} ({name})")), "names beside ids: {listed}");
    let all = demo.admin(&["audit", "export"], "boxc", &[]);
    assert!(all.lines().count() > 4 && all.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
}

#[test]
fn apps_are_found_reviewed_and_looked_after() {
    let demo = Demo::start(&["--realm", "standard"]);
    let app = demo.app("standard");
    let id =
        |lines: &str| lines.lines().skip(1).map(|line| line.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(id(&demo.admin(&["app", "list"], "standard", &["--search", "note"])), [app]);
    demo.admin(&["app", "send-back"], "standard", &[app, "--reason", "Say what it does."]);
    assert_eq!(id(&demo.admin(&["app", "list"], "standard", &["--standing", "draft"])), [app]);
    demo.admin(&["app", "describe"], "standard", &[app, "--description", "Writes notes."]);
    demo.admin(&["app", "scopes"], "standard", &[app, "read"]);
    let (status, _, err) =
        told(&["app", "approve", "--data", demo.data(), "--realm", "standard", app, "--seen", "something else"]);
    assert_eq!((status, err.as_str()), (1, "error: the app has changed since it was looked at; look at it again"));
    let seen: Value = serde_json::from_str(&demo.admin(&["app", "show"], "standard", &[app, "--json"])).unwrap();
    let seen = seen["fingerprint"].as_str().unwrap();
    assert_eq!(demo.admin(&["app", "approve"], "standard", &[app, "--seen", seen]), "approved");
    let shown: Value = serde_json::from_str(&demo.admin(&["app", "show"], "standard", &[app, "--json"])).unwrap();
    assert_eq!((&shown["review"], &shown["description"]), (&"live".into(), &"Writes notes.".into()));
    assert_eq!(shown["scopes"], serde_json::json!(["read"]));
    assert_eq!(demo.admin(&["app", "owner", "list"], "standard", &[app]), "demo");
    let granted = demo.admin(&["grant", "list"], "standard", &["--app", app]);
    let granted: Vec<Vec<&str>> = granted.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(granted[0], ["USERNAME", "SCOPES", "TOKENS", "ALLOWED", "LAST", "USED"]);
    assert_eq!((granted.len(), &granted[1][..4]), (2, &["robin", "profile", "read", "0"][..]), "a sample");
    let sessions: Value =
        serde_json::from_str(&demo.admin(&["account", "sessions"], "standard", &["demo", "--json"])).unwrap();
    assert_eq!(sessions.as_array().unwrap().len(), 1, "the demo's sample: {sessions}");
    assert_eq!(demo.admin(&["account", "delete"], "standard", &["demo"]), "deleted");
    assert!(!demo.admin(&["account", "list"], "standard", &["--json"]).contains("\"demo\""));
}

#[test]
fn shells_complete_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let (status, script, _) = told(&["completions", shell]);
        assert!(status == 0 && script.contains("rotate-secret"), "{shell}");
    }
}

#[test]
fn an_app_is_looked_after_to_its_last_token() {
    let demo = Demo::start(&["--realm", "raindrop"]);
    let app = demo.app("raindrop");
    let shown = |words: &[&str]| {
        let verb: Vec<&str> = ["app"].iter().chain(words).copied().collect();
        serde_json::from_str::<Value>(&demo.admin(&verb, "raindrop", &[app, "--json"])).unwrap()
    };
    let describe = ["--color", "4", "--site", "https://notes.example", "--support", "help@notes.example"];
    demo.admin(&["app", "describe"], "raindrop", &[&[app], describe.as_slice()].concat());
    demo.admin(&["app", "describe"], "raindrop", &[app, "--site", ""]);
    let now = shown(&["show"]);
    assert_eq!((&now["color"], &now["site"], &now["support"]), (&4.into(), &Value::Null, &"help@notes.example".into()));
    demo.admin(&["app", "rotate-secret"], "raindrop", &[app, "--keep-old", "--name", "autumn"]);
    let secrets = shown(&["secrets"]);
    assert_eq!((secrets.as_array().unwrap().len(), &secrets[0]["name"]), (2, &"autumn".into()));
    let old = secrets[1]["id"].as_str().unwrap();
    assert_eq!(demo.admin(&["app", "revoke-secret"], "raindrop", &[app, old]), "revoked");
    assert_eq!(shown(&["secrets"]).as_array().unwrap().len(), 1);
    assert_eq!(shown(&["usage"])["test_token"]["account"], "demo");
    assert_eq!(demo.admin(&["app", "end-test-token"], "raindrop", &[app]), "ended");
    assert_eq!(shown(&["usage"])["test_token"], Value::Null);
    let revoked = demo.admin(&["app", "revoke-tokens"], "raindrop", &[app]);
    assert_eq!(revoked, "revoked; codes and tokens have ended, those of its users and its own");
    assert_eq!(shown(&["usage"])["tokens"], 0);
    let made: Value =
        serde_json::from_str(&demo.admin(&["app", "create"], "raindrop", &["--name", "New", "--json"])).unwrap();
    let new = made["app"]["client_id"].as_str().unwrap();
    assert_eq!(demo.admin(&["app", "errors"], "raindrop", &[new]), "nothing was refused");
}

#[test]
fn an_apps_errors_say_where_why_and_what_to_do() {
    let demo = Demo::start(&["--realm", "standard"]);
    let told = demo.admin(&["app", "errors"], "standard", &[demo.app("standard")]);
    let one = told.split("\n\n").find(|one| one.contains("Z  authorize  GET /standard/oauth2/authorize\n")).unwrap();
    let lines: Vec<&str> = one.lines().map(str::trim).collect();
    assert_eq!(
        lines[1..3],
        [
            "`redirect_uri` is not one that is registered for the app. It differs in a slash at the end.",
            "Send the registered one, or register this one as well, if it is one that may be registered. How much of it has to be the same stands on the page where they are registered.",
        ],
        "{told}"
    );
    let uri = demo.realm("standard")["apps"][0]["redirect_uris"][0].as_str().unwrap();
    for (name, value) in [("redirect_uri", format!("{uri}/")), ("right would be", uri.to_owned())] {
        assert!(lines.iter().any(|line| line.strip_prefix(name).is_some_and(|own| own.trim() == value)), "{told}");
    }
    assert!(lines[lines.len() - 1].starts_with("request "), "{told}");
}

#[test]
fn every_column_of_a_list_has_a_heading() {
    let demo = Demo::start(&["--realm", "standard"]);
    demo.admin(&["account", "disable"], "standard", &["demo"]);
    let last = |verb: &[&str], standing: &str| {
        let list = demo.admin(verb, "standard", &[]);
        let heading = list.lines().next().unwrap();
        let at = heading.find("STANDING").unwrap_or_else(|| panic!("{list}"));
        assert!(list.lines().any(|line| line.chars().skip(at).eq(standing.chars())), "{list}");
    };
    last(&["app", "list"], "live");
    last(&["account", "list"], "disabled");
}

#[test]
fn an_account_is_described_invited_and_signed_out() {
    let demo = Demo::start(&["--realm", "standard"]);
    let invited = demo.admin(&["account", "invite"], "standard", &["alice", "--email", "alice@example.com"]);
    let link = invited.lines().next().unwrap();
    assert!(link.contains("/standard/-/join?link=") && invited.contains("good once, until "), "{invited}");
    let again = demo.admin(&["account", "reset-link"], "standard", &["alice"]);
    assert!(again.contains("/standard/-/join?link="), "she has chosen no password yet: {again}");
    let reset = demo.admin(&["account", "reset-link"], "standard", &["demo"]);
    assert!(reset.contains("/standard/-/reset?link="), "{reset}");
    let made = demo.admin(&["audit", "list"], "standard", &["--action", "account.password-link"]);
    assert!(made.contains("reset") && made.contains("invite") && !made.contains("link="), "{made}");
    demo.admin(&["account", "describe"], "standard", &["alice", "--first-name", "Alice", "--language", "de"]);
    let shown: Value =
        serde_json::from_str(&demo.admin(&["account", "show"], "standard", &["alice", "--json"])).unwrap();
    assert_eq!((&shown["first_name"], &shown["language"]), (&"Alice".into(), &"de".into()));
    let data: Value = serde_json::from_str(&demo.admin(&["account", "data"], "standard", &["demo"])).unwrap();
    assert_eq!(data["account"]["username"], "demo");
    let sessions = || -> Vec<Value> {
        serde_json::from_str(&demo.admin(&["account", "sessions"], "standard", &["demo", "--json"])).unwrap()
    };
    let there = sessions();
    let id = there[0]["id"].as_str().unwrap();
    assert_eq!(demo.admin(&["account", "end-session"], "standard", &["demo", id]), "ended");
    assert_eq!(sessions().len(), there.len() - 1);
}
