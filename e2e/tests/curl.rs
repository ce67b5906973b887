//! Every line that `grantor demo` prints for a person does what it says: bash and curl run it, with what the last one brought filled in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use grantor_e2e::child::{Ending, installed};
use grantor_e2e::demo::{Account, address, grantor};
use grantor_e2e::person::Person;
use grantor_e2e::shell::{Kept, home, keep, opened, run};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

#[test]
fn each_printed_line_runs() {
    installed("curl", "curl");
    let folder = TempDir::new().unwrap();
    home(folder.path());
    let (_demo, guide) = printed(folder.path());
    let word = |begin: &str| guide.iter().find_map(|line| line.strip_prefix(begin)).unwrap().trim().to_owned();
    let at = address(&word("Grantor is ready at "));
    let account = Account { username: word("  Sign in as"), password: word("  Password"), email: String::new() };
    let mut person = Person::new(at, account);

    let (mut links, mut lines, mut kept, mut what) = (0, 0, Kept::new(), "");
    for line in guide.iter().map(|line| line.trim()) {
        if let Some(link) = line.strip_prefix("open ") {
            kept = opened(&mut person, link.trim());
            println!("{}\n  -> {kept:?}", link.trim());
            links += 1;
        } else if let Some(said) = line.strip_prefix("# ") {
            what = said;
        } else if line.starts_with("curl ") {
            let out = run(folder.path(), &filled_line(line, &kept), &[]);
            println!("{what:28} {}", out.chars().take(100).collect::<String>());
            keep(&mut kept, &out);
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

/// The line with what earlier ones brought in it.
fn filled_line(line: &str, kept: &Kept) -> String {
    ["CODE", "ACCESS_TOKEN", "REFRESH_TOKEN"].iter().fold(line.to_owned(), |line, name| match line.contains(name) {
        true => {
            let value = kept.get(name).unwrap_or_else(|| panic!("nothing brought a {name} for {line}"));
            filled_in(&line, name, value)
        }
        false => line,
    })
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
