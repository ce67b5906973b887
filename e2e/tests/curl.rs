//! Every line that `grantor demo` prints for a person does what it says: bash and curl run it, with what the last one brought filled in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use grantor_e2e::child::{Ending, installed};
use grantor_e2e::demo::{Account, address, grantor};
use grantor_e2e::http::parameter;
use grantor_e2e::person::{End, Person};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a person keeps from one line for the next.
type Filled = BTreeMap<&'static str, String>;

#[test]
fn each_printed_line_runs() {
    installed("curl", "curl");
    let folder = TempDir::new().unwrap();
    // Read by every curl: a refusal is an error, and only bodies are printed.
    std::fs::write(folder.path().join(".curlrc"), "fail-with-body\nsilent\nshow-error\nmax-time = 20\n").unwrap();
    let (_demo, guide) = printed(folder.path());
    let word = |begin: &str| guide.iter().find_map(|line| line.strip_prefix(begin)).unwrap().trim().to_owned();
    let at = address(&word("Grantor is ready at "));
    let account = Account { username: word("  Sign in as"), password: word("  Password"), email: String::new() };
    let mut person = Person::new(at, account);

    let (mut links, mut lines, mut filled, mut what) = (0, 0, Filled::new(), "");
    for line in guide.iter().map(|line| line.trim()) {
        if let Some(link) = line.strip_prefix("open ") {
            filled = opened(&mut person, link.trim());
            links += 1;
        } else if let Some(said) = line.strip_prefix("# ") {
            what = said;
        } else if line.starts_with("curl ") {
            let out = run(folder.path(), line, &filled);
            println!("{what:28} {}", out.chars().take(100).collect::<String>());
            keep(&mut filled, &out);
            lines += 1;
        }
    }
    println!("{links} links, {lines} lines of curl");
    assert!(links >= 17 && lines >= 30, "{links} links, {lines} lines");
}

/// The demo, and all that it prints.
fn printed(folder: &Path) -> (Ending, Vec<String>) {
    let mut command = grantor(&["demo", "--listen", "127.0.0.1:0", "--data"]);
    let mut demo = Ending::start(command.arg(folder).stdout(Stdio::piped()));
    let out = BufReader::new(demo.child().stdout.take().unwrap());
    let mut lines = Vec::new();
    for line in out.lines().map(Result::unwrap) {
        let last = line.starts_with("Ctrl-C");
        lines.push(line);
        if last {
            return (demo, lines);
        }
    }
    panic!("the guide has no end: {lines:#?}")
}

/// A person opens the link and allows; what the app gets stands in its redirect, or on the screen.
fn opened(person: &mut Person, link: &str) -> Filled {
    let found = match person.decide(link, "allow").unwrap() {
        End::App(url) => {
            assert_eq!(parameter(&url, "state").as_deref(), Some("my-state"), "{url}");
            let code = ["code", "nonce"].iter().find_map(|name| parameter(&url, name));
            code.map(|code| ("CODE", code)).or_else(|| Some(("ACCESS_TOKEN", parameter(&url, "access_token")?)))
        }
        End::Page(page) => {
            let shown = page
                .body
                .split_once("id=\"code\" value=\"")
                .map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
            shown.map(|code| ("CODE", code))
        }
    };
    let found = found.unwrap_or_else(|| panic!("{link} brings nothing"));
    println!("{link}\n  -> {found:?}");
    Filled::from([found])
}

fn run(home: &Path, line: &str, filled: &Filled) -> String {
    let line = ["CODE", "ACCESS_TOKEN", "REFRESH_TOKEN"].iter().fold(line.to_owned(), |line, name| {
        match line.contains(name) {
            true => filled_in(
                &line,
                name,
                filled.get(name).unwrap_or_else(|| panic!("nothing brought a {name} for {line}")),
            ),
            false => line,
        }
    });
    let out = Command::new("bash").args(["-c", &line]).env("CURL_HOME", home).output().unwrap();
    let (body, error) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{line}\n{error}\n{body}");
    body.into_owned()
}

/// Puts the value where the name stands as a word of its own: a secret may happen to spell CODE.
fn filled_in(line: &str, name: &str, value: &str) -> String {
    let mut parts = line.split(name).peekable();
    let mut out = String::new();
    while let Some(part) = parts.next() {
        out.push_str(part);
        let Some(next) = parts.peek() else { break };
        let alone = !part.ends_with(char::is_alphanumeric) && !next.starts_with(char::is_alphanumeric);
        out.push_str(if alone { value } else { name });
    }
    out
}

fn keep(filled: &mut Filled, body: &str) {
    let json: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    for (name, member) in [("ACCESS_TOKEN", "access_token"), ("REFRESH_TOKEN", "refresh_token")] {
        if let Some(value) = json[member].as_str() {
            filled.insert(name, value.to_owned());
        }
    }
}
