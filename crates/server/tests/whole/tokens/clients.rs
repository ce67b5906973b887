//! CLI-01, CLI-04, CLI-06, TOK-10: how an app proves itself, and what it hears when it does not.

use crate::client::{Client, MOUNTS, VERIFIER};
use crate::http::{Request, Response};
use crate::world::{WEB, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dialect::client::ClientApp;
use engine::policy::GrantKind;
use engine::secret::Plain;
use grantor::demo::ShownApp;
use grantor::desk::apps::Wish;
use grantor::desk::secrets::{OldSecret, Rotation};
use store::ops::{AppChange, Audit};

fn basic(world: &World, path: &str, (id, secret): (&str, &str), pairs: &[(&str, &str)]) -> Response {
    let value = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    Request::new("POST", path).header("Authorization", &value).form(pairs).send(world.at)
}

/// A confidential app without its secret is nobody (CVE-2026-44476), and nothing is burnt by the try.
#[test]
fn cli_01_a_blank_or_missing_secret_never_authenticates() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let (code, tokens) = (client.code(), client.tokens());
        for secret in [None, Some(""), Some(" "), Some("null"), Some("undefined"), Some("\u{0}")] {
            let app = ClientApp { client_secret: secret, ..client.face() };
            let exchange = client.dialect().client_exchange(&app, &code, None);
            let refresh = tokens.refresh.as_deref().and_then(|token| client.dialect().client_refresh(&app, token));
            let own = client.dialect().client_credentials(&app, None);
            for request in [exchange, refresh, own].into_iter().flatten() {
                let answer = client.send(request);
                let read = client.dialect().client_read_tokens(GrantKind::AuthorizationCode, &answer.body);
                assert!(read.is_none() && answer.status < 500, "{mount} {secret:?}: {answer:?}");
            }
        }
        client.lives(&client.read_code(&client.exchange(&code)).access, "with the secret");
    }
}

/// Whatever took its secrets away, an app of a kind that has one does not become a public app.
#[test]
fn cli_01_an_app_that_has_lost_its_secrets_is_nobody() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let code = client.code();
        let (realm, key) = (world.realm(mount).key, client.own.app.key);
        let text = || "a mishap".to_owned();
        let audit = Audit { actor: text(), action: text(), object: text(), ..Audit::default() };
        let store = world.server.store.clone();
        world.block_on(store.change_app(realm, key, AppChange::Secrets(Vec::new()), audit)).unwrap();
        for secret in [None, Some(client.secret())] {
            let app = ClientApp { client_secret: secret, ..client.face() };
            let answer = client.send(client.dialect().client_exchange(&app, &code, None).unwrap());
            let read = client.dialect().client_read_tokens(GrantKind::AuthorizationCode, &answer.body);
            assert!(read.is_none() && answer.status < 500, "{mount} {secret:?}: {answer:?}");
        }
    }
}

/// RFC 6749 section 2.3.1: a secret is a claim to have one. An app without any that sends one is refused by whatever method, with a
/// sentence that says why, and nothing is burnt. Every dialect that knows apps without a secret.
#[test]
fn cli_01_an_app_without_a_secret_does_not_prove_itself_with_one() {
    let world = World::new();
    let client = Client::of(&world, "standard", "public");
    let (code, tokens) = (client.code(), client.tokens());
    let refresh = tokens.renewable();
    let exchange =
        [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", WEB), ("code_verifier", VERIFIER)];
    let renewal = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let confidential = Client::first(&world, "standard");
    for (path, own) in [
        ("/standard/oauth2/token", exchange.as_slice()),
        ("/standard/oauth2/token", &renewal),
        ("/standard/oauth2/revoke", &[("token", tokens.access.as_str())]),
    ] {
        let posted = |id: &str| {
            let pairs: Vec<_> = own.iter().copied().chain([("client_id", id), ("client_secret", "mine")]).collect();
            world.form(path, &pairs)
        };
        let (public, wrong) = (posted(client.id()), posted(confidential.id()));
        for answer in [&public, &basic(&world, path, (client.id(), "mine"), own)] {
            assert_eq!((answer.status, answer.member("/error")), (wrong.status, wrong.member("/error")), "{path}");
            assert_eq!(answer.member("/error_description"), "a secret came for an app that has none", "{path}");
        }
    }
    client.lives(&tokens.access, "after the refusals");
    // Without one, or with a blank one (which is none), it is itself.
    assert_eq!(basic(&world, "/standard/oauth2/token", (client.id(), ""), &exchange).status, 200);
    // HiDrive's browser apps come to the revocation endpoint alone.
    let browser = Client::of(&world, "hidrive", "browser");
    let token = browser.allow(&browser.target()).parameter("access_token");
    let ended = |secret: Option<&str>| {
        let pairs =
            [("token", token.as_str()), ("client_id", browser.id()), ("client_secret", secret.unwrap_or_default())];
        world.form("/hidrive/oauth2/revoke", &pairs)
    };
    let unasked = ended(Some("mine"));
    assert_eq!((unasked.status, unasked.member("/error")), (400, "unauthorized_client".to_owned()));
    browser.lives(&token, "after the refusal");
    assert_eq!(ended(None).status, 200);
    // An id alone proves nothing, but it has to be right, and the token's.
    let server = Client::of(&world, "hidrive", "server");
    let live = server.tokens().access;
    let by = |id: &str| world.form("/hidrive/oauth2/revoke", &[("token", live.as_str()), ("client_id", id)]).status;
    assert_eq!(by("nobody"), 400);
    server.lives(&live, "after an unknown id");
    assert_eq!(by(browser.id()), 200);
    server.lives(&live, "after somebody else's id");
    assert_eq!(by(server.id()), 200);
    server.is_dead(&live, "after its own");
}

/// `standard`: one method in each request. The five: Basic and body together only when equal.
#[test]
fn cli_04_two_proofs_in_one_request() {
    let world = World::new();
    for (mount, path, equal_is_fine) in [
        ("standard", "/standard/oauth2/token", false),
        ("hidrive", "/hidrive/oauth2/token", true),
        ("raindrop", "/raindrop/oauth/access_token", true),
        ("gitshare", "/gitshare/oauth2/token/", true),
    ] {
        let client = Client::first(&world, mount);
        let (id, secret) = (client.id(), client.secret());
        let send = |basic_as: (&str, &str), body_as: (&str, &str)| {
            let code = client.code();
            let pairs = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", WEB),
                ("client_id", body_as.0),
                ("client_secret", body_as.1),
            ];
            basic(&world, path, basic_as, &pairs).status
        };
        let other = Client::second(&world, mount);
        assert_eq!(send((id, secret), (id, secret)) == 200, equal_is_fine, "{mount}: twice the same");
        assert_eq!(send((id, secret), (id, "wrong")), 400, "{mount}: another secret in the body");
        assert!(send((id, "wrong"), (id, secret)) >= 400, "{mount}: a wrong one in the header");
        assert_eq!(send((id, secret), (other.id(), other.secret())), 400, "{mount}: another app in the body");
    }
}

/// Unknown id and wrong secret look alike wherever the dialect's document lets them.
#[test]
fn tok_10_client_failures_have_the_status_and_challenge_of_the_dialect() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let code = client.code();
        let ask = |id, secret| {
            let app = ClientApp { client_id: id, client_secret: Some(secret), ..client.face() };
            client.send(client.dialect().client_exchange(&app, &code, None).unwrap())
        };
        let (unknown, wrong) = (ask("nobody", "x"), ask(client.id(), "x"));
        let expected = match mount {
            "standard" | "boxc-standard" | "boxc" => 401,
            "raindrop-live" => 200,
            _ => 400,
        };
        assert_eq!((unknown.status, wrong.status), (expected, expected), "{mount}");
        assert_eq!(wrong.header("www-authenticate").is_empty(), expected != 401, "{mount}: {:?}", wrong.headers);
        if !matches!(mount, "hidrive" | "serble" | "standard" | "boxc-standard") {
            assert_eq!(unknown.text(), wrong.text(), "{mount}: ids cannot be probed");
        }
        client.lives(&client.read_code(&client.exchange(&code)).access, "after failed authentication");
    }
}

/// A secret that a person chose, with every letter that some encoding trips over.
#[test]
fn cli_06_odd_secrets_work_in_every_carrier() {
    let world = World::of(&["standard"]);
    let secret = "a:b%2B+c/ü&d=e f?g#h";
    let wish = Wish {
        name: "Odd".to_owned(),
        secret: Some(Plain::new(secret)),
        redirect_uris: vec![WEB.to_owned()],
        ..Wish::default()
    };
    let made = world.admin("standard", async move |desk| desk.create_app(wish).await.unwrap());
    let own = Box::leak(Box::new(ShownApp { app: made.app, secret: Some(Plain::new(secret)), test_token: None }));
    let client = Client::with(&world, "standard", own);
    client.lives(&client.tokens().access, "by Basic, form-encoded as RFC 6749 section 2.3.1 has it");
    let pairs = [("grant_type", "client_credentials"), ("client_id", client.id()), ("client_secret", secret)];
    assert_eq!(world.form("/standard/oauth2/token", &pairs).status, 200, "in the body");
    for wrong in ["a:b", "a", "a:b+ c/ü&d=e f?g#h", ""] {
        let pairs = [("grant_type", "client_credentials"), ("client_id", client.id()), ("client_secret", wrong)];
        assert_eq!(world.form("/standard/oauth2/token", &pairs).status, 401, "{wrong}");
    }
}

/// A Basic header that is none is no proof, and what the SDK of one provider sends there is ignored.
#[test]
fn cli_04_odd_authorization_headers_at_the_token_endpoint() {
    let world = World::new();
    let client = Client::first(&world, "hidrive");
    let pairs = |code: String| {
        vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code),
            ("client_id", client.id().to_owned()),
            ("client_secret", client.secret().to_owned()),
        ]
    };
    let send = |header: &str| {
        let pairs = pairs(client.code());
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Request::new("POST", "/hidrive/oauth2/token").header("Authorization", header).form(&pairs).send(world.at).status
    };
    assert_eq!(send("Bearer something"), 200, "HiDrive's SDK sends its Bearer there");
    assert_eq!(send("Basic ***"), 400);
    assert_eq!(send("Basic"), 200, "no credentials at all");
}

/// A new secret works at once; the old one is dead at once, or stays until the next change where the operator says so.
#[test]
fn cli_07_a_rotated_secret() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let id = client.id();
    let with = |secret: &str| {
        let pairs = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        world.form("/standard/oauth2/token", &pairs).status
    };
    let rotate =
        |old| world.admin("standard", async move |desk| desk.rotate_secret(id, Rotation::of(old)).await.unwrap());
    let second = rotate(OldSecret::Stays);
    assert_eq!((with(client.secret()), with(second.expose())), (200, 200));
    let third = rotate(OldSecret::Ends);
    assert_eq!((with(client.secret()), with(second.expose()), with(third.expose())), (401, 401, 200));
}
