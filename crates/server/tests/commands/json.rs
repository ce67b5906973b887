//! `--json`: every command that answers takes it and answers with one JSON value.

use crate::run::{Demo, told_with};
use clap::CommandFactory;
use grantor::cli::args::Grantor;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The commands that stand for pages and operations of the API.
const GROUPS: [&str; 6] = ["realm", "app", "account", "grant", "audit", "key"];
/// Commands of these groups that have a form of their own.
const EXCEPT: [&str; 1] = [
    // A stream of rows without end: its default is a JSON object a line.
    "audit export",
];

/// Every command below these words that has none below itself.
fn leaves(command: &clap::Command, words: &str) -> Vec<(String, clap::Command)> {
    let below: Vec<_> = command.get_subcommands().filter(|own| own.get_name() != "help").collect();
    match below.is_empty() {
        true => vec![(words.to_owned(), command.clone())],
        false => below.iter().flat_map(|own| leaves(own, format!("{words} {}", own.get_name()).trim())).collect(),
    }
}

fn expected() -> Vec<(String, clap::Command)> {
    let mut whole = Grantor::command();
    whole.build();
    let groups = GROUPS.iter().map(|name| whole.find_subcommand(name).unwrap().clone());
    let all: Vec<_> = groups.flat_map(|group| leaves(&group, group.get_name())).collect();
    assert!(EXCEPT.iter().all(|name| all.iter().any(|(own, _)| own == name)), "{EXCEPT:?}");
    all.into_iter().filter(|(words, _)| !EXCEPT.contains(&words.as_str())).collect()
}

#[test]
fn every_command_of_the_administration_takes_json() {
    let all = expected();
    assert!(all.len() > 40, "{} were found", all.len());
    for (words, command) in all {
        assert!(command.get_arguments().any(|own| own.get_long() == Some("json")), "`grantor {words}` takes no --json");
    }
}

/// Runs commands with `--json` beside a demo, and remembers which.
struct Programs {
    demo: Demo,
    run: RefCell<BTreeSet<String>>,
}

impl Programs {
    /// What `grantor WORDS … --json` answers in that realm; a password is on its standard input.
    fn told(&self, words: &str, realm: Option<&str>, rest: &[&str]) -> Value {
        self.run.borrow_mut().insert(words.to_owned());
        let target = ["--data", self.demo.data(), "--json"]
            .into_iter()
            .chain(realm.into_iter().flat_map(|own| ["--realm", own]));
        let all: Vec<&str> = words.split(' ').chain(target).chain(rest.iter().copied()).collect();
        let (status, out, err) = told_with(&all, "correct horse battery\n");
        assert_eq!(status, 0, "{all:?}: {err}");
        let value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("`grantor {words}` is one JSON value: {out}"));
        assert!(is_exact(&value), "`grantor {words}` has a number that JavaScript rounds: {out}");
        value
    }

    fn of(&self, realm: &'static str) -> impl Fn(&str, &[&str]) -> Value {
        move |words, rest| self.told(words, Some(realm), rest)
    }
}

/// Whether all whole numbers in it are those that a double tells apart (RFC 8259, section 6).
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_some_and(|number| number.unsigned_abs() < 1 << 53),
        Value::Array(all) => all.iter().all(is_exact),
        Value::Object(members) => members.values().all(is_exact),
        _ => true,
    }
}

#[test]
fn every_command_with_json_answers_one_value_that_tells_what_was_done() {
    let demo = Demo::start(&["--realm", "raindrop", "--realm", "standard"]);
    let programs = Programs { demo, run: RefCell::default() };
    realms(&programs);
    apps(&programs);
    owners_and_redirects(&programs);
    accounts(&programs);
    sessions_and_links(&programs);
    grants(&programs);
    keys_and_audit(&programs);
    let wanted: BTreeSet<String> = expected().into_iter().map(|(words, _)| words).collect();
    assert_eq!(*programs.run.borrow(), wanted, "each is run here");
}

fn realms(programs: &Programs) {
    let all = programs.told("realm list", None, &[]);
    let names: Vec<_> = all.as_array().unwrap().iter().map(|own| own["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["standard", "raindrop"], "in order of the configuration");
    assert_eq!(programs.of("standard")("realm show", &[]), all[0]);
    assert!(all[0]["mounts"][0]["access_token_life"].is_number());
}

fn apps(programs: &Programs) {
    let told = programs.of("raindrop");
    let made = told("app create", &["--name", "Notes", "--owner", "demo"]);
    let id = made["app"]["client_id"].as_str().unwrap();
    assert!(made["client_secret"].is_string());
    let described = told("app describe", &[id, "--description", "Writes notes."]);
    assert_eq!(
        (&described["app"]["description"], &described["client_secret"]),
        (&"Writes notes.".into(), &Value::Null)
    );
    assert_eq!(told("app show", &[id]), described["app"]);
    assert!(told("app list", &[]).as_array().unwrap().contains(&described["app"]));

    let rotated = told("app rotate-secret", &[id, "--keep-old", "--name", "autumn"]);
    assert_eq!(rotated["app"]["secrets"].as_array().unwrap().len(), 2);
    assert_ne!(rotated["client_secret"], made["client_secret"]);
    let own = told("app rotate-secret", &[id, "--keep-old", "--own"]);
    assert_eq!(own["client_secret"], Value::Null, "whoever chose it knows it");
    let secrets = told("app secrets", &[id]);
    let left = told("app revoke-secret", &[id, secrets[0]["id"].as_str().unwrap()]);
    assert_eq!(left["secrets"].as_array().unwrap().len(), 1);

    assert!(told("app test-token", &[id])["test_token"].is_string());
    assert_eq!(told("app usage", &[id])["test_token"]["account"], "demo");
    assert_eq!(told("app end-test-token", &[id])["test_token"], Value::Null);
    assert_eq!(told("app revoke-tokens", &[id])["tokens"], 0);
    assert_eq!(told("app errors", &[id]), Value::Array(Vec::new()));

    assert_eq!(told("app limit", &[id, "3"])["token_limit"], 3);
    assert_eq!(told("app scopes", &[id])["scopes"], Value::Array(Vec::new()));
    assert_eq!(told("app send-back", &[id, "--reason", "Say what it does."])["review"], "draft");
    assert_eq!(told("app ask-review", &[id])["review"], "live", "no review is demanded here");
    let waiting = told("app list", &["--standing", "in-review"]);
    let waiting = waiting[0]["client_id"].as_str().unwrap();
    assert_eq!(told("app withdraw-review", &[waiting])["review"], "draft");
    assert_eq!(told("app send-back", &[id, "--reason", "Say more."])["review"], "draft");
    assert_eq!(told("app approve", &[id])["review"], "live");
    assert_eq!(told("app suspend", &[id, "--reason", "Spam."])["suspend_reason"], "Spam.");
    assert_eq!(told("app resume", &[id])["suspended_at"], Value::Null);
    assert_eq!(told("app delete", &[id])["client_id"], id);
}

fn owners_and_redirects(programs: &Programs) {
    let told = programs.of("standard");
    told("account create", &["bob", "--email", "bob@example.com"]);
    let id = programs.demo.app("standard");
    let uri = "https://b.example/cb";
    assert!(told("app redirect add", &[id, uri])["redirect_uris"].as_array().unwrap().contains(&uri.into()));
    assert!(told("app redirect list", &[id]).as_array().unwrap().contains(&uri.into()));
    assert!(!told("app redirect remove", &[id, uri])["redirect_uris"].as_array().unwrap().contains(&uri.into()));
    assert_eq!(told("app owner add", &[id, "bob"])[1]["username"], "bob");
    assert_eq!(told("app owner list", &[id]).as_array().unwrap().len(), 2);
    assert_eq!(told("app owner remove", &[id, "bob"]).as_array().unwrap().len(), 1);
}

fn accounts(programs: &Programs) {
    let told = programs.of("raindrop");
    let made = told("account create", &["alice", "--email", "alice@example.com"]);
    assert_eq!(told("account show", &["alice"]), made);
    assert!(told("account list", &[]).as_array().unwrap().contains(&made));
    let described = told("account describe", &["alice@example.com", "--email", "a@example.com"]);
    assert_eq!(described["email"], "a@example.com");
    assert_eq!(told("account set-password", &["alice"])["username"], "alice");
    assert!(told("account disable", &["alice"])["disabled_at"].is_number());
    assert_eq!(told("account enable", &["alice"])["disabled_at"], Value::Null);
    assert_eq!(told("account data", &["alice"])["account"]["username"], "alice");
    assert_eq!(told("account delete", &["alice"])["username"], "alice");
}

fn sessions_and_links(programs: &Programs) {
    let told = programs.of("standard");
    let invited = told("account invite", &["carol", "--email", "carol@example.com"]);
    assert_eq!(invited["account"]["username"], "carol");
    assert!(invited["url"].as_str().unwrap().contains("/-/join?link=") && invited["ends_at"].is_number());
    assert!(told("account reset-link", &["carol"])["url"].as_str().unwrap().contains("/-/join?link="));
    assert!(told("account reset-link", &["demo"])["url"].as_str().unwrap().contains("/-/reset?link="));
    assert_eq!(told("account link", &["carol", "4711"])["upstream"], "4711");
    assert_eq!(told("account unlink", &["carol"])["upstream"], Value::Null);
    let sessions = told("account sessions", &["demo"]);
    let left = told("account end-session", &["demo", sessions[0]["id"].as_str().unwrap()]);
    assert_eq!(left.as_array().unwrap().len() + 1, sessions.as_array().unwrap().len());
    assert_eq!(told("account end-sessions", &["demo"])["ended"], left.as_array().unwrap().len());
}

fn grants(programs: &Programs) {
    let told = programs.of("standard");
    let grants = told("grant list", &["--account", "demo"]);
    let used = grants.as_array().unwrap().iter().find(|own| own["tokens"] != 0).unwrap();
    let which = ["--account", "demo", "--app", used["client_id"].as_str().unwrap()];
    let tokens = told("grant tokens", &which);
    let one = tokens[0]["id"].as_str().unwrap();
    let left = told("grant revoke-token", &[which.as_slice(), &[one]].concat());
    assert!(left.as_array().unwrap().len() < tokens.as_array().unwrap().len());
    assert_eq!(told("grant revoke", &which)["scopes"], used["scopes"]);
}

fn keys_and_audit(programs: &Programs) {
    let told = |words: &str, rest: &[&str]| programs.told(words, None, rest);
    let made = told("key create", &["--right", "apps:read", "--name", "ci"]);
    assert!(made["text"].as_str().unwrap().starts_with("gk_"));
    assert!(told("key list", &[]).as_array().unwrap().contains(&made["key"]), "beside the demo's sample");
    assert!(told("key end", &[made["key"]["id"].as_str().unwrap()])["ended_at"].is_number());
    let rows = programs.of("standard")("audit list", &[]);
    assert_eq!((&rows[0]["action"], &rows[0]["actor"]), (&"grant.revoke".into(), &"command-line".into()));
}
