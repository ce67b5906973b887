//! A database that is locked, gone or full: 503 with Retry-After in the dialect's envelope, never a word about a grant; then service by itself.

use crate::client::{Client, MOUNTS, deliver};
use crate::http::{Request, Response};
use crate::log::Line;
use crate::race;
use crate::world::World;
use dialect::client::ClientRequest;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What each dialect says at its token endpoint when the database does not answer.
fn words(mount: &str) -> &'static str {
    match mount {
        "boxc" => r#"{"status":"error","http_status":503,"code":1001,"message":"Service unavailable"}"#,
        "raindrop" | "gitshare" => r#"{"error": "temporarily_unavailable"}"#,
        "raindrop-live" => {
            r#"{"result":false,"status":503,"errorMessage":"the service is unavailable for the moment"}"#
        }
        "serble" => "the service is unavailable for the moment",
        _ => r#"{"error":"temporarily_unavailable","error_description":"the service is unavailable for the moment"}"#,
    }
}

#[track_caller]
fn unavailable(answer: &Response, what: &str) {
    assert_eq!(answer.status, 503, "{what}: {answer:?}");
    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds >= 1), "{what}: {answer:?}");
    for word in ["invalid", "grant", "sqlite", "database", "locked", ".db"] {
        assert!(!answer.text().contains(word), "{what}: {word} in {answer:?}");
    }
}

/// What waits in a world while its database does not answer.
struct Waiting<'w> {
    client: Client<'w>,
    access: String,
    exchange: ClientRequest,
    refresh: Option<ClientRequest>,
    revoke: Option<ClientRequest>,
}

fn waiting<'w>(world: &'w World, mount: &'static str) -> Waiting<'w> {
    let client = Client::first(world, mount);
    let tokens = client.tokens();
    let exchange = client.exchanging(&client.code());
    let refresh = tokens.refresh.as_deref().map(|token| client.refreshing(token));
    let revoke = client.dialect().client_revoke(&client.face(), &client.tokens().access);
    Waiting { client, access: tokens.access, exchange, refresh, revoke }
}

impl Waiting<'_> {
    /// All that writes.
    fn writes(&self) -> Vec<ClientRequest> {
        [Some(&self.exchange), self.refresh.as_ref(), self.revoke.as_ref()].into_iter().flatten().cloned().collect()
    }
}

#[test]
fn rev_04_tok_10_a_locked_database_is_503_for_writes_and_reading_goes_on() {
    let world = World::new();
    let at = world.at;
    let all: Vec<Waiting<'_>> = MOUNTS.into_iter().map(|mount| waiting(&world, mount)).collect();
    let lock = world.database.lock();
    let requests: Vec<_> = all.iter().flat_map(Waiting::writes).collect();
    let begun = Instant::now();
    let answers = race::all(requests, |request| (request.url.clone(), deliver(at, request)));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    for (url, answer) in answers {
        unavailable(&answer, &url);
    }
    for own in &all {
        own.client.lives(&own.access, "while the database is locked");
    }
    drop(lock);
    for own in &all {
        for request in own.writes() {
            let (url, answer) = (request.url.clone(), own.client.send(request));
            assert!(answer.status < 300, "REV-04, COD-01: nothing was burnt and nothing done: {url}: {answer:?}");
        }
    }
}

#[test]
fn a_request_that_the_database_fails_is_one_line_of_the_log() {
    let world = World::new();
    let own = waiting(&world, "standard");
    let before = world.log().len();
    world.database.leave();
    unavailable(&own.client.send(own.exchange.clone()), "a code's exchange");
    unavailable(&world.get(&own.client.target()), "authorize");
    let of_requests = |line: &Line| line.text.contains(" request_id=");
    let lines: Vec<Line> = world.log().split_off(before).into_iter().filter(of_requests).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    for Line { text, .. } in lines {
        assert!(text.starts_with("ERROR ") && text.contains(" mount=") && text.contains(" broken="), "{text}");
    }
}

/// Every dialect in its own envelope.
#[test]
fn int_04_tok_10_503_is_said_in_the_dialects_words() {
    let world = World::new();
    let all: Vec<Waiting<'_>> = MOUNTS.into_iter().map(|mount| waiting(&world, mount)).collect();
    world.database.leave();
    for own in &all {
        let mount = own.client.mount.name.as_str();
        let answer = own.client.send(own.exchange.clone());
        unavailable(&answer, mount);
        assert_eq!(answer.text(), words(mount), "{mount}");
        for door in own.client.doors_unread(&own.access) {
            unavailable(&door, &format!("{mount}, INT-04: fails closed"));
        }
        unavailable(&world.get(&own.client.target()), &format!("{mount}: authorize"));
        for request in own.writes() {
            let url = request.url.clone();
            unavailable(&own.client.send(request), &url);
        }
    }
    world.database_is_back();
    for own in &all {
        own.client.lives(&own.access, "once the database is back");
        for request in own.writes() {
            let (url, answer) = (request.url.clone(), own.client.send(request));
            assert!(answer.status < 300, "{url}: {answer:?}");
        }
    }
}

/// Pages say it as pages, and the form that was sent works afterwards.
#[test]
fn a_person_meets_a_page_and_goes_on_afterwards() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    let lock = world.database.lock();
    let page = browser.sign_in(&sign_in).page();
    assert_eq!((page.status, page.header("retry-after")), (503, "1"), "{page:?}");
    drop(lock);
    let consent = browser.sign_in(&sign_in).page();
    let lock = world.database.lock();
    let page = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).page();
    assert_eq!((page.status, page.header("retry-after")), (503, "1"), "{page:?}");
    drop(lock);
    let code = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).parameter("code");
    assert_eq!(client.exchange(&code).status, 200);
}

/// A server in a process of its own, whose files cannot grow any more.
struct Small {
    child: Child,
    at: std::net::SocketAddr,
    app: (String, String),
}

impl Small {
    fn start() -> Self {
        // A file that grows beyond its bound is an error for the server, not its end, as on a full disk.
        let program = ["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_grantor")];
        let words = ["demo", "--json", "--listen", "127.0.0.1:0", "--realm", "standard"];
        let mut child =
            Command::new("sh").args(program).args(words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let at = line["url"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
        let app = &line["realms"][0]["apps"][0];
        let text = |name: &str| app[name].as_str().unwrap().to_owned();
        let app = (text("client_id"), text("client_secret"));
        Self { child, at, app }
    }

    /// The largest file that it may write.
    fn bound(&self, bytes: &str) {
        let bound = [format!("--pid={}", self.child.id()), format!("--fsize={bytes}:unlimited")];
        assert!(Command::new("prlimit").args(bound).status().unwrap().success());
    }

    fn token(&self) -> Response {
        let own = [("grant_type", "client_credentials"), ("client_id", &self.app.0), ("client_secret", &self.app.1)];
        Request::new("POST", "/standard/oauth2/token").form(&own).send(self.at)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn tok_10_a_full_disk_is_503_and_what_was_acknowledged_stays() {
    let server = Small::start();
    let before = server.token();
    assert_eq!(before.status, 200, "{before:?}");
    let ready = || Request::new("GET", "/readyz").send(server.at);
    assert_eq!(ready().status, 200);
    server.bound("1000");
    for _ in 0..5 {
        unavailable(&server.token(), "no room");
    }
    // The row that was written last speaks for a second.
    std::thread::sleep(Duration::from_millis(1_100));
    for _ in 0..3 {
        unavailable(&Response { body: Vec::new(), ..ready() }, "a server that takes no writes is not ready");
    }
    let known = Request::new("GET", "/standard/verify")
        .header("Authorization", &format!("Bearer {}", before.member("/access_token")));
    assert_eq!(known.send(server.at).status, 200, "reading goes on");
    server.bound("unlimited");
    assert_eq!(ready().status, 200, "at once");
    assert_eq!(server.token().status, 200, "service resumes by itself");
}
