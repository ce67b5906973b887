//! Printed lines at work: bash and curl run them, and what one brings is kept for the next.

use crate::http::parameter;
use crate::person::{End, Person};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// What a person keeps from one line for the next, by name: `CODE`, `ACCESS_TOKEN`, `REFRESH_TOKEN`.
pub type Kept = BTreeMap<&'static str, String>;

/// Makes a folder a home for curl in which a refusal is an error, and only bodies are printed.
pub fn home(folder: &Path) {
    let words = "fail-with-body\nsilent\nshow-error\nmax-time = 20\n";
    std::fs::write(folder.join(".curlrc"), words).expect("a file for curl");
}

/// Runs the lines with these variables, and returns what they printed; they have to end well.
pub fn run(home: &Path, lines: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new("bash");
    command.args(["-ceu", lines]).env("CURL_HOME", home).envs(variables.iter().copied());
    let out = command.output().expect("bash");
    let (body, error) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{lines}\n{error}\n{body}");
    body.into_owned()
}

/// A person opens the link and allows; what the app gets stands in its redirect, or on the screen.
pub fn opened(person: &mut Person, link: &str) -> Kept {
    let found = match person.decide(link, "allow").expect("an answer") {
        End::App(url) => {
            assert!(parameter(&url, "state").is_some(), "{url}");
            let code = ["code", "nonce"].iter().find_map(|name| parameter(&url, name));
            code.map(|code| ("CODE", code)).or_else(|| Some(("ACCESS_TOKEN", parameter(&url, "access_token")?)))
        }
        End::Page(page) => {
            let shown = page.body.split_once("id=\"code\" value=\"");
            shown.and_then(|(_, rest)| Some(("CODE", rest.split('"').next()?.to_owned())))
        }
    };
    Kept::from([found.unwrap_or_else(|| panic!("{link} brings nothing"))])
}

/// Keeps the tokens of an answer.
pub fn keep(kept: &mut Kept, body: &str) {
    let json: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    for (name, member) in [("ACCESS_TOKEN", "access_token"), ("REFRESH_TOKEN", "refresh_token")] {
        if let Some(value) = json[member].as_str() {
            kept.insert(name, value.to_owned());
        }
    }
}
