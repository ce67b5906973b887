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
    assert_eq!(made["kind"], "confidential");
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
    assert_eq!(demo.admin(&["grant", "list"], "hidrive", &["--account", "demo"]), "CLIENT ID  NAME  SCOPES");
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
    assert_eq!(told(&["app", "limit"], &["--realm", "boxc", app, "many"]).0, 2);
    assert_eq!(told(&["app", "limit"], &["--realm", "boxc"]).0, 2);
}
