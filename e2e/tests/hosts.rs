//! `grantor serve` from the file that `grantor demo --print-config` prints, its mounts moved to the providers' own host names, and the
//! documents' requests sent literally: only ids, secrets, codes and tokens are put in the place of the examples, and `http` of `https`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use grantor_e2e::child::installed;
use grantor_e2e::demo::{App, Demo, Line, grantor};
use grantor_e2e::http::{Answer, Request, exchange, parameter};
use grantor_e2e::person::Person;
use grantor_e2e::served::Served;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Realm and host names.
const HOSTS: [(&str, &str); 5] = [
    ("hidrive", r#""my.hidrive.com""#),
    ("raindrop", r#""api.raindrop.io", "raindrop.io""#),
    ("boxc", r#""api.boxc.com""#),
    ("gitshare", r#""share.example""#),
    ("serble", r#""serble.net", "api.serble.net""#),
];

/// The apps' redirect URIs in the documents; Serble's and GitShare's name none.
const REDIRECTS: [&str; 6] = [
    "--redirect-uri",
    "https://oauthdebugger.com/debug",
    "--redirect-uri",
    "https://myapp.com/connect/user",
    "--redirect-uri",
    "https://app.example/done",
];

struct World {
    server: Served,
    line: Line,
    folder: TempDir,
}

impl World {
    /// The demo once, for its line; then `serve` over its folder.
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let demo = Demo::start_in(folder.path(), &REDIRECTS);
        let line = demo.line.clone();
        demo.end();
        let file = folder.path().join("hosts.toml");
        std::fs::write(&file, config(folder.path())).unwrap();
        Self { server: Served::start(&file, &[]), line, folder }
    }

    fn app(&self, realm: &str, kind: &str) -> (&App, &str) {
        let app = self.line.realms.iter().find(|own| own.name == realm).unwrap().app(kind);
        (app, app.client_secret.as_deref().unwrap())
    }

    fn person(&self, host: &str) -> Person {
        Person::new(self.server.at, self.line.account.clone()).at_host(host)
    }

    fn send(&self, host: &str, request: Request) -> Answer {
        request.header("Host", host).send(self.server.at).unwrap()
    }

    /// A request as a document prints it.
    fn literal(&self, text: &str) -> Answer {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        exchange(self.server.at, &format!("{}\r\nConnection: close\r\n\r\n{body}", head.replace('\n', "\r\n"))).unwrap()
    }

    /// A line of curl as a document prints it, over HTTP.
    fn curl(&self, line: &str) -> String {
        let config = format!("silent\ninclude\nmax-time = 20\nconnect-to = \"::{}\"\n", self.server.at);
        std::fs::write(self.folder.path().join(".curlrc"), config).unwrap();
        let line = line.replacen("https://", "http://", 1);
        let out = Command::new("bash").args(["-c", &line]).env("CURL_HOME", self.folder.path()).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    }
}

/// What the demo prints, under host names.
fn config(data: &Path) -> String {
    let mut print = grantor(&["demo", "--print-config", "--data"]);
    let printed = print.arg(data).args(REDIRECTS).output().unwrap();
    let mut text = String::from_utf8(printed.stdout).unwrap();
    for (realm, hosts) in HOSTS {
        let prefix = format!("prefix = \"/{realm}\" ");
        assert!(text.contains(&prefix), "{text}");
        text = text.replace(&prefix, &format!("hosts = [{hosts}] "));
    }
    text
}

fn filled(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (example, own)| {
        assert!(text.contains(example), "no {example} in {text}");
        text.replace(example, own)
    })
}

#[test]
fn the_documents_requests_are_understood_under_the_providers_hosts() {
    installed("curl", "curl");
    let world = World::start();
    raindrop(&world);
    boxc(&world);
    serble(&world);
    gitshare(&world);
    hidrive(&world);
    assert_eq!(world.send("elsewhere.example", Request::new("GET", "/oauth/authorize")).status, 404);
    assert_eq!(
        world.send("my.hidrive.com", Request::new("GET", "/rest/v1/user")).status,
        404,
        "hosts are realms apart"
    );
}

fn raindrop(world: &World) {
    let (app, secret) = world.app("raindrop", "server");
    let authorize = filled(
        r#"curl "https://api.raindrop.io/v1/oauth/authorize?client_id=5e1c382cf6f48c0211359083&redirect_uri=https:%2F%2Foauthdebugger.com%2Fdebug""#,
        &[("5e1c382cf6f48c0211359083", &app.client_id)],
    );
    let page = world.curl(&authorize);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("name=\"password\""), "{page}");
    let link = authorize.split('"').nth(1).unwrap();
    let mut person = world.person("api.raindrop.io");
    let back = person.allow(link);
    assert!(back.starts_with("https://oauthdebugger.com/debug?code="), "{back}");
    // Begun at the second host, and over the hop that the document's 307 is.
    let back = world.person("raindrop.io").allow(&link.replace("api.raindrop.io/v1", "raindrop.io"));
    let exchange = filled(
        r#"curl -X "POST" "https://raindrop.io/oauth/access_token" \
     -H 'Content-Type: application/json' \
     -d $'{
  "code": "c8983220-1cca-4626-a19d-801a6aae003c",
  "client_id": "5e1c589cf6f48c0211311383",
  "redirect_uri": "https://oauthdebugger.com/debug",
  "client_secret": "c3363988-9d27-4bc6-a0ae-d126ce78dc09",
  "grant_type": "authorization_code"
}'"#,
        &[
            ("c8983220-1cca-4626-a19d-801a6aae003c", &parameter(&back, "code").unwrap()),
            ("5e1c589cf6f48c0211311383", &app.client_id),
            ("c3363988-9d27-4bc6-a0ae-d126ce78dc09", secret),
        ],
    );
    let answer = world.curl(&exchange);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"expires\":1209"), "{answer}");
    let again = world.curl(&exchange);
    assert!(again.starts_with("HTTP/1.1 400") && again.ends_with("{\"error\": \"bad_authorization_code\"}"), "{again}");
}

fn boxc(world: &World) {
    let (app, secret) = world.app("boxc", "server");
    let id = ("1x98s0ad8fsfs091", app.client_id.as_str());
    let link = filled(
        "https://api.boxc.com/v1/oauth/authorize?application_id=1x98s0ad8fsfs091&return_uri=https://myapp.com/connect/user/150162",
        &[id],
    );
    let page = world.literal(&filled(
        "GET /oauth/authorize?application_id=1x98s0ad8fsfs091&return_uri=https://myapp.com/connect/user/170242 HTTP/1.1\nHost: api.boxc.com",
        &[id],
    ));
    assert_eq!(page.status, 200);
    let back = world.person("api.boxc.com").allow(&link);
    let nonce = back.strip_prefix("https://myapp.com/connect/user/150162?nonce=").unwrap_or_else(|| panic!("{back}"));
    let body = filled(
        r#"{ "application_id": "1x98s0ad8fsfs091", "application_secret": "a7bb9fe6-7443-4711-9cfb-a6437f882eec", "nonce": "VOxDU1dyY3pSQmV6TQVOxDU1dyY3pSQm" }"#,
        &[id, ("a7bb9fe6-7443-4711-9cfb-a6437f882eec", secret), ("VOxDU1dyY3pSQmV6TQVOxDU1dyY3pSQm", nonce)],
    );
    let head = format!("POST /oauth/access_token HTTP/1.1\nHost: api.boxc.com\nContent-Length: {}", body.len());
    let answer = world.literal(&format!("{head}\n\n{body}"));
    assert_eq!(answer.status, 201, "{answer:?}");
    let token = answer.need("access_token");
    let ended = world.literal(&format!("DELETE /oauth/{token} HTTP/1.1\nHost: api.boxc.com"));
    assert_eq!((ended.status, ended.body.as_str()), (200, ""), "{ended:?}");
}

fn serble(world: &World) {
    let (app, secret) = world.app("serble", "server");
    let query = format!(
        "redirect_uri=https://app.example/done&client_id={}&response_type=token&scope=user_info%20file_host&state=s1",
        app.client_id
    );
    let back = world.person("serble.net").allow(&format!("https://serble.net/oauth/authorize?{query}"));
    assert!(parameter(&back, "authorized").as_deref() == Some("true"), "{back}");
    let back = world.person("api.serble.net").allow(&format!("https://api.serble.net/api/v1/oauth/auth?{query}"));
    let own = [("APPID", app.client_id.as_str()), ("SECRET", secret)];
    let request = "POST /api/v1/oauth/token/refresh?code=TOKEN&client_id=APPID&client_secret=SECRET&grant_type=authorization_code HTTP/1.1
Host: api.serble.net
Content-Type: application/json
Content-Length: 0";
    let answer = world.literal(&filled(request, &[own[0], own[1], ("TOKEN", &parameter(&back, "code").unwrap())]));
    let refresh = answer.need("refresh_token");
    let request = "POST /api/v1/oauth/token/access?refresh_token=TOKEN&client_id=APPID&client_secret=SECRET&grant_type=authorization_code HTTP/1.1
Host: api.serble.net
Content-Type: application/json
Content-Length: 0";
    let answer = world.literal(&filled(request, &[own[0], own[1], ("TOKEN", &refresh)]));
    assert_eq!(answer.need("refresh_token"), refresh);
    let call = "GET /api/v1/account HTTP/1.1\nHost: api.serble.net\nSerbleAuth: App <ACCESS_TOKEN>";
    let account = world.literal(&filled(call, &[("<ACCESS_TOKEN>", &answer.need("access_token"))]));
    assert_eq!(account.need("username"), world.line.account.username);
}

fn gitshare(world: &World) {
    let (app, secret) = world.app("gitshare", "callback");
    let link = filled(
        "https://<domain>/oauth2/authorize/?client_id=CLIENT_ID&response_type=code&redirect_uri=REDIRECT_URI",
        &[("<domain>", "share.example"), ("CLIENT_ID", &app.client_id), ("REDIRECT_URI", "https://app.example/done")],
    );
    let back = world.person("share.example").allow(&link);
    let code = parameter(&back, "code").unwrap();
    let fields = [
        ("client_id", app.client_id.as_str()),
        ("client_secret", secret),
        ("code", &code),
        ("redirect_uri", "https://app.example/done"),
    ];
    let answer = world.send("share.example", Request::new("POST", "/oauth2/token/").form(&fields));
    let header = format!("\"Bearer {}\"", answer.need("access_token"));
    let pong = world.send("share.example", Request::new("GET", "/api/2/ping/").header("Authorization", &header));
    assert_eq!(pong.body, "{\"ping\": \"pong\"}");
    let again = world.send("share.example", Request::new("POST", "/oauth2/token/").form(&fields));
    assert_eq!((again.status, again.body.as_str()), (400, "{\"error\": \"invalid_grant\"}"));
}

fn hidrive(world: &World) {
    let (app, secret) = world.app("hidrive", "server");
    let host = "my.hidrive.com";
    let own = [("client_id", app.client_id.as_str()), ("client_secret", secret)];
    let link =
        format!("https://{host}/client/authorize?client_id={}&response_type=code&scope=user,rw&lang=de", app.client_id);
    let back = world.person(host).allow(&link);
    let code = parameter(&back, "code").unwrap();
    let post =
        |path: &str, more: &[(&str, &str)]| world.send(host, Request::new("POST", path).form(&[&own, more].concat()));
    let answer = post("/oauth2/token", &[("grant_type", "authorization_code"), ("code", &code)]);
    let (access, refresh) = (answer.need("access_token"), answer.need("refresh_token"));
    let info = world.send(host, Request::new("POST", "/oauth2/tokeninfo").form(&[("access_token", &access)]));
    assert_eq!(info.need("scope"), "rw,user");
    let revoked = post("/oauth2/revoke", &[("token", &refresh)]);
    assert_eq!((revoked.status, revoked.body.as_str()), (200, ""));
    let info = world.send(host, Request::new("POST", "/oauth2/tokeninfo").form(&[("access_token", &access)]));
    assert_eq!(info.need("error"), "invalid_token");
}
