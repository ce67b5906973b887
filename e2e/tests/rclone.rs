//! Debian's rclone with the HiDrive realm, from its first authorization to the refresh after the access token has expired. The storage
//! behind it is a stub that asks Grantor's gateway endpoint about each call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use grantor_e2e::child::{Ending, installed};
use grantor_e2e::demo::{Demo, address};
use grantor_e2e::http::{Answer, Request, parameter};
use grantor_e2e::stub::{Asked, Stub, answer};
use std::io::ErrorKind::{ConnectionReset, UnexpectedEof};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Registered for the native app; rclone listens on a port of its own, and any is as good (RFC 8252 section 7.3).
const REDIRECT: &str = "http://127.0.0.1:47110/";

struct Rclone {
    program: PathBuf,
    home: TempDir,
}

impl Rclone {
    fn new() -> Self {
        Self { program: installed("rclone", "rclone"), home: TempDir::new().unwrap() }
    }

    fn config(&self) -> PathBuf {
        self.home.path().join("rclone.conf")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        // Without a PATH it finds no browser to open.
        command.args(words).env_clear().env("HOME", self.home.path()).env("RCLONE_CONFIG", self.config());
        command.args(["--retries", "1", "--contimeout", "5s", "--timeout", "20s"]).stdin(Stdio::null());
        command
    }

    /// Runs it to its end; returns what it printed.
    fn run(&self, words: &[&str]) -> String {
        let out = self.command(words).output().unwrap();
        let error = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "rclone {words:?}: {error}");
        String::from_utf8(out.stdout).unwrap()
    }

    /// `rclone config create`: it prints a link, and waits for a person to come back from it.
    fn authorize(&self, demo: &Demo, endpoint: &str) {
        let realm = demo.realm("hidrive");
        let app = realm.app("native");
        let settings = [
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.as_deref().unwrap()),
            ("auth_url", &format!("{}/client/authorize", realm.url)),
            ("token_url", &format!("{}/oauth2/token", realm.url)),
            ("endpoint", endpoint),
        ];
        let mut command = self.command(&["config", "create", "drive", "hidrive"]);
        command.args(settings.map(|(name, value)| format!("{name}={value}")));
        let mut rclone = Ending::start(command.stdout(Stdio::null()).stderr(Stdio::piped()));
        let mut lines = BufReader::new(rclone.child().stderr.take().unwrap()).lines().map(Result::unwrap);
        let begin = lines.by_ref().find_map(|line| Some(line.split_once("following link: ")?.1.to_owned()));
        let begin = begin.unwrap_or_else(|| panic!("rclone printed no link"));
        let hop = Request::get(&begin).send(address(&begin)).unwrap();
        let back = demo.person().allow(hop.header("location"));
        assert!(back.contains("scope=rw,user"), "with a literal comma: {back}");
        let thanks = Request::get(&back).send(address(&back));
        let rest: Vec<String> = lines.collect();
        assert!(rclone.child().wait().unwrap().success(), "{rest:#?}");
        // It closes its web server once it has the token, at times before this page is out: its own end says whether it went well.
        match thanks {
            Ok(page) => assert_eq!(page.status, 200, "{page:?}"),
            Err(cut) => assert!(matches!(cut.kind(), UnexpectedEof | ConnectionReset), "{cut}"),
        }
    }

    /// The token that it keeps.
    fn token(&self) -> serde_json::Value {
        let text = std::fs::read_to_string(self.config()).unwrap();
        let json = text.lines().find_map(|line| line.strip_prefix("token = ")).unwrap();
        serde_json::from_str(json).unwrap()
    }
}

/// The few calls of HiDrive's API that rclone makes for a listing and a download, behind Grantor.
fn storage(asked: &Asked, grantor: SocketAddr) -> Answer {
    let question =
        Request::new("GET", "/hidrive/verify?scope=ro").header("Authorization", asked.header("authorization"));
    let verdict = question.send(grantor).unwrap();
    if verdict.status != 200 {
        let mut refusal = answer(verdict.status, "application/json", &verdict.body);
        refusal.headers.push(("WWW-Authenticate".to_owned(), verdict.header("www-authenticate").to_owned()));
        return refusal;
    }
    assert_eq!(verdict.header("x-grantor-username"), "demo");
    let path = parameter(&asked.target, "path").unwrap_or_default();
    let root = r#"{"type":"dir","name":"","path":"/","nmembers":2,"members":[
        {"type":"dir","name":"holiday","nmembers":0,"mtime":1700000000},
        {"type":"file","name":"letter.txt","size":11,"mtime":1700000000}]}"#;
    let letter = r#"{"type":"file","name":"letter.txt","path":"/letter.txt","size":11,"mtime":1700000000}"#;
    match (asked.target.split('?').next().unwrap(), path.as_str()) {
        ("/2.1/dir" | "/2.1/meta", "/") => answer(200, "application/json", root),
        ("/2.1/meta", "/letter.txt") => answer(200, "application/json", letter),
        ("/2.1/file", "/letter.txt") => answer(200, "application/octet-stream", "Dear reader"),
        _ => answer(404, "application/json", r#"{"code":404,"msg":"not found"}"#),
    }
}

#[test]
fn rclone_authorizes_lists_and_refreshes() {
    let demo = Demo::start(&["--realm", "hidrive", "--redirect-uri", REDIRECT]);
    let at = demo.at;
    let api = Stub::start(move |asked| storage(asked, at));
    let rclone = Rclone::new();
    rclone.authorize(&demo, &format!("http://{}/2.1", api.at));
    let first = rclone.token();
    assert!(first["refresh_token"].as_str().unwrap().starts_with("rt-"), "{first}");
    assert_eq!(rclone.run(&["lsf", "drive:"]), "holiday/\nletter.txt\n");
    assert_eq!(rclone.run(&["cat", "drive:letter.txt"]), "Dear reader");
    let bearer = |token: &serde_json::Value| format!("Bearer {}", token["access_token"].as_str().unwrap());
    assert!(api.seen().iter().all(|asked| asked.header("authorization") == bearer(&first)));

    // rclone's own clock does not move: only the 401 with its challenge tells it.
    demo.advance(3601);
    assert_eq!(rclone.run(&["lsf", "drive:"]), "holiday/\nletter.txt\n");
    let second = rclone.token();
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(second["refresh_token"], first["refresh_token"], "HiDrive gives the same back");
    let used: Vec<String> = api.seen().iter().map(|asked| asked.header("authorization").to_owned()).collect();
    println!(
        "after an hour: {} call(s) with the old token, {} with the new",
        count(&used, &bearer(&first)),
        count(&used, &bearer(&second))
    );
    assert!(used.starts_with(&[bearer(&first), bearer(&second)]), "{used:?}");
}

fn count(used: &[String], header: &str) -> usize {
    used.iter().filter(|own| *own == header).count()
}
