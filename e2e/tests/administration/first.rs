//! AUT-09: `grantor serve` prints the way to the first administrator; it works once, and closes for good.

use grantor_e2e::child::Ending;
use grantor_e2e::demo::{address, grantor};
use grantor_e2e::http::{Answer, Request, target};
use grantor_e2e::until;
use std::fs::File;
use std::path::Path;
use tempfile::TempDir;

const CONFIG: &str = "listen = \"127.0.0.1:0\"\n[admin]\nlisten = \"127.0.0.1:0\"\n[[realms]]\nname = \"shop\"\n\
                      mounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";

/// A server on the folder's configuration, and what it has printed by the time that it serves.
fn served(folder: &Path) -> (Ending, String) {
    let (out, log) = (folder.join("out"), folder.join("log"));
    let mut serve = grantor(&["serve", "--config"]);
    serve.arg(folder.join("grantor.toml")).stdout(File::create(&out).unwrap()).stderr(File::create(&log).unwrap());
    let server = Ending::start(&mut serve);
    until("the server", || std::fs::read_to_string(&log).unwrap().contains("serving").then_some(()));
    // The line about the link comes right after that of the log, and the listener answers only then.
    let said = until("its end of printing", || {
        let said = std::fs::read_to_string(&out).unwrap();
        (said.ends_with('\n') || said.is_empty() && folder.join("made").exists()).then_some(said)
    });
    assert!(!std::fs::read_to_string(&log).unwrap().contains("link="), "the log keeps no secret");
    (server, said)
}

/// The text between `before` and the next quotation mark.
fn value(page: &Answer, before: &str) -> String {
    page.body
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("no {before} in {page:?}"))
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn aut_09_the_first_administrator_is_made_by_the_printed_link_once_and_never_again() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("grantor.toml"), CONFIG).unwrap();
    let (server, said) = served(folder.path());
    let link =
        said.lines().find(|line| line.starts_with("http://")).unwrap_or_else(|| panic!("no link: {said}")).to_owned();
    let at = address(&link);
    let open = |link: &str| Request::get(target(link)).send(at).unwrap();
    let page = open(&link);
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
    let (csrf, secret) = (value(&page, "name=\"csrf\" value=\""), value(&page, "name=\"link\" value=\""));
    let send = |password: &str| {
        let pairs = [
            ("csrf", csrf.as_str()),
            ("link", &secret),
            ("username", "alex"),
            ("email", "alex@example.com"),
            ("password", password),
        ];
        let post =
            Request::new("POST", "/admin/-/first").header("Cookie", &cookie).header("Sec-Fetch-Site", "same-origin");
        post.form(&pairs).send(at).unwrap()
    };
    let weak = send("short");
    assert!(weak.status == 200 && weak.body.contains("aria-invalid"), "{weak:?}");
    let made = send("correct horse battery");
    assert_eq!((made.status, made.header("location")), (303, "/admin/-/first?done=made"));
    assert_eq!(send("correct horse battery").status, 410);
    assert_eq!(open(&link).status, 410);
    assert_eq!(open("/admin/-/first?link=guess").status, 410);
    std::fs::write(folder.path().join("made"), "").unwrap();
    assert!(server.terminate().success());

    let admin = |words: &[&str], name: &[&str]| {
        let mut command = grantor(words);
        command.arg("--config").arg(folder.path().join("grantor.toml")).args(["--realm", "admin"]).args(name);
        let told = command.output().unwrap();
        let said = |bytes| String::from_utf8(bytes).unwrap();
        (told.status.success(), said(told.stdout), said(told.stderr))
    };
    assert!(admin(&["account", "list"], &[]).1.contains("alex@example.com"));
    let (deleted, _, why) = admin(&["account", "delete"], &["alex"]);
    assert!(!deleted && why.contains("last administrator"), "{why}");
    let (server, said) = served(folder.path());
    assert_eq!(said, "", "there is no second link");
    drop(server);
}
