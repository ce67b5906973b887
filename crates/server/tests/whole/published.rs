//! Access tokens that others check by their signature (RFC 9068): what they say, the keys that are published, and that here only their rows count.

use crate::client::Client;
use crate::http::Request;
use crate::world::{WEB, World};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dialect::mint::Carried;
use dialect::model::SIGNED_AT_MOST;
use engine::token::TokenId;
use grantor::config::Switch;
use grantor::demo::file::{self, Wish};
use grantor::keys::ring::PUBLISHED;
use grantor::keys::rotate::{self, LEAD, MARGIN, Old, Which};
use serde_json::{Value, json};

const DIALECT: &str = include_str!("../../../bench/src/es256.toml");

/// The standard, and the same with signed access tokens.
fn world() -> World {
    let wish = Wish {
        listen: "127.0.0.1:0".parse().unwrap(),
        store: None,
        redirect_uris: vec![WEB.to_owned()],
        only: vec!["standard".to_owned()],
        dialects: None,
        samples: Switch::Off,
    };
    let more = "\n[[realms]]\nname = \"es256\"\nmounts = [{ dialect = \"es256\", prefix = \"/es256\" }]\n";
    let text = file::text(&wish).unwrap().replacen("\n[demo]", "\ndialects = \"more\"\n\n[demo]", 1) + more;
    World::from_config(&text, &|folder| {
        std::fs::create_dir_all(folder.join("more/es256")).unwrap();
        std::fs::write(folder.join("more/es256/dialect.toml"), DIALECT).unwrap();
    })
}

fn decoded(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

/// Header, claims, signature.
fn parts(token: &str) -> (Value, Value, Vec<u8>) {
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("no JWT: {token}") };
    let read = |part: &str| serde_json::from_slice(&decoded(part)).unwrap();
    (read(header), read(claims), decoded(signature))
}

fn kid(token: &str) -> String {
    parts(token).0["kid"].as_str().unwrap().to_owned()
}

fn key_set(world: &World) -> Vec<Value> {
    let set: Value = serde_json::from_slice(&world.get("/es256/oauth2/jwks").body).unwrap();
    set["keys"].as_array().unwrap().clone()
}

fn kids(world: &World) -> Vec<String> {
    key_set(world).iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// Whether a key of the set, as it is now, has signed it.
fn is_good(world: &World, token: &str) -> bool {
    let ((header, _, signature), (signed, _)) = (parts(token), token.rsplit_once('.').unwrap());
    key_set(world).iter().filter(|key| key["kid"] == header["kid"]).any(|key| {
        let coordinate = |name: &str| decoded(key[name].as_str().unwrap());
        let point = [vec![4], coordinate("x"), coordinate("y")].concat();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed.as_bytes(), &signature).is_ok()
    })
}

fn rotated(world: &World, old: Old) {
    world.block_on(rotate::rotate(&world.server, Which::All, old, "command-line")).unwrap();
}

fn own_token(client: &Client<'_>) -> String {
    let request = client.dialect().client_credentials(&client.face(), None).unwrap();
    let answer: Value = serde_json::from_slice(&client.send(request).body).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn tok_05_an_access_token_says_all_that_rfc_9068_asks() {
    let world = world();
    let (client, now) = (Client::first(&world, "es256"), world.server.clock.now().secs());
    let (account, issuer) = (&world.shown.realms[1].account.id, client.mount.issuer.as_str());
    for (token, subject) in [(client.tokens().access, account.as_str()), (own_token(&client), client.id())] {
        let (header, claims, _) = parts(&token);
        assert_eq!(header, json!({ "alg": "ES256", "typ": "at+jwt", "kid": kids(&world)[0] }));
        let expected = json!({
            "iss": issuer, "sub": subject, "aud": format!("{issuer}/api"), "client_id": client.id(),
            "scope": "profile read write", "iat": now, "exp": now + 3_600, "jti": claims["jti"],
        });
        assert_eq!(claims, expected);
        assert_eq!(claims["jti"].as_str().unwrap().len(), 33, "{claims}");
        assert!(is_good(&world, &token));
        client.lives(&token, "as it was made");
        client.revoke(&token);
        client.is_dead(&token, "revoked, whatever its signature says");
        assert!(is_good(&world, &token));
    }
}

#[test]
fn tok_04_its_row_lies_in_the_order_of_time_and_ends_with_it() {
    let world = world();
    let client = Client::first(&world, "es256");
    let ids = [own_token(&client), own_token(&client)].map(|token| {
        let shape = &client.dialect().shapes.access_token;
        Carried::by(&token, &world.realm("es256").keys.ids).of(shape).unwrap()
    });
    assert!(TokenId(0) < ids[0] && ids[0] < ids[1], "{ids:?}");
    let token = own_token(&client);
    world.advance(3_599);
    client.lives(&token, "in its last second");
    world.advance(1);
    client.is_dead(&token, "expired");
}

#[test]
fn key_01_the_key_set_has_public_members_only_and_is_where_metadata_say() {
    let world = world();
    let metadata: Value =
        serde_json::from_slice(&world.get("/.well-known/oauth-authorization-server/es256").body).unwrap();
    assert_eq!(metadata["jwks_uri"], format!("{}/es256/oauth2/jwks", world.url()));
    let answer = world.get("/es256/oauth2/jwks");
    assert_eq!(answer.status, 200);
    for (name, value) in [
        ("content-type", "application/jwk-set+json"),
        ("cache-control", "public, max-age=300"),
        ("access-control-allow-origin", "*"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    let set: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(set.as_object().unwrap().len(), 1);
    for key in set["keys"].as_array().unwrap() {
        let members: Vec<&str> = key.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x", "y"], "no `d`");
        let said = [&key["alg"], &key["crv"], &key["kty"], &key["use"]].map(|value| value.as_str().unwrap());
        assert_eq!(said, ["ES256", "P-256", "EC", "sig"]);
    }
    assert_eq!(Request::new("HEAD", "/es256/oauth2/jwks").send(world.at).status, 200);
    assert_eq!(world.form("/es256/oauth2/jwks", &[]).status, 405);
    assert_eq!(world.get(&format!("/es256/oauth2/jwks?{}", "a=1&".repeat(101))).status, 400);
    assert_eq!(Request::new("OPTIONS", "/es256/oauth2/jwks").send(world.at).status, 204);
    assert_eq!(world.get("/standard/oauth2/jwks").status, 404, "where a dialect places none there is none");
}

#[test]
fn key_01_a_key_is_published_before_it_signs_and_for_as_long_as_its_tokens_live() {
    let world = world();
    let client = Client::first(&world, "es256");
    let old = own_token(&client);
    rotated(&world, Old::Overlaps);
    assert_eq!(kids(&world).len(), 2, "published at once");
    world.advance(PUBLISHED - 1);
    let last = own_token(&client);
    assert_eq!(kid(&last), kid(&old));
    world.advance(1);
    let new = own_token(&client);
    assert_eq!(kid(&new), kids(&world)[0], "the newest stands first");
    assert_ne!(kid(&new), kid(&old));
    for token in [&old, &last, &new] {
        assert!(is_good(&world, token));
        client.lives(token, "across a change of keys");
    }
    world.advance(SIGNED_AT_MOST + MARGIN - 1);
    assert_eq!(kids(&world).len(), 2, "a token may have been signed with it that lives");
    world.advance(1);
    assert_eq!(kids(&world), [kid(&new)]);
    assert!(!is_good(&world, &old));
    world.block_on(rotate::keep(&world.server)).unwrap();
    assert_eq!(kids(&world), [kid(&new)]);
}

#[test]
fn key_01_a_leaked_key_is_gone_from_the_set_when_the_next_one_signs() {
    let world = world();
    let client = Client::first(&world, "es256");
    let leaked = own_token(&client);
    rotated(&world, Old::Ends);
    world.advance(LEAD);
    let new = own_token(&client);
    assert_eq!(kids(&world), [kid(&new)]);
    assert!(!is_good(&world, &leaked) && is_good(&world, &new));
}

/// A text as part of a JWT.
fn part(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// With another member in that header or those claims.
fn but(value: &Value, name: &str, new: Value) -> String {
    let mut value = value.clone();
    value[name] = new;
    part(&value.to_string())
}

fn stranger() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

/// Signed well, with a key of somebody's own.
fn resigned(header: &str, body: &str, own: &EcdsaKeyPair) -> String {
    let signed = format!("{header}.{body}");
    let signature = own.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// What is public as the secret of an HMAC.
fn confused(body: &str, secret: &[u8]) -> String {
    let signed = format!("{}.{body}", part(r#"{"alg":"HS256","typ":"at+jwt"}"#));
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret);
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(aws_lc_rs::hmac::sign(&key, signed.as_bytes()).as_ref()))
}

#[test]
fn tok_07_int_02_no_other_signature_makes_a_token_active() {
    let world = world();
    let client = Client::first(&world, "es256");
    let token = client.tokens().access;
    let [header, body, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("a JWT") };
    let public = &key_set(&world)[0];
    let point = [vec![4], decoded(public["x"].as_str().unwrap()), decoded(public["y"].as_str().unwrap())].concat();
    let forged = [
        format!("{}.{body}.", part(r#"{"alg":"none","typ":"at+jwt"}"#)),
        format!("{}.{body}.{signature}", part(r#"{"alg":"none","typ":"at+jwt"}"#)),
        confused(body, &point),
        confused(body, public.to_string().as_bytes()),
        format!("{header}.{body}."),
        format!("{header}.{body}"),
        format!("{header}.{body}.{signature}="),
        format!("{header}.{body}.{}", URL_SAFE_NO_PAD.encode([0; 64])),
        format!("{header}.{body}.{}", URL_SAFE_NO_PAD.encode(twin(&parts(&token).2))),
        resigned(header, body, &stranger()),
    ];
    for token in &forged {
        client.is_dead(token, token);
    }
    client.lives(&token, "as it was made");
}

#[test]
fn tok_07_int_02_no_other_header_or_claim_makes_a_token_active() {
    let world = world();
    let client = Client::first(&world, "es256");
    let token = client.tokens().access;
    let [header, body, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("a JWT") };
    let ((head, claims, _), own) = (parts(&token), stranger());
    let point = own.public_key().as_ref();
    let [x, y] = [&point[1..33], &point[33..]].map(|half| URL_SAFE_NO_PAD.encode(half));
    let mut forged = Vec::new();
    for (name, value) in [
        ("kid", json!("../../dev/null")),
        ("kid", json!("")),
        ("typ", json!("JWT")),
        ("jwk", json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y })),
        ("jku", json!("https://evil.example/jwks")),
        ("x5u", json!("https://evil.example/x")),
        ("crit", json!(["b64"])),
    ] {
        let header = but(&head, name, value);
        forged.extend([format!("{header}.{body}.{signature}"), resigned(&header, body, &own)]);
    }
    for (name, value) in [
        ("scope", json!("profile read write admin")),
        ("sub", json!("somebody")),
        ("exp", json!(99_999_999_999_i64)),
        ("iss", json!("https://evil.example")),
        ("jti", json!("x")),
        ("jti", json!("x".repeat(33))),
    ] {
        let body = but(&claims, name, value);
        forged.extend([format!("{header}.{body}.{signature}"), resigned(header, &body, &own)]);
    }
    for token in &forged {
        client.is_dead(token, token);
    }
    client.lives(&token, "as it was made");
}

/// The other signature of the same text under the same key: `s` from the other end of the curve's order.
fn twin(signature: &[u8]) -> Vec<u8> {
    const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    let order = (0..64).step_by(2).map(|at| u8::from_str_radix(&ORDER[at..at + 2], 16).unwrap());
    let (r, s) = signature.split_at(32);
    let mut borrow = 0;
    let mut other: Vec<u8> = order
        .zip(s)
        .rev()
        .map(|(order, s)| {
            let left = i16::from(order) - i16::from(*s) - borrow;
            borrow = i16::from(left < 0);
            u8::try_from(left.rem_euclid(256)).unwrap()
        })
        .collect();
    other.reverse();
    [r, &other].concat()
}

#[test]
fn the_twin_of_a_signature_is_a_signature() {
    let world = world();
    let token = own_token(&Client::first(&world, "es256"));
    let (signed, _) = token.rsplit_once('.').unwrap();
    let other = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(twin(&parts(&token).2)));
    assert!(other != token && is_good(&world, &other), "so it is a row that has to refuse it");
}

#[test]
fn ref_a_lost_answer_comes_again_with_an_access_token_of_its_own() {
    let world = world();
    let client = Client::first(&world, "es256");
    let first = client.tokens();
    let lost = client.refreshed(first.renewable());
    rotated(&world, Old::Overlaps);
    world.advance(PUBLISHED);
    let again = client.refreshed(first.renewable());
    assert_eq!(again.refresh, lost.refresh, "the same refresh token");
    assert_ne!(again.access, lost.access);
    for token in [&first.access, &lost.access, &again.access] {
        client.lives(token, "none is older than another");
        assert!(is_good(&world, token));
    }
    client.refreshed(again.renewable());
}

#[test]
fn tok_05_no_configuration_makes_them_live_for_longer_than_a_day() {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::create_dir_all(folder.path().join("more/es256")).unwrap();
    std::fs::write(folder.path().join("more/es256/dialect.toml"), DIALECT).unwrap();
    let file = folder.path().join("grantor.toml");
    let read = |life: &str| {
        let text = format!(
            "dialects = \"more\"\n[[realms]]\nname = \"es256\"\n\
             mounts = [{{ dialect = \"es256\", prefix = \"/es256\", lifetimes = {{ access_token = \"{life}\" }} }}]\n"
        );
        std::fs::write(&file, text).unwrap();
        grantor::config::read(&file)
    };
    assert!(read("1d").is_ok());
    for life in ["86401s", "endless"] {
        let faults = read(life).err().unwrap().to_string();
        assert!(faults.contains("learns of no end but this one") && faults.contains("grantor.toml:4"), "{faults}");
    }
}
