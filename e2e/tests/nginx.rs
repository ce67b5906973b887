//! A real nginx with the documented snippet, in front of a small API.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use grantor_e2e::child::{Ending, free_address, installed};
use grantor_e2e::demo::Demo;
use grantor_e2e::http::{Answer, Request};
use grantor_e2e::speak::{Client, Tokens};
use grantor_e2e::stub::{Asked, Stub, answer};
use grantor_e2e::until;
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// An API behind a gateway behind which Grantor decides.
struct World {
    demo: Demo,
    api: Stub,
    gateway: SocketAddr,
    _nginx: Ending,
    _folder: TempDir,
}

fn file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The snippet with other addresses, another realm and another scope.
fn snippet(pairs: &[(&str, &str)]) -> String {
    let text = std::fs::read_to_string(file("docs/gateways/nginx.conf")).unwrap();
    pairs.iter().fold(text, |text, (written, own)| {
        assert!(text.contains(written), "the snippet has no {written}");
        text.replace(written, own)
    })
}

impl World {
    fn start(realm: &str, scope: &str) -> Self {
        let nginx = installed("nginx", "nginx");
        let demo = Demo::start(&["--realm", realm]);
        let api = Stub::start(|_| answer(200, "text/plain", "from the API"));
        let (gateway, folder) = (free_address(), TempDir::new().unwrap());
        let server = snippet(&[
            ("127.0.0.1:8000", &gateway.to_string()),
            ("127.0.0.1:8080", &demo.at.to_string()),
            ("127.0.0.1:9000", &api.at.to_string()),
            ("/hidrive/verify", &format!("/{realm}/verify")),
            ("set $scope ro;", &format!("set $scope \"{scope}\";")),
        ]);
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {kind};\n"))
            .concat();
        let head = "daemon off; worker_processes 1; pid nginx.pid; error_log stderr warn; events {}";
        let whole = format!("{head}\nhttp {{\naccess_log off;\n{temporary}{server}}}\n");
        std::fs::write(folder.path().join("nginx.conf"), whole).unwrap();
        let mut command = Command::new(nginx);
        command.arg("-p").arg(folder.path()).args(["-c", "nginx.conf", "-e", "stderr"]).stdin(Stdio::null());
        let nginx = Ending::start(&mut command);
        until("nginx", || TcpStream::connect(gateway).ok());
        Self { demo, api, gateway, _nginx: nginx, _folder: folder }
    }

    fn client(&self) -> Client {
        let realm = &self.demo.line.realms[0];
        Client::new(realm, &realm.apps[0])
    }

    /// A token of the demo's account.
    fn token(&self) -> String {
        let client = self.client();
        let code = client.brought(&self.demo.person().allow(&client.link()));
        Tokens::of(&self.demo.send(client.exchange(&code))).unwrap().access
    }

    fn send(&self, request: Request) -> Answer {
        request.send(self.gateway).unwrap()
    }

    /// The one request that reached the API.
    fn arrived(&self) -> Asked {
        let mut seen = self.api.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }

    /// The caller gets what Grantor would have said, and the API hears nothing.
    fn refused(&self, request: Request, verify: Request) -> Answer {
        let (answer, own) = (self.send(request), self.demo.send(verify));
        assert_eq!((answer.status, &answer.body), (own.status, &own.body));
        assert_eq!(answer.header("www-authenticate"), own.header("www-authenticate"));
        assert!(self.api.seen().is_empty(), "a refused request reached the API");
        answer
    }
}

fn bearer(target: &str, token: &str) -> Request {
    Request::new("GET", target).header("Authorization", &format!("Bearer {token}"))
}

#[test]
fn a_good_token_reaches_the_api_with_its_owner() {
    let world = World::start("hidrive", "ro");
    let token = world.token();
    let forged = bearer("/files/a?b=c", &token).header("X-Grantor-Account", "root").header("X-Grantor-App", "mine");
    assert_eq!(world.send(forged).body, "from the API");
    let arrived = world.arrived();
    let own = world.demo.send(bearer("/hidrive/verify", &token));
    for name in ["x-grantor-account", "x-grantor-username", "x-grantor-app", "x-grantor-scope"] {
        let all: Vec<_> = arrived.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name)).collect();
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0].1, own.header(name));
    }
    assert_eq!((arrived.target.as_str(), arrived.header("x-grantor-username")), ("/files/a?b=c", "demo"));
    let post = Request::new("POST", "/files")
        .header("Authorization", &format!("Bearer {token}"))
        .body("application/json", "{}");
    assert_eq!(world.send(post).status, 200);
    assert_eq!(world.arrived().method, "POST");
    assert_eq!(world.send(Request::new("GET", "/_grantor")).status, 404, "nobody asks Grantor through the gateway");
}

#[test]
fn a_bad_token_gets_the_dialects_own_refusal() {
    let world = World::start("hidrive", "rw");
    let none = world.refused(Request::new("GET", "/files"), Request::new("GET", "/hidrive/verify"));
    assert_eq!(none.status, 401);
    assert!(none.header("www-authenticate").starts_with("Bearer"), "{none:?}");
    assert!(none.body.starts_with("{\"code\":401,\"msg\":"), "{none:?}");
    let bad = world.refused(bearer("/files", "nonsense"), bearer("/hidrive/verify", "nonsense"));
    assert_eq!(bad.status, 401);
    let token = world.token();
    let narrow = world.refused(bearer("/files", &token), bearer("/hidrive/verify?scope=rw", &token));
    assert_eq!(narrow.status, 403, "it was granted ro: {narrow:?}");
    let forged =
        Request::new("GET", "/files").header("X-Grantor-Account", "1").header("X-Original-URI", "/?access_token=x");
    assert_eq!(world.send(forged).status, 401);
}

#[test]
fn a_token_in_the_query_counts_where_the_dialect_allows_it() {
    let world = World::start("gitshare", "");
    let token = world.token();
    let target = format!("/api/2/path?access_token={token}&x=1");
    assert_eq!(world.send(Request::new("GET", &target)).status, 200);
    assert_eq!(world.arrived().header("x-grantor-scope"), "read write");
    let wrong = world.send(Request::new("GET", "/api/2/path?access_token=nonsense"));
    assert_eq!(wrong.body, "{\"detail\": \"Authentication credentials were not provided.\"}");
    // What the caller says about its own URI is overwritten.
    let forged = Request::new("GET", "/api").header("X-Original-URI", &target).header("X-Forwarded-URI", &target);
    assert_eq!(world.send(forged).status, 401);
    assert!(world.api.seen().is_empty());
}

#[test]
fn a_scheme_of_the_providers_own_passes() {
    let world = World::start("serble", "user_info");
    let request = Request::new("GET", "/anything").header("SerbleAuth", &format!("App {}", world.token()));
    assert_eq!(world.send(request).status, 200);
    assert_eq!(world.arrived().header("x-grantor-username"), "demo");
    let none = world.refused(Request::new("GET", "/anything"), Request::new("GET", "/serble/verify"));
    assert_eq!((none.status, none.body.as_str()), (401, ""));
}

#[test]
fn the_readme_quotes_the_snippet_that_is_tested() {
    let Ok(readme) = std::fs::read_to_string(file("README.md")) else { return };
    if let Some((_, rest)) = readme.split_once("```nginx\n") {
        assert_eq!(rest.split("```").next().unwrap(), snippet(&[]), "README.md and docs/gateways/nginx.conf differ");
    }
}
