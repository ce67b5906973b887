//! ROB-01: address 8 KiB, headers 32 KiB, body 64 KiB, 100 parameters, 100 scopes; each is fine at its bound and refused beyond it.

use super::{last_refusal, places};
use crate::client::Client;
use crate::http::{Request, Response, raw};
use crate::world::World;
use dialect::model::Operation;
use std::time::Instant;

#[test]
fn rob_01_an_address_of_8_kib_and_one_byte_more() {
    let world = World::of(&["standard"]);
    let of_length = |length: usize| {
        let bare = "/standard/oauth2/authorize?pad=";
        world.get(&format!("{bare}{}", "a".repeat(length - bare.len())))
    };
    assert_eq!(of_length(8 * 1024).status, 400, "read, and refused for its content");
    assert_eq!(of_length(8 * 1024 + 1).status, 414);
    assert_eq!(of_length(30_000).status, 414);
    assert!(matches!(of_length(100_000).status, 414 | 431));
}

/// What counts is names and values with what stands between them.
#[test]
fn rob_01_headers_of_32_kib_and_one_byte_more() {
    let world = World::of(&["standard"]);
    let of_length = |length: usize| {
        let own = "Host: localhost\r\nConnection: close\r\nX-Pad: ";
        let pad = "a".repeat(length - own.len() - 2);
        raw(world.at, format!("GET /standard/verify HTTP/1.1\r\n{own}{pad}\r\n\r\n").as_bytes()).expect("an answer")
    };
    assert_eq!(of_length(32 * 1024).status, 401);
    assert_eq!(of_length(32 * 1024 + 1).status, 431);
    assert_eq!(of_length(100_000).status, 431);
    let many: String = (0..5_000).map(|n| format!("X-{n}: {n}\r\n")).collect();
    assert_eq!(
        raw(world.at, format!("GET /standard/verify HTTP/1.1\r\nHost: a\r\n{many}\r\n").as_bytes()).unwrap().status,
        431
    );
}

/// Whatever the endpoint, a body beyond 64 KiB gets 413, in the dialect's envelope where the route is the dialect's.
#[test]
fn rob_01_a_body_of_64_kib_and_one_byte_more() {
    let world = World::new();
    let of_length = |method: &str, target: &str, length: usize| {
        let kind = "application/x-www-form-urlencoded";
        Request::new(method, target).body(kind, format!("a={}", "b".repeat(length - 2))).send(world.at)
    };
    for place in places(&world) {
        let Operation::Token(_) = place.operation else { continue };
        assert_ne!(of_length(place.method, &place.target, 64 * 1024).status, 413, "{place:?}");
        let answer = of_length(place.method, &place.target, 64 * 1024 + 1);
        assert_eq!(answer.status, 413, "{place:?}");
        let words = match place.mount {
            "boxc" => {
                r#"{"status":"error","http_status":413,"code":1000,"message":"Validation Error. body is invalid"}"#
            }
            "gitshare" | "raindrop" => r#"{"error": "invalid_request"}"#,
            "raindrop-live" => r#"{"result":false,"status":413,"errorMessage":"the request is too large"}"#,
            "serble" => "the request is too large",
            _ => r#"{"error":"invalid_request","error_description":"the request is too large"}"#,
        };
        assert_eq!(answer.text(), words, "{place:?}");
    }
    for target in ["/standard/-/sign-in", "/standard/-/consent", "/standard/nowhere", "/standard/verify"] {
        let answer = of_length("POST", target, 64 * 1024 + 1);
        assert!((400..500).contains(&answer.status), "{target}: {answer:?}");
    }
}

/// The length that a request announces is enough to refuse it; its answer arrives although most of the body was never read.
#[test]
fn rob_01_a_body_of_megabytes_is_refused_and_the_answer_arrives() {
    let world = World::of(&["standard"]);
    for _ in 0..10 {
        let answer = Request::new("POST", "/standard/oauth2/token")
            .body("application/x-www-form-urlencoded", vec![b'a'; 4 << 20])
            .send(world.at);
        assert_eq!(answer.status, 413);
    }
}

#[test]
fn rob_01_a_body_that_announces_too_much_is_not_waited_for() {
    let world = World::of(&["standard"]);
    let head = "POST /standard/oauth2/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n";
    let begin = Instant::now();
    let answer = raw(world.at, format!("{head}Content-Length: 7000000\r\n\r\n").as_bytes()).expect("an answer");
    assert_eq!(answer.status, 413);
    assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
}

/// A proxy in front could take the other one (RFC 9112 section 3.2).
#[test]
fn rob_03_a_request_names_one_host() {
    let world = World::of(&["standard"]);
    let status = |hosts: &str| {
        let text = format!("GET /standard/verify HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
        raw(world.at, text.as_bytes()).expect("an answer").status
    };
    assert_eq!(status("Host: a\r\n"), 401);
    assert_eq!(status(""), 400);
    assert_eq!(status("Host: a\r\nHost: b\r\n"), 400);
    assert_eq!(status("Host: a\r\nHost: a\r\n"), 400);
    for strange in ["a b", "a@b", "a/b", "a?b", "a b/@", "a:b:c"] {
        assert_eq!(status(&format!("Host: {strange}\r\n")), 400, "{strange}");
    }
    for fine in ["a:1", "[::1]", "[::1]:8080", "a-b.example", "127.0.0.1:80"] {
        assert_eq!(status(&format!("Host: {fine}\r\n")), 401, "{fine}");
    }
    for path in
        ["/", "/demo/callback", "/demo/callback/7", "/livez", "/metrics", "/admin", "/nowhere", "/standard/docs"]
    {
        for hosts in ["", "Host: a\r\nHost: b\r\n"] {
            let text = format!("GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
            assert_eq!(raw(world.at, text.as_bytes()).expect("an answer").status, 400, "{path} {hosts:?}");
        }
    }
}

#[test]
fn rob_01_100_parameters_and_one_more() {
    let world = World::new();
    let pairs = |count: usize| (0..count).map(|n| format!("p{n}=v")).collect::<Vec<_>>().join("&");
    for place in
        places(&world).iter().filter(|place| matches!(place.operation, Operation::Token(_) | Operation::Authorize))
    {
        let send = |count: usize| -> Response {
            match place.method {
                "GET" => world.get(&format!("{}?{}", place.target, pairs(count))),
                _ if place.mount == "boxc" => {
                    let members: Vec<String> = (0..count).map(|n| format!("\"p{n}\":1")).collect();
                    world.json(&place.target, &format!("{{{}}}", members.join(",")))
                }
                method => Request::new(method, &place.target)
                    .body("application/x-www-form-urlencoded", pairs(count))
                    .send(world.at),
            }
        };
        assert!((400..500).contains(&send(100).status) || place.mount == "raindrop-live");
        assert_ne!(last_refusal(&world), "too_many_parameters", "{place:?}");
        send(101);
        assert_eq!(last_refusal(&world), "too_many_parameters", "{place:?}");
    }
}

/// Where no parameter is read, too: what is forwarded with its query, what is the same for everybody, and pages.
#[test]
fn rob_01_100_parameters_and_one_more_where_none_is_read() {
    let world = World::new();
    let pairs = |count: usize| (0..count).map(|n| format!("p{n}=v")).collect::<Vec<_>>().join("&");
    let forwarded = places(&world).into_iter().filter(|place| matches!(place.operation, Operation::Forward { .. }));
    let mut targets: Vec<String> = forwarded.map(|place| place.target).collect();
    assert!(!targets.is_empty());
    for own in [
        "/standard/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/standard",
        "/standard/docs",
        "/standard/account",
    ] {
        targets.push(own.to_owned());
    }
    for target in targets {
        let asked = |count: usize| world.get(&format!("{target}?{}", pairs(count)));
        assert!(asked(100).status < 400, "{target}: {:?}", asked(100));
        let refused = asked(101);
        assert_eq!(refused.status, 400, "{target}");
        let is_page = refused.header("content-type").starts_with("text/html");
        let sentence = if is_page { "The request is too large" } else { "The address has more than 100 parameters.\n" };
        assert!(refused.text().contains(sentence), "{target}: {refused:?}");
    }
    for target in ["/", "/demo/callback", "/demo/callback/7"] {
        let asked = |count: usize| world.get(&format!("{target}?{}", pairs(count))).status;
        assert_eq!((asked(100), asked(101)), (200, 400), "{target}");
    }
}

/// The forms of our own pages, with what their page sends and more.
#[test]
fn rob_01_100_fields_of_a_form_and_one_more() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    let password = world.shown.password.expose().to_owned();
    let more: Vec<(String, &str)> = (0..5_000).map(|n| (format!("p{n}"), "v")).collect();
    let with = |own: &[(&'static str, &'static str)], sent: usize, before: usize| -> Vec<(String, String)> {
        let own = own.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        let more = more.iter().take(sent - before).map(|(name, value)| (name.clone(), value.to_string()));
        own.chain(more).collect()
    };
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    // The seal, and these.
    let mut post = |page: &Response, action: &str, own: &[(&'static str, &'static str)], count: usize| {
        let mut fields = with(own, count, own.len() + 1);
        fields.iter_mut().filter(|(name, _)| name == "password").for_each(|(_, value)| value.clone_from(&password));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.submit(page, action, &fields)
    };
    let person = [("username", "demo"), ("password", "")];
    for count in [101, 5_000] {
        let answer = post(&sign_in, "/-/sign-in", &person, count).page();
        assert_eq!(answer.status, 400, "{count}: {answer:?}");
        assert!(answer.text().contains("The request is too large"), "{count}");
    }
    let consent = post(&sign_in, "/-/sign-in", &person, 100).page();
    assert_eq!(post(&consent, "/-/consent", &[("decision", "allow")], 101).page().status, 400);
    assert!(post(&consent, "/-/consent", &[("decision", "allow")], 100).url().contains("code="));
}

/// Also where the query is not read: what is not looked at counts.
#[test]
fn rob_01_100_parameters_are_those_of_query_and_body_together() {
    let world = World::new();
    let pairs = |count: usize| (0..count).map(|n| format!("p{n}=v")).collect::<Vec<_>>().join("&");
    for place in places(&world).iter().filter(|place| matches!(place.operation, Operation::Token(_))) {
        if place.method == "GET" || place.mount == "boxc" {
            continue;
        }
        let sent = |query: usize, body: usize| {
            let target = format!("{}?{}", place.target, pairs(query));
            Request::new(place.method, &target).body("application/x-www-form-urlencoded", pairs(body)).send(world.at);
            last_refusal(&world)
        };
        assert_ne!(sent(50, 50), "too_many_parameters", "{place:?}");
        assert_eq!(sent(60, 60), "too_many_parameters", "{place:?}");
    }
}

#[test]
fn rob_01_100_scopes_and_one_more() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let ask = |count: usize| {
        let scope = ["read"].repeat(count).join(" ");
        crate::browser::authorize(
            "/standard/oauth2/authorize",
            &[
                ("client_id", client.id()),
                ("response_type", "code"),
                ("redirect_uri", crate::world::WEB),
                ("scope", &scope),
            ],
        )
    };
    assert!(client.allow(&ask(100)).url().contains("code="));
    assert!(client.allow(&ask(101)).url().contains("error=invalid_scope"));
}

/// Linear in its length: no request within the bounds takes long (CVE-2026-4634).
#[test]
fn rob_01_the_longest_requests_are_answered_at_once() {
    let world = World::of(&["standard", "hidrive"]);
    let kind = "application/x-www-form-urlencoded";
    let long = [
        "scope=".to_owned() + &"a+".repeat(32_000),
        "scope=".to_owned() + &"%20".repeat(21_000),
        "&".repeat(65_000),
        "=".repeat(65_000),
        "redirect_uri=".to_owned() + &"..%2f".repeat(13_000),
        "code=".to_owned() + &"a".repeat(65_000),
    ];
    for body in long {
        let begun = Instant::now();
        for target in [
            "/standard/oauth2/token",
            "/hidrive/oauth2/token",
            "/hidrive/oauth2/tokeninfo",
            "/standard/oauth2/authorize",
        ] {
            let answer = Request::new("POST", target).body(kind, body.clone()).send(world.at);
            assert!((400..500).contains(&answer.status), "{target}: {answer:?}");
        }
        assert!(begun.elapsed().as_secs() < 5, "{:?} for {}", begun.elapsed(), &body[..20]);
    }
}

#[test]
fn the_clock_moves_on_by_a_century_and_says_so() {
    let world = World::of(&["standard"]);
    let moved = |body: &str| Request::new("POST", "/demo/clock").body("application/json", body).send(world.at).status;
    let century: i64 = 100 * 366 * 86_400;
    for body in ["", "{}", "{\"advance\":-1}", "{\"advance\":1.5}", &format!("{{\"advance\":{}}}", century + 1)] {
        assert_eq!(moved(body), 400, "{body}");
    }
    assert_eq!(moved(&format!("{{\"advance\":{}}}", century - 1)), 200);
    assert_eq!((moved("{\"advance\":2}"), moved("{\"advance\":1}"), moved("{\"advance\":1}")), (400, 200, 400));
}

/// What a resource answers is held to the bounds of every endpoint, and what it selects by is one text.
#[test]
fn rob_01_red_07_the_query_of_a_resource() {
    let world = World::new();
    let many: Vec<String> = (0..101).map(|n| format!("p{n}={n}")).collect();
    for (mount, path) in [
        ("hidrive", "/hidrive/2.1/user/me"),
        ("gitshare", "/gitshare/api/2/whoami/"),
        ("raindrop", "/raindrop/rest/v1/user"),
    ] {
        let client = Client::first(&world, mount);
        let token = client.tokens().access;
        let own = client.whoami(&token).unwrap();
        assert_eq!(own.status, 200, "{mount}");
        let asked = |query: &str| {
            let mut request = client.dialect().client_resource(&client.face(), 0, &token).unwrap();
            assert!(request.url.ends_with(path), "{}", request.url);
            request.url = format!("{}?{query}", request.url);
            client.send(request)
        };
        assert_eq!(asked(&many[..100].join("&")).status, 200, "{mount}");
        assert_eq!(asked(&many.join("&")).status, 400, "{mount}: {:?}", asked(&many.join("&")));
        assert_eq!(last_refusal(&world), "too_many_parameters", "{mount}");
    }
    let client = Client::first(&world, "hidrive");
    let token = client.tokens().access;
    let fields = |query: &str| {
        let request = Request::new("GET", &format!("/hidrive/2.1/user/me?{query}"));
        request.header("Authorization", &format!("Bearer {token}")).send(world.at).status
    };
    assert_eq!((fields("fields=alias"), fields("fields=%ff"), fields("fields=alias&fields=account")), (200, 400, 400));
}
