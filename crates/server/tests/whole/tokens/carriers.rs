//! LEG-02, LEG-08, TOK-01, TOK-02: where credentials and tokens may stand, and what keeps them from being kept.

use crate::client::{Client, MOUNTS};
use crate::http::{Request, Response, encoded};
use crate::world::World;
use dialect::client::ClientRequest;

/// The request with its form or JSON body in the query.
fn in_query(request: &ClientRequest) -> ClientRequest {
    let body = request.body.clone().unwrap_or_default();
    let pairs: Vec<(String, String)> = match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&body) {
        Ok(members) => {
            members.into_iter().map(|(name, value)| (name, value.as_str().unwrap_or_default().to_owned())).collect()
        }
        Err(_) => form_urlencoded::parse(body.as_bytes()).into_owned().collect(),
    };
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let joint = if request.url.contains('?') { "&" } else { "?" };
    ClientRequest { url: format!("{}{joint}{}", request.url, query.join("&")), body: None, ..request.clone() }
}

/// Only where a dialect's document or clients put them.
#[test]
fn leg_02_tok_02_credentials_in_the_query_of_the_token_endpoint() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let code = client.code();
        let answer = client.send(in_query(&client.exchanging(&code)));
        let read = client.dialect().client_read_tokens(engine::policy::GrantKind::AuthorizationCode, &answer.body);
        let takes = matches!(mount, "serble" | "hidrive" | "raindrop" | "raindrop-live");
        assert_eq!(read.is_some(), takes, "{mount}: {answer:?}");
        if !takes {
            client.lives(&client.read_code(&client.exchange(&code)).access, "by the body, after a try in the query");
        }
    }
}

#[test]
fn leg_02_an_access_token_in_the_query_of_the_api_is_gitshares_alone() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let token = client.tokens().access;
        for name in ["access_token", "token", "bearer_token", "oauth_token"] {
            let open = world.get(&format!("/{mount}/verify?{name}={token}")).status == 200;
            assert_eq!(open, mount == "gitshare" && name == "access_token", "{mount} {name}");
            let form = world.form(&format!("/{mount}/verify"), &[(name, &token)]).status == 200;
            assert_eq!(form, mount == "gitshare" && name == "access_token", "{mount} {name} in a form");
        }
        let cookie = Request::new("GET", &format!("/{mount}/verify"))
            .header("Cookie", &format!("access_token={token}"))
            .send(world.at);
        assert_eq!(cookie.status, 401, "{mount}");
    }
}

/// Every gateway has a header of its own for the address that was asked for: a path or a whole URL.
#[test]
fn leg_02_the_original_address_comes_in_any_gateways_header() {
    let world = World::of(&["gitshare"]);
    let token = Client::first(&world, "gitshare").tokens().access;
    for header in ["X-Original-URI", "X-Original-URL", "X-Forwarded-Uri", "X-Envoy-Original-Path"] {
        for before in ["/gists", "https://api.example/gists"] {
            let asked = |query: &str| {
                let address = format!("{before}?{query}");
                Request::new("GET", "/gitshare/verify").header(header, &address).send(world.at).status
            };
            assert_eq!(asked(&format!("access_token={token}")), 200, "{header} {before}");
            assert_eq!(asked("access_token=x"), 401, "{header} {before}");
        }
    }
}

/// What is 400 elsewhere is 401 to a gateway, and all of the answer says so: the challenge, and statuses in bodies.
#[test]
fn leg_02_a_gateways_401_is_one_throughout() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let (name, scheme) = if mount == "serble" { ("SerbleAuth", "App") } else { ("Authorization", "Bearer") };
        let shown = |tokens: &[&str]| {
            let request = Request::new("GET", &format!("/{mount}/verify"));
            tokens
                .iter()
                .fold(request, |request, token| request.header(name, &format!("{scheme} {token}")))
                .send(world.at)
        };
        let wrong = shown(&["wrong"]);
        let doubled = shown(&[&client.tokens().access, "wrong"]);
        assert_eq!((wrong.status, doubled.status), (401, 401), "{mount}: {doubled:?}");
        let challenges = |answer: &Response| !answer.header("www-authenticate").is_empty();
        assert_eq!(challenges(&doubled), challenges(&wrong), "{mount}: {doubled:?}");
        let body: serde_json::Value = serde_json::from_slice(&doubled.body).unwrap_or_default();
        let told = match mount {
            "boxc" => &body["http_status"],
            "hidrive" => &body["code"],
            "raindrop" | "raindrop-live" => &body["status"],
            _ => continue,
        };
        assert_eq!(*told, 401, "{mount}: {doubled:?}");
    }
}

/// A scheme or header of another dialect is no token here.
#[test]
fn leg_08_each_dialect_takes_its_own_header_and_scheme_only() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let token = client.tokens().access;
        let shown = |name: &str, value: String| {
            Request::new("GET", &format!("/{mount}/verify")).header(name, &value).send(world.at).status == 200
        };
        let serble = mount == "serble";
        assert_eq!(shown("SerbleAuth", format!("App {token}")), serble, "{mount}");
        assert!(!shown("SerbleAuth", format!("app {token}")), "{mount}: the case is exact");
        assert_eq!(shown("Authorization", format!("Bearer {token}")), !serble, "{mount}");
        assert_eq!(shown("authorization", format!("bEaReR {token}")), !serble, "{mount}: any case elsewhere");
        assert_eq!(
            shown("Authorization", format!("\"Bearer {token}\"")),
            mount == "gitshare",
            "{mount}: the document's quotation marks"
        );
        use base64::Engine;
        let twin = base64::engine::general_purpose::STANDARD.encode(&token);
        assert_eq!(shown("Authorization", format!("Bearer {twin}")), mount == "hidrive", "{mount}: the Base64 twin");
        for scheme in ["Token", "OAuth", "Basic", "App", ""] {
            assert!(!shown("Authorization", format!("{scheme} {token}")), "{mount} {scheme}");
        }
    }
}

#[test]
fn tok_01_leg_02_whatever_carries_a_secret_is_kept_nowhere() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let exchanged = client.exchange(&client.code());
        let tokens = client.read_code(&exchanged);
        let mut answers = vec![exchanged, client.exchange("wrong")];
        answers.extend(tokens.refresh.as_deref().map(|token| client.refresh(token)));
        answers.extend(client.doors_unread(&tokens.access));
        for answer in answers {
            assert_eq!(answer.header("cache-control"), "no-store", "{mount}: {answer:?}");
            assert!(answer.headers("set-cookie").next().is_none(), "{mount}");
        }
        let page = world.get(&client.target());
        assert_eq!(
            (page.header("cache-control"), page.header("referrer-policy")),
            ("no-store", "no-referrer"),
            "{mount}"
        );
    }
}

/// Scope texts, error words and redirect parameters stay within what the dialect's separators can carry.
#[test]
fn leg_08_nothing_a_caller_says_breaks_out_of_an_answer() {
    let world = World::new();
    let evil = ["a\r\nX-Evil: 1", "a\" , \"b\":\"", "\u{2028}</script>", "a&error=x#y", "read\twrite", "ro,\u{0}rw"];
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        for text in evil {
            let target = client.target_for(Some(text), Some(text));
            let answer = world.get(&target);
            assert!(answer.headers.iter().all(|(name, _)| name != "x-evil"), "{mount}");
            let location = answer.header("location");
            assert!(!location.contains(['\r', '\n', ' ', '"', '<']), "{mount}: {location}");
            assert!(location.matches('#').count() == 0, "{mount}: {location}");
            let exchange = client.exchange(text);
            if exchange.header("content-type").starts_with("application/json") {
                assert!(serde_json::from_slice::<serde_json::Value>(&exchange.body).is_ok(), "{mount}: {exchange:?}");
            }
        }
    }
}
